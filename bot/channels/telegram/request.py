"""The way to the Bot API: aiohttp under python-telegram-bot, and a short cut beside it.

python-telegram-bot's own HTTP layer costs twenty times everything else in a turn
(2 ms a call against 0.07), so its `Bot` is given `AiohttpRequest`. The calls of a
turn take the same road without the `Bot`: JSON in, JSON out, nothing decoded that
nobody reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import orjson
from aiohttp.payload import BytesPayload
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest
from yarl import URL

from bot.channels.telegram.errors import RefusedError, UnreachableError

if TYPE_CHECKING:
    from aiohttp.abc import AbstractStreamWriter
    from telegram._utils.types import ODVInput
    from telegram.request import RequestData

#: Told when a request was given to the network, before its answer.
OnItsWay = Callable[[], None]
_OK: Final = b'{"ok":true'
_FAILURES: Final = (aiohttp.ClientError, TimeoutError, OSError)
#: Longer than Telegram ever takes, shorter than a woman waits.
READ_SECONDS: Final = 20.0
CONNECT_SECONDS: Final = 5.0


class _Body(BytesPayload):
    """JSON that tells when it was given to the network."""

    def __init__(self, body: bytes, on_its_way: OnItsWay | None) -> None:
        super().__init__(body, content_type="application/json")
        self._on_its_way = on_its_way

    async def write_with_length(
        self, writer: AbstractStreamWriter, content_length: int | None
    ) -> None:
        """Write the whole body, then tell."""
        await super().write_with_length(writer, content_length)
        if self._on_its_way is not None:
            self._on_its_way()


class AiohttpRequest(BaseRequest):
    """A pool of kept-alive connections; proxies of the environment are not obeyed."""

    __slots__ = ("_connections", "_read_seconds", "_session")

    def __init__(self, connections: int = 16, read_seconds: float = READ_SECONDS) -> None:
        self._connections = connections
        self._read_seconds = read_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds without a byte after which an answer is no longer expected."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Open the pool; connections are made when they are needed."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=300),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=_timeout(self._read_seconds),
                # What aiohttp would say about itself costs time and tells the network a name.
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

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
        assert self._session is not None, "The request is not initialized."
        timeout = self._session.timeout if read_seconds is None else _timeout(read_seconds)
        answer = await self._session.post(
            url, data=_Body(body, on_its_way), allow_redirects=False, timeout=timeout
        )
        # Read to its end, an answer gives its connection back by itself.
        return answer.status, await answer.read()

    async def do_request(  # noqa: PLR0917 (python-telegram-bot's own signature)
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Carry one call of python-telegram-bot's `Bot`. Files are never sent here."""
        assert method == "POST", "Nothing is downloaded from Telegram."
        body = orjson.dumps(request_data.parameters if request_data else {})
        seconds = read_timeout if isinstance(read_timeout, (int, float)) else None
        try:
            return await self.post_json(URL(url, encoded=True), body, seconds)
        except TimeoutError:
            raise TimedOut from None
        except _FAILURES:
            # Not chained: the library's own sentences may quote the address, and the token in it.
            raise NetworkError("The Bot API cannot be reached.") from None


class Line:
    """Calls by name over one pool."""

    def __init__(self, request: AiohttpRequest, api_base: str, token: str) -> None:
        self._request = request
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
            return await self._request.post_json(
                url, orjson.dumps(payload), read_seconds, on_its_way
            )
        except _FAILURES:
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
    description = answer.get("description")
    raise RefusedError(
        method,
        code,
        description if isinstance(description, str) else "",
        float(after) if isinstance(after, (int, float)) and after > 0 else 0.0,
    )


def _timeout(read_seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=read_seconds)
