"""The daily keys: made on first need, destroyed when over.

A key file is named after what it opens and its day, `token-2026-03-14`, and
holds 64 random bytes. Several processes may share the folder: a file appears
whole or not at all, and the first to make a day's key wins.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

import structlog

from storage.errors import (
    KeysBesideDatabaseError,
    KeysOfAnotherUserError,
    KeysOpenToOthersError,
    NotAKeyDirectoryError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

KEY_BYTES = 64

#: How far the clocks of two replicas may differ around midnight.
CLOCK_SKEW = timedelta(hours=1)

_DAY = timedelta(days=1)
_KEY_FILE = re.compile(r"(?P<purpose>token|service)-(?P<day>\d{4}-\d\d-\d\d)(?:\.[0-9a-f]+)?")
# Backup programs that honour this file (tar, borg, restic and others) pass the folder by.
_NO_BACKUP = ("CACHEDIR.TAG", b"Signature: 8a477f597d28d172789f06886806bc55\n")

log = structlog.get_logger()


class Purpose(Enum):
    """What a key opens; the value is how many days of UTC it does so, its own included."""

    TOKEN = 2
    SERVICE = 3


@dataclass(frozen=True, slots=True)
class DayKey:
    """The key of one day (UTC). Never printed."""

    day: date
    secret: bytes

    def __repr__(self) -> str:
        return f"DayKey({self.day})"


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveKeys:
    """The keys that open something now; each tuple newest first.

    `*_now` is the one to seal with. A key of tomorrow stands among the others
    only in the last hour of a day, for what a replica whose clock is ahead sealed.
    """

    token: tuple[DayKey, ...]
    token_now: DayKey
    service: tuple[DayKey, ...]
    service_now: DayKey


class Keyring:
    """The keys of a folder, as they were when it was last tended.

    `live` is replaced, never changed: compare it by identity to see new keys.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[tuple[Purpose, date], bytes] = {}
        self._healthy = True
        self.live: LiveKeys

    @classmethod
    def open(cls, folder: Path, now: datetime, *, database_folder: Path | None = None) -> Keyring:
        """Make the folder on first need and today's and tomorrow's keys in it.

        Raises:
            UnsafeKeysError: With a sentence for the keeper, when the keys would be exposed.
        """
        _refuse_nesting(folder, database_folder)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as exc:
            raise NotAKeyDirectoryError(folder) from exc
        _refuse_exposure(folder)
        _ask_for_no_backup(folder)
        keyring = cls(folder)
        keyring.tend(now)
        return keyring

    def tend(self, now: datetime) -> None:
        """Make today's and tomorrow's keys; destroy those that are over.

        Call it every minute or so. A folder that cannot be written does not stop
        the service: what could not be kept is held in memory and tried again.
        """
        today = now.astimezone(UTC).date()
        newest = (now.astimezone(UTC) + CLOCK_SKEW).date()
        healthy = True
        try:
            healthy = self._take_up(today, newest)
        except OSError:
            healthy = False
        self._forget_over(today, newest)
        for purpose in Purpose:
            for day in (today, today + _DAY):
                healthy &= self._make(purpose, day)
        self._publish(today, newest)
        self._report(healthy=healthy)

    def _take_up(self, today: date, newest: date) -> bool:
        """Read the folder's keys, as others may have changed them; destroy what is over."""
        found: dict[tuple[Purpose, date], bytes] = {}
        healthy = True
        for path in list(self._folder.iterdir()):
            match = _KEY_FILE.fullmatch(path.name)
            if match is None:
                continue
            purpose, day = Purpose[match["purpose"].upper()], _day_in(match["day"])
            being_made = "." in path.name
            if day is None or not _lives(purpose, day, today, newest):
                healthy &= _destroy(path)
            elif not being_made:
                secret = _read(path)
                if len(secret) == KEY_BYTES:
                    found[purpose, day] = secret
                else:
                    healthy &= _destroy(path)
        # Keys that exist only in memory, because the disk refused them, stay until it takes them.
        self._held = {**self._held, **found}
        return healthy

    def _forget_over(self, today: date, newest: date) -> None:
        self._held = {
            (purpose, day): secret
            for (purpose, day), secret in self._held.items()
            if _lives(purpose, day, today, newest)
        }

    def _make(self, purpose: Purpose, day: date) -> bool:
        """Have a key of that day on disk, ours or another process's."""
        path = self._folder / f"{purpose.name.lower()}-{day}"
        secret = self._held.setdefault((purpose, day), secrets.token_bytes(KEY_BYTES))
        try:
            self._held[purpose, day] = _write_once(path, secret)
        except OSError:
            return False
        return True

    def _publish(self, today: date, newest: date) -> None:
        token = _opening(self._held, Purpose.TOKEN, newest)
        service = _opening(self._held, Purpose.SERVICE, newest)
        live = LiveKeys(
            token=token,
            token_now=next(key for key in token if key.day == today),
            service=service,
            service_now=next(key for key in service if key.day == today),
        )
        if getattr(self, "live", None) != live:
            self.live = live

    def _report(self, *, healthy: bool) -> None:
        if healthy != self._healthy:
            self._healthy = healthy
            if healthy:
                log.info("The key directory can be written again.")
            else:
                log.error("The key directory cannot be written; keys are held in memory only.")


