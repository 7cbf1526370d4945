"""The staff's door walked in Chromium, with passkeys as a phone has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from storage.staff.people import Role
from tests.browser.console.door.conftest import add_passkey

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.console.door.conftest import StaffHouse

_PHRASE = "quattro parole a caso"


def enrol(page: Page, link: str, phrase: str = "") -> None:
    """Open a link and make a passkey."""
    page.goto(link)
    page.fill("#label", "telefono")
    page.click("#passkey")
    if phrase:
        page.fill("#phrase-1", phrase)
        page.fill("#phrase-2", phrase)
        page.click("#passphrase button")
    page.wait_for_url("**/enrolled")


def sign_in(page: Page, staff: StaffHouse) -> None:
    """Come in with the passkey of the window."""
    page.goto(f"{staff.origin}/sign-in")
    page.click("#passkey")
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))


def lead(phone: Callable[..., Page], staff: StaffHouse, **traits: object) -> Page:
    """A window in which the node's lead is signed in."""
    page = phone(**traits)
    enrol(page, staff.link("Ada", Role.OPERATOR, Role.LEAD, admits=True))
    sign_in(page, staff)
    return page


def test_from_the_link_to_the_desk(phone: Callable[..., Page], staff: StaffHouse) -> None:
    """Invited, enrolled, admitted, in: two windows, two people, no password anywhere."""
    first, second = lead(phone, staff), phone()
    first.goto(f"{staff.origin}/people")
    first.fill("#name", "Bea")
    first.get_by_role("button", name="Prepara il link").click()
    enrol(second, first.inner_text(".once"))
    second.goto(f"{staff.origin}/sign-in")
    second.click("#passkey")
    second.wait_for_selector("#told.failed:not([hidden])")
    first.goto(f"{staff.origin}/people")
    first.get_by_role("button", name="Ammetti: Bea").click()
    first.wait_for_load_state()
    sign_in(second, staff)

    assert second.url.endswith("/desk")
    assert "#" not in second.evaluate("history.state + location.href")


def test_the_secret_of_a_link_leaves_the_address(
    phone: Callable[..., Page], staff: StaffHouse
) -> None:
    """What is behind the # is gone from the bar, and so from the history."""
    page = phone()
    page.goto(staff.link("Ada", Role.OPERATOR, Role.LEAD, admits=True))
    page.wait_for_function("!location.hash")

    assert f"{staff.origin}/enrol" == page.url


def test_without_prf_a_phrase_unlocks(phone: Callable[..., Page], staff: StaffHouse) -> None:
    """Such a passkey signs in, and the phrase opens the node's key."""
    page = phone(prf=False)
    enrol(page, staff.link("Ada", Role.OPERATOR, Role.LEAD, admits=True), _PHRASE)
    sign_in(page, staff)
    locked = page.url
    page.fill("#phrase", _PHRASE)
    page.get_by_role("button", name="Apri").click()
    page.wait_for_url("**/desk")

    assert locked.endswith("/unlock")


def test_a_short_phrase_is_told_before_it_is_sent(
    phone: Callable[..., Page], staff: StaffHouse
) -> None:
    """The page says so and waits for a longer one."""
    page = phone(prf=False)
    page.goto(staff.link("Ada", Role.OPERATOR, Role.LEAD, admits=True))
    page.click("#passkey")
    page.fill("#phrase-1", "corta")
    page.fill("#phrase-2", "corta")
    page.click("#passphrase button")

    assert "La frase è troppo corta." == page.inner_text("#told")


def test_a_passkey_that_verifies_nobody_makes_no_account(
    phone: Callable[..., Page], staff: StaffHouse
) -> None:
    """Without finger, face or PIN the browser itself says no."""
    page = phone(verifies=False)
    page.goto(staff.link("Ada", Role.OPERATOR, Role.LEAD, admits=True))
    page.click("#passkey")
    page.wait_for_selector("#told.failed:not([hidden])")

    assert page.url.endswith("/enrol")


def test_a_second_passkey_opens_as_well(window: Callable[..., Page], staff: StaffHouse) -> None:
    """With the first one taken away, the second signs in and reads."""
    page = window(locale="it-IT")
    lose = add_passkey(page)
    enrol(page, staff.link("Ada", Role.OPERATOR, Role.LEAD, admits=True))
    sign_in(page, staff)
    page.goto(f"{staff.origin}/account/passkey")
    lose()
    add_passkey(page)
    page.fill("#label", "chiavetta")
    page.click("#passkey")
    page.wait_for_url("**/account")
    shown = page.inner_text("main")
    page.click("#lock")
    page.wait_for_url("**/sign-in")
    sign_in(page, staff)

    assert "chiavetta" in shown
    assert page.url.endswith("/desk")


def test_escape_three_times_leaves_nothing(phone: Callable[..., Page], staff: StaffHouse) -> None:
    """The page is empty at once, the session over, and Back shows the door."""
    page = lead(phone, staff)
    page.goto(f"{staff.origin}/people")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/sign-in")
    page.go_back()
    page.wait_for_url("**/sign-in")

    assert staff.house.session_of("Ada") is None
    assert "Ada" not in page.inner_text("body")


def test_two_escapes_do_not_lock(phone: Callable[..., Page], staff: StaffHouse) -> None:
    """Closing a menu twice is no panic."""
    page = lead(phone, staff)
    page.goto(f"{staff.origin}/people")
    for _ in range(2):
        page.keyboard.press("Escape")

    assert page.get_by_role("heading", name="Persone di").is_visible()


def test_a_lead_ends_a_session_in_another_window(
    phone: Callable[..., Page], staff: StaffHouse
) -> None:
    """The next thing the other one touches is the door."""
    first, second = lead(phone, staff), phone()
    enrol(second, staff.link("Bea", Role.OPERATOR, admits=True))
    sign_in(second, staff)
    second.goto(f"{staff.origin}/account")
    first.goto(f"{staff.origin}/people")
    first.get_by_role("button", name="Chiudi le sue sessioni: Bea").click()
    first.wait_for_load_state()
    second.goto(f"{staff.origin}/account")

    assert second.url.endswith("/sign-in")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(
    phone: Callable[..., Page], staff: StaffHouse, scheme: str, width: int
) -> None:
    """Every page of the door, on a phone and on a desk, light and dark."""
    traits = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    page = phone(**traits)
    found = {}
    enrol(page, staff.link("Ada", Role.OPERATOR, Role.LEAD, admits=True))
    for path in ("/enrol", "/enrolled", "/sign-in", "/nowhere"):
        page.goto(staff.origin + path)
        found[path] = _wrong(page)
    sign_in(page, staff)
    for path in ("/account", "/account/passkey", "/people", "/records"):
        page.goto(staff.origin + path)
        found[path] = _wrong(page)

    assert {} == {path: wrong for path, wrong in found.items() if wrong}


def _wrong(page: Page) -> list[str]:
    told = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [
        *(f"{each['id']}: {re.sub(' +', ' ', each['nodes'][0]['html'])[:120]}" for each in told),
        *(["wider than the screen"] if wide else []),
    ]
