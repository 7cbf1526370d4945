"""`soglia backup …`: what it carries, and what it never does."""

from __future__ import annotations

import asyncio
import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import orjson
import pytest

from bot.bureau import database_address
from bot.configuration import read_settings
from bot.errors import FileTakenError
from storage.database import Database
from storage.editions.records import What
from storage.errors import NotABackupError, StaffAlreadyThereError
from storage.staff.node_keys import open_copy
from storage.tables import METADATA
from tests.bot.keepers import NODE, Keeper
from tests.contract.bureaus import passkey, unlocked
from tests.contract.studios import ADA, FLOW, NOON, studio_in

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.contract.studios import Studio

Told = TypeVar("Told")

#: Everything else dies with the machine, by intent.
STUDIO = {"edition_bodies", "editions", "drafts", "draft_steps"}
CARRIED = {"people", "credentials", "node_keys", "node_key_copies", "audit", "audit_ends", *STUDIO}


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    """A service with a lead and her node's key."""
    (tmp_path / "one").mkdir()
    keeper = Keeper(tmp_path / "one")
    keeper.enrols("lea", keeper.invites("Lea", "--lead"))
    keeper.meanwhile(lambda bureau: bureau.keys.found(NODE, datetime.now(UTC)))
    return keeper


@pytest.fixture
def saved(keeper: Keeper, tmp_path: Path) -> Path:
    done = keeper.types("backup", "save", str(tmp_path / "staff.json"))
    assert 0 == done.exit_code, done.output
    return tmp_path / "staff.json"


def another(tmp_path: Path) -> Keeper:
    (tmp_path / "two").mkdir()
    return Keeper(tmp_path / "two")


def test_staff_comes_back_on_another_machine(keeper: Keeper, saved: Path, tmp_path: Path) -> None:
    """People, passkeys, keys and log are as they were; the keys are to be changed."""
    new = another(tmp_path)
    done = new.types("backup", "restore", str(saved))
    [copy] = new.meanwhile(lambda bureau: bureau.keys.copies_for(passkey("lea").id))
    before, after = (it.meanwhile(lambda bureau: bureau.keys.publics()) for it in (keeper, new))

    assert 0 == done.exit_code, done.output
    assert "Lea  active" in done.output
    assert before == after
    assert None is not open_copy(copy, unlocked("lea"))
    assert "to be changed by a lead's next session" in new.types("staff", "list").output
    assert "1 entries, none missing" in new.types("audit", "verify").output


def test_p7_backup_carries_no_conversation(saved: Path) -> None:
    """Only staff and studio; a new table is left out until somebody decides otherwise."""
    tables = orjson.loads(saved.read_bytes()).keys()

    assert CARRIED == tables
    assert {"ledger", "handoffs"} <= {table.name for table in METADATA.sorted_tables} - tables


def test_backup_opens_no_key(saved: Path) -> None:
    """Nothing private is in it, and only its owner reads it."""
    text = saved.read_text(encoding="utf-8")

    assert unlocked("lea")._seed.hex() not in text
    assert 0o600 == stat.S_IMODE(saved.stat().st_mode)


def in_studio(keeper: Keeper, act: Callable[[Studio], Awaitable[Told]]) -> Told:
    """Do something with the editions and drafts of that service."""

    async def doing() -> Told:
        address = database_address(read_settings(keeper.config, {}))
        async with Database(address) as database:
            return await act(studio_in(database))

    return asyncio.run(doing())


async def work(studio: Studio) -> None:
    """Begin, publish, and go on in a draft whose last change is taken back."""
    await studio.begun(words="uno")
    await studio.published("due")
    draft = await studio.drafts().open("Bozza", ADA, 2, NOON)
    for text in ("tre", "quattro"):
        draft = await studio.drafts().change(
            draft.id, draft.version, {FLOW: text}, what=What("x"), who=ADA, now=NOON
        )
    await studio.drafts().undo(draft.id, draft.version, ADA, NOON)


async def everything(studio: Studio) -> object:
    """What somebody sees who looks at all of it; and the step is done again."""
    editions = await studio.editions().all()
    (draft,) = await studio.drafts().all()
    again = await studio.drafts().redo(draft.id, draft.version, ADA, NOON)
    return (
        editions,
        [await studio.editions().files(each.number) for each in editions],
        again,
        await studio.drafts().changed(draft.id),
    )


def test_studio_comes_back_on_another_machine(keeper: Keeper, tmp_path: Path) -> None:
    """Each edition with its files, each draft with what can be undone and done again."""
    in_studio(keeper, work)
    keeper.types("backup", "save", str(tmp_path / "all.json"))
    new = another(tmp_path)
    done = new.types("backup", "restore", str(tmp_path / "all.json"))

    assert 0 == done.exit_code, done.output
    assert in_studio(keeper, everything) == in_studio(new, everything)


def test_editions_are_not_mixed(keeper: Keeper, tmp_path: Path) -> None:
    """A service that has begun its own keeps it: restoring comes before the first start."""
    in_studio(keeper, work)
    keeper.types("backup", "save", str(tmp_path / "all.json"))
    new = another(tmp_path)
    in_studio(new, lambda studio: studio.begun(words="altro"))
    done = new.types("backup", "restore", str(tmp_path / "all.json"))

    assert isinstance(done.exception, StaffAlreadyThereError)
    assert "0 people" in new.types("staff", "list").output


def test_backup_from_before_the_studio_is_read(saved: Path, tmp_path: Path) -> None:
    """A file without these tables brings the staff back, also beside a first edition."""
    rows = orjson.loads(saved.read_bytes())
    old = {table: rows[table] for table in CARRIED - STUDIO}
    (tmp_path / "old.json").write_bytes(orjson.dumps(old))
    new = another(tmp_path)
    in_studio(new, lambda studio: studio.begun(words="uno"))
    done = new.types("backup", "restore", str(tmp_path / "old.json"))

    assert 0 == done.exit_code, done.output
    assert "Lea  active" in done.output


def test_backup_is_not_mixed_with_staff(keeper: Keeper, saved: Path) -> None:
    """A database with people in it is left as it is; a backup is not written over."""
    restored = keeper.types("backup", "restore", str(saved))
    again = keeper.types("backup", "save", str(saved))

    assert isinstance(restored.exception, StaffAlreadyThereError)
    assert isinstance(again.exception, FileTakenError)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"people": [{"id": 1}]}'])
def test_something_else_is_no_backup(tmp_path: Path, text: str) -> None:
    """It is refused whole, in words."""
    new = another(tmp_path)
    (tmp_path / "no").write_text(text, encoding="utf-8")

    assert isinstance(
        new.types("backup", "restore", str(tmp_path / "no")).exception, NotABackupError
    )
    assert "0 people" in new.types("staff", "list").output


def test_damaged_backup_restores_nobody(saved: Path, tmp_path: Path) -> None:
    """One bad row and nothing is put back."""
    rows = orjson.loads(saved.read_bytes())
    rows["audit_ends"][0]["head"] = "not base64!"
    (tmp_path / "bad").write_bytes(orjson.dumps(rows))
    new = another(tmp_path)

    assert isinstance(
        new.types("backup", "restore", str(tmp_path / "bad")).exception, NotABackupError
    )
    assert "0 people" in new.types("staff", "list").output
