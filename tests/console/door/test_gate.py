"""What stands before every page: headers, the table, the token, the origin."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from console.route import Route
from console.routes import ROUTES
from storage.staff.people import Role
from tests.console.door.office import HERE, THERE, json_of, opened

if TYPE_CHECKING:
    from aiohttp import web

    from tests.console.door.office import Browser, House

#: What a path's places are filled with to ask for it at all: the first that fits.
_FILLED = {
    "name": "console.css",
    "at": "0" * 12,
    "tag": "ar",
    "domain": "flows",
    "sentence": "0" * 16,
    "key": "0" * 16,
}
_FITS = ("1", "live", "0" * 12, "0" * 16, "flows", "en", "menu")
_PLACE = re.compile(r"\{(\w+)(?::((?:[^{}]|\{[^{}]*\})*))?\}")
_ROLES = {
    "operator": (Role.OPERATOR,),
    "lead": (Role.OPERATOR, Role.LEAD),
    "coordinator": (Role.COORDINATOR,),
    "translator": (Role.TRANSLATOR,),
    "keeper": (Role.KEEPER,),
}
#: Pages that never end by themselves: they are asked for where they are tested.
_STREAMS = re.compile(r"/live$")


def path_of(route: Route) -> str:
    """A path somebody could ask for."""
    return _PLACE.sub(_filled, route.path)


def _filled(place: re.Match[str]) -> str:
    name, shape = place[1], place[2] or ".+"
    wanted = (_FILLED.get(name, ""), *_FITS)
    return next(each for each in wanted if re.fullmatch(shape, each))


async def ask(browser: Browser, route: Route) -> tuple[int, str]:
    """Ask for a line of the table; the status and the page's heading."""
    answer = await (
        browser.get(path_of(route)) if route.method == "GET" else browser.post(path_of(route))
    )
    return answer.status, answer.heading


_LINES = [route for route in ROUTES if not _STREAMS.search(route.path)]


async def test_every_answer_carries_the_strict_headers(house: House) -> None:
    """Pages, files, refusals: nothing leaves without them (ASVS 3.4)."""
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    lacking = []
    for route in [*_LINES, Route(method="GET", path="/nothing", handler=_none, roles=None)]:
        for browser in (house.browser(), lead):
            answer = await browser._ask(route.method, path_of(route), None, {})
            if answer.headers["Cache-Control"] != "no-store" or not _is_strict(answer.headers):
                lacking.append(route.path)

    assert [] == lacking


async def test_over_https_the_browser_remembers_it_and_the_cookie_is_tied_to_the_host() -> None:
    """HSTS and the `__Host-` prefix where there is https; neither on http://localhost."""
    async with opened(origin="https://desk.example.org") as house:
        browser = await house.made("Ada", Role.OPERATOR, Role.LEAD)
        secure = (await browser.get("/account")).headers
        name = browser.cookie.partition("=")[0]
    async with opened() as house:
        plain = (await house.browser().get("/sign-in")).headers

    assert "max-age=31536000" == secure["Strict-Transport-Security"]
    assert "__Host-console" == name
    assert "Strict-Transport-Security" not in plain


async def test_the_cookie_is_for_this_site_alone(house: House) -> None:
    """No script reads it, no other site sends it."""
    passkey = house.passkey()
    link = await house.invite("Ada", Role.OPERATOR, Role.LEAD, admits=True)
    await house.enrol(link, passkey)
    browser = house.browser()
    asked = await browser.post("/sign-in/ask")
    given = await browser.post("/sign-in", passkey.sign(json_of(asked)))

    assert given.headers["Set-Cookie"].endswith("; Path=/; HttpOnly; SameSite=Strict")


async def test_without_a_session_every_page_leads_to_the_door(house: House) -> None:
    """What is not open to everybody answers with the way to sign in, and nothing else."""
    browser = house.browser()
    elsewhere = {
        route.path: told
        for route in _LINES
        if route.roles is not None
        for told in [await ask(browser, route)]
        if told[0] not in {303, 401}
    }

    assert {} == elsewhere


