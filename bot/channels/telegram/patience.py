"""Waiting before another try: never past an exit, and never past something newer."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from bot.channels.telegram.errors import RefusedError
    from bot.channels.telegram.queues import Chat, Job
    from storage.ledger import Ledger

#: Seconds between tries, where Telegram does not name them.
RESTS: Final = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0)
#: Longer waits are not sat out before Telegram is told.
_SHORT_REST: Final = 1.0

log = structlog.get_logger()


def is_passing(ledger: Ledger, chat: Chat, refusal: RefusedError) -> bool:
    """Whether a refused screen is worth another try."""
    if refusal.is_closed_chat:
        # She stopped the bot: nothing of ours reaches her, nothing of hers is kept.
        ledger.forget(chat.id)
    elif not refusal.is_passing:
        log.error("Telegram refused a screen.", code=refusal.code)
    return refusal.is_passing


async def still_wanted(chat: Chat, job: Job, visit: int, seconds: float) -> bool:
    """Wait, but not when something newer happens; whether this turn is still the newest."""
    if seconds > _SHORT_REST:
        # One stuck chat must not keep what came together with it unconfirmed.
        job.finish()
    if seconds > 0 and not chat.waiting and chat.visit == visit:
        chat.stirred.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await chat.stirred.wait()
    return chat.visit == visit and not chat.waiting


async def is_interrupted(chat: Chat, visit: int, seconds: float) -> bool:
    """Wait; whether she did something, or left, meanwhile."""
    if not chat.waiting and chat.visit == visit:
        chat.stirred.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await chat.stirred.wait()
    return bool(chat.waiting) or chat.visit != visit


async def sit_out(chat: Chat, job: Job, visit: int, seconds: float) -> None:
    """Wait for a place to send, whatever she does meanwhile, unless she leaves."""
    if seconds > 0:
        # The others must not wait with her to be confirmed, least of all to be heard.
        job.finish()
    now = asyncio.get_running_loop().time
    until = now() + seconds
    while chat.visit == visit and (left := until - now()) > 0:
        chat.stirred.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(left):
                await chat.stirred.wait()


def pause_of(chat: Chat) -> float:
    """Seconds for which Telegram takes no screen of this chat."""
    if not chat.paused_until:
        return 0.0
    return chat.paused_until - asyncio.get_running_loop().time()
