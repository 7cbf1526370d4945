"""The ledger in memory: who is idle, who is over, and what happens when nothing can be written."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select
from structlog.testing import capture_logs

from storage.database import Database, sqlite_address
from storage.errors import StorageUnavailableError, UnknownDatabaseError
from storage.keyring import Keyring
from storage.ledger import Ledger, Trace
from storage.ledger_rows import SqlLedgerStore, pack, unpack
from storage.memory.visits import MemoryLedgerStore
from storage.tables import LEDGER
from storage.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NOW = 1_800_000_000.0
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE, HOUR = 60.0, 3_600.0

numbers = st.integers(-(2**63), 2**63 - 1)
moments = st.floats(allow_nan=False)
traces = st.builds(
    Trace,
    chat=numbers,
    screen=st.none() | numbers,
    sent_at=st.none() | moments,
    position=st.binary(max_size=64),
    touched_at=moments,
    left_at=st.none() | moments,
    left_update=st.none() | numbers,
    left_message=st.none() | numbers,
    to_delete=st.lists(numbers, max_size=200).map(tuple),
)


class BrokenStore(MemoryLedgerStore):
    """A store whose disk is full until it is repaired."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = True
        self.tries = 0
        self.written = asyncio.Event()

    async def apply(self, puts: Sequence[Trace], deletes: Sequence[int]) -> None:
        """Fail, until repaired."""
        self.tries += 1
        if self.broken:
            raise StorageUnavailableError
        await super().apply(puts, deletes)
        self.written.set()


def screen(chat: int, *, touched: float, sent: float | None = None) -> Trace:
    return Trace(chat=chat, screen=1, touched_at=NOW - touched, sent_at=NOW - (sent or touched))


def ledger_of(*traces: Trace) -> Ledger:
    ledger = Ledger(MemoryLedgerStore())
    for trace in traces:
        ledger.put(trace)
    return ledger


@given(trace=traces)
def test_trace_packs_and_unpacks(trace: Trace) -> None:
    """Every trace reads as it was written."""
    assert trace == unpack(pack(trace))


def test_trace_is_never_printed() -> None:
    """What prints a trace by mistake prints nothing of her."""
    assert "Trace(…)" == repr(Trace(chat=123, touched_at=1.0))


def test_p2_idle_screens_are_named() -> None:
    """Untouched for half an hour, or 47 hours old though touched: both are to go."""
    fresh = screen(1, touched=29 * MINUTE)
    untouched = screen(2, touched=30 * MINUTE)
    old = screen(3, touched=MINUTE, sent=47 * HOUR)
    gone = Trace(chat=4, touched_at=NOW - HOUR, left_at=NOW - HOUR)

    idle = ledger_of(fresh, untouched, old, gone).idle(NOW, 30 * MINUTE, 47 * HOUR)

    assert [untouched, old] == idle


def test_p2_wrong_clock_keeps_no_screen() -> None:
    """A screen noted under a clock years ahead is idle once the clock is right again."""
    odd = screen(1, touched=-365 * 24 * HOUR)

    assert [odd] == ledger_of(odd).idle(NOW, 30 * MINUTE, 47 * HOUR)


def test_p2_exit_is_forgotten_after_a_day() -> None:
    """An exit is known for a day and not longer."""
    recent = Trace(chat=1, touched_at=NOW - 23 * HOUR, left_at=NOW - 23 * HOUR)
    day_old = Trace(chat=2, touched_at=NOW - 24 * HOUR, left_at=NOW - 24 * HOUR)
    ledger = ledger_of(recent, day_old)

    assert 1 == ledger.over(NOW)
    assert recent == ledger.get(1)
    assert None is ledger.get(2)


def test_p3_deletes_are_retried_while_possible() -> None:
    """An exit with messages left to delete stays until Telegram would refuse them."""
    pending = Trace(chat=1, touched_at=NOW, left_at=NOW, to_delete=(5,))
    ledger = ledger_of(pending)

    assert 0 == ledger.over(NOW + 47 * HOUR)
    assert 1 == ledger.over(NOW + 48 * HOUR)


