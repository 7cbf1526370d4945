"""`soglia backup …`: what it carries, and what it never does."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import orjson
import pytest

from bot.errors import FileTakenError
from storage.errors import NotABackupError, StaffAlreadyThereError
from storage.staff.node_keys import open_copy
from storage.tables import METADATA
from tests.bot.keepers import NODE, Keeper
from tests.contract.bureaus import passkey, unlocked

if TYPE_CHECKING:
    from pathlib import Path

#: Everything else dies with the machine, by intent.
CARRIED = {"people", "credentials", "node_keys", "node_key_copies", "audit", "audit_ends"}


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
    """Only the staff's tables; a new table is left out until somebody decides otherwise."""
    tables = orjson.loads(saved.read_bytes()).keys()

    assert CARRIED == tables
    assert {"ledger", "handoffs"} <= {table.name for table in METADATA.sorted_tables} - tables


def test_backup_opens_no_key(saved: Path) -> None:
    """Nothing private is in it, and only its owner reads it."""
    text = saved.read_text(encoding="utf-8")

    assert unlocked("lea")._seed.hex() not in text
    assert 0o600 == stat.S_IMODE(saved.stat().st_mode)


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
