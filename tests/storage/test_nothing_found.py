"""What a thief finds in the database's files, and what a crash leaves there."""

from __future__ import annotations

import signal
import sqlite3
import struct
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from storage.database import Database, sqlite_address
from storage.keyring import Keyring
from storage.ledger import Ledger, Trace
from storage.ledger_rows import SqlLedgerStore
from storage.tables import LEDGER
from storage.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
DAY = timedelta(days=1)

CHAT = 7_310_559_924_118
SCREEN = 88_112_233
POSITION = b"canary-position"
SHE = Trace(chat=CHAT, touched_at=1_799_999_999.5, screen=SCREEN, position=POSITION)


def in_every_writing(number: int) -> list[bytes]:
    """Write a number as text and as the bytes a database might use."""
    return [
        str(number).encode(),
        f"{number:x}".encode(),
        struct.pack(">q", number),
        struct.pack("<q", number),
        number.to_bytes((number.bit_length() + 7) // 8, "big"),
        number.to_bytes((number.bit_length() + 7) // 8, "little"),
    ]


IN_CLEAR = [*in_every_writing(CHAT), *in_every_writing(SCREEN), POSITION]


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def found(wanted: list[bytes], folder: Path) -> list[tuple[str, bytes]]:
    return [
        (name, piece)
        for name, body in files_of(folder).items()
        for piece in wanted
        if piece in body
    ]


async def rows_of(database: Database) -> list[bytes]:
    """Return every name and sealed body that lies in the table."""
    async with database.reading() as connection:
        rows = (await connection.execute(select(LEDGER))).all()
    return [bytes(piece) for row in rows for piece in row]


async def test_p2_chat_is_never_in_clear(tmp_path: Path) -> None:
    """While she is here, neither her number, nor the screen's, nor her place can be read."""
    data = tmp_path / "data"
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    async with (
        Database(sqlite_address(data / "soglia.db")) as database,
        Ledger(SqlLedgerStore(database, vault)) as ledger,
    ):
        ledger.put(SHE)
        await ledger.flush()
        sealed = await rows_of(database)

        assert 2 == len(sealed)
        # The search can find: the sealed row does lie there.
        assert {"soglia.db"} == {name for name, _ in found(sealed, data)}
        assert [] == found(IN_CLEAR, data)


async def test_p2_forgotten_chat_leaves_nothing(tmp_path: Path) -> None:
    """After she is forgotten no version of her row remains: not in free pages, not in the log."""
    data = tmp_path / "data"
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    async with (
        Database(sqlite_address(data / "soglia.db")) as database,
        Ledger(SqlLedgerStore(database, vault)) as ledger,
    ):
        # A neighbour stays, so that pages are changed rather than dropped.
        ledger.put(Trace(chat=1, touched_at=1.0))
        await ledger.flush()
        neighbour = set(await rows_of(database))
        sealed: set[bytes] = set()
        for message in range(20):
            ledger.put(Trace(chat=CHAT, touched_at=2.0, screen=SCREEN, to_delete=(message,) * 40))
            await ledger.flush()
            sealed |= set(await rows_of(database)) - neighbour
        ledger.forget(CHAT)
        await ledger.flush()

        assert 21 == len(sealed)
        assert [] == found([*sealed, *IN_CLEAR], data)
        assert b"" == files_of(data)["soglia.db-wal"]
        assert neighbour == set(await rows_of(database))


async def test_p7_order_of_arrival_is_not_kept(tmp_path: Path) -> None:
    """Rows carry no number that says who came first."""
    file = tmp_path / "data" / "soglia.db"
    async with Database(sqlite_address(file)):
        reader = sqlite3.connect(file)
        with closing(reader), pytest.raises(sqlite3.OperationalError, match="rowid"):
            reader.execute("SELECT rowid FROM ledger")


async def test_p7_yesterdays_wrapping_leaves_nothing(tmp_path: Path) -> None:
    """A row put under today's key is not kept under yesterday's as well."""
    data = tmp_path / "data"
    keyring = Keyring.open(tmp_path / "keys", NOON)
    async with Database(sqlite_address(data / "soglia.db")) as database:
        store = SqlLedgerStore(database, Vault(keyring))
        await store.apply([SHE], [])
        yesterdays = await rows_of(database)
        keyring.tend(NOON + DAY)
        await store.rewrap()

        assert [SHE] == await store.load_all()
        assert [] == found(yesterdays, data)


async def test_p7_copied_database_opens_nothing_later(tmp_path: Path) -> None:
    """A copy of the database is noise once its day's key is over, even with later keys."""
    keyring = Keyring.open(tmp_path / "keys", NOON)
    async with Database(sqlite_address(tmp_path / "data" / "soglia.db")) as database:
        store = SqlLedgerStore(database, Vault(keyring))
        await store.apply([SHE], [])
        name, body = await rows_of(database)
        for day in (1, 2, 3):
            keyring.tend(NOON + day * DAY)
    vault = Vault(keyring)

    assert None is vault.open_row(body, b"ledger|" + name)
    assert name not in vault.blind(str(CHAT), "ledger")


async def test_p7_row_moved_to_other_chat_opens_nothing(tmp_path: Path) -> None:
    """A row belongs to its own name: put under another's it is not believed."""
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    async with Database(sqlite_address(tmp_path / "data" / "soglia.db")) as database:
        store = SqlLedgerStore(database, vault)
        await store.apply([SHE], [])
        async with database.writing() as connection:
            await connection.execute(LEDGER.update().values(id=vault.blind_now("2", "ledger")))

        assert [] == await store.load_all()


async def test_copy_is_removed_when_a_reader_leaves(tmp_path: Path) -> None:
    """A reader that keeps the log from being emptied only delays it."""
    data = tmp_path / "data"
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    async with Database(sqlite_address(data / "soglia.db"), patience=0.05) as database:
        store = SqlLedgerStore(database, vault)
        await store.rewrap()
        await store.apply([SHE], [])
        sealed = await rows_of(database)
        async with database.reading() as connection:
            await connection.execute(select(LEDGER))
            await store.apply([], [CHAT])
            held = found(sealed, data)
        await store.rewrap()

        assert held
        assert [] == found(sealed, data)


WRITER = """
import asyncio, sys, time
from datetime import UTC, datetime
from pathlib import Path
from storage.database import Database, sqlite_address
from storage.keyring import Keyring
from storage.ledger import Ledger, Trace
from storage.ledger_rows import SqlLedgerStore
from storage.vault import Vault

async def write(folder):
    vault = Vault(Keyring.open(folder / "keys", datetime(2026, 3, 14, 12, tzinfo=UTC)))
    async with (
        Database(sqlite_address(folder / "data" / "soglia.db")) as database,
        Ledger(SqlLedgerStore(database, vault)) as ledger,
    ):
        for chat in range(1, 10**9):
            ledger.put(Trace(chat=chat, touched_at=1.0))
            print(chat, time.monotonic(), flush=True)
            await asyncio.sleep(0.001)

asyncio.run(write(Path(sys.argv[1])))
"""


def written_until_killed(folder: Path) -> list[tuple[int, float]]:
    """Let another process write for three groups and a half, kill it, return what it had put."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    put: list[tuple[int, float]] = []
    for line in process.stdout:
        # The last line may have been cut off by the kill.
        if line.endswith("\n"):
            chat, moment = line.split()
            put.append((int(chat), float(moment)))
            if put[-1][1] - put[0][1] > 1.8:
                process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return put


async def test_kill_loses_at_most_last_second(tmp_path: Path) -> None:
    """After kill -9 in the middle of writing the database opens, with all but a second of it."""
    put = written_until_killed(tmp_path)
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    async with Database(sqlite_address(tmp_path / "data" / "soglia.db")) as database:
        kept = {trace.chat for trace in await SqlLedgerStore(database, vault).load_all()}

    assert set() == {chat for chat, moment in put if moment < put[-1][1] - 1.0} - kept
    assert 100 < len(kept)
