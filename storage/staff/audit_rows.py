"""The log of who did what, in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.moments import aware, utc
from storage.staff.audit import (
    BEGINNING,
    ENTRY_LIVES,
    Ends,
    Entry,
    Link,
    Verdict,
    judge,
    next_link,
    refuse_content,
)
from storage.staff.tables import AUDIT, AUDIT_ENDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Executable, Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.database import Database


class SqlAudit:
    """`AuditLog` in the database."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def note(self, who: str, what: str, about: str = "", why: str = "") -> None:
        """Write one entry: a staff id, a `Deed`, an opaque id, a reason from a list."""
        refuse_content(what, about, why)
        async with self._database.writing() as connection:
            ends = await _ends(connection)
            link = next_link(ends, self._clock(), who=who, what=what, about=about, why=why)
            row = {**_row_of(link.entry), "digest": link.digest}
            await connection.execute(insert(AUDIT).values(row))
            await connection.execute(
                update(AUDIT_ENDS).values(last=link.entry.number, head=link.digest)
            )

    async def newest(self, limit: int = 200) -> list[Entry]:
        """Return the latest entries, newest first."""
        wanted = select(AUDIT).order_by(AUDIT.c.number.desc()).limit(limit)
        async with self._database.reading() as connection:
            return [_link_of(row).entry for row in await connection.execute(wanted)]

    async def digest_of(self, number: int) -> bytes | None:
        """Return the digest kept beside an entry, to compare with one noted elsewhere."""
        wanted = select(AUDIT.c.digest).where(AUDIT.c.number == number)
        async with self._database.reading() as connection:
            found = (await connection.execute(wanted)).scalar()
        return None if found is None else bytes(found)

    async def verify(self) -> Verdict:
        """Go through the whole chain."""
        async with self._database.reading() as connection:
            kept = (await connection.execute(select(AUDIT_ENDS))).one_or_none()
            rows = await connection.execute(select(AUDIT).order_by(AUDIT.c.number))
            return judge(None if kept is None else _ends_of(kept), (_link_of(row) for row in rows))

    async def retire(self, now: datetime) -> int:
        """Drop entries older than a year; the rest stays verifiable. Return how many."""
        async with self._database.writing() as connection:
            old = AUDIT.c.at < utc(now - ENTRY_LIVES)
            # By number, not by time: a clock that jumped must not tear a hole into the chain.
            last = select(AUDIT).where(old).order_by(AUDIT.c.number.desc()).limit(1)
            ends = await _ends(connection)
            row = (await connection.execute(last)).one_or_none()
            if row is None:
                return 0
            link = _link_of(row)
            await connection.execute(
                update(AUDIT_ENDS).values(first=link.entry.number, anchor=link.digest)
            )
            await connection.execute(delete(AUDIT).where(AUDIT.c.number <= link.entry.number))
            return link.entry.number - ends.first


async def _ends(connection: AsyncConnection) -> Ends:
    # Whoever writes next waits at this row: two entries never follow the same one.
    wanted = select(AUDIT_ENDS).with_for_update()
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        await connection.execute(_beginning(connection.dialect.name))
        row = (await connection.execute(wanted)).one()
    return _ends_of(row)


def _beginning(dialect: str) -> Executable:
    """Two who write the very first entry at once: one makes the row, the other finds it."""
    row = {"id": 1, "first": 0, "anchor": BEGINNING, "last": 0, "head": BEGINNING}
    put = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return put(AUDIT_ENDS).values(row).on_conflict_do_nothing()


def _ends_of(row: Row[Any]) -> Ends:
    return Ends(first=row.first, anchor=bytes(row.anchor), last=row.last, head=bytes(row.head))


def _row_of(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": utc(entry.at),
        "who": entry.who,
        "what": entry.what,
        "about": entry.about,
        "why": entry.why,
    }


def _link_of(row: Row[Any]) -> Link:
    entry = Entry(
        number=row.number,
        at=aware(row.at),
        who=row.who,
        what=row.what,
        about=row.about,
        why=row.why,
    )
    return Link(entry=entry, digest=bytes(row.digest))
