"""Every handoff as it stands, in the memory of the one process that changes them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from routing.handoff import Handoff


class Standing:
    """Read once, then kept up with each commit: thousands who wait look at the same queue.

    Whoever asks after a change was committed never gets what stood before it.
    """

    def __init__(self) -> None:
        self._cards: dict[bytes, Handoff] | None = None
        self._queues: dict[str, list[Handoff]] = {}
        self._reading = asyncio.Lock()

    async def all(self, read: Callable[[], Awaitable[object]]) -> list[Handoff]:
        """Return every one; `read` has `learn` called if nothing is known yet."""
        return [*(await self._known(read)).values()]

    async def of_node(self, node: str, read: Callable[[], Awaitable[object]]) -> list[Handoff]:
        """Return those of one node."""
        known = await self._known(read)
        queue = self._queues.get(node)
        if queue is None:
            queue = self._queues[node] = [card for card in known.values() if card.node == node]
        return [*queue]

    def learn(self, cards: Iterable[Handoff]) -> None:
        """Hear what stands. In the order of the commits, as the other two."""
        self.forget()
        self._cards = {card.id: card for card in cards}

    def put(self, card: Handoff, before: Handoff | None = None) -> None:
        """Hear how one stands now."""
        if self._cards is not None:
            self._cards[card.id] = card
        self._changed(card, before or card)

    def drop(self, card: Handoff) -> None:
        """Hear that one is gone."""
        if self._cards is not None:
            self._cards.pop(card.id, None)
        self._changed(card)

    def forget(self) -> None:
        """Read everything anew when somebody asks."""
        self._cards = None
        self._queues.clear()

    async def _known(self, read: Callable[[], Awaitable[object]]) -> dict[bytes, Handoff]:
        while self._cards is None:
            async with self._reading:
                if self._cards is None:
                    await read()
        return self._cards

    def _changed(self, *cards: Handoff) -> None:
        for card in cards:
            self._queues.pop(card.node, None)
