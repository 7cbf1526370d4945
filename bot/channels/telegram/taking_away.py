"""Screens that nobody is to read any more, because their edition was withdrawn (P11).

They are drawn anew in place, which pushes nothing (P3); a screen that is gone stays gone.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from flows.packing import head_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.channels.telegram.news import News
    from bot.conversation import Conversation
    from storage.ledger import Ledger, Trace

#: What was answered a moment before and is still being drawn is looked for once more.
_AGAIN_AFTER: Final = 10.0


class TakingAway:
    """Finds those screens and has them drawn in each chat's own queue."""

    def __init__(
        self,
        conversation: Conversation,
        ledger: Ledger,
        news: News,
        tell_news: Callable[[int], None],
        edits_a_second: int,
    ) -> None:
        """`edits_a_second` is the pace; 0 is none."""
        self._conversation = conversation
        self._ledger = ledger
        self._news = news
        self._tell_news = tell_news
        self._rest = 1.0 / edits_a_second if edits_a_second else 0.0
        self._task: asyncio.Task[None] | None = None

    def begin(self, taken_back: bytes) -> None:
        """Begin at once; a revision that is `taken_back` is so also where it is walked on.

        It is where only facts, places or the network were others in what was withdrawn.
        """
        if self._task is not None:
            self._task.cancel()
        self._task = asyncio.create_task(self._run(taken_back))

    async def close(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self, taken_back: bytes) -> None:
        await self._once(taken_back)
        await asyncio.sleep(_AGAIN_AFTER)
        await self._once(b"")

    async def _once(self, taken_back: bytes) -> None:
        for chat in [each.chat for each in self._ledger.screens() if self._goes(each, taken_back)]:
            self._news.expect(chat)
            self._tell_news(chat)
            await asyncio.sleep(self._rest)

    def _goes(self, trace: Trace, taken_back: bytes) -> bool:
        if trace.left_at is not None or not trace.position:
            return False
        head = head_of(trace.position)
        is_taken_back = bool(taken_back) and head is not None and head.revision == taken_back
        return is_taken_back or self._conversation.is_withdrawn(trace.position)
