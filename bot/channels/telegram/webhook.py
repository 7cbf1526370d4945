"""Telegram posts what happened, each update by itself, and waits for our 200."""

from __future__ import annotations

import asyncio
import hmac
from typing import TYPE_CHECKING, Final

import orjson
import structlog
from aiohttp import web
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.intake import confirmable
from bot.channels.telegram.library_bot import library_bot
from bot.channels.telegram.queues import Batch
from bot.channels.telegram.updates import ALLOWED
from bot.errors import PortTakenError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.channels.telegram.handoffs import Handoffs
    from bot.channels.telegram.hearing import Reception
    from bot.settings import Telegram
    from storage.ledger import Ledger

_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
#: An update with a long text and its keyboard has a few kilobytes.
_MOST_BYTES: Final = 1024 * 1024
#: Telegram's own most.
_CONNECTIONS: Final = 100
_FIRST_REST: Final = 1.0
_LONGEST_REST: Final = 60.0

log = structlog.get_logger()


class Webhook:
    """Our half of the webhook: an address nobody can guess, and a secret on top."""

    def __init__(
        self,
        settings: Telegram,
        token: str,
        reception: Reception,
        ledger: Ledger,
        handoffs: Handoffs,
    ) -> None:
        self._settings = settings
        self._token = token
        self._reception = reception
        self._ledger = ledger
        self._handoffs = handoffs
        self._secret = settings.webhook_secret.get_secret_value()
        self._path = hmac.new(self._secret.encode(), b"path", "sha256").hexdigest()[:32]
        app = web.Application(client_max_size=_MOST_BYTES)
        app.router.add_route("*", "/{tail:.*}", self._hear)
        # Without an access log: who was heard, and when, is not ours to keep.
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False)

    @property
    def address(self) -> str:
        """Where Telegram posts."""
        return f"{self._settings.webhook_url.rstrip('/')}/{self._path}"

    async def open(self) -> None:
        """Listen.

        Raises:
            PortTakenError: When something else does.
        """
        host, port = self._settings.webhook_host, self._settings.webhook_port
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as problem:
            await self._runner.cleanup()
            raise PortTakenError(host, port, "telegram.webhook_port") from problem

    async def close(self) -> None:
        """Stop listening; Telegram keeps what it could not post."""
        await self._runner.cleanup()

    async def run(self) -> None:
        """Tell Telegram where to post, until it knows."""
        bot, request = library_bot(self._settings.api_base, self._token)
        rest = _FIRST_REST
        async with request:
            while True:
                try:
                    await bot.set_webhook(
                        self.address,
                        secret_token=self._secret,
                        allowed_updates=ALLOWED,
                        max_connections=_CONNECTIONS,
                    )
                except InvalidToken:
                    log.error(  # noqa: TRY400 (the keeper needs the sentence, not the trace)
                        "Telegram does not know this bot's token: Telegram is off until the"
                        " keeper sets the right one and starts again."
                    )
                    return
                except TelegramError:
                    log.warning("Telegram did not take the webhook's address; it is tried again.")
                    await asyncio.sleep(rest)
                    rest = min(rest * 2, _LONGEST_REST)
                else:
                    return

    async def _hear(self, request: web.Request) -> web.Response:
        if not self._is_telegram(request):
            return web.Response(status=404)
        batch = Batch(1)
        self._reception.take_raw(_json(await request.read()), batch)
        await confirmable(batch, self._ledger, self._handoffs)
        return web.Response()

    def _is_telegram(self, request: web.Request) -> bool:
        """Compare path and secret, both always and in constant time (SAFETY TG-11)."""
        path = request.path.rpartition("/")[2]
        secret = request.headers.get(_HEADER, "")
        knows_path = hmac.compare_digest(path.encode(), self._path.encode())
        knows_secret = hmac.compare_digest(_bytes(secret), self._secret.encode())
        return knows_path and knows_secret and request.method == "POST" and bool(self._secret)

    @property
    def port(self) -> int:
        """Where it listens, also when the system chose."""
        return int(self._runner.addresses[0][1])


def _bytes(header: str) -> bytes:
    return header.encode(errors="surrogateescape")


def _json(body: bytes) -> object:
    """Return what was posted; `None`, which is nothing to us, for what is no JSON."""
    loads: Callable[[bytes], object] = orjson.loads
    try:
        return loads(body)
    except orjson.JSONDecodeError:
        return None
