"""What goes into a turn of conversation and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.definition import Ask, Show


@dataclass(frozen=True, slots=True)
class Position:
    """Where a visitor is. Small enough to travel in a button (`flows.packing`)."""

    #: The revision of the library she is walking.
    revision: bytes
    #: `flow.step`.
    step: str
    #: Language tag ("it", "ar"); empty until she chose.
    language: str = ""
    #: The remembered facts, in the library's order; nought is "not said".
    facts: tuple[int, ...] = ()


class Press(IntEnum):
    """What a button means when it is not one of the step's own choices (0 to 199)."""

    #: The text typed on the web belongs to this position.
    TYPED = 200
    #: `argument` is an area number: the place she meant.
    PLACE = 201
    #: `argument` is a node number: the centre she wants to read about.
    NODE = 202
    #: `argument` is a language number.
    SPEAK = 203
    #: Open the list of languages.
    LANGUAGES = 204
    HOME = 205
    DANGER = 206
    EXIT = 207


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button: one of the step's choices by its order, or a `Press`."""

    choice: int
    argument: int = 0


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """She typed a place and it can only be this area."""

    area: int


@dataclass(frozen=True, slots=True)
class PlaceUnclear:
    """She typed something that could be several places; who understood it offers them."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """She typed something that is no place, no number and no way out."""


Heard = Pressed | PlaceFound | PlaceUnclear | NotUnderstood


@dataclass(frozen=True, slots=True)
class Number:
    """A number to call, from the registry of facts."""

    fact: str
    value: str
    #: Nobody has confirmed it yet; shown only where drafts may be seen.
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One button of a screen, before it is sealed."""

    label: str
    pressed: Pressed


@dataclass(frozen=True, slots=True)
class Screen:
    """What she reads, in her language, before routing fills in its part."""

    title: str
    bubbles: tuple[str, ...]
    options: tuple[Option, ...] = ()
    numbers: tuple[Number, ...] = ()
    ask: Ask | None = None
    show: Show | None = None
    #: The list of languages, not a step of a flow.
    is_languages: bool = False
    #: The typed place was unclear: choices are to be offered.
    is_unclear: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Where she now is and what she should see. Nothing has happened yet."""

    position: Position
    screen: Screen | None
    #: She asked to leave: nothing is shown, everything goes.
    exits: bool = False
    #: Why the machine answered so, for the terminal and the simulator.
    reasons: tuple[str, ...] = field(default=())
