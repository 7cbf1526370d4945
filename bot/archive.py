"""The editions and drafts of the studio, opened for a command."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.bureau import database_address
from storage.database import Database
from storage.editions.drafts import SqlDrafts
from storage.editions.records import Origin
from storage.editions.store import SqlEditions
from storage.staff.audit_rows import SqlAudit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Settings
    from storage.editions.ports import Drafts, Editions
    from storage.editions.records import Edition
    from storage.staff.audit import AuditLog


@dataclass(frozen=True, slots=True)
class Archive:
    """Where editions, drafts and the log of what was done to them are kept."""

    editions: Editions
    drafts: Drafts
    audit: AuditLog


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Archive]:
    """Open the database that the settings name.

    Raises:
        StorageError: with a sentence for the keeper.
    """
    async with Database(database_address(settings)) as database:
        yield Archive(
            SqlEditions(database),
            SqlDrafts(database),
            SqlAudit(database, lambda: datetime.now(UTC)),
        )


def is_begun(settings: Settings) -> bool:
    """Whether a service has ever kept anything where the settings say."""
    told = settings.storage.url.get_secret_value()
    return bool(told) or (settings.folders.data / "soglia.sqlite").is_file()


async def from_the_studio(settings: Settings) -> tuple[Edition, dict[str, str]] | None:
    """The edition that is live and its files, if it was made in the studio.

    Raises:
        StorageError: with a sentence for the keeper.
    """
    if not is_begun(settings):
        return None
    async with opened(settings) as archive:
        live = await archive.editions.live()
        if live is None or live.origin is Origin.FILES:
            return None
        return live, dict(await archive.editions.files(live.number))
