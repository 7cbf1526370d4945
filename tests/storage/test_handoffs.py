"""The handoffs in an SQLite file: full disks, locks, many at once, and restarts."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event
from structlog.testing import capture_logs

from routing import desk
from routing.ports import of_handoff
from storage import envelopes
from storage.bell import LocalBell
from storage.database import Database, sqlite_address
from storage.errors import StorageUnavailableError
from storage.handoffs.keys import unwrap_for
from storage.handoffs.standing import Standing
from storage.handoffs.store import SqlHandoffs
from storage.keyring import Keyring
from storage.vault import Vault
from tests.routing.handoffs import NOW, a_handoff

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncConnection

    from routing.handoff import Handoff
    from routing.ports import Change

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
NODE = envelopes.new_pair()
NODES = {"one": NODE.public}
HERS = a_handoff().id


def vault_in(folder: Path) -> Vault:
    return Vault(Keyring.open(folder / "keys", NOON))


def wrote(card: Handoff) -> Change:
    return desk.wrote(card, "parole " * 2_000, f"web|{card.version}", NOW)


def fill_up(database: Database) -> None:
    """Let the file grow by nothing more, as on a full disk."""

    def limit(connection: sqlite3.Connection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA max_page_count = 1")
        cursor.close()

    event.listen(database._engine.sync_engine, "connect", limit)


async def words_of(handoffs: SqlHandoffs) -> list[str]:
    wrapped = await handoffs.wrap(HERS, "one")
    assert wrapped is not None
    key = unwrap_for(NODE, wrapped, HERS, "one")
    assert key is not None
    return [line.text for line in await handoffs.read(HERS, key)]


async def test_p6_full_disk_is_told_and_changes_nothing(tmp_path: Path) -> None:
    """What does not fit is refused whole; what was kept before is still there, and the rest."""
    file, vault, bell = tmp_path / "data" / "x.db", vault_in(tmp_path), LocalBell()
    async with Database(sqlite_address(file)) as database:
        await SqlHandoffs(database, vault, bell).open(a_handoff(), NODES)
    full = Database(sqlite_address(file))
    fill_up(full)
    ear = bell.listen()
    handoffs = SqlHandoffs(full, vault, bell)
    results = await asyncio.gather(
        *(handoffs.change(HERS, wrote) for _ in range(3)),
        *(handoffs.open(a_handoff(number), NODES) for number in range(2, 42)),
        return_exceptions=True,
    )
    standing = await handoffs.get(HERS)
    await full.close()

    assert {StorageUnavailableError} == {type(result) for result in results[:3]}
    assert a_handoff() == standing
    # Nobody is woken for what was not kept.
    assert {} == ear._rang
    async with Database(sqlite_address(file)) as database:
        again = SqlHandoffs(database, vault, bell)
        kept = await again.change(HERS, wrote)
        assert kept is not None
        assert 1 == kept.written


async def test_p6_locked_database_is_told(tmp_path: Path) -> None:
    """Held by another program, it says so within its patience; then it works again."""
    file = tmp_path / "data" / "x.db"
    async with Database(sqlite_address(file), patience=0.05) as database:
        handoffs = SqlHandoffs(database, vault_in(tmp_path), LocalBell())
        await handoffs.open(a_handoff(), NODES)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageUnavailableError):
                await handoffs.change(HERS, wrote)
            # Readers never wait for a writer.
            assert a_handoff() == await handoffs.get(HERS)
            other.execute("ROLLBACK")
        kept = await handoffs.change(HERS, wrote)

    assert kept is not None


async def test_many_changes_share_commits(tmp_path: Path) -> None:
    """A hundred who write at once are kept in a few commits, each in its own handoff."""
    async with Database(sqlite_address(tmp_path / "data" / "x.db")) as database:
        handoffs = SqlHandoffs(database, vault_in(tmp_path), LocalBell())
        cards = [a_handoff(number) for number in range(100)]
        commits: list[object] = []
        event.listen(database._engine.sync_engine, "commit", commits.append)
        await asyncio.gather(*(handoffs.open(card, NODES) for card in cards))
        changed = await asyncio.gather(
            *(handoffs.change(card.id, lambda card: desk.tapped(card, NOW)) for card in cards)
        )

        assert [1] * 100 == [card.version for card in changed if card is not None]
        assert len(commits) <= 8


async def test_handoff_twice_is_refused_alone(tmp_path: Path) -> None:
    """One that cannot be kept, its id being there already, takes no other down with it."""
    async with Database(sqlite_address(tmp_path / "data" / "x.db")) as database:
        handoffs = SqlHandoffs(database, vault_in(tmp_path), LocalBell())
        await handoffs.open(a_handoff(), NODES)
        results = await asyncio.gather(
            handoffs.open(a_handoff(2), NODES),
            handoffs.open(a_handoff(code="other"), NODES),
            handoffs.open(a_handoff(3), NODES),
            return_exceptions=True,
        )

        assert [type(None), StorageUnavailableError, type(None)] == [type(r) for r in results]
        assert a_handoff() == await handoffs.get(HERS)
        assert 3 == len(await handoffs.all())


async def test_who_goes_away_leaves_no_half_act(tmp_path: Path) -> None:
    """A caller cancelled in the middle: her act is kept whole, others go on, the bell rings."""
    bell = LocalBell()
    async with Database(sqlite_address(tmp_path / "data" / "x.db")) as database:
        handoffs = SqlHandoffs(database, vault_in(tmp_path), bell)
        await handoffs.open(a_handoff(), NODES)
        ear = bell.listen(of_handoff(HERS))
        begun = asyncio.Event()

        def act(card: Handoff) -> Change:
            begun.set()
            return desk.wrote(card, "prima", "web|1", NOW)

        gone = asyncio.create_task(handoffs.change(HERS, act))
        await begun.wait()
        gone.cancel()
        await handoffs.change(HERS, lambda card: desk.wrote(card, "dopo", "web|2", NOW))
        async with asyncio.timeout(5):
            await anext(ear)

        assert ["prima", "dopo"] == await words_of(handoffs)


async def test_lookups_work_under_yesterdays_names(tmp_path: Path) -> None:
    """Before the daily wrapping and after it she is found by address, code and desk."""
    keys = Keyring.open(tmp_path / "keys", NOON)
    async with Database(sqlite_address(tmp_path / "data" / "x.db")) as database:
        handoffs = SqlHandoffs(database, Vault(keys), LocalBell())
        card = a_handoff()
        await handoffs.open(card, NODES)
        await handoffs.change(HERS, lambda card: desk.wrote(card, "uno", "web|1", NOW))
        keys.tend(NOON + timedelta(days=1))
        for _ in range(2):
            found = [
                await handoffs.at(card.address),
                await handoffs.coded(card.code),
                *await handoffs.of_node("one"),
            ]
            again = await handoffs.change(HERS, lambda card: desk.wrote(card, "uno", "web|1", NOW))
            assert [replace(card, version=1, written=1, hers_at=NOW, unanswered_since=NOW)] * 3 == (
                found
            )
            # A line sent again a day later is still the same line.
            assert again == found[0]
            await handoffs.tend()

        assert ["uno"] == await words_of(handoffs)


async def test_queue_is_read_once_until_it_changes(tmp_path: Path) -> None:
    """A thousand who look at one queue cost one reading; after a change each sees it changed."""
    async with Database(sqlite_address(tmp_path / "data" / "x.db")) as database:
        handoffs = SqlHandoffs(database, vault_in(tmp_path), LocalBell())
        await handoffs.open(a_handoff(), NODES)
        begins: list[object] = []
        event.listen(database._engine.sync_engine, "begin", begins.append)
        looks = await asyncio.gather(*(handoffs.of_node("one") for _ in range(1_000)))
        reads = len(begins)
        looks[0].clear()
        changed = await handoffs.change(HERS, lambda card: desk.tapped(card, NOW))

        assert 1 == reads
        assert [a_handoff()] == looks[1]
        assert [changed] == await handoffs.of_node("one")
        await handoffs.remove(HERS)
        assert [] == await handoffs.of_node("one")


async def test_failed_look_is_tried_again() -> None:
    """A queue that could not be read once is read when somebody looks again."""
    standing = Standing()

    async def fail() -> None:
        raise StorageUnavailableError

    async def read() -> None:
        standing.learn([a_handoff()])

    with pytest.raises(StorageUnavailableError):
        await standing.of_node("one", fail)

    assert [a_handoff()] == await standing.of_node("one", read)


async def test_writer_survives_what_nobody_foresaw(tmp_path: Path) -> None:
    """An error outside every act is told to those of that group; later ones are kept."""
    database = OddDatabase(sqlite_address(tmp_path / "data" / "x.db"))
    async with database:
        handoffs = SqlHandoffs(database, vault_in(tmp_path), LocalBell())
        database.is_odd = True
        with capture_logs() as lines:
            results = await asyncio.gather(
                *(handoffs.open(a_handoff(number), NODES) for number in range(70)),
                return_exceptions=True,
            )
        database.is_odd = False
        await handoffs.open(a_handoff(), NODES)

        assert {StorageUnavailableError} == {type(result) for result in results}
        assert {"KeyError"} == {line["kind"] for line in lines}
        assert 1 == len(await handoffs.all())


class OddDatabase(Database):
    """A database whose driver breaks in an unknown way."""

    is_odd = False

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Break, when it is odd."""
        if self.is_odd:
            raise KeyError
        async with super().writing() as connection:
            yield connection
