"""What every home of the staff does."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.staff.people import NewPerson, Person, Role, State
from tests.contract.bureaus import NODE, NOON, OTHER_NODE, passkey

if TYPE_CHECKING:
    from storage.staff.people import Invited
    from tests.contract.bureaus import Bureau

ANNA = NewPerson(name="Anna", node=NODE, roles=frozenset({Role.OPERATOR}), languages=("it", "ar"))
HOURS_47, HOURS_48, YEAR = timedelta(hours=47), timedelta(hours=48), timedelta(days=366)


async def invited(bureau: Bureau, new: NewPerson = ANNA, *, admits: bool = False) -> Invited:
    return await bureau.staff.invite(new, NOON, admits=admits)


async def pending(bureau: Bureau) -> Person:
    link = await invited(bureau)
    person = await bureau.staff.enrol(link.secret, passkey("anna"), NOON)
    assert person is not None
    return person


async def test_enrolment_takes_two_steps(bureau: Bureau) -> None:
    """Her link makes her wait; only a lead's step makes her active, and only once."""
    link = await invited(bureau)
    waiting = await bureau.staff.enrol(link.secret, passkey("anna"), NOON)

    assert State.INVITED is link.person.state
    assert waiting is not None
    assert State.PENDING is waiting.state
    admitted = await bureau.staff.admit(waiting.id)
    assert admitted is not None
    assert admitted == await bureau.staff.person(waiting.id)
    assert (State.ACTIVE, ("it", "ar"), NODE) == (admitted.state, admitted.languages, admitted.node)
    assert None is await bureau.staff.admit(waiting.id)


async def test_nobody_is_admitted_before_her_passkey(bureau: Bureau) -> None:
    """A lead cannot skip the first step."""
    link = await invited(bureau)

    assert None is await bureau.staff.admit(link.person.id)
    assert None is await bureau.staff.admit("nobody")


async def test_first_lead_is_active_at_once(bureau: Bureau) -> None:
    """Whom nobody could admit is admitted by the keeper's own link."""
    link = await invited(bureau, admits=True)
    person = await bureau.staff.enrol(link.secret, passkey("anna"), NOON)

    assert person is not None
    assert State.ACTIVE is person.state


async def test_link_works_once(bureau: Bureau) -> None:
    """A second use, hers or a finder's, makes nobody."""
    link = await invited(bureau)
    await bureau.staff.enrol(link.secret, passkey("anna"), NOON)

    assert None is await bureau.staff.enrol(link.secret, passkey("finder"), NOON)
    assert None is await bureau.staff.invited(link.secret, NOON)
    assert [passkey("anna")] == await bureau.staff.credentials(link.person.id)


async def test_link_used_twice_at_once_works_once(bureau: Bureau) -> None:
    """Of her and a finder in the same moment, one comes in."""
    link = await invited(bureau)
    enrolled = await asyncio.gather(
        *(bureau.staff.enrol(link.secret, passkey(name), NOON) for name in ("anna", "finder"))
    )

    assert 1 == len([person for person in enrolled if person is not None])
    assert 1 == len(await bureau.staff.credentials(link.person.id))


async def test_link_lives_48_hours(bureau: Bureau) -> None:
    """Until then it tells whom it is for; at that moment it is worth nothing."""
    link = await invited(bureau)

    assert link.person == await bureau.staff.invited(link.secret, NOON + HOURS_47)
    assert None is await bureau.staff.invited(link.secret, NOON + HOURS_48)
    assert None is await bureau.staff.enrol(link.secret, passkey("anna"), NOON + HOURS_48)
    assert None is await bureau.staff.invited("another\udcff", NOON)


async def test_new_link_voids_the_older(bureau: Bureau) -> None:
    """A lost link is replaced; who admits stays as it was; the enrolled get none."""
    first = await invited(bureau, admits=True)
    second = await bureau.staff.invite_again(first.person.id, NOON + HOURS_47)

    assert second is not None
    assert None is await bureau.staff.invited(first.secret, NOON)
    person = await bureau.staff.enrol(second.secret, passkey("anna"), NOON + HOURS_48)
    assert person is not None
    assert person.is_active
    assert None is await bureau.staff.invite_again(person.id, NOON)


