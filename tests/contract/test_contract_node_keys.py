"""What every home of the nodes' keys does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import envelopes
from storage.staff.node_keys import HeldKey, close_copy, open_copy, recovery_info
from storage.staff.people import NewPerson, Role
from tests.contract.bureaus import FIRST, NODE, NOON, OTHER_NODE, SECOND, passkey, unlocked

if TYPE_CHECKING:
    from storage.staff.people import Person
    from tests.contract.bureaus import Bureau

YEAR = timedelta(days=365)


async def founded(bureau: Bureau) -> tuple[Person, HeldKey]:
    lead = await bureau.active("lead", Role.LEAD)
    held = await bureau.keys.found(NODE, NOON)
    assert held is not None
    return lead, held


async def opened_by(bureau: Bureau, name: str) -> list[bytes]:
    """The public halves of what somebody's passkey opens."""
    copies = await bureau.keys.copies_for(passkey(name).id)
    held = [open_copy(copy, unlocked(name)) for copy in copies]
    return [key.pair.public for key in held if key is not None]


async def waiting(bureau: Bureau, name: str = "anna") -> Person:
    new = NewPerson(name=name, node=NODE, roles=frozenset({Role.OPERATOR}))
    link = await bureau.staff.invite(new, NOON)
    person = await bureau.staff.enrol(link.secret, passkey(name), NOON)
    assert person is not None
    return person


async def test_first_leads_session_makes_the_key(bureau: Bureau) -> None:
    """It is closed to her passkeys, and from then on the node can be routed to."""
    assert {} == await bureau.keys.publics()
    _, held = await founded(bureau)

    assert {NODE: held.pair.public} == await bureau.keys.publics()
    assert [held.pair.public] == await opened_by(bureau, "lead")
    assert 1 == held.generation


async def test_key_is_made_once(bureau: Bureau) -> None:
    """A second lead, or the same one again, does not replace it; an empty node has none."""
    await founded(bureau)

    assert None is await bureau.keys.found(NODE, NOON)
    assert None is await bureau.keys.found(OTHER_NODE, NOON)
    assert {NODE} == (await bureau.keys.publics()).keys()


async def test_p7_copy_opens_for_its_passkey_alone(bureau: Bureau) -> None:
    """Another passkey, or a copy moved to another's row, opens nothing."""
    _, held = await founded(bureau)
    [copy] = await bureau.keys.copies_for(passkey("lead").id)
    moved = close_copy(held, passkey("anna").id, unlocked("lead").public)

    assert None is open_copy(copy, unlocked("anna"))
    assert copy.wrapped != moved.wrapped
    stolen = type(copy)(
        node=NODE, generation=1, credential=passkey("anna").id, wrapped=copy.wrapped
    )
    assert None is open_copy(stolen, unlocked("lead"))


async def test_admission_gives_the_key(bureau: Bureau) -> None:
    """The lead's session closes it to who waits; she opens it once she is in."""
    _, held = await founded(bureau)
    anna = await waiting(bureau)

    assert 1 == await bureau.keys.give([held], anna.id)
    await bureau.staff.admit(anna.id)
    assert [held.pair.public] == await opened_by(bureau, "anna")
    assert [2] == [state.copies for state in await bureau.keys.states()]


async def test_key_is_given_within_its_node(bureau: Bureau) -> None:
    """Nobody of another node, no coordinator, nobody invited, and no key that is not the node's."""
    _, held = await founded(bureau)
    stranger = await bureau.active("stranger", node=OTHER_NODE)
    coordinator = await bureau.active("cora", Role.COORDINATOR)
    new = NewPerson(name="bea", node=NODE, roles=frozenset({Role.OPERATOR}))
    invited = (await bureau.staff.invite(new, NOON)).person
    anna = await waiting(bureau)
    forged = HeldKey(node=NODE, generation=1, pair=envelopes.new_pair())

    for person in (stranger, coordinator, invited):
        assert 0 == await bureau.keys.give([held], person.id)
    assert 0 == await bureau.keys.give([forged], anna.id)
    assert 0 == await bureau.keys.give([held], "nobody")


async def test_removal_takes_copies_and_asks_for_another_key(bureau: Bureau) -> None:
    """What she held is no longer hers, and the next lead's session is told to change it."""
    _, held = await founded(bureau)
    anna = await waiting(bureau)
    await bureau.keys.give([held], anna.id)
    await bureau.staff.admit(anna.id)
    [before] = await bureau.keys.states()
    await bureau.staff.remove(anna.id, NOON)
    [after] = await bureau.keys.states()

    assert [] == await bureau.keys.copies_for(passkey("anna").id)
    assert not before.is_due(NOON.date())
    assert after.is_due(NOON.date())
    assert 1 == after.copies


