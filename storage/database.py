"""The database: SQLite beside the program, or PostgreSQL by its address."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.errors import StorageUnavailableError, UnknownDatabaseError
from storage.migrations import migrate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import TracebackType

    from sqlalchemy import Connection
    from sqlalchemy.engine import URL

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}

#: Seconds PostgreSQL may take for one statement, a lock of another replica's included.
_LONGEST_ANSWER = 60.0

_ON_CONNECT = (
    "PRAGMA journal_mode=WAL",
    # Committed means on disk, as PRODUCT's P6 asks; groups make it cheap.
    "PRAGMA synchronous=FULL",
    # What is deleted is overwritten: free pages would keep sealed rows for ever.
    "PRAGMA secure_delete=ON",
    # Nothing of a query is to be found in a temporary folder.
    "PRAGMA temp_store=MEMORY",
    "PRAGMA foreign_keys=ON",
)


def sqlite_address(file: Path) -> str:
    """Return the address of an SQLite file."""
    return f"sqlite+aiosqlite:///{file}"


class Database:
    """One database, used by every part of `storage`. Open it as a context."""

    def __init__(self, address: str, *, patience: float = 5.0) -> None:
        """Prepare the database at this address.

        Args:
            address: `sqlite+aiosqlite:///folder/file` or `postgresql+asyncpg://…`.
            patience: Seconds to wait for a lock.

        Raises:
            UnknownDatabaseError: When the address names another kind, or its driver is missing.
        """
        self._url = _understand(address)
        self._is_sqlite = self._url.get_backend_name() == "sqlite"
        self._engine = _engine(self._url, patience)
        if self._is_sqlite:
            event.listen(self._engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self._engine.sync_engine, "begin", _begin_sqlite)

    @property
    def shares_commits(self) -> bool:
        """Whether one writer at a time is all this database takes: changes then share commits."""
        return self._is_sqlite

    async def open(self) -> None:
        """Make the file and the tables on first need; bring an earlier version's to this one.

        Raises:
            StorageUnavailableError: When the database cannot be reached.
            DatabaseFromLaterError: When a later version of the program has used it.
        """
        if self._is_sqlite:
            _make_private_file(Path(str(self._url.database)))
        async with self.writing() as connection:
            await connection.run_sync(migrate)

    async def close(self) -> None:
        """Leave the database."""
        await self._engine.dispose()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed whole at the end, or not at all.

        Raises:
            StorageUnavailableError: When it could not be committed.
        """
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as exc:
            raise StorageUnavailableError from exc

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One consistent look, which never waits for a writer.

        Raises:
            StorageUnavailableError: When nothing can be read.
        """
        try:
            async with self._engine.connect() as connection:
                yield await connection.execution_options(soglia_reads=True)
        except (SQLAlchemyError, OSError) as exc:
            raise StorageUnavailableError from exc

    async def leave_no_copy(self) -> bool:
        """Bring the write-ahead log into the database and empty it; whether it could be emptied.

        The log keeps pages as they were before a deletion. On PostgreSQL that is
        the server's own affair, and what is left opens under no living key.
        """
        if not self._is_sqlite:
            return True
        try:
            async with self._engine.connect() as connection:
                await connection.execution_options(soglia_outside=True)
                done = await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
                return not done.one()[0]
        except (SQLAlchemyError, OSError) as exc:
            raise StorageUnavailableError from exc

    async def __aenter__(self) -> Self:
        try:
            await self.open()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


def _understand(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as exc:
        raise UnknownDatabaseError("unreadable") from exc
    driver = _DRIVERS.get(url.get_backend_name())
    if driver is None:
        raise UnknownDatabaseError(url.get_backend_name())
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise UnknownDatabaseError("sqlite in memory")
    return url.set(drivername=driver)


def _engine(url: URL, patience: float) -> AsyncEngine:
    # Without hide_parameters an error's text, and so a log, would carry what was being written.
    options: dict[str, Any] = {
        "hide_parameters": True,
        "pool_pre_ping": True,
        # A server that took the call and then says nothing is one that is away.
        "connect_args": {"timeout": patience, "command_timeout": _LONGEST_ANSWER},
    }
    if url.get_backend_name() == "sqlite":
        options = {"hide_parameters": True, "connect_args": {"timeout": patience}}
    try:
        return create_async_engine(url, **options)
    except ModuleNotFoundError as exc:
        raise UnknownDatabaseError(url.get_backend_name()) from exc


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver would otherwise open transactions by itself, and only at the first write.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _ON_CONNECT:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("soglia_outside"):
        return
    # IMMEDIATE, because a transaction that reads first and writes later loses updates
    # or is refused as locked.
    connection.exec_driver_sql("BEGIN" if options.get("soglia_reads") else "BEGIN IMMEDIATE")


def _make_private_file(file: Path) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # SQLite gives its log and its shared memory the mode of the database.
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as exc:
        raise StorageUnavailableError from exc
