"""The flow revisions that buttons on phones may still name.

Their content is ours and public: it is kept in the clear.
"""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import delete, insert, select, update

from storage.tables import REVISIONS

if TYPE_CHECKING:
    from storage.database import Database

#: As long as a position can be opened.
KEPT_AFTER_REPLACED = timedelta(days=2)


class Revisions(Protocol):
    """The live flow revision, and those replaced less than two days ago."""

    async def keep(self, revision: bytes, body: bytes, now: datetime) -> None:
        """Have this revision live; the one that was live before counts as replaced now."""
        ...

    async def kept(self) -> dict[bytes, bytes]:
        """Return every revision's body."""
        ...

    async def retire(self, now: datetime) -> None:
        """Drop those replaced more than two days ago."""
        ...


class SqlRevisions:
    """`Revisions` in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, revision: bytes, body: bytes, now: datetime) -> None:
        """Have this revision live; the one that was live before counts as replaced now."""
        live = REVISIONS.c.replaced_at.is_(None)
        row = {"revision": revision, "body": zlib.compress(body, 9), "replaced_at": None}
        async with self._database.writing() as connection:
            await connection.execute(update(REVISIONS).where(live).values(replaced_at=_utc(now)))
            await connection.execute(delete(REVISIONS).where(REVISIONS.c.revision == revision))
            await connection.execute(insert(REVISIONS).values(row))

    async def kept(self) -> dict[bytes, bytes]:
        """Return every revision's body."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(REVISIONS.c.revision, REVISIONS.c.body))
            return {row.revision: zlib.decompress(row.body) for row in rows}

    async def retire(self, now: datetime) -> None:
        """Drop those replaced more than two days ago."""
        gone = REVISIONS.c.replaced_at < _utc(now - KEPT_AFTER_REPLACED)
        async with self._database.writing() as connection:
            await connection.execute(delete(REVISIONS).where(gone))


def _utc(now: datetime) -> datetime:
    # Without its zone, because SQLite keeps none: every moment in the database is UTC.
    return now.astimezone(UTC).replace(tzinfo=None)
