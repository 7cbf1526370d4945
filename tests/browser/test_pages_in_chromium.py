"""What she sees and what stays: one entry, no trace, every size, keyboard, screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

from bot.channels.webchat.assets import read_assets
from tests.browser.pages import (
    LANGUAGES,
    enter,
    enter_box,
    enter_centres,
    enter_menu,
    press,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.house import House

_STORED = """async () => [
  localStorage.length, sessionStorage.length, document.cookie,
  (await indexedDB.databases()).length, (await caches.keys()).length,
  (await navigator.serviceWorker.getRegistrations()).length,
]"""


def _door(page: Page, house: House, language: str) -> None:
    page.goto(house.chat)


SCREENS: dict[str, Callable[[Page, House, str], None]] = {
    "door": _door,
    "opening": enter,
    "menu": enter_menu,
    "box": enter_box,
    "centres": enter_centres,
}


def test_qe9_a_visit_of_twenty_steps_is_one_entry(
    window: Callable[..., Page], house: House
) -> None:
    """And one address, without question mark and without hash."""
    page = window()
    page.goto(house.chat)
    entries = page.evaluate("history.length")
    enter_menu(page, house)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the link over the header
    for _ in range(10):
        press(page, page.locator(".choice").nth(1))
        press(page, page.locator(".home"))
    assert page.evaluate("history.length") <= entries + 1
    assert house.chat == page.url
    files = {f"GET /s/{name}" for name in read_assets() if name != "icon.png"}
    assert {"GET /", "POST /", *files} == set(house.asked("chat"))


def test_qe12_nothing_is_kept_but_one_opaque_cookie(
    window: Callable[..., Page], house: House
) -> None:
    """No storage, no worker; the cookie is for this browser run only and scripts cannot see it."""
    page = window()
    enter_centres(page, house)
    assert [0, 0, "", 0, 0, 0] == page.evaluate(_STORED)
    (cookie,) = page.context.cookies()
    assert (-1, True, "Strict") == (cookie["expires"], cookie["httpOnly"], cookie["sameSite"])


def test_p2_nobody_else_is_asked_for_anything(window: Callable[..., Page], house: House) -> None:
    """Not a font, not an icon: every request of a visit goes to our own address."""
    page = window()
    hosts = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    enter_centres(page, house)
    assert {urlsplit(house.chat).netloc} == hosts


def test_qe12_the_tab_never_changes(window: Callable[..., Page], house: House) -> None:
    """Title and icon are the same on every screen."""
    page = window()
    for go in SCREENS.values():
        go(page, house, "Italiano")
        assert "Info" == page.title()
        assert "/s/icon.png" == page.get_attribute("link[rel=icon]", "href")


def test_the_script_breaks_no_rule_of_ours(window: Callable[..., Page], house: House) -> None:
    """No error and no refusal by the content policy in the console of a visit."""
    page = window()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda problem: told.append(str(problem)))
    enter_centres(page, house, "العربية")
    page.keyboard.press("Shift")
    assert [] == told


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(
    ("language", "scheme"), [("Italiano", "light"), ("Italiano", "dark"), ("العربية", "light")]
)
def test_ac1_axe_finds_nothing(
    window: Callable[..., Page], house: House, screen: str, language: str, scheme: str
) -> None:
    """Every kind of screen, in both directions, light and dark."""
    page = window(viewport={"width": 360, "height": 640}, color_scheme=scheme)
    SCREENS[screen](page, house, language)
    found = Axe().run(page)
    assert 0 == found.violations_count, found.generate_report()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_p12_every_language_fits_and_every_target_is_large(
    window: Callable[..., Page], house: House, language: str, width: int
) -> None:
    """Nothing to scroll sideways; whatever can be pressed is 44 pixels high."""
    page = window(viewport={"width": width, "height": 568})
    for go in SCREENS.values():
        go(page, house, language)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate("""() => [...document.querySelectorAll("a, button, input, select")]
          .filter(each => each.offsetParent && !each.closest(".ways"))
          .filter(each => each.getBoundingClientRect().height < 44)
          .map(each => each.outerHTML)""")
        assert [] == small


def test_la5_arabic_is_mirrored_and_its_numbers_are_not(
    window: Callable[..., Page], house: House
) -> None:
    """Exit on the right, 112 on the left; digits in their order."""
    page = window(viewport={"width": 320, "height": 568})
    enter_menu(page, house, "العربية")
    assert ("ar", "rtl") == tuple(
        page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
    )
    way_out = page.locator("#exit").bounding_box()
    number = page.locator("footer a[href='tel:112']").bounding_box()
    assert way_out
    assert number
    assert way_out["x"] > 100 > number["x"]
    press(page, page.locator("footer button"))
    directions = page.evaluate(
        "[...document.querySelectorAll('.call bdi')].map(each => getComputedStyle(each).direction)"
    )
    assert {"ltr"} == set(directions)


def test_the_heading_has_the_focus_after_a_turn(window: Callable[..., Page], house: House) -> None:
    """A screen reader reads on from there; the page begins at its top."""
    page = window(viewport={"width": 320, "height": 568})
    enter_menu(page, house)
    press(page, page.locator(".choice").last)
    assert "H1" == page.evaluate("document.activeElement.tagName")
    assert 0 == page.evaluate("scrollY")


@pytest.mark.parametrize(("width", "height"), [(320, 568), (1280, 800), (320, 200)])
def test_ac2_what_has_the_focus_is_never_under_the_bars(
    window: Callable[..., Page], house: House, width: int, height: int
) -> None:
    """Through the whole of the longest screen by Tab."""
    page = window(viewport={"width": width, "height": height})
    enter_centres(page, house)
    seen = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        hidden = page.evaluate("""() => {
          const each = document.activeElement, box = each.getBoundingClientRect();
          if (each === document.body) return "end";
          const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return each.contains(at) ? "" : each.outerHTML;
        }""")
        if hidden == "end":
            break
        assert "" == hidden
        seen.add(page.evaluate("document.activeElement.outerHTML"))
    assert len(seen) > 6


def test_p12_a_visit_by_keyboard_alone(window: Callable[..., Page], house: House) -> None:
    """Tab, Enter and letters from the door to a centre's number."""
    page = window()
    page.goto(house.chat)
    _tab_to(page, "Italiano")
    for label in ("Ho capito", "Sì, posso", "", "Chi può aiutarmi vicino a me"):
        _tab_to(page, label)
    while page.evaluate("document.activeElement.id") != "typed":
        page.keyboard.press("Tab")
    page.keyboard.type("lambrate")
    page.keyboard.press("Enter")
    expect(page.locator(".cards")).to_be_visible()
    while not (page.evaluate("document.activeElement.href") or "").startswith("tel:+"):
        page.keyboard.press("Tab")


