"""A stand-in for the Bot API: the semantics a bot leans on, and nothing between it and people."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final, Protocol

import orjson

from tests.load.wire import Connection

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_UPDATES: Final = 100
_ME: Final = {
    "id": 1,
    "is_bot": True,
    "first_name": "Bench",
    "username": "bench_bot",
    "can_join_groups": False,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
_TRUE: Final = b'{"ok":true,"result":true}'


class Listener(Protocol):
    """Who looks at the phones."""

    def shown(self, chat: int, message: bytes, text: str, tokens: list[str]) -> None:
        """A screen was sent or edited; `message` is Telegram's own record of it."""

    def heard(self) -> None:
        """A press was answered."""


class StandIn:
    """One bot's server: updates wait until an offset above them confirms them."""

    def __init__(self, listener: Callable[[StandIn], Listener]) -> None:
        #: Seconds that every call and every answer travels.
        self.one_way = 0.0
        #: Whether updates travel as well, or are there as soon as they are asked for.
        self.updates_travel = True
        self._listener = listener(self)
        self._pending: deque[tuple[int, bytes]] = deque()
        self._last_update = 0
        self._last_message = 0
        self._poll: tuple[Connection, int, asyncio.TimerHandle] | None = None
        self._server: asyncio.Server | None = None
        self._loop = asyncio.get_running_loop()

    async def open(self) -> str:
        """Listen on a free port and return the address."""
        self._server = await self._loop.create_server(
            lambda: Connection(self._arrived), "127.0.0.1", 0
        )
        host, port = self._server.sockets[0].getsockname()
        return f"http://{host}:{port}"

    def close(self) -> None:
        """Listen no more."""
        assert self._server is not None, "It was opened."
        self._server.close()

    def next_message(self) -> int:
        """Return the number of a new message."""
        self._last_message += 1
        return self._last_message

    def happen(self, kind: str, what: dict[str, Any]) -> None:
        """Put an update in line; a waiting poll is answered with all that comes with it."""
        self._last_update += 1
        update = orjson.dumps({"update_id": self._last_update, kind: what})
        self._pending.append((self._last_update, update))
        if self._poll is not None and len(self._pending) == 1:
            self._loop.call_soon(self._answer_poll)

    def _arrived(self, connection: Connection, method: str, fields: dict[str, Any]) -> None:
        if self.one_way and (self.updates_travel or method != "getUpdates"):
            self._loop.call_later(self.one_way, self._take, connection, method, fields)
        else:
            self._take(connection, method, fields)

    def _reply(self, connection: Connection, body: bytes, status: int = 200) -> None:
        if self.one_way:
            self._loop.call_later(self.one_way, connection.answer, body, status)
        else:
            connection.answer(body, status)

    def _take(self, connection: Connection, method: str, fields: dict[str, Any]) -> None:
        match method:
            case "getUpdates":
                self._ask(connection, fields)
                return
            case "editMessageText" | "sendMessage":
                self._reply(connection, self._show(fields))
                return
            case "answerCallbackQuery":
                self._listener.heard()
            case "getMe":
                self._reply(connection, orjson.dumps({"ok": True, "result": _ME}))
                return
        self._reply(connection, _TRUE)

    def _show(self, fields: dict[str, Any]) -> bytes:
        chat, markup = int(fields["chat_id"]), fields.get("reply_markup")
        if isinstance(markup, str):
            markup = orjson.loads(markup)
        known = fields.get("message_id")
        message = orjson.dumps(
            {
                "message_id": int(known) if known else self.next_message(),
                "from": _ME,
                "chat": {"id": chat, "type": "private", "first_name": "P"},
                "date": int(time.time()),
                "text": fields["text"],
                "reply_markup": markup,
            }
        )
        rows = markup["inline_keyboard"] if markup else []
        tokens = [one["callback_data"] for row in rows for one in row if "callback_data" in one]
        self._listener.shown(chat, message, fields["text"], tokens)
        return b'{"ok":true,"result":' + message + b"}"

    def _ask(self, connection: Connection, fields: dict[str, Any]) -> None:
        """Confirm what lies below the offset; answer with the rest, at once or when there is."""
        if self._poll is not None:
            before, _, timer = self._poll
            timer.cancel()
            self._reply(before, b'{"ok":false,"error_code":409,"description":"Conflict"}', 409)
            self._poll = None
        offset = int(fields.get("offset") or 0)
        while self._pending and self._pending[0][0] < offset:
            self._pending.popleft()
        limit = min(int(fields.get("limit") or _MOST_UPDATES), _MOST_UPDATES)
        seconds = float(fields.get("timeout") or 0)
        timer = self._loop.call_later(seconds, self._answer_poll)
        self._poll = connection, limit, timer
        if self._pending or not seconds:
            self._answer_poll()

    def _answer_poll(self) -> None:
        if self._poll is None:
            return
        connection, limit, timer = self._poll
        timer.cancel()
        self._poll = None
        some = [update for _, update in list(self._pending)[:limit]]
        body = b'{"ok":true,"result":[' + b",".join(some) + b"]}"
        if self.updates_travel:
            self._reply(connection, body)
        else:
            connection.answer(body)
