"""Her screen kept as it is, while she looks: server-sent events, written by hand.

They are few lines of the standard; a library would hide when a write reached the socket,
and that is when a reply counts as shown. The script asks by POST, because what says which
screen it has may stand in no address.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from aiohttp import web

    from bot.channels.webchat.pages import Pages
    from bot.contact import Contact
    from bot.conversation import Address
    from bot.view import Answer, View

#: How often something is said although nothing changed: proxies close what is silent, the script
#: notices a dead line, and what time alone changes (a window's end) is seen.
PING_SECONDS = 15.0
_WRITE_SECONDS = 10.0

#: Nothing will change by itself any more.
_OVER = b"end"
#: Another tab listens now: this one says so.
_ELSEWHERE = b"elsewhere"
#: She left in another tab: this one covers itself too.
_LEAVE = b"leave"


@dataclass(slots=True)
class _Seat:
    """One tab that listens."""

    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    ending: bytes = b""

    def end(self, how: bytes) -> None:
        self.ending = how
        self.stirred.set()


class Live:
    """Draws, for each session, the tab that asked last."""

    def __init__(self, contact: Contact, pages: Pages, ping: float = PING_SECONDS) -> None:
        self._contact = contact
        self._pages = pages
        self._ping = ping
        self._seats: dict[str, _Seat] = {}

    async def serve(
        self, request: web.Request, response: web.StreamResponse, address: Address, token: str
    ) -> None:
        """Keep a screen as it should be until it needs no more keeping."""
        seat = self._sit_down(address.key)
        ringing = asyncio.create_task(self._hear(address, seat))
        try:
            await response.prepare(request)
            await self._follow(response, address, token, seat)
        except (ConnectionError, TimeoutError):
            pass  # her network went: what she has not got is drawn when she is back
        finally:
            ringing.cancel()
            with suppress(asyncio.CancelledError):
                await ringing
            if self._seats.get(address.key) is seat:
                del self._seats[address.key]

    def leave(self, session: str) -> None:
        """She left: nothing more is written, and a tab that is still open is covered (P3)."""
        if seat := self._seats.get(session):
            seat.end(_LEAVE)

    async def stop(self, _: web.Application) -> None:
        """Let go of every tab: the scripts ask again by themselves."""
        for seat in self._seats.values():
            seat.end(b"stop")

    def _sit_down(self, session: str) -> _Seat:
        if older := self._seats.get(session):
            older.end(_ELSEWHERE)
        seat = self._seats[session] = _Seat()
        return seat

    async def _hear(self, address: Address, seat: _Seat) -> None:
        async for _ in self._contact.changes(address):
            seat.stirred.set()

    async def _follow(
        self, response: web.StreamResponse, address: Address, token: str, seat: _Seat
    ) -> None:
        drawn: View | None = None
        # What came by itself stays until she does something: she may be reading it.
        unread: frozenset[int] = frozenset()
        while not seat.ending:
            seat.stirred.clear()
            answer = await self._contact.redraw(address, token=token, unread=unread)
            if seat.ending:
                break
            if answer is None or answer.view is None:
                if self._contact.holds(address):
                    return  # the storage rests: the script asks again by itself
                seat.ending = _OVER
                break
            drawn = await self._draw(response, address, answer, drawn)
            unread |= frozenset(answer.lines)
            if not (answer.view.is_live and self._contact.holds(address)):
                # Without an open window nothing appears by itself: she looks (P4).
                seat.ending = _OVER
                break
            with suppress(TimeoutError):
                async with asyncio.timeout(self._ping):
                    await seat.stirred.wait()
        await _write(response, b"event: %s\ndata:\n\n" % seat.ending)

    async def _draw(
        self, response: web.StreamResponse, address: Address, answer: Answer, drawn: View | None
    ) -> View | None:
        view = answer.view
        if view == drawn or view is None:
            await _write(response, b":\n\n")
            return drawn
        part = self._pages.draw(view, is_part=True).decode()
        await _write(response, b"data: %s\n\n" % orjson.dumps(part))
        await self._contact.shown(address, answer)
        return view


async def _write(response: web.StreamResponse, block: bytes) -> None:
    async with asyncio.timeout(_WRITE_SECONDS):
        await response.write(block)
