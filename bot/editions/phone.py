"""What the phone beside the script shows, and what makes it: `bot.simulator`, behind a contract.

The console knows no channel of hers. It draws what the phone says is on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from flows.definition import Channel

BlockKind = Literal["title", "number", "words", "said", "name", "line", "small", "plain", "bold"]
KeyKind = Literal["choice", "more", "exit", "danger", "home", "language", "copy"]


@dataclass(frozen=True, slots=True)
class Block:
    """Something to read. A text that is already markup comes from the web chat's own drawing."""

    kind: BlockKind
    text: str
    #: Said beside a number: what it is for, that nobody has confirmed it.
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """Something to press."""

    kind: KeyKind
    label: str
    #: Sealed as hers are; empty where pressing it leads nowhere (a number to copy).
    token: str = ""
    #: The language of the label, where it is not the screen's.
    language: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """Where she types."""

    label: str
    send: str
    kind: str


@dataclass(frozen=True, slots=True)
class Where:
    """Where the phone is, for whoever asks why."""

    #: In full.
    step: str
    #: What is remembered: a fact's name, its value, and the value as people read it.
    facts: tuple[tuple[str, str, str], ...]
    #: What the machine said of it (`Turn.reasons`).
    reasons: tuple[str, ...] = ()
    #: The words of the button that was pressed.
    pressed: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One screen, as its channel lays it out."""

    channel: Channel
    #: Empty until she chose one.
    language: str
    direction: Literal["ltr", "rtl"]
    blocks: tuple[Block, ...]
    #: Rows of buttons, as they stand.
    rows: tuple[tuple[Key, ...], ...]
    box: Box | None
    where: Where
    #: Goes along with what is typed: the position the words belong to.
    at: str
    #: She left: the screen is empty.
    is_gone: bool = False

    def keys(self, *kinds: KeyKind) -> list[Key]:
        """The buttons of these kinds, in order."""
        return [key for row in self.rows for key in row if key.kind in kinds]


class Phone(Protocol):
    """One phone, of one session. Nothing it does leaves the memory of this process."""

    async def begin(self, channel: Channel, language: str, step: str) -> Seen:
        """Take a fresh one and begin at a step."""
        ...

    async def press(self, channel: Channel, token: str) -> Seen:
        """Press a button of its screen."""
        ...

    async def write(self, channel: Channel, text: str, token: str) -> Seen:
        """Type something."""
        ...
