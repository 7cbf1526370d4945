"""What a form of a card asks for, and what doing it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flows.editing import step_as_written
from flows.editing.errors import UnknownPartError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.forms import Fields
    from flows.editing import Changed

Sources = dict[str, str]

#: More than any bubble may have, so that she is told and nothing is cut.
LONGEST: Final = 4000
_LONGEST_NAME: Final = 100
_SHORTENED: Final = 40


class Asked:
    """The fields of a form, as the operations read them."""

    def __init__(self, fields: Fields, flow: str) -> None:
        self._fields = fields
        self.flow = flow
        self.op = fields.one("op", _LONGEST_NAME)
        #: The word for what she had before her.
        self.seen = fields.one("seen", _LONGEST_NAME)
        self.key = fields.one("key", _LONGEST_NAME)
        #: In full.
        self.step = fields.one("step", _LONGEST_NAME) or _step_of(self.key)
        #: A choice's id.
        self.choice = fields.one("choice", _LONGEST_NAME)

    def name(self, field: str) -> str:
        """A name, a step, a value of a list."""
        return self._fields.one(field, _LONGEST_NAME).strip()

    def words(self, field: str = "words") -> str:
        """What she typed."""
        return self._fields.one(field, LONGEST)

    def all(self, field: str) -> list[str]:
        """Every box that is ticked, in order, each once."""
        return list(dict.fromkeys(each for each in self._fields.all(field) if each))

    def number(self, field: str) -> int:
        """A place in a list, from 1.

        Raises:
            UnknownPartError: if it is none.
        """
        told = self._fields.one(field, 6)
        if not told.isascii() or not told.isdigit():
            raise UnknownPartError(self.step, field)
        return int(told)

    def pairs(self, field: str) -> dict[str, list[str]]:
        """Boxes whose values are `name=value`: the values by name."""
        found: dict[str, list[str]] = {}
        for each in self.all(field):
            name, _, value = each.partition("=")
            found.setdefault(name, []).append(value)
        return found


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an operation makes of the flows' files."""

    changed: Changed
    #: The step whose card she is led to, in full; empty: none is open.
    card: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be done."""

    do: Callable[[Sources, Asked], Outcome]
    #: What is told of it in the draft's history, with a place for the step.
    what: str
    #: What must still be as she saw it: `text`, `note`, a part of a step (`say`), or nothing.
    unit: str = ""


def _step_of(key: str) -> str:
    """The step that a sentence belongs to: `near.where.say.2` → `near.where`."""
    return ".".join(key.split(".")[:2])


def called(sources: Mapping[str, str], step: str) -> str:
    """What people call a step: its title, or how it begins."""
    told = step_as_written(sources, step)
    say = told.get("say")
    first = say[0] if isinstance(say, list) and say else say
    words = told.get("title") or (first.get("say") if isinstance(first, dict) else first)
    named = str(words or step)
    return named if len(named) <= _SHORTENED else named[: _SHORTENED - 1].rstrip() + "…"
