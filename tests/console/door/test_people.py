"""Who may come in: inviting, admitting, removing, and what becomes of the keys."""

from __future__ import annotations

import asyncio
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from console.watching import look_after
from flows.definition import Channel
from routing.handoff import Case, Handoff
from storage.handoffs.keys import unwrap_for
from storage.staff.people import Role, State
from tests.console.door.office import HERE, THERE, json_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.staff.node_keys import HeldKey
    from tests.console.door.office import House


async def test_the_link_is_shown_once_and_leads_in(house: House) -> None:
    """The link stands on the page that made it, behind a #, and enrols whom it is for."""
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    shown = await lead.post("/people/invite", {"name": "Bea", "role": "operator"})
    link = shown.text.partition("/enrol#")[2].partition("<")[0]

    assert 200 == (await house.enrol(link, house.passkey())).status
    assert link not in (await lead.get("/people")).text


async def test_a_removed_person_is_out_and_the_key_is_another(house: House) -> None:
    """Removing ends her sessions, makes the next key, and wraps what is open to it."""
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    other = await house.made("Bea", Role.OPERATOR)
    handoff = await _open(house)
    await lead.post("/people/remove", {"person": house.people["Bea"].id})
    session = house.session_of("Ada")
    assert session is not None
    wrapped = await house.parts.handoffs.wrap(handoff.id, HERE)
    assert wrapped is not None

    assert 303 == (await other.get("/account")).status
    assert [2, 1] == [held.generation for held in session.node_keys]
    assert unwrap_for(session.node_keys[0].pair, wrapped, handoff.id, HERE) is not None


async def test_what_was_closed_to_the_old_key_meanwhile_is_not_lost(house: House) -> None:
    """A handoff that began with the key of a moment ago opens with the new one, a minute later."""
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    await house.made("Bea", Role.OPERATOR)
    old = await house.parts.node_keys.publics()
    await lead.post("/people/remove", {"person": house.people["Bea"].id})
    handoff = await _open(house, old)
    house.clock.now += timedelta(minutes=1)
    await look_after(house.console)
    wrapped = await house.parts.handoffs.wrap(handoff.id, HERE)
    keys = _keys(house, "Ada")
    assert wrapped is not None

    assert [2] == [held.generation for held in keys]
    assert unwrap_for(keys[0].pair, wrapped, handoff.id, HERE) is not None


async def test_a_key_changed_elsewhere_reaches_an_open_session(house: House) -> None:
    """Another process changed the node's key: who is signed in here has it within seconds."""
    await house.made("Ada", Role.OPERATOR, Role.LEAD)
    await house.parts.node_keys.rotate(_keys(house, "Ada")[0], house.clock())
    await look_after(house.console)

    assert [2, 1] == [held.generation for held in _keys(house, "Ada")]


async def test_a_session_ended_elsewhere_is_over_within_five_seconds(house: House) -> None:
    """T8: also when she touches nothing, what streams to her stops and her keys are gone."""
    await house.made("Ada", Role.OPERATOR, Role.LEAD)
    session = house.session_of("Ada")
    assert session is not None
    house.clock.now += timedelta(seconds=1)
    await house.parts.staff.lock(house.clock())
    async with asyncio.timeout(5):
        await session.over.wait()

    assert (None, ()) == (session.own, session.node_keys)


async def test_a_colleague_has_the_new_key_without_signing_in_again(house: House) -> None:
    """Whoever stays has the new key in her session at once."""
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    await house.made("Bea", Role.OPERATOR)
    await house.parts.node_keys.give(_keys(house, "Ada"), house.people["Bea"].id)
    await house.sign_in(house.passkeys["Bea"])
    await house.made("Cleo", Role.OPERATOR)
    await lead.post("/people/remove", {"person": house.people["Cleo"].id})
    session = [each for each in house.console.sessions if each.person.name == "Bea"][-1]

    assert 2 == session.node_keys[0].generation


async def test_after_a_keeper_removed_somebody_a_leads_next_session_changes_the_key(
    house: House,
) -> None:
    """A keeper holds no key: the next session of a lead makes another."""
    keeper = await house.made("Kim", Role.KEEPER)
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    await house.enrol(await house.invite("Bea", Role.OPERATOR), house.passkey())
    await lead.post("/people/admit", {"person": house.people["Bea"].id})
    await keeper.post("/people/remove", {"person": house.people["Bea"].id})
    await house.sign_in(house.passkeys["Ada"])

    assert State.REMOVED is (await house.person("Bea")).state
    assert [2] == [state.generation for state in await house.parts.node_keys.states()]


