"""Brings what changed in a handoff onto her one screen, while the window she opened is open."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.conversation import Address
from flows.definition import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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

    def open(self, chats: Iterable[int]) -> None:
        """Take up what an earlier process left.

        Args:
            chats: those with a screen. A window that was open goes on; one that ended meanwhile
                may have left a reply on her screen.
        """
        for address in self._contact.present(Channel.TELEGRAM):
            self.watch(int(address.key))
        for chat in chats:
            self._tell_news(chat)

    def watch(self, chat: int) -> None:
        """Listen, if her window is open, until it closes."""
        before = self._watching.get(chat)
        if (before and not before.done()) or not self._contact.holds(address_of(chat)):
            return
        task = self._watching[chat] = asyncio.create_task(self._watch(chat))
        task.add_done_callback(lambda ended: self._forget(chat, ended))

    async def close(self) -> None:
        """Stop listening."""
        tasks = [*self._watching.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _forget(self, chat: int, task: asyncio.Task[None]) -> None:
        # She may be listened to again already.
        if self._watching.get(chat) is task:
            del self._watching[chat]

    async def _watch(self, chat: int) -> None:
        async for _ in self._contact.changes(address_of(chat)):
            self._tell_news(chat)
            if not self._contact.holds(address_of(chat)):
                return
