"""The homes of what is kept. Every test in this folder runs on each of them.

A home is a function that opens a store anew, as a restarted process would find it.
PostgreSQL is the third where SOGLIA_TEST_POSTGRESQL holds the address of a database made
for these tests (its tables are emptied) and the package asyncpg is installed.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from storage.database import Database, sqlite_address
from storage.keyring import Keyring
from storage.ledger_rows import SqlLedgerStore
from storage.memory import MemoryLedgerStore, MemoryRevisions
from storage.revisions import SqlRevisions
from storage.tables import METADATA
from storage.vault import Vault
from tests.contract.bureaus import Bureau, bureau_in, bureau_in_memory
from tests.contract.homes import Home

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

POSTGRESQL = os.environ.get("SOGLIA_TEST_POSTGRESQL", "")
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def home_in_memory() -> Home:
    ledger_store, revisions = MemoryLedgerStore(), MemoryRevisions()
    return Home(lambda: ledger_store, lambda: revisions)


def home_in(database: Database, vault: Vault) -> Home:
    return Home(lambda: SqlLedgerStore(database, vault), lambda: SqlRevisions(database))


@pytest_asyncio.fixture(params=["memory", "sqlite", *(["postgresql"] if POSTGRESQL else [])])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Database | None]:
    """An empty database of each kind, and none at all for what is kept in memory."""
    if request.param == "memory":
        yield None
        return
    address = POSTGRESQL if request.param == "postgresql" else sqlite_address(tmp_path / "db" / "x")
    async with Database(address) as database:
        async with database.writing() as connection:
            for table in reversed(METADATA.sorted_tables):
                await connection.execute(table.delete())
        yield database


@pytest.fixture
def home(database: Database | None, tmp_path: Path) -> Home:
    if database is None:
        return home_in_memory()
    return home_in(database, Vault(Keyring.open(tmp_path / "keys", NOON)))


@pytest.fixture
def bureau(database: Database | None) -> Bureau:
    return bureau_in_memory() if database is None else bureau_in(database)
