"""The daily keys: who may read them, who makes them, when they die."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from storage.errors import (
    KeysBesideDatabaseError,
    KeysOpenToOthersError,
    NotAKeyDirectoryError,
    UnsafeKeysError,
)
from storage.key_files import KEY_BYTES
from storage.keyring import Keyring
from storage.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "CACHEDIR.TAG")


def days(keys: tuple[object, ...]) -> list[date]:
    return [key.day for key in keys]  # type: ignore[attr-defined]


def test_first_need_makes_two_days(tmp_path: Path) -> None:
    """Today's and tomorrow's keys are made at once, so that replicas find them at midnight."""
    Keyring.open(tmp_path / "keys", NOON)

    assert [
        "service-2026-03-14",
        "service-2026-03-15",
        "token-2026-03-14",
        "token-2026-03-15",
    ] == names(tmp_path / "keys")


def test_p7_only_we_can_read(tmp_path: Path) -> None:
    """The folder is ours alone and so is every file in it, whatever the umask."""
    before = os.umask(0)
    try:
        Keyring.open(tmp_path / "keys", NOON)
    finally:
        os.umask(before)

    assert 0o700 == (tmp_path / "keys").stat().st_mode & 0o777
    assert {0o600} == {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()}


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o701, 0o770])
def test_p7_open_folder_is_refused(tmp_path: Path, mode: int) -> None:
    """A folder that others may enter stops the start with a sentence."""
    Keyring.open(tmp_path / "keys", NOON)
    (tmp_path / "keys").chmod(mode)

    with pytest.raises(KeysOpenToOthersError, match="other users of this machine"):
        Keyring.open(tmp_path / "keys", NOON)


def test_p7_open_key_is_refused(tmp_path: Path) -> None:
    """One readable key is as bad as an open folder."""
    Keyring.open(tmp_path / "keys", NOON)
    (tmp_path / "keys" / "service-2026-03-14").chmod(0o644)

    with pytest.raises(KeysOpenToOthersError):
        Keyring.open(tmp_path / "keys", NOON)


@pytest.mark.parametrize(
    ("keys", "database"), [("data/keys", "data"), ("keys", "keys/data"), ("one", "one")]
)
def test_p7_keys_lie_apart_from_database(tmp_path: Path, keys: str, database: str) -> None:
    """Neither folder lies in the other: a copy of one must not carry both."""
    with pytest.raises(KeysBesideDatabaseError):
        Keyring.open(tmp_path / keys, NOON, database_folder=tmp_path / database)

    assert not (tmp_path / keys).exists()


def test_link_into_database_folder_is_seen(tmp_path: Path) -> None:
    """A link does not hide that the keys lie in the database folder."""
    (tmp_path / "data" / "inner").mkdir(parents=True, mode=0o700)
    (tmp_path / "keys").symlink_to(tmp_path / "data" / "inner")

    with pytest.raises(UnsafeKeysError):
        Keyring.open(tmp_path / "keys", NOON, database_folder=tmp_path / "data")


def test_file_in_place_of_folder_is_refused(tmp_path: Path) -> None:
    """A file where the folder should be gives a sentence, not a traceback of the system."""
    (tmp_path / "keys").write_bytes(b"")

    with pytest.raises(NotAKeyDirectoryError):
        Keyring.open(tmp_path / "keys", NOON)


def test_token_keys_open_two_days(tmp_path: Path) -> None:
    """A key opens on its day and on the day after."""
    keyring = Keyring.open(tmp_path / "keys", NOON)
    keyring.tend(NOON + DAY)

    assert [date(2026, 3, 15), date(2026, 3, 14)] == days(keyring.live.token)
    assert date(2026, 3, 15) == keyring.live.token_now.day


def test_service_keys_open_three_days(tmp_path: Path) -> None:
    """A service key opens on its day and on the two days after, and tomorrow's opens already."""
    keyring = Keyring.open(tmp_path / "keys", NOON)
    for later in (DAY, 2 * DAY, 3 * DAY):
        keyring.tend(NOON + later)

    opening = [date(2026, 3, day) for day in (18, 17, 16, 15)]
    assert opening == days(keyring.live.service)


def test_p6_clock_set_right_over_midnight_loses_nothing(tmp_path: Path) -> None:
    """What was sealed under a clock hours ahead, already tomorrow, opens once it is right."""
    keyring = Keyring.open(tmp_path / "keys", NOON)
    vault = Vault(keyring)
    keyring.tend(NOON + timedelta(hours=14))
    sealed = vault.seal_row(b"words", b"row")

    keyring.tend(NOON)

    assert b"words" == vault.open_row(sealed, b"row")


def test_p7_keys_over_are_overwritten(tmp_path: Path) -> None:
    """A key that is over is overwritten before its name goes: another link to it opens nothing."""
    keyring = Keyring.open(tmp_path / "keys", NOON)
    path = tmp_path / "keys" / "token-2026-03-14"
    secret = path.read_bytes()
    os.link(path, tmp_path / "another-name")

    keyring.tend(NOON + 2 * DAY)

    assert not path.exists()
    assert secret not in (tmp_path / "another-name").read_bytes()


def test_nothing_changes_within_a_day(tmp_path: Path) -> None:
    """Tending again on the same day leaves the same keys, and the same object for the vault."""
    keyring = Keyring.open(tmp_path / "keys", NOON)
    before = keyring.live
    keyring.tend(NOON + timedelta(hours=5))

    assert before is keyring.live


