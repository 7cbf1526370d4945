"""Walks one revision of a library: a position and what was heard in, a turn out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from transitions import Machine as TransitionsMachine

from flows.definition import NODE_KIND, PLACE_KIND, Library
from flows.turn import (
    Heard,
    Option,
    PlaceFound,
    PlaceUnclear,
    Position,
    Press,
    Pressed,
    Screen,
    Turn,
)
from flows.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from transitions import EventData

    from flows.definition import Channel, Choice, Step, Text
    from flows.wording import Tongue, Translate

#: Triggers of the machine that are not a choice of a step.
_FOUND = "found"
_UNKNOWN = "unknown"
_PICK = "pick"
_HOME = "home"
_DANGER = "danger"

_PRESSES: dict[int, tuple[str, str]] = {
    Press.PLACE: (_FOUND, "the place she meant"),
    Press.NODE: (_PICK, "the centre she picked"),
    Press.HOME: (_HOME, "home"),
    Press.DANGER: (_DANGER, "112"),
}


class _Cursor:
    """The model of one turn: never registered, so nothing is left behind."""

    __slots__ = ("facts", "state")

    def __init__(self, position: Position) -> None:
        self.state = position.step
        self.facts = list(position.facts)


class Machine:
    """Walks one library. Knows neither Telegram, nor the web, nor the database."""

    def __init__(
        self,
        library: Library,
        translate: Translate,
        languages: Sequence[Tongue],
        *,
        facts: Library | None = None,
        shows_drafts: bool = False,
    ) -> None:
        """Build the walk of a library.

        Args:
            library: what is walked.
            translate: gives a sentence in a language, or `None` (the Italian is shown).
            languages: those offered, in the order they are listed.
            facts: the library whose registry holds today, if this one is older.
            shows_drafts: whether facts nobody confirmed are shown, marked (demo mode).
        """
        self.library = library
        self._languages = {language.number: language for language in languages}
        self._wording = Wording(
            library,
            (facts or library).facts,
            translate,
            {language.tag: language.direction for language in languages},
            shows_drafts=shows_drafts,
        )
        self._numbers = {fact.name: number for number, fact in enumerate(library.remembered)}
        self._place = self._first_of(PLACE_KIND)
        self._node = self._first_of(NODE_KIND)
        self._machine = TransitionsMachine(
            model=None,
            states=list(library.steps),
            transitions=self._transitions(),
            initial=library.first,
            auto_transitions=False,
            send_event=True,
        )
        self._draw = lru_cache(maxsize=4096)(self._drawn)

    # What happens

    def begin(self) -> Turn:
        """The list of languages, before anything else is said."""
        position = Position(
            self.library.revision, self.library.first, "", (0,) * len(self.library.remembered)
        )
        return Turn(position, self._list_languages(position), reasons=("a fresh start",))

    def at_home(self, language: str) -> Position:
        """Where somebody lands whose buttons are no longer known."""
        return Position(
            self.library.revision, self.library.home, language, (0,) * len(self.library.remembered)
        )

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
        moved, reason = self._move(position, heard)
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
        return position.facts[self._place] if self._place is not None else 0

    def node(self, position: Position) -> int:
        """The number of the centre she is reading about; nought is none."""
        return position.facts[self._node] if self._node is not None else 0

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

    # Moving

    def _move(self, position: Position, heard: Heard) -> tuple[Position, str]:
        trigger, update, reason = self._meaning(position, heard)
        event = self._machine.events.get(trigger)
        cursor = _Cursor(position)
        if event is None or position.step not in event.transitions:
            return position, "nothing here answers that"
        if not event.trigger(cursor, update=update):
            return position, "not offered now"
        return (
            Position(position.revision, cursor.state, position.language, tuple(cursor.facts)),
            reason,
        )

    def _meaning(self, position: Position, heard: Heard) -> tuple[str, tuple[int | None, int], str]:
        """The trigger, the fact it sets, and why, in words."""
        if isinstance(heard, PlaceFound):
            return _FOUND, (self._place, heard.area), "a place that is known"
        if not isinstance(heard, Pressed):
            return _UNKNOWN, (None, 0), "no place of this name"
        if heard.choice in _PRESSES:
            trigger, reason = _PRESSES[heard.choice]
            sets = {_FOUND: self._place, _PICK: self._node}.get(trigger)
            return trigger, (sets, heard.argument), reason
        choices = self.library.steps[position.step].choices
        if heard.choice < len(choices):
            return _choice(heard.choice), (None, 0), f"chose '{choices[heard.choice].id}'"
        return "", (None, 0), ""

    def _transitions(self) -> list[dict[str, Any]]:
        """Every way on, those the machine adds included, for one flat machine."""
        library = self.library
        asks = library.steps[library.place].ask
        found: list[dict[str, Any]] = []
        for step in library.steps.values():
            for number, choice in enumerate(step.choices):
                found.append(
                    {
                        "trigger": _choice(number),
                        "source": step.name,
                        "dest": choice.go,
                        "conditions": self._offered(choice),
                        "before": self._sets(choice),
                    }
                )
            # A typed place means the same at every step; a step that asks itself goes its own way.
            ask = step.ask or asks
            if ask is not None:
                found.append(self._edge(_FOUND, step, ask.found))
                found.append(self._edge(_UNKNOWN, step, ask.unknown))
            if step.show and step.show.pick:
                found.append(self._edge(_PICK, step, step.show.pick))
            found.append(self._edge(_HOME, step, library.home))
            found.append(self._edge(_DANGER, step, library.danger))
        return found

    def _edge(self, trigger: str, step: Step, target: str) -> dict[str, Any]:
        return {"trigger": trigger, "source": step.name, "dest": target, "before": _remember}

    def _offered(self, choice: Choice) -> list[Callable[[EventData], bool]]:
        if not choice.when:
            return []
        when = choice.when
        return [lambda event: self._holds(when, cast("_Cursor", event.model).facts)]

    def _sets(self, choice: Choice) -> list[Callable[[EventData], None]]:
        if not choice.remember:
            return []
        updates = [
            (self._numbers[name], self._value(name, value))
            for name, value in choice.remember.items()
        ]

        def remember(event: EventData) -> None:
            for number, value in updates:
                cast("_Cursor", event.model).facts[number] = value

        return [remember]

    # Drawing

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
                    if bubble.channel in {None, channel} and self._holds(bubble.when, facts)
                ],
                language,
                today,
            ),
            options=tuple(
                Option(wording.sentence(choice.label, language, today), Pressed(number))
                for number, choice in enumerate(step.choices)
                if choice.channel in {None, channel} and self._holds(choice.when, facts)
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
        unclear = cast("Any", step.ask).unclear
        screen = Screen(
            title=drawn.title,
            bubbles=(self._wording.sentence(unclear, position.language, today),),
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

    def _holds(self, when: Mapping[str, frozenset[str]], facts: Sequence[int]) -> bool:
        for name, wanted in when.items():
            fact = self.library.remembered[self._numbers[name]]
            value = facts[self._numbers[name]]
            if value == 0 or fact.values[value - 1] not in wanted:
                return False
        return True

    def _value(self, name: str, value: str) -> int:
        return self.library.remembered[self._numbers[name]].values.index(value) + 1

    def _first_of(self, kind: str) -> int | None:
        for number, fact in enumerate(self.library.remembered):
            if fact.kind == kind:
                return number
        return None


def _choice(number: int) -> str:
    return f"choice {number}"


def _remember(event: EventData) -> None:
    number, value = event.kwargs["update"]
    if number is not None:
        cast("_Cursor", event.model).facts[number] = value
