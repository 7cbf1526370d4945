"""The homes of what is kept. Every test in this folder runs on each of them.

A home is a function that opens a store anew, as a restarted process would find it.
To add PostgreSQL, give `home` a third parameter whose address names an empty database.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest_asyncio

from storage.database import Database, sqlite_address
from storage.keyring import Keyring
from storage.ledger_rows import SqlLedgerStore
from storage.memory import MemoryLedgerStore, MemoryRevisions
from storage.revisions import SqlRevisions
from storage.vault import Vault
from tests.contract.homes import Home

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import pytest

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def home_in_memory() -> Home:
    ledger_store, revisions = MemoryLedgerStore(), MemoryRevisions()
    return Home(lambda: ledger_store, lambda: revisions)


def home_in(database: Database, vault: Vault) -> Home:
    return Home(lambda: SqlLedgerStore(database, vault), lambda: SqlRevisions(database))


@pytest_asyncio.fixture(params=["memory", "sqlite"])
async def home(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Home]:
    async with AsyncExitStack() as stack:
        if request.param == "memory":
            yield home_in_memory()
        else:
            vault = Vault(Keyring.open(tmp_path / "keys", NOON))
            address = sqlite_address(tmp_path / "data" / "soglia.db")
            database = await stack.enter_async_context(Database(address))
            yield home_in(database, vault)