def _lives(purpose: Purpose, day: date, today: date, newest: date) -> bool:
    """Whether a key of that day may exist.

    One further ahead than tomorrow was made under a wrong clock: left alone it
    would outlive its days.
    """
    return today - _DAY * (purpose.value - 1) <= day <= newest + _DAY


def _opening(
    held: Mapping[tuple[Purpose, date], bytes], purpose: Purpose, newest: date
) -> tuple[DayKey, ...]:
    keys: Iterable[DayKey] = (
        DayKey(day, secret) for (of, day), secret in held.items() if of is purpose and day <= newest
    )
    return tuple(sorted(keys, key=lambda key: key.day, reverse=True))


def _day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read(path: Path) -> bytes:
    """Return the key there; nothing where there is none."""
    try:
        # A link could make us trust, and later overwrite, a file of somebody else's choosing.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as exc:
        if exc.errno in {errno.ENOENT, errno.ELOOP}:
            return b""
        raise
    with os.fdopen(handle, "rb") as file:
        return file.read(KEY_BYTES + 1)


def _write_once(path: Path, secret: bytes) -> bytes:
    """Keep the secret there unless a key is there already; return the one that is there.

    The name appears only once the bytes are safe on disk, so that no process ever
    reads half a key. A crash in between leaves a file of the same day, which is
    destroyed with that day's key.
    """
    if len(there := _read(path)) == KEY_BYTES:
        return there
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)
    there = _read(path)
    return there if len(there) == KEY_BYTES else secret


def _destroy(path: Path) -> bool:
    """Overwrite and remove; whether it is gone.

    On a disk that writes elsewhere (flash, copy-on-write) the old bytes may
    linger: the folder belongs on an encrypted disk or in memory.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(max(KEY_BYTES, os.fstat(handle).st_size)))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return True
    except OSError:
        # A link, or a disk that refuses: the name at least must go.
        pass
    try:
        path.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_nesting(folder: Path, database_folder: Path | None) -> None:
    if database_folder is None:
        return
    keys, database = folder.resolve(), database_folder.resolve()
    if keys.is_relative_to(database) or database.is_relative_to(keys):
        raise KeysBesideDatabaseError(folder, database_folder)


def _refuse_exposure(folder: Path) -> None:
    _refuse_strangers(folder, folder.stat())
    for path in list(folder.iterdir()):
        if _KEY_FILE.fullmatch(path.name):
            # Another process may be removing it at this moment.
            with suppress(FileNotFoundError):
                _refuse_strangers(path, path.lstat())


def _refuse_strangers(path: Path, found: os.stat_result) -> None:
    if found.st_uid != os.geteuid():
        raise KeysOfAnotherUserError(path, found.st_uid, os.geteuid())
    if found.st_mode & 0o077 and not stat.S_ISLNK(found.st_mode):
        raise KeysOpenToOthersError(path, stat.S_IMODE(found.st_mode))


def _ask_for_no_backup(folder: Path) -> None:
    name, signature = _NO_BACKUP
    with suppress(OSError):
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(signature)
