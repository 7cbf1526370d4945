"""What a thief reads of handoffs: on the disk alone, and with the key folder beside it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import LargeBinary, select

from flows.definition import Channel
from routing import desk
from routing.handoff import Case, Handoff, Stage, Window
from routing.ports import By, Change, NewLine
from storage import envelopes
from storage.bell import LocalBell
from storage.database import Database, sqlite_address
from storage.errors import StorageUnavailableError
from storage.handoffs.keys import line_info
from storage.handoffs.store import SqlHandoffs
from storage.handoffs.tables import HANDOFF_LINES, HANDOFF_WRAPS, HANDOFFS
from storage.keyring import Keyring
from storage.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
NODE = envelopes.new_pair()
HERS, THEIRS, HELD, NOTE = "canary-hers", "canary-shown", "canary-held", "canary-note"
WORDS = (HERS, THEIRS, HELD, NOTE)
CARD = Handoff(
    id=b"\x07" * 16,
    case=Case(channel=Channel.TELEGRAM, language="it"),
    node="canary-node",
    ladder=("canary-ladder",),
    stage=Stage.TALKING,
    opened_at=NOON,
    queued_at=NOON,
    keep_until=NOON + timedelta(hours=4),
    address="telegram|7310559924118",
    code="990288112233",
    sign="canary-sign",
    window=Window.NOW,
    window_until=NOON + timedelta(hours=1),
    operator="canary-operator",
)
NAMES = ("canary-node", "canary-ladder", "7310559924118", "990288112233", "canary-sign", "shelter")


def line(by: By, text: str, source: str = "") -> NewLine:
    return NewLine(by=by, text=text, at=NOON, source=source or text, operator=CARD.operator)


def adding(*lines: NewLine) -> Callable[[Handoff], Change]:
    return lambda card: Change(handoff=card, lines=lines)


async def a_talk(database: Database, vault: Vault) -> SqlHandoffs:
    """One whole talk: her words, an answer she has seen, one she has not, a note."""
    handoffs = SqlHandoffs(database, vault, LocalBell())
    await handoffs.open(CARD, {CARD.node: NODE.public, "canary-ladder": NODE.public})
    lines = (line(By.HERS, HERS), line(By.OPERATOR, THEIRS), line(By.NOTE, NOTE))
    await handoffs.change(CARD.id, adding(*lines))
    await handoffs.change(CARD.id, lambda card: Change(handoff=card, shown=(2,)))
    await handoffs.change(CARD.id, lambda card: Change(handoff=card, forget_shown=True))
    await handoffs.change(CARD.id, adding(line(By.OPERATOR, HELD)))
    return handoffs


def found(wanted: tuple[str, ...], folder: Path) -> list[str]:
    bodies = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return [piece for piece in wanted if any(piece.encode() in body for body in bodies)]


def lies_in(folder: Path, piece: bytes) -> bool:
    """Whether any part of it lies in some file: a database cuts long pieces into pages."""
    parts = [piece[start : start + 16] for start in range(0, len(piece), 16)]
    bodies = [path.read_bytes() for path in folder.iterdir()]
    return any(part in body for part in parts if len(part) == 16 for body in bodies)


async def blobs(database: Database) -> list[bytes]:
    """Every sealed or blinded piece that lies in the tables."""
    pieces: list[bytes] = []
    async with database.reading() as connection:
        for table in (HANDOFFS, HANDOFF_LINES, HANDOFF_WRAPS):
            columns = [each for each in table.c if isinstance(each.type, LargeBinary)]
            for row in await connection.execute(select(*columns)):
                pieces += [bytes(piece) for piece in row if piece is not None]
    return pieces


async def test_p7_disk_alone_gives_nothing(tmp_path: Path) -> None:
    """Database, log and a copy of both: no word, chat, code, node, operator or choice."""
    data = tmp_path / "data"
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    async with Database(sqlite_address(data / "soglia.db")) as database:
        await a_talk(database, vault)
        shutil.copytree(data, tmp_path / "backup")

        assert [] == found((*WORDS, *NAMES, CARD.operator, "telegram", "hers"), data)
        assert [] == found((*WORDS, *NAMES, CARD.operator, "telegram", "hers"), tmp_path / "backup")
        # The search can find: what is sealed does lie there.
        assert all(lies_in(data, piece) for piece in await blobs(database))


async def test_p7_keys_open_the_card_and_held_answers_only(tmp_path: Path) -> None:
    """With the key folder: the card and what waits for her. Of the talk itself no word."""
    keys = tmp_path / "keys"
    async with Database(sqlite_address(tmp_path / "data" / "soglia.db")) as database:
        await a_talk(database, Vault(Keyring.open(keys, NOON)))
        thief = SqlHandoffs(database, Vault(Keyring.open(keys, NOON)), LocalBell())
        (card,) = await thief.all()
        wrapped = await thief.wrap(CARD.id, CARD.node)
        unread = await thief.read(CARD.id, envelopes.new_pair())

        assert replace(CARD, written=1, version=4) == card
        assert [HELD] == [each.text for each in await thief.held(CARD.id)]
        assert ["", "", "", ""] == [each.text for each in unread]
        # The wrap is there to be taken, but is itself closed to the node's key.
        assert wrapped is not None
        assert None is envelopes.unwrap(envelopes.new_pair(), wrapped, b"")


async def test_p7_every_column_is_blob_or_small_number(tmp_path: Path) -> None:
    """No column holds a clock or a text: what is not sealed or blinded is a counter."""
    async with Database(sqlite_address(tmp_path / "data" / "soglia.db")) as database:
        await a_talk(database, Vault(Keyring.open(tmp_path / "keys", NOON)))
    readable = {
        f"{table.name}.{column.name}"
        for table in (HANDOFFS, HANDOFF_LINES, HANDOFF_WRAPS)
        for column in table.c
        if not isinstance(column.type, LargeBinary)
    }

    assert {"handoff_lines.number", "handoff_lines.state"} == readable


async def test_p7_sizes_say_little(tmp_path: Path) -> None:
    """A line of three letters and one of two hundred, in any script, lie in equal rows."""
    async with Database(sqlite_address(tmp_path / "data" / "soglia.db")) as database:
        handoffs = SqlHandoffs(database, Vault(Keyring.open(tmp_path / "keys", NOON)), LocalBell())
        await handoffs.open(CARD, {CARD.node: NODE.public, "x": NODE.public})
        texts = ("sì", "abc", "a" * 200, "مساعدة " * 28, "🙏" * 200)
        await handoffs.change(
            CARD.id, adding(*(line(By.OPERATOR, text, str(n)) for n, text in enumerate(texts)))
        )
        await handoffs.open(replace(CARD, id=b"\x09" * 16, sign="", code="", address=""), {})
        async with database.reading() as connection:
            lines = (await connection.execute(select(HANDOFF_LINES))).all()
            cards = (await connection.execute(select(HANDOFFS.c.card))).scalars().all()
            wraps = (await connection.execute(select(HANDOFF_WRAPS.c.body))).scalars().all()

    assert 1 == len({(len(row.body), len(row.held or b"")) for row in lines})
    assert 1 == len({len(card) for card in cards})
    assert 1 == len({len(wrap) for wrap in wraps})


async def test_p7_rows_moved_elsewhere_open_nothing(tmp_path: Path) -> None:
    """A line or a card put in the place of another is not believed."""
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    async with Database(sqlite_address(tmp_path / "data" / "soglia.db")) as database:
        handoffs = await a_talk(database, vault)
        other = replace(CARD, id=b"\x09" * 16)
        await handoffs.open(other, {})
        async with database.writing() as connection:
            card = select(HANDOFFS.c.card).where(HANDOFFS.c.id == CARD.id).scalar_subquery()
            await connection.execute(
                HANDOFFS.update().where(HANDOFFS.c.id == other.id).values(card=card)
            )
            await connection.execute(
                HANDOFF_LINES.update().values(number=HANDOFF_LINES.c.number + 9)
            )
            await connection.execute(HANDOFF_WRAPS.update().values(handoff=other.id))
        thief = SqlHandoffs(database, vault, LocalBell())

        assert None is await thief.get(other.id)
        assert None is await thief.wrap(other.id, CARD.node)
        assert [] == await thief.held(CARD.id)


async def test_p13_withdrawn_leaves_no_bytes(tmp_path: Path) -> None:
    """Taken back, no sealed version of it remains: not in free pages, not in the log."""
    data = tmp_path / "data"
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    async with Database(sqlite_address(data / "soglia.db")) as database:
        handoffs = await a_talk(database, vault)
        await handoffs.open(replace(CARD, id=b"\x09" * 16), {CARD.node: NODE.public})
        async with database.reading() as connection:
            its = (HANDOFF_LINES.c.handoff == CARD.id, HANDOFF_WRAPS.c.handoff == CARD.id)
            lines = (await connection.execute(select(HANDOFF_LINES).where(its[0]))).all()
            wraps = (await connection.execute(select(HANDOFF_WRAPS).where(its[1]))).all()
        sealed = [row.body for row in (*lines, *wraps)] + [row.held for row in lines if row.held]
        there = [lies_in(data, piece) for piece in sealed]
        await handoffs.change(CARD.id, lambda card: desk.withdraw(card, NOON))

        assert [True] * 7 == there
        assert [False] * 7 == [lies_in(data, piece) for piece in sealed]


@pytest.mark.parametrize("how", ["withdrawn", "removed"])
async def test_p13_what_is_destroyed_opens_in_no_copy_of_today(tmp_path: Path, how: str) -> None:
    """A copy of the database of a moment before, put back beside today's keys, opens nothing."""
    data, copy = tmp_path / "data", tmp_path / "copy"
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    other = replace(CARD, id=b"\x09" * 16)
    async with Database(sqlite_address(data / "soglia.db")) as database:
        handoffs = await a_talk(database, vault)
        await handoffs.open(other, {CARD.node: NODE.public})
        await database.leave_no_copy()
        shutil.copytree(data, copy)
        if how == "withdrawn":
            await handoffs.change(CARD.id, lambda card: desk.withdraw(card, NOON))
        else:
            await handoffs.remove(CARD.id)
    async with Database(sqlite_address(copy / "soglia.db")) as database:
        restored = SqlHandoffs(database, vault, LocalBell())

        assert None is await restored.get(CARD.id)
        assert None is await restored.wrap(CARD.id, CARD.node)
        assert [] == await restored.held(CARD.id)
        assert 1 == await restored.tend()
        assert [other.id] == [card.id for card in await restored.all()]


