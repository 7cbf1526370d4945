"""What time does: what it may do to a handoff, and what it has to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from routing.handoff import Ending, Stage
from tests.handoff.play import Play
from tests.handoff.told import HOUR
from tests.handoff.world import OPERATORS

if TYPE_CHECKING:
    from routing.handoff import Handoff
    from tests.handoff.told import Told

_DAY = timedelta(hours=24)
_LONGEST = timedelta(hours=96)


class TimeSide(Play):
    """Time's acts."""

    async def clock_jumps(self, step: timedelta) -> None:
        """Put the clock wrong, or right."""
        self.world.clock.now += step
        await self.world.look_after_keys()
        await self.world.keep_shifts()
        if step < timedelta():
            for told in self.all:
                told.counts_from(self.world.watch, self.world.clock())
        await self.retention_runs()

    async def retention_runs(self) -> None:
        """Let time act, and look at everything it did."""

        async def run() -> None:
            await self.world.contact.tend()
            await self.world.retention.run(self.world.clock())

        on_shift = {OPERATORS[name] for name in self.world.on_shift}
        await self.live(run)
        for told in self.all:
            await self._look_at(told, on_shift)

    async def _look_at(self, told: Told, on_shift: set[str]) -> None:
        now, card = self.world.clock(), await self.world.handoffs.get(told.id)
        if told.closed_at is not None:
            is_due = now >= told.closed_at + _DAY
            assert (card is None) >= is_due, "what was closed a day ago is still there"
            return
        assert card is not None, "what lives is gone"
        if card.stage is Stage.CLOSED:
            self._check_close(told, card)
            told.closed(now)
            return
        if told.window.until is not None and not told.window.is_open(now):
            told.window.is_over = True
            told.emergency = False
        self._check_lapse(told, card)
        self._check_widened(told, card, on_shift)

    def _check_close(self, told: Told, card: Handoff) -> None:
        """P5: nothing is left to expire before the moment she was told."""
        now, last = self.world.clock(), told.hers_at or told.opened_at
        if card.ending is Ending.EXPIRED:
            assert now >= told.kept_until, "expired before she was told"
            return
        assert card.ending is Ending.IDLE
        comes_back = told.window.kind == "later" or told.window.is_open(now)
        assert now >= last + (_LONGEST if comes_back else HOUR), "closed while she may come back"

    def _check_lapse(self, told: Told, card: Handoff) -> None:
        """P5: a claim that goes quiet is in the queue again."""
        if not told.operator:
            assert card.stage is Stage.WAITING
            return
        waits, acted = told.waits_since, told.operator_at
        if waits is not None and acted is not None:
            is_silent = self.world.watch >= max(waits, acted) + self.world.book.claim_after
            assert not (is_silent and card.operator), "a silent claim is still held"
        if card.stage is Stage.WAITING:
            assert waits is not None, "taken from an operator whom nobody waits for"
            told.queued(self.world.watch)

    def _check_widened(self, told: Told, card: Handoff, on_shift: set[str]) -> None:
        """P5: a queue nobody serves widens, to nodes she was told of and no others."""
        if card.node != told.node:
            assert card.node in told.ladder, "it went where she was not told"
            told.node = card.node
            told.ladder = told.ladder[told.ladder.index(card.node) + 1 :]
            told.queued(self.world.watch)
            return
        if not told.waits or told.queued_at is None or told.node in on_shift:
            return
        waits = self.world.watch - told.queued_at
        is_served_there = any(node in on_shift for node in told.ladder)
        assert not (is_served_there and waits >= self.world.book.widen_after), "nobody serves her"
