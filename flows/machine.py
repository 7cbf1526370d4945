"""Walks one revision of a library: a position and what was heard in, a turn out."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from flows.definition import SIGN_PLACES, WEB_PLACE, AskKind, Only
from flows.memory import Memory
from flows.moves import Moves
from flows.turn import Heard, Option, PlaceUnclear, Position, Press, Pressed, Screen, Turn
from flows.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from flows.definition import Bubble, Channel, Choice, Library, Step, Text
    from flows.registered import Fact
    from flows.wording import Language, Translate


def _no_desk() -> bool:
    return False


class Machine:
    """Walks one library. Knows neither Telegram, nor the web, nor the database."""

    def __init__(
        self,
        library: Library,
        translate: Translate,
        languages: Sequence[Language],
        *,
        facts: Mapping[str, Fact] | None = None,
        shows_drafts: bool = False,
        web_address: str = "",
        has_desk: Callable[[], bool] = _no_desk,
    ) -> None:
        """Build the walk of a library.

        Args:
            library: what is walked.
            translate: gives a sentence in a language, or `None` (the Italian is shown).
            languages: those offered, in the order they are listed.
            facts: the registry that holds today, if this library is an older one.
            shows_drafts: whether facts nobody confirmed are shown, marked (demo mode).
            web_address: the web chat's, for the place `{web_address}`; empty: it has none.
            has_desk: whether some node can answer here; asked at each drawing.
        """
        self.library = library
        self._languages = {language.number: language for language in languages}
        self._wording = Wording(
            library.controls,
            library.facts if facts is None else facts,
            translate,
            {language.tag: language.direction for language in languages},
            shows_drafts=shows_drafts,
        )
        self._memory = Memory(library.remembered)
        self._moves = Moves(library, self._memory)
        self._web_address = web_address
        self._has_desk = has_desk
        self._labels = _labels_of_values(library)
        #: The remembered facts that each step's words depend on.
        self._depends = {name: _dependence(step) for name, step in library.steps.items()}
        self._draw_once = lru_cache(maxsize=4096)(self._drawn)

    def begin(self) -> Turn:
        """The list of languages, before anything else is said."""
        position = Position(self.library.revision, self.library.first, "", self._memory.empty)
        return Turn(position, self._list_languages(position), reasons=("a fresh start",))

    def at_home(self, language: str) -> Position:
        """Where somebody lands whose buttons are no longer known."""
        return Position(self.library.revision, self.library.home, language, self._memory.empty)

    def hear(self, position: Position, heard: Heard, channel: Channel, today: date) -> Turn:
        """Answer what the person did.

        The turn says where she now is and what she should see; nothing has
        happened yet when it is returned. What makes no sense here (a button of
        another screen, a place that is none) draws the same screen again.
        """
        if isinstance(heard, Pressed) and heard.choice == Press.EXIT:
            return Turn(position, None, exits=True, reasons=("she leaves",))
        if isinstance(heard, Pressed) and heard.choice == Press.SPEAK:
            position = self._in_language(position, heard.argument)
            return self.look(position, channel, today, f"speaks {position.language or 'nothing'}")
        if not position.language and heard == Pressed(Press.DANGER):
            # Nobody chooses a language before she has seen 112.
            position = self._in_language(position, next(iter(self._languages)))
        if not position.language or heard == Pressed(Press.LANGUAGES):
            return Turn(position, self._list_languages(position), reasons=("which language",))
        if isinstance(heard, PlaceUnclear):
            return self._ask_back(position, channel, today)
        move = self._moves.move(position, heard)
        turn = self.look(move.position, channel, today, move.reason)
        return replace(turn, act=move.act, go=move.go, otherwise=move.otherwise)

    def look(self, position: Position, channel: Channel, today: date, reason: str = "") -> Turn:
        """The screen of a position, as it is drawn today."""
        if not position.language:
            return Turn(position, self._list_languages(position), reasons=(reason,))
        return Turn(position, self._draw(position, channel, today), reasons=(reason,))

    def asks(self, position: Position) -> AskKind:
        """What typed words mean where she is: a place, unless the step asks for something else."""
        ask = self._moves.asked(self.library.steps[position.step])
        return ask.kind if ask else AskKind.PLACE

    def said(self, position: Position, name: str) -> str:
        """The value she chose for a remembered fact; empty if she said nothing of it."""
        return self._memory.said(name, position.facts)

    def avoided(self, position: Position) -> tuple[int, ...]:
        """The numbers of the centres she does not want, the newest last."""
        return self._memory.avoided(position.facts)

    def without_sign(self, position: Position) -> Position:
        """The position without the words of a sign: used, they travel no further."""
        return replace(position, facts=self._memory.without_sign(position.facts))

    def moved(self, position: Position, step: str) -> Position:
        """The position on another step of this library; on home where there is none such."""
        return replace(position, step=step if step in self.library.steps else self.library.home)

    def area(self, position: Position) -> int:
        """The area number she remembered; nought is none."""
        return position.facts[self._memory.place] if self._memory.place is not None else 0

    def node(self, position: Position) -> int:
        """The number of the centre she is reading about; nought is none."""
        return position.facts[self._memory.node] if self._memory.node is not None else 0

    def control(self, name: str, language: str) -> str:
        """One of the words of every screen (`exit`, `lost`, `media` ...) in her language."""
        return self._wording.control(name, language)

    def sentence(self, text: Text, language: str, today: date) -> str:
        """A label of a step in her language."""
        return self._wording.sentence(text, language, today)

    def nothing_to_show(self, position: Position, today: date) -> str:
        """What the step says where routing found nothing to show."""
        show = self.library.steps[position.step].show
        if show is None or show.nothing is None:
            return ""
        return self._wording.sentence(show.nothing, position.language, today)

    def _draw(self, position: Position, channel: Channel, today: date) -> Screen:
        # Only what the step depends on: what else she said neither enters the
        # memory of drawn screens nor makes it draw the same one again.
        facts = self._memory.only(self._depends[position.step], position.facts)
        only = Only.DESK if self._has_desk() else Only.NO_DESK
        return self._draw_once(position.step, position.language, (channel, only), today, facts)

    def _drawn(
        self,
        step_name: str,
        language: str,
        seen: tuple[Channel, Only],
        today: date,
        facts: tuple[int, ...],
    ) -> Screen:
        step = self.library.steps[step_name]
        wording = self._wording
        channel, only = seen

        def is_shown(part: Bubble | Choice) -> bool:
            return (
                part.channel in {None, channel}
                and part.only in {None, only}
                and self._memory.holds(part.when, facts)
            )

        return Screen(
            title=wording.sentence(step.title, language, today) if step.title else "",
            bubbles=wording.bubbles(
                filter(is_shown, step.say),
                language,
                today,
                self._program_places(language, today, facts),
            ),
            options=tuple(
                Option(wording.sentence(choice.label, language, today), Pressed(number))
                for number, choice in enumerate(step.choices)
                if is_shown(choice)
            ),
            numbers=wording.numbers(step.numbers, today),
            ask=step.ask,
            show=step.show,
        )

    def _program_places(self, language: str, today: date, facts: tuple[int, ...]) -> dict[str, str]:
        """What the places that are no facts become; an empty one hides its bubble."""
        places = {WEB_PLACE: self._wording.isolated(self._web_address, language)}
        for name in SIGN_PLACES:
            label = self._labels.get((name, self._memory.said(name, facts)))
            places[name] = self._wording.sentence(label, language, today) if label else ""
        return places

    def _ask_back(self, position: Position, channel: Channel, today: date) -> Turn:
        """The choices between several places; who understood the words offers them."""
        step = self.library.steps[position.step]
        if step.ask is None or step.ask.kind is not AskKind.PLACE:
            step = self.library.steps[self.library.place]
        position = Position(position.revision, step.name, position.language, position.facts)
        drawn = self._draw(position, channel, today)
        assert step.ask is not None, "The reader refuses a 'place' that asks nothing."
        assert step.ask.unclear is not None, "The reader refuses a place without it."
        screen = Screen(
            title=drawn.title,
            bubbles=(self._wording.sentence(step.ask.unclear, position.language, today),),
            ask=step.ask,
            is_unclear=True,
        )
        return Turn(position, screen, reasons=("several places of this name",))

    def _list_languages(self, position: Position) -> Screen:
        options = tuple(
            Option(language.name, Pressed(Press.SPEAK, number))
            for number, language in self._languages.items()
        )
        title = (
            self._wording.control("choose_language", position.language) if position.language else ""
        )
        return Screen(title=title, bubbles=(), options=options, is_languages=True)

    def _in_language(self, position: Position, number: int) -> Position:
        language = self._languages.get(number)
        if language is None:
            return position
        return Position(position.revision, position.step, language.tag, position.facts)


def _labels_of_values(library: Library) -> dict[tuple[str, str], Text]:
    """The button that sets each word of a sign: it is how she knows the word."""
    labels: dict[tuple[str, str], Text] = {}
    for step in library.steps.values():
        for choice in step.choices:
            for name, value in choice.remember.items():
                if name in SIGN_PLACES:
                    labels.setdefault((name, value), choice.label)
    return labels


def _dependence(step: Step) -> frozenset[str]:
    """The remembered facts that conditions of the step name, or its bubbles tell."""
    parts: tuple[Bubble | Choice, ...] = (*step.say, *step.choices)
    named = {name for part in parts for name in part.when}
    told = {place for bubble in step.say for place in bubble.text.places}
    return frozenset(named | told & set(SIGN_PLACES))
