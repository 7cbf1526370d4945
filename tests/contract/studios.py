"""What a studio is: where editions and drafts are kept, as a restarted process would find them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage.editions.drafts import SqlDrafts
from storage.editions.records import NewEdition, Origin
from storage.editions.store import SqlEditions
from storage.memory.drafts import MemoryDrafts
from storage.memory.editions import MemoryEditions

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.database import Database
    from storage.editions.ports import Drafts, Editions
    from storage.editions.records import Edition

NOON = datetime(2026, 11, 24, 12, 30, 15, 250_000, tzinfo=UTC)
HOUR = timedelta(hours=1)
#: Two of the staff.
ADA, BEA = "a" * 32, "b" * 32
FLOW = "flows/near.yaml"
WORDS = "locales/ar/flows.po"
FILES = {FLOW: "steps: []\n", WORDS: 'msgstr "أهلاً"\n'}


@dataclass(frozen=True)
class Studio:
    """Where editions and drafts are kept: each call of a field opens it anew."""

    editions: Callable[[], Editions]
    drafts: Callable[[], Drafts]

    async def begun(self, *, words: str = "", now: datetime = NOON) -> Edition:
        """An edition that is live without approval."""
        new = NewEdition(revision=b"\0\0\0\1", origin=Origin.FILES, title="")
        return await self.editions().begin(new, FILES | {FLOW: words}, now)

    async def proposed(
        self, words: str, live_from: datetime | None = None, now: datetime = NOON
    ) -> Edition:
        """What Ada made of the live edition, as she proposes it."""
        live = await self.editions().live()
        new = NewEdition(
            revision=b"\0\0\0\2",
            origin=Origin.DRAFT,
            title=words,
            base=0 if live is None else live.number,
            proposed_by=ADA,
            live_from=live_from,
        )
        return await self.editions().propose(new, FILES | {FLOW: words}, now)

    async def scheduled(
        self, words: str, live_from: datetime | None = None, now: datetime = NOON
    ) -> Edition:
        """The same with Bea's yes."""
        proposed = await self.proposed(words, live_from, now)
        return await self.editions().approve(proposed.number, BEA, now)

    async def published(self, words: str, now: datetime = NOON) -> Edition:
        """The same, live."""
        scheduled = await self.scheduled(words, now=now)
        return await self.editions().put_live(scheduled.number, now)


def studio_in_memory() -> Studio:
    editions = MemoryEditions()
    drafts = MemoryDrafts(editions)
    return Studio(lambda: editions, lambda: drafts)


def studio_in(database: Database) -> Studio:
    return Studio(lambda: SqlEditions(database), lambda: SqlDrafts(database))
