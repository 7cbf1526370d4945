"""Twins of the ledger's store and of the revisions that keep nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.revisions import KEPT_AFTER_REPLACED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.ledger import Trace


class MemoryLedgerStore:
    """`LedgerStore` without a disk."""

    def __init__(self) -> None:
        self._rows: dict[int, Trace] = {}

    async def load_all(self) -> list[Trace]:
        """Return every trace."""
        return list(self._rows.values())

    async def apply(self, puts: Sequence[Trace], deletes: Sequence[int]) -> None:
        """Keep these traces and forget these chats."""
        for trace in puts:
            self._rows[trace.chat] = trace
        for chat in deletes:
            self._rows.pop(chat, None)

    async def rewrap(self) -> int:
        """Nothing is sealed here, so nothing grows old."""
        return 0


class MemoryRevisions:
    """`Revisions` without a disk."""

    def __init__(self) -> None:
        self._bodies: dict[bytes, bytes] = {}
        self._live: bytes | None = None
        self._replaced_at: dict[bytes, datetime] = {}

    async def keep(self, revision: bytes, body: bytes, now: datetime) -> None:
        """Have this revision live; the one that was live before counts as replaced now."""
        if self._live is not None:
            self._replaced_at[self._live] = now
        self._live = revision
        self._replaced_at.pop(revision, None)
        self._bodies[revision] = body

    async def kept(self) -> dict[bytes, bytes]:
        """Return every revision's body."""
        return dict(self._bodies)

    async def retire(self, now: datetime) -> None:
        """Drop those replaced more than two days ago."""
        for revision, moment in list(self._replaced_at.items()):
            if moment < now - KEPT_AFTER_REPLACED:
                del self._replaced_at[revision], self._bodies[revision]
