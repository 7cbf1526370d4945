"""One queue a chat: ordered within, parallel across, and bounded."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import structlog

from bot.channels.telegram.updates import Kind, Update

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.view import Answer

#: What one chat may have waiting; a finger that taps faster loses its oldest taps.
MOST_WAITING: Final = 20

#: A turn that takes longer does so because Telegram does not answer.
_STUCK_SECONDS: Final = 1.0

log = structlog.get_logger()


class Batch:
    """Updates that Telegram handed over together and learns of together."""

    __slots__ = ("_all_done", "_left", "is_full", "must_be_kept", "words")

    def __init__(self, size: int, *, is_full: bool = False) -> None:
        self._left = size
        #: More are waiting behind these.
        self.is_full = is_full
        self._all_done = asyncio.Event()
        #: A screen was sent or somebody left: the ledger is written before Telegram is told.
        self.must_be_kept = False
        #: Jobs with words in them: meant for a person, they are kept before Telegram is told.
        self.words: list[Job] = []

    def expect_one(self) -> None:
        """One more effect is to be waited for."""
        self._left += 1

    def finish_erasing(self, *, is_done: bool) -> None:
        """Something was deleted, or is left to the ledger to have it tried again."""
        if not is_done:
            self.must_be_kept = True
        self.finish_one()

    def finish_one(self) -> None:
        """One update had its effect, or needs none."""
        self._left -= 1
        if self._left <= 0:
            self._all_done.set()

    async def wait(self, seconds: float) -> bool:
        """Wait for every effect; whether all came in time."""
        try:
            async with asyncio.timeout(seconds):
                await self._all_done.wait()
        except TimeoutError:
            return False
        return True


@dataclass(slots=True, eq=False)
class Job:
    """One update that waits for its turn."""

    update: Update
    #: What the conversation said to it; `None` when that depends on the turns before it.
    answer: Answer | None
    batch: Batch
    is_done: bool = False
    #: Its words for a person are safe with us.
    is_kept: bool = False
    #: What it draws may only stand on her screen while her window is open (P4).
    needs_window: bool = False

    def finish(self) -> None:
        """Its effect is there, or none is needed."""
        if not self.is_done:
            self.is_done = True
            self.batch.finish_one()

    def is_on_its_way(self) -> None:
        """Its screen was given to the network.

        While others wait behind a full batch that is enough: to sit out the round trip would
        hold the whole city to a hundred turns a round trip. A kill cannot take it back, and
        what Telegram refuses is tried again from memory.
        """
        if self.batch.is_full:
            self.finish()


@dataclass(slots=True, eq=False)
class Chat:
    """One chat while something of it is going on."""

    id: int
    waiting: deque[Job] = field(default_factory=deque)
    #: Grows with each exit: a turn begun before one shows nothing after it (P3).
    visit: int = 0
    #: Wakes a turn that waits out a refusal, when something newer happens.
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    #: Telegram takes no screens of this chat before this moment of the loop's clock.
    paused_until: float = 0.0
    #: When the turn under way began.
    began: float = 0.0
    #: Something of her handoff changed, and her screen may have to be drawn anew.
    has_news: bool = False


class Queues:
    """Hands the updates of each chat, one after the other, to `handle`."""

    def __init__(
        self,
        handle: Callable[[Chat, Job], Awaitable[None]],
        tell_news: Callable[[Chat], Awaitable[None]],
    ) -> None:
        self._handle = handle
        self._tell_news = tell_news
        self._chats: dict[int, Chat] = {}
        self._workers: set[asyncio.Task[None]] = set()

    def is_busy(self, chat: int) -> bool:
        """Whether something of this chat is going on."""
        return chat in self._chats

    def add(self, job: Job) -> Job | None:
        """Put an update at the end of its chat's queue; return the one that fell out for it.

        Who gets it back finishes it, once its words are kept.
        """
        chat = self._chats.get(job.update.chat)
        if chat is None:
            self._begin(job.update.chat).waiting.append(job)
            return None
        fallen = _make_room(chat.waiting)
        chat.waiting.append(job)
        chat.stirred.set()
        is_stuck = asyncio.get_running_loop().time() - chat.began > _STUCK_SECONDS
        if is_stuck and job.update.kind is Kind.PRESS:
            # Nobody else's updates wait, unconfirmed, for a chat that is known to be stuck.
            job.finish()
        return fallen

    def tell_news(self, chat_id: int) -> None:
        """Look at her screen once more, after everything she did herself."""
        chat = self._chats.get(chat_id) or self._begin(chat_id)
        chat.has_news = True

    def cut(self, chat_id: int, before: int | None = None) -> list[Job]:
        """Show nothing more of what came before this update; return what was waiting.

        Who gets it back finishes it, once its words are kept.
        """
        chat = self._chats.get(chat_id)
        if chat is None:
            return []
        chat.visit += 1
        chat.stirred.set()
        dropped = [job for job in chat.waiting if before is None or job.update.update_id < before]
        for job in dropped:
            chat.waiting.remove(job)
        return dropped

    def drop_words(self, chat_id: int) -> list[Job]:
        """Take the words that wait out of the queue; who gets them back finishes them."""
        chat = self._chats.get(chat_id)
        if chat is None:
            return []
        dropped = [job for job in chat.waiting if job.update.kind is Kind.WORDS]
        for job in dropped:
            chat.waiting.remove(job)
        return dropped

    async def close(self, seconds: float) -> None:
        """Let what is under way end, but not for longer than this."""
        if not self._workers:
            return
        _, late = await asyncio.wait(self._workers, timeout=seconds)
        for worker in late:
            worker.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _begin(self, chat_id: int) -> Chat:
        chat = self._chats[chat_id] = Chat(chat_id)
        chat.began = asyncio.get_running_loop().time()
        worker = asyncio.create_task(self._work(chat))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)
        return chat

    async def _work(self, chat: Chat) -> None:
        try:
            while chat.waiting or chat.has_news:
                if not chat.waiting:
                    await self._take_news(chat)
                    continue
                job = chat.waiting.popleft()
                chat.stirred.clear()
                chat.began = asyncio.get_running_loop().time()
                try:
                    await self._handle(chat, job)
                except Exception as error:  # noqa: BLE001 (a door: the others go on)
                    # Only the kind: the sentence of an unforeseen error may quote anything.
                    kind = type(error).__name__
                    log.error("A turn could not be finished.", error=kind)  # noqa: TRY400 (as said)
                finally:
                    job.finish()
        finally:
            self._chats.pop(chat.id, None)

    async def _take_news(self, chat: Chat) -> None:
        chat.has_news = False
        chat.stirred.clear()
        try:
            await self._tell_news(chat)
        except Exception as error:  # noqa: BLE001 (a door: the others go on)
            # Only the kind: the sentence of an unforeseen error may quote anything.
            kind = type(error).__name__
            log.error("News could not be shown.", error=kind)  # noqa: TRY400 (as said)


def _make_room(waiting: deque[Job]) -> Job | None:
    """Let the oldest tap go when the queue is full, or else the oldest words."""
    if len(waiting) < MOST_WAITING:
        return None
    fallen = next((job for job in waiting if job.update.kind is Kind.PRESS), waiting[0])
    waiting.remove(fallen)
    return fallen
