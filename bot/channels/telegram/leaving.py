"""Taking back what is on her phone, tried again until it is done.

What is still to be deleted lies in the ledger, so that a restart goes on with it. Nothing
here ever waits for another chat.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import structlog

from bot.channels.telegram.errors import BotApiError, RefusedError
from storage.ledger import Trace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.channels.telegram.calls import BotApi
    from bot.channels.telegram.updates import Update
    from storage.ledger import Ledger

_FIRST_REST: Final = 0.25
_LONGEST_REST: Final = 15.0

log = structlog.get_logger()


class Leaving:
    """Marks who left, and deletes."""

    def __init__(self, api: BotApi, ledger: Ledger, clock: Callable[[], float]) -> None:
        self._api = api
        self._ledger = ledger
        self._clock = clock
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._stirred: dict[int, asyncio.Event] = {}

    def leave(self, exit_: Update, ids: Iterable[int]) -> asyncio.Task[None]:
        """Mark that she left, then delete everything; the task ends when it is done."""
        old = self._ledger.get(exit_.chat)
        erased = {exit_.message_id, *ids, *(old.to_delete if old else ())}
        if old is not None and old.screen is not None:
            erased.add(old.screen)
        erased.discard(0)
        now = self._clock()
        self._ledger.put(
            Trace(
                chat=exit_.chat,
                touched_at=now,
                left_at=now,
                left_update=exit_.update_id,
                left_message=max(erased, default=0),
                to_delete=tuple(sorted(erased)),
            )
        )
        return self.erase(exit_.chat)

    def take_back(self, chat: int, ids: Iterable[int]) -> asyncio.Task[None]:
        """Delete these messages too."""
        now = self._clock()
        old = self._ledger.get(chat) or Trace(chat=chat, touched_at=now)
        more = tuple(one for one in ids if one not in old.to_delete)
        self._ledger.put(replace(old, to_delete=old.to_delete + more))
        return self.erase(chat)

    def take_back_screen(self, trace: Trace) -> asyncio.Task[None]:
        """Remove a screen she does not look at any more; she can write again at any time."""
        assert trace.screen is not None, "There is no screen to remove."
        owed = (*trace.to_delete, trace.screen)
        self._ledger.put(replace(trace, screen=None, sent_at=None, position=b"", to_delete=owed))
        return self.erase(trace.chat)

    def erase(self, chat: int) -> asyncio.Task[None]:
        """Delete what the ledger still owes this chat, now and until it is done."""
        running = self._tasks.get(chat)
        if running is not None:
            self._stirred[chat].set()
            return running
        self._stirred[chat] = asyncio.Event()
        task = self._tasks[chat] = asyncio.create_task(self._erase(chat))
        return task

    async def close(self, seconds: float) -> None:
        """Let deletions end, but not for longer than this: the ledger knows the rest."""
        tasks = list(self._tasks.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _erase(self, chat: int) -> None:
        rest = _FIRST_REST
        try:
            while (trace := self._ledger.get(chat)) is not None and trace.to_delete:
                some = trace.to_delete[: self._api.most_deletes]
                try:
                    await self._delete(chat, some)
                except RefusedError as refusal:
                    if not self._is_worth_another_try(chat, refusal):
                        return
                    await self._rest(chat, refusal.retry_after or rest)
                except BotApiError:
                    await self._rest(chat, rest)
                else:
                    rest = _FIRST_REST
                    continue
                rest = min(rest * 2, _LONGEST_REST)
        finally:
            del self._tasks[chat], self._stirred[chat]

    async def _delete(self, chat: int, ids: Sequence[int]) -> None:
        hopeless = await self._api.delete(chat, ids)
        # Too old to delete: what is ours can at least be made to say nothing.
        left = [one for one in hopeless if not await self._api.blank(chat, one)]
        if left:
            log.error("Messages could not be deleted and stay on a phone.", messages=len(left))
        self._settle(chat, ids)

    def _settle(self, chat: int, ids: Sequence[int]) -> None:
        """Strike off what is done; forget a chat of which nothing is left to know."""
        trace = self._ledger.get(chat)
        if trace is None:
            return
        owed = tuple(one for one in trace.to_delete if one not in ids)
        if owed or trace.screen is not None or trace.left_at is not None:
            self._ledger.put(replace(trace, to_delete=owed))
        else:
            self._ledger.forget(chat)

    def _is_worth_another_try(self, chat: int, refusal: RefusedError) -> bool:
        if refusal.is_closed_chat:
            # She stopped the bot: nothing of ours reaches her, nothing of hers is kept.
            self._ledger.forget(chat)
            return False
        # With a wrong token nothing works until the keeper has set another and started again.
        return not refusal.is_wrong_token

    async def _rest(self, chat: int, seconds: float) -> None:
        """Wait, but not when more is to be deleted meanwhile."""
        stirred = self._stirred[chat]
        stirred.clear()
        try:
            async with asyncio.timeout(seconds):
                await stirred.wait()
        except TimeoutError:
            pass
