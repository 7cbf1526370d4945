"""A queue as it stands, read once for all who look at it until something changes."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from routing.handoff import Handoff


class Snapshots:
    """Where one process makes every change: thousands who wait look at the same queue.

    Whoever asks after a change was committed never gets what stood before it.
    """

    def __init__(self) -> None:
        self._kept: dict[str, asyncio.Task[list[Handoff]]] = {}

    async def of(
        self, node: str, read: Callable[[], Coroutine[None, None, list[Handoff]]]
    ) -> list[Handoff]:
        """Return what `read` returned since the last change, or have it read now."""
        task = self._kept.get(node)
        if task is None:
            task = self._kept[node] = asyncio.create_task(read())
            task.add_done_callback(partial(self._done, node))
        # One who goes away must not take the answer from the others.
        return [*await asyncio.shield(task)]

    def forget(self) -> None:
        """Something was changed."""
        self._kept.clear()

    def _done(self, node: str, task: asyncio.Task[list[Handoff]]) -> None:
        failed = task.cancelled() or task.exception() is not None
        if failed and self._kept.get(node) is task:
            del self._kept[node]
