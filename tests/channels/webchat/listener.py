"""What the page's script hears: server-sent events, read as a browser reads them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from tests.channels.webchat.plain_browser import Page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import ClientResponse

    from tests.channels.webchat.plain_browser import PlainBrowser

_PATIENCE = 10


@dataclass
class Listener:
    """An open stream."""

    answer: ClientResponse

    async def next(self) -> str | Page:
        """Return the next thing that is told: a screen, or the name of an end; pings aside."""
        async with asyncio.timeout(_PATIENCE):
            while True:
                block = (await self.answer.content.readuntil(b"\n\n")).decode().strip()
                assert block, "it was closed without a word"
                if block.startswith("event: "):
                    return block.splitlines()[0].removeprefix("event: ")
                if block.startswith("data: "):
                    return Page(200, {}, orjson.loads(block.removeprefix("data: ")))

    async def screen(self) -> Page:
        """Return the next screen."""
        told = await self.next()
        assert isinstance(told, Page), told
        return told

    async def rest(self) -> bytes:
        """Return everything until it is closed."""
        async with asyncio.timeout(_PATIENCE):
            return await self.answer.content.read()


@asynccontextmanager
async def listening(browser: PlainBrowser, token: str, cookie: str = "") -> AsyncIterator[Listener]:
    """Open the stream of a screen."""
    async with browser.session.post(
        browser.address + "/l",
        data={"at": token},
        headers={"Cookie": cookie or browser.cookie},
    ) as answer:
        yield Listener(answer)
