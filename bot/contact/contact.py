"""Her side of a handoff, whatever the channel: acts carried out, screens drawn, silence kept."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from bot.contact.errands import Outcome, reached
from bot.contact.rings import rings
from bot.contact.screens import living_steps, steps_of
from bot.contact.windows import written
from bot.view import Answer
from routing.ports import Change
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from bot.contact.acts import Acts
    from bot.contact.errands import Errands
    from bot.contact.screens import Screens
    from bot.contact.windows import Windows
    from bot.conversation import Address, Conversation
    from bot.view import Errand
    from bot.walks import Walk
    from flows.definition import Channel
    from flows.turn import Position
    from routing.handoff import Handoff
    from routing.ports import Bell, Handoffs


class Contact:
    """The only place that acts on a handoff for her.

    No method raises: while the storage cannot be used, she is told calmly.
    """

    def __init__(
        self,
        *,
        conversation: Conversation,
        acts: Acts,
        errands: Errands,
        handoffs: Handoffs,
        bell: Bell,
        windows: Windows,
        now: Callable[[], datetime],
    ) -> None:
        """`bot.assembly.build_contact` puts it together."""
        self._conversation = conversation
        self._acts = acts
        self._errands = errands
        self._handoffs = handoffs
        self._bell = bell
        self._windows = windows
        self._now = now
        #: Two acts at one address never overlap.
        self._locks: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()

    def renew(self, screens: Screens) -> None:
        """Draw out of another edition; what is under way ends with the one it began with."""
        self._errands = self._errands.over(screens)

    async def start(self) -> None:
        """Learn which windows are open (`holds`), once the storage is open."""
        try:
            for handoff in await self._handoffs.all():
                self._windows.note(handoff)
        except StorageError:
            # Nothing is shown by itself until she taps: the calm side.
            return
        self._windows.seen_all()

    async def carry_out(self, address: Address, errand: Errand, *, source: str) -> Answer:
        """Do what she asked and return the screen to draw, its position included.

        Args:
            address: where she is.
            errand: from `Conversation`, as it came.
            source: what makes typed words the same line when they come twice:
                "chat|message_id" on Telegram, a form's own random value on the web.

        `Answer.kept` says whether typed words are safe with us now. No screen (`view` is
        `None`) means that she left meanwhile.
        """
        has_left = self._windows.is_silent(address)
        async with self._lock(address):
            if has_left and self._windows.is_silent(address):
                # What she does now she does after she left: that comes first. Who leaves while
                # this waits for its turn did it before, and her words are kept (P6).
                await self._keep_left(address, in_a_hurry=True)
            answer = await self._carried_out(address, errand, source)
        if self._windows.is_silent(address):
            return Answer(view=None, position=b"", kept=answer.kept)
        return answer

    async def left(self, address: Address, *, in_a_hurry: bool) -> None:
        """She used the way out, or her screen was swept: nothing is shown until she returns (P3).

        From the moment this is called `redraw` gives nothing for the address, also while
        the storage cannot be used.
        """
        if address not in self._locks and not self._windows.may_have_one(address):
            # Nothing of hers is kept, nor being begun: most visits end so.
            return
        self._windows.silence(address, in_a_hurry=in_a_hurry)
        async with self._lock(address):
            await self._keep_left(address, in_a_hurry=in_a_hurry)

    async def tend(self) -> None:
        """Keep what could not be kept when it happened: that she left."""
        for address, in_a_hurry in self._windows.to_keep:
            async with self._lock(address):
                await self._keep_left(address, in_a_hurry=in_a_hurry)

    def holds(self, address: Address) -> bool:
        """Whether her window is open: the idle sweep waits, up to its 47 hours."""
        return self._windows.until(address) is not None

    def present(self, channel: Channel) -> tuple[Address, ...]:
        """Return where a window is open on this channel now."""
        return self._windows.on(channel)

    async def redraw(
        self,
        address: Address,
        position: bytes = b"",
        token: str = "",
        unread: frozenset[int] = frozenset(),
        *,
        whatever_it_is: bool = False,
    ) -> Answer | None:
        """Return what her screen should show now; `None` when nothing may be shown (P3, P4).

        Ask right before drawing, and pass the answer on to `shown` once it is drawn. Outside
        an open window the screen tells no line: only that replies wait.

        Args:
            address: where she is.
            position: her screen's, from the ledger (packed).
            token: or of any button of her page (sealed).
            unread: the `Answer.lines` drawn since she last did something: they stay until she
                does, however much is written meanwhile.
            whatever_it_is: also a screen of no handoff: its words were taken back.
        """
        opened = self._conversation.opened(address, position, token)
        if opened is None or self._windows.is_silent(address):
            return None
        walk, where = opened
        is_living = walk.machine.library.handoff and where.step in living_steps(walk)
        is_said = whatever_it_is or self._conversation.is_withdrawn(position)
        if not is_living and not is_said:
            return None
        try:
            answer = await (
                self._redrawn(address, walk, where, unread)
                if is_living
                else self._looked_at(address, position)
            )
        except StorageError:
            return None
        # She may have left while it was looked up.
        return None if self._windows.is_silent(address) else answer

    async def shown(self, address: Address, answer: Answer) -> None:
        """The answer is on her screen now: its lines count as shown."""
        if not answer.lines:
            return

        def now_shown(handoff: Handoff) -> Change | None:
            # Whoever left meanwhile has not seen them: they stay held.
            is_there = handoff.present and handoff.address == written(address)
            return Change(handoff=handoff, shown=answer.lines) if is_there else None

        # Unkept, they stay held and are drawn again at her next look.
        with suppress(StorageError):
            await self._handoffs.change(answer.handoff, now_shown)

    async def changes(self, address: Address) -> AsyncIterator[None]:
        """Yield each time her screen may have changed; ends when she has no handoff there."""

        def seconds_left() -> float | None:
            until = self._windows.until(address)
            return (until - self._now()).total_seconds() if until else None

        place = written(address)
        async for _ in rings(self._bell, lambda: self._handoffs.at(place), seconds_left):
            yield None

    async def _carried_out(self, address: Address, errand: Errand, source: str) -> Answer:
        # Kept here: another edition may go live while it is waited for.
        errands, screens = self._errands, self._errands.screens
        outcome = Outcome(reached(errand, is_done=False))
        try:
            outcome = await errands.done(address, errand, source)
            answer = await screens.draw(
                address, errand.walk, outcome.position, outcome.handoff, notice=errand.notice
            )
        except StorageError:
            answer = screens.trouble(
                address, errand.walk, outcome.position, is_done=outcome.is_done
            )
        return replace(answer, kept=errand.words is not None and outcome.is_done)

    async def _redrawn(
        self, address: Address, walk: Walk, where: Position, unread: frozenset[int]
    ) -> Answer | None:
        screens = self._errands.screens
        handoff = await self._handoffs.at(written(address))
        if handoff is None:
            # It was closed while her window was open: she is told now, not at her next look. Or she
            # gave her sign elsewhere: what this screen shows may be in another's hands (P4).
            ended = walk.machine.moved(where, steps_of(walk).ended)
            return (
                await screens.draw(address, walk, ended, None)
                if self.holds(address) or self._windows.has_moved(address)
                else None
            )
        if not handoff.present:
            return None
        self._windows.note(handoff)
        return await screens.draw(address, walk, where, handoff, unread=unread)

    async def _looked_at(self, address: Address, position: bytes) -> Answer | None:
        """Her screen once more, out of what is live now; nothing is done."""
        looked = self._conversation.look_again(address, position)
        if looked is None or looked.errand is None:
            return looked
        turn, screens = looked.errand.turn, self._errands.screens
        handoff = await self._acts.hers(address)
        return await screens.draw(
            address, looked.errand.walk, turn.position, handoff, notice=looked.errand.notice
        )

    async def _keep_left(self, address: Address, *, in_a_hurry: bool) -> None:
        """Until it is kept the silence is remembered here (`tend` tries again)."""
        with suppress(StorageError):
            await self._acts.leave(address, in_a_hurry=in_a_hurry)
            self._windows.kept(address)

    def _lock(self, address: Address) -> asyncio.Lock:
        return self._locks.setdefault(address, asyncio.Lock())
