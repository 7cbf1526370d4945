"""What only a database server can do: be migrated by several at once, stop, and come back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from routing import desk
from storage.bell import LocalBell
from storage.database import Database
from storage.errors import StorageUnavailableError
from storage.handoffs.store import SqlHandoffs
from storage.keyring import Keyring
from storage.tables import METADATA
from storage.vault import Vault
from tests.contract.test_contract_handoffs import HERS, NOON, PUBLIC, key_of, waiting

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from tests.postgresql import Server

BEFORE = (
    "CREATE TABLE ledger (id BYTEA NOT NULL PRIMARY KEY, body BYTEA NOT NULL)",
    "CREATE TABLE revisions (revision BYTEA PRIMARY KEY, body BYTEA, replaced_at TIMESTAMP)",
    "ALTER TABLE revisions ALTER body SET NOT NULL",
    "INSERT INTO ledger VALUES ('a', 'b')",
)


def differences(connection: Connection) -> list[object]:
    return [*compare_metadata(MigrationContext.configure(connection), METADATA)]


async def test_replicas_that_start_together_migrate_once(server: Server) -> None:
    """Three open a database of the version before at once: its rows stay, the tables agree."""
    async with server.new_database() as address:
        await server.tell(*BEFORE, database=address.split("?")[0].rsplit("/", 1)[1])
        replicas = [Database(address) for _ in range(3)]
        await asyncio.gather(*(replica.open() for replica in replicas))
        async with replicas[0].writing() as connection:
            different = await connection.run_sync(differences)
            kept = await connection.exec_driver_sql("SELECT count(*) FROM ledger")
            rows = kept.scalar()
        for replica in replicas:
            await replica.close()

    assert [] == different
    assert 1 == rows


async def test_p6_stopped_server_is_told_and_taken_up_again(server: Server, tmp_path: Path) -> None:
    """While it is stopped every act says so and nothing is changed; then everything works."""
    vault = Vault(Keyring.open(tmp_path / "keys", datetime.now(UTC)))
    async with server.new_database() as address, Database(address) as database:
        handoffs = SqlHandoffs(database, vault, LocalBell())
        await handoffs.open(waiting(), PUBLIC)
        key = await key_of(handoffs)
        server.stop()
        try:
            async with asyncio.timeout(20):
                refused = await asyncio.gather(
                    handoffs.open(waiting(b"2" * 16), PUBLIC),
                    handoffs.get(HERS),
                    handoffs.at("web|a"),
                    handoffs.coded("1"),
                    handoffs.of_node("svsed"),
                    handoffs.all(),
                    handoffs.change(HERS, lambda card: desk.wrote(card, "a", "web|1", NOON)),
                    handoffs.held(HERS),
                    handoffs.wrap(HERS, "svsed"),
                    handoffs.read(HERS, key),
                    handoffs.remove(HERS),
                    handoffs.tend(),
                    return_exceptions=True,
                )
        finally:
            server.start()
        again = await handoffs.change(HERS, lambda card: desk.wrote(card, "b", "web|1", NOON))
        lines = await handoffs.read(HERS, key)

        assert [StorageUnavailableError] * 12 == [type(each) for each in refused]
        assert again is not None
        assert (1, ["b"]) == (again.version, [line.text for line in lines])
        assert [HERS] == [card.id for card in await handoffs.all()]
        assert 0 == await handoffs.tend()


async def test_opening_while_the_server_is_stopped_is_told(server: Server) -> None:
    """A start without its database is one sentence for the keeper."""
    server.stop()
    try:
        with pytest.raises(StorageUnavailableError):
            async with Database(server.address("postgres")):
                pytest.fail("it was opened")
    finally:
        server.start()
