"""A talk with a person in a real browser: live lines, her own words, the way out in mid-talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

from tests.browser.engines import ChromiumEngine, wait_until
from tests.browser.pages import (
    TO_THE_OFFER,
    TO_THE_WINDOW,
    enter_code,
    enter_offer,
    enter_waiting,
    enter_window,
    press,
    press_all,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from tests.browser.house import House


def enter_work(page: Page, house: House, language: str = "Italiano") -> None:
    """Go on to the page before a handoff, whose script does not come."""
    page.route("**/s/proof.js", lambda route: route.abort())
    enter_window(page, house, language)
    press_all(page, "Resto qui adesso")


def enter_talk(page: Page, house: House, language: str = "Italiano") -> None:
    """Go on until a person has answered."""
    enter_waiting(page, house, language)
    house.answers("Ciao, ti ascolto. Il 1522 risponde sempre.")
    expect(page.locator(".line")).to_have_count(1)


def open_talk_again(page: Page, house: House) -> Page:
    """Open her talk in one more tab of the same visit."""
    look = page.locator(".choice", has_text="Guardo di nuovo").get_attribute("value")
    other = page.context.new_page()
    other.goto(house.chat)
    other.evaluate("at => { const b = document.querySelector('.choice'); b.value = at; b.click() }",
                   look)  # fmt: skip
    expect(other.locator("textarea")).to_be_visible()
    return other


def enter_code_box(page: Page, house: House, language: str = "Italiano") -> None:
    """Come back: the box for the code."""
    page.goto(house.chat)
    press(page, page.get_by_role("button", name=language))
    press_all(page, "Sono già stata qui", "No, nessuno", "Mare", "Pane")


def enter_talk_in_arabic(page: Page, house: House) -> None:
    """Go on until a person has answered, and read on from right to left."""
    enter_talk(page, house)
    press(page, page.get_by_role("button", name="Lingua"))
    press(page, page.get_by_role("button", name="العربية"))
    assert "rtl" == page.evaluate("document.documentElement.dir")
    expect(page.locator("textarea")).to_be_visible()


SCREENS: dict[str, Callable[[Page, House], None]] = {
    "offer": enter_offer,
    "window": enter_window,
    "work": enter_work,
    "code": enter_code,
    "waiting": enter_waiting,
    "talk": enter_talk,
    "talk in Arabic": enter_talk_in_arabic,
    "box for the code": enter_code_box,
}


def test_both_write_and_both_read(window: Callable[..., Page], house: House) -> None:
    """The work is done by the script, replies come by themselves, her words arrive."""
    page = window(viewport={"width": 360, "height": 640})
    enter_talk(page, house)
    page.fill("textarea", "Ho paura.")
    page.click(".send")
    state = page.get_by_role("status").and_(page.locator("[data-piece=state]"))
    expect(state).to_contain_text("Messaggi che hai scritto: 1")
    assert ("", "TEXTAREA", ["Ho paura."]) == (
        page.input_value("textarea"),
        page.evaluate("document.querySelector('textarea').tagName"),
        house.hers(),
    )
    house.answers("Sei sola adesso?")
    expect(page.locator(".line")).to_have_count(2)
    wait_until(
        lambda: {"shown"} == {line.state for line in house.read() if line.by == "operator"},
        "the replies to count as shown",
    )


def test_ac2_a_reply_takes_neither_the_focus_nor_what_she_writes(
    window: Callable[..., Page], house: House
) -> None:
    """The box is the same box, the cursor where it was, and it does not move under her eyes."""
    page = window(viewport={"width": 360, "height": 640})
    enter_talk(page, house)
    page.focus("textarea")
    page.keyboard.type("Sto scriv")
    page.evaluate("() => { window.box = document.activeElement }")
    page.evaluate("() => { window.line = document.querySelector('.line') }")
    before = page.evaluate("box.getBoundingClientRect().top")
    house.answers("Una frase abbastanza lunga da spostare tutto quello che sta sotto di lei.")
    expect(page.locator(".line")).to_have_count(2)
    assert page.evaluate("document.activeElement === box && line.isConnected")
    assert abs(page.evaluate("box.getBoundingClientRect().top") - before) < 2
    page.keyboard.type("endo")
    assert "Sto scrivendo" == page.input_value("textarea")
    for piece, role in (("said", "log"), ("state", "status")):
        assert role == page.get_attribute(f"[data-piece={piece}]", "role")


def test_112_is_seen_while_she_writes(window: Callable[..., Page], house: House) -> None:
    """The operator puts it before her: at the top, her words and the cursor where they were."""
    page = window(viewport={"width": 360, "height": 640})
    enter_talk(page, house)
    page.focus("textarea")
    page.keyboard.type("Ho pau")
    house.puts_112()
    expect(page.locator("h1")).to_contain_text("112")
    expect(page.locator("h1")).to_be_in_viewport()
    page.keyboard.type("ra")
    assert "Ho paura" == page.input_value("textarea")


def test_ac2_looking_again_keeps_focus_and_words(window: Callable[..., Page], house: House) -> None:
    """Her button draws what is new around what she is writing."""
    page = window()
    enter_talk(page, house)
    page.fill("textarea", "Non ancora mandato")
    asked = len(house.asked("chat"))
    page.locator(".choice", has_text="Guardo di nuovo").focus()
    page.keyboard.press("Enter")
    wait_until(lambda: "POST /" in house.asked("chat")[asked:], "her look")
    expect(page.locator("html")).not_to_have_class("waiting")
    assert "Non ancora mandato" == page.input_value("textarea")
    assert "Guardo di nuovo" == page.evaluate("document.activeElement.textContent")


def test_p3_exit_in_mid_talk_is_silence(window: Callable[..., Page], house: House) -> None:
    """What the operator writes afterwards never comes, and Back shows nothing of ours."""
    page = window()
    page.goto(house.before)
    page.click("#go")
    page.wait_for_selector(".choice")
    press(page, page.get_by_role("button", name="Italiano"))
    press_all(page, *TO_THE_OFFER, *TO_THE_WINDOW)
    page.locator(".choice", has_text="Resto qui adesso").click()
    page.wait_for_selector(".code")
    press_all(page, "Avanti")
    house.answers("Ciao, ti ascolto.")
    expect(page.locator(".line")).to_have_count(1)
    page.fill("textarea", "Arriva qualc")
    page.click("#exit")
    page.wait_for_url(house.neutral)
    wait_until(house.is_away, "the operator to see that she left")
    house.answers("Troppo tardi.")
    engine = ChromiumEngine(page)
    for go in (engine.back, engine.forward):
        go()
        shown = engine.run("() => document.documentElement.outerHTML") or ""
        for word in ("ascolto", "tardi", "qualc"):
            assert word not in shown
    states = [line.state for line in house.read() if line.by == "operator"]
    assert "held" == states[-1]


def test_p3_the_stream_is_let_go_in_the_frame_of_the_exit(
    window: Callable[..., Page], house: House
) -> None:
    """Before the press has ended nothing listens any more."""
    page = window()
    enter_talk(page, house)
    page.route(house.neutral, lambda route: None)
    found = page.evaluate("""() => {
      let isLetGo = false;
      const abort = AbortController.prototype.abort;
      AbortController.prototype.abort = function () { isLetGo = true; abort.call(this); };
      exit.click();
      return [isLetGo, document.body.innerText];
    }""")
    assert [True, "Caricamento"] == found


def test_p3_leaving_in_one_tab_covers_the_other(window: Callable[..., Page], house: House) -> None:
    """The tab that listens goes to the neutral site too."""
    page = window()
    enter_talk(page, house)
    other = page.context.new_page()
    other.goto(house.chat)
    other.click("#exit")
    page.wait_for_url(house.neutral)


def test_ac2_an_older_tab_says_that_it_rests(window: Callable[..., Page], house: House) -> None:
    """One quiet sentence and a way on, which makes it the tab that is kept up to date."""
    page = window(viewport={"width": 320, "height": 568})
    enter_talk(page, house)
    page.fill("textarea", "Non ancora mandato")
    other = open_talk_again(page, house)
    told = "Questa pagina è aperta altrove."
    expect(page.locator(".elsewhere")).to_contain_text(told)
    expect(other.locator(".elsewhere")).to_be_empty()
    assert 0 == Axe().run(page).violations_count
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    house.answers("Sono qui.")
    expect(other.locator(".line")).to_have_count(2)
    expect(page.locator(".line")).to_have_count(1)
    page.locator(".elsewhere").get_by_role("button", name="Guardo di nuovo").click()
    expect(page.locator(".line")).to_have_count(2)
    expect(page.locator(".elsewhere")).to_be_empty()
    expect(other.locator(".elsewhere")).to_contain_text(told)
    assert "Non ancora mandato" == page.input_value("textarea")
    other.fill("textarea", "Da qui")
    other.click(".send")
    expect(other.locator("textarea")).to_have_value("")
    expect(other.locator(".elsewhere")).to_be_empty()
    assert ["Da qui"] == house.hers()


def test_p12_without_scripts_half_a_message_comes_back(
    window: Callable[..., Page], house: House
) -> None:
    """Looking again brings her words back in their box; only the button that says so sends them."""
    page = window(java_script_enabled=False)
    page.goto(house.chat)
    for label in ("Italiano", *TO_THE_OFFER, *TO_THE_WINDOW, "Resto qui adesso"):
        _click(page, label)
    house.skip_seconds(20)
    _click(page, "Continua")
    _click(page, "Avanti")
    half = "Non so se posso.\nÈ qui con me"
    page.fill("textarea", half)
    house.answers("Ti leggo.")
    for _ in range(2):
        _click(page, "Guardo di nuovo")
        expect(page.locator(".line")).to_have_count(1)
        expect(page.locator("textarea")).to_have_value(half)
    assert [] == house.hers()
    page.click(".send")
    expect(page.locator("textarea")).to_have_value("")
    assert [half] == house.hers()
    page.fill("textarea", "Arriva qualc")
    page.click("#exit")
    page.wait_for_url(house.neutral)
    assert not any("Arriva" in each.path + each.body for each in house.seen)


def test_p3_with_scripts_half_a_message_stays_on_her_phone(
    window: Callable[..., Page], house: House
) -> None:
    """What she has not sent travels with no other button."""
    page = window()
    enter_talk(page, house)
    page.fill("textarea", "Mezza frase")
    asked = len(house.seen)
    page.locator(".choice", has_text="Guardo di nuovo").click()
    wait_until(lambda: any(each.path == "/" for each in house.seen[asked:]), "her look")
    expect(page.locator("html")).not_to_have_class("waiting")
    assert "Mezza frase" == page.input_value("textarea")
    assert not any("Mezza" in each.body for each in house.seen)


def test_qe5_in_the_talk_shift_leaves_and_enter_writes(
    window: Callable[..., Page], house: House
) -> None:
    """Enter is a new line; three lone presses of Shift are the way out."""
    page = window()
    enter_waiting(page, house)
    page.focus("textarea")
    page.keyboard.type("Uno")
    page.keyboard.press("Enter")
    page.keyboard.type("Due")
    assert "Uno\nDue" == page.input_value("textarea")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(house.neutral)
    assert [] == house.hers()


def test_p6_an_answer_that_got_lost_makes_no_second_line(
    window: Callable[..., Page], house: House
) -> None:
    """Her words arrived, the answer did not: told, kept in the box, sent again, one line."""
    page = window()
    enter_waiting(page, house)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.fill("textarea", "Aiuto")
    page.route(house.chat, lose, times=1)
    page.click(".send")
    expect(page.locator("#told")).to_have_text("La rete non risponde. Prova ancora.")
    assert "Aiuto" == page.input_value("textarea")
    page.click(".send")
    expect(page.locator("textarea")).to_have_value("")
    assert ["Aiuto"] == house.hers()


def test_p6_words_written_while_others_travel_stay(
    window: Callable[..., Page], house: House
) -> None:
    """The answer takes away only what it answers."""
    page = window()
    enter_waiting(page, house)

    def later(route: Route) -> None:
        page.locator("textarea").press_sequentially(" E poi")
        route.continue_()

    page.fill("textarea", "Prima.")
    page.route(house.chat, later, times=1)
    page.click(".send")
    expect(page.locator("textarea")).to_have_value(" E poi")
    assert ["Prima."] == house.hers()


def test_p6_a_stream_that_was_cut_comes_back_by_itself(
    window: Callable[..., Page], house: House
) -> None:
    """What was written meanwhile is drawn once."""
    page = window()
    enter_talk(page, house)
    page.route("**/l", lambda route: route.abort(), times=1)
    house.cut_streams()
    house.answers("Nel frattempo.")
    expect(page.locator(".line")).to_have_count(2)


def test_qe9_qe12_a_talk_is_one_entry_and_leaves_nothing(
    window: Callable[..., Page], house: House
) -> None:
    """One address, no storage, no word in an address, nobody else asked."""
    page = window()
    page.goto(house.chat)
    entries = page.evaluate("history.length")
    enter_talk(page, house)
    page.fill("textarea", "Parole")
    page.click(".send")
    expect(page.locator("textarea")).to_have_value("")
    assert (house.chat, True) == (page.url, page.evaluate("history.length") <= entries + 1)
    assert [0, 0, ""] == page.evaluate(
        "() => [localStorage.length, sessionStorage.length, document.cookie]"
    )
    ours = {"GET /", "POST /", "POST /l"} | {
        f"GET /s/{name}" for name in ("page.css", "page.js", "live.js", "proof.js")
    }
    assert ours == set(house.asked("chat"))


def test_t5_the_exit_is_not_held_up_by_the_work(window: Callable[..., Page], house: House) -> None:
    """On a processor six times slower the cover comes within a tenth of a second."""
    page = window()
    enter_window(page, house)
    page.route(house.neutral, lambda route: None)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.locator(".choice", has_text="Resto qui adesso").click()
    page.wait_for_selector("form[data-proof]", state="attached")
    taken, shown = page.evaluate("""() => new Promise(done => {
      const start = performance.now();
      exit.click();
      const text = document.body.innerText;
      requestAnimationFrame(() => done([performance.now() - start, text]));
    })""")
    assert taken < 100
    assert "Caricamento" == shown


def test_the_script_breaks_no_rule_of_ours_in_a_talk(
    window: Callable[..., Page], house: House
) -> None:
    """No error and no refusal by the content policy in the console."""
    page = window()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda problem: told.append(str(problem)))
    enter_talk(page, house)
    assert [] == told


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ac1_axe_finds_nothing_in_a_handoff(
    window: Callable[..., Page], house: House, screen: str, scheme: str
) -> None:
    """Every kind of screen, light and dark."""
    page = window(viewport={"width": 360, "height": 640}, color_scheme=scheme)
    SCREENS[screen](page, house)
    found = Axe().run(page)
    assert 0 == found.violations_count, found.generate_report()


@pytest.mark.parametrize("screen", SCREENS)
def test_p12_a_handoff_fits_320_pixels(
    window: Callable[..., Page], house: House, screen: str
) -> None:
    """Nothing to scroll sideways; whatever can be pressed is 44 pixels high; exit in sight."""
    page = window(viewport={"width": 320, "height": 568})
    SCREENS[screen](page, house)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate("""() => [...document.querySelectorAll("a, button, input, textarea")]
      .filter(each => each.offsetParent && !each.closest(".ways"))
      .filter(each => each.getBoundingClientRect().height < 44)
      .map(each => each.outerHTML)""")
    assert [] == small
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert page.locator("#exit").bounding_box()["y"] >= 0  # type: ignore[index]


def test_p12_without_scripts_a_talk_works(window: Callable[..., Page], house: House) -> None:
    """Forms and a button to look again; Reload sends nothing twice; out by a link."""
    page = window(java_script_enabled=False, viewport={"width": 320, "height": 568})
    page.goto(house.chat)
    for label in ("Italiano", *TO_THE_OFFER, *TO_THE_WINDOW, "Resto qui adesso"):
        _click(page, label)
    expect(page.locator("h1")).to_have_text("Un momento")
    house.skip_seconds(20)
    _click(page, "Continua")
    expect(page.locator(".code")).to_be_visible()
    _click(page, "Avanti")
    page.fill("textarea", "Senza script")
    page.click(".send")
    # The answer, with its empty box, has to be there before it is asked for again.
    expect(page.locator("textarea")).to_have_value("")
    page.reload()
    house.answers("Ti leggo lo stesso.")
    _click(page, "Guardo di nuovo")
    expect(page.locator(".line")).to_contain_text("Ti leggo lo stesso.")
    assert ["Senza script"] == house.hers()
    page.click("#exit")
    page.wait_for_url(house.neutral)
    assert [] == page.context.cookies(house.chat)


def _click(page: Page, label: str) -> None:
    page.locator("#go .choice", has_text=label).first.click()
    page.wait_for_load_state()
