"""What Telegram does for her handoff: words kept in time, silence, news on her screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.channels.telegram.delivery import address_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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

    async def keep_words(self, jobs: Sequence[Job]) -> None:
        """Have words for a person kept whose turn has not come, or never will (P6).

        Telegram is about to be told that they arrived, or she left a moment after them.
        """
        for job in jobs:
            if job.is_kept:
                continue
            job.is_kept = True
            errand = (job.answer or self._hearing.hear(job.update)).errand
            if errand is not None and errand.words is not None:
                await self.carry_out(job.update, errand)

    def open(self) -> None:
        """Take up the windows that were open when an earlier process ended."""
        self._delivery.open()

    def holds(self, chat: int) -> bool:
        """Whether the window she opened is open."""
        return self._contact.holds(address_of(chat))

    async def redraw(self, chat: int, position: bytes) -> Answer | None:
        """What her screen should show now; `None` when nothing of a handoff may be shown."""
        return await self._contact.redraw(address_of(chat), position)

    async def shown(self, chat: int, answer: Answer) -> None:
        """What the answer tells is on her screen."""
        await self._contact.shown(address_of(chat), answer)

    def leave(
        self, chat: int, jobs: Sequence[Job] = (), *, in_a_hurry: bool, told: Callable[[], None]
    ) -> None:
        """Keep what she wrote before she left, then hold every reply; `told` hears the end."""
        task = asyncio.create_task(self._leave(chat, jobs, in_a_hurry=in_a_hurry, told=told))
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def close(self) -> None:
        """Stop listening for news, and let what is being kept be kept."""
        await self._delivery.close()
        await asyncio.gather(*self._errands, return_exceptions=True)

    async def _leave(
        self, chat: int, jobs: Sequence[Job], *, in_a_hurry: bool, told: Callable[[], None]
    ) -> None:
        try:
            await self.keep_words(jobs)
            await self._contact.left(address_of(chat), in_a_hurry=in_a_hurry)
        finally:
            told()
