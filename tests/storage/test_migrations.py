"""The database's tables: made, brought forward, and equal to what the program describes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import migrations
from storage.database import Database, sqlite_address
from storage.errors import DatabaseFromLaterError, StorageUnavailableError
from storage.tables import LEDGER, METADATA

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: As the version before the migrations made them.
BEFORE = """
CREATE TABLE ledger (id BLOB NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id)) WITHOUT ROWID;
CREATE TABLE revisions (
    revision BLOB NOT NULL, body BLOB NOT NULL, replaced_at DATETIME, PRIMARY KEY (revision)
);
INSERT INTO ledger VALUES (x'0102', x'0304');
INSERT INTO revisions VALUES (x'05', x'06', NULL);
"""


def differences(connection: Connection) -> list[object]:
    return [*compare_metadata(MigrationContext.configure(connection), METADATA)]


def run(file: Path, script: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)


def tables(file: Path) -> dict[str, bool]:
    """Each table of ours, and whether it is kept in the order of its keys."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        return {name: "WITHOUT ROWID" in sql for name, sql in rows if name != "alembic_version"}


def test_newest_version_is_known_without_the_library() -> None:
    """A start that has nothing to bring forward does not load what would do it."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))

    assert migrations.NEWEST == ScriptDirectory.from_config(config).get_current_head()


async def test_migrated_tables_are_those_described(tmp_path: Path) -> None:
    """An empty database gets every table, column and index that the program describes."""
    async with (
        Database(sqlite_address(tmp_path / "x.db")) as database,
        database.writing() as connection,
    ):
        assert [] == await connection.run_sync(differences)
    described = {
        name: not table.dialect_kwargs.get("sqlite_with_rowid", True)
        for name, table in METADATA.tables.items()
    }

    assert described == tables(tmp_path / "x.db")


async def test_a_difference_is_seen(tmp_path: Path) -> None:
    """The test above can fail."""
    async with Database(sqlite_address(tmp_path / "x.db")) as database:
        run(tmp_path / "x.db", "DROP INDEX handoffs_of_node; ALTER TABLE ledger ADD x INT;")
        async with database.writing() as connection:
            assert 2 == len(await connection.run_sync(differences))


async def test_database_of_the_version_before_is_taken_up(tmp_path: Path) -> None:
    """Made before there were migrations: its rows stay, the new tables come."""
    file = tmp_path / "x.db"
    run(file, BEFORE)
    async with Database(sqlite_address(file)) as database:
        async with database.reading() as connection:
            rows = (await connection.execute(sqlalchemy.select(LEDGER))).all()
        async with database.writing() as connection:
            assert [] == await connection.run_sync(differences)

    assert [(b"\x01\x02", b"\x03\x04")] == [tuple(row) for row in rows]


async def test_database_without_editions_is_taken_up(tmp_path: Path) -> None:
    """Made when editions were not there yet: what it holds stays, their tables come."""
    file = tmp_path / "x.db"
    with sqlalchemy.create_engine(f"sqlite:///{file}").begin() as connection:
        command.upgrade(migrations._config(connection), "0002")
    run(file, "INSERT INTO shifts VALUES ('a', 'on', 'it', '2026-01-01', '2026-01-01')")
    before = tables(file)
    async with Database(sqlite_address(file)) as database, database.writing() as connection:
        assert [] == await connection.run_sync(differences)
        kept = (await connection.exec_driver_sql("SELECT person FROM shifts")).scalars().all()

    assert ["a"] == kept
    assert {"edition_bodies", "editions", "drafts", "draft_steps"} == {*tables(file)} - {*before}


async def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    """A database of this version is opened as it is."""
    file = tmp_path / "x.db"
    for _ in range(2):
        async with Database(sqlite_address(file)):
            made = tables(file)

    assert {*METADATA.tables} == {*made}


async def test_database_of_a_later_version_is_refused(tmp_path: Path) -> None:
    """A program older than its database says so, and touches nothing."""
    file = tmp_path / "x.db"
    async with Database(sqlite_address(file)):
        pass
    run(file, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseFromLaterError, match="later version"):
        async with Database(sqlite_address(file)):
            pytest.fail("it was opened")


async def test_half_a_migration_is_none(tmp_path: Path) -> None:
    """A migration that cannot be finished leaves the database as it was."""
    file = tmp_path / "x.db"
    run(file, BEFORE + "CREATE TABLE shifts (x INT);")
    with pytest.raises(StorageUnavailableError):
        async with Database(sqlite_address(file)):
            pytest.fail("it was opened")

    assert {"ledger", "revisions", "shifts"} == {*tables(file)}
