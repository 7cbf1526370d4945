"""python-telegram-bot's `Bot` over our own connections: for what is done once, not in a turn.

Imported only where it is used: its types cost 16 MB that a polling bot does without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest
from yarl import URL

from bot.channels.telegram.request import FAILURES, READ_SECONDS, Connections

if TYPE_CHECKING:
    from telegram._utils.types import ODVInput
    from telegram.request import RequestData

_CONNECTIONS = 4


class AiohttpRequest(BaseRequest):
    """A request class for `Bot`."""

    __slots__ = ("_connections",)

    def __init__(self) -> None:
        self._connections = Connections(_CONNECTIONS)

    @property
    def read_timeout(self) -> float | None:
        """Seconds without a byte after which an answer is no longer expected."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Open the connections."""
        await self._connections.open()

    async def shutdown(self) -> None:
        """Close them."""
        await self._connections.close()

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
        """Carry one call. Files are never sent, nothing is ever downloaded."""
        assert method == "POST", "Nothing is downloaded from Telegram."
        body = orjson.dumps(request_data.parameters if request_data else {})
        seconds = read_timeout if isinstance(read_timeout, (int, float)) else None
        try:
            code, answer = await self._connections.post_json(URL(url, encoded=True), body, seconds)
        except TimeoutError:
            raise TimedOut from None
        except FAILURES:
            # Not chained: the library's own sentences may quote the address, and the token in it.
            raise NetworkError("The Bot API cannot be reached.") from None
        if code == 429:  # noqa: PLR2004 (Too Many Requests)
            # The library's own error for this warns of its own future whenever it is raised.
            raise TelegramError("it asks for patience, some hours perhaps")
        return code, answer


def library_bot(api_base: str, token: str) -> tuple[Bot, AiohttpRequest]:
    """A `Bot` and the request to open around its use; neither asks Telegram who it is."""
    request = AiohttpRequest()
    bot = Bot(
        token,
        base_url=f"{api_base.rstrip('/')}/bot",
        request=request,
        get_updates_request=request,
    )
    return bot, request
