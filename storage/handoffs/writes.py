"""What one act writes: card, lines, keys, within the transaction it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from routing.handoff import Stage
from routing.ports import LineState
from storage.handoffs.changes import applied, is_repeated
from storage.handoffs.tables import HANDOFFS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from routing.handoff import Handoff
    from routing.ports import Act, Change
    from storage.handoffs.cards import Cards
    from storage.handoffs.lines import HandoffLines
    from storage.handoffs.wraps import HandoffWraps


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a handoff."""

    before: Handoff
    after: Handoff
    #: Something was destroyed that must not stay in the database's leftovers.
    forgot: bool
    #: Nothing of it is left but that it was.
    is_destroyed: bool = False


@dataclass(frozen=True, slots=True)
class HandoffWrites:
    """Writes handoffs."""

    cards: Cards
    lines: HandoffLines
    wraps: HandoffWraps

    async def open(
        self, connection: AsyncConnection, card: Handoff, public: bytes, wraps: Mapping[str, bytes]
    ) -> None:
        """Keep a new one."""
        row = {**self.cards.row(card), "public": public}
        await connection.execute(insert(HANDOFFS).values(row))
        await self.wraps.put(connection, card.id, wraps)

    async def change(self, connection: AsyncConnection, handoff: bytes, act: Act) -> Made | None:
        """Apply what `act` makes of it; `None` when it is gone or left alone."""
        row = await _locked(connection, handoff)
        card = None if row is None else self.cards.of(row)
        change = None if card is None else act(card)
        if row is None or card is None or change is None:
            return None
        if change.handoff.version != card.version:
            return None
        if change.destroy:
            return await self._destroy(connection, card, change)
        if row.public is None:
            # Taken back: nothing is ever sealed to it again, and no key of it comes back.
            return None
        return await self._write(connection, card, change, bytes(row.public))

    async def remove(self, connection: AsyncConnection, handoff: bytes) -> Handoff | None:
        """Delete everything of it; return its last state."""
        row = await _locked(connection, handoff)
        await self._empty(connection, handoff)
        await connection.execute(delete(HANDOFFS).where(HANDOFFS.c.id == handoff))
        return None if row is None else self.cards.of(row)

    async def rewrap(self, connection: AsyncConnection, handoffs: Sequence[bytes]) -> int:
        """Put these under today's key; return how many had none left, and are gone."""
        these = HANDOFFS.c.id.in_(handoffs)
        # Taken for update, so that no replica writes one while we hold its older self.
        wanted = select(HANDOFFS).where(these).order_by(HANDOFFS.c.id).with_for_update()
        lost = 0
        for row in (await connection.execute(wanted)).all():
            card = self.cards.of(row)
            if card is not None:
                await self._put(connection, card)
            elif not self.cards.opens(row):
                await self.remove(connection, bytes(row.id))
                lost += 1
        await self.wraps.rewrap(connection, handoffs)
        await self.lines.rewrap(connection, handoffs)
        return lost

    async def _write(
        self, connection: AsyncConnection, card: Handoff, change: Change, public: bytes
    ) -> Made:
        new = await self.lines.new_ones(connection, card.id, change.lines)
        if is_repeated(change, new):
            return Made(card, card, forgot=False)
        after = applied(card, change, new)
        await self._put(connection, after, card)
        await self.lines.add(connection, card.id, public, new)
        await self._show(connection, card.id, change)
        await self.wraps.put(connection, card.id, change.wraps)
        if change.only_nodes is not None:
            await self.wraps.keep_only(connection, card.id, change.only_nodes)
        is_over = after.stage is Stage.CLOSED
        if is_over:
            await self.lines.end(connection, card.id)
        forgot = (
            is_over or change.forget_shown or bool(change.emptied) or change.only_nodes is not None
        )
        return Made(card, after, forgot=forgot)

    async def _show(self, connection: AsyncConnection, handoff: bytes, change: Change) -> None:
        await self.lines.mark(connection, handoff, change.shown, LineState.SHOWN)
        await self.lines.mark(connection, handoff, change.not_delivered, LineState.NOT_DELIVERED)
        await self.lines.empty(connection, handoff, change.emptied)
        if change.forget_shown:
            await self.lines.forget_shown(connection, handoff)

    async def _destroy(self, connection: AsyncConnection, card: Handoff, change: Change) -> Made:
        after = applied(card, change, ())
        await self._empty(connection, card.id)
        values = {**self.cards.last(after), "public": None}
        await connection.execute(update(HANDOFFS).where(HANDOFFS.c.id == card.id).values(values))
        return Made(card, after, forgot=True, is_destroyed=True)

    async def _empty(self, connection: AsyncConnection, handoff: bytes) -> None:
        await self.wraps.keep_only(connection, handoff, ())
        await self.lines.destroy(connection, handoff)

    async def _put(
        self, connection: AsyncConnection, card: Handoff, before: Handoff | None = None
    ) -> None:
        values = self.cards.row(card, before)
        await connection.execute(update(HANDOFFS).where(HANDOFFS.c.id == card.id).values(values))


async def _locked(connection: AsyncConnection, handoff: bytes) -> Row[*tuple[Any, ...]] | None:
    wanted = select(HANDOFFS).where(HANDOFFS.c.id == handoff).with_for_update()
    return (await connection.execute(wanted)).one_or_none()
