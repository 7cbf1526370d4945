"""Walks one revision of a library: a position and what was heard in, a turn out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from flows.memory import Memory
from flows.moves import Moves
from flows.turn import Heard, Option, PlaceUnclear, Position, Press, Pressed, Screen, Turn
from flows.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from flows.definition import Channel, Fact, Library, Text
    from flows.wording import Language, Translate


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
    ) -> None:
        """Build the walk of a library.

        Args:
            library: what is walked.
            translate: gives a sentence in a language, or `None` (the Italian is shown).
            languages: those offered, in the order they are listed.
            facts: the registry that holds today, if this library is an older one.
            shows_drafts: whether facts nobody confirmed are shown, marked (demo mode).
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
        self._draw = lru_cache(maxsize=4096)(self._drawn)

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
        moved, reason = self._moves.move(position, heard)
        return self.look(moved, channel, today, reason)

    def look(self, position: Position, channel: Channel, today: date, reason: str = "") -> Turn:
        """The screen of a position, as it is drawn today."""
        if not position.language:
            return Turn(position, self._list_languages(position), reasons=(reason,))
        facts = position.facts
        screen = self._draw(position.step, position.language, channel, today, facts)
        return Turn(position, screen, reasons=(reason,))

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

    def _drawn(
        self, step_name: str, language: str, channel: Channel, today: date, facts: tuple[int, ...]
    ) -> Screen:
        step = self.library.steps[step_name]
        wording = self._wording
        return Screen(
            title=wording.sentence(step.title, language, today) if step.title else "",
            bubbles=wording.bubbles(
                [
                    bubble
                    for bubble in step.say
                    if bubble.channel in {None, channel} and self._memory.holds(bubble.when, facts)
                ],
                language,
                today,
            ),
            options=tuple(
                Option(wording.sentence(choice.label, language, today), Pressed(number))
                for number, choice in enumerate(step.choices)
                if choice.channel in {None, channel} and self._memory.holds(choice.when, facts)
            ),
            numbers=wording.numbers(step.numbers, today),
            ask=step.ask,
            show=step.show,
        )

    def _ask_back(self, position: Position, channel: Channel, today: date) -> Turn:
        """The choices between several places; who understood the words offers them."""
        step = self.library.steps[position.step]
        if step.ask is None:
            step = self.library.steps[self.library.place]
        position = Position(position.revision, step.name, position.language, position.facts)
        drawn = self._draw(step.name, position.language, channel, today, position.facts)
        assert step.ask is not None, "The reader refuses a 'place' that asks nothing."
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
