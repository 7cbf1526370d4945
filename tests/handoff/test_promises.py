"""Both sides at once, in any order, on any clock, with a process that dies: P3 to P6, P8, P13.

After every step the program is held against what both sides know themselves (`told`).
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.handoff.checks import Game
from tests.handoff.faults import HurriedLoop
from tests.handoff.phone import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

WOMEN = st.integers(min_value=0, max_value=2)
OPERATORS = st.sampled_from(("anna", "bianca", "carla"))
WHICH = st.integers(min_value=0, max_value=3)
DEEDS = ("note", "hand_back", "conflict", "propose", "propose", "112", "no 112", "close")
MINUTES = st.sampled_from((1, 1, 3, 3, 6, 6, 11, 16, 31, 61, 4 * 60 + 1, 25 * 60, 3 * 24 * 60))


def somebody_came(self: TwoSides) -> bool:
    """Whether anybody has asked for a person yet."""
    return bool(self.game.all)


def somebody_is_away(self: TwoSides) -> bool:
    """Whether a woman has nothing open in front of her."""
    return any(not (told.here and told.lives) for told in self.game.now.values())


def somebody_is_here(self: TwoSides) -> bool:
    """Whether a woman is at her screen."""
    return any(told.here for told in self.game.now.values())


def somebody_waits(self: TwoSides) -> bool:
    """Whether anybody is in a queue."""
    return any(told.waits for told in self.game.all)


def somebody_answers(self: TwoSides) -> bool:
    """Whether an operator has claimed one."""
    return any(told.lives and told.operator for told in self.game.all)


class TwoSides(RuleBasedStateMachine):
    """Three women, two nodes, three operators, one process after the other."""

    on_disk = True

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp())
        self._loop = HurriedLoop()
        self.game = Game(self._folder, on_disk=self.on_disk)

    @initialize(windows=st.tuples(*3 * [st.sampled_from(WINDOWS)]), who=WOMEN)
    def begin(self, windows: tuple[str, ...], who: int) -> None:
        """The service starts, and three women ask for a person; one of them is in danger."""
        self._do(self.game.world.open())
        for number, window in enumerate(windows):
            self._do(self.game.she_opens(number, window, danger=number == who))

    @precondition(somebody_is_away)
    @rule(who=WOMEN, danger=st.booleans(), window=st.sampled_from(WINDOWS))
    def she_opens(self, who: int, window: str, *, danger: bool) -> None:
        """She asks for a person, from the first screen to her place in the queue."""
        self._do(self.game.she_opens(self.game.whoever_is_away(who), window, danger=danger))

    @precondition(somebody_is_here)
    @rule(who=WOMEN)
    def she_writes(self, who: int) -> None:
        """Words for a person."""
        self._do(self.game.she_writes(self.game.whoever_is_here(who)))

    @precondition(somebody_is_here)
    @rule(who=WOMEN)
    def she_looks(self, who: int) -> None:
        """She looks again."""
        self._do(self.game.she_looks(self.game.whoever_is_here(who)))

    @precondition(somebody_is_here)
    @rule(who=WOMEN, window=st.sampled_from(WINDOWS))
    def she_sets_the_window(self, who: int, window: str) -> None:
        """When it is safe to answer."""
        self._do(self.game.she_sets_the_window(self.game.whoever_is_here(who), window))

    @precondition(somebody_is_here)
    @rule(who=WOMEN, in_a_hurry=st.booleans())
    def she_leaves(self, who: int, *, in_a_hurry: bool) -> None:
        """The way out, or the sweep."""
        self._do(self.game.she_leaves(self.game.whoever_is_here(who), in_a_hurry=in_a_hurry))

    @precondition(somebody_came)
    @rule(who=WOMEN, how=st.sampled_from(("right", "right", "right", "forced", "wrong")))
    def she_comes_back(self, who: int, how: str) -> None:
        """A sign, from the first screen on; on the web from another browser, with the code."""
        self._do(self.game.she_comes_back(who, how))

    @precondition(somebody_came)
    @rule(who=WOMEN, which=WHICH, label=st.integers(min_value=0, max_value=6))
    def somebody_holds_an_old_phone(self, who: int, which: int, label: int) -> None:
        """Somebody presses what still stands on a screen that she left, or types there."""
        self._do(self.game.an_old_button_is_pressed(who, which, label))
        self._do(self.game.an_old_phone_is_written_on(who, which))

    @precondition(somebody_is_here)
    @rule(who=WOMEN, takes_back=st.booleans())
    def she_ends_it(self, who: int, *, takes_back: bool) -> None:
        """Ho finito; or: Cancella quello che ho scritto."""
        who = self.game.whoever_is_here(who)
        end = self.game.she_withdraws if takes_back else self.game.she_finishes
        self._do(end(who))

    @precondition(somebody_is_here)
    @rule(who=WOMEN, says=st.booleans())
    def she_answers_a_proposal(self, who: int, *, says: bool) -> None:
        """Yes or no to another centre."""
        self._do(self.game.she_answers_a_proposal(self.game.whoever_is_here(who), yes=says))

    @precondition(somebody_came)
    @rule()
    def screens_are_brought_up_to_date(self) -> None:
        """News reach the screens that may show them."""
        self._do(self.game.screens_are_brought_up_to_date())

    @precondition(somebody_waits)
    @rule(name=OPERATORS, which=WHICH, writes=st.booleans())
    def operator_claims(self, name: str, which: int, *, writes: bool) -> None:
        """She takes one, and perhaps answers at once."""
        name = self.game.whoever_may_claim(name)
        self._do(self.game.operator_claims(name, which))
        if writes:
            self._do(self.game.operator_writes(name))

    @precondition(somebody_answers)
    @rule(name=OPERATORS)
    def operator_writes(self, name: str) -> None:
        """She answers."""
        self._do(self.game.operator_writes(self.game.whoever_answers(name)))

    @precondition(somebody_answers)
    @rule(name=OPERATORS, says=st.sampled_from((True, True, False)))
    def operator_refers(self, name: str, *, says: bool) -> None:
        """She proposes another centre; the woman comes back for it, and says yes or no."""
        name = self.game.whoever_answers(name)
        self._do(self.game.operator_proposes(name))
        who = self.game.whose(self.game.of_operator(name))
        self._do(self.game.she_comes_back(who, "right"))
        self._do(self.game.she_answers_a_proposal(who, yes=says))
        self._do(self.game.operator_looks(name))

    @precondition(somebody_answers)
    @rule(name=OPERATORS, what=st.sampled_from(DEEDS))
    def operator_does(self, name: str, what: str) -> None:
        """Everything else an operator can do with one that is hers."""
        self._do(self.game.operator_does(self.game.whoever_answers(name), what))

    @rule(name=OPERATORS, which=WHICH)
    def operator_looks_at_her_desk(self, name: str, which: int) -> None:
        """Who said yes is passed on then; and she moves somebody up."""
        self._do(self.game.operator_looks(name))
        if which == 0:
            self._do(self.game.operator_moves_up(name, which))

    @rule(minutes=MINUTES, looked_after=st.sampled_from((True, True, False)))
    def time_passes(self, minutes: int, *, looked_after: bool) -> None:
        """Minutes or days, in which nobody does anything; then what time alone does."""
        self._do(self.game.world.time_passes(timedelta(minutes=minutes)))
        if looked_after:
            self._do(self.game.retention_runs())

    @rule(hours=st.sampled_from((-7, -3, -1, 1, 3, 7)), name=OPERATORS)
    def clock_jumps_or_shifts_change(self, hours: int, name: str) -> None:
        """The clock is put wrong, or right; or somebody goes on shift, or off."""
        if name == "carla":
            self._do(self.game.clock_jumps(timedelta(hours=hours)))
        else:
            self._do(self.game.shift_changes(name))

    @precondition(lambda self: not self.game.world.handoffs.is_doomed)
    @rule(when=st.sampled_from(("before", "after")), writes=st.integers(min_value=1, max_value=3))
    def process_will_die(self, when: str, writes: int) -> None:
        """At one of the next commits."""
        self.game.world.handoffs.die("before" if when == "before" else "after", writes)

    @invariant()
    def promises_hold(self) -> None:
        """What every screen shows and what every operator reads, after every step."""
        if self.game.world.people:
            self._do(self.game.check())

    def teardown(self) -> None:
        """Leave nothing behind."""
        self._do(self.game.world.stop())
        self._loop.close()
        shutil.rmtree(self._folder)

    def _do(self, act: Coroutine[Any, Any, None]) -> None:
        self._loop.run_until_complete(act)


class TwoSidesInMemory(TwoSides):
    """The same without a disk."""

    on_disk = False


@pytest.mark.parametrize(("machine", "examples"), [(TwoSides, 8), (TwoSidesInMemory, 20)])
def test_p3_p4_p5_p6_p8_p13_hold_whatever_happens(machine: type[TwoSides], examples: int) -> None:
    """Any order of acts of both sides, of time and of crashes keeps every promise."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
