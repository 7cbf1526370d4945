"""What is heard, and what is not: old words after an exit, groups, a flood of taps."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

import structlog

from bot.channels.telegram.errors import BotApiError
from bot.channels.telegram.queues import Job
from bot.channels.telegram.updates import Kind, decode, is_start
from bot.conversation import Address
from flows.definition import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from bot.channels.telegram.calls import BotApi
    from bot.channels.telegram.handoffs import Handoffs
    from bot.channels.telegram.leaving import Leaving
    from bot.channels.telegram.queues import Batch, Queues
    from bot.channels.telegram.updates import Update
    from bot.conversation import Conversation
    from bot.view import Answer
    from storage.ledger import Ledger, Trace

#: How far Telegram's clock and ours may be apart.
_SKEW: Final = 300.0
#: Telegram keeps what we did not fetch for a day: a date beyond that is not to be believed.
_KEPT: Final = 86_400.0

log = structlog.get_logger()


class Hearing:
    """Asks the conversation, with the position the ledger knows."""

    def __init__(self, conversation: Conversation, ledger: Ledger) -> None:
        self._conversation = conversation
        self._ledger = ledger

    def hear(self, update: Update) -> Answer:
        """Return the answer to what she did; to what nobody foresaw, a calm first screen."""
        address = Address(Channel.TELEGRAM, str(update.chat))
        try:
            return self._ask(address, update)
        except Exception as error:  # noqa: BLE001 (a door: she is never left without an answer)
            # Only the kind: the sentence of an unforeseen error may quote anything.
            kind = type(error).__name__
            log.error("An update could not be answered.", error=kind)  # noqa: TRY400 (as said)
            return self._conversation.begin(address)

    def _ask(self, address: Address, update: Update) -> Answer:
        if update.kind is Kind.PRESS:
            return self._conversation.press(address, update.token)
        if is_start(update):
            return self._conversation.begin(address)
        trace = self._ledger.get(update.chat)
        position = trace.position if trace is not None else b""
        if update.kind is Kind.MEDIA:
            return self._conversation.media(address, position)
        return self._conversation.typed(address, update.text, position)


class Reception:
    """Takes every update the moment it arrives; nothing here waits for anything.

    The conversation is asked at once, so that an exit is known before its turn comes:
    it passes everything of its chat that still waits (P3).
    """

    def __init__(
        self,
        *,
        hearing: Hearing,
        queues: Queues,
        leaving: Leaving,
        handoffs: Handoffs,
        api: BotApi,
        ledger: Ledger,
        clock: Callable[[], float],
        idle_seconds: float,
    ) -> None:
        self._hearing = hearing
        self._queues = queues
        self._leaving = leaving
        self._handoffs = handoffs
        self._api = api
        self._ledger = ledger
        self._clock = clock
        self._idle_seconds = idle_seconds
        self._errands: set[asyncio.Task[None]] = set()

    def take_raw(self, raw: Any, batch: Batch) -> None:
        """Take one update as Telegram sent it. Whatever it is, the others go on."""
        update = decode(raw)
        if update is None:
            batch.finish_one()
            return
        try:
            self.take(update, batch)
        except Exception as error:  # noqa: BLE001 (a door: one update never stops the others)
            # Only the kind: the sentence of an unforeseen error may quote anything.
            kind = type(error).__name__
            log.error("An update could not be taken.", error=kind)  # noqa: TRY400 (as said)
            batch.finish_one()

    def take(self, update: Update, batch: Batch) -> None:
        """Take one update; the batch hears when it had its effect."""
        match update.kind:
            case Kind.PRESS | Kind.WORDS | Kind.MEDIA:
                self._take_hers(update, batch)
                return
            case Kind.EDITED | Kind.OTHER:
                told = batch.finish_erasing
                self._leaving.take_back(update.chat, (update.message_id,), told)
                return
            case Kind.STOPPED:
                words = self._let_go(self._queues.cut(update.chat))
                self._ledger.forget(update.chat)
                self._say_she_left(update.chat, words, batch)
            case Kind.INVITED:
                self._run(self._leave_group(update.chat))
        batch.finish_one()

    async def close(self) -> None:
        """Drop what is left to do in groups."""
        for errand in self._errands:
            errand.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)

    def _take_hers(self, update: Update, batch: Batch) -> None:
        trace = self._ledger.get(update.chat)
        if self._is_too_late(update, trace):
            self._take_late(update, batch, has_left=trace is not None and trace.left_at is not None)
            return
        answer = self._hearing.hear(update)
        if answer.exits:
            self._leave(update, batch)
            return
        # What a press means lies in its button; what words mean, in the turns before them.
        is_certain = update.kind is Kind.PRESS or not self._queues.is_busy(update.chat)
        job = Job(update, answer if is_certain else None, batch)
        if update.kind is Kind.WORDS:
            batch.words.append(job)
        if is_start(update):
            # Whoever begins anew may be somebody else: without the sign no reply is shown.
            self._begin_anew(update, batch)
        fallen = self._queues.add(job)
        if fallen is not None:
            self._keep_and_take_back(self._let_go((fallen,)))
            if fallen.update.kind is Kind.MEDIA:
                self._leaving.take_back(update.chat, (fallen.update.message_id,))

    def _take_late(self, update: Update, batch: Batch, *, has_left: bool) -> None:
        """What is not answered any more: words are removed, those for a person kept before."""
        if update.kind is Kind.PRESS:
            batch.finish_one()
        elif update.kind is Kind.WORDS and not has_left:
            # The bot was away while she wrote. Nothing is shown for it; the operator reads it.
            self._keep_and_take_back(self._let_go((Job(update, None, batch),)))
        else:
            told = batch.finish_erasing
            self._leaving.take_back(update.chat, (update.message_id,), told)

    def _begin_anew(self, update: Update, batch: Batch) -> None:
        words = self._let_go(self._queues.drop_words(update.chat))

        def take_back() -> None:
            if words:
                ids = [job.update.message_id for job in words]
                self._leaving.take_back(update.chat, ids)
            batch.finish_one()

        batch.expect_one()
        self._handoffs.leave(update.chat, words, in_a_hurry=False, told=take_back)

    def _leave(self, update: Update, batch: Batch) -> None:
        """Take everything back; Telegram is told when that is done, or after its patience."""
        dropped = self._queues.cut(update.chat, before=update.update_id)
        typed = [job.update.message_id for job in dropped if job.update.kind is not Kind.PRESS]
        words = self._let_go(dropped)
        batch.must_be_kept = True
        self._leaving.leave(update, typed, batch.finish_erasing)
        self._say_she_left(update.chat, words, batch)
        if update.callback_id:
            self._run(self._answer(update.callback_id))

    def _say_she_left(self, chat: int, words: Sequence[Job], batch: Batch) -> None:
        batch.expect_one()
        self._handoffs.leave(chat, words, in_a_hurry=True, told=batch.finish_one)

    def _let_go(self, dropped: Sequence[Job]) -> list[Job]:
        """Finish what has no turn any more; return the words, heard while it is known where."""
        words: list[Job] = []
        for job in dropped:
            if job.update.kind is Kind.WORDS:
                # Before the ledger forgets where she was.
                job.answer = job.answer or self._hearing.hear(job.update)
                words.append(job)
            else:
                job.finish()
        return words

    def _keep_and_take_back(self, words: Sequence[Job]) -> None:
        """Keep words whose turn never comes, then remove them; only then is Telegram told."""
        for job in words:
            self._handoffs.keep((job,), told=partial(self._take_back, job))

    def _take_back(self, job: Job) -> None:
        job.batch.expect_one()
        message = (job.update.message_id,)
        self._leaving.take_back(job.update.chat, message, job.batch.finish_erasing)
        job.finish()

    def _is_too_late(self, update: Update, trace: Trace | None) -> bool:
        """Whether she did it before she left, or before the bot was away for a whole visit."""
        if trace is not None and trace.left_at is not None and _is_before_exit(update, trace):
            return True
        if update.kind is Kind.PRESS:
            return False
        # The phone may have changed hands since: what she wrote is removed, not answered.
        age = self._clock() - update.date
        return self._idle_seconds < age < _KEPT + _SKEW

    def _run(self, errand: Any) -> None:
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def _answer(self, callback_id: str) -> None:
        try:
            await self._api.answer(callback_id)
        except BotApiError:
            return

    async def _leave_group(self, chat: int) -> None:
        try:
            await self._api.leave_group(chat)
        except BotApiError:
            log.info("A group could not be left; nothing is ever said there.")


def _is_before_exit(update: Update, trace: Trace) -> bool:
    assert trace.left_at is not None, "She did not leave."
    is_older = trace.left_update is not None and update.update_id < trace.left_update
    if update.kind is Kind.PRESS:
        on_deleted = trace.left_message is not None and update.message_id <= trace.left_message
        return update.message_id != trace.screen and (is_older or on_deleted)
    # Numbers of updates begin anew after a quiet week: a later date is believed more.
    return is_older and update.date <= trace.left_at + _SKEW
