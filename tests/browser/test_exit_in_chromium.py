"""The way out, closely: where it stands, what happens in its frame, the Shift key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.engines import wait_until
from tests.browser.pages import LANGUAGES, enter, enter_box, enter_centres, enter_menu

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.house import House

#: Phone, phone, desk, and the desk's page made four times larger.
WINDOWS = [(320, 568), (360, 640), (1280, 800), (320, 200)]

_ON_TOP = """() => {
  const box = exit.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return at === exit && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight
    && box.right <= innerWidth && box.height >= 44 && box.width >= 44;
}"""


@pytest.mark.parametrize(("width", "height"), WINDOWS)
@pytest.mark.parametrize("language", ["Italiano", "العربية"])
def test_qe1_exit_stays_in_sight(
    window: Callable[..., Page], house: House, width: int, height: int, language: str
) -> None:
    """At the top, whole, covered by nothing, also at the end of the longest screen."""
    page = window(viewport={"width": width, "height": height})
    enter_centres(page, house, language)
    for place in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
        page.evaluate(f"scrollTo(0, {place})")
        assert page.evaluate(_ON_TOP)


def test_qe1_exit_stays_in_sight_over_the_phones_keyboard(
    window: Callable[..., Page], house: House
) -> None:
    """The keyboard takes half of the window while she writes."""
    page = window(viewport={"width": 360, "height": 640})
    enter_box(page, house)
    page.set_viewport_size({"width": 360, "height": 300})
    page.focus("#typed")
    assert page.evaluate(_ON_TOP)


def test_qe3_qe4_the_cover_is_there_before_the_event_ends(
    window: Callable[..., Page], house: House
) -> None:
    """An alert with a neutral word set after insertion; nothing else is left in the page."""
    page = window()
    enter_box(page, house)
    page.fill("#typed", "lambrate")
    page.route(house.neutral, lambda route: None)  # the neutral site never answers
    found = page.evaluate("""() => {
      const seen = [];
      const watch = new MutationObserver(() => 0);
      watch.observe(document.body, {childList: true, subtree: true});
      const box = document.getElementById("typed");
      exit.click();
      const veil = document.getElementById("veil");
      for (const change of watch.takeRecords())
        for (const node of change.addedNodes) seen.push(node.id || node.nodeValue);
      return {role: veil.getAttribute("role"), seen, left: document.body.children.length,
              text: document.body.innerText, typed: box.value, title: document.title};
    }""")
    assert {
        "role": "alert",
        "seen": ["veil", "Caricamento"],
        "left": 1,
        "text": "Caricamento",
        "typed": "",
        "title": "Info",
    } == found


def test_qe3_the_cover_takes_a_tenth_of_a_second_on_a_slow_phone(
    window: Callable[..., Page], house: House
) -> None:
    """The processor six times slower."""
    page = window()
    enter_centres(page, house)
    page.route(house.neutral, lambda route: None)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    taken = page.evaluate("""() => new Promise(done => {
      const start = performance.now();
      exit.click();
      requestAnimationFrame(() => done(performance.now() - start));
    })""")
    assert taken < 100


def test_qe3_offline_the_cover_stays(window: Callable[..., Page], house: House) -> None:
    """No network, no neutral site: what stood there is gone all the same."""
    page = window()
    enter_menu(page, house)
    page.context.set_offline(True)
    page.click("#exit", no_wait_after=True)
    page.wait_for_function(
        "!document.documentElement.outerHTML.includes('Che cosa ti serve')"
        " && !location.href.startsWith('http://127')"
    )
    page.context.set_offline(False)


def test_qe7_exit_ends_the_visit_on_the_server_and_in_the_browser(
    window: Callable[..., Page], house: House
) -> None:
    """The cookie goes; nothing but the exit itself and the neutral page is asked for."""
    page = window()
    enter_menu(page, house)
    asked = len(house.asked("chat"))
    page.click("#exit")
    page.wait_for_url(house.neutral)

    wait_until(lambda: house.asked("chat")[asked:] == ["POST /x"], "the end of the visit")
    wait_until(lambda: page.context.cookies(house.chat) == [], "the cookie to go")
    assert [""] == [
        seen.referrer for seen in house.seen if (seen.site, seen.path) == ("neutral", "/")
    ], "QE-10"


def test_qe8_a_page_that_is_put_away_is_empty(window: Callable[..., Page], house: House) -> None:
    """Whatever a browser keeps of it holds no word, however she left."""
    page = window()
    enter_menu(page, house)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert "Caricamento" == page.inner_text("body")


def test_qe8_a_page_out_of_the_cache_goes_on_to_the_door(
    window: Callable[..., Page], house: House
) -> None:
    """Browsers that keep it against `no-store` show the cover, then the door."""
    page = window()
    enter_menu(page, house)
    shown = page.evaluate("""() => {
      dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
      return document.body.innerText;
    }""")
    assert "Caricamento" == shown.strip()
    expect(page.locator("h1")).to_have_text("Info")


def test_p3_an_answer_that_comes_after_exit_is_not_shown(
    window: Callable[..., Page], house: House
) -> None:
    """She pressed a button, it took long, she left."""
    page = window()
    enter_menu(page, house)
    page.route(house.neutral, lambda route: None)
    shown = page.evaluate("""async () => {
      let answer;
      window.fetch = () => new Promise(given => { answer = given; });
      document.querySelector(".choice").click();
      exit.click();
      answer(new Response("<main data-part=screen><h1>Troppo tardi</h1></main>"));
      await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
      return document.body.innerText;
    }""")
    assert "Caricamento" == shown


def test_qe5_three_lone_presses_of_shift_leave(window: Callable[..., Page], house: House) -> None:
    """Also with the cursor in the box."""
    page = window()
    enter_box(page, house)
    page.focus("#typed")
    for told in ("ancora due volte", "ancora una volta"):
        page.keyboard.press("Shift")
        expect(page.get_by_role("status")).to_contain_text(told)
    page.keyboard.press("Shift")
    page.wait_for_url(house.neutral)


def test_qe5_capitals_do_not_leave(window: Callable[..., Page], house: House) -> None:
    """AIUTO with Shift held for each letter; nothing is announced while she writes."""
    page = window()
    enter_box(page, house)
    page.focus("#typed")
    for letter in "AIUTO":
        page.keyboard.press(f"Shift+{letter}")
    assert ("AIUTO", "") == (page.input_value("#typed"), page.inner_text("#told"))


def test_qe5_shift_released_before_its_letter_does_not_count(
    window: Callable[..., Page], house: House
) -> None:
    """Fast typists let go of Shift first."""
    page = window()
    enter_box(page, house)
    page.focus("#typed")
    for letter in "AIUTO":
        page.keyboard.down("Shift")
        page.keyboard.down(letter)
        page.keyboard.up("Shift")
        page.keyboard.up(letter)
    assert "" == page.inner_text("#told")


@pytest.mark.parametrize("between", ["a", "Tab", "Control", "click"])
def test_qe5_anything_else_begins_the_count_again(
    window: Callable[..., Page], house: House, between: str
) -> None:
    """Shift, Shift, something, Shift: she stays."""
    page = window()
    enter_box(page, house)
    page.focus("#typed")
    for _ in range(2):
        page.keyboard.press("Shift")
    if between == "click":
        page.click("h1", modifiers=["Shift"])
    else:
        page.keyboard.press(between)
    page.keyboard.press("Shift")
    assert page.url == house.chat
    assert page.locator("#typed").is_visible()


def test_qe5_after_five_seconds_the_count_begins_again(
    window: Callable[..., Page], house: House
) -> None:
    """Shift, six seconds, Shift, Shift; the end of the wait is announced."""
    page = window()
    page.clock.install()
    enter_box(page, house)
    page.keyboard.press("Shift")
    page.clock.fast_forward(4000)
    page.keyboard.press("Shift")
    expect(page.get_by_role("status")).to_contain_text("ancora una volta")
    page.clock.fast_forward(6000)
    expect(page.get_by_role("status")).to_contain_text("cinque secondi")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    expect(page.get_by_role("status")).to_contain_text("ancora una volta")
    assert page.url == house.chat


def test_qe5_announcements_are_in_her_language(window: Callable[..., Page], house: House) -> None:
    """Each of the three sentences differs between any two languages."""
    page = window()
    told = []
    for language in LANGUAGES:
        enter(page, house, language)
        told.append(page.evaluate("[exit.dataset.two, exit.dataset.one, exit.dataset.none]"))
    for sentences in zip(*told, strict=True):
        assert len(LANGUAGES) == len(set(sentences))
        assert all(sentences)


def test_qe6_the_keyboard_reaches_exit_at_its_second_step(
    window: Callable[..., Page], house: House
) -> None:
    """The hidden link shows itself when it has the focus, and leaves."""
    page = window()
    enter_menu(page, house)
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    box = page.locator(":focus").bounding_box()
    assert "/x" == page.locator(":focus").get_attribute("href")
    assert box
    assert box["height"] >= 44
    page.keyboard.press("Enter")
    page.wait_for_url(house.neutral)


def test_qe17_covering_after_a_while_is_hers_to_choose(
    window: Callable[..., Page], house: House
) -> None:
    """Off unless she asks; then here, without a request; a touch shows the door."""
    page = window()
    page.clock.install()
    enter_menu(page, house)
    page.clock.fast_forward(60 * 60_000)
    assert page.locator("h1").is_visible()

    page.select_option("#cover", "5")
    asked = len(house.seen)
    page.clock.fast_forward(4 * 60_000)
    page.keyboard.press("Control")  # a key that does not scroll, which counts too
    page.clock.fast_forward(4 * 60_000)
    assert page.locator("h1").is_visible()
    page.clock.fast_forward(2 * 60_000)
    assert "Caricamento" == page.inner_text("body")
    assert asked == len(house.seen)

    page.mouse.click(50, 50)
    expect(page.locator("h1")).to_have_text("Info")


def test_qe18_on_paper_there_is_nothing(window: Callable[..., Page], house: House) -> None:
    """Printing gives an empty sheet."""
    page = window()
    enter_menu(page, house)
    page.emulate_media(media="print")
    drawn = "[...document.querySelectorAll('*')].filter(each => each.getClientRects().length)"
    assert 0 == page.evaluate(f"{drawn}.length")
    page.emulate_media(media="screen")
    assert 0 < page.evaluate(f"{drawn}.length")
