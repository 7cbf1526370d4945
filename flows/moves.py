"""From step to step: where something she did leads, on one flat `transitions` machine a library.

The library is not let out of here: its errors and its attributes stay behind `Moves`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from transitions import Machine as TransitionsMachine

from flows.definition import Act, AskKind, ShowKind
from flows.turn import Code, Heard, PlaceFound, Position, Press, Pressed, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from transitions import EventData

    from flows.definition import Ask, Choice, Library, Step
    from flows.memory import Memory

#: Triggers that are not a choice of a step.
_FOUND = "found"
_UNKNOWN = "unknown"
_PICK = "pick"
_HOME = "home"
_DANGER = "danger"
_AVOID = "avoid"
_WORDS = "words"
_CODE = "code"

_PRESSES: dict[int, tuple[str, str]] = {
    Press.PLACE: (_FOUND, "the place she meant"),
    Press.NODE: (_PICK, "the centre she picked"),
    Press.HOME: (_HOME, "home"),
    Press.DANGER: (_DANGER, "112"),
    Press.AVOID: (_AVOID, "another centre than this one"),
}
_HEARD: dict[type, tuple[str, str]] = {
    Words: (_WORDS, "words for a person"),
    Code: (_CODE, "a code to come back with"),
}
_TYPED = {AskKind.PLACE: _FOUND, AskKind.WORDS: _WORDS, AskKind.CODE: _CODE}
_ACTS = {AskKind.WORDS: Act.WRITE, AskKind.CODE: Act.RETURN}


@dataclass(frozen=True, slots=True)
class Move:
    """Where she is now, and why; with an act, where she will be."""

    position: Position
    reason: str
    act: Act | None = None
    go: str = ""
    otherwise: str = ""


class _Cursor:
    """The model of one move: never registered, so nothing is left behind."""

    __slots__ = ("facts", "state")

    def __init__(self, position: Position) -> None:
        self.state = position.step
        self.facts = list(position.facts)


class Moves:
    """Every way on of one library, those that are on each screen included."""

    def __init__(self, library: Library, memory: Memory) -> None:
        self._library = library
        self._memory = memory
        self._machine = TransitionsMachine(
            model=None,
            states=list(library.steps),
            transitions=self._transitions(),
            initial=library.first,
            auto_transitions=False,
            send_event=True,
        )

    def move(self, position: Position, heard: Heard) -> Move:
        """Where she is now, and why, in words; where she was, if nothing here answers that."""
        trigger, update, reason = self._meaning(position, heard)
        event = self._machine.events.get(trigger)
        cursor = _Cursor(position)
        if event is None or position.step not in event.transitions:
            return Move(position, "nothing here answers that")
        if not event.trigger(cursor, update=update):
            return Move(position, "not offered now")
        act, otherwise = self._act(position.step, heard)
        step = position.step if act else cursor.state
        moved = Position(position.revision, step, position.language, tuple(cursor.facts))
        return Move(moved, reason, act, cursor.state if act else "", otherwise)

    def asked(self, step: Step) -> Ask | None:
        """What typed words are for there.

        Where a handoff is under way they are for the person, also at a step that shows no
        box: on Telegram she can write at any moment, and nothing of it may be lost (P6).
        """
        if step.ask is None and step.is_inside and self._library.handoff:
            return self._library.steps[self._library.handoff.talk].ask
        return step.ask

    def _act(self, step_name: str, heard: Heard) -> tuple[Act | None, str]:
        """What has to be done before she is there, and where she is if it cannot be."""
        step = self._library.steps[step_name]
        if isinstance(heard, Words | Code) and (ask := self.asked(step)):
            return _ACTS[ask.kind], ask.unknown
        if isinstance(heard, Pressed) and heard.choice < len(step.choices):
            choice = step.choices[heard.choice]
            return choice.act, choice.otherwise
        return None, ""

    def _meaning(self, position: Position, heard: Heard) -> tuple[str, tuple[int | None, int], str]:
        """The trigger, the fact it sets, and why, in words."""
        if isinstance(heard, PlaceFound):
            return _FOUND, (self._memory.place, heard.area), "a place that is known"
        if not isinstance(heard, Pressed):
            trigger, reason = _HEARD.get(type(heard), (_UNKNOWN, "no place of this name"))
            return trigger, (None, 0), reason
        if heard.choice in _PRESSES:
            trigger, reason = _PRESSES[heard.choice]
            sets = {_FOUND: self._memory.place, _PICK: self._memory.node}.get(trigger)
            return trigger, (sets, heard.argument), reason
        choices = self._library.steps[position.step].choices
        if heard.choice < len(choices):
            return _choice(heard.choice), (None, 0), f"chose '{choices[heard.choice].id}'"
        return "", (None, 0), ""

    def _transitions(self) -> list[dict[str, Any]]:
        library = self._library
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
            ask = step.ask if step.ask and step.ask.kind is AskKind.PLACE else asks
            if ask is not None:
                found.append(self._edge(_FOUND, step, ask.found))
                found.append(self._edge(_UNKNOWN, step, ask.unknown))
            asked = self.asked(step)
            if asked and asked.kind is not AskKind.PLACE:
                found.append(self._edge(_TYPED[asked.kind], step, asked.found))
            if step.show and step.show.pick:
                found.append(self._edge(_PICK, step, step.show.pick))
            if step.show and step.show.kind is ShowKind.OFFER:
                found.append(self._edge(_AVOID, step, step.name) | {"before": self._avoids})
            found.append(self._edge(_HOME, step, library.home))
            found.append(self._edge(_DANGER, step, library.danger))
        return found

    def _offered(self, choice: Choice) -> list[Callable[[EventData], bool]]:
        if not choice.when:
            return []
        return [lambda event: self._memory.holds(choice.when, _cursor(event).facts)]

    def _edge(self, trigger: str, step: Step, target: str) -> dict[str, Any]:
        return {"trigger": trigger, "source": step.name, "dest": target, "before": self._remember}

    def _remember(self, event: EventData) -> None:
        number, value = event.kwargs["update"]
        if number is not None and self._memory.has_room(number, value):
            _cursor(event).facts[number] = value

    def _avoids(self, event: EventData) -> None:
        _, node = event.kwargs["update"]
        cursor = _cursor(event)
        cursor.facts = list(self._memory.with_avoided(cursor.facts, node))

    def _sets(self, choice: Choice) -> list[Callable[[EventData], None]]:
        if not choice.remember:
            return []
        updates = self._memory.written(choice.remember)

        def remember(event: EventData) -> None:
            for number, value in updates:
                _cursor(event).facts[number] = value

        return [remember]


def _choice(number: int) -> str:
    return f"choice {number}"


def _cursor(event: EventData) -> _Cursor:
    return cast("_Cursor", event.model)
