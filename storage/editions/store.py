"""The editions in the database: whatever happens, exactly one is live."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.editions.packing import pack, unpack
from storage.editions.records import State, digest_of
from storage.editions.rows import edition_of, edition_row
from storage.editions.tables import BODIES, EDITIONS
from storage.errors import (
    EditionMovedOnError,
    NothingBeforeError,
    NotLiveError,
    NotWaitingError,
    SamePersonError,
    UnknownEditionError,
)
from storage.moments import utc

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.database import Database
    from storage.editions.records import Edition, Files, NewEdition

_IS_LIVE = EDITIONS.c.state == State.LIVE


class SqlEditions:
    """`Editions` in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[Edition]:
        """Every edition, the newest first, without files."""
        wanted = select(EDITIONS).order_by(EDITIONS.c.number.desc())
        async with self._database.reading() as connection:
            return [edition_of(row) for row in await connection.execute(wanted)]

    async def get(self, number: int) -> Edition:
        """One edition."""
        async with self._database.reading() as connection:
            return await get_edition(connection, number)

    async def files(self, number: int) -> dict[str, str]:
        """Its files."""
        async with self._database.reading() as connection:
            body = await get_body(connection, number)
        return await asyncio.to_thread(unpack, body)

    async def live(self) -> Edition | None:
        """The one that is live; `None` before the first."""
        async with self._database.reading() as connection:
            return await _first(connection, select(EDITIONS).where(_IS_LIVE))

    async def begin(self, new: NewEdition, files: Files, now: datetime) -> Edition:
        """Have these files live at once, without approval."""
        digest, body = await asyncio.to_thread(_packed, files)
        async with self._deciding() as connection:
            live = await _first(connection, select(EDITIONS).where(_IS_LIVE))
            if live is not None and live.digest == digest:
                return live
            # Kept as scheduled for the blink of an eye: the place of the live one is taken.
            made = await _keep(connection, edition_row(new, 0, digest, State.SCHEDULED, now), body)
            return await _replace(connection, live, made, now)

    async def propose(self, new: NewEdition, files: Files, now: datetime) -> Edition:
        """Keep an edition that waits for a second person."""
        digest, body = await asyncio.to_thread(_packed, files)
        async with self._deciding() as connection:
            row = edition_row(new, 0, digest, State.PROPOSED, now)
            return await get_edition(connection, await _keep(connection, row, body))

    async def approve(self, number: int, who: str, now: datetime) -> Edition:
        """A second person says yes: it is scheduled, and due at `live_from` or at once."""
        async with self._deciding() as connection:
            edition = await get_edition(connection, number)
            if edition.state is not State.PROPOSED:
                raise NotWaitingError(number)
            if edition.proposed_by == who:
                raise SamePersonError(number)
            await _live_below(connection, edition)
            return await _decide(connection, number, State.SCHEDULED, who, now)

    async def refuse(self, number: int, who: str, now: datetime) -> Edition:
        """A second person says no, or whoever proposed it takes it back; also when scheduled."""
        async with self._deciding() as connection:
            edition = await get_edition(connection, number)
            if not edition.is_waiting:
                raise NotWaitingError(number)
            state = State.DROPPED if edition.proposed_by == who else State.REFUSED
            return await _decide(connection, number, state, who, now)

    async def due(self, now: datetime) -> Edition | None:
        """The scheduled edition whose moment has come, the oldest first."""
        moment = EDITIONS.c.live_from
        wanted = (
            select(EDITIONS)
            .where(EDITIONS.c.state == State.SCHEDULED, moment.is_(None) | (moment <= utc(now)))
            .order_by(EDITIONS.c.number)
            .limit(1)
        )
        async with self._database.reading() as connection:
            return await _first(connection, wanted)

    async def put_live(self, number: int, now: datetime) -> Edition:
        """Have a scheduled edition live; the one before is past. Live already: nothing changes."""
        async with self._deciding() as connection:
            edition = await get_edition(connection, number)
            if edition.state is State.LIVE:
                return edition
            if edition.state is not State.SCHEDULED:
                raise NotWaitingError(number)
            return await _replace(connection, await _live_below(connection, edition), number, now)

    async def withdraw(self, number: int, who: str, now: datetime) -> Edition:
        """Take the live edition back: the last before it that was not withdrawn is live again."""
        past = (
            select(EDITIONS)
            .where(EDITIONS.c.state == State.PAST)
            # Not by the moment: a clock may have jumped. Each went live on one of a lower number.
            .order_by(EDITIONS.c.number.desc())
            .limit(1)
        )
        async with self._deciding() as connection:
            if (await get_edition(connection, number)).state is not State.LIVE:
                raise NotLiveError(number)
            before = await _first(connection, past)
            if before is None:
                raise NothingBeforeError(number)
            await _decide(connection, number, State.WITHDRAWN, who, now)
            await _put(connection, number, replaced_at=utc(now))
            return await _put(
                connection, before.number, state=State.LIVE, lived_at=utc(now), replaced_at=None
            )

    @asynccontextmanager
    async def _deciding(self) -> AsyncIterator[AsyncConnection]:
        """A transaction in which what it reads of the editions stays true until its end."""
        async with self._database.writing() as connection:
            # On SQLite every transaction that writes is the only one.
            if connection.dialect.name == "postgresql":
                await connection.execute(text("LOCK TABLE editions IN SHARE ROW EXCLUSIVE MODE"))
            yield connection