async def test_sessions_of_a_person_end_at_once(house: House) -> None:
    """A lead signs somebody out; she can sign in again."""
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    other = await house.made("Bea", Role.OPERATOR)
    house.clock.now += timedelta(minutes=1)
    await lead.post("/people/sessions", {"person": house.people["Bea"].id})

    assert 303 == (await other.get("/account")).status
    house.clock.now += timedelta(minutes=1)
    assert "" != (await house.sign_in(house.passkeys["Bea"])).cookie


async def test_a_lead_ends_every_session_of_her_node_only(house: House) -> None:
    """The other node's people stay signed in."""
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    mine = await house.made("Bea", Role.OPERATOR)
    theirs = await house.made("Cleo", Role.OPERATOR, node=THERE)
    house.clock.now += timedelta(minutes=1)
    await lead.post("/people/sessions/all")

    assert [303, 303, 200] == [(await each.get("/account")).status for each in (lead, mine, theirs)]


async def test_a_keeper_ends_every_session(house: House) -> None:
    """Everybody is out, she herself too."""
    keeper = await house.made("Kim", Role.KEEPER)
    everybody = [
        keeper,
        await house.made("Ada", Role.OPERATOR, Role.LEAD),
        await house.made("Cleo", Role.OPERATOR, node=THERE),
    ]
    house.clock.now += timedelta(minutes=1)
    await keeper.post("/people/sessions/all")

    assert [303, 303, 303] == [(await each.get("/account")).status for each in everybody]


async def test_a_lost_passkey_comes_back_by_a_lead_and_a_second_person(house: House) -> None:
    """One word is not enough; with the second a new link is shown, and she waits to be admitted."""
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    second = await house.made("Bea", Role.OPERATOR)
    await house.made("Cleo", Role.OPERATOR)
    lost = {"person": house.people["Cleo"].id}
    once = await lead.post("/people/lost", lost)
    twice = await second.post("/people/lost", lost)
    link = twice.text.partition("/enrol#")[2].partition("<")[0]
    await house.enrol(link, house.passkey())

    assert 303 == once.status
    assert State.PENDING is (await house.person("Cleo")).state


async def test_a_second_passkey_holds_the_nodes_key_too(house: House) -> None:
    """She enters with either, and reads with either."""
    browser = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    second = house.passkey()
    asked = await browser.post("/account/passkey/ask")
    told = {"label": "chiavetta"} | second.make(json_of(asked)["options"])
    await browser.post("/account/passkey", told)
    house.console.sessions.end_all()
    await house.sign_in(second)

    assert [HERE] == [held.node for held in _keys(house, "Ada")]


async def test_her_last_passkey_stays(house: House) -> None:
    """Nobody locks herself out by mistake; of two, one can go."""
    browser = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    only = house.passkeys["Ada"]
    await browser.post("/account/passkey/drop", {"passkey": only.id.hex()})

    assert [only.id] == [
        each.id for each in await house.parts.staff.credentials(house.people["Ada"].id)
    ]


async def test_what_was_done_stands_in_the_log_without_content(house: House) -> None:
    """A lead reads who did what at her node; of the other node nothing."""
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    await house.made("Cleo", Role.OPERATOR, node=THERE)
    await lead.post("/people/invite", {"name": "Bea", "role": "operator"})
    page = await lead.get("/records")

    assert "ha invitato" in page.text
    assert "La catena è intera" in page.text
    assert "Cleo" not in page.text


async def _open(house: House, keys: Mapping[str, bytes] | None = None) -> Handoff:
    now = house.clock()
    handoff = Handoff(
        id=secrets.token_bytes(16),
        case=Case(channel=Channel.WEB, language="it"),
        node=HERE,
        opened_at=now,
        queued_at=now,
        keep_until=now + timedelta(hours=4),
    )
    await house.parts.handoffs.open(handoff, keys or await house.parts.node_keys.publics())
    return handoff


def _keys(house: House, name: str) -> tuple[HeldKey, ...]:
    session = house.session_of(name)
    assert session is not None
    return session.node_keys
