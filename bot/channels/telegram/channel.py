"""The Telegram channel, put together."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Final, Self

import structlog

from bot.channels.telegram.calls import BotApi
from bot.channels.telegram.delivery import Delivery
from bot.channels.telegram.handoffs import Handoffs
from bot.channels.telegram.hearing import Hearing, Reception
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.leaving import Leaving
from bot.channels.telegram.limiter import Limiter
from bot.channels.telegram.news import News
from bot.channels.telegram.queues import Queues
from bot.channels.telegram.request import Connections, Line
from bot.channels.telegram.sweeper import Sweeper
from bot.channels.telegram.taking_away import TakingAway
from bot.channels.telegram.turns import Turns
from bot.settings import TELEGRAM_API

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType

    from bot.channels.telegram.webhook import Webhook
    from bot.contact import Contact
    from bot.conversation import Conversation
    from bot.settings import Telegram
    from storage.ledger import Ledger

#: Enough for a round trip of 40 ms at several thousand turns a second.
_SHOWING_CONNECTIONS: Final = 600
_ERASING_CONNECTIONS: Final = 100
_ASKING_CONNECTIONS: Final = 2
#: What Telegram takes of new messages, over all chats.
_TELEGRAM_SENDS: Final = 30
#: What a stop waits for turns and deletions under way.
_GRACE_SECONDS: Final = 2.0
_REST_SECONDS: Final = 5.0

log = structlog.get_logger()


class TelegramChannel:
    """Talks with women on Telegram while it is open: `async with TelegramChannel(…):`."""

    def __init__(
        self,
        settings: Telegram,
        token: str,
        *,
        conversation: Conversation,
        contact: Contact,
        ledger: Ledger,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._token = token
        self._stack = AsyncExitStack()
        self._tasks: list[asyncio.Task[None]] = []
        asking, showing, erasing = self._lines()
        api = BotApi(asking, showing, erasing)
        idle_seconds = settings.idle_minutes * 60.0
        limiter = Limiter(_sends_a_second(settings), time.monotonic)
        hearing = Hearing(conversation, ledger)
        delivery = Delivery(contact, lambda chat: queues.tell_news(chat))  # noqa: PLW0108 (made below)
        handoffs = Handoffs(contact, hearing, delivery)
        leaving = Leaving(api, ledger, clock)
        news = News(api, ledger, handoffs)
        turns = Turns(
            api=api,
            ledger=ledger,
            hearing=hearing,
            handoffs=handoffs,
            news=news,
            leaving=leaving,
            limiter=limiter,
            clock=clock,
        )
        queues = Queues(turns.take, news.tell)
        reception = Reception(
            hearing=hearing,
            queues=queues,
            leaving=leaving,
            handoffs=handoffs,
            api=api,
            ledger=ledger,
            clock=clock,
            idle_seconds=idle_seconds,
        )
        self._turns, self._leaving, self._queues = turns, leaving, queues
        self._reception = reception
        self._handoffs = handoffs
        self._intake = Intake(api, reception, ledger, handoffs)
        self._webhook = _webhook(settings, token, reception, ledger, handoffs)
        self._taking_away = TakingAway(
            conversation, ledger, news, queues.tell_news, _sends_a_second(settings)
        )
        self._sweeper = Sweeper(
            ledger=ledger,
            leaving=leaving,
            queues=queues,
            handoffs=handoffs,
            clock=clock,
            idle_seconds=idle_seconds,
        )

    def take_away(self, taken_back: bytes) -> None:
        """Draw anew what stands on phones out of a withdrawn edition (`TakingAway.begin`)."""
        self._taking_away.begin(taken_back)

    async def __aenter__(self) -> Self:
        for connections in self._connections:
            await self._stack.enter_async_context(connections)
        if self._webhook is not None:
            await self._webhook.open()
            self._stack.push_async_callback(self._webhook.close)
        hearing = self._webhook or self._intake
        self._tasks = [asyncio.create_task(_kept_up(part.run)) for part in (hearing, self._sweeper)]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._taking_away.close()
        await asyncio.gather(
            self._queues.close(_GRACE_SECONDS), self._leaving.close(_GRACE_SECONDS)
        )
        await self._turns.close()
        await self._reception.close()
        await self._handoffs.close()
        await self._stack.aclose()

    def _lines(self) -> tuple[Line, Line, Line]:
        """Make three pools: full ones never keep an exit, or the next question, waiting."""
        self._connections = (
            Connections(_ASKING_CONNECTIONS),
            Connections(_SHOWING_CONNECTIONS),
            Connections(_ERASING_CONNECTIONS),
        )
        asking, showing, erasing = (
            Line(connections, self._settings.api_base, self._token)
            for connections in self._connections
        )
        return asking, showing, erasing


def _webhook(
    settings: Telegram, token: str, reception: Reception, ledger: Ledger, handoffs: Handoffs
) -> Webhook | None:
    if not settings.webhook_url:
        return None
    # Here and not above: it brings python-telegram-bot, 16 MB that polling does without.
    from bot.channels.telegram.webhook import Webhook  # noqa: PLC0415

    return Webhook(settings, token, reception, ledger, handoffs)


async def _kept_up(run: Callable[[], Awaitable[None]]) -> None:
    """Run a part until it ends by itself; an error nobody foresaw does not end it."""
    while True:
        try:
            await run()
        except Exception as error:  # noqa: BLE001 (a door: the service goes on)
            # Only the kind: the sentence of an unforeseen error may quote anything.
            kind = type(error).__name__
            log.error("A part of the Telegram channel begins again.", error=kind)  # noqa: TRY400
            await asyncio.sleep(_REST_SECONDS)
        else:
            return


def _sends_a_second(settings: Telegram) -> int:
    """Return the pace of new messages; 0 is none, for test servers and benchmarks."""
    if settings.sends_a_second is not None:
        return settings.sends_a_second
    return _TELEGRAM_SENDS if settings.api_base.rstrip("/") == TELEGRAM_API else 0
