"""What every home of the handoffs does."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from flows.definition import Channel
from routing import desk
from routing.handoff import Case, Ending, Handoff, Proposal, Reason, Stage, Want, Window
from routing.ports import By, Change, HeldLine, LineState, NewLine, of_handoff, of_node
from storage import envelopes
from storage.handoffs.keys import unwrap_for, wrap_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.ports import Handoffs, Line
    from storage.envelopes import Pair
    from tests.contract.homes import Home

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIRST, SECOND = "svsed", "cadmi"
KEYS = {FIRST: envelopes.new_pair(), SECOND: envelopes.new_pair()}
PUBLIC = {node: pair.public for node, pair in KEYS.items()}
HERS = b"\x01" * 16
OTHER = b"\xff" * 16

EVERYTHING = Handoff(
    id=HERS,
    case=Case(
        channel=Channel.TELEGRAM,
        language="ar",
        area=15146,
        want=Want.SHELTER,
        far=True,
        avoid=("x", "y"),
        danger=True,
        rehearsal=True,
    ),
    node=FIRST,
    ladder=(SECOND,),
    reasons=(Reason.WANT, Reason.OPEN),
    stage=Stage.TALKING,
    opened_at=NOON,
    queued_at=NOON + HOUR,
    keep_until=NOON + 4 * HOUR,
    address="telegram|-77",
    code="441790235518",
    sign="$argon2id$one",
    forced_sign="$argon2id$two",
    window=Window.UNTIL,
    window_until=NOON + 2 * HOUR,
    left_at=NOON,
    hers_at=NOON,
    operator="ab" * 16,
    claimed_at=NOON,
    operators_at=NOON,
    unanswered_since=NOON,
    answered=True,
    written=3,
    wrong_signs=2,
    forced_at=NOON,
    proposal=Proposal(node=SECOND, at=NOON, lines=(1, 3), agreed=True),
    emergency=True,
    moved_up=True,
    not_for=("cd" * 16,),
)


def waiting(handoff: bytes = HERS, *, address: str = "web|a", code: str = "1") -> Handoff:
    return Handoff(
        id=handoff,
        case=Case(channel=Channel.WEB, language="it"),
        node=FIRST,
        ladder=(SECOND,),
        opened_at=NOON,
        queued_at=NOON,
        keep_until=NOON + 4 * HOUR,
        address=address,
        code=code,
        window=Window.NOW,
        window_until=NOON + HOUR,
    )


def talking() -> Handoff:
    return replace(waiting(), stage=Stage.TALKING, operator="anna", claimed_at=NOON)


def answer(text: str, source: str = "a") -> NewLine:
    return NewLine(by=By.OPERATOR, text=text, at=NOON, source=source, operator="anna")


def with_lines(*lines: NewLine) -> Callable[[Handoff], Change]:
    return lambda card: Change(handoff=card, lines=lines)


async def key_of(handoffs: Handoffs, handoff: bytes = HERS, node: str = FIRST) -> Pair:
    wrapped = await handoffs.wrap(handoff, node)
    assert wrapped is not None
    pair = unwrap_for(KEYS[node], wrapped, handoff, node)
    assert pair is not None
    return pair


def told(lines: list[Line]) -> list[tuple[int, By, str, LineState]]:
    return [(line.number, line.by, line.text, line.state) for line in lines]


async def test_empty_home_has_nobody(home: Home) -> None:
    """A first start finds no handoff by any way of asking."""
    handoffs = home.handoffs()

    assert [] == await handoffs.all()
    assert [] == await handoffs.of_node(FIRST)
    assert [] == await handoffs.held(HERS)
    assert None is await handoffs.get(HERS)
    assert None is await handoffs.at("web|a")
    assert None is await handoffs.coded("1")
    assert None is await handoffs.wrap(HERS, FIRST)
    assert None is await handoffs.change(HERS, with_lines())


@pytest.mark.parametrize("card", [EVERYTHING, waiting()])
async def test_every_field_comes_back(home: Home, card: Handoff) -> None:
    """A handoff comes back as it was, by its id, its address, its code and its node."""
    await home.handoffs().open(card, PUBLIC)
    again = home.handoffs()

    assert card == await again.get(HERS)
    assert card == await again.at(card.address)
    assert card == await again.coded(card.code)
    assert [card] == await again.of_node(FIRST)
    assert [] == await again.of_node(SECOND)
    assert [card] == await again.all()


async def test_empty_names_find_nobody(home: Home) -> None:
    """A handoff without address and code is not found by having none."""
    await home.handoffs().open(waiting(address="", code=""), PUBLIC)

    assert None is await home.handoffs().at("")
    assert None is await home.handoffs().coded("")


async def test_p7_closed_one_lives_nowhere(home: Home) -> None:
    """After the close neither address nor code lead to it; the desk sees it still."""
    handoffs = home.handoffs()
    await handoffs.open(waiting(), PUBLIC)
    over = await handoffs.change(HERS, lambda card: desk.finish(card, NOON))

    assert None is await handoffs.at("web|a")
    assert None is await handoffs.coded("1")
    assert [over] == await handoffs.of_node(FIRST)


async def test_where_she_is_comes_before_where_she_was(home: Home) -> None:
    """Of two handoffs of one address the one she has not left is hers."""
    handoffs = home.handoffs()
    left = replace(waiting(), present=False, hers_at=NOON + HOUR)
    await handoffs.open(left, PUBLIC)
    await handoffs.open(waiting(OTHER), PUBLIC)

    found = await handoffs.at("web|a")

    assert found is not None
    assert OTHER == found.id


async def test_line_is_read_with_its_key_only(home: Home) -> None:
    """The node's key opens what she wrote; another's opens no word."""
    handoffs = home.handoffs()
    await handoffs.open(waiting(), PUBLIC)
    await handoffs.change(HERS, lambda card: desk.wrote(card, "però ☂ \0", "web|1", NOON))
    right, wrong = await key_of(handoffs), envelopes.new_pair()

    assert [(1, By.HERS, "però ☂ \0", LineState.KEPT)] == told(await handoffs.read(HERS, right))
    assert [NOON] == [line.at for line in await handoffs.read(HERS, right)]
    assert [""] == [line.text for line in await handoffs.read(HERS, wrong)]
    # Each node of the ladder holds the same key.
    assert [(1, By.HERS, "però ☂ \0", LineState.KEPT)] == told(
        await handoffs.read(HERS, await key_of(handoffs, node=SECOND))
    )


async def test_p6_same_line_is_kept_once(home: Home) -> None:
    """What is sent again is the same line: nothing is added, counted or changed."""
    handoffs = home.handoffs()
    await handoffs.open(waiting(), PUBLIC)
    first = await handoffs.change(HERS, lambda card: desk.wrote(card, "a", "web|1", NOON))
    again = await home.handoffs().change(
        HERS, lambda card: desk.wrote(card, "a", "web|1", NOON + HOUR)
    )
    other = await handoffs.change(HERS, lambda card: desk.wrote(card, "b", "web|2", NOON))

    assert first is not None
    assert first == again
    assert (1, 1) == (first.version, first.written)
    assert other is not None
    assert (2, 2) == (other.version, other.written)
    assert ["a", "b"] == [line.text for line in await handoffs.read(HERS, await key_of(handoffs))]


async def test_source_belongs_to_one_side_and_one_handoff(home: Home) -> None:
    """The same source from another side, or in another handoff, is another line."""
    handoffs = home.handoffs()
    await handoffs.open(talking(), PUBLIC)
    await handoffs.open(waiting(OTHER), PUBLIC)
    await handoffs.change(HERS, with_lines(answer("a", "1")))
    await handoffs.change(HERS, lambda card: desk.wrote(card, "b", "1", NOON))
    await handoffs.change(OTHER, lambda card: desk.wrote(card, "c", "1", NOON))

    assert 2 == len(await handoffs.read(HERS, await key_of(handoffs)))
    assert 1 == len(await handoffs.read(OTHER, await key_of(handoffs, OTHER)))


async def test_only_answers_are_held_for_her(home: Home) -> None:
    """Of what is written only the operator's answers may reach her screen."""
    handoffs = home.handoffs()
    await handoffs.open(talking(), PUBLIC)
    lines = [replace(answer(by.value, by.value), by=by) for by in (By.HERS, By.NOTE, By.MARK)]
    await handoffs.change(HERS, with_lines(*lines, answer("per te")))

    assert [HeldLine(number=4, text="per te", at=NOON, shown=False)] == await handoffs.held(HERS)


