"""No framework and no meaning: raw sockets that answer every press with the next screen.

It tells what the load side can carry; a figure near it says more about the bench than
about the bot.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections import deque
from typing import Final, cast
from urllib.parse import urlsplit

from tests.load.peers.walk import STEPS, TOKEN, Screen, asked

_CONNECTIONS: Final = 64
_LENGTH: Final = re.compile(rb"(?i)content-length: *(\d+)")
_HEAD: Final = "POST /bot{}/{} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


class Line(asyncio.Protocol):
    """One kept-alive connection: a call at a time, the others wait in line."""

    def __init__(self, waiting: deque[bytes]) -> None:
        self._waiting = waiting
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self._answered: asyncio.Future[bytes] | None = None
        self.is_free = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        # uvloop's transports are not derived from asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def send(self, call: bytes) -> None:
        """Send a call whose answer nobody reads."""
        assert self._transport is not None, "It is connected."
        self.is_free = False
        self._transport.write(call)

    def ask(self, call: bytes) -> asyncio.Future[bytes]:
        """Send a call and return its answer's body."""
        self._answered = asyncio.get_running_loop().create_future()
        self.send(call)
        return self._answered

    def data_received(self, data: bytes) -> None:
        """Take an answer; then the next call that waits."""
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n") + 4
        if end < 4 or (length := _LENGTH.search(self._buffer)) is None:
            return
        if len(self._buffer) < end + int(length[1]):
            return
        body, self._buffer = self._buffer[end:], b""
        self.is_free = True
        if self._answered is not None:
            self._answered.set_result(body)
        elif self._waiting:
            self.send(self._waiting.popleft())


class Calls:
    """A pool of lines."""

    def __init__(self) -> None:
        self._waiting: deque[bytes] = deque()
        self._lines: list[Line] = []
        self.asking = Line(deque())

    async def open(self, base: str) -> None:
        """Connect them all."""
        at, loop = urlsplit(base), asyncio.get_running_loop()
        assert at.hostname, "The address names a host."
        _, self.asking = await loop.create_connection(
            lambda: Line(deque()), at.hostname, at.port or 80
        )
        for _ in range(_CONNECTIONS):
            _, line = await loop.create_connection(
                lambda: Line(self._waiting), at.hostname, at.port or 80
            )
            self._lines.append(line)

    def send(self, call: bytes) -> None:
        """Send on a free line, or as soon as one is."""
        for line in self._lines:
            if line.is_free:
                line.send(call)
                return
        self._waiting.append(call)


def request(method: str, body: bytes) -> bytes:
    """Return a call as it goes over the wire."""
    head = _HEAD.format(TOKEN, method) + f"Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def drawn(screen: Screen) -> str:
    """Return what an edit and a send of this screen share."""
    rows = [[{"text": label, "callback_data": label[:20]} for label in row] for row in screen.rows]
    return json.dumps({"text": screen.text, "reply_markup": {"inline_keyboard": rows}})[1:]


async def main() -> None:
    """Poll until killed."""
    base, screens = asked()
    shown = [drawn(screen) for screen in screens]
    steps: dict[int, int] = {}
    calls, offset = Calls(), 0
    await calls.open(base)
    while True:
        asked_for = json.dumps({"offset": offset, "timeout": 30, "limit": 100}).encode()
        answer = await calls.asking.ask(request("getUpdates", asked_for))
        for update in json.loads(answer)["result"]:
            offset = update["update_id"] + 1
            query = update.get("callback_query")
            if query is None:
                chat = update["message"]["chat"]["id"]
                steps[chat] = 0
                calls.send(request("sendMessage", f'{{"chat_id":{chat},{shown[0]}'.encode()))
                continue
            message = query["message"]
            chat = message["chat"]["id"]
            steps[chat] = step = (steps[chat] + 1) % STEPS
            heard = f'{{"callback_query_id":"{query["id"]}"}}'
            where = f'{{"chat_id":{chat},"message_id":{message["message_id"]},{shown[step]}'
            calls.send(request("answerCallbackQuery", heard.encode()))
            calls.send(request("editMessageText", where.encode()))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
