"""The order of a queue: danger only moves up, and nobody starves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from routing import desk
from routing.desk.order import EVERY
from routing.handoff import Handoff, Stage
from tests.routing.handoffs import BOOK, MINUTE, NOW, a_case, a_handoff, in_danger

FLOOD = 5000


def numbers(handoffs: list[Handoff]) -> list[int]:
    return [int.from_bytes(each.id, "big") for each in handoffs]


def order(*handoffs: Handoff) -> list[int]:
    return numbers(desk.in_order(handoffs, NOW, BOOK))


@st.composite
def queues(draw: st.DrawFn) -> list[Handoff]:
    """Up to twelve handoffs of every sort, some being served already."""
    made = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        handoff = a_handoff(number, minutes_ago=draw(st.integers(-5, 90)))
        if draw(st.booleans()):
            handoff = in_danger(handoff)
        if draw(st.booleans()):
            minutes = draw(st.integers(0, 60))
            handoff = replace(
                handoff, stage=Stage.TALKING, claimed_at=NOW - timedelta(minutes=minutes)
            )
        made.append(replace(handoff, moved_up=draw(st.booleans())))
    return made


def test_danger_first_then_arrival() -> None:
    """Whoever moved her up counts like her own word."""
    moved = a_handoff(4, minutes_ago=1, moved_up=True)
    assert [3, 4, 1, 2] == order(
        a_handoff(2, minutes_ago=4),
        a_handoff(1, minutes_ago=5),
        in_danger(a_handoff(3, minutes_ago=2)),
        moved,
    )


@given(queues(), st.data())
def test_p8_danger_never_makes_anybody_later(queue: list[Handoff], data: st.DataObject) -> None:
    """Declaring it or being moved up keeps or betters her place, whatever the others are."""
    picked = data.draw(st.integers(0, len(queue) - 1))
    her = replace(queue[picked], stage=Stage.WAITING, claimed_at=None, moved_up=False)
    her = replace(her, case=replace(her.case, danger=False))
    others = [each for number, each in enumerate(queue) if number != picked]
    stands = desk.before(her, others, NOW, BOOK)

    assert desk.before(in_danger(her), others, NOW, BOOK) <= stands
    assert desk.before(replace(her, moved_up=True), others, NOW, BOOK) <= stands


@given(queues())
def test_the_order_is_of_those_who_wait(queue: list[Handoff]) -> None:
    """Each once, none of those being served, and the same whichever way the list came."""
    waiting = {each.id for each in queue if each.stage is Stage.WAITING}
    found = desk.in_order(queue, NOW, BOOK)

    assert waiting == {each.id for each in found}
    assert len(waiting) == len(found)
    assert found == desk.in_order(queue[::-1], NOW, BOOK)


def test_t5_one_real_danger_among_five_thousand() -> None:
    """None of the others declared it; whoever was served before, she is among the first three."""
    flood = [a_handoff(number, minutes_ago=90) for number in range(2, FLOOD)]
    her = in_danger(a_handoff(1))
    for served in range(4):
        taken = [
            in_danger(a_handoff(FLOOD + n, stage=Stage.TALKING, claimed_at=NOW - n * MINUTE))
            for n in range(served)
        ]
        assert desk.before(her, [*flood, *taken], NOW, BOOK) <= 1


def test_rk4_five_thousand_declared_dangers_starve_nobody() -> None:
    """She declared nothing and has two before her: first after 3 × 3 claims at most."""
    her = a_handoff(1, minutes_ago=40)
    older = [a_handoff(number, minutes_ago=50) for number in (2, 3)]
    flood = [in_danger(a_handoff(number)) for number in range(4, FLOOD)]
    served = _claims_until(her, [her, *older, *flood])

    assert served <= EVERY * (len(older) + 1)


def test_rk4_nor_do_they_when_they_take_themselves_back() -> None:
    """A flood that withdraws what was claimed cannot keep the turn of the oldest away."""
    her = a_handoff(1, minutes_ago=40)
    queue = [her, *(in_danger(a_handoff(number)) for number in range(2, 40))]
    assert _claims_until(her, queue, takes_back=True) <= EVERY


@given(queues())
def test_rk4_everybody_is_served(queue: list[Handoff]) -> None:
    """While danger keeps arriving, each who waits is first after 3 × (older + 1) claims."""
    real = [each for each in queue if each.stage is Stage.WAITING]
    for her in real:
        aged = [replace(each, opened_at=each.opened_at - 120 * MINUTE) for each in real]
        mine = next(each for each in aged if each.id == her.id)
        older = sum((each.opened_at, each.id) < (mine.opened_at, mine.id) for each in aged)
        arriving = [in_danger(a_handoff(100 + number)) for number in range(40)]
        assert _claims_until(mine, [*aged, *arriving]) <= EVERY * (older + 1)


def test_ageing_begins_after_half_an_hour() -> None:
    """Until then declared danger comes first; from then on every third place is for her."""
    queue = [a_handoff(1, minutes_ago=29), *(in_danger(a_handoff(n)) for n in range(2, 6))]
    assert [2, 3, 4, 5, 1] == order(*queue)
    assert [2, 3, 1, 4, 5] == numbers(desk.in_order(queue, NOW + MINUTE, BOOK))


def test_a_rehearsal_is_before_nobody() -> None:
    """Practice never takes a woman's place."""
    practice = in_danger(a_handoff(1, minutes_ago=90, case=a_case(rehearsal=True)))
    assert [2, 1] == order(practice, a_handoff(2))


def test_how_many_are_before_her_who_has_not_begun() -> None:
    """The offer says it before she agrees."""
    queue = [a_handoff(number, minutes_ago=number) for number in (2, 3)]
    assert 2 == desk.before(a_handoff(9), queue, NOW, BOOK)
    assert 0 == desk.before(in_danger(a_handoff(9)), queue, NOW, BOOK)
    assert 1 == desk.before(queue[0], queue, NOW, BOOK)


def _claims_until(her: Handoff, queue: list[Handoff], *, takes_back: bool = False) -> int:
    """How many claims of the first place it takes until hers is claimed."""
    standing = {each.id: each for each in queue}
    for claims in range(1, len(queue) + 1):
        at = NOW + claims * timedelta(seconds=1)
        first = desk.in_order(standing.values(), at, BOOK)[0]
        if first.id == her.id:
            return claims
        taken = desk.claim(first, "anna", at).handoff
        standing[first.id] = desk.withdraw(taken, at).handoff if takes_back else taken
    return len(queue) + 1


@given(queues(), st.lists(st.integers(-90, 90), min_size=1, max_size=6), st.data())
def test_p5_a_remembered_order_is_the_order(
    queue: list[Handoff], minutes: list[int], data: st.DataObject
) -> None:
    """Whatever was looked at before, whenever, and whoever was moved up since."""
    orders = desk.Orders(BOOK)
    for each in minutes:
        now = NOW + timedelta(minutes=each)
        place = data.draw(st.integers(0, len(queue) - 1))
        queue = [*queue[:place], replace(queue[place], moved_up=True), *queue[place + 1 :]]
        seen = orders.of("one", [*queue], now)

        assert desk.in_order(queue, now, BOOK) == [*seen.queue]
        assert [*range(len(seen.queue))] == [seen.before[one.id] for one in seen.queue]
        assert seen is orders.of("one", [*queue], now)
