"""What every home of the flow revisions does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.contract.homes import Home

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
DAY = timedelta(days=1)
OLD, NEW = b"\0old", b"new\0"


async def test_kept_revision_is_found(home: Home) -> None:
    """A revision comes back as it was, and no other."""
    await home.revisions().keep(OLD, b"flow: first_contact", NOON)

    assert {OLD: b"flow: first_contact"} == await home.revisions().kept()


async def test_replaced_revision_stays_two_days(home: Home) -> None:
    """Buttons sent before an upgrade work for as long as a position can be opened."""
    await home.revisions().keep(OLD, b"old", NOON - 30 * DAY)
    await home.revisions().keep(NEW, b"new", NOON)
    await home.revisions().retire(NOON + 2 * DAY)
    before = await home.revisions().kept()
    await home.revisions().retire(NOON + 2 * DAY + timedelta(seconds=1))

    assert {OLD: b"old", NEW: b"new"} == before
    assert {NEW: b"new"} == await home.revisions().kept()


async def test_live_revision_never_retires(home: Home) -> None:
    """A service that runs for a year keeps the flows it runs on."""
    await home.revisions().keep(NEW, b"new", NOON)
    await home.revisions().retire(NOON + 365 * DAY)

    assert {NEW: b"new"} == await home.revisions().kept()


async def test_restart_does_not_replace(home: Home) -> None:
    """Starting again with the same flows replaces nothing."""
    await home.revisions().keep(NEW, b"new", NOON)
    await home.revisions().keep(NEW, b"new", NOON + DAY)
    await home.revisions().retire(NOON + 365 * DAY)

    assert {NEW: b"new"} == await home.revisions().kept()


async def test_restart_does_not_prolong(home: Home) -> None:
    """The two days of an older revision count from its replacement, not from a later start."""
    await home.revisions().keep(OLD, b"old", NOON)
    await home.revisions().keep(NEW, b"new", NOON)
    await home.revisions().keep(NEW, b"new", NOON + DAY)
    await home.revisions().retire(NOON + 2.5 * DAY)

    assert {NEW: b"new"} == await home.revisions().kept()


async def test_going_back_revives(home: Home) -> None:
    """An older revision put back is live again, and the one it replaces has two days."""
    await home.revisions().keep(OLD, b"old", NOON)
    await home.revisions().keep(NEW, b"new", NOON + DAY)
    await home.revisions().keep(OLD, b"old", NOON + 2 * DAY)
    await home.revisions().retire(NOON + 30 * DAY)

    assert {OLD: b"old"} == await home.revisions().kept()
