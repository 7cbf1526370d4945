"""Removes the screens nobody looks at any more, also those of an earlier process."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.channels.telegram.handoffs import Handoffs
    from bot.channels.telegram.leaving import Leaving
    from bot.channels.telegram.queues import Queues
    from storage.ledger import Ledger

_EVERY_SECONDS: Final = 15.0
#: What she wrote while the bot was away is heard at the screen she wrote it at: that comes first.
_FIRST_SECONDS: Final = 1.0
#: An hour before Telegram would refuse to delete it (SAFETY TG-5).
OLDEST_SECONDS: Final = 47 * 3600.0

log = structlog.get_logger()


class Sweeper:
    """Looks at the ledger every few seconds."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        leaving: Leaving,
        queues: Queues,
        handoffs: Handoffs,
        clock: Callable[[], float],
        idle_seconds: float,
    ) -> None:
        self._ledger = ledger
        self._leaving = leaving
        self._queues = queues
        self._handoffs = handoffs
        self._clock = clock
        self._idle_seconds = idle_seconds

    async def run(self) -> None:
        """Sweep until cancelled, first what an earlier process did not finish."""
        self._erase_owed()
        await asyncio.sleep(_FIRST_SECONDS)
        self.sweep()
        # Not before: an exit that waited at Telegram while nobody asked comes first (P3).
        self._handoffs.open(trace.chat for trace in self._ledger.screens())
        while True:
            # Only afterwards: even what is older than Telegram deletes gets one try.
            await asyncio.sleep(_EVERY_SECONDS)
            self.forget()
            self.sweep()

    def sweep(self) -> None:
        """Remove the screens that are idle or old, and whatever is still owed."""
        now = self._clock()
        for trace in self._ledger.idle(now, self._idle_seconds, OLDEST_SECONDS):
            if self._queues.is_busy(trace.chat):
                continue
            is_old = trace.sent_at is not None and now - trace.sent_at >= OLDEST_SECONDS
            # While she said it is safe to be answered here, only its age takes a screen away.
            if is_old or not self._handoffs.holds(trace.chat):
                self._leaving.take_back_screen(trace)
                self._handoffs.leave(trace.chat, in_a_hurry=False, told=_nobody_waits)
        self._erase_owed()

    def _erase_owed(self) -> None:
        for trace in self._ledger.owing():
            self._leaving.erase(trace.chat)

    def forget(self) -> None:
        """Forget the exits of yesterday, and what nothing more can be done about."""
        owing = len(self._ledger.owing())
        self._ledger.over(self._clock())
        given_up = owing - len(self._ledger.owing())
        if given_up:
            log.error("Messages stay on phones: Telegram took no deletion.", chats=given_up)


def _nobody_waits() -> None:
    """Nothing is confirmed to Telegram after a sweep."""
