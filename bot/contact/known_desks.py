"""Which desks there are: asked of the storage, remembered for what cannot wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.desks import DeskBook
    from routing.ports import DeskNow, Desks


class KnownDesks:
    """`Desks` that also tells at once whether anybody could answer in writing at all."""

    def __init__(self, desks: Desks, book: DeskBook) -> None:
        self._desks = desks
        self._book = book
        self._known = False

    async def now(self) -> Mapping[str, DeskNow]:
        """Return them by node."""
        desks = await self._desks.now()
        self._known = any(node in self._book.desks for node in desks)
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