def test_a_lost_network_is_told_and_nothing_is_lost(
    window: Callable[..., Page], house: House
) -> None:
    """The screen stays, a sentence says so, and the same press works when it is back."""
    page = window()
    enter_menu(page, house)
    page.context.set_offline(True)
    page.locator(".choice").nth(1).click()
    expect(page.get_by_role("status")).to_have_text("La rete non risponde. Prova ancora.")
    expect(page.locator("h1")).to_have_text("Che cosa ti serve?")
    page.context.set_offline(False)
    press(page, page.locator(".choice").nth(1))
    expect(page.get_by_role("status")).to_have_text("")


def test_two_quick_presses_show_the_second(window: Callable[..., Page], house: House) -> None:
    """An answer that is late does not overwrite the one she asked for last."""
    page = window()
    enter_menu(page, house)
    page.evaluate("""() => { const all = document.querySelectorAll(".choice");
      all[3].click(); all[1].click(); }""")
    expect(page.locator("#typed")).to_be_visible()


def test_p12_without_scripts_the_whole_visit_works(
    window: Callable[..., Page], house: House
) -> None:
    """Forms posted to one address, and the way out as a link; no control that needs a script."""
    page = window(java_script_enabled=False, viewport={"width": 320, "height": 568})
    page.goto(house.chat)
    page.get_by_role("button", name="Italiano").click()
    page.get_by_role("button", name="Ho capito").click()
    page.get_by_role("button", name="Sì, posso").click()
    page.locator(".choice").first.click()
    expect(page.locator("select")).to_be_hidden()
    page.get_by_role("button", name="Chi può aiutarmi").click()
    page.fill("#typed", "lambrate")
    page.keyboard.press("Enter")
    expect(page.locator(".cards")).to_be_visible()
    assert house.chat == page.url
    page.click("#exit")
    page.wait_for_url(house.neutral)
    assert [] == page.context.cookies(house.chat)


def _tab_to(page: Page, label: str) -> None:
    """Go to a button by Tab and press it; without a label, to the first choice."""
    before = page.inner_html("main")
    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => [document.activeElement.className, document.activeElement.innerText]"
        )
        if found[0] == "choice" and found[1].strip().startswith(label):
            page.keyboard.press("Enter")
            page.wait_for_function(
                "before => document.querySelector('main').innerHTML !== before", arg=before
            )
            return
    raise AssertionError(f"Tab never reached {label!r}")
