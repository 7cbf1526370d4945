"""A log that somebody changed with the database's own tools."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from storage.database import Database, sqlite_address
from storage.staff.audit import Deed
from storage.staff.audit_rows import SqlAudit

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE audit SET who = 'other' WHERE number = 2", 2),
        ("UPDATE audit SET at = '2026-11-17 11:59:00.000000' WHERE number = 3", 3),
        ("UPDATE audit SET about = 'x' WHERE number = 1", 1),
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("DELETE FROM audit WHERE number = 4", 4),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET number = number + 10 WHERE number = 4", 4),
        ("UPDATE audit_ends SET anchor = zeroblob(31)", 1),
        ("UPDATE audit_ends SET last = 5", 5),
        ("DELETE FROM audit_ends", 1),
    ],
)
async def test_first_broken_number_is_told(tmp_path: Path, change: str, broken: int) -> None:
    """Changed, removed, renumbered or cut off: the chain says where."""
    async with Database(sqlite_address(tmp_path / "data" / "x")) as database:
        audit = SqlAudit(database, lambda: NOON)
        for who in ("a", "b", "c", "d"):
            await audit.note(who, Deed.OPENED, "00ff")
        before = await audit.verify()
        async with database.writing() as connection:
            await connection.execute(text(change))
        after = await audit.verify()

    assert before.is_whole
    assert broken == after.broken


async def test_rewritten_chain_shows_against_a_noted_head(tmp_path: Path) -> None:
    """Who computes everything anew still cannot give an entry the digest that was noted."""
    async with Database(sqlite_address(tmp_path / "data" / "x")) as database:
        audit = SqlAudit(database, lambda: NOON)
        await audit.note("a", Deed.OPENED, "00ff")
        noted = await audit.digest_of(1)
        async with database.writing() as connection:
            for table in ("audit", "audit_ends"):
                await connection.execute(text(f"DELETE FROM {table}"))
        await audit.note("b", Deed.OPENED, "00ff")

        assert (await audit.verify()).is_whole
        assert noted != await audit.digest_of(1)
