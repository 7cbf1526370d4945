"""What goes into a turn of conversation and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from flows.definition import OF_HANDOFF, AskKind

if TYPE_CHECKING:
    from flows.definition import Act, Ask, Show


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
    #: `argument` is a node number: the offered centre she does not want.
    AVOID = 208


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


@dataclass(frozen=True, slots=True)
class Words:
    """She typed words for a person. They are not here: nothing in this folder reads them."""


@dataclass(frozen=True, slots=True)
class Code:
    """She typed the code to come back with. It is not here either."""


Heard = Pressed | PlaceFound | PlaceUnclear | NotUnderstood | Words | Code


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

    @property
    def is_of_handoff(self) -> bool:
        """Whether it cannot be drawn without her handoff (`bot.contact` draws it then)."""
        is_filled = self.show is not None and self.show.kind in OF_HANDOFF
        return is_filled or (self.ask is not None and self.ask.kind is AskKind.WORDS)


@dataclass(frozen=True, slots=True)
class Turn:
    """Where she now is and what she should see. Nothing has happened yet.

    With an act she is still where she was: `position` has what the choice
    remembers, and `go` or `otherwise` is where she is once the act is done or
    cannot be.
    """

    position: Position
    screen: Screen | None
    #: She asked to leave: nothing is shown, everything goes.
    exits: bool = False
    #: What has to be done first.
    act: Act | None = None
    #: The step to put her on when it is done, in full.
    go: str = ""
    #: The step to put her on when it cannot be done; empty: she stays where she was.
    otherwise: str = ""
    #: Why the machine answered so, for the terminal and the simulator.
    reasons: tuple[str, ...] = field(default=())
