"""The homes of what is kept. Every test in this folder runs on each of them.

A home is a function that opens a store anew, as a restarted process would find it.
PostgreSQL is the third where SOGLIA_TEST_POSTGRESQL holds the address of a database made
for these tests (its tables are emptied) and the package asyncpg is installed.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest_asyncio

from storage.database import Database, sqlite_address
from storage.keyring import Keyring
from storage.ledger_rows import SqlLedgerStore
from storage.memory import MemoryLedgerStore, MemoryRevisions
from storage.revisions import SqlRevisions
from storage.tables import METADATA
from storage.vault import Vault
from tests.contract.homes import Home

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import pytest

POSTGRESQL = os.environ.get("SOGLIA_TEST_POSTGRESQL", "")
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def home_in_memory() -> Home:
    ledger_store, revisions = MemoryLedgerStore(), MemoryRevisions()
    return Home(lambda: ledger_store, lambda: revisions)


def home_in(database: Database, vault: Vault) -> Home:
    return Home(lambda: SqlLedgerStore(database, vault), lambda: SqlRevisions(database))


@pytest_asyncio.fixture(params=["memory", "sqlite", *(["postgresql"] if POSTGRESQL else [])])
async def home(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Home]:
    if request.param == "memory":
        yield home_in_memory()
        return
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    address = POSTGRESQL if request.param == "postgresql" else sqlite_address(tmp_path / "db" / "x")
    async with Database(address) as database:
        async with database.writing() as connection:
            for table in METADATA.sorted_tables:
                await connection.execute(table.delete())
        yield home_in(database, vault)
