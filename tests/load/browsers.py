"""Browsers without scripts: each posts the form of a real button of the page it was shown."""

from __future__ import annotations

import asyncio
import random
import re
import time
import zlib
from typing import TYPE_CHECKING, Final, cast

from tests.load.people import PLAN, Figures

if TYPE_CHECKING:
    from collections.abc import Callable

#: Home is the last of these buttons on a page.
_PLAN: Final = (*PLAN[:-1], -1)
_OPENING: Final = 4
_BUTTON: Final = re.compile(
    rb'class="(?:choice|more|quiet home)"(?: form="go")? name="go" value="([^"]+)"'
)
_HEADING: Final = re.compile(rb"<h1[^>]*>([^<]*)")
_ANY_BUTTON: Final = re.compile(rb'name="go" value="([^"]+)"')
_LENGTH: Final = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_COOKIE: Final = re.compile(rb"(?i)\r\nset-cookie: *([^;\r]+)")
_OK: Final = b"HTTP/1.1 200"


class Browser(asyncio.Protocol):
    """One visit over one kept-alive connection."""

    def __init__(self, host: str, shown: Callable[[Browser, bytes, int], None]) -> None:
        self._shown = shown
        self._host = host.encode()
        self._cookie = b""
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self.seen = 0
        self.asked_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the door."""
        self._transport = cast("asyncio.Transport", transport)
        self._ask(b"GET", b"")

    def press(self, token: bytes) -> None:
        """Post the form with this button."""
        self._ask(b"POST", b"go=" + token)

    def close(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        """Show a page when all of it is here."""
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head, body = self._buffer[: end + 2], self._buffer[end + 4 :]
        length = _LENGTH.search(head)
        if length is None or len(body) < int(length[1]):
            return
        self._buffer = b""
        cookie = _COOKIE.search(head)
        if cookie is not None:
            self._cookie = cookie[1]
        self.seen += 1
        page = zlib.decompress(body, 31) if head.startswith(_OK) else b""
        self._shown(self, page, len(body))

    def _ask(self, verb: bytes, form: bytes) -> None:
        assert self._transport is not None, "It is connected."
        self.asked_at = time.perf_counter()
        self._transport.write(
            b"%b / HTTP/1.1\r\nHost: %b\r\nAccept-Encoding: gzip\r\nCookie: %b\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%b"
            % (verb, self._host, self._cookie, len(form), form)
        )


class Visitors:
    """Many browsers that press again as soon as they see a page."""

    def __init__(self, port: int) -> None:
        self.figures = Figures()
        self._port = port
        self._is_over = False
        #: The headings of the eight screens, as they were seen first.
        self._headings: dict[int, bytes] = {}

    async def hurry(self, number: int) -> list[Browser]:
        """Open these many browsers, which walk the eight screens in a circle."""
        return [await _open(self._port, self._go_on) for _ in range(number)]

    def stop(self) -> None:
        """Let nobody press any more."""
        self._is_over = True

    def look(self) -> Figures:
        """Return what was seen since the last look."""
        figures, self.figures = self.figures, Figures()
        return figures

    def _go_on(self, browser: Browser, page: bytes, size: int) -> None:
        self.figures.turns += 1
        self.figures.waits.append(time.perf_counter() - browser.asked_at)
        tokens, before = _BUTTON.findall(page), browser.seen - 1 - _OPENING
        step = before % len(_PLAN) if before >= 0 else before
        heading = _HEADING.search(page)
        if heading is None or heading[1] != self._headings.setdefault(step, heading[1]):
            self.figures.strange += 1
        button = 0 if step < 0 else _PLAN[step]
        if tokens and not self._is_over:
            browser.press(tokens[button])


async def largest_page(port: int, presses: int) -> int:
    """Press at random; return the bytes of the largest page, compressed, without its head."""
    sizes: list[int] = []
    done = asyncio.Event()
    chance = random.Random(8)  # the same walk every time

    def look(browser: Browser, page: bytes, size: int) -> None:
        sizes.append(size)
        tokens = _ANY_BUTTON.findall(page)
        if len(sizes) > presses or not tokens:
            done.set()
        else:
            browser.press(chance.choice(tokens))

    browser = await _open(port, look)
    async with asyncio.timeout(60):
        await done.wait()
    browser.close()
    return max(sizes)


async def first_page(port: int, seconds: float = 20.0) -> float:
    """Try until the door is shown; return when that was, on the clock of `perf_counter`."""
    shown = asyncio.Event()
    async with asyncio.timeout(seconds):
        while True:
            try:
                browser = await _open(port, lambda *_: shown.set())
            except OSError:
                await asyncio.sleep(0.005)
            else:
                await shown.wait()
                browser.close()
                return time.perf_counter()


async def _open(port: int, shown: Callable[[Browser, bytes, int], None]) -> Browser:
    host = f"127.0.0.1:{port}"
    loop = asyncio.get_running_loop()
    _, browser = await loop.create_connection(lambda: Browser(host, shown), "127.0.0.1", port)
    return browser
