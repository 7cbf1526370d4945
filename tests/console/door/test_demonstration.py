"""The buttons without a passkey: in demo mode, on this machine, nowhere else."""

from __future__ import annotations

import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from console.demo import FILE, open_demonstration
from storage.staff.people import Role
from tests.console.door.office import HERE, THERE, Browser, opened, parts_of
from tests.dialogue import Clock

if TYPE_CHECKING:
    from pathlib import Path

    from console.demo import Demonstration
    from console.parts import Parts

_OURS = {"Host": "localhost:8090"}


def people_in(folder: Path):  # type: ignore[no-untyped-def] # noqa: ANN201
    """Makes the demonstration's people, with their secrets in a folder."""

    async def make(parts: Parts) -> Demonstration:
        return await open_demonstration(
            parts.staff, parts.node_keys, parts.directory, (HERE, THERE),
            folder=folder, now=parts.clock(),
        )  # fmt: skip

    return make


async def enter(browser: Browser, number: int, **headers: str):  # type: ignore[no-untyped-def] # noqa: ANN201
    """Press a button of the sign-in page."""
    return await browser.post("/demonstration", {"as": str(number)}, **{**_OURS, **headers})


async def test_a_stranger_enters_as_operator_and_is_on_shift(tmp_path: Path) -> None:
    """One button: in, with the node's key open, counted on at the desk."""
    async with opened(demonstration=people_in(tmp_path)) as house:
        browser = house.browser()
        door = await browser.get("/sign-in", **_OURS)
        answer = await enter(browser, 1)
        desks = await house.parts.desks.now()
        session = next(iter(house.console.sessions))

        assert "Entra come operatrice di prova (CADMI)" in door.text
        assert "Entra come responsabile di prova (Cerchi d&#39;Acqua)" in door.text
        assert (303, "/") == (answer.status, answer.headers["Location"])
        assert (1, 0) == (desks[HERE].on_shift, desks[THERE].on_shift)
        assert [HERE] == [held.node for held in session.node_keys]


async def test_a_stranger_enters_as_coordinator_and_holds_no_key(tmp_path: Path) -> None:
    """The last button: in, among the words, with no node's key and on nobody's shift."""
    async with opened(demonstration=people_in(tmp_path)) as house:
        browser = house.browser()
        door = await browser.get("/sign-in", **_OURS)
        answer = await enter(browser, 5)
        landed = await browser.get("/", **_OURS)
        desks = await house.parts.desks.now()
        session = next(iter(house.console.sessions))

        assert "Entra come coordinatrice di prova" in door.text
        assert 303 == answer.status
        assert "/studio" == landed.headers["Location"]
        assert {0} == {desk.on_shift for desk in desks.values()}
        assert (frozenset({Role.COORDINATOR}), ()) == (session.person.roles, session.node_keys)


async def test_the_people_are_found_again_after_a_restart(tmp_path: Path) -> None:
    """The second start makes nobody new; without the key folder it makes all of them anew."""
    parts = parts_of(Clock(), "http://localhost:8090")
    first = await people_in(tmp_path)(parts)
    again = await people_in(tmp_path)(parts)
    (tmp_path / FILE).unlink()
    anew = await people_in(tmp_path)(parts)

    assert [each.person for each in first.entrances] == [each.person for each in again.entrances]
    assert {each.person for each in first.entrances}.isdisjoint(
        each.person for each in anew.entrances
    )
    assert {HERE, THERE} == set(await parts.node_keys.publics())


async def test_the_secrets_lie_with_the_keys_for_us_alone(tmp_path: Path) -> None:
    """Nobody else of the machine reads them."""
    async with opened(demonstration=people_in(tmp_path)):
        assert 0o600 == stat.S_IMODE((tmp_path / FILE).stat().st_mode)


async def test_in_service_mode_there_is_no_such_door() -> None:
    """Without the demonstration the address answers as one that does not exist."""
    async with opened() as house:
        browser = house.browser()

        assert 404 == (await enter(browser, 1)).status
        assert "/demonstration" not in (await browser.get("/sign-in", **_OURS)).text
        assert "" == browser.cookie


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "192.0.2.7:8090"},
        {"Host": "rebound.example:8090"},
        {"X-Forwarded-For": "203.0.113.77"},
        {"Forwarded": "for=203.0.113.77"},
    ],
)
async def test_from_elsewhere_there_is_no_such_door(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    """Another name that leads here, or a proxy, gets neither buttons nor an entrance."""
    async with opened(demonstration=people_in(tmp_path)) as house:
        browser = house.browser()
        door = await browser.get("/sign-in", **{**_OURS, **headers})

        assert 404 == (await enter(browser, 1, **headers)).status
        assert "/demonstration" not in door.text


@pytest.mark.parametrize("remote", ["192.0.2.7", "10.0.0.4", "", "unknown"])
async def test_another_machine_does_not_enter(tmp_path: Path, remote: str) -> None:
    """Whatever name it asks for: the connection itself has to come from here."""
    from aiohttp.test_utils import make_mocked_request  # noqa: PLC0415

    people = await people_in(tmp_path)(parts_of(Clock(), "http://localhost:8090"))
    asked = make_mocked_request("POST", "/demonstration", headers=_OURS)

    assert not people.is_open_to(asked.clone(remote=remote))
    assert people.is_open_to(asked.clone(remote="127.0.0.1"))


async def test_nobody_signs_in_with_a_passkey_as_them(tmp_path: Path) -> None:
    """Their passkey is none: no signature verifies against it."""
    async with opened(demonstration=people_in(tmp_path)) as house:
        assert house.parts.demonstration is not None
        entrance = house.parts.demonstration.entrances[0]
        passkey = replace(house.passkey(), id=entrance.credential)

        assert "" == (await house.sign_in(passkey)).cookie
        assert Role.OPERATOR in (await house.parts.staff.person(entrance.person)).roles  # type: ignore[union-attr]


async def test_a_stranger_has_two_coordinators_and_a_translator(tmp_path: Path) -> None:
    """One alone publishes nothing; each is somebody else, and the same again after a restart."""
    async with opened(demonstration=people_in(tmp_path)) as house:
        people = house.parts.demonstration
        assert people is not None
        found = [await house.parts.staff.person(each.person) for each in people.entrances[4:]]

        roles = [frozenset({Role.COORDINATOR})] * 2 + [frozenset({Role.TRANSLATOR})]
        assert roles == [person.roles for person in found if person]
        assert 3 == len({person.name for person in found if person})
