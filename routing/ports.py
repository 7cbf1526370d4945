"""What the pure folders and the two faces ask of those who keep and carry things.

`storage` implements these; `bot` and `console` speak to them and never to a database.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from routing.handoff import Handoff


class By(StrEnum):
    """Whose line it is."""

    HERS = "hers"
    OPERATOR = "operator"
    #: An operator's private note: never for her.
    NOTE = "note"
    #: What happened, in words for the operator: "left in a hurry", "came back".
    MARK = "mark"


class LineState(StrEnum):
    """What became of an operator's line; every other line is `KEPT`."""

    KEPT = "kept"
    HELD = "held"
    SHOWN = "shown"
    NOT_DELIVERED = "not_delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line to keep. Sealed to the handoff's key on the way in; nobody here can open it."""

    by: By
    text: str
    at: datetime
    #: What makes it the same line when it is sent again: a message id, a form's own value.
    source: str
    #: Staff id of who wrote it.
    operator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """An operator's line that the service may still open, to show it to her."""

    number: int
    text: str
    at: datetime
    #: It has been shown within the window that is open.
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as the operator who serves the handoff reads it."""

    number: int
    by: By
    text: str
    at: datetime
    state: LineState
    operator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one act does to a handoff; applied whole or not at all."""

    handoff: Handoff
    lines: tuple[NewLine, ...] = ()
    #: Numbers of the lines that are on her screen now.
    shown: tuple[int, ...] = ()
    #: Numbers of those that cannot be brought to her.
    not_delivered: tuple[int, ...] = ()
    #: Numbers of the lines whose words are destroyed: they do not go along to another node.
    #: They keep their place, and read as empty.
    emptied: tuple[int, ...] = ()
    #: Her window closed: the copies of shown lines the service could open go.
    forget_shown: bool = False
    #: Only these nodes keep a key to it (`None`: all that have one).
    only_nodes: tuple[str, ...] | None = None
    #: New wraps of its private half, by node (made inside an operator's session).
    wraps: Mapping[str, bytes] = field(default_factory=dict)
    #: Every key, line and copy is destroyed at once (P13); the rest says only that it was.
    destroy: bool = False


#: Makes a change of what stands, or `None` to leave it. May be called more than once.
Act = Callable[["Handoff"], "Change | None"]


class HandoffKey(Protocol):
    """An opened handoff: what reads its lines. Made by `storage.envelopes`, lives in a session."""

    def open(self, sealed: bytes, info: bytes) -> bytes | None:
        """Return what was sealed to this handoff for that row and column; else `None`."""


class Handoffs(Protocol):
    """Every handoff that is not over. Each write is committed when it returns.

    Raises `storage.errors.StorageUnavailableError` from every method while the database
    cannot be used: nothing was changed then.
    """

    async def open(self, handoff: Handoff, nodes: Mapping[str, bytes]) -> None:
        """Keep a new handoff: make its key pair, wrap the private half to each node.

        Args:
            handoff: as it begins.
            nodes: public keys of the node and of each node of its ladder, by id.
        """

    async def get(self, handoff: bytes) -> Handoff | None:
        """Return it, closed ones included until they are destroyed."""

    async def at(self, address: str) -> Handoff | None:
        """Return the one whose address this is, present or not; never a closed one."""

    async def coded(self, code: str) -> Handoff | None:
        """Return the one with this return code."""

    async def of_node(self, node: str) -> list[Handoff]:
        """Return those in a node's queue and those it serves; closed ones for a day."""

    async def all(self) -> list[Handoff]:
        """Return every one, closed ones included until they are destroyed."""

    async def change(self, handoff: bytes, act: Act) -> Handoff | None:
        """Apply what `act` makes of it; return the new state, `None` if gone or left alone.

        Two at once: one acts first, the other sees what the first one made. A line whose
        `source` is kept already is not kept twice.
        """

    async def held(self, handoff: bytes) -> list[HeldLine]:
        """Return the operator's lines that the service may still open, in order."""

    async def wrap(self, handoff: bytes, node: str) -> bytes | None:
        """Return its private half as wrapped to that node."""

    async def read(self, handoff: bytes, key: HandoffKey) -> list[Line]:
        """Return every line, opened; in order. A line that does not open reads as empty text."""

    async def remove(self, handoff: bytes) -> None:
        """Destroy everything of it: keys, lines, card."""


class Bell(Protocol):
    """Wakes those who look at something when it changes. Carries no content."""

    def ring(self, *topics: str) -> None:
        """Wake everybody who listens to one of these."""

    def listen(self, *topics: str) -> AsyncIterator[str]:
        """Yield a topic each time it rings; several rings while nobody looks are one."""


def of_handoff(handoff: bytes) -> str:
    """The bell's topic of one handoff."""
    return f"handoff:{handoff.hex()}"


def of_node(node: str) -> str:
    """The bell's topic of one node's desk."""
    return f"node:{node}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskNow:
    """What is going on at the desk of a node at this moment."""

    node: str
    #: The node's public key; a node without one is never routed to.
    public_key: bytes
    #: Operators on shift and not pausing.
    on_shift: int = 0
    #: What they speak.
    languages: frozenset[str] = frozenset()
    waiting: int = 0
    talking: int = 0
    #: Staff ids of those operators, where they are known.
    people: frozenset[str] = frozenset()

    def there_for(self, handoff: Handoff) -> int:
        """How many of them may see this one: a conflict of interest keeps it from somebody."""
        return self.on_shift - len(self.people.intersection(handoff.not_for))


class Desks(Protocol):
    """Every desk that could answer."""

    async def now(self) -> Mapping[str, DeskNow]:
        """Return them by node: those whose node has a key, on shift or not."""


class Audit(Protocol):
    """Who did what among the staff, without content, in a chain that shows a missing link."""

    async def note(self, who: str, what: str, about: str = "", why: str = "") -> None:
        """Write one entry: a staff id, an act, an opaque id, a reason from a list."""
