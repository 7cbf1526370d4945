"""What routing is told of the desks, over shifts, keys and handoffs that are kept."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from flows.definition import Channel
from routing.handoff import Case, Handoff, Stage
from routing.ports import DeskNow
from storage.memory.handoffs import MemoryHandoffs
from storage.staff.desks import KeptDesks
from storage.staff.people import Role
from tests.contract.bureaus import NODE, NOON, OTHER_NODE, Bureau, bureau_in_memory

MINUTE = timedelta(minutes=1)


@pytest.fixture
def bureau() -> Bureau:
    return bureau_in_memory()


@pytest.fixture
def handoffs() -> MemoryHandoffs:
    return MemoryHandoffs()


@pytest.fixture
def desks(bureau: Bureau, handoffs: MemoryHandoffs) -> KeptDesks:
    return KeptDesks(bureau.keys, bureau.shifts, handoffs, bureau.clock)


def handoff(node: str = NODE, stage: Stage = Stage.WAITING, *, rehearsal: bool = False) -> Handoff:
    return Handoff(
        id=os.urandom(16),
        case=Case(channel=Channel.WEB, language="it", rehearsal=rehearsal),
        node=node,
        stage=stage,
        opened_at=NOON,
        queued_at=NOON,
        keep_until=NOON + timedelta(hours=4),
    )


async def keyed(bureau: Bureau, node: str = NODE) -> bytes:
    """A node with a lead and a key."""
    await bureau.active(f"lead of {node}", Role.LEAD, node=node)
    held = await bureau.keys.found(node, NOON)
    assert held is not None
    return held.pair.public


async def test_no_key_no_desk(bureau: Bureau, desks: KeptDesks) -> None:
    """A node whose people have no key yet is never routed to, even with somebody on shift."""
    anna = await bureau.active("anna")
    await bureau.shifts.begin(anna.id, ["it"], NOON)

    assert {} == await desks.now()


async def test_desk_tells_who_is_there(bureau: Bureau, desks: KeptDesks) -> None:
    """Those on shift count with what they speak today; who pauses does not."""
    public = await keyed(bureau)
    people = [await bureau.active(name) for name in ("anna", "bea", "carla")]
    for person, languages in zip(people, (["it", "ar"], ["it"], ["es"]), strict=True):
        await bureau.shifts.begin(person.id, languages, NOON)
    await bureau.shifts.pause(people[2].id, NOON)
    there = DeskNow(
        node=NODE,
        public_key=public,
        on_shift=2,
        languages=frozenset({"it", "ar"}),
        people=frozenset(person.id for person in people[:2]),
    )

    assert {NODE: there} == await desks.now()


async def test_unseen_operator_is_not_counted_on(bureau: Bureau, desks: KeptDesks) -> None:
    """Her page has not moved for over fifteen minutes: she is off."""
    await keyed(bureau)
    anna = await bureau.active("anna")
    await bureau.shifts.begin(anna.id, ["it"], NOON)
    bureau.clock.forward(15 * MINUTE)
    before = (await desks.now())[NODE].on_shift
    bureau.clock.forward(MINUTE)

    assert (1, 0) == (before, (await desks.now())[NODE].on_shift)


async def test_load_is_counted_by_node_without_rehearsals(
    bureau: Bureau, desks: KeptDesks, handoffs: MemoryHandoffs
) -> None:
    """Those who wait and those who talk; what is over or only rehearsed is in no count."""
    publics = {node: await keyed(bureau, node) for node in (NODE, OTHER_NODE)}
    for kept in (
        handoff(),
        handoff(),
        handoff(stage=Stage.TALKING),
        handoff(stage=Stage.CLOSED),
        handoff(rehearsal=True),
        handoff(OTHER_NODE),
    ):
        await handoffs.open(kept, publics)
    now = await desks.now()

    assert (2, 1) == (now[NODE].waiting, now[NODE].talking)
    assert (1, 0) == (now[OTHER_NODE].waiting, now[OTHER_NODE].talking)


async def test_desk_closes_with_its_last_person(bureau: Bureau, desks: KeptDesks) -> None:
    """Removed while on shift: nobody is sent there any more."""
    await keyed(bureau)
    [lead] = await bureau.staff.everybody()
    await bureau.shifts.begin(lead.id, ["it"], NOON)
    before = await desks.now()
    await bureau.staff.remove(lead.id, NOON)

    assert (1, {}) == (before[NODE].on_shift, await desks.now())
