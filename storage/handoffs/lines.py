"""The lines of a handoff in the database, and the copies the service may still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import case, delete, func, insert, select, update

from routing.ports import By, HeldLine, Line, LineState
from storage.handoffs.keys import open_line, pack_line, seal_line, unpack_line
from storage.handoffs.tables import HANDOFF_LINES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from routing.ports import HandoffKey, NewLine
    from storage.handoffs.own_keys import OwnKeys
    from storage.vault import Vault

_STATES: Final = (LineState.KEPT, LineState.HELD, LineState.SHOWN, LineState.NOT_DELIVERED)
_LINES: Final = HANDOFF_LINES.c
_IN_ONE_QUESTION: Final = 500


class HandoffLines:
    """Writes and reads lines. Every method works in the transaction it is given."""

    def __init__(self, vault: Vault, own: OwnKeys) -> None:
        self._vault = vault
        self._own = own

    async def new_ones(
        self, connection: AsyncConnection, handoff: bytes, lines: Sequence[NewLine]
    ) -> list[NewLine]:
        """Return those that are not kept already, each once."""
        names = {line: self._sources(handoff, line) for line in dict.fromkeys(lines)}
        wanted = [name for each in names.values() for name in each]
        known: set[bytes] = set()
        for start in range(0, len(wanted), _IN_ONE_QUESTION):
            some = _LINES.source.in_(wanted[start : start + _IN_ONE_QUESTION])
            found = select(_LINES.source).where((_LINES.handoff == handoff) & some)
            known |= {bytes(name) for name in (await connection.execute(found)).scalars()}
        return [line for line, its in names.items() if known.isdisjoint(its)]

    async def add(
        self, connection: AsyncConnection, handoff: bytes, public: bytes, lines: Sequence[NewLine]
    ) -> None:
        """Seal lines to the handoff's key and keep them after the others."""
        if not lines:
            return
        last = select(func.coalesce(func.max(_LINES.number), 0)).where(_LINES.handoff == handoff)
        first = (await connection.execute(last)).scalar_one() + 1
        rows = [
            self._row(handoff, public, number, line) for number, line in enumerate(lines, first)
        ]
        await connection.execute(insert(HANDOFF_LINES), rows)

    async def mark(
        self, connection: AsyncConnection, handoff: bytes, numbers: Iterable[int], state: LineState
    ) -> None:
        """Note what became of operators' lines that may still be shown."""
        some = [*numbers]
        if some:
            which = _held(handoff) & _LINES.number.in_(some)
            await connection.execute(
                update(HANDOFF_LINES).where(which).values(state=_STATES.index(state))
            )

    async def forget_shown(self, connection: AsyncConnection, handoff: bytes) -> None:
        """Drop the copies of lines that were on her screen."""
        shown = _held(handoff) & (_LINES.state == _STATES.index(LineState.SHOWN))
        await connection.execute(update(HANDOFF_LINES).where(shown).values(held=None))

    async def empty(
        self, connection: AsyncConnection, handoff: bytes, numbers: Iterable[int]
    ) -> None:
        """Destroy the words of some lines; what of them waited for her is not delivered."""
        some = [*numbers]
        if not some:
            return
        await self.mark(connection, handoff, some, LineState.NOT_DELIVERED)
        which = (_LINES.handoff == handoff) & _LINES.number.in_(some)
        await connection.execute(update(HANDOFF_LINES).where(which).values(body=b"", held=None))

    async def end(self, connection: AsyncConnection, handoff: bytes) -> None:
        """Drop every copy: what was not shown never will be."""
        waits = _LINES.state == _STATES.index(LineState.HELD)
        state = case((waits, _STATES.index(LineState.NOT_DELIVERED)), else_=_LINES.state)
        its = update(HANDOFF_LINES).where(_held(handoff))
        await connection.execute(its.values(state=state, held=None))

    async def destroy(self, connection: AsyncConnection, handoff: bytes) -> None:
        """Delete every line."""
        await connection.execute(delete(HANDOFF_LINES).where(_LINES.handoff == handoff))

    async def held(self, connection: AsyncConnection, handoff: bytes) -> list[HeldLine]:
        """Return the lines whose copies open, in order."""
        wanted = select(_LINES.number, _LINES.state, _LINES.held).where(_held(handoff))
        rows = await connection.execute(wanted.order_by(_LINES.number))
        lines = [self._held_line(handoff, row) for row in rows]
        return [line for line in lines if line is not None]

    async def read(
        self, connection: AsyncConnection, handoff: bytes, key: HandoffKey
    ) -> list[Line]:
        """Return every line, opened with the handoff's key, in order."""
        wanted = select(_LINES.number, _LINES.state, _LINES.body).where(_LINES.handoff == handoff)
        rows = await connection.execute(wanted.order_by(_LINES.number))
        return [
            open_line(key, bytes(row.body), handoff, row.number, _STATES[row.state]) for row in rows
        ]

    async def rewrap(self, connection: AsyncConnection, handoffs: Sequence[bytes]) -> None:
        """Put the copies of these handoffs' lines under today's key; drop what opens no more."""
        wanted = select(_LINES.handoff, _LINES.number, _LINES.held).where(
            _LINES.handoff.in_(handoffs) & _LINES.held.is_not(None)
        )
        for row in (await connection.execute(wanted)).all():
            context = _context(bytes(row.handoff), row.number)
            packed = self._own.open(bytes(row.handoff), bytes(row.held), context)
            its = (_LINES.handoff == row.handoff) & (_LINES.number == row.number)
            await connection.execute(
                update(HANDOFF_LINES)
                .where(its)
                .values(
                    held=None
                    if packed is None
                    else self._own.seal(bytes(row.handoff), packed, context)
                )
            )

    def _row(self, handoff: bytes, public: bytes, number: int, line: NewLine) -> dict[str, Any]:
        is_for_her = line.by is By.OPERATOR
        state = LineState.HELD if is_for_her else LineState.KEPT
        held = self._own.seal(handoff, pack_line(line), _context(handoff, number))
        return {
            "handoff": handoff,
            "number": number,
            "state": _STATES.index(state),
            "source": self._vault.blind_now(_source(line), _purpose(handoff)),
            "body": seal_line(public, line, handoff, number),
            "held": held if is_for_her else None,
        }

    def _held_line(self, handoff: bytes, row: Row[*tuple[Any, ...]]) -> HeldLine | None:
        packed = self._own.open(handoff, bytes(row.held), _context(handoff, row.number))
        if packed is None:
            return None
        line = unpack_line(packed)
        shown = _STATES[row.state] is LineState.SHOWN
        return HeldLine(number=row.number, text=line.text, at=line.at, shown=shown)

    def _sources(self, handoff: bytes, line: NewLine) -> list[bytes]:
        return self._vault.blind(_source(line), _purpose(handoff))


def _held(handoff: bytes) -> Any:
    return (_LINES.handoff == handoff) & _LINES.held.is_not(None)


def _source(line: NewLine) -> str:
    return f"{line.by}|{line.source}"


def _purpose(handoff: bytes) -> str:
    return f"handoff_lines|source|{handoff.hex()}"


def _context(handoff: bytes, number: int) -> bytes:
    return b"handoff_lines|held|%s|%d" % (handoff.hex().encode(), number)
