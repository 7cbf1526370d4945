"""In by passkey only; and how one is out again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage.staff.people import Role
from storage.staff.shifts import Presence
from tests.console.door.office import HERE, json_of

if TYPE_CHECKING:
    from tests.console.door.office import House


async def test_a_lead_enrols_signs_in_and_founds_her_nodes_key(house: House) -> None:
    """The first lead comes by a link, and her session makes the key of her node."""
    await house.made("Ada", Role.OPERATOR, Role.LEAD)
    session = house.session_of("Ada")

    assert session is not None
    assert [HERE] == [held.node for held in session.node_keys]
    assert [HERE] == list(await house.parts.node_keys.publics())


async def test_an_operator_waits_until_her_lead_admits_her(house: House) -> None:
    """With a passkey but not admitted nobody comes in; admitted, she holds the node's key."""
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    passkey = house.passkey()
    await house.enrol(await house.invite("Bea", Role.OPERATOR), passkey)

    assert "" == (await house.sign_in(passkey)).cookie

    await lead.post("/people/admit", {"person": house.people["Bea"].id})
    browser = await house.sign_in(passkey)
    session = house.session_of("Bea")

    assert "" != browser.cookie
    assert session is not None
    assert [HERE] == [held.node for held in session.node_keys]


async def test_a_passkey_that_verifies_nobody_is_refused(house: House) -> None:
    """Registration and sign-in both ask for a finger, a face or a PIN (SAFETY 6.3.3)."""
    link = await house.invite("Ada", Role.OPERATOR, Role.LEAD, admits=True)
    refused = await house.enrol(link, house.passkey(verifies=False))
    passkey = house.passkey()
    await house.enrol(link, passkey)
    passkey.verifies = False

    assert 403 == refused.status
    assert "" == (await house.sign_in(passkey)).cookie


async def test_a_link_works_once(house: House) -> None:
    """The second who opens a link finds that it is used."""
    link = await house.invite("Ada", Role.OPERATOR, Role.LEAD, admits=True)

    assert [200, 404] == [
        (await house.enrol(link, house.passkey())).status for _ in ("first", "second")
    ]


async def test_a_link_is_over_after_two_days(house: House) -> None:
    """A link nobody used is worth nothing after 48 hours."""
    link = await house.invite("Ada", Role.OPERATOR, Role.LEAD, admits=True)
    house.clock.now += timedelta(hours=48)

    assert 404 == (await house.enrol(link, house.passkey())).status


async def test_an_answer_works_once(house: House) -> None:
    """What a passkey answered is worth nothing the second time, also where it does not count."""
    await house.made("Ada", Role.OPERATOR, Role.LEAD, counts=False)
    browser = house.browser()
    asked = await browser.post("/sign-in/ask")
    answer = house.passkeys["Ada"].sign(json_of(asked))

    assert [200, 403] == [(await browser.post("/sign-in", answer)).status for _ in range(2)]


async def test_a_challenge_is_over_after_two_minutes(house: House) -> None:
    """Who answers later begins again."""
    await house.made("Ada", Role.OPERATOR, Role.LEAD)
    browser = house.browser()
    asked = await browser.post("/sign-in/ask")
    house.clock.now += timedelta(minutes=2)
    answer = house.passkeys["Ada"].sign(json_of(asked))

    assert 403 == (await browser.post("/sign-in", answer)).status


async def test_a_passkey_whose_count_goes_back_is_refused(house: House) -> None:
    """A count that is not higher than the last one means that there is a copy."""
    await house.made("Ada", Role.OPERATOR, Role.LEAD)
    passkey = house.passkeys["Ada"]
    await house.sign_in(passkey)
    passkey.count = 0

    assert "" == (await house.sign_in(passkey)).cookie


async def test_a_passkey_of_another_site_is_refused(house: House) -> None:
    """An answer made for a look-alike's address opens nothing here."""
    await house.made("Ada", Role.OPERATOR, Role.LEAD)
    passkey = house.passkeys["Ada"]
    passkey.origin = "http://localhost:9999"

    assert "" == (await house.sign_in(passkey)).cookie


async def test_where_a_passkey_has_no_secret_a_phrase_unlocks(house: House) -> None:
    """The phrase opens the key of her node, and signs nobody in."""
    link = await house.invite("Ada", Role.OPERATOR, Role.LEAD, admits=True)
    passkey = house.passkey(has_prf=False)
    await house.enrol(link, passkey, "quattro parole a caso")
    browser = await house.sign_in(passkey)
    session = house.session_of("Ada")
    assert session is not None

    assert not session.is_unlocked
    assert 403 == (await browser.post("/unlock", {"phrase": "quattro parole scelte"})).status

    await browser.post("/unlock", {"phrase": "quattro parole a caso"})

    assert session.is_unlocked
    assert [HERE] == [held.node for held in session.node_keys]


async def test_a_short_phrase_is_refused(house: House) -> None:
    """Eleven letters fall too soon to somebody who has the disk."""
    link = await house.invite("Ada", Role.OPERATOR, Role.LEAD, admits=True)

    assert 403 == (await house.enrol(link, house.passkey(has_prf=False), "undici lett")).status