async def test_passkey_is_one_persons(bureau: Bureau) -> None:
    """The same passkey cannot enrol twice, and the link of who tried still works."""
    await bureau.active("anna")
    link = await invited(bureau)

    assert None is await bureau.staff.enrol(link.secret, passkey("anna"), NOON)
    assert link.person == await bureau.staff.invited(link.secret, NOON)


async def test_passkey_leads_to_its_person(bureau: Bureau) -> None:
    """Sign-in finds her by the passkey, and its count is kept."""
    anna = await bureau.active("anna")
    await bureau.staff.used(passkey("anna").id, 7)
    found = await bureau.staff.credential(passkey("anna").id)

    assert found is not None
    assert (7, anna) == (found[0].sign_count, found[1])
    assert None is await bureau.staff.credential(b"unknown")


async def test_second_passkey_comes_and_goes(bureau: Bureau) -> None:
    """One is added by somebody active; the last one cannot be dropped."""
    anna = await bureau.active("anna", passkeys=2)

    assert await bureau.staff.drop_credential(anna.id, passkey("anna").id)
    assert not await bureau.staff.drop_credential(anna.id, passkey("anna1").id)
    assert [passkey("anna1")] == await bureau.staff.credentials(anna.id)


async def test_passkey_of_another_is_not_dropped(bureau: Bureau) -> None:
    """Naming somebody else's passkey does nothing."""
    anna, _ = await bureau.active("anna", passkeys=2), await bureau.active("bea", passkeys=2)

    assert not await bureau.staff.drop_credential(anna.id, passkey("bea").id)
    assert None is not await bureau.staff.credential(passkey("bea").id)


async def test_no_passkey_for_who_waits(bureau: Bureau) -> None:
    """Nobody who is not let in yet adds a passkey."""
    waiting = await pending(bureau)

    assert not await bureau.staff.add_credential(waiting.id, passkey("second"))


async def test_removal_takes_everything(bureau: Bureau) -> None:
    """Passkeys, link, shift: gone at once; her name stays for a year of the log."""
    anna = await bureau.active("anna")
    await bureau.shifts.begin(anna.id, ["it"], NOON)
    removed = await bureau.staff.remove(anna.id, NOON)

    assert removed is not None
    assert removed.is_locked_out(NOON + timedelta(days=9))
    assert [] == await bureau.staff.credentials(anna.id)
    assert None is await bureau.staff.credential(passkey("anna").id)
    assert [] == await bureau.shifts.now(NOON)
    assert [] == await bureau.staff.everybody()
    assert removed == await bureau.staff.person(anna.id)
    assert None is await bureau.staff.remove(anna.id, NOON)


async def test_removed_before_enrolling_stays_out(bureau: Bureau) -> None:
    """A link that is still open dies with the removal."""
    link = await invited(bureau)
    await bureau.staff.remove(link.person.id, NOON)

    assert None is await bureau.staff.enrol(link.secret, passkey("anna"), NOON)


async def test_removed_are_forgotten_after_a_year(bureau: Bureau) -> None:
    """Then their name goes; those who are here stay."""
    anna, bea = await bureau.active("anna"), await bureau.active("bea")
    await bureau.staff.remove(anna.id, NOON)

    assert 0 == await bureau.staff.forget(NOON + YEAR - timedelta(days=2))
    assert 1 == await bureau.staff.forget(NOON + YEAR)
    assert None is await bureau.staff.person(anna.id)
    assert [bea] == await bureau.staff.everybody()


async def test_everybody_is_listed_by_node_and_name(bureau: Bureau) -> None:
    """A lead sees her node, the keeper all; in an order people expect."""
    for name, node in (("zoe", NODE), ("Anna", NODE), ("bea", OTHER_NODE)):
        await bureau.active(name, node=node)

    assert ["Anna", "zoe"] == [person.name for person in await bureau.staff.everybody(NODE)]
    assert ["bea", "Anna", "zoe"] == [person.name for person in await bureau.staff.everybody()]


