"""The way to the Bot API: kept-alive connections, JSON in, JSON out.

python-telegram-bot's own HTTP layer costs twenty times everything else in a turn (2 ms a
call against 0.07), and its `Bot` decodes what nobody reads. So the calls of a visit are
made here, and its `Bot` (`library_bot`) is given these same connections for the rest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

import aiohttp
import orjson
from aiohttp.http import HttpProcessingError
from yarl import URL

from bot.channels.telegram.errors import RefusedError, UnreachableError

if TYPE_CHECKING:
    from types import TracebackType

    from aiohttp.client_proto import ResponseHandler

#: Told when a request was given to the network, before its answer.
OnItsWay = Callable[[], None]
_OK: Final = b'{"ok":true'
#: No answer came.
FAILURES: Final = (aiohttp.ClientError, HttpProcessingError, TimeoutError, OSError)
#: Longer than Telegram ever takes, shorter than a woman waits.
READ_SECONDS: Final = 20.0
CONNECT_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is the same in every call of one address."""

    #: Tells the pool whom to connect to.
    request: aiohttp.ClientRequest
    #: The head of the call, up to the number of its bytes.
    head: bytes


class Connections:
    """A pool of kept-alive connections; proxies of the environment are not obeyed."""

    def __init__(self, most: int, read_seconds: float = READ_SECONDS) -> None:
        self._most = most
        self._read_seconds = read_seconds
        self._timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS)
        self._pool: aiohttp.TCPConnector | None = None
        self._asked: dict[URL, _Asked] = {}

    async def open(self) -> None:
        """Open the pool; connections are made when they are needed."""
        if self._pool is None:
            self._pool = aiohttp.TCPConnector(limit=self._most, ttl_dns_cache=300)

    async def close(self) -> None:
        """Close every connection."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def post_json(
        self,
        url: URL,
        body: bytes,
        read_seconds: float | None = None,
        on_its_way: OnItsWay | None = None,
    ) -> tuple[int, bytes]:
        """Send a body of JSON and return the status and the answer's body.

        Raises:
            aiohttp.ClientError, TimeoutError, OSError: When no answer came.
        """
        assert self._pool is not None, "The connections are not open."
        asked = self._asked.get(url) or self._ask(url)
        # aiohttp's pool, TLS and parser without its session, which takes three times as
        # long as all of them and does nothing for calls that are alike.
        connection = await self._pool.connect(asked.request, [], self._timeout)
        try:
            protocol, transport = connection.protocol, connection.transport
            assert protocol is not None, "A fresh connection has a protocol."
            assert transport is not None, "A fresh connection has a transport."
            protocol.set_response_params(read_timeout=read_seconds or self._read_seconds)
            transport.write(b"%b%d\r\n\r\n%b" % (asked.head, len(body), body))
            protocol.start_timeout()
            if on_its_way is not None:
                on_its_way()
            code, answer = await _answer(protocol)
        except BaseException:
            # Half a conversation is left on it.
            connection.close()
            raise
        connection.release()
        return code, answer

    def _ask(self, url: URL) -> _Asked:
        request = aiohttp.ClientRequest("POST", url, loop=asyncio.get_running_loop())
        # What aiohttp would say about itself tells the network a name.
        head = (
            f"POST {url.raw_path_qs} HTTP/1.1\r\nHost: {request.headers['Host']}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        )
        asked = self._asked[url] = _Asked(request, head.encode())
        return asked


class Line:
    """Calls by name over one pool."""

    def __init__(self, connections: Connections, api_base: str, token: str) -> None:
        self._connections = connections
        self._root = f"{api_base.rstrip('/')}/bot{token}/"
        self._urls: dict[str, URL] = {}

    def __repr__(self) -> str:
        return "Line(…)"

    async def call(
        self, method: str, payload: dict[str, Any], read_seconds: float | None = None
    ) -> Any:
        """Call a method and return its result.

        Raises:
            UnreachableError: When no answer came, or not one of a Bot API.
            RefusedError: When the answer is no.
        """
        return _result_of(method, *await self._answer_to(method, payload, read_seconds))

    async def tell(
        self, method: str, payload: dict[str, Any], on_its_way: OnItsWay | None = None
    ) -> None:
        """Call a method whose result nobody reads.

        Raises:
            UnreachableError: When no answer came, or not one of a Bot API.
            RefusedError: When the answer is no.
        """
        code, body = await self._answer_to(method, payload, None, on_its_way)
        # An edit answers with the whole screen: not worth decoding.
        if not body.startswith(_OK):
            _result_of(method, code, body)

    async def _answer_to(
        self,
        method: str,
        payload: dict[str, Any],
        read_seconds: float | None,
        on_its_way: OnItsWay | None = None,
    ) -> tuple[int, bytes]:
        url = self._urls.get(method)
        if url is None:
            url = self._urls[method] = URL(self._root + method, encoded=True)
        try:
            return await self._connections.post_json(
                url, orjson.dumps(payload), read_seconds, on_its_way
            )
        except FAILURES:
            # Not chained: the library's own sentences may quote the address, and the token in it.
            raise UnreachableError(method) from None


def _result_of(method: str, code: int, body: bytes) -> Any:
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        answer = None
    if not isinstance(answer, dict):
        answer = {}
    if answer.get("ok") is True:
        return answer.get("result")
    stated = answer.get("error_code")
    # Some servers answer 200 with "ok": false: their error_code is the truth.
    code = stated if isinstance(stated, int) else code
    if code < 400:  # noqa: PLR2004
        raise UnreachableError(method)
    parameters = answer.get("parameters")
    after = parameters.get("retry_after") if isinstance(parameters, dict) else 0
    description = answer.get("description") or answer.get("message")
    raise RefusedError(
        method,
        code,
        description if isinstance(description, str) else "",
        float(after) if isinstance(after, (int, float)) and after > 0 else 0.0,
    )


async def _answer(protocol: ResponseHandler) -> tuple[int, bytes]:
    while True:
        message, body = await protocol.read()
        if message.code >= 200:  # noqa: PLR2004 (before it, only "wait a moment")
            return message.code, await body.read()
