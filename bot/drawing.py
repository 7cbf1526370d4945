"""A turn as a view: its words, what routing adds, and every button sealed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from bot.view import AskBox, Button, CallNumber, Filled, View
from flows.definition import OF_HANDOFF, ShowKind
from flows.turn import Press
from locales.languages import NUMBERS, SOURCE
from locales.languages import language as language_of
from routing.areas import area_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Literal

    from bot.centres import Centres
    from bot.view import Item
    from bot.walks import Walk
    from flows.turn import Position, Screen, Turn
    from locales.catalogues import Catalogues
    from locales.languages import Language
    from routing.places.finding import Candidate


class Seals(Protocol):
    """What closes a position into a token: the vault."""

    def seal_token(self, body: bytes, context: bytes) -> str:
        """Seal packed bytes for one chat or session."""


NOTHING_FILLED = Filled()
#: Also of languages that are not offered any more: an older revision may be walked in one.
_TAGS: Final = {number: tag for tag, number in NUMBERS.items()}


class Drawing:
    """Draws views. Holds nothing about anybody."""

    def __init__(
        self,
        seals: Seals,
        catalogues: Catalogues,
        languages: Sequence[Language],
        centres: Centres,
    ) -> None:
        self._seals = seals
        self._catalogues = catalogues
        self._first = tuple(language.tag for language in languages)[:2]
        self._centres = centres

    def view(
        self,
        context: bytes,
        walk: Walk,
        turn: Turn,
        now: datetime,
        *,
        candidates: Sequence[Candidate] = (),
        notice: str = "",
        filled: Filled = NOTHING_FILLED,
    ) -> View:
        """Draw the screen of a turn.

        Args:
            context: what the buttons are bound to: channel and chat.
            walk: the revision the turn was made in.
            turn: a turn that shows a screen.
            now: when, for what is open and what has expired.
            candidates: the places to choose from when the typed one was unclear.
            notice: a control of the library said before everything else (`lost`, `media`).
            filled: what her handoff adds (`bot.contact`).
        """
        assert turn.screen is not None
        screen, position = turn.screen, turn.position
        press = self._presser(context, walk, position)
        first, items = self._filled(walk, position, screen, now, press)
        said = (self._control(walk, notice, position),) if notice else ()
        choices = (
            *self._choices(screen, candidates, position.language, press),
            *self._another(walk, turn, now, filled.offered, press),
        )
        return View(
            language=position.language,
            direction=self._direction(position.language),
            title=screen.title,
            # What is true for her now comes before what is said to everybody.
            paragraphs=(*said, *filled.paragraphs, *screen.bubbles, *first),
            numbers=tuple(
                CallNumber(number.value, number.value, is_draft=number.is_draft)
                for number in screen.numbers
            ),
            items=items,
            choices=self._named_in(screen, choices) if screen.is_languages else choices,
            ask=self._ask(walk, position, screen, now, press),
            exit=press(self._exit_label(walk, position.language), Press.EXIT, 0),
            danger=press(self._control(walk, "danger", position), Press.DANGER, 0),
            home=self._home(walk, position, screen, press),
            languages=self._to_languages(walk, position, screen, press),
            small_print=self._small_print(screen),
            said=filled.said,
            is_live=filled.is_live,
        )

    def _presser(self, context: bytes, walk: Walk, position: Position) -> _Press:
        pack, seal = walk.packer.at(position), self._seals.seal_token

        def press(label: str, choice: int, argument: int) -> Button:
            return Button(label, seal(pack(choice, argument), context))

        return press

    def _filled(
        self, walk: Walk, position: Position, screen: Screen, now: datetime, press: _Press
    ) -> tuple[tuple[str, ...], tuple[Item, ...]]:
        """What routing puts into the screen: paragraphs and centres."""
        show = screen.show
        if show is None or show.kind is ShowKind.SOURCES or show.kind in OF_HANDOFF:
            return (), ()
        centres, language = self._centres, position.language
        if show.kind is ShowKind.CENTRES:
            items = centres.nearest(
                walk.machine.area(position),
                show,
                language,
                now,
                lambda name, node: press(name, Press.NODE, node),
            )
        else:
            items = centres.one(
                walk.machine.node(position),
                language,
                now,
                with_address=show.kind is ShowKind.ADDRESS,
            )
        if not items:
            nothing = walk.machine.nothing_to_show(position, now.date())
            return (nothing,) if nothing else (), ()
        return centres.caution(items, language), items

    def _choices(
        self, screen: Screen, candidates: Sequence[Candidate], language: str, press: _Press
    ) -> tuple[Button, ...]:
        return tuple(
            press(
                self._catalogues.say(candidate.label, language),
                Press.PLACE,
                area_number(candidate.area),
            )
            for candidate in candidates
        ) + tuple(
            press(option.label, option.pressed.choice, option.pressed.argument)
            for option in screen.options
        )

    def _another(
        self, walk: Walk, turn: Turn, now: datetime, offered: int, press: _Press
    ) -> tuple[Button, ...]:
        """Where a centre is offered she can ask for another one."""
        show = turn.screen.show if turn.screen else None
        if not offered or show is None or show.another is None:
            return ()
        label = walk.machine.sentence(show.another, turn.position.language, now.date())
        return (press(label, Press.AVOID, offered),)

    def _named_in(self, screen: Screen, buttons: tuple[Button, ...]) -> tuple[Button, ...]:
        """Each language's button says in which language its name is (WCAG 3.1.2)."""
        tags = [_TAGS[option.pressed.argument] for option in screen.options]
        return tuple(
            replace(button, language=tag) for button, tag in zip(buttons, tags, strict=True)
        )

    def _ask(
        self, walk: Walk, position: Position, screen: Screen, now: datetime, press: _Press
    ) -> AskBox | None:
        if screen.ask is None:
            return None
        sentence, today = walk.machine.sentence, now.date()
        return AskBox(
            label=sentence(screen.ask.label, position.language, today),
            send=sentence(screen.ask.send, position.language, today),
            token=press("", Press.TYPED, 0).token,
            kind=screen.ask.kind.value,
        )

    def _home(self, walk: Walk, position: Position, screen: Screen, press: _Press) -> Button | None:
        """Home from everywhere but home itself; the list of languages leads back to it too."""
        library = walk.machine.library
        at_home = position.step in {library.home, library.first} and not screen.is_unclear
        if not position.language or (at_home and not screen.is_languages):
            return None
        return press(self._control(walk, "home", position), Press.HOME, 0)

    def _to_languages(
        self, walk: Walk, position: Position, screen: Screen, press: _Press
    ) -> Button | None:
        """The list of languages, from everywhere but itself."""
        if screen.is_languages:
            return None
        return press(self._control(walk, "language", position), Press.LANGUAGES, 0)

    def _small_print(self, screen: Screen) -> str:
        is_asked = screen.show is not None and screen.show.kind is ShowKind.SOURCES
        return self._centres.sources() if is_asked else ""

    def _control(self, walk: Walk, name: str, position: Position) -> str:
        return walk.machine.control(name, position.language or SOURCE)

    def _exit_label(self, walk: Walk, language: str) -> str:
        """The way out; in the first two languages while she has not chosen one."""
        if language:
            return walk.machine.control("exit", language)
        return " · ".join(walk.machine.control("exit", tag) for tag in self._first)

    def _direction(self, language: str) -> Literal["ltr", "rtl"]:
        return language_of(language).direction if language else "ltr"


class _Press(Protocol):
    """Makes a sealed button of a label, a choice and its argument."""

    def __call__(self, label: str, choice: int, argument: int) -> Button:
        """One button."""