async def test_five_wrong_phrases_end_the_session(house: House) -> None:
    """Nobody tries phrases for long at an open session."""
    link = await house.invite("Ada", Role.OPERATOR, Role.LEAD, admits=True)
    passkey = house.passkey(has_prf=False)
    await house.enrol(link, passkey, "quattro parole a caso")
    browser = await house.sign_in(passkey)
    for _ in range(5):
        await browser.post("/unlock", {"phrase": "quattro parole scelte"})

    assert house.session_of("Ada") is None


async def test_somebody_who_fails_again_and_again_waits(house: House) -> None:
    """Twenty failures of one arrival close the door to it for five minutes."""
    browser = house.browser()
    for _ in range(20):
        await browser.post("/sign-in", {"answer": "{}"})

    assert 429 == (await browser.post("/sign-in/ask")).status

    house.clock.now += timedelta(minutes=5, seconds=1)

    assert 200 == (await browser.post("/sign-in/ask")).status


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (15, 303)])
async def test_a_session_ends_after_a_quarter_of_an_hour_without_her(
    house: House, minutes: int, status: int
) -> None:
    """Fourteen minutes are borne, fifteen are not."""
    browser = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    house.clock.now += timedelta(minutes=minutes)

    assert status == (await browser.get("/account")).status


async def test_a_session_ends_after_twelve_hours_whatever_she_does(house: House) -> None:
    """Tapping all day does not make it longer."""
    browser = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    for _ in range(71):
        house.clock.now += timedelta(minutes=10)
        await browser.get("/account")

    assert 200 == (await browser.get("/account")).status

    house.clock.now += timedelta(minutes=10)

    assert 303 == (await browser.get("/account")).status


async def test_the_keys_go_with_the_session(house: House) -> None:
    """Also when nothing is asked any more, the sweep forgets the keys."""
    await house.made("Ada", Role.OPERATOR, Role.LEAD)
    session = house.session_of("Ada")
    assert session is not None
    house.clock.now += timedelta(minutes=15)
    house.console.sessions.sweep()

    assert (None, ()) == (session.own, session.node_keys)
    assert session.over.is_set()


@pytest.mark.parametrize("way", ["/sign-out", "/lock"])
async def test_out_is_out(house: House, way: str) -> None:
    """Leaving takes cookie, session and keys, and asks the browser to forget the rest."""
    browser = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    old = browser.cookie
    answer = await browser.post(way)
    browser.cookie = old

    assert '"cache", "storage"' == answer.headers["Clear-Site-Data"]
    assert "/sign-in" == (await browser.get("/account")).headers["Location"]
    assert house.session_of("Ada") is None


async def test_nobody_counts_on_somebody_who_left(house: House) -> None:
    """Locked she pauses, signed out her shift is over: routing sees it at once."""
    present = []
    for way in ("/lock", "/sign-out"):
        browser = await house.made(f"Ada {way}", Role.OPERATOR, Role.LEAD)
        person = house.people[f"Ada {way}"].id
        await house.parts.shifts.begin(person, ["it"], house.clock())
        await browser.post(way)
        shifts = await house.parts.shifts.now(house.clock())
        present.append([each.state for each in shifts if each.person == person])

    assert [[Presence.PAUSE], []] == present


async def test_a_key_of_hers_keeps_the_session(house: House) -> None:
    """Writing for half an hour without asking for anything is being there; a stream is not."""
    browser = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    for _ in range(3):
        house.clock.now += timedelta(minutes=10)
        await browser.post("/here")

    assert 204 == (await browser.get("/desk/alive")).status

    house.clock.now += timedelta(minutes=10)
    await browser.get("/desk/alive")
    house.clock.now += timedelta(minutes=5)

    assert 303 == (await browser.get("/account")).status


@pytest.mark.parametrize(("passed_on", "status"), [("203.0.113.7", 429), ("203.0.113.8", 200)])
async def test_behind_a_proxy_one_arrivals_failures_are_its_own(
    house: House, passed_on: str, status: int
) -> None:
    """A stranger who fails does not shut the door to everybody else; what she claims is void."""
    browser = house.browser()
    for number in range(20):
        told = {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7"}
        await browser.post("/sign-in", {"answer": "{}"}, **told)

    told = {"X-Forwarded-For": passed_on}

    assert status == (await browser.post("/sign-in/ask", None, **told)).status


async def test_a_sensitive_act_asks_for_the_passkey_again(house: House) -> None:
    """After five minutes the page asks, keeps what was posted, and goes on once she proved it."""
    browser = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    house.clock.now += timedelta(minutes=5)
    told = {"name": "Bea", "role": "operator"}
    asked = await browser.post("/people/invite", told)
    before = [person.name for person in await house.parts.staff.everybody()]
    await house.prove_again(browser, house.passkeys["Ada"])
    done = await browser.post("/people/invite", told)

    assert "Conferma che sei tu" == asked.heading
    assert 'name="name" value="Bea"' in asked.text
    assert ["Ada"] == before
    assert "/enrol#" in done.text


async def test_another_persons_passkey_does_not_confirm(house: House) -> None:
    """Somebody at an open screen cannot step up with a passkey of her own."""
    browser = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    await house.made("Bea", Role.OPERATOR)
    house.clock.now += timedelta(minutes=5)

    assert 403 == (await house.prove_again(browser, house.passkeys["Bea"])).status
