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
    body: bytes


class SqlLedgerStore:
    """`LedgerStore` in the database."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._wrapped_under: bytes | None = None
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
        rows = await self._seal_all(puts)
        gone: list[bytes] = []
        for chats in _chunks([*(trace.chat for trace in puts), *deletes]):
            gone += [name for chat in chats for name in self._names(chat)]
            await asyncio.sleep(0)
        async with self._database.writing() as connection:
            await _replace(connection, gone, rows)
        await self._leave_no_copy()

    async def rewrap(self) -> int:
        """Put rows of older days under today's key; return how many had none left to open them."""
        if self._copies_left:
            await self._leave_no_copy()
        # Not the day: a clock that jumped and came back has another key for the same day.
        key = self._vault.blind_now("", "wrapped")
        if self._wrapped_under == key:
            return 0
        async with self._database.writing() as connection:
            lost = await self._rewrap_all(connection)
        self._wrapped_under = key
        await self._leave_no_copy()
        if lost:
            log.warning("Ledger rows whose key is gone were removed.", rows=lost)
        return lost

    async def _rewrap_all(self, connection: AsyncConnection) -> int:
        # Taken for update, so that no replica writes a row while we still hold its older self.
        everything = select(LEDGER).with_for_update()
        latest: dict[int, Trace] = {}
        older, gone, lost = set(), [], 0
        for chunk in _chunks([*(await connection.execute(everything)).all()]):
            for row in chunk:
                trace = self._open(row.id, row.body)
                if trace is None:
                    lost += 1
                    gone.append(row.id)
                    continue
                if row.id != self._name(trace.chat):
                    older.add(trace.chat)
                    gone.append(row.id)
                known = latest.setdefault(trace.chat, trace)
                latest[trace.chat] = max(known, trace, key=lambda trace: trace.touched_at)
            await asyncio.sleep(0)
        rows = await self._seal_all([latest[chat] for chat in older])
        await _replace(connection, gone, rows)
        return lost

    async def _leave_no_copy(self) -> None:
        # What was to be kept is kept: that the log could not be emptied now is for the next round.
        self._copies_left = True
        with suppress(StorageUnavailableError):
            self._copies_left = not await self._database.leave_no_copy()

    def _name(self, chat: int) -> bytes:
        """Name a chat's row under today's key."""
        return self._vault.blind_now(str(chat), "ledger")

    def _names(self, chat: int) -> list[bytes]:
        """Every name a row of that chat may lie under."""
        return self._vault.blind(str(chat), "ledger")

    async def _seal_all(self, traces: Sequence[Trace]) -> list[_Row]:
        rows: list[_Row] = []
        for chunk in _chunks([*traces]):
            rows += [row for trace in chunk if (row := self._seal(trace)) is not None]
            await asyncio.sleep(0)
        return rows

    def _seal(self, trace: Trace) -> _Row | None:
        try:
            packed = pack(trace)
        except struct.error:
            # A number no real server sends: known in memory only, and no row of others waits.
            return None
        name = self._name(trace.chat)
        return {"id": name, "body": self._vault.seal_row(packed, b"ledger|" + name)}

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
