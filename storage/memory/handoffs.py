"""A twin of the handoffs that keeps nothing; its envelopes are real."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.handoff import Stage
from routing.ports import By, HeldLine, LineState, of_handoff, of_node
from storage import envelopes
from storage.bell import LocalBell
from storage.handoffs.changes import applied, is_repeated, whose_address
from storage.handoffs.keys import open_line, seal_line, wrap_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from routing.handoff import Handoff
    from routing.ports import Act, Bell, Change, HandoffKey, Line, NewLine


@dataclass(slots=True)
class _Line:
    """A line as the twin keeps it."""

    sealed: bytes
    state: LineState
    source: tuple[By, str]
    held: NewLine | None = None


@dataclass(slots=True)
class _Kept:
    """A handoff as the twin keeps it."""

    card: Handoff
    public: bytes
    wraps: dict[str, bytes]
    lines: list[_Line] = field(default_factory=list)


class MemoryHandoffs:
    """`Handoffs` without a disk. Sealed as in the database: a line needs its key to be read."""

    def __init__(self, bell: Bell | None = None) -> None:
        self._bell = bell or LocalBell()
        self._kept: dict[bytes, _Kept] = {}

    async def open(self, handoff: Handoff, nodes: Mapping[str, bytes]) -> None:
        """Keep a new handoff: make its key pair, wrap the private half to each node."""
        pair = envelopes.new_pair()
        wraps = {node: wrap_for(public, pair, handoff.id, node) for node, public in nodes.items()}
        self._kept[handoff.id] = _Kept(handoff, pair.public, wraps)
        self._ring(handoff)

    async def get(self, handoff: bytes) -> Handoff | None:
        """Return it, closed ones included until they are destroyed."""
        kept = self._kept.get(handoff)
        return kept.card if kept else None

    async def at(self, address: str) -> Handoff | None:
        """Return the one whose address this is, present or not; never a closed one."""
        return whose_address(self._cards(), address)

    async def coded(self, code: str) -> Handoff | None:
        """Return the one with this return code."""
        return next((card for card in self._cards() if code and card.code == code), None)

    async def of_node(self, node: str) -> list[Handoff]:
        """Return those in a node's queue and those it serves; closed ones for a day."""
        return [card for card in self._cards() if card.node == node]

    async def all(self) -> list[Handoff]:
        """Return every one, closed ones included until they are destroyed."""
        return list(self._cards())

    async def change(self, handoff: bytes, act: Act) -> Handoff | None:
        """Apply what `act` makes of it; return the new state, `None` if gone or left alone."""
        kept = self._kept.get(handoff)
        change = act(kept.card) if kept else None
        if kept is None or change is None or change.handoff.version != kept.card.version:
            return None
        if not kept.public and not change.destroy:
            return None
        known = {line.source for line in kept.lines}
        new = [line for line in change.lines if (line.by, line.source) not in known]
        if is_repeated(change, new):
            return kept.card
        before, kept.card = kept.card, applied(kept.card, change, new)
        _write(kept, change, new)
        self._ring(before, kept.card)
        return kept.card

    async def held(self, handoff: bytes) -> list[HeldLine]:
        """Return the operator's lines that the service may still open, in order."""
        return [
            HeldLine(
                number=number,
                text=line.held.text,
                at=line.held.at,
                shown=line.state is LineState.SHOWN,
            )
            for number, line in self._lines(handoff)
            if line.held is not None
        ]

    async def wrap(self, handoff: bytes, node: str) -> bytes | None:
        """Return its private half as wrapped to that node."""
        kept = self._kept.get(handoff)
        return kept.wraps.get(node) if kept else None

    async def read(self, handoff: bytes, key: HandoffKey) -> list[Line]:
        """Return every line, opened; in order. A line that does not open reads as empty text."""
        return [
            open_line(key, line.sealed, handoff, number, line.state)
            for number, line in self._lines(handoff)
        ]

    async def remove(self, handoff: bytes) -> None:
        """Destroy everything of it: keys, lines, card."""
        kept = self._kept.pop(handoff, None)
        if kept is not None:
            self._ring(kept.card)

    def _cards(self) -> Iterator[Handoff]:
        return (kept.card for kept in self._kept.values())

    def _lines(self, handoff: bytes) -> Iterator[tuple[int, _Line]]:
        kept = self._kept.get(handoff)
        return enumerate(kept.lines if kept else (), start=1)

    def _ring(self, *cards: Handoff) -> None:
        self._bell.ring(of_handoff(cards[0].id), *(of_node(card.node) for card in cards))


def _write(kept: _Kept, change: Change, new: Sequence[NewLine]) -> None:
    if change.destroy:
        kept.lines, kept.wraps, kept.public = [], {}, b""
        return
    for line in new:
        sealed = seal_line(kept.public, line, kept.card.id, len(kept.lines) + 1)
        held = line if line.by is By.OPERATOR else None
        state = LineState.HELD if held else LineState.KEPT
        kept.lines.append(_Line(sealed, state, (line.by, line.source), held))
    _mark(kept, change)
    kept.wraps |= change.wraps
    if change.only_nodes is not None:
        kept.wraps = {node: kept.wraps[node] for node in change.only_nodes if node in kept.wraps}


def _mark(kept: _Kept, change: Change) -> None:
    for number, line in enumerate(kept.lines, start=1):
        if number in change.emptied:
            line.sealed = b""
        if line.held is None:
            continue
        if number in change.emptied:
            line.held, line.state = None, LineState.NOT_DELIVERED
        elif number in change.shown:
            line.state = LineState.SHOWN
        elif number in change.not_delivered:
            line.state = LineState.NOT_DELIVERED
        if change.forget_shown and line.state is LineState.SHOWN:
            line.held = None
        if kept.card.stage is Stage.CLOSED:
            line.held = None
            if line.state is LineState.HELD:
                line.state = LineState.NOT_DELIVERED
