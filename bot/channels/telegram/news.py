"""What changed in her handoff, drawn on her one screen: an edit, never a new message."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.channels.telegram.calls import Edited
from bot.channels.telegram.errors import BotApiError, RefusedError
from bot.channels.telegram.patience import RESTS, is_interrupted, is_passing, pause_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.channels.telegram.calls import BotApi
    from bot.channels.telegram.handoffs import Handoffs
    from bot.channels.telegram.queues import Chat
    from bot.view import Answer, View
    from storage.ledger import Ledger


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a screen tells, as numbers that say nothing."""

    frame: int
    paragraphs: frozenset[int]
    #: Numbers of the lines that came onto it since she last did something.
    unread: frozenset[int]

    @classmethod
    def of(cls, view: View, unread: frozenset[int] = frozenset()) -> _Drawn:
        """What this one tells."""
        labels = tuple(choice.label for choice in view.choices)
        frame = hash((view.language, view.title, view.numbers, view.said, labels))
        return cls(frame, frozenset(hash(each) for each in view.paragraphs), unread)

    def tells(self, view: View) -> bool:
        """Whether all of that stands there; a notice beside it stays until something is new."""
        other = _Drawn.of(view)
        return self.frame == other.frame and other.paragraphs <= self.paragraphs


class News:
    """Draws her screen anew, in the place her own turns leave to it."""

    def __init__(self, api: BotApi, ledger: Ledger, handoffs: Handoffs) -> None:
        self._api = api
        self._ledger = ledger
        self._handoffs = handoffs
        #: What stands on the screens of those whose window is open; no word of it.
        self._drawn: dict[int, _Drawn] = {}
        #: Where the words on the screen were taken back and have to be drawn anew.
        self._taken_back: set[int] = set()

    def expect(self, chat: int) -> None:
        """What stands on this screen was taken back: the next look draws it, whatever it is."""
        self._taken_back.add(chat)

    def has_drawn(self, chat: int, answer: Answer) -> None:
        """Her own turn drew this."""
        self._taken_back.discard(chat)
        if answer.handoff and answer.view is not None and self._handoffs.holds(chat):
            self._drawn[chat] = _Drawn.of(answer.view, frozenset(answer.lines))
        else:
            self._drawn.pop(chat, None)

    async def tell(self, chat: Chat) -> None:
        """Draw her screen anew, if something of her handoff may be shown on it now.

        Never a new message: a screen that is gone stays gone, and the reply waits (P4).
        """
        visit = chat.visit
        for rest in self._rests(chat.id):
            if not await is_interrupted(chat, visit, pause_of(chat)):
                wait = await self._show(chat, visit, rest)
                if wait is None:
                    return
                if not await is_interrupted(chat, visit, wait):
                    continue
            # After what she did meanwhile, unless she left.
            chat.has_news = chat.visit == visit
            return

    async def _show(self, chat: Chat, visit: int, rest: float) -> float | None:
        """Edit once; return the seconds before another try, `None` if there is none to make."""
        trace = self._ledger.get(chat.id)
        if trace is None or trace.screen is None or trace.left_at is not None:
            self._drawn.pop(chat.id, None)
            self._taken_back.discard(chat.id)
            return None
        # Asked anew before every try: her window may have closed meanwhile.
        drawn = self._drawn.get(chat.id)
        unread = drawn.unread if drawn else frozenset()
        is_taken_back = chat.id in self._taken_back
        answer = await self._handoffs.redraw(
            chat.id, trace.position, unread, whatever_it_is=is_taken_back
        )
        if answer is None or answer.view is None or chat.visit != visit:
            return None
        if chat.waiting:
            # It comes first: it may be somebody else's /start.
            return 0.0
        if not is_taken_back and drawn is not None and drawn.tells(answer.view):
            # Her own turn rang, and drew it already.
            return None
        return await self._edit(chat, trace.screen, answer, rest)

    async def _edit(self, chat: Chat, screen: int, answer: Answer, rest: float) -> float | None:
        visit, view = chat.visit, answer.view
        assert view is not None, "Nothing is drawn without a screen."
        try:
            edited = await self._api.edit(chat.id, screen, view)
        except RefusedError as refusal:
            if not is_passing(self._ledger, chat, refusal):
                return None
            wait = refusal.retry_after or rest
            if refusal.is_pause:
                chat.paused_until = asyncio.get_running_loop().time() + wait
            return wait
        except BotApiError:
            return rest
        # Whoever left while it was on its way has not seen it: it stays held.
        if edited is Edited.SHOWN and chat.visit == visit:
            await self._has_shown(chat, answer)
        return None

    async def _has_shown(self, chat: Chat, answer: Answer) -> None:
        """Note where she is, and that the lines on the screen are shown."""
        trace = self._ledger.get(chat.id)
        if trace is not None:
            self._ledger.put(replace(trace, position=answer.position))
        unread = self._drawn[chat.id].unread if chat.id in self._drawn else frozenset()
        self.has_drawn(chat.id, replace(answer, lines=tuple(unread | {*answer.lines})))
        await self._handoffs.shown(chat.id, answer)

    def _rests(self, chat: int) -> Iterator[float]:
        """While her window is open nobody gives up."""
        yield from RESTS
        while self._handoffs.holds(chat):
            yield RESTS[-1]
