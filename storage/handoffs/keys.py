"""What of a handoff is sealed to its own key, and how the pieces are named and packed.

Each piece is bound to its row and column: moved elsewhere it opens no more.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from routing.ports import By, Line, LineState, NewLine
from storage import envelopes

if TYPE_CHECKING:
    from routing.ports import HandoffKey
    from storage.envelopes import Pair

#: A line's size is rounded up to so many bytes: three letters and two hundred look alike.
LINE_STEP: Final = 1024

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: When, whose, how long the staff id and the text are.
_HEAD = struct.Struct(">qBHI")
_WHOSE = (By.HERS, By.OPERATOR, By.NOTE, By.MARK)


def line_info(handoff: bytes, number: int) -> bytes:
    """Name the place of one line."""
    return b"soglia/1|line|body|%s|%d" % (handoff.hex().encode(), number)


def wrap_info(handoff: bytes, node: str) -> bytes:
    """Name the place of a handoff's private half as one node has it."""
    return b"soglia/1|wrap|body|%s|%s" % (handoff.hex().encode(), node.encode())


def wrap_for(public: bytes, pair: Pair, handoff: bytes, node: str) -> bytes:
    """Wrap a handoff's private half to a node's public key."""
    return envelopes.wrap(public, pair, wrap_info(handoff, node))


def unwrap_for(node_pair: Pair, wrapped: bytes, handoff: bytes, node: str) -> Pair | None:
    """Open what `wrap_for` made: the handoff's own pair, a `HandoffKey`; else `None`."""
    return envelopes.unwrap(node_pair, wrapped, wrap_info(handoff, node))


def seal_line(public: bytes, line: NewLine, handoff: bytes, number: int) -> bytes:
    """Seal a line to the handoff's key."""
    return envelopes.seal(public, pack_line(line), line_info(handoff, number))


def open_line(
    key: HandoffKey, sealed: bytes, handoff: bytes, number: int, state: LineState
) -> Line:
    """Open a line; one that does not open reads as empty."""
    packed = key.open(sealed, line_info(handoff, number))
    if packed is None:
        by = By.HERS if state is LineState.KEPT else By.OPERATOR
        return Line(number=number, by=by, text="", at=_EPOCH, state=state)
    line = unpack_line(packed)
    return Line(
        number=number, by=line.by, text=line.text, at=line.at, state=state, operator=line.operator
    )


def pack_line(line: NewLine) -> bytes:
    """Write a line as bytes, so many that an envelope of it fills whole steps."""
    operator, text = line.operator.encode(), line.text.encode(errors="replace")
    at = (line.at - _EPOCH) // _MICROSECOND
    head = _HEAD.pack(at, _WHOSE.index(line.by), len(operator), len(text))
    return padded(head + operator + text, LINE_STEP)


def unpack_line(packed: bytes) -> NewLine:
    """Read what `pack_line` wrote; where it came from is not in it."""
    at, whose, operator, text = _HEAD.unpack_from(packed)
    middle = _HEAD.size + operator
    return NewLine(
        by=_WHOSE[whose],
        text=packed[middle : middle + text].decode(),
        at=_EPOCH + at * _MICROSECOND,
        source="",
        operator=packed[_HEAD.size : middle].decode(),
    )


def padded(body: bytes, step: int) -> bytes:
    """Fill up to a whole step less one: what seals it adds a byte that marks the end."""
    return body + b"\0" * (-(len(body) + 1) % step)