async def test_line_is_held_shown_and_forgotten(home: Home) -> None:
    """An answer is held until shown, can be redrawn within the window, and is then let go."""
    handoffs = home.handoffs()
    await handoffs.open(talking(), PUBLIC)
    await handoffs.change(HERS, with_lines(answer("uno", "1"), answer("due", "2")))
    held = await handoffs.held(HERS)
    await handoffs.change(HERS, lambda card: Change(handoff=card, shown=(1,)))
    shown = await handoffs.held(HERS)
    await handoffs.change(HERS, lambda card: Change(handoff=card, forget_shown=True))

    assert [(1, False), (2, False)] == [(line.number, line.shown) for line in held]
    assert [(1, True), (2, False)] == [(line.number, line.shown) for line in shown]
    assert [2] == [line.number for line in await handoffs.held(HERS)]
    assert [LineState.SHOWN, LineState.HELD] == [
        line.state for line in await handoffs.read(HERS, await key_of(handoffs))
    ]


async def test_p6_undeliverable_line_is_told_and_stays(home: Home) -> None:
    """What could not be brought to her is marked, and still there when she comes back."""
    handoffs = home.handoffs()
    await handoffs.open(talking(), PUBLIC)
    await handoffs.change(HERS, with_lines(answer("uno")))
    await handoffs.change(HERS, lambda card: Change(handoff=card, not_delivered=(1,)))
    lines = await handoffs.read(HERS, await key_of(handoffs))

    assert [LineState.NOT_DELIVERED] == [line.state for line in lines]
    assert ["uno"] == [line.text for line in await handoffs.held(HERS)]