def test_p3_chats_with_deletes_left_are_named() -> None:
    """A restart takes up exactly the chats whose messages are still to be deleted."""
    pending = Trace(chat=1, touched_at=NOW, to_delete=(5,))

    assert [pending] == ledger_of(pending, screen(2, touched=1.0)).owing()


def test_p2_nothing_outlives_two_days() -> None:
    """A screen that could never be removed is not remembered for ever."""
    ledger = ledger_of(screen(1, touched=48 * HOUR), screen(2, touched=47 * HOUR))

    assert 1 == ledger.over(NOW)


async def test_changes_are_written_behind() -> None:
    """A change reaches the store by itself, soon, and only its last state does."""
    store = BrokenStore()
    store.broken = False
    async with Ledger(store, group_seconds=0.01) as ledger:
        for moment in range(50):
            ledger.put(Trace(chat=1, touched_at=float(moment)))
        async with asyncio.timeout(5):
            await store.written.wait()

        assert [Trace(chat=1, touched_at=49.0)] == await store.load_all()
        assert 1 == store.tries


async def test_full_disk_does_not_stop_visits() -> None:
    """While nothing can be written the ledger works from memory, says so once, loses nothing."""
    store = BrokenStore()
    with capture_logs() as logs:
        async with Ledger(store, group_seconds=60) as ledger:
            ledger.put(Trace(chat=1, touched_at=1.0))
            ledger.put(Trace(chat=2, touched_at=1.0))
            assert not await ledger.flush()
            ledger.put(Trace(chat=1, touched_at=2.0))
            ledger.forget(2)
            assert not await ledger.flush()
            known = ledger.get(1)
            store.broken = False
            assert await ledger.flush()

    assert Trace(chat=1, touched_at=2.0) == known
    assert [Trace(chat=1, touched_at=2.0)] == await store.load_all()
    assert ["error", "info"] == [entry["log_level"] for entry in logs]


