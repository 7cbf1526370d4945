"""The handoffs in the database: each act of either side is one transaction, whole or not at all."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import select

from routing.ports import of_handoff, of_node
from storage import envelopes
from storage.errors import StorageUnavailableError
from storage.groups import Groups
from storage.handoffs.cards import Cards
from storage.handoffs.changes import whose_address
from storage.handoffs.keys import wrap_for
from storage.handoffs.lines import HandoffLines
from storage.handoffs.own_keys import OwnKeys
from storage.handoffs.standing import Standing
from storage.handoffs.tables import HANDOFFS
from storage.handoffs.wraps import HandoffWraps
from storage.handoffs.writes import HandoffWrites

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from routing.handoff import Handoff
    from routing.ports import Act, Bell, HandoffKey, HeldLine, Line
    from storage.database import Database
    from storage.handoffs.writes import Made
    from storage.vault import Vault

#: Rows opened in one go, so that the turns of others fit in between.
_CHUNK: Final = 100
#: Handoffs wrapped anew in one go: what she writes meanwhile waits for them.
_WRAPPED: Final = 20

log = structlog.get_logger()


class SqlHandoffs:
    """`routing.ports.Handoffs` in the database."""

    def __init__(self, database: Database, vault: Vault, bell: Bell) -> None:
        self._database = database
        self._groups = Groups(database)
        self._vault = vault
        self._bell = bell
        self._own = OwnKeys(vault)
        self._cards = Cards(vault, self._own)
        self._lines = HandoffLines(vault, self._own)
        self._wraps = HandoffWraps(vault, self._own)
        self._writes = HandoffWrites(self._cards, self._lines, self._wraps)
        self._standing = Standing()
        self._wrapped_under: bytes | None = None
        self._copies_left = False
        self._cleaning = asyncio.Lock()

    async def open(self, handoff: Handoff, nodes: Mapping[str, bytes]) -> None:
        """Keep a new handoff: make its key pair, wrap the private half to each node."""
        pair = envelopes.new_pair()
        wraps = {node: wrap_for(public, pair, handoff.id, node) for node, public in nodes.items()}

        async def keep(connection: AsyncConnection) -> None:
            await self._writes.open(connection, handoff, pair.public, wraps)

        def opened(_: None) -> None:
            self._standing.put(handoff)
            self._ring(handoff)

        is_new = await self._own.make(handoff.id)
        try:
            await self._groups.run(keep, opened)
        except BaseException:
            if is_new:
                await self._own.destroy([handoff.id])
            raise

    async def get(self, handoff: bytes) -> Handoff | None:
        """Return it, closed ones included until they are destroyed."""
        return next(iter(await self._found(HANDOFFS.c.id == handoff)), None)

    async def at(self, address: str) -> Handoff | None:
        """Return the one whose address this is, present or not; never a closed one."""
        names = self._cards.names(address, "address")
        return whose_address(await self._found(HANDOFFS.c.address.in_(names)), address)

    async def coded(self, code: str) -> Handoff | None:
        """Return the one with this return code."""
        found = await self._found(HANDOFFS.c.code.in_(self._cards.names(code, "code")))
        return next((card for card in found if card.code == code), None)

    async def of_node(self, node: str) -> list[Handoff]:
        """Return those in a node's queue and those it serves; closed ones for a day."""
        if self._database.shares_commits:
            return await self._standing.of_node(node, self._learn)
        found = await self._found(HANDOFFS.c.node.in_(self._cards.names(node, "node")))
        return [card for card in found if card.node == node]

    async def all(self) -> list[Handoff]:
        """Return every one, closed ones included until they are destroyed."""
        if self._database.shares_commits:
            return await self._standing.all(self._learn)
        cards = await self._found()
        self._cards.keep_only(card.id for card in cards)
        return cards

    async def change(self, handoff: bytes, act: Act) -> Handoff | None:
        """Apply what `act` makes of it; return the new state, `None` if gone or left alone."""

        async def make(connection: AsyncConnection) -> Made | None:
            return await self._writes.change(connection, handoff, act)

        made = await self._groups.run(make, self._changed)
        if made and made.is_destroyed:
            # Of this day's copies of the database too, nothing opens any more.
            await self._own.destroy([handoff])
        await self._leave_no_copy()
        return made.after if made else None

    async def held(self, handoff: bytes) -> list[HeldLine]:
        """Return the operator's lines that the service may still open, in order."""
        async with self._database.reading() as connection:
            return await self._lines.held(connection, handoff)

    async def wrap(self, handoff: bytes, node: str) -> bytes | None:
        """Return its private half as wrapped to that node."""
        async with self._database.reading() as connection:
            return await self._wraps.get(connection, handoff, node)

    async def read(self, handoff: bytes, key: HandoffKey) -> list[Line]:
        """Return every line, opened; in order. A line that does not open reads as empty text."""
        async with self._database.reading() as connection:
            return await self._lines.read(connection, handoff, key)

    async def remove(self, handoff: bytes) -> None:
        """Destroy everything of it: keys, lines, card."""

        async def drop(connection: AsyncConnection) -> Handoff | None:
            return await self._writes.remove(connection, handoff)

        await self._groups.run(drop, self._removed)
        await self._own.destroy([handoff])
        await self._leave_no_copy()

    async def tend(self) -> int:
        """Put what older days' keys hold under today's, and leave no copy of what is gone.

        Call it every minute or so.

        Returns:
            How many handoffs had no key left to open them: they are removed, and told of.
        """
        await self._leave_no_copy()
        # Not the day: a clock that jumped and came back has another key for the same day.
        key = self._vault.blind_now("", "wrapped")
        if self._wrapped_under == key:
            return 0
        lost = await self._rewrap()
        self._wrapped_under = key
        if lost:
            log.warning("Handoffs whose key is gone were removed.", handoffs=lost)
        return lost

    async def _rewrap(self) -> int:
        async with self._database.reading() as connection:
            ids = [*(await connection.execute(select(HANDOFFS.c.id).order_by("id"))).scalars()]
        self._cards.forget_all()
        lost = 0
        for start in range(0, len(ids), _WRAPPED):
            wrap_anew = partial(self._writes.rewrap, handoffs=ids[start : start + _WRAPPED])
            lost += await self._groups.run(wrap_anew)
        if lost:
            self._standing.forget()
        await self._sweep()
        self._copies_left = True
        await self._leave_no_copy()
        return lost

    async def _sweep(self) -> None:
        async with self._database.reading() as connection:
            wanted = select(HANDOFFS.c.id).where(HANDOFFS.c.public.is_not(None))
            living = [*(await connection.execute(wanted)).scalars()]
        await self._own.sweep(living, is_shared=not self._database.shares_commits)

    async def _learn(self) -> None:
        # Among the writes: no change is committed between what is read and what is learnt.
        await self._groups.run(self._read, self._standing.learn)

    async def _found(self, which: ColumnElement[bool] | None = None) -> list[Handoff]:
        async with self._database.reading() as connection:
            return await self._read(connection, which)

    async def _read(
        self, connection: AsyncConnection, which: ColumnElement[bool] | None = None
    ) -> list[Handoff]:
        wanted = select(HANDOFFS.c.id, HANDOFFS.c.card)
        rows = await connection.execute(wanted if which is None else wanted.where(which))
        found = rows.all()
        cards: list[Handoff] = []
        for start in range(0, len(found), _CHUNK):
            some = (self._cards.of(row) for row in found[start : start + _CHUNK])
            cards += [card for card in some if card is not None]
            await asyncio.sleep(0)
        return cards

    def _changed(self, made: Made | None) -> None:
        if made is None or made.before is made.after:
            return
        self._copies_left |= made.forgot
        self._standing.put(made.after, made.before)
        self._ring(made.before, made.after)

    def _removed(self, card: Handoff | None) -> None:
        self._copies_left = True
        if card is not None:
            self._cards.forget(card.id)
            self._standing.drop(card)
            self._ring(card)

    def _ring(self, *cards: Handoff) -> None:
        self._bell.ring(of_handoff(cards[0].id), *(of_node(card.node) for card in cards))

    async def _leave_no_copy(self) -> None:
        """Empty the log of what was forgotten; a reader that is in the way only delays it."""
        async with self._cleaning:
            if not self._copies_left:
                return
            self._copies_left = False
            try:
                self._copies_left = not await self._database.leave_no_copy()
            except StorageUnavailableError:
                self._copies_left = True
