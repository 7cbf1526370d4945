"""Asking Telegram what happened, and telling it only afterwards that we know.

Asking for the next updates confirms the ones before: so it is done when those had their
effect. python-telegram-bot's updater confirms first; killed, it loses what it held.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import structlog

from bot.channels.telegram.errors import BotApiError, RefusedError
from bot.channels.telegram.queues import Batch
from bot.channels.telegram.updates import id_of

if TYPE_CHECKING:
    from bot.channels.telegram.calls import BotApi
    from bot.channels.telegram.handoffs import Handoffs
    from bot.channels.telegram.hearing import Reception
    from storage.ledger import Ledger

#: One stuck chat must not hold the others: no batch stays unconfirmed for longer.
PATIENCE_SECONDS: Final = 2.0
_MOST_UPDATES: Final = 100
_WAIT_SECONDS: Final = 30
_BREATH_SECONDS: Final = 0.1
_FIRST_REST: Final = 0.5
_LONGEST_REST: Final = 30.0

log = structlog.get_logger()


class Intake:
    """Asks for updates for as long as it runs."""

    def __init__(
        self, api: BotApi, reception: Reception, ledger: Ledger, handoffs: Handoffs
    ) -> None:
        self._api = api
        self._reception = reception
        self._ledger = ledger
        self._handoffs = handoffs
        # Never a stored one: Telegram may begin its numbers anew.
        self._offset = 0
        self._rest = _FIRST_REST
        self._is_quiet = False

    async def run(self) -> None:
        """Take updates until cancelled, or until Telegram does not know our token."""
        while True:
            began = asyncio.get_running_loop().time()
            try:
                updates = await self._api.updates(self._offset, _MOST_UPDATES, _WAIT_SECONDS)
            except RefusedError as refusal:
                if refusal.is_wrong_token:
                    log.error(  # noqa: TRY400 (the keeper needs the sentence, not the trace)
                        "Telegram does not know this bot's token: Telegram is off until the"
                        " keeper sets the right one and starts again."
                    )
                    return
                await self._bear(refusal)
            except BotApiError:
                await self._pause(self._rest, "Telegram cannot be reached; it is tried again.")
            else:
                self._recovered()
                if updates:
                    await self._take(updates)
                elif asyncio.get_running_loop().time() - began < _BREATH_SECONDS:
                    # A server that does not know how to wait is not asked without a pause.
                    await asyncio.sleep(_BREATH_SECONDS)

    async def _take(self, updates: list[Any]) -> None:
        batch = Batch(len(updates), is_full=len(updates) >= _MOST_UPDATES)
        for raw in updates:
            self._reception.take_raw(raw, batch)
        await confirmable(batch, self._ledger, self._handoffs)
        numbers = [number for raw in updates if (number := id_of(raw)) is not None]
        if numbers:
            self._offset = numbers[-1] + 1
        else:
            await self._pause(self._rest, "Telegram sends what nobody understands.")

    async def _bear(self, refusal: RefusedError) -> None:
        if refusal.code == 409 and refusal.says("webhook"):  # noqa: PLR2004 (Conflict)
            log.info("A webhook was set for this bot; it is removed, because updates are polled.")
            try:
                await self._api.remove_webhook()
            except BotApiError:
                await self._pause(self._rest, "The webhook could not be removed yet.")
        elif refusal.code == 409:  # noqa: PLR2004 (Conflict)
            await self._pause(self._rest, "Another program is asking for this bot's updates.")
        else:
            await self._pause(
                refusal.retry_after or self._rest, "Telegram refuses to say what happened."
            )

    async def _pause(self, seconds: float, sentence: str) -> None:
        if not self._is_quiet:
            # Once a trouble, not once a try.
            log.warning(sentence)
            self._is_quiet = True
        await asyncio.sleep(seconds)
        self._rest = min(self._rest * 2, _LONGEST_REST)

    def _recovered(self) -> None:
        if self._is_quiet:
            log.info("Telegram answers again.")
        self._is_quiet = False
        self._rest = _FIRST_REST


async def confirmable(batch: Batch, ledger: Ledger, handoffs: Handoffs) -> None:
    """Return when Telegram may be told that these updates are done with.

    Past the patience an exit lies in the ledger and goes on from there, while a screen goes on
    from memory: lost in a crash, she taps again. Words for a person are committed before (P6);
    where the storage hangs, hers stay in her chat until it has answered, and nobody else waits.
    """
    in_time = await batch.wait(PATIENCE_SECONDS / 2)
    if not in_time:
        handoffs.keep(batch.words, told=batch.finish_one)
        batch.expect_one()
        in_time = await batch.wait(PATIENCE_SECONDS / 2)
    if batch.must_be_kept or not in_time:
        await ledger.flush()
