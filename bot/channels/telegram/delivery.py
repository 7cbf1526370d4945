"""Brings what changed in a handoff onto her one screen, while the window she opened is open."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.conversation import Address
from flows.definition import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.contact import Contact


def address_of(chat: int) -> Address:
    """Where a chat's handoff is reached."""
    return Address(Channel.TELEGRAM, str(chat))


class Delivery:
    """Listens for every chat whose window is open; the chat's own queue does the rest (P6)."""

    def __init__(self, contact: Contact, tell_news: Callable[[int], None]) -> None:
        self._contact = contact
        self._tell_news = tell_news
        self._watching: dict[int, asyncio.Task[None]] = {}

    def open(self) -> None:
        """Take up the windows that were open when an earlier process ended."""
        for address in self._contact.present(Channel.TELEGRAM):
            self.watch(int(address.key))
            self._tell_news(int(address.key))

    def watch(self, chat: int) -> None:
        """Listen, if her window is open, until it closes."""
        if chat in self._watching or not self._contact.holds(address_of(chat)):
            return
        task = self._watching[chat] = asyncio.create_task(self._watch(chat))
        task.add_done_callback(lambda _: self._watching.pop(chat, None))

    async def close(self) -> None:
        """Stop listening."""
        tasks = [*self._watching.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _watch(self, chat: int) -> None:
        async for _ in self._contact.changes(address_of(chat)):
            self._tell_news(chat)
            if not self._contact.holds(address_of(chat)):
                return