async def get_edition(connection: AsyncConnection, number: int) -> Edition:
    """Return an edition.

    Raises:
        UnknownEditionError: there is none of this number.
    """
    found = await _first(connection, select(EDITIONS).where(EDITIONS.c.number == number))
    if found is None:
        raise UnknownEditionError(number)
    return found


async def get_body(connection: AsyncConnection, number: int) -> bytes:
    """Return an edition's files, packed.

    Raises:
        UnknownEditionError: there is none of this number.
    """
    wanted = select(BODIES.c.body).join(EDITIONS).where(EDITIONS.c.number == number)
    body = (await connection.execute(wanted)).scalar()
    if body is None:
        raise UnknownEditionError(number)
    return bytes(body)


def _packed(files: Files) -> tuple[str, bytes]:
    return digest_of(files), pack(dict(files))


async def _first(connection: AsyncConnection, wanted: Select[Any]) -> Edition | None:
    row = (await connection.execute(wanted)).one_or_none()
    return None if row is None else edition_of(row)


async def _keep(connection: AsyncConnection, row: dict[str, Any], body: bytes) -> int:
    """Keep a new edition under the next number, and its files if nobody had them."""
    put = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    files = {"digest": row["digest"], "body": body}
    await connection.execute(put(BODIES).values(files).on_conflict_do_nothing())
    last = (await connection.execute(select(func.max(EDITIONS.c.number)))).scalar() or 0
    await connection.execute(insert(EDITIONS).values(row | {"number": last + 1}))
    return int(last) + 1


async def _live_below(connection: AsyncConnection, edition: Edition) -> Edition | None:
    """Return the live edition, which must be the one that this was begun from."""
    live = await _first(connection, select(EDITIONS).where(_IS_LIVE))
    if live is not None and live.number != edition.base:
        raise EditionMovedOnError(edition.number, live.number)
    return live


async def _replace(
    connection: AsyncConnection, live: Edition | None, number: int, now: datetime
) -> Edition:
    # In this order: the index bears no two, not even within a transaction.
    if live is not None:
        await _put(connection, live.number, state=State.PAST, replaced_at=utc(now))
    return await _put(connection, number, state=State.LIVE, lived_at=utc(now))


async def _decide(
    connection: AsyncConnection, number: int, state: State, who: str, now: datetime
) -> Edition:
    return await _put(connection, number, state=state, decided_by=who, decided_at=utc(now))


async def _put(connection: AsyncConnection, number: int, **values: Any) -> Edition:
    its = EDITIONS.c.number == number
    await connection.execute(update(EDITIONS).where(its).values(**values))
    return await get_edition(connection, number)
