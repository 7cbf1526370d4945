"""What changed in her handoff, drawn on her one screen: an edit, never a new message."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.channels.telegram.calls import Edited
from bot.channels.telegram.errors import BotApiError, RefusedError
from bot.channels.telegram.patience import RESTS, is_interrupted, is_passing, pause_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.channels.telegram.calls import BotApi
    from bot.channels.telegram.handoffs import Handoffs
    from bot.channels.telegram.queues import Chat
    from bot.view import Answer
    from storage.ledger import Ledger


class News:
    """Draws her screen anew, in the place her own turns leave to it."""

    def __init__(self, api: BotApi, ledger: Ledger, handoffs: Handoffs) -> None:
        self._api = api
        self._ledger = ledger
        self._handoffs = handoffs

    async def tell(self, chat: Chat) -> None:
        """Draw her screen anew, if something of her handoff may be shown on it now.

        Never a new message: a screen that is gone stays gone, and the reply waits (P4).
        """
        visit = chat.visit
        for rest in self._rests(chat.id):
            if not await is_interrupted(chat, visit, pause_of(chat)):
                wait = await self._show(chat, visit, rest)
                if wait is None:
                    return
                if not await is_interrupted(chat, visit, wait):
                    continue
            # After what she did meanwhile, unless she left.
            chat.has_news = chat.visit == visit
            return

    async def _show(self, chat: Chat, visit: int, rest: float) -> float | None:
        """Edit once; return the seconds before another try, `None` if there is none to make."""
        trace = self._ledger.get(chat.id)
        if trace is None or trace.screen is None or trace.left_at is not None:
            return None
        # Asked anew before every try: her window may have closed meanwhile.
        answer = await self._handoffs.redraw(chat.id, trace.position)
        if answer is None or answer.view is None or chat.visit != visit:
            return None
        # What waits comes first: it may be somebody else's /start.
        return 0.0 if chat.waiting else await self._edit(chat, trace.screen, answer, rest)

    async def _edit(self, chat: Chat, screen: int, answer: Answer, rest: float) -> float | None:
        visit, view = chat.visit, answer.view
        assert view is not None, "Nothing is drawn without a screen."
        try:
            edited = await self._api.edit(chat.id, screen, view)
        except RefusedError as refusal:
            if not is_passing(self._ledger, chat, refusal):
                return None
            wait = refusal.retry_after or rest
            if refusal.is_pause:
                chat.paused_until = asyncio.get_running_loop().time() + wait
            return wait
        except BotApiError:
            return rest
        # Whoever left while it was on its way has not seen it: it stays held.
        if edited is Edited.SHOWN and chat.visit == visit:
            await self._has_shown(chat, answer)
        return None

    async def _has_shown(self, chat: Chat, answer: Answer) -> None:
        """Note where she is, and that the lines on the screen are shown."""
        trace = self._ledger.get(chat.id)
        if trace is not None:
            self._ledger.put(replace(trace, position=answer.position))
        await self._handoffs.shown(chat.id, answer)

    def _rests(self, chat: int) -> Iterator[float]:
        """While her window is open nobody gives up."""
        yield from RESTS
        while self._handoffs.holds(chat):
            yield RESTS[-1]
