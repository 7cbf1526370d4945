"""Makes phones over whatever coordinators look at, or says why it cannot be played."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Final

from bot.assembly import build_voice, desk_book
from bot.content import Content
from bot.editions.phone import CannotPlayError
from bot.simulator.phone import SimulatedPhone
from bot.simulator.tokens import MadeUpTokens
from bot.simulator.world import World
from flows.errors import FlowError
from locales.languages import NUMBERS, language
from locales.phrase import S_, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.conversation import Voice
    from bot.editions.reading import Reading
    from bot.settings import Settings
    from flows.definition import Place
    from routing.network.source import Problem
    from routing.places.finding import Gazetteer

_NO_FLOWS: Final = S_(
    "La conversazione non si può provare finché ha un errore di scrittura: file {file}, "
    "riga {line}."
)
_NO_NETWORK: Final = S_(
    "La conversazione non si può provare finché i dati della rete hanno un errore: file {file}, "
    "riga {line}."
)
_NOT_AT_ALL: Final = S_("La conversazione non si può provare: non si legge.")
_TOO_MUCH: Final = S_(
    "La conversazione non si può provare: si ricorda più cose di quante un bottone ne porti."
)
#: Two people at work, each between two versions of a draft.
_READY: Final = 4


def _now() -> datetime:
    return datetime.now(UTC)


class Phones:
    """`bot.editions.phone.MakesPhones`: the service's own conversation, over memory."""

    def __init__(
        self,
        settings: Settings,
        gazetteer: Gazetteer,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._settings = settings
        self._tokens = MadeUpTokens()
        self._gazetteer = gazetteer
        self._clock = clock
        #: What was read lately and is ready to be walked: a long conversation takes a while.
        self._ready: OrderedDict[str, tuple[Content, Voice]] = OrderedDict()
        self._readying = Lock()

    @property
    def is_demo(self) -> bool:
        """Whether they show what nobody confirmed."""
        return self._settings.is_demo

    def __call__(self, reading: Reading) -> SimulatedPhone:
        """A phone nobody has used, in every language that has a catalogue, also incomplete.

        Raises:
            CannotPlayError: it cannot be played.
        """
        try:
            return SimulatedPhone(self._world(reading, None), self._world)
        except FlowError:
            raise CannotPlayError(Phrase(_TOO_MUCH)) from None

    def _world(self, reading: Reading, before: World | None) -> World:
        content, voice = self._made_ready(reading)
        book = desk_book(self._settings, content)
        return World(content, voice, self._tokens, book, clock=self._clock, before=before)

    def _made_ready(self, reading: Reading) -> tuple[Content, Voice]:
        # Examples are played in a thread while somebody holds a phone.
        with self._readying:
            if reading.digest not in self._ready:
                content = self._understood(reading)
                has_desk = bool(desk_book(self._settings, content).desks)
                voice = build_voice(
                    self._settings, content, self._tokens, has_desk=lambda: has_desk
                )
                self._ready[reading.digest] = content, voice
                while len(self._ready) > _READY:
                    self._ready.popitem(last=False)
            self._ready.move_to_end(reading.digest)
            return self._ready[reading.digest]

    def _understood(self, reading: Reading) -> Content:
        library, network = reading.library, reading.network
        if library is None:
            wrong = next((each.place for each in reading.issues if each.is_error), None)
            raise CannotPlayError(_where(_NO_FLOWS, wrong))
        if network is None:
            raise CannotPlayError(_where(_NO_NETWORK, next(iter(reading.problems), None)))
        return Content(
            library=library,
            catalogues=reading.catalogues,
            languages=tuple(language(tag) for tag in reading.languages if tag in NUMBERS),
            network=network,
            gazetteer=self._gazetteer,
        )


def _where(text: str, wrong: Place | Problem | None) -> Phrase:
    if wrong is None:
        return Phrase(_NOT_AT_ALL)
    return Phrase(text, {"file": wrong.file, "line": wrong.line})
