"""What Telegram does for her handoff: words kept in time, silence, news on her screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.channels.telegram.delivery import address_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Sequence
    from typing import Any

    from bot.channels.telegram.delivery import Delivery
    from bot.channels.telegram.hearing import Hearing
    from bot.channels.telegram.queues import Job
    from bot.channels.telegram.updates import Update
    from bot.contact import Contact
    from bot.view import Answer, Errand


class Handoffs:
    """Speaks to `bot.contact` for every chat of this channel."""

    def __init__(self, contact: Contact, hearing: Hearing, delivery: Delivery) -> None:
        self._contact = contact
        self._hearing = hearing
        self._delivery = delivery
        self._errands: set[asyncio.Task[None]] = set()

    async def carry_out(self, update: Update, errand: Errand) -> Answer:
        """Do what she asked of her handoff; the same words sent twice are one line."""
        source = f"{update.chat}|{update.message_id}|{update.callback_id}"
        answer = await self._contact.carry_out(address_of(update.chat), errand, source=source)
        self._delivery.watch(update.chat)
        return answer

    def keep(self, jobs: Sequence[Job], told: Callable[[], None]) -> None:
        """Have words for a person kept whose turn has not come, or never will (P6).

        Telegram is about to be told that they arrived; `told` hears the end.
        """
        self._run(self._keep(jobs, told))

    def open(self, chats: Iterable[int]) -> None:
        """Bring the screens of these chats up to date, and listen where a window is open."""
        self._delivery.open(chats)

    def holds(self, chat: int) -> bool:
        """Whether the window she opened is open."""
        return self._contact.holds(address_of(chat))

    async def redraw(
        self,
        chat: int,
        position: bytes,
        unread: frozenset[int],
        *,
        whatever_it_is: bool = False,
    ) -> Answer | None:
        """What her screen should show now; `None` when nothing of a handoff may be shown."""
        return await self._contact.redraw(
            address_of(chat), position, unread=unread, whatever_it_is=whatever_it_is
        )

    async def shown(self, chat: int, answer: Answer) -> None:
        """What the answer tells is on her screen."""
        if answer.lines:
            await self._contact.shown(address_of(chat), answer)

    def leave(
        self, chat: int, jobs: Sequence[Job] = (), *, in_a_hurry: bool, told: Callable[[], None]
    ) -> None:
        """Keep what she wrote before she left, then hold every reply; `told` hears the end."""
        self._run(self._leave(chat, jobs, in_a_hurry=in_a_hurry, told=told))

    async def close(self) -> None:
        """Stop listening for news, and let what is being kept be kept."""
        await self._delivery.close()
        await asyncio.gather(*self._errands, return_exceptions=True)

    async def _leave(
        self, chat: int, jobs: Sequence[Job], *, in_a_hurry: bool, told: Callable[[], None]
    ) -> None:
        try:
            await self._keep_words(jobs)
            await self._contact.left(address_of(chat), in_a_hurry=in_a_hurry)
        finally:
            told()
            for job in jobs:
                job.finish()

    async def _keep(self, jobs: Sequence[Job], told: Callable[[], None]) -> None:
        try:
            await self._keep_words(jobs)
        finally:
            told()

    async def _keep_words(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            # One that is done was heard where she was then: now it could mean something else.
            if job.is_kept or job.is_done:
                continue
            errand = (job.answer or self._hearing.hear(job.update)).errand
            if errand is not None and errand.words is not None:
                answer = await self.carry_out(job.update, errand)
                job.is_kept = job.is_kept or answer.kept

    def _run(self, errand: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)
