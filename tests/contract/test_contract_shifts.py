"""What every home of the shifts does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage.staff.people import NewPerson, Role
from storage.staff.shifts import Presence
from tests.contract.bureaus import NODE, NOON, OTHER_NODE, passkey

if TYPE_CHECKING:
    from tests.contract.bureaus import Bureau

MINUTE = timedelta(minutes=1)


async def test_shift_begins_pauses_and_ends(bureau: Bureau) -> None:
    """Its languages are those of this time; a pause keeps when it began; the end leaves nothing."""
    anna = await bureau.active("anna")
    begun = await bureau.shifts.begin(anna.id, ["it", "ar"], NOON)
    paused = await bureau.shifts.pause(anna.id, NOON + MINUTE)
    back = await bureau.shifts.begin(anna.id, ["it"], NOON + 2 * MINUTE)

    assert begun is not None
    assert paused is not None
    assert back is not None
    assert (Presence.ON, ("it", "ar"), NODE, NOON) == (
        begun.state,
        begun.languages,
        begun.node,
        begun.since,
    )
    assert (Presence.PAUSE, NOON) == (paused.state, paused.since)
    assert (Presence.ON, ("it",), NOON) == (back.state, back.languages, back.since)
    assert [back] == await bureau.shifts.now(NOON + 2 * MINUTE)
    await bureau.shifts.end(anna.id)
    assert [] == await bureau.shifts.now(NOON + 2 * MINUTE)


async def test_unseen_shift_is_over(bureau: Bureau) -> None:
    """Fifteen minutes without a sign of her page; each sign counts anew."""
    anna = await bureau.active("anna")
    await bureau.shifts.begin(anna.id, ["it"], NOON)

    assert await bureau.shifts.seen(anna.id, NOON + 10 * MINUTE)
    assert 1 == len(await bureau.shifts.now(NOON + 25 * MINUTE))
    late = NOON + 25 * MINUTE + timedelta(seconds=1)
    assert [] == await bureau.shifts.now(late)
    assert not await bureau.shifts.seen(anna.id, late)
    assert None is await bureau.shifts.pause(anna.id, late)
    assert 1 == await bureau.shifts.sweep(late)
    assert 0 == await bureau.shifts.sweep(late)


async def test_shift_after_one_that_was_over_is_new(bureau: Bureau) -> None:
    """Who forgot to leave yesterday begins today, not yesterday."""
    anna = await bureau.active("anna")
    await bureau.shifts.begin(anna.id, ["it"], NOON)
    tomorrow = NOON + timedelta(days=1)
    shift = await bureau.shifts.begin(anna.id, ["it"], tomorrow)

    assert shift is not None
    assert tomorrow == shift.since


async def test_moments_are_to_the_minute(bureau: Bureau) -> None:
    """What is kept does not tell at which second she sat down."""
    anna = await bureau.active("anna")
    await bureau.shifts.begin(anna.id, ["it"], NOON + timedelta(seconds=59))
    [shift] = await bureau.shifts.now(NOON + MINUTE)

    assert (NOON, NOON) == (shift.since, shift.seen)


async def test_only_the_desk_has_shifts(bureau: Bureau) -> None:
    """A coordinator, somebody who waits and somebody unknown begin none."""
    coordinator = await bureau.active("cora", Role.COORDINATOR, node="")
    new = NewPerson(name="Anna", node=NODE, roles=frozenset({Role.OPERATOR}))
    link = await bureau.staff.invite(new, NOON)
    await bureau.staff.enrol(link.secret, passkey("anna"), NOON)

    for person in (coordinator.id, link.person.id, "nobody"):
        assert None is await bureau.shifts.begin(person, ["it"], NOON)
        assert None is await bureau.shifts.pause(person, NOON)


async def test_shifts_are_listed_by_node(bureau: Bureau) -> None:
    """Longest there first."""
    anna, bea = await bureau.active("anna"), await bureau.active("bea")
    carla = await bureau.active("carla", node=OTHER_NODE)
    for person, minutes in ((bea, 0), (carla, 1), (anna, 2)):
        await bureau.shifts.begin(person.id, ["it"], NOON + minutes * MINUTE)

    now = NOON + 3 * MINUTE
    assert [bea.id, carla.id, anna.id] == [s.person for s in await bureau.shifts.now(now)]
    assert [bea.id, anna.id] == [s.person for s in await bureau.shifts.now(now, NODE)]
