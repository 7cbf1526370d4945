"""Makes phones over whatever coordinators look at, or says why it cannot be played."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from bot.content import Content
from bot.editions.phone import CannotPlayError
from bot.simulator.phone import SimulatedPhone
from bot.simulator.tokens import MadeUpTokens
from bot.simulator.world import World
from console.studio.here import Studio
from flows.errors import FlowError
from locales.languages import NUMBERS, language
from locales.phrase import S_, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable

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

    @property
    def is_demo(self) -> bool:
        """Whether they show what nobody confirmed."""
        return self._settings.is_demo

    def __call__(self, reading: Reading) -> SimulatedPhone:
        """A phone nobody has used, in every language that has a catalogue, also incomplete.

        Raises:
            CannotPlayError: it cannot be played.
        """
        return self.over(self._understood(reading))

    def over(self, content: Content) -> SimulatedPhone:
        """A phone over a content that was read elsewhere.

        Raises:
            CannotPlayError: it cannot be played.
        """
        try:
            return SimulatedPhone(content, self._world, self._understood)
        except FlowError:
            raise CannotPlayError(Phrase(_TOO_MUCH)) from None

    def _world(self, content: Content, before: World | None) -> World:
        return World(self._settings, content, self._tokens, self._clock, before)

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


def open_studio(settings: Settings, content: Content) -> Studio:
    """The conversation that is live, for the coordinators to look at and to try.

    Unlike at her doors every language is there, also one that is not complete.
    """
    tags = content.catalogues.languages
    every = replace(content, languages=tuple(language(tag) for tag in tags))
    phones = Phones(settings, content.gazetteer)
    return Studio(
        library=content.library,
        catalogues=content.catalogues,
        languages=every.languages,
        phone=lambda: phones.over(every),
    )
