"""A flood of false contacts: numbers, never silence, and the real one among the first (T5)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.contact.limits import MOST_OPENINGS, Arrivals, Limits
from bot.conversation import Address
from flows.definition import Channel
from routing import desk
from routing.handoff import Stage
from tests.handoff.flood import flood
from tests.handoff.phone import Phone
from tests.handoff.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.view import Answer

FALSE = 5_000
NODE = "svsed-mangiagalli"
#: A desk that lets everybody in, so that the queue itself is tried.
NO_LIMIT = Limits(arrivals=Arrivals(at_once=10**6, at_once_in_danger=10**6))


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A real SQLite file, and one desk with two operators."""
    world = World(tmp_path, on_disk=True)
    # Nobody at the other: a flood would only send the next woman there.
    await world.open()
    world.on_shift.discard("carla")
    await world.keep_shifts()
    yield world
    await world.stop()


def phone(world: World, key: str) -> Phone:
    """Somebody's browser."""

    def saw(phone: Phone, answer: Answer, *, is_kept: bool) -> None:
        """Look away."""

    return Phone(world, Address(Channel.WEB, key), saw)


async def opens(world: World, key: str, *, danger: bool = False) -> Phone:
    """Somebody who asks for a person, all the way."""
    await world.time_passes(timedelta(seconds=1))
    her = phone(world, key)
    await her.ask_for_a_person(danger=danger)
    await her.consent("Mare", "Pane")
    await her.choose_window("now")
    await her.to_chat()
    return her


def numbers(her: Phone) -> set[str]:
    """What she can call, as she reads it."""
    return {each.shown for each in her.view.numbers}


def said(her: Phone) -> str:
    """What she reads."""
    return "\n".join(her.view.paragraphs)


async def served(world: World, most: int) -> list[bytes]:
    """Whom an operator who always takes the first one serves, in order."""
    order: list[bytes] = []
    for _ in range(most):
        await world.time_passes(timedelta(seconds=1))
        waiting = desk.in_order(await world.handoffs.of_node(NODE), world.clock(), world.book)
        await (await world.acts("anna")).claim(waiting[0].id)
        order.append(waiting[0].id)
    return order


async def test_t5_danger_is_among_the_first_three_of_five_thousand(world: World) -> None:
    """Whatever came before her, and however long it waits; her screen says so."""
    await flood(world, FALSE, node=NODE, danger=False)
    await world.time_passes(timedelta(minutes=31))
    her = await opens(world, "she", danger=True)

    assert "Persone prima di te: 1." in said(her) or "Nessuna persona prima di te." in said(her)
    assert {"1522", "112"} <= numbers(her)
    card = await world.handoffs.at("web|she")
    assert card is not None
    assert card.id in await served(world, 3)


async def test_t5_nobody_starves_where_all_declare_danger(world: World) -> None:
    """Who came first, and declared none, is served within three times those before her."""
    her = await opens(world, "she")
    other = await opens(world, "other")
    await flood(world, FALSE, node=NODE, danger=True)
    await world.time_passes(timedelta(minutes=31))
    cards = [await world.handoffs.at(f"web|{key}") for key in ("she", "other")]

    await her.to_chat()
    order = await served(world, 6)

    assert all(card is not None and card.id in order for card in cards)
    assert "Persone prima di te: " in said(other)


async def test_t5_a_flood_through_the_door_ends_in_numbers(world: World) -> None:
    """What a desk can take is taken; everybody else reads the numbers at once, danger too."""
    taken, full, most = 0, 0, Arrivals()
    for number in range(60):
        her = await opens(world, f"flood-{number}", danger=bool(number % 2))
        assert {"1522", "112"} <= numbers(her)
        if her.step == "handoff.full":
            full += 1
            assert "Non dipende da te" in said(her)
        else:
            taken += 1
            assert "prima di te" in said(her)

    # A minute has passed meanwhile: one more each.
    assert taken <= most.at_once + most.at_once_in_danger + 2
    assert 0 < full == 60 - taken
    assert taken == sum(each.stage is Stage.WAITING for each in await world.handoffs.all())


async def test_t5_danger_has_room_when_the_desk_is_full(world: World) -> None:
    """A flood that declares nothing leaves the reserve to who says the danger is now."""
    for number in range(Arrivals().at_once + 1):
        last = await opens(world, f"flood-{number}")
    assert "handoff.full" == last.step

    her = await opens(world, "she", danger=True)

    assert "handoff.waiting" == her.step
    assert "Nessuna persona prima di te." in said(her)


async def test_t5_one_browser_begins_few(world: World) -> None:
    """Three in an hour from one session; the next reads the numbers, an hour later it may."""
    for _ in range(MOST_OPENINGS):
        her = await opens(world, "one")
        assert "handoff.waiting" == her.step
        await her.press("Cancella quello che ho scritto", "Sì, cancella adesso")

    assert "handoff.full" == (await opens(world, "one")).step
    await world.time_passes(timedelta(hours=1))
    assert "handoff.waiting" == (await opens(world, "one")).step


@pytest.mark.parametrize("danger", [False, True])
async def test_p5_waiting_screens_tell_the_truth_in_a_flood(world: World, *, danger: bool) -> None:
    """Many look at once; each reads her own place, and no two the same."""
    hers = [await opens(world, f"she-{number}") for number in range(5)]
    await flood(world, 500, node=NODE, danger=danger)
    await asyncio.gather(*(her.press("Guardo di nuovo") for her in hers))

    before = 500 if danger else 0
    for number, her in enumerate(hers):
        place = before + number
        expected = f"Persone prima di te: {place}." if place else "Nessuna persona prima di te."
        assert expected in said(her)
        assert {"1522", "112"} <= numbers(her)