async def test_p7_close_keeps_no_copy_for_her(home: Home) -> None:
    """Once it is closed nothing can be shown to her; the operator sees what never was."""
    handoffs = home.handoffs()
    await handoffs.open(talking(), PUBLIC)
    await handoffs.change(HERS, with_lines(answer("uno", "1"), answer("due", "2")))
    await handoffs.change(HERS, lambda card: Change(handoff=card, shown=(1,)))
    await handoffs.change(HERS, lambda card: desk.finish(card, NOON))
    lines = await handoffs.read(HERS, await key_of(handoffs))

    assert [] == await handoffs.held(HERS)
    assert [LineState.SHOWN, LineState.NOT_DELIVERED] == [line.state for line in lines[:2]]


async def test_other_nodes_lose_their_keys(home: Home) -> None:
    """Once somebody answered, only her node opens it; a referral gives another its own key."""
    handoffs = home.handoffs()
    await handoffs.open(talking(), PUBLIC)
    pair = await key_of(handoffs)
    await handoffs.change(HERS, lambda card: Change(handoff=card, only_nodes=(FIRST,)))
    alone = await handoffs.wrap(HERS, SECOND)
    again = {SECOND: wrap_for(PUBLIC[SECOND], pair, HERS, SECOND)}
    await handoffs.change(
        HERS, lambda card: Change(handoff=card, wraps=again, only_nodes=(SECOND,))
    )

    assert None is alone
    assert None is await handoffs.wrap(HERS, FIRST)
    assert pair.public == (await key_of(handoffs, node=SECOND)).public


async def test_p13_withdrawn_one_is_destroyed_at_once(home: Home) -> None:
    """Keys, lines and copies are gone; what is left says only that there was one."""
    handoffs = home.handoffs()
    await handoffs.open(talking(), PUBLIC)
    await handoffs.change(HERS, with_lines(answer("uno")))
    pair = await key_of(handoffs)
    left = await handoffs.change(HERS, lambda card: desk.withdraw(card, NOON))

    assert left is not None
    assert (Ending.WITHDRAWN, "", 0) == (left.ending, left.address, left.written)
    assert [left] == await handoffs.of_node(FIRST)
    assert None is await handoffs.wrap(HERS, FIRST)
    assert [] == await handoffs.held(HERS)
    assert [] == await handoffs.read(HERS, pair)