async def test_lost_passkey_asks_for_another_key(bureau: Bureau) -> None:
    """So does dropping a passkey that held a copy, or leaving the desk."""
    lead = await bureau.active("lead", Role.LEAD, passkeys=2)
    held = await bureau.keys.found(NODE, NOON)
    assert held is not None
    await bureau.staff.drop_credential(lead.id, passkey("lead1").id)
    [dropped] = await bureau.keys.states()
    changed = await bureau.keys.rotate(held, NOON)
    await bureau.staff.set_roles(lead.id, {Role.COORDINATOR})
    [left] = await bureau.keys.states()

    assert (True, 1) == (dropped.is_stale, dropped.copies)
    assert None is not changed
    assert (True, 0, 2) == (left.is_stale, left.copies, left.generation)
    assert [] == await bureau.keys.copies_for(passkey("lead").id)


async def test_year_old_key_is_due(bureau: Bureau) -> None:
    """Even if nobody leaves."""
    await founded(bureau)
    [state] = await bureau.keys.states()

    assert not state.is_due((NOON + YEAR - timedelta(days=1)).date())
    assert state.is_due((NOON + YEAR).date())


async def test_change_reaches_who_stays(bureau: Bureau) -> None:
    """The new key opens for them; the older one until all is re-wrapped; never for who left."""
    _, held = await founded(bureau)
    await bureau.active("anna")
    gone = await bureau.active("bea")
    await bureau.staff.remove(gone.id, NOON)
    changed = await bureau.keys.rotate(held, NOON)

    assert changed is not None
    assert {NODE: changed.pair.public} == await bureau.keys.publics()
    assert [changed.pair.public, held.pair.public] == await opened_by(bureau, "lead")
    assert [changed.pair.public] == await opened_by(bureau, "anna")
    assert [] == await bureau.keys.copies_for(passkey("bea").id)
    [state] = await bureau.keys.states()
    assert (2, False) == (state.generation, state.is_stale)
    await bureau.keys.retire_older(changed)
    assert [changed.pair.public] == await opened_by(bureau, "lead")


async def test_two_changes_at_once_make_one(bureau: Bureau) -> None:
    """Who still holds the older key is told that another session was faster."""
    _, held = await founded(bureau)

    assert None is not await bureau.keys.rotate(held, NOON)
    assert None is await bureau.keys.rotate(held, NOON)


async def test_node_without_anybody_cannot_be_routed_to(bureau: Bureau) -> None:
    """When the last one leaves, its public key is offered to nobody."""
    lead, _ = await founded(bureau)
    await bureau.staff.remove(lead.id, NOON)

    assert {} == await bureau.keys.publics()
    [state] = await bureau.keys.states()
    assert (0, True) == (state.copies, state.is_recoverable)


async def test_two_people_outside_bring_a_key_back(bureau: Bureau) -> None:
    """Peeled by one, opened by the other, closed to a new lead: she reads what waited."""
    lead, held = await founded(bureau)
    await bureau.staff.remove(lead.id, NOON)
    await bureau.active("nina", Role.LEAD)
    copy = await bureau.keys.recovery_copy(NODE)
    assert copy is not None
    info = recovery_info(NODE, copy.generation)
    peeled = envelopes.peel(FIRST, copy.nested, info)
    assert peeled is not None
    pair = envelopes.unwrap_peeled(SECOND, peeled, info)
    assert pair is not None
    again = HeldKey(node=NODE, generation=copy.generation, pair=pair)

    assert copy.public == pair.public == held.pair.public
    assert None is await bureau.keys.found(NODE, NOON)
    assert await bureau.keys.restore(close_copy(again, passkey("nina").id, unlocked("nina").public))
    assert [held.pair.public] == await opened_by(bureau, "nina")


async def test_nothing_is_restored_to_strangers(bureau: Bureau) -> None:
    """Not to another node's passkey, not of a generation that is over."""
    _, held = await founded(bureau)
    await bureau.active("stranger", node=OTHER_NODE)
    lead = passkey("lead")
    older = HeldKey(node=NODE, generation=0, pair=held.pair)

    assert not await bureau.keys.restore(
        close_copy(held, passkey("stranger").id, unlocked("stranger").public)
    )
    assert not await bureau.keys.restore(close_copy(older, lead.id, lead.sealing_key))


async def test_without_two_people_a_lost_key_is_lost(bureau: Bureau) -> None:
    """Then a new lead begins anew: what was closed to the older key stays closed."""
    lead = await bureau.active("lead", Role.LEAD)
    held = await bureau.keys_without_recovery.found(NODE, NOON)
    assert held is not None
    await bureau.staff.remove(lead.id, NOON)
    await bureau.active("nina", Role.LEAD)
    anew = await bureau.keys_without_recovery.found(NODE, NOON)

    assert None is await bureau.keys.recovery_copy(NODE)
    assert anew is not None
    assert 2 == anew.generation
    assert held.pair.public != anew.pair.public