async def test_lock_ends_sessions_begun_before(bureau: Bureau) -> None:
    """Hers alone or everybody's; who signs in afterwards is in."""
    anna, bea = await bureau.active("anna"), await bureau.active("bea")
    await bureau.staff.lock(NOON, anna.id)
    people = {person.id: person for person in await bureau.staff.everybody()}

    assert people[anna.id].is_locked_out(NOON)
    assert not people[anna.id].is_locked_out(NOON + timedelta(seconds=1))
    assert not people[bea.id].is_locked_out(NOON)
    await bureau.staff.lock(NOON)
    assert all(person.is_locked_out(NOON) for person in await bureau.staff.everybody())


async def test_lost_keys_take_a_lead_and_another(bureau: Bureau) -> None:
    """The second confirmation makes the link; with it she waits again, her old passkey gone."""
    anna, bea = await bureau.active("anna"), await bureau.active("bea")
    lead = await bureau.active("lead", Role.LEAD)

    assert None is await bureau.staff.confirm_loss(anna.id, bea.id, NOON)
    assert [bea.id] == await bureau.staff.confirmed_by(anna.id, NOON)
    link = await bureau.staff.confirm_loss(anna.id, lead.id, NOON)
    assert link is not None
    assert None is not await bureau.staff.credential(passkey("anna").id)
    back = await bureau.staff.enrol(link.secret, passkey("new"), NOON)
    assert back is not None
    assert (anna.id, State.PENDING) == (back.id, back.state)
    assert [passkey("new")] == await bureau.staff.credentials(anna.id)
    assert [] == await bureau.staff.confirmed_by(anna.id, NOON)


async def test_lost_keys_need_the_right_two(bureau: Bureau) -> None:
    """Herself, a stranger to the node, the same one twice or two without a lead: no link."""
    anna = await bureau.active("anna", Role.LEAD)
    bea, carla = await bureau.active("bea"), await bureau.active("carla")
    stranger = await bureau.active("stranger", Role.LEAD, node=OTHER_NODE)

    for by in (anna, stranger, bea, bea, carla):
        assert None is await bureau.staff.confirm_loss(anna.id, by.id, NOON)
    assert {bea.id, carla.id} == set(await bureau.staff.confirmed_by(anna.id, NOON))


async def test_confirmations_grow_old(bureau: Bureau) -> None:
    """After two days the first word counts no more, and a removed colleague's neither."""
    anna, bea = await bureau.active("anna"), await bureau.active("bea")
    lead = await bureau.active("lead", Role.LEAD)
    await bureau.staff.confirm_loss(anna.id, bea.id, NOON)

    assert None is await bureau.staff.confirm_loss(anna.id, lead.id, NOON + HOURS_48)
    await bureau.staff.remove(lead.id, NOON)
    assert None is await bureau.staff.confirm_loss(anna.id, bea.id, NOON + HOURS_48)


async def test_roles_change_and_take_the_shift(bureau: Bureau) -> None:
    """Who leaves the desk leaves her shift; a role more takes nothing."""
    anna = await bureau.active("anna")
    await bureau.shifts.begin(anna.id, ["it"], NOON)
    lead = await bureau.staff.set_roles(anna.id, {Role.OPERATOR, Role.LEAD})

    assert lead is not None
    assert frozenset({Role.OPERATOR, Role.LEAD}) == lead.roles
    assert 1 == len(await bureau.shifts.now(NOON))
    await bureau.staff.set_roles(anna.id, {Role.COORDINATOR})
    assert [] == await bureau.shifts.now(NOON)
    assert None is await bureau.staff.set_roles("nobody", {Role.LEAD})


async def test_nobody_comes_to_the_desk_without_its_lead(bureau: Bureau) -> None:
    """A coordinator made operator waits to be admitted, as everybody did."""
    cora = await bureau.active("cora", Role.COORDINATOR)
    operator = await bureau.staff.set_roles(cora.id, {Role.OPERATOR})

    assert operator is not None
    assert State.PENDING is operator.state
    assert operator == await bureau.staff.person(cora.id)
    assert operator.is_locked_out(NOON)
