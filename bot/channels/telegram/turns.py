"""One turn: what the conversation answered becomes the one screen on her phone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

import structlog

from bot.channels.telegram.calls import Edited
from bot.channels.telegram.errors import BotApiError, RefusedError
from bot.channels.telegram.patience import RESTS, is_passing, pause_of, sit_out, still_wanted
from bot.channels.telegram.updates import Kind, is_start
from storage.ledger import DELETABLE_SECONDS, Trace

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.channels.telegram.calls import BotApi
    from bot.channels.telegram.handoffs import Handoffs
    from bot.channels.telegram.hearing import Hearing
    from bot.channels.telegram.leaving import Leaving
    from bot.channels.telegram.limiter import Limiter
    from bot.channels.telegram.news import News
    from bot.channels.telegram.queues import Chat, Job
    from bot.channels.telegram.updates import Update
    from bot.view import Answer, Errand, View
    from storage.ledger import Ledger

#: A screen this old is replaced, so that it can still be deleted when she leaves.
OLDEST_SCREEN: Final = 44 * 3600.0
#: So long after a start an update may be one whose screen was sent already, before a crash.
_AFTER_START: Final = 60.0
#: Messages that one call deletes, less the screen itself.
_MOST_UNKNOWN: Final = 99
Result = TypeVar("Result")

log = structlog.get_logger()


class Turns:
    """Draws answers. Every wait looks up afterwards whether she left meanwhile (P3)."""

    def __init__(
        self,
        *,
        api: BotApi,
        ledger: Ledger,
        hearing: Hearing,
        handoffs: Handoffs,
        news: News,
        leaving: Leaving,
        limiter: Limiter,
        clock: Callable[[], float],
    ) -> None:
        self._api = api
        self._ledger = ledger
        self._hearing = hearing
        self._handoffs = handoffs
        self._news = news
        self._leaving = leaving
        self._limiter = limiter
        self._clock = clock
        self._began = clock()
        self._answering: set[asyncio.Task[None]] = set()

    async def take(self, chat: Chat, job: Job) -> None:
        """Take one turn of this chat."""
        update, visit = job.update, chat.visit
        answer = job.answer = job.answer or self._hearing.hear(update)
        if answer.exits:
            self._leave(job)
            return
        if update.callback_id:
            self._tell_heard(update.callback_id)
        is_lost = False
        if answer.errand is not None:
            is_for_a_person = answer.errand.words is not None
            answer = await self._carry_out(chat.id, job, answer.errand)
            is_lost = is_for_a_person and not answer.kept
        if chat.visit != visit or answer.view is None:
            # She left while it was done: what she typed goes too.
            self._take_back_typed(job)
            return
        trace = self._note(update, answer)
        if not is_lost:
            self._erase(chat.id, job)
        if not await self._redraw(chat, visit, trace, job, answer):
            await self._send(chat, visit, answer, job)
        if is_lost:
            # What could not be kept stays before her eyes until she was told so.
            self._erase(chat.id, job)

    async def _carry_out(self, chat: int, job: Job, errand: Errand) -> Answer:
        answer = await self._handoffs.carry_out(job.update, errand)
        job.is_kept = job.is_kept or answer.kept
        # After a crash her next words are heard where she is now, or they are nobody's (P6).
        job.batch.must_be_kept = True
        job.needs_window = bool(answer.handoff) and self._handoffs.holds(chat)
        return answer

    def _erase(self, chat: int, job: Job) -> None:
        """Delete what is owed beside the turn; Telegram's confirmation waits for it."""
        trace = self._ledger.get(chat)
        if trace is not None and trace.to_delete:
            job.batch.expect_one()
            self._leaving.erase(chat, job.batch.finish_erasing)

    def _take_back_typed(self, job: Job) -> None:
        if job.update.kind is not Kind.PRESS:
            job.batch.expect_one()
            message = (job.update.message_id,)
            self._leaving.take_back(job.update.chat, message, job.batch.finish_erasing)

    def _leave(self, job: Job) -> None:
        job.batch.must_be_kept = True
        job.batch.expect_one()
        self._leaving.leave(job.update, (), job.batch.finish_erasing)
        job.batch.expect_one()
        self._handoffs.leave(job.update.chat, in_a_hurry=True, told=job.batch.finish_one)

    async def close(self) -> None:
        """Stop telling phones that presses were heard."""
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)

    def _tell_heard(self, callback_id: str) -> None:
        """Stop the little clock on her button, beside the turn and not before it."""
        task = asyncio.create_task(self._answer(callback_id))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, callback_id: str) -> None:
        try:
            await self._api.answer(callback_id)
        except BotApiError:
            # Too late, or too many: the clock stops by itself, and the screen has changed.
            return

    def _note(self, update: Update, answer: Answer) -> Trace:
        """Write down where she is and what is to be deleted."""
        now = self._clock()
        old = self._ledger.get(update.chat) or Trace(chat=update.chat, touched_at=now)
        screen, sent_at, owed = old.screen, old.sent_at, old.to_delete
        if update.kind is not Kind.PRESS:
            owed = (*owed, update.message_id)
        elif update.message_id not in {0, screen}:
            # What she looks at is the screen; one we lost sight of, or two after a crash.
            owed = owed if screen is None else (*owed, screen)
            screen, sent_at = update.message_id, _sent_at(update, now)
        trace = replace(
            old,
            screen=screen,
            sent_at=sent_at,
            position=answer.position,
            touched_at=now,
            to_delete=owed,
        )
        self._ledger.put(trace)
        return trace

    async def _redraw(self, chat: Chat, visit: int, trace: Trace, job: Job, answer: Answer) -> bool:
        """Edit the screen in place; whether nothing more is to be done."""
        screen = trace.screen
        # Somebody who says /start may have cleared the chat and see no screen at all.
        if screen is None or is_start(job.update):
            return False
        if trace.sent_at is not None and self._clock() - trace.sent_at > OLDEST_SCREEN:
            return False
        view = answer.view
        assert view is not None, "Nothing is drawn without a screen."
        edited = await self._insist(
            chat,
            job,
            visit,
            lambda: self._api.edit(chat.id, screen, view, job.is_on_its_way),
        )
        if edited is Edited.SHOWN and chat.visit == visit:
            self._news.has_drawn(chat.id, answer)
            await self._handoffs.shown(chat.id, answer)
        return edited is not Edited.GONE

    async def _send(self, chat: Chat, visit: int, answer: Answer, job: Job) -> None:
        """Put a new screen in the place of the old one."""
        await sit_out(chat, job, visit, self._limiter.claim(chat.id))
        view = answer.view
        assert view is not None, "Nothing is sent without a screen."
        sent = await self._insist(chat, job, visit, lambda: self._try_send(chat.id, view))
        if sent is None:
            return
        if chat.visit != visit:
            # She left while it was on its way.
            self._leaving.take_back(chat.id, (sent,))
            return
        now = self._clock()
        old = self._ledger.get(chat.id) or Trace(chat=chat.id, touched_at=now)
        owed = old.to_delete if old.screen is None else (*old.to_delete, old.screen)
        owed = (*owed, *self._sent_before_a_crash(job.update, sent))
        # The position again: a chat of which only her deleted words were known is forgotten by now.
        self._ledger.put(
            replace(old, screen=sent, sent_at=now, position=answer.position, to_delete=owed)
        )
        job.batch.must_be_kept = True
        self._news.has_drawn(chat.id, answer)
        await self._handoffs.shown(chat.id, answer)
        if owed:
            self._leaving.erase(chat.id)

    def _sent_before_a_crash(self, update: Update, sent: int) -> range:
        """What may stand between what she did and its screen, and nobody knows of any more (P3).

        Killed after Telegram had sent it and before we wrote it down, we send it once more: the
        first would stay, also after an exit. Ids that are not of this chat are passed over.
        """
        if self._clock() - self._began > _AFTER_START:
            return range(0)
        return range(max(update.message_id + 1, sent - _MOST_UNKNOWN), sent)

    async def _try_send(self, chat: int, view: View) -> int:
        try:
            return await self._api.send(chat, view)
        except RefusedError as refusal:
            if refusal.is_pause:
                self._limiter.refused(chat, refusal.retry_after)
            raise

    async def _insist(
        self,
        chat: Chat,
        job: Job,
        visit: int,
        call: Callable[[], Awaitable[Result]],
    ) -> Result | None:
        """Call until it works; `None` when she left, did something newer, or it never did.

        Nor is what a person wrote shown when her window closed meanwhile (P4).
        """
        if (pause := pause_of(chat)) > 0 and not await still_wanted(chat, job, visit, pause):
            return None
        for rest in RESTS:
            is_over = job.needs_window and not self._handoffs.holds(chat.id)
            if chat.visit != visit or is_over:
                return None
            try:
                return await call()
            except RefusedError as refusal:
                if not is_passing(self._ledger, chat, refusal):
                    return None
                wait = refusal.retry_after or rest
                if refusal.is_pause:
                    chat.paused_until = asyncio.get_running_loop().time() + wait
            except BotApiError:
                wait = rest
            if not await still_wanted(chat, job, visit, wait):
                return None
        log.warning("A screen could not be shown; she can tap again.")
        return None


def _sent_at(update: Update, now: float) -> float:
    """When a screen we lost sight of was sent; now, if Telegram does not say it credibly."""
    return float(update.date) if now - DELETABLE_SECONDS < update.date <= now else now
