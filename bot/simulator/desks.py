"""The desks of a simulated phone: nobody there is real, and nobody has their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.ports import DeskNow
from storage.envelopes import new_pair

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.editions.phone import Shift
    from routing.desks import DeskBook


class MadeUpDesks:
    """`routing.ports.Desks`: somebody in a desk's hours, or exactly those who were ticked."""

    def __init__(self, book: DeskBook, now: Callable[[], datetime]) -> None:
        self.book = book
        self._now = now
        self._public = new_pair().public
        #: `None`: as the hours say.
        self.on_shift: tuple[Shift, ...] | None = None

    async def now(self) -> Mapping[str, DeskNow]:
        """Return them by node."""
        return self.at_once()

    def at_once(self) -> Mapping[str, DeskNow]:
        """Return them by node, without waiting for anything."""
        return {node: self._desk(node) for node in self.book.desks}

    def _desk(self, node: str) -> DeskNow:
        if self.on_shift is None:
            there = int(self.book.is_open(node, self._now()))
            spoken = frozenset(self.book.desks[node].languages)
        else:
            people = [each for each in self.on_shift if each.node == node]
            there = len(people)
            spoken = frozenset(tag for each in people for tag in each.languages)
        return DeskNow(node=node, public_key=self._public, on_shift=there, languages=spoken)
