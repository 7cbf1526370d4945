"""Plays saved examples on a phone and tells in words what is not as it was."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.editions.examples.comparing import differs, differs_in_route
from bot.editions.examples.names import Names
from bot.editions.examples.reading import read_examples
from bot.editions.examples.records import CaseExample, Press
from bot.editions.paths import EXAMPLES
from bot.editions.phone import CannotPlayError
from locales.phrase import S_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.editions.examples.form import Flaw
    from bot.editions.examples.records import Did, Example, WalkExample
    from bot.editions.phone import Key, MakesPhones, Offer, Phone, Seen
    from bot.editions.reading import Reading
    from flows.definition import Library

_NO_START: Final = S_("Il passo da cui comincia, «{step}», non c'è più.")
_NO_LANGUAGE: Final = S_("La lingua dell'esempio non c'è.")
_AT_OTHER: Final = S_(
    "Alla {number}ª mossa ({did}) si aspettava di essere in «{step}», ora si è in «{now}»."
)
_STEP_GONE: Final = S_("Alla {number}ª mossa: il passo «{step}» non c'è più.")
_CHOICE_GONE: Final = S_("Alla {number}ª mossa: in «{step}» la scelta «{choice}» non c'è più.")
_NOT_SHOWN: Final = S_("Alla {number}ª mossa: in «{step}» adesso non si vede {did}.")
_OF: Final = S_("Esempio «{name}». {what}")
_EMPTY: Final = S_("Alla {number}ª mossa ({did}) lo schermo è già vuoto: è uscita.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one example."""

    example: Example
    #: What is not as it has to be, in sentences; nothing: it holds.
    differs: tuple[Phrase, ...] = ()
    #: The steps that were walked, in full.
    steps: tuple[str, ...] = ()
    #: The last screen, each screen before it first; nothing of a case.
    screens: tuple[Seen, ...] = ()
    #: Who answers, of a case.
    offer: Offer | None = None
    #: It rests on what is not shown here: it was not played.
    is_skipped: bool = False

    @property
    def passed(self) -> bool:
        """Whether it holds, or need not."""
        return not self.differs


@dataclass(frozen=True, slots=True)
class Played:
    """Everything that came of a file of examples."""

    outcomes: tuple[Outcome, ...]
    #: What of the file cannot be understood.
    flaws: tuple[Flaw, ...] = ()

    @property
    def is_green(self) -> bool:
        """Whether nothing of it stands against publishing."""
        return not self.flaws and all(each.passed for each in self.outcomes)

    @property
    def sentences(self) -> tuple[Phrase, ...]:
        """What stands against publishing."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[Phrase]:
        yield from (flaw.phrase for flaw in self.flaws)
        for outcome in self.outcomes:
            for each in outcome.differs:
                yield Phrase(_OF, {"name": outcome.example.name, "what": each})


def play_all(reading: Reading, phones: MakesPhones) -> Played:
    """Play every example of a reading. For a thread: it has a loop of its own.

    Those that rest on what nobody confirmed are skipped where that is not shown.
    """
    shelf = read_examples(reading.files.get(EXAMPLES, ""))
    if not shelf.examples:
        return Played((), shelf.flaws)
    try:
        phone = phones(reading)
    except CannotPlayError as problem:
        unplayed = [Outcome(example=each, differs=(problem.why,)) for each in shelf.examples]
        return Played(tuple(unplayed), shelf.flaws)
    outcomes = asyncio.run(_play_each(shelf.examples, phone, reading, is_demo=phones.is_demo))
    return Played(tuple(outcomes), shelf.flaws)


async def _play_each(
    examples: tuple[Example, ...], phone: Phone, reading: Reading, *, is_demo: bool
) -> list[Outcome]:
    outcomes = []
    for each in examples:
        if each.is_demo and not is_demo:
            outcomes.append(Outcome(example=each, is_skipped=True))
        else:
            outcomes.append(await play(each, phone, reading))
    return outcomes


async def play(example: Example, phone: Phone, reading: Reading) -> Outcome:
    """Play one example on a phone of this reading."""
    library, network = reading.library, reading.network
    assert library is not None, "No phone plays a reading without one."
    assert network is not None, "No phone plays a reading without one."
    names = Names(library, network.directory)
    phone.put(example.setting)
    if isinstance(example, CaseExample):
        return await _play_case(example, phone, names)
    return await _Player(example, phone, library, names, reading.languages).play()


async def _play_case(example: CaseExample, phone: Phone, names: Names) -> Outcome:
    try:
        offer = await phone.route(example.case, example.place)
    except CannotPlayError as problem:
        return Outcome(example=example, differs=(problem.why,))
    wrong = tuple(differs_in_route(example.holds, offer, names))
    return Outcome(example=example, differs=wrong, offer=offer)


class _Player:
    """One walk, from its first screen to its last."""

    def __init__(
        self,
        example: WalkExample,
        phone: Phone,
        library: Library,
        names: Names,
        languages: tuple[str, ...],
    ) -> None:
        self._example = example
        self._phone = phone
        self._library = library
        self._names = names
        self._languages = languages
        self._screens: list[Seen] = []

    async def play(self) -> Outcome:
        """Do all of it, as far as it goes."""
        example, library = self._example, self._library
        start = library.called_now(example.start) if example.start else library.first
        if not start:
            return self._outcome(Phrase(_NO_START, {"step": example.start}))
        if example.language not in self._languages:
            return self._outcome(Phrase(_NO_LANGUAGE))
        self._screens.append(await self._phone.begin(example.channel, example.language, start))
        for number, did in enumerate(example.walk, start=1):
            wrong = await self._do(number, did)
            if wrong is not None:
                return self._outcome(wrong)
        return self._outcome(*differs(example.holds, self._screens[-1], library, self._names))

    async def _do(self, number: int, did: Did) -> Phrase | None:
        seen, channel = self._screens[-1], self._example.channel
        if seen.is_gone:
            return Phrase(_EMPTY, {"number": number, "did": self._names.did(did)})
        if not isinstance(did, Press):
            self._screens.append(await self._phone.write(channel, did.words, seen.at))
            return None
        step = self._library.called_now(did.step)
        key = _key(seen, f"{step}:{did.what}")
        if key is None:
            return self._missing(number, did, step, seen)
        self._screens.append(await self._phone.press(channel, key.token))
        return None

    def _missing(self, number: int, did: Press, step: str, seen: Seen) -> Phrase:
        told, now = self._names.step(did.step), self._names.step(seen.where.step)
        values = {"number": number, "did": self._names.did(did), "step": told, "now": now}
        if not step:
            return Phrase(_STEP_GONE, values)
        if step != seen.where.step:
            return Phrase(_AT_OTHER, values)
        known = {choice.id for choice in self._library.steps[step].choices}
        if not did.what.startswith("@") and did.what not in known:
            return Phrase(_CHOICE_GONE, {**values, "choice": did.what})
        return Phrase(_NOT_SHOWN, values)

    def _outcome(self, *wrong: Phrase) -> Outcome:
        walked = dict.fromkeys(seen.where.step for seen in self._screens if seen.where.step)
        return Outcome(
            example=self._example,
            differs=wrong,
            steps=tuple(walked),
            screens=tuple(self._screens),
        )


def _key(seen: Seen, does: str) -> Key | None:
    return next((key for row in seen.rows for key in row if key.does == does), None)