async def test_p13_no_key_comes_back(home: Home) -> None:
    """A session that held the key, and wraps it anew a moment too late, brings nothing back."""
    handoffs = home.handoffs()
    await handoffs.open(talking(), PUBLIC)
    pair = await key_of(handoffs)
    left = await handoffs.change(HERS, lambda card: desk.withdraw(card, NOON))
    wraps = {FIRST: wrap_for(PUBLIC[FIRST], pair, HERS, FIRST)}
    late = await handoffs.change(
        HERS, lambda card: Change(handoff=card, wraps=wraps, lines=(answer("tardi"),))
    )

    assert None is late
    assert None is await handoffs.wrap(HERS, FIRST)
    assert [] == await handoffs.read(HERS, pair)
    assert left == await handoffs.get(HERS)


async def test_removed_one_is_gone(home: Home) -> None:
    """Removing takes that one and no other; removing a stranger is no error."""
    handoffs = home.handoffs()
    await handoffs.open(talking(), PUBLIC)
    await handoffs.open(waiting(OTHER), PUBLIC)
    await handoffs.change(HERS, with_lines(answer("uno")))
    pair = await key_of(handoffs)
    await handoffs.remove(HERS)
    await handoffs.remove(b"?" * 16)

    assert [OTHER] == [card.id for card in await handoffs.all()]
    assert None is await handoffs.wrap(HERS, FIRST)
    assert [] == await handoffs.read(HERS, pair)


async def test_refused_act_changes_nothing(home: Home) -> None:
    """An act that raises, leaves alone, or was made from an older state changes nothing."""
    handoffs = home.handoffs()
    await handoffs.open(waiting(), PUBLIC)

    def refuse(_: Handoff) -> Change:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await handoffs.change(HERS, refuse)
    left_alone = await handoffs.change(HERS, lambda _: None)
    older = await handoffs.change(HERS, lambda _: Change(handoff=replace(waiting(), version=7)))

    assert None is left_alone
    assert None is older
    assert waiting() == await handoffs.get(HERS)


async def test_p6_two_at_once_see_each_other(home: Home) -> None:
    """Of many acts at once none is lost, and each sees what the one before made."""
    one, two = home.handoffs(), home.handoffs()
    await one.open(waiting(), PUBLIC)
    seen: list[int] = []

    def write(number: int) -> Callable[[Handoff], Change]:
        def act(card: Handoff) -> Change:
            seen.append(card.version)
            return desk.wrote(card, str(number), f"web|{number}", NOON)

        return act

    await asyncio.gather(
        *((one if number % 2 else two).change(HERS, write(number)) for number in range(20))
    )
    lines = await one.read(HERS, await key_of(one))

    assert [*range(20)] == sorted({*seen})
    assert {str(number) for number in range(20)} == {line.text for line in lines}
    assert [*range(1, 21)] == [line.number for line in lines]


async def test_one_that_is_refused_does_not_hold_others(home: Home) -> None:
    """An act that raises in the middle of many leaves the others kept."""
    handoffs = home.handoffs()
    await handoffs.open(waiting(), PUBLIC)

    def refuse(_: Handoff) -> Change:
        raise ZeroDivisionError

    acts = [with_lines(answer(str(n), str(n))) if n != 2 else refuse for n in range(5)]
    results = await asyncio.gather(
        *(handoffs.change(HERS, act) for act in acts), return_exceptions=True
    )

    assert [2] == [n for n, result in enumerate(results) if isinstance(result, Exception)]
    assert ["0", "1", "3", "4"] == sorted(line.text for line in await handoffs.held(HERS))


async def test_changes_ring(home: Home) -> None:
    """Whoever looks at the handoff, or at either desk, is woken once the change is kept."""
    handoffs = home.handoffs()
    ears = {topic: home.bell.listen(topic) for topic in (of_handoff(HERS), of_node(FIRST))}
    moved = home.bell.listen(of_node(SECOND))
    await handoffs.open(waiting(), PUBLIC)
    async with asyncio.timeout(5):
        assert [*ears] == [await anext(ear) for ear in ears.values()]
        await handoffs.change(HERS, lambda card: Change(handoff=replace(card, node=SECOND)))
        assert [*ears] == [await anext(ear) for ear in ears.values()]
        assert of_node(SECOND) == await anext(moved)