@pytest.mark.parametrize("role", _ROLES)
async def test_a_route_opens_to_its_roles_and_to_no_other(house: House, role: str) -> None:
    """The whole table with each role: 403 exactly where the table does not name her."""
    allowed: set[tuple[str, str]] = set()
    refused: set[tuple[str, str]] = set()
    for route in [route for route in _LINES if route.roles is not None]:
        # Anew each time: some routes end the session.
        browser = await house.made(f"{role} {route.name}", *_ROLES[role])
        status, heading = await ask(browser, route)
        is_role = (status, heading) == (403, "Non si può")
        (refused if is_role else allowed).add((route.method, route.path))

    hers = {
        (route.method, route.path)
        for route in _LINES
        if route.roles is not None and route.roles & set(_ROLES[role])
    }
    assert hers == allowed
    assert refused.isdisjoint(hers)


async def test_a_refusal_stands_in_the_log(house: House) -> None:
    """Whoever asks for what is not hers is written down (ASVS 16.3.2)."""
    operator = await house.made("Bea", Role.OPERATOR)
    await operator.get("/records")
    newest = (await house.parts.audit.newest(1))[0]

    assert ("refused", "records") == (newest.what, newest.about)


@pytest.mark.parametrize(
    "path", [route.path for route in ROUTES if route.path.startswith("/people/")]
)
async def test_people_of_another_node_do_not_exist(house: House, path: str) -> None:
    """A lead who sends the id of somebody of another node gets nothing and changes nothing."""
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    await house.made("Cleo", Role.OPERATOR, node=THERE)
    before = await house.person("Cleo")
    answer = await lead.post(path, {"person": before.id})

    assert answer.status in ({404} if path not in _ABOUT_NOBODY else {303})
    assert before == await house.person("Cleo")


_ABOUT_NOBODY = {"/people/invite", "/people/sessions/all"}


async def test_a_lead_invites_for_her_own_node_only(house: House) -> None:
    """The node in her form is not read."""
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    await lead.post("/people/invite", {"name": "Bea", "role": "operator", "node": THERE})
    await lead.post("/people/invite", {"name": "Eva", "role": "keeper", "node": THERE})

    assert {("Ada", HERE), ("Bea", HERE)} == {
        (person.name, person.node) for person in await house.parts.staff.everybody()
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_sites_form_is_refused(house: House, headers: dict[str, str]) -> None:
    """Even with cookie and token: a form has to come from a page of ours."""
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)

    assert 403 == (await lead.post("/language", {"language": "en"}, **headers)).status


async def test_a_form_of_ours_without_a_referrer_is_taken(house: House) -> None:
    """Browsers write "null" there when a page tells no referrer; then their own word counts."""
    lead = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}

    assert 303 == (await lead.post("/language", {"language": "en"}, **headers)).status


@pytest.mark.parametrize(
    "route",
    [route for route in ROUTES if route.method == "POST" and route.roles is not None],
    ids=lambda route: route.name,
)
async def test_a_form_without_its_token_is_refused(house: House, route: Route) -> None:
    """Every form that changes something, for those who may send it."""
    assert route.roles is not None
    kind = next(name for name, roles in _ROLES.items() if route.roles & set(roles))
    browser = await house.made("Ada", *_ROLES[kind])
    browser.csrf = "another"

    assert 403 == (await browser.post(path_of(route))).status


async def test_a_person_locked_out_elsewhere_is_out_here(house: House) -> None:
    """What another process or the keeper's terminal ends, the next request finds ended."""
    browser = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    house.clock.now += timedelta(minutes=1)
    await house.parts.staff.lock(house.clock())

    assert 303 == (await browser.get("/account")).status


async def test_the_pages_speak_english_too(house: House) -> None:
    """She switches once, for her session; before she signed in the browser's wish counts."""
    browser = await house.made("Ada", Role.OPERATOR, Role.LEAD)
    door = await house.browser().get("/sign-in", **{"Accept-Language": "en-GB,en;q=0.9"})
    await browser.post("/language", {"language": "en"})

    assert "Sign in" == door.heading
    assert "Your passkeys" in (await browser.get("/account")).text


async def _none(_: web.Request) -> web.StreamResponse:
    raise NotImplementedError


def _is_strict(headers: dict[str, str]) -> bool:
    content = headers["Content-Security-Policy"]
    return (
        "default-src 'none'" in content
        and "frame-ancestors 'none'" in content
        and "unsafe" not in content
        and headers["Referrer-Policy"] == "no-referrer"
        and headers["X-Content-Type-Options"] == "nosniff"
        and headers["Cross-Origin-Opener-Policy"] == "same-origin"
    )