class SlowStore(MemoryLedgerStore):
    """A store that takes as long as the test wants, then fails."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.answer = asyncio.Event(), asyncio.Event()

    async def apply(self, puts: Sequence[Trace], deletes: Sequence[int]) -> None:
        """Wait, then fail, the first time."""
        if not self.answer.is_set():
            self.asked.set()
            await self.answer.wait()
            raise StorageUnavailableError
        await super().apply(puts, deletes)


async def test_change_during_failed_write_wins() -> None:
    """What she did while a write was failing is not undone by the retry."""
    store = SlowStore()
    ledger = Ledger(store)
    ledger.put(Trace(chat=1, touched_at=1.0))
    writing = asyncio.create_task(ledger.flush())
    await store.asked.wait()
    ledger.forget(1)
    store.answer.set()

    assert not await writing
    assert await ledger.flush()
    assert [] == await store.load_all()


async def test_cancelled_write_is_tried_again() -> None:
    """A write cut off in the middle loses nothing."""
    store = SlowStore()
    ledger = Ledger(store)
    ledger.put(Trace(chat=1, touched_at=1.0))
    writing = asyncio.create_task(ledger.flush())
    await store.asked.wait()
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    store.answer.set()
    await ledger.flush()

    assert 1 == len(await store.load_all())


async def test_locked_database_does_not_stop_visits(tmp_path: Path) -> None:
    """Another program holding the database only delays what is written."""
    file = tmp_path / "data" / "soglia.db"
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    async with (
        Database(sqlite_address(file), patience=0.05) as database,
        Ledger(SqlLedgerStore(database, vault), group_seconds=60) as ledger,
    ):
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        ledger.put(Trace(chat=1, touched_at=1.0))
        assert not await ledger.flush()
        assert ledger.get(1)

        other.execute("ROLLBACK")
        other.close()
        assert await ledger.flush()


async def test_number_out_of_range_stops_nobody(tmp_path: Path) -> None:
    """A message number no real server sends does not keep the rows of others from the disk."""
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    async with Database(sqlite_address(tmp_path / "data" / "soglia.db")) as database:
        store = SqlLedgerStore(database, vault)
        await store.apply(
            [Trace(chat=1, screen=2**70, touched_at=1.0), Trace(chat=2, touched_at=1.0)], []
        )

        assert [2] == [trace.chat for trace in await store.load_all()]


async def test_p7_rows_are_wrapped_anew_daily(tmp_path: Path) -> None:
    """A row written on one day still opens weeks later, though each key lived three days."""
    keyring = Keyring.open(tmp_path / "keys", NOON)
    async with Database(sqlite_address(tmp_path / "data" / "soglia.db")) as database:
        store = SqlLedgerStore(database, Vault(keyring))
        await store.apply([Trace(chat=1, touched_at=1.0)], [])
        for day in range(1, 15):
            keyring.tend(NOON + day * DAY)
            assert 0 == await store.rewrap()

        assert [Trace(chat=1, touched_at=1.0)] == await store.load_all()
        await store.apply([], [1])
        assert [] == await store.load_all()


@pytest.mark.parametrize("back", [0, 4, 5])
async def test_p7_rows_without_key_are_removed(tmp_path: Path, back: int) -> None:
    """After a clock that jumped, dead rows go and memory writes what it still knows."""
    keyring = Keyring.open(tmp_path / "keys", NOON)
    async with Database(sqlite_address(tmp_path / "data" / "soglia.db")) as database:
        store = SqlLedgerStore(database, Vault(keyring))
        await store.apply([Trace(chat=2, touched_at=1.0)], [])
        async with Ledger(store, group_seconds=60) as ledger:
            keyring.tend(NOON + 5 * DAY)
            keyring.tend(NOON + (5 - back) * DAY)
            await ledger.tend()
            async with database.reading() as connection:
                left = (await connection.execute(select(LEDGER))).all()
            assert [] == left

            assert await ledger.flush()
            assert [2] == [trace.chat for trace in await store.load_all()]


async def test_rewrap_keeps_latest_of_two(tmp_path: Path) -> None:
    """Where replicas wrote a chat under two days' keys, what she did last stays."""
    keyring = Keyring.open(tmp_path / "keys", NOON)
    async with Database(sqlite_address(tmp_path / "data" / "soglia.db")) as database:
        store = SqlLedgerStore(database, Vault(keyring))
        await store.apply([Trace(chat=1, touched_at=2.0)], [])
        async with database.reading() as connection:
            earlier = (await connection.execute(select(LEDGER))).mappings().one()
        keyring.tend(NOON + DAY)
        await store.apply([Trace(chat=1, touched_at=1.0)], [])
        async with database.writing() as connection:
            await connection.execute(insert(LEDGER).values(**earlier))

        assert 0 == await store.rewrap()
        assert [Trace(chat=1, touched_at=2.0)] == await store.load_all()


@pytest.mark.parametrize("address", ["mysql://u:hidden@h/x", "u:hidden", "sqlite://"])
def test_other_databases_are_refused(address: str) -> None:
    """Another kind of database stops the start, with a sentence that shows no password."""
    with pytest.raises(UnknownDatabaseError) as refusal:
        Database(address)

    assert "hidden" not in str(refusal.value)


async def test_p7_database_is_ours_alone(tmp_path: Path) -> None:
    """Neither the database nor its log can be read by others on the machine."""
    address = sqlite_address(tmp_path / "data" / "soglia.db")
    async with Database(address) as database, database.writing():
        modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "data").iterdir()}

    assert {0o600} == modes
    assert 0o700 == (tmp_path / "data").stat().st_mode & 0o777
