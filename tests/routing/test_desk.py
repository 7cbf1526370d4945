"""What an operator and a woman do with a handoff, act by act."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import desk
from routing.desk import Event, Life, Mark
from routing.desk.picture import mermaid, staying
from routing.errors import (
    AlreadyClaimedError,
    HandoffError,
    NodeExcludedError,
    NotAgreedError,
    NotForYouError,
    NotNowError,
    NotYoursError,
    OverError,
    SignNeededError,
    SignRefusedError,
    WindowClosedError,
)
from routing.handoff import Ending, Handoff, Reason, Stage, Want, Window
from routing.ports import By, Change
from tests.routing.handoffs import BOOK, HOUR, MINUTE, NOW, a_case, a_handoff

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    Act = Callable[[Handoff, datetime], Change | None]

DOCS = Path(__file__).resolve().parents[2] / "docs"


def marks(change: Change) -> list[str]:
    return [line.text for line in change.lines if line.by is By.MARK]


def claimed(**facts: Any) -> Handoff:
    return desk.claim(a_handoff(**facts), "anna", NOW).handoff


def agreed() -> Handoff:
    offered = desk.propose(claimed(), "anna", "two", [1, 3], NOW).handoff
    return desk.agree(offered, NOW).handoff


def test_two_claim_at_once() -> None:
    """The first has it, the second is told, and the first may press twice."""
    taken = desk.claim(a_handoff(), "anna", NOW)

    assert (Stage.TALKING, "anna", [Mark.CLAIMED]) == (
        taken.handoff.stage,
        taken.handoff.operator,
        marks(taken),
    )
    assert Change(handoff=taken.handoff) == desk.claim(taken.handoff, "anna", NOW)
    with pytest.raises(AlreadyClaimedError, match="Una collega"):
        desk.claim(taken.handoff, "bea", NOW)


def test_an_answer_takes_the_other_nodes_keys() -> None:
    """From the first answer on only the node that answers can open it."""
    answered = desk.answer(claimed(), "anna", "ciao", "form 1", NOW)

    assert ("one",) == answered.only_nodes
    assert (True, (), None) == (
        answered.handoff.answered,
        answered.handoff.ladder,
        answered.handoff.unanswered_since,
    )
    assert [(By.OPERATOR, "ciao", "form 1")] == [
        (line.by, line.text, line.source) for line in answered.lines
    ]


def test_only_who_claimed_it_acts() -> None:
    """A colleague cannot answer, hand back, close or put 112 before her."""
    hers = claimed()
    for act in (
        lambda: desk.answer(hers, "bea", "x", "s", NOW),
        lambda: desk.note(hers, "bea", "x", "s", NOW),
        lambda: desk.hand_back(hers, "bea", NOW, BOOK),
        lambda: desk.close(hers, "bea", Ending.ANSWERED, NOW),
        lambda: desk.show_112(hers, "bea", NOW),
        lambda: desk.conflict(hers, "bea", NOW, BOOK),
        lambda: desk.answer(a_handoff(), "bea", "x", "s", NOW),
    ):
        with pytest.raises(NotYoursError):
            act()


def test_p6_a_handoff_that_returns_to_the_queue_gets_time_again() -> None:
    """Handed back long after the moment she was told, it does not end at once."""
    late = NOW + timedelta(hours=10)
    back = desk.hand_back(claimed(), "anna", late, BOOK).handoff

    assert (Stage.WAITING, "", NOW) == (back.stage, back.operator, back.opened_at)
    assert late + 4 * HOUR == back.keep_until


def test_t7_a_conflict_of_interest_keeps_her_out() -> None:
    """It returns to the queue without naming the operator, who never gets it again."""
    freed = desk.conflict(claimed(), "anna", NOW, BOOK)

    assert [Mark.CONFLICT] == marks(freed)
    assert "" == freed.lines[0].operator
    with pytest.raises(NotForYouError):
        desk.claim(freed.handoff, "anna", NOW)
    assert "bea" == desk.claim(freed.handoff, "bea", NOW).handoff.operator


def test_a_referral_needs_her_yes() -> None:
    """Offered, agreed, handed over; without her yes nothing leaves the node."""
    offered = desk.propose(claimed(), "anna", "two", [1, 3], NOW).handoff

    with pytest.raises(NotAgreedError):
        desk.refer(offered, "anna", {}, NOW, BOOK)
    assert Life.TALKING is desk.life_of(desk.refuse(offered, NOW).handoff)
    assert Life.TALKING is desk.life_of(desk.withdraw_proposal(offered, "anna", NOW).handoff)
    moved = desk.refer(agreed(), "anna", {"two": b"wrap"}, NOW + HOUR, BOOK)
    assert ("two", Stage.WAITING, "", (Reason.REFERRED,)) == (
        moved.handoff.node,
        moved.handoff.stage,
        moved.handoff.operator,
        moved.handoff.reasons,
    )
    assert (("two",), {"two": b"wrap"}) == (moved.only_nodes, moved.wraps)
    assert ["referred:one"] == marks(moved)


def test_who_is_referred_does_not_wait_from_the_start() -> None:
    """At the other node she is before those who came after her."""
    moved = desk.refer(agreed(), "anna", {}, NOW + HOUR, BOOK).handoff
    came_later = a_handoff(2, minutes_ago=-10, node="two")

    assert 0 == desk.before(moved, [came_later], NOW + HOUR, BOOK)


def test_a_node_she_does_not_want_is_never_proposed() -> None:
    """Her exclusions hold for operators too."""
    hers = claimed(case=a_case(avoid=("two",)))
    for node in ("two", "one"):
        with pytest.raises(NodeExcludedError):
            desk.propose(hers, "anna", node, [], NOW)


def test_t5_one_that_waits_may_be_closed_unclaimed() -> None:
    """What is no woman seeking help leaves the queue with one act."""
    over = desk.close(a_handoff(), "anna", Ending.NOT_SEEKING_HELP, NOW)

    assert (Stage.CLOSED, Ending.NOT_SEEKING_HELP) == (over.handoff.stage, over.handoff.ending)
    assert ["closed:not_seeking_help"] == marks(over)


@pytest.mark.parametrize(
    "close",
    [
        lambda hers, at: desk.close(hers, "anna", Ending.ANSWERED, at),
        desk.finish,
        lambda hers, at: desk.due(replace(hers, window_until=None), at + HOUR, BOOK, {}),
    ],
)
def test_p7_a_close_forgets_where_she_is(close: Act) -> None:
    """Address, return code and signs go with every kind of close."""
    change = close(desk.came_back(claimed(), "telegram|1", NOW).handoff, NOW)
    assert change is not None
    over = change.handoff

    assert ("", "", "", "", False, None) == (
        over.address,
        over.code,
        over.sign,
        over.forced_sign,
        over.present,
        over.window_until,
    )


def test_p13_taking_it_back_leaves_no_fact() -> None:
    """The tombstone says that there was one here, and nothing that she said."""
    case = a_case(want=Want.SHELTER, danger=True, far=True, area=3, avoid=("two",))
    gone = desk.withdraw(desk.forced_sign(claimed(case=case), NOW).handoff, NOW + HOUR)

    assert gone.destroy
    assert () == gone.lines
    assert a_case() == gone.handoff.case
    assert (Ending.WITHDRAWN, Stage.CLOSED, "anna") == (
        gone.handoff.ending,
        gone.handoff.stage,
        gone.handoff.operator,
    )
    stands = replace(gone.handoff, operator="", claimed_at=None, id=b"")
    fresh = Handoff(
        id=b"", case=a_case(), node="one", opened_at=NOW + HOUR, queued_at=NOW + HOUR,
        keep_until=NOW + HOUR, stage=Stage.CLOSED, ending=Ending.WITHDRAWN, present=False,
        closed_at=NOW + HOUR,
    )  # fmt: skip
    assert fresh == stands
    with pytest.raises(OverError):
        desk.withdraw(gone.handoff, NOW)


def test_p4_a_tap_renews_only_a_window_that_is_open() -> None:
    """Ten minutes from each tap; a tap after them opens nothing."""
    here = desk.set_window(a_handoff(), Window.NOW, NOW).handoff
    renewed = desk.tapped(here, NOW + 9 * MINUTE).handoff
    late = desk.tapped(here, NOW + 10 * MINUTE).handoff

    assert NOW + 19 * MINUTE == renewed.window_until
    assert not late.may_be_answered(NOW + 10 * MINUTE)


def test_p4_a_window_that_ran_out_opens_again_only_with_her_sign() -> None:
    """The phone may be in other hands since: also once time has put the window away."""
    late = NOW + 10 * MINUTE
    here = desk.set_window(a_handoff(), Window.NOW, NOW).handoff
    put_away = desk.due(here, late, BOOK, {})
    assert put_away is not None
    assert put_away.forget_shown

    for stands in (here, put_away.handoff, desk.left(a_handoff(), NOW).handoff):
        with pytest.raises(SignNeededError):
            desk.set_window(stands, Window.NOW, late)
    back = desk.came_back(put_away.handoff, "web|abc", late).handoff
    assert back.may_be_answered(late)
    until = desk.set_window(back, Window.UNTIL, late, hours=2).handoff
    assert late + 2 * HOUR == until.window_until


@given(st.floats(-10, 1000))
def test_p4_no_window_is_longer_than_four_hours(hours: float) -> None:
    """Whatever a form asks for."""
    until = desk.set_window(a_handoff(), Window.UNTIL, NOW, hours=hours).handoff.window_until
    assert until is not None
    assert NOW <= until <= NOW + 4 * HOUR


def test_p3_an_exit_shuts_everything() -> None:
    """Nothing may be shown, the operator sees it once, and 112 leaves the screen."""
    here = desk.came_back(claimed(), "web|abc", NOW).handoff
    shown = desk.show_112(here, "anna", NOW).handoff
    left = desk.left(shown, NOW, in_a_hurry=True)
    again = desk.left(left.handoff, NOW + MINUTE)

    assert not left.handoff.may_be_answered(NOW)
    assert (False, True) == (left.handoff.emergency, left.forget_shown)
    assert [Mark.LEFT_IN_A_HURRY] == marks(left)
    assert [] == marks(again)
    with pytest.raises(WindowClosedError):
        desk.show_112(left.handoff, "anna", NOW)


def test_tg8_three_wrong_signs_lock_the_right_one_for_an_hour() -> None:
    """The third alerts, further tries neither alert nor lengthen, an hour later it opens."""
    tried = a_handoff()
    told: list[str] = []
    for minute in range(5):
        change = desk.wrong_sign(tried, NOW + minute * MINUTE)
        tried, told = change.handoff, [*told, *marks(change)]

    assert [Mark.WRONG_SIGN, Mark.WRONG_SIGN, Mark.THREE_WRONG_SIGNS] == told
    assert NOW + 2 * MINUTE == tried.forced_at
    with pytest.raises(SignRefusedError):
        desk.came_back(tried, "web|abc", NOW + 61 * MINUTE)
    assert desk.came_back(tried, "web|abc", NOW + 62 * MINUTE).handoff.present


def test_tg8_a_guesser_gets_one_try_an_hour() -> None:
    """After the hour each wrong sign locks again."""
    tried = a_handoff(wrong_signs=7, forced_at=NOW)
    again = desk.wrong_sign(tried, NOW + HOUR).handoff
    assert desk.is_locked(again, NOW + HOUR)


def test_tg8_the_forced_sign_shows_nothing_and_tells_the_operator() -> None:
    """From outside nothing happens."""
    forced = desk.forced_sign(desk.left(claimed(), NOW).handoff, NOW + MINUTE)
    assert [Mark.FORCED_SIGN] == marks(forced)
    assert not forced.handoff.present
    assert NOW + MINUTE == forced.handoff.forced_at


def test_rk5_moving_up_takes_a_reason_from_a_list() -> None:
    """The mark says which; there is no way down."""
    moved = desk.move_up(a_handoff(), "anna", desk.Upward.CHILDREN, NOW)
    assert ["moved_up:children"] == marks(moved)
    assert (Mark.MOVED_UP, "children") == desk.read_mark(marks(moved)[0])
    assert not [event for event in Event if "down" in event]


def test_what_is_closed_takes_no_act() -> None:
    """Every act on it says so in a sentence."""
    over = desk.finish(a_handoff(), NOW).handoff
    for act in (
        lambda: desk.claim(over, "anna", NOW),
        lambda: desk.wrote(over, "x", "s", NOW),
        lambda: desk.came_back(over, "web|abc", NOW),
        lambda: desk.close(over, "anna", Ending.ANSWERED, NOW),
        lambda: desk.agree(over, NOW),
    ):
        with pytest.raises(OverError, match="chiuso"):
            act()
    with pytest.raises(NotNowError):
        desk.agree(a_handoff(), NOW)


ACTS: tuple[Act, ...] = (
    lambda h, at: desk.claim(h, "anna", at),
    lambda h, at: desk.answer(h, "anna", "x", "s", at),
    lambda h, at: desk.note(h, "anna", "x", "s", at),
    lambda h, at: desk.hand_back(h, "anna", at, BOOK),
    lambda h, at: desk.conflict(h, "carla", at, BOOK),
    lambda h, at: desk.move_up(h, "anna", desk.Upward.OTHER, at),
    lambda h, at: desk.propose(h, "anna", "two", [1], at),
    lambda h, at: desk.refer(h, "anna", {}, at, BOOK),
    lambda h, at: desk.show_112(h, "anna", at),
    lambda h, at: desk.wrote(h, "x", "s", at),
    desk.tapped,
    lambda h, at: desk.set_window(h, Window.NOW, at),
    lambda h, at: desk.set_window(h, Window.LATER, at),
    desk.left,
    desk.went_quiet,
    lambda h, at: desk.came_back(h, "web|abc", at),
    desk.wrong_sign,
    desk.agree,
    desk.refuse,
    desk.finish,
    lambda h, at: desk.due(h, at, BOOK, {}),
)


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(-120, 300)), max_size=25))
def test_p3_p4_no_order_of_acts_breaks_a_promise(
    acts: list[tuple[Act, int]],
) -> None:
    """Any acts in any order, the clock jumping both ways: only named errors, and silence holds."""
    stands, now = a_handoff(), NOW
    for act, minutes in acts:
        now += minutes * MINUTE
        stands = _tried(act, stands, now)
        is_free = stands.operator == ""
        assert is_free or stands.stage is not Stage.WAITING
        assert stands.proposal is None or stands.stage is Stage.TALKING
        if stands.stage is Stage.CLOSED or not stands.present:
            assert not stands.may_be_answered(now)
        if stands.window_until is not None:
            assert stands.window is not Window.LATER


def _tried(act: Act, stands: Handoff, now: datetime) -> Handoff:
    try:
        change = act(stands, now)
    except HandoffError:
        return stands
    return change.handoff if change else stands


def test_the_picture_is_todays() -> None:
    """docs/handoff-life.md shows the machine as it is: `python -m routing.desk.picture`."""
    page = (DOCS / "handoff-life.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{mermaid()}```" in page
    assert staying() in page


def test_every_event_is_explained() -> None:
    """No event and no mark is missing from the page."""
    page = (DOCS / "handoff-life.md").read_text(encoding="utf-8")
    assert [] == [event for event in Event if f"**`{event}`**" not in page]
    assert [] == [life for life in Life if f"**`{life}`**" not in page]
