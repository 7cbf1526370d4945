"""The staff's part of the storage, opened for a command."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.errors import RecoveryFileError, RecoveryKeysError
from bot.recovery import read_public
from storage.database import Database, sqlite_address
from storage.staff.audit_rows import SqlAudit
from storage.staff.node_key_rows import SqlNodeKeys
from storage.staff.rows import SqlStaff
from storage.staff.shifts import SqlShifts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Settings
    from storage.staff.audit import AuditLog
    from storage.staff.node_keys import NodeKeys
    from storage.staff.people import Staff
    from storage.staff.shifts import Shifts


@dataclass(frozen=True, slots=True)
class Bureau:
    """Where the staff, their shifts, their keys and the log of what they did are kept."""

    staff: Staff
    shifts: Shifts
    keys: NodeKeys
    audit: AuditLog

    async def tend(self, now: datetime) -> None:
        """Drop what is over: unseen shifts, unused links, names and entries of a year ago.

        Raises:
            StorageUnavailableError: what was not dropped is dropped the next time.
        """
        await self.shifts.sweep(now)
        await self.staff.forget(now)
        await self.audit.retire(now)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Bureau]:
    """Open the database that the settings name.

    Raises:
        RecoveryKeysError, StorageError: with a sentence for the keeper.
    """
    recovery = recovery_keys(settings)
    async with Database(database_address(settings)) as database:
        yield Bureau(
            SqlStaff(database),
            SqlShifts(database),
            SqlNodeKeys(database, recovery),
            SqlAudit(database, lambda: datetime.now(UTC)),
        )


def database_address(settings: Settings) -> str:
    """The address of the database: the one told, or a file in the data folder."""
    told = settings.storage.url.get_secret_value()
    return told or sqlite_address(settings.folders.data.resolve() / "soglia.sqlite")


def recovery_keys(settings: Settings) -> tuple[bytes, bytes] | None:
    """The public keys of the two people outside; nothing where the keeper named none.

    Raises:
        RecoveryKeysError: when they cannot be read, or are not two.
    """
    files = settings.recovery.keys
    if not files:
        return None
    try:
        keys = [read_public(file) for file in files]
    except RecoveryFileError as problem:
        raise RecoveryKeysError(str(problem)) from None
    if len(set(keys)) != 2 or len(keys) != 2:  # noqa: PLR2004 (two people, as the issue asks)
        raise RecoveryKeysError(f"{len(set(keys))} different keys in {len(keys)} files.")
    return keys[0], keys[1]