def test_second_process_holds_same_keys(tmp_path: Path) -> None:
    """Whoever opens the folder later takes up the keys that are there."""
    first = Keyring.open(tmp_path / "keys", NOON)
    second = Keyring.open(tmp_path / "keys", NOON)

    assert first.live == second.live


def test_day_is_counted_in_utc(tmp_path: Path) -> None:
    """Half past midnight in Milan's summer is still yesterday for the keys."""
    milan = timezone(timedelta(hours=2))
    keyring = Keyring.open(tmp_path / "keys", datetime(2026, 7, 2, 0, 30, tzinfo=milan))

    assert date(2026, 7, 1) == keyring.live.token_now.day


def test_replica_a_moment_ahead_is_understood(tmp_path: Path) -> None:
    """In the last hour of a day tomorrow's key opens already, but does not seal."""
    keyring = Keyring.open(tmp_path / "keys", datetime(2026, 3, 14, 23, 59, tzinfo=UTC))

    assert [date(2026, 3, 15), date(2026, 3, 14)] == days(keyring.live.token)
    assert date(2026, 3, 14) == keyring.live.token_now.day


def test_replica_a_moment_behind_spares_keys(tmp_path: Path) -> None:
    """Just before midnight, keys made by a replica that is past it are left alone."""
    Keyring.open(tmp_path / "keys", datetime(2026, 3, 15, 0, 1, tzinfo=UTC))
    late = Keyring.open(tmp_path / "keys", datetime(2026, 3, 14, 23, 59, tzinfo=UTC))

    assert "token-2026-03-16" in names(tmp_path / "keys")
    assert date(2026, 3, 14) == late.live.token_now.day


def test_clock_jumps_ahead_and_back(tmp_path: Path) -> None:
    """A clock three days ahead and back again breaks nothing and leaves no key of the future."""
    keyring = Keyring.open(tmp_path / "keys", NOON)
    keyring.tend(NOON + 3 * DAY)
    ahead = keyring.live.token_now

    keyring.tend(NOON)

    assert date(2026, 3, 14) == keyring.live.token_now.day
    assert ahead not in keyring.live.token
    assert [
        "service-2026-03-14",
        "service-2026-03-15",
        "token-2026-03-14",
        "token-2026-03-15",
    ] == names(tmp_path / "keys")


def test_crash_while_making_leaves_nothing(tmp_path: Path) -> None:
    """What a crash left of a key being made goes with that day's key."""
    keyring = Keyring.open(tmp_path / "keys", NOON)
    left = tmp_path / "keys" / "token-2026-03-14.00ff00ff00ff00ff"
    left.write_bytes(b"x" * KEY_BYTES)
    keyring.tend(NOON + 2 * DAY)

    assert not left.exists()


def test_damaged_key_is_replaced(tmp_path: Path) -> None:
    """A key cut short is no key: another is made and written."""
    Keyring.open(tmp_path / "keys", NOON)
    damaged = tmp_path / "keys" / "token-2026-03-14"
    damaged.write_bytes(b"short")

    assert KEY_BYTES == len(Keyring.open(tmp_path / "keys", NOON).live.token_now.secret)
    assert KEY_BYTES == len(damaged.read_bytes())


def test_link_is_not_a_key(tmp_path: Path) -> None:
    """A link in place of a key is neither read nor overwritten."""
    Keyring.open(tmp_path / "keys", NOON)
    victim = tmp_path / "victim"
    victim.write_bytes(b"v" * KEY_BYTES)
    key = tmp_path / "keys" / "token-2026-03-14"
    key.unlink()
    key.symlink_to(victim)

    keyring = Keyring.open(tmp_path / "keys", NOON)

    assert b"v" * KEY_BYTES != keyring.live.token_now.secret
    assert b"v" * KEY_BYTES == victim.read_bytes()


def test_lost_folder_does_not_stop_service(tmp_path: Path) -> None:
    """When the folder cannot be written, keys are held in memory and written as soon as it can."""
    folder = tmp_path / "keys"
    keyring = Keyring.open(folder, NOON)
    folder.rename(tmp_path / "away")
    keyring.tend(NOON + 2 * DAY)
    held = keyring.live.token_now

    folder.mkdir(mode=0o700)
    keyring.tend(NOON + 2 * DAY)

    assert date(2026, 3, 16) == held.day
    assert held.secret == (folder / "token-2026-03-16").read_bytes()


def test_backups_are_asked_to_pass_by(tmp_path: Path) -> None:
    """The folder carries the mark that backup programs honour."""
    Keyring.open(tmp_path / "keys", NOON)

    assert (tmp_path / "keys" / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f59")


def test_keys_are_never_printed(tmp_path: Path) -> None:
    """What prints a key by mistake prints its day only."""
    keyring = Keyring.open(tmp_path / "keys", NOON)

    assert "DayKey(2026-03-14)" == repr(keyring.live.token_now)


OPENER = """
import hashlib, sys
from datetime import UTC, datetime
from pathlib import Path
from storage.keyring import Keyring
from storage.vault import Vault
sys.stdin.readline()
live = Keyring.open(Path(sys.argv[1]), datetime(2026, 3, 14, 12, tzinfo=UTC)).live
print(hashlib.sha256(live.token_now.secret + live.service_now.secret).hexdigest())
"""


def test_processes_opening_at_once_agree(tmp_path: Path) -> None:
    """Processes that open an empty folder in the same moment end with the same keys."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, str(tmp_path / "keys")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=30)[0] for process in processes]

    assert 1 == len(set(answers))
    assert 65 == len(answers[0])
    assert 4 == len(names(tmp_path / "keys"))
