"""A saved example as a coordinator reads it: what is done, what must hold, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.editions.examples import CaseExample, Holds, Type
from bot.editions.paths import seen
from console.studio.moments import said, said_short
from flows.definition import Channel
from locales.languages import language
from locales.phrase import N_, Phrase
from routing.handoff import Want

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.editions.examples import Example, Outcome, WalkExample
    from bot.editions.examples.names import Names
    from bot.editions.phone import Setting

_STEP: Final = N_("arriva a «{step}»")
_GONE: Final = N_("lo schermo è vuoto: è uscita")
_NUMBER: Final = N_("si vede il numero {number}")
_SAYS: Final = N_("si legge «{words}»")
_CENTRES: Final = N_("i centri, in quest'ordine: {centres}")
_NODE: Final = N_("risponde: {node}")
_LADDER: Final = N_("dopo, in quest'ordine: {nodes}")
_OPENS: Final = N_("risponde da: {when}")

_CHANNELS: Final[Mapping[Channel, str]] = {
    Channel.WEB: N_("chat web"),
    Channel.TELEGRAM: N_("Telegram"),
}
_WANTS: Final[Mapping[Want, str]] = {
    Want.LISTENING: N_("vuole ascolto"),
    Want.SHELTER: N_("cerca un posto dove stare"),
    Want.HEALTH: N_("salute, ospedale"),
    Want.LEGAL: N_("la legge, un'avvocata"),
    Want.FOREIGNERS: N_("documenti, è straniera"),
    Want.OTHER: N_("vuole altro"),
}
_DANGER: Final = N_("in pericolo adesso")
_FAR: Final = N_("vuole andare lontano")
_AVOIDS: Final = N_("non vuole {nodes}")
_ON_SHIFT: Final = N_("in turno: {people}")
_NOBODY_THERE: Final = N_("nessuna in turno")
_ANY_TIME: Final = N_("nel momento in cui si prova")

#: A name offered for an example tells no more of what was pressed.
_NAMED: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One example in the list."""

    example: Example
    #: What its address carries.
    key: str
    #: What its forms carry: whether it still is what she saw.
    seen: str
    outcome: Outcome
    about: Sequence[Phrase | str]
    walk: Sequence[Phrase]
    holds: Sequence[Phrase]

    @property
    def state(self) -> str:
        """`skipped`, `holds` or `fails`."""
        if self.outcome.is_skipped:
            return "skipped"
        return "holds" if self.outcome.passed else "fails"

    @property
    def is_case(self) -> bool:
        """Whether it is about routing alone."""
        return isinstance(self.example, CaseExample)


def key_of(name: str) -> str:
    """What stands for an example in an address."""
    return seen(name)


def seen_of(example: Example) -> str:
    """A word for an example as it was seen, wherever it stands in the file."""
    return seen(repr(replace(example, line=0)))


def row_of(outcome: Outcome, names: Names) -> Row:
    """An example and what came of it."""
    example = outcome.example
    if isinstance(example, CaseExample):
        about, walk = list(_of_case(example, names)), []
    else:
        about, walk = list(_of_walk(example, names)), [names.did(each) for each in example.walk]
    return Row(
        example=example,
        key=key_of(example.name),
        seen=seen_of(example),
        outcome=outcome,
        about=about,
        walk=walk,
        holds=[words for _, words in aspects(example.holds, names)],
    )


def aspects(holds: Holds, names: Names) -> Iterator[tuple[str, Phrase]]:
    """What may hold, one by one: a word for its box, and a sentence."""
    if holds.step:
        yield "step", Phrase(_STEP, {"step": names.step(holds.step)})
    if holds.is_gone:
        yield "gone", Phrase(_GONE)
    for number in holds.numbers:
        yield f"number {number}", Phrase(_NUMBER, {"number": number})
    if holds.centres is not None:
        yield "centres", Phrase(_CENTRES, {"centres": names.nodes(holds.centres)})
    if holds.node:
        yield "node", Phrase(_NODE, {"node": names.node(holds.node)})
    if holds.ladder is not None:
        yield "ladder", Phrase(_LADDER, {"nodes": names.nodes(holds.ladder)})
    if holds.opens:
        yield "opens", Phrase(_OPENS, {"when": names.opens(holds.opens)})
    for words in holds.says:
        yield f"says {seen(words)}", Phrase(_SAYS, {"words": words})


def chosen(holds: Holds, ticked: Sequence[str]) -> Holds:
    """What of it was ticked."""
    return Holds(
        step=holds.step if "step" in ticked else "",
        is_gone=holds.is_gone and "gone" in ticked,
        numbers=tuple(each for each in holds.numbers if f"number {each}" in ticked),
        centres=holds.centres if "centres" in ticked else None,
        node=holds.node if "node" in ticked else "",
        ladder=holds.ladder if "ladder" in ticked else None,
        opens=holds.opens if "opens" in ticked else "",
        says=tuple(each for each in holds.says if f"says {seen(each)}" in ticked),
    )


def renewed(asked: Holds, now: Holds) -> Holds:
    """The same questions, answered as it is now."""
    return Holds(
        step=now.step if asked.step or asked.is_gone else "",
        is_gone=now.is_gone,
        numbers=tuple(each for each in asked.numbers if each in now.numbers),
        centres=now.centres if asked.centres is not None else None,
        node=now.node if asked.node else "",
        ladder=now.ladder if asked.ladder is not None else None,
        opens=now.opens if asked.opens else "",
        says=tuple(each for each in asked.says if each in now.says),
    )


def name_for(example: WalkExample, names: Names) -> list[Phrase | str]:
    """Parts of a name for a walk: what was typed and pressed last, the language, when."""
    told: list[Phrase | str] = [each.words for each in example.walk if isinstance(each, Type)]
    told += [names.did(each) for each in example.walk if not isinstance(each, Type)][-_NAMED:]
    told.append(language(example.language).name)
    if example.setting.at is not None:
        told.append(said_short(example.setting.at))
    return told


def _of_walk(example: WalkExample, names: Names) -> Iterator[Phrase | str]:
    yield Phrase(_CHANNELS[example.channel])
    yield language(example.language).name
    yield from _of_setting(example.setting, names)


def _of_case(example: CaseExample, names: Names) -> Iterator[Phrase | str]:
    case = example.case
    if example.place:
        yield example.place
    yield language(case.language).name
    yield Phrase(_WANTS[case.want])
    if case.danger:
        yield Phrase(_DANGER)
    if case.far:
        yield Phrase(_FAR)
    if case.avoid:
        yield Phrase(_AVOIDS, {"nodes": names.nodes(case.avoid)})
    yield from _of_setting(example.setting, names)


def _of_setting(setting: Setting, names: Names) -> Iterator[Phrase]:
    yield said(setting.at) if setting.at else Phrase(_ANY_TIME)
    if setting.on_shift is None:
        return
    if not setting.on_shift:
        yield Phrase(_NOBODY_THERE)
        return
    people = (
        f"{names.node(each.node)} ({', '.join(language_name(tag) for tag in each.languages)})"
        for each in setting.on_shift
    )
    yield Phrase(_ON_SHIFT, {"people": "; ".join(people)})


def language_name(tag: str) -> str:
    """A language by its own name; its tag where it is none of ours."""
    try:
        return language(tag).name
    except KeyError:
        return tag
