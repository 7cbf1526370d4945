"""The desk kept fresh: what changed is sent as it is drawn, while her session lasts."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import orjson
from aiohttp import web

from console.desk.drawing import drawn
from console.desk.here import DESK, memory_of, number_of, reading_of
from console.here import look_anew, parts_of, session_of
from routing.ports import of_handoff, of_node
from storage.errors import StorageUnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

#: Without a ring it is drawn anew so often: minutes go by, windows end, and the browser hears
#: that we are still here.
_BEAT: Final = 5.0
#: Between two drawings at least so many times what the last one took: a flood of contacts
#: costs a fifth of a core at most.
_REST: Final = 4.0
_SHORTEST: Final = 0.1


async def live(request: web.Request) -> web.StreamResponse:
    """Send the parts of her page that changed, each time something rings."""
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}
    )
    await response.prepare(request)
    known = memory_of(request).handoff(number_of(request))
    me, parts = session_of(request).person, parts_of(request)
    topics = [of_node(me.node), *([of_handoff(known)] if known else [])]
    with suppress(ConnectionError):
        if known is None:
            await _stream(request, response, topics)
            return response
        with request.app[DESK].looking.at(known, me.id):
            # Colleagues who have it open read that she looks, and then that she does not.
            parts.bell.ring(of_handoff(known))
            await _stream(request, response, topics)
    if known is not None:
        parts.bell.ring(of_handoff(known))
    return response


async def _stream(request: web.Request, response: web.StreamResponse, topics: list[str]) -> None:
    over = session_of(request).over
    before: dict[str, str] = {}
    rings = _Rings(parts_of(request).bell.listen(*topics))
    try:
        while not over.is_set():
            look_anew(request)
            rest = await _send_changes(request, response, before)
            await rings.wait(over, rest)
        await response.write(b"event: over\ndata: .\n\n")
    finally:
        await rings.stop()


async def _send_changes(
    request: web.Request, response: web.StreamResponse, before: dict[str, str]
) -> float:
    """Send what is drawn otherwise than before; return how long to rest after that."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        desk = await reading_of(request).now(number_of(request))
    except StorageUnavailableError:
        await response.write(b"event: trouble\ndata: .\n\n")
        return _BEAT / 2
    parts = dict(drawn(request, desk))
    changed = {name: body for name, body in parts.items() if before.get(name) != body}
    before.update(parts)
    await response.write(b"event: parts\ndata: " + orjson.dumps(changed) + b"\n\n")
    return max(_SHORTEST, _REST * (loop.time() - began))


class _Rings:
    """A bell that is listened to between drawings."""

    def __init__(self, ear: AsyncIterator[str]) -> None:
        self._ear = ear
        self._next: asyncio.Task[str] | None = None

    async def wait(self, over: asyncio.Event, rest: float) -> None:
        """Rest, then wait for a ring, a beat or the end of the session."""
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), rest)
            return
        if self._next is None:
            self._next = asyncio.ensure_future(anext(self._ear))
        ending = asyncio.ensure_future(over.wait())
        await asyncio.wait({self._next, ending}, timeout=_BEAT, return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        if self._next.done():
            self._next = None

    async def stop(self) -> None:
        """Listen no more."""
        if self._next is not None:
            self._next.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration):
                await self._next
