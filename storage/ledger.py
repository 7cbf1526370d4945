"""What is known of a chat while a message of ours is on her phone.

The ledger lives in memory and is written behind, in groups: a turn never waits
for a disk. A crash loses at most the last second of it.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Protocol, Self

import structlog

from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

#: Seconds a group of changes gathers before it is written.
GROUP_SECONDS = 0.5
#: Seconds between two tries while the store does not take anything.
RETRY_SECONDS = 5.0
#: Seconds between two looks at whether rows lie under yesterday's key.
TEND_SECONDS = 60.0
#: How long an exit is remembered, so that what she sent before it is dropped.
EXIT_SECONDS = 86_400.0
#: Telegram refuses to delete what is older: nothing more can be done for it.
DELETABLE_SECONDS = 172_800.0
#: A moment further ahead than this was noted under a wrong clock, and counts as long ago.
_SKEW_SECONDS = 3_600.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What is known of one chat. Moments are seconds since 1970."""

    chat: int
    #: The message id of the one screen we keep on her phone.
    screen: int | None = None
    #: When that message was sent: Telegram refuses to delete it 48 hours later.
    sent_at: float | None = None
    #: Where she is, packed; opaque here, may be empty.
    position: bytes = b""
    #: Her last action.
    touched_at: float
    #: When she left.
    left_at: float | None = None
    #: The update that carried her exit.
    left_update: int | None = None
    #: The highest message id known when she left.
    left_message: int | None = None
    #: Messages of both sides still to be deleted.
    to_delete: tuple[int, ...] = ()

    def __repr__(self) -> str:
        # Whatever prints a trace by mistake, a log or a traceback, prints nothing of her.
        return "Trace(…)"


class LedgerStore(Protocol):
    """Where the ledger outlives the process: one row a chat."""

    async def load_all(self) -> list[Trace]:
        """Return every trace that can still be opened."""
        ...

    async def apply(self, puts: Sequence[Trace], deletes: Sequence[int]) -> None:
        """Keep these traces and forget these chats, all or nothing.

        Raises:
            StorageError: When nothing was changed.
        """
        ...

    async def rewrap(self) -> int:
        """Put rows of older days under today's key; return how many had none left to open them."""
        ...


class Ledger:
    """One trace a chat. Open it as a context: what is pending is written at its end."""

    def __init__(self, store: LedgerStore, *, group_seconds: float = GROUP_SECONDS) -> None:
        self._store = store
        self._group_seconds = group_seconds
        self._traces: dict[int, Trace] = {}
        # What the store does not know yet; None stands for "forget".
        self._pending: dict[int, Trace | None] = {}
        self._changed = asyncio.Event()
        self._closing = asyncio.Event()
        self._writing = asyncio.Lock()
        self._writer: asyncio.Task[None] | None = None
        self._healthy = True

    def __len__(self) -> int:
        return len(self._traces)

    def get(self, chat: int) -> Trace | None:
        """Return what is known of a chat."""
        return self._traces.get(chat)

    def put(self, trace: Trace) -> None:
        """Know this of a chat, in place of what was known."""
        self._traces[trace.chat] = self._pending[trace.chat] = trace
        self._changed.set()

    def forget(self, chat: int) -> None:
        """Know nothing of a chat."""
        # Also one we never knew: another replica may have written its row.
        self._traces.pop(chat, None)
        self._pending[chat] = None
        self._changed.set()

    def idle(self, now: float, idle_seconds: float, oldest_seconds: float) -> list[Trace]:
        """Return the screens to remove: untouched for so long, or simply so old."""
        return [
            trace
            for trace in self._traces.values()
            if trace.screen is not None
            and (
                _age(now, trace.touched_at) >= idle_seconds
                or (trace.sent_at is not None and _age(now, trace.sent_at) >= oldest_seconds)
            )
        ]

    def screens(self) -> list[Trace]:
        """Return those with a screen of ours on their phone."""
        return [trace for trace in self._traces.values() if trace.screen is not None]

    def owing(self) -> list[Trace]:
        """Return those with messages still to delete."""
        return [trace for trace in self._traces.values() if trace.to_delete]

    def over(self, now: float) -> int:
        """Forget the exits of more than a day ago, and what nothing can be done about any more.

        An exit with messages still to delete is kept for as long as Telegram
        would delete them. Returns how many were forgotten.
        """
        chats = [trace.chat for trace in self._traces.values() if _is_over(trace, now)]
        for chat in chats:
            self.forget(chat)
        return len(chats)

    async def open(self) -> None:
        """Take up what an earlier process knew and begin to write behind."""
        await self._store.rewrap()
        self._traces = {trace.chat: trace for trace in await self._store.load_all()}
        self._closing.clear()
        self._writer = asyncio.create_task(self._write_behind(), name="ledger")

    async def close(self) -> None:
        """Write what is pending and stop."""
        self._closing.set()
        self._changed.set()
        if self._writer is not None:
            await self._writer
            self._writer = None

    async def flush(self) -> bool:
        """Write what is pending; whether the store now knows everything.

        While it does not, visits go on from memory and it is tried again.
        """
        async with self._writing:
            pending, self._pending = self._pending, {}
            self._changed.clear()
            if not pending:
                return True
            kept = False
            try:
                await self._store.apply(
                    [trace for trace in pending.values() if trace is not None],
                    [chat for chat, trace in pending.items() if trace is None],
                )
                kept = True
            except StorageError:
                pass
            finally:
                if not kept:
                    # What happened meanwhile is newer than what could not be written.
                    self._pending = pending | self._pending
                    self._changed.set()
            self._report(healthy=kept)
            return kept

    async def tend(self) -> None:
        """Keep every row under today's key. The writer does this by itself."""
        try:
            lost = await self._store.rewrap()
        except StorageError:
            self._report(healthy=False)
            return
        if lost:
            # Their keys died under a wrong clock, or were taken away: memory still knows them.
            self._pending = {**self._traces, **self._pending}
            self._changed.set()

    async def _write_behind(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), TEND_SECONDS)
            await self._rest(self._group_seconds)
            await self.tend()
            kept = await self.flush()
            if self._closing.is_set():
                return
            if not kept:
                await self._rest(RETRY_SECONDS)

    async def _rest(self, seconds: float) -> None:
        """Wait, but not when the ledger is closing."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), seconds)

    def _report(self, *, healthy: bool) -> None:
        if healthy != self._healthy:
            self._healthy = healthy
            if healthy:
                log.info("The ledger can be written again; nothing of it was lost.")
            else:
                log.error("The ledger cannot be written; visits go on and it is tried again.")

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


def _age(now: float, then: float) -> float:
    return inf if then > now + _SKEW_SECONDS else now - then


def _is_over(trace: Trace, now: float) -> bool:
    if trace.left_at is not None and not trace.to_delete and trace.screen is None:
        return _age(now, trace.left_at) >= EXIT_SECONDS
    newest = max(trace.touched_at, trace.sent_at or 0.0, trace.left_at or 0.0)
    return _age(now, newest) >= DELETABLE_SECONDS