async def test_p13_key_a_crash_left_is_swept(tmp_path: Path) -> None:
    """Killed between the commit and the key: the next start destroys what nothing needs."""
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    async with Database(sqlite_address(tmp_path / "data" / "soglia.db")) as database:
        handoffs = await a_talk(database, vault)
        own = tmp_path / "keys" / "handoffs"
        stray = own / ("0a" * 16)
        stray.write_bytes(b"k" * 64)
        assert 2 == len([*own.iterdir()])

        await SqlHandoffs(database, vault, LocalBell()).tend()

        assert [CARD.id.hex()] == [path.name for path in own.iterdir()]
        assert None is not await handoffs.wrap(CARD.id, CARD.node)


async def test_handoff_without_room_for_its_key_does_not_begin(tmp_path: Path) -> None:
    """A key directory that takes nothing: nothing is kept that could not be destroyed."""
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    (tmp_path / "keys" / "handoffs").write_text("in the way")
    async with Database(sqlite_address(tmp_path / "data" / "soglia.db")) as database:
        handoffs = SqlHandoffs(database, vault, LocalBell())

        with pytest.raises(StorageUnavailableError):
            await handoffs.open(CARD, {CARD.node: NODE.public})
        assert [] == await handoffs.all()


async def test_p7_close_leaves_no_older_card(tmp_path: Path) -> None:
    """After the close no earlier version of the card, with the address, lies anywhere."""
    data = tmp_path / "data"
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    async with Database(sqlite_address(data / "soglia.db")) as database:
        handoffs = await a_talk(database, vault)
        async with database.reading() as connection:
            before = (await connection.execute(select(HANDOFFS.c.card, HANDOFFS.c.address))).one()
        await handoffs.change(CARD.id, lambda card: desk.finish(card, NOON))

        assert [False, False] == [lies_in(data, bytes(piece)) for piece in before]


async def test_p7_order_of_arrival_is_not_kept(tmp_path: Path) -> None:
    """No table of the handoffs has a number that says who came first."""
    file = tmp_path / "data" / "soglia.db"
    async with Database(sqlite_address(file)):
        with closing(sqlite3.connect(file)) as reader:
            rows = reader.execute("SELECT sql FROM sqlite_master WHERE name LIKE 'handoff%'")
            made = [sql for (sql,) in rows if sql.startswith("CREATE TABLE")]

    assert 3 == len(made)
    assert all("WITHOUT ROWID" in sql for sql in made)


def test_line_names_its_place() -> None:
    """What binds a line to its row differs by handoff and by number."""
    assert b"soglia/1|line|body|" + b"07" * 16 + b"|2" == line_info(CARD.id, 2)
