"""Which desks there are: asked of the storage, remembered for what cannot wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.desks import DeskBook
    from routing.ports import DeskNow, Desks


class KnownDesks:
    """The desks of the network's book; tells at once whether anybody could answer at all.

    A node that was taken out keeps its key and perhaps somebody on shift. It has no desk all
    the same: who waits there goes to the next node and is not told that somebody is there.
    """

    def __init__(self, desks: Desks, book: DeskBook) -> None:
        self._desks = desks
        self._book = book
        self._known = False

    def renew(self, book: DeskBook) -> None:
        """Go by another book from now on."""
        self._book = book

    async def now(self) -> Mapping[str, DeskNow]:
        """Return them by node."""
        kept = await self._desks.now()
        desks = {node: desk for node, desk in kept.items() if node in self._book.desks}
        self._known = bool(desks)
        return desks

    def is_any(self) -> bool:
        """Whether there is one, when it was asked last."""
        return self._known

    async def refresh(self) -> None:
        """Ask again; while the storage cannot be used, what was known stands."""
        try:
            await self.now()
        except StorageError:
            return
