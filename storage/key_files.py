"""Key files: who may read them, and how they come and go.

A key appears under its name whole or not at all, and the first process to make
a day's key wins. One that is over is overwritten before its name goes.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from storage.errors import (
    KeysBesideDatabaseError,
    KeysOfAnotherUserError,
    KeysOpenToOthersError,
    NotAKeyDirectoryError,
)

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES: Final = 64

#: `token-2026-03-14`, or the same with a suffix while it is being made.
KEY_FILE: Final = re.compile(
    r"(?P<purpose>token|service)-(?P<day>\d{4}-\d\d-\d\d)(?P<draft>\.[0-9a-f]+)?"
)

# Backup programs that honour this file (tar, borg, restic and others) pass the folder by.
_NO_BACKUP = ("CACHEDIR.TAG", b"Signature: 8a477f597d28d172789f06886806bc55\n")


def prepare(folder: Path, database_folder: Path | None) -> None:
    """Make the folder on first need, or refuse one that would not keep its keys to itself.

    Raises:
        UnsafeKeysError: With a sentence for the keeper.
    """
    _refuse_nesting(folder, database_folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as exc:
        raise NotAKeyDirectoryError(folder) from exc
    _refuse_exposure(folder)
    _ask_for_no_backup(folder)


def read(path: Path) -> bytes:
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


def write_once(path: Path, secret: bytes) -> bytes:
    """Keep the secret there unless a key is there already; return the one that is there.

    The name appears only once the bytes are safe on disk, so that no process ever
    reads half a key. A crash in between leaves a file of the same day, which is
    destroyed with that day's key.
    """
    if len(there := read(path)) == KEY_BYTES:
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
    there = read(path)
    return there if len(there) == KEY_BYTES else secret


def destroy(path: Path) -> bool:
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
        if KEY_FILE.fullmatch(path.name):
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
