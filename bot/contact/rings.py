"""Waits for what may change her screen: the bell, and the end of her window."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from routing.ports import of_handoff, of_node
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from routing.handoff import Handoff
    from routing.ports import Bell

#: What happens to others of her desk moves her place at most: that is drawn once in so long. Else
#: each act of each of them would have the screens of all drawn anew.
_REST_SECONDS: Final = 1.0
#: While the storage cannot be used it is asked again so often.
_RETRY_SECONDS: Final = 2.0


async def rings(
    bell: Bell,
    look: Callable[[], Awaitable[Handoff | None]],
    seconds_left: Callable[[], float | None],
) -> AsyncIterator[None]:
    """Yield at the beginning and at each ring; end once there is nothing to listen to.

    Args:
        bell: what rings.
        look: returns the handoff as it stands.
        seconds_left: until her window ends; `None` if it is not open.
    """
    topics: tuple[str, ...] = ()
    rung: tuple[asyncio.Task[None], ...] = ()
    heard = asyncio.Event()
    try:
        while (handoff := await _looked(look)) is not None:
            now = (of_handoff(handoff.id), of_node(handoff.node))
            if now != topics:
                await _stop(rung)
                # They listen from this call on, not from when their tasks first run.
                own, others = (bell.listen(topic) for topic in now)
                topics = now
                rung = (
                    asyncio.create_task(_hear(own, heard)),
                    asyncio.create_task(_hear(others, heard, _REST_SECONDS)),
                )
                # What rang before it listened is looked at now.
                heard.set()
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds_left()):
                    await heard.wait()
            heard.clear()
            yield None
        if topics:
            yield None
    finally:
        await _stop(rung)


async def _hear(ring: AsyncIterator[str], heard: asyncio.Event, rest: float = 0.0) -> None:
    async for _ in ring:
        if rest:
            await asyncio.sleep(rest)
        heard.set()


async def _looked(look: Callable[[], Awaitable[Handoff | None]]) -> Handoff | None:
    while True:
        try:
            return await look()
        except StorageError:
            await asyncio.sleep(_RETRY_SECONDS)


async def _stop(tasks: tuple[asyncio.Task[None], ...]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
