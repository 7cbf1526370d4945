"""What time alone does to a handoff, on a clock that the test moves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from routing import desk
from routing.desk import Mark
from routing.desks import Desk, DeskBook
from routing.handoff import Ending, Handoff, Reason, Stage, Window
from routing.hours import Calendar, OpeningHours
from tests.routing.handoffs import BOOK, HOUR, MILAN, MINUTE, NOW, a_desk, a_handoff, desks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.ports import DeskNow

ROME = MILAN.directory.zone
OFFICE = OpeningHours("Mo-Fr 10:00-18:00; PH off", Calendar(ROME, "IT", frozenset({(12, 7)})))
NIGHT = datetime(2026, 11, 24, 23, tzinfo=ROME)


def later(
    handoff: Handoff, at: datetime, now: Mapping[str, DeskNow] | None = None
) -> tuple[Handoff, list[str]]:
    """Everything that is due by then, and the marks it left."""
    marks: list[str] = []
    for _ in range(9):
        change = desk.due(handoff, at, BOOK, now or desks(one=1))
        if change is None:
            return handoff, marks
        handoff = change.handoff
        marks += [line.text for line in change.lines]
    pytest.fail("time never comes to rest")


def claimed(**facts: Any) -> Handoff:
    return desk.claim(a_handoff(**facts), "anna", NOW).handoff


def test_p5_a_silent_claim_returns_to_the_queue() -> None:
    """Five minutes after the claim, not a second sooner, at the place her arrival gives her."""
    assert Stage.TALKING is later(claimed(), NOW + 5 * MINUTE - timedelta(seconds=1))[0].stage

    free, marks = later(claimed(), NOW + 5 * MINUTE)
    assert (Stage.WAITING, "", [Mark.LAPSED]) == (free.stage, free.operator, marks)
    assert 0 == desk.before(free, [a_handoff(2, minutes_ago=-1)], NOW + HOUR, BOOK)


def test_p5_her_words_do_not_give_a_silent_operator_more_time() -> None:
    """She writes every minute: the claim still lapses five minutes after her first words."""
    talk = desk.answer(claimed(), "anna", "ciao", "1", NOW).handoff
    for minute in range(10, 15):
        talk = desk.wrote(talk, "?", str(minute), NOW + minute * MINUTE).handoff

    assert Stage.TALKING is later(talk, NOW + 14 * MINUTE)[0].stage
    assert Stage.WAITING is later(talk, NOW + 15 * MINUTE)[0].stage


def test_an_operator_who_answered_or_types_keeps_it() -> None:
    """Nobody is owed an answer, or one is being written."""
    answered = desk.answer(claimed(), "anna", "ciao", "1", NOW).handoff
    typing = desk.attended(claimed(), "anna", NOW + 4 * MINUTE).handoff

    assert Stage.TALKING is later(answered, NOW + 50 * MINUTE)[0].stage
    assert Stage.TALKING is later(typing, NOW + 8 * MINUTE)[0].stage
    assert Stage.WAITING is later(typing, NOW + 9 * MINUTE)[0].stage


def test_p5_a_queue_nobody_serves_widens() -> None:
    """After a quarter of an hour, to the first of the ladder that serves."""
    widened, marks = later(a_handoff(), NOW + 15 * MINUTE, desks(two=1))

    assert ("two", ("three",), (Reason.LADDER,), ["widened:one"]) == (
        widened.node,
        widened.ladder,
        widened.reasons,
        marks,
    )
    assert "one" == later(a_handoff(), NOW + 14 * MINUTE, desks(two=1))[0].node
    assert "three" == later(a_handoff(), NOW + 15 * MINUTE, desks(three=1))[0].node


def test_a_queue_that_is_served_does_not_widen() -> None:
    """Where somebody on shift talks to others she waits her turn; where all are idle, not."""
    busy = {**desks(two=1), "one": a_desk(on_shift=1, talking=2)}
    absent = {**desks(two=1), "one": a_desk(on_shift=1)}

    assert "one" == later(a_handoff(), NOW + 60 * MINUTE, busy)[0].node
    assert "two" == later(a_handoff(), NOW + 60 * MINUTE, absent)[0].node


def test_p5_at_night_it_goes_where_it_opens_earlier() -> None:
    """Nobody is on shift anywhere: the desk that opens first has her."""
    early = OpeningHours("Mo-Su 08:00-22:00", Calendar(ROME, "IT"))
    book = DeskBook(
        desks={id_: Desk(node=id_, hours=early if id_ == "two" else OFFICE) for id_ in desks()}
    )
    waits = a_handoff(opened_at=NIGHT, queued_at=NIGHT, keep_until=NIGHT + 24 * HOUR)
    widened = desk.due(waits, NIGHT + 15 * MINUTE, book, desks())

    assert widened is not None
    assert "two" == widened.handoff.node
    assert desk.due(widened.handoff, NIGHT + HOUR, book, desks()) is None


def test_a_node_taken_out_of_the_network_loses_nobody() -> None:
    """Those who wait there go to the next node at once, and are kept as long as its desk says."""
    gone = {id_: now for id_, now in desks().items() if id_ != "one"}
    moved, _ = later(a_handoff(), NOW, gone)
    assert ("two", NOW + 4 * HOUR) == (moved.node, moved.keep_until)


def test_p7_an_hour_without_a_word_is_the_end() -> None:
    """Only of a talk whose window ran out."""
    talk = desk.answer(claimed(), "anna", "ciao", "1", NOW).handoff
    here = desk.set_window(talk, Window.NOW, NOW).handoff

    assert Stage.TALKING is later(here, NOW + 59 * MINUTE)[0].stage
    over, marks = later(here, NOW + 60 * MINUTE)
    assert (Ending.IDLE, [Mark.WINDOW_OVER, "closed:idle"]) == (over.ending, marks)


def test_who_comes_back_is_waited_for() -> None:
    """She said so, or left: four days after the last word, and while "until" lasts."""
    talk = desk.answer(claimed(), "anna", "ciao", "1", NOW).handoff
    here = desk.set_window(talk, Window.NOW, NOW).handoff
    until = desk.set_window(here, Window.UNTIL, NOW, hours=4).handoff
    away = desk.left(here, NOW).handoff

    assert Stage.TALKING is later(until, NOW + 239 * MINUTE)[0].stage
    for waits in (talk, away):
        assert Stage.TALKING is later(waits, NOW + 95 * HOUR)[0].stage
        assert Ending.IDLE is later(waits, NOW + 96 * HOUR)[0].ending


def test_what_nobody_answered_expires_when_she_was_told() -> None:
    """Not before, and only while it waits."""
    assert Stage.WAITING is later(a_handoff(), NOW + 4 * HOUR - MINUTE)[0].stage
    assert Ending.EXPIRED is later(a_handoff(), NOW + 4 * HOUR)[0].ending


def test_p7_a_day_after_the_close_all_is_destroyed() -> None:
    """The change destroys, and the row may go."""
    over = desk.finish(a_handoff(), NOW).handoff

    assert desk.due(over, NOW + 24 * HOUR - MINUTE, BOOK, {}) is None
    assert not desk.is_over(over, NOW + 24 * HOUR - MINUTE)
    change = desk.due(over, NOW + 24 * HOUR, BOOK, {})
    assert change is not None
    assert change.destroy
    assert desk.is_over(change.handoff, NOW + 24 * HOUR)


def test_a_clock_that_jumps_back_undoes_nothing() -> None:
    """What was due is not due again, and no moment goes back with the clock."""
    free, _ = later(claimed(), NOW + 5 * MINUTE)
    earlier, told = later(free, NOW - 3 * HOUR, desks(one=1))
    assert (Stage.WAITING, free.keep_until, []) == (earlier.stage, earlier.keep_until, told)

    again = desk.claim(free, "bea", NOW - HOUR).handoff
    back = desk.hand_back(again, "bea", NOW - HOUR, BOOK).handoff
    assert (free.queued_at, free.keep_until) == (back.queued_at, back.keep_until)


def test_p5_a_clock_that_jumps_back_lets_nobody_wait_for_hours() -> None:
    """What is waited for is counted anew from the moment the clock tells."""
    earlier = NOW - 3 * HOUR
    held, _ = later(claimed(), earlier)
    assert Stage.TALKING is held.stage
    assert Stage.WAITING is later(held, earlier + 5 * MINUTE)[0].stage

    waiting, _ = later(a_handoff(), earlier, desks(two=1))
    assert "two" == later(waiting, earlier + 15 * MINUTE, desks(two=1))[0].node


def test_p4_a_clock_that_jumps_back_closes_her_window() -> None:
    """Ten minutes are never hours; a clock put right by seconds takes nothing away."""
    stays = desk.set_window(a_handoff(), Window.NOW, NOW).handoff

    assert stays.may_be_answered(NOW - MINUTE / 2)
    assert not stays.may_be_answered(NOW - HOUR)
    assert desk.has_run_out(stays, NOW - HOUR)
    assert None is later(stays, NOW - HOUR)[0].window_until
