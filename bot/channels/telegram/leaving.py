"""Taking back what is on her phone, tried again until it is done.

What is still to be deleted lies in the ledger, so that a restart goes on with it. Nothing
here ever waits for another chat.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Protocol

import structlog

from bot.channels.telegram.errors import BotApiError, RefusedError
from storage.ledger import Trace

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Sequence

    from bot.channels.telegram.calls import BotApi
    from bot.channels.telegram.updates import Update
    from storage.ledger import Ledger

_FIRST_REST: Final = 0.25
_LONGEST_REST: Final = 15.0

log = structlog.get_logger()


class Told(Protocol):
    """Hears once whether something is deleted, or is left to be tried again."""

    def __call__(self, *, is_done: bool) -> None:
        """Hear it."""


class _Erasing:
    """The deletions of one chat while they go on."""

    __slots__ = ("is_resting", "listeners", "stirred", "task")

    def __init__(self, run: Coroutine[Any, Any, None]) -> None:
        self.listeners: list[Told] = []
        self.stirred = asyncio.Event()
        self.is_resting = False
        self.task = asyncio.create_task(run)

    def tell(self, *, is_done: bool) -> None:
        """Tell whoever waits; each once."""
        listeners, self.listeners = self.listeners, []
        for told in listeners:
            told(is_done=is_done)

    async def rest(self, seconds: float) -> None:
        """Wait, but not when she leaves meanwhile."""
        self.is_resting = True
        self.tell(is_done=False)
        self.stirred.clear()
        try:
            async with asyncio.timeout(seconds):
                await self.stirred.wait()
        except TimeoutError:
            pass
        self.is_resting = False


class Leaving:
    """Marks who left, and deletes."""

    def __init__(self, api: BotApi, ledger: Ledger, clock: Callable[[], float]) -> None:
        self._api = api
        self._ledger = ledger
        self._clock = clock
        self._going_on: dict[int, _Erasing] = {}

    def leave(self, exit_: Update, ids: Iterable[int], told: Told | None = None) -> None:
        """Mark that she left, then delete everything."""
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
                left_message=max(erased | {old.left_message or 0 if old else 0}),
                to_delete=tuple(sorted(erased)),
            )
        )
        self.erase(exit_.chat, told, at_once=True)

    def take_back(self, chat: int, ids: Iterable[int], told: Told | None = None) -> None:
        """Delete these messages too."""
        now = self._clock()
        old = self._ledger.get(chat) or Trace(chat=chat, touched_at=now)
        more = tuple(one for one in ids if one not in old.to_delete)
        self._ledger.put(replace(old, to_delete=old.to_delete + more))
        self.erase(chat, told)

    def take_back_screen(self, trace: Trace) -> None:
        """Remove a screen she does not look at any more; she can write again at any time."""
        assert trace.screen is not None, "There is no screen to remove."
        owed = (*trace.to_delete, trace.screen)
        self._ledger.put(replace(trace, screen=None, sent_at=None, position=b"", to_delete=owed))
        self.erase(trace.chat)

    def erase(self, chat: int, told: Told | None = None, *, at_once: bool = False) -> None:
        """Delete what the ledger still owes this chat, now and until it is done.

        `told` hears when it is, or when it has to be tried again: then the ledger knows.
        """
        erasing = self._going_on.get(chat)
        if erasing is None:
            erasing = self._going_on[chat] = _Erasing(self._erase(chat))
        elif at_once:
            erasing.stirred.set()
        elif erasing.is_resting:
            if told is not None:
                told(is_done=False)
            return
        if told is not None:
            erasing.listeners.append(told)

    async def close(self, seconds: float) -> None:
        """Let deletions end, but not for longer than this: the ledger knows the rest."""
        for erasing in self._going_on.values():
            if erasing.is_resting:
                erasing.task.cancel()
        tasks = [erasing.task for erasing in self._going_on.values()]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _erase(self, chat: int) -> None:
        rest = _FIRST_REST
        erasing = self._going_on[chat]
        try:
            while (trace := self._ledger.get(chat)) is not None and trace.to_delete:
                some = trace.to_delete[: self._api.most_deletes]
                try:
                    await self._delete(chat, some)
                except RefusedError as refusal:
                    if not self._is_worth_another_try(chat, refusal):
                        return
                    await erasing.rest(refusal.retry_after or rest)
                except BotApiError:
                    await erasing.rest(rest)
                else:
                    rest = _FIRST_REST
                    continue
                rest = min(rest * 2, _LONGEST_REST)
        finally:
            del self._going_on[chat]
            erasing.tell(is_done=True)

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
