"""The ledger in the database: one sealed row a chat, named by its blinded number."""

from __future__ import annotations

import asyncio
import struct
from contextlib import suppress
from typing import TYPE_CHECKING, TypedDict, TypeVar

import structlog
from sqlalchemy import delete, insert, select

from storage.errors import StorageUnavailableError
from storage.ledger import Trace
from storage.tables import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.database import Database
    from storage.vault import Vault

# Every field has its place whether it is known or not: a row's size must not tell who has left.
_FIELDS = struct.Struct(">B q d q d d q q H H")
_SCREEN, _SENT, _LEFT, _LEFT_UPDATE, _LEFT_MESSAGE = (1 << bit for bit in range(5))

#: Rows sealed or sent to the database in one go, so that the turns of others fit in between.
_CHUNK = 100

_Item = TypeVar("_Item")

log = structlog.get_logger()


class _Row(TypedDict):
    id: bytes
    day: int
    body: bytes


class SqlLedgerStore:
    """`LedgerStore` in the database."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._wrapped_on: date | None = None
        self._copies_left = False

    async def load_all(self) -> list[Trace]:
        """Return every trace that can still be opened, the latest touched last."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(LEDGER.c.id, LEDGER.c.body))).all()
        traces = [self._open(row.id, row.body) for row in rows]
        return sorted(
            (trace for trace in traces if trace is not None), key=lambda trace: trace.touched_at
        )

    async def apply(self, puts: Sequence[Trace], deletes: Sequence[int]) -> None:
        """Keep these traces and forget these chats, all or nothing."""
        rows, gone = [], []
        for chunk in _chunks([*puts]):
            rows += [row for trace in chunk if (row := self._seal(trace)) is not None]
            gone += [name for trace in chunk for name in self._names(trace.chat)]
            await asyncio.sleep(0)
        for chats in _chunks([*deletes]):
            gone += [name for chat in chats for name in self._names(chat)]
            await asyncio.sleep(0)
        async with self._database.writing() as connection:
            await _replace(connection, gone, rows)
        await self._leave_no_copy()

    async def rewrap(self) -> int:
        """Put rows of older days under today's key; return how many had none left to open them."""
        if self._copies_left:
            await self._leave_no_copy()
        today = self._vault.today
        if self._wrapped_on == today:
            return 0
        async with self._database.writing() as connection:
            lost = await self._rewrap_all(connection, today.toordinal())
        self._wrapped_on = today
        await self._leave_no_copy()
        if lost:
            log.warning("Ledger rows whose key is gone were removed.", rows=lost)
        return lost

    async def _rewrap_all(self, connection: AsyncConnection, today: int) -> int:
        # Taken for update, so that no replica writes a row while we still hold its older self.
        old = select(LEDGER).where(LEDGER.c.day != today).with_for_update()
        gone, rows, lost = [], [], 0
        for chunk in _chunks([*(await connection.execute(old)).all()]):
            for row in chunk:
                trace = self._open(row.id, row.body)
                lost += trace is None
                # A later day is a replica's whose clock is ahead by a moment: it is right.
                if trace is None or row.day < today:
                    gone.append(row.id)
                if trace is not None and row.day < today and (sealed := self._seal(trace)):
                    rows.append(sealed)
            await asyncio.sleep(0)
        await _replace(connection, gone, rows)
        return lost

    async def _leave_no_copy(self) -> None:
        # What was to be kept is kept: that the log could not be emptied now is for the next round.
        self._copies_left = True
        with suppress(StorageUnavailableError):
            self._copies_left = not await self._database.leave_no_copy()

    def _names(self, chat: int) -> list[bytes]:
        """Every name a row of that chat may lie under."""
        return self._vault.blind(str(chat), "ledger")

    def _seal(self, trace: Trace) -> _Row | None:
        try:
            packed = pack(trace)
        except struct.error:
            # A number no real server sends: known in memory only, and no row of others waits.
            return None
        name = self._vault.blind_now(str(trace.chat), "ledger")
        return {
            "id": name,
            "day": self._vault.today.toordinal(),
            "body": self._vault.seal_row(packed, b"ledger|" + name),
        }

    def _open(self, name: bytes, body: bytes) -> Trace | None:
        packed = self._vault.open_row(bytes(body), b"ledger|" + bytes(name))
        return None if packed is None else unpack(packed)


async def _replace(connection: AsyncConnection, gone: Sequence[bytes], rows: list[_Row]) -> None:
    """Delete, then insert: an update in place differs between databases."""
    for names in _chunks([*dict.fromkeys([*gone, *(row["id"] for row in rows)])]):
        await connection.execute(delete(LEDGER).where(LEDGER.c.id.in_(names)))
    for chunk in _chunks(rows):
        await connection.execute(insert(LEDGER), chunk)


def _chunks(items: list[_Item]) -> Iterator[list[_Item]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))


def pack(trace: Trace) -> bytes:
    """Write a trace as bytes."""
    known = (
        (_SCREEN if trace.screen is not None else 0)
        | (_SENT if trace.sent_at is not None else 0)
        | (_LEFT if trace.left_at is not None else 0)
        | (_LEFT_UPDATE if trace.left_update is not None else 0)
        | (_LEFT_MESSAGE if trace.left_message is not None else 0)
    )
    fields = _FIELDS.pack(
        known,
        trace.chat,
        trace.touched_at,
        trace.screen or 0,
        trace.sent_at or 0.0,
        trace.left_at or 0.0,
        trace.left_update or 0,
        trace.left_message or 0,
        len(trace.position),
        len(trace.to_delete),
    )
    return fields + trace.position + struct.pack(f">{len(trace.to_delete)}q", *trace.to_delete)


def unpack(packed: bytes) -> Trace:
    """Read what `pack` wrote."""
    known, chat, touched, screen, sent, left, update, message, here, many = _FIELDS.unpack_from(
        packed
    )
    end = _FIELDS.size + here
    return Trace(
        chat=chat,
        screen=screen if known & _SCREEN else None,
        sent_at=sent if known & _SENT else None,
        position=packed[_FIELDS.size : end],
        touched_at=touched,
        left_at=left if known & _LEFT else None,
        left_update=update if known & _LEFT_UPDATE else None,
        left_message=message if known & _LEFT_MESSAGE else None,
        to_delete=struct.unpack_from(f">{many}q", packed, end),
    )
