"""The desk in a browser: fresh by itself, nothing typed is lost, all of it by keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

from tests.console.desks import OTHER_NODE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from tests.browser.desk.town import Town

    Window = Callable[..., Page]


def _take(page: Page) -> None:
    page.locator("#queue a.open").first.click()
    page.locator("#claim").click()
    expect(page.locator("#reply")).to_be_visible()


def _write(page: Page, text: str) -> None:
    page.locator("#text").fill(text)


def _send(page: Page) -> None:
    page.locator("#reply button").click()


def test_two_operators_at_once(town: Town, window: Window) -> None:
    """Both see who comes; one takes it; the other reads at once who has it."""
    anna, bea = town.sit(window, "Anna"), town.sit(window, "Bea")
    woman = town.woman("hola")
    for page in (anna, bea):
        expect(page).to_have_title("(1) Sportello")
        page.locator("#queue a.open").click()
    expect(anna.get_by_text("La guarda anche: Bea")).to_be_visible()

    anna.locator("#claim").click()

    expect(bea.get_by_text("risponde Anna")).to_be_visible()
    expect(bea.locator("#claim")).to_have_count(0)
    expect(anna.locator("#text")).to_have_value(re.compile("alguien puede ver"))
    _write(anna, "Hola, soy Anna")
    _send(anna)
    expect(anna.get_by_text("in attesa: tornerà lei")).to_be_visible()
    assert town.replies(woman) == ["Hola, soy Anna"]


def test_p4_she_leaves_while_the_operator_types(town: Town, window: Window) -> None:
    """The sentence changes at once, what is typed stays, the reply is held."""
    anna = town.sit(window, "Anna")
    woman = town.woman("hola")
    town.do(woman.stays())
    _take(anna)
    expect(anna.locator(".her-state")).to_have_text("È qui adesso.")
    anna.locator("#text").fill("")
    anna.locator("#text").press_sequentially("Estoy ")

    town.do(woman.leaves())

    expect(anna.locator(".her-state")).to_have_text("È uscita in fretta: le risposte aspettano.")
    anna.locator("#text").press_sequentially("contigo")
    expect(anna.locator("#text")).to_have_value("Estoy contigo")
    expect(anna.locator("#text")).to_be_focused()
    _send(anna)
    expect(anna.locator(".fate-held")).to_have_text("in attesa: tornerà lei")


def test_p6_a_reply_typed_while_the_connection_is_lost(town: Town, window: Window) -> None:
    """It stays in the box, goes by itself when the network is back, and once."""
    anna = town.sit(window, "Anna")
    woman = town.woman("hola")
    _take(anna)
    _write(anna, "Sigo aquí")
    anna.context.set_offline(True)
    expect(anna.locator("#link")).to_contain_text("Il collegamento si è interrotto")

    _send(anna)

    expect(anna.locator("#reply .fate")).to_contain_text("Non ancora inviata")
    expect(anna.locator("#text")).to_have_value("Sigo aquí")
    assert town.replies(woman) == []

    anna.context.set_offline(False)

    expect(anna.locator("#link")).to_have_text("Il collegamento è tornato.")
    expect(anna.locator(".by-operator")).to_have_count(1)
    expect(anna.locator("#text")).to_have_value("")
    assert town.replies(woman) == ["Sigo aquí"]


def test_p6_an_answer_lost_on_its_way_back_makes_no_second_line(town: Town, window: Window) -> None:
    """The server kept it, the browser never heard: it is sent again and is the same line."""
    anna = town.sit(window, "Anna")
    woman = town.woman("hola")
    _take(anna)
    _write(anna, "Sigo aquí")
    cut: list[str] = []

    def lose(route: Route) -> None:
        if cut:
            route.continue_()
            return
        cut.append(route.request.url)
        route.fetch()
        route.abort()

    anna.route("**/reply", lose)
    _send(anna)

    expect(anna.locator("#reply .fate")).to_contain_text("Inviata")
    expect(anna.locator(".by-operator")).to_have_count(1)
    assert town.replies(woman) == ["Sigo aquí"]


def test_a_draft_waits_while_she_looks_at_another(town: Town, window: Window) -> None:
    """Going to another conversation and back loses nothing, and nothing is stored."""
    anna = town.sit(window, "Anna")
    town.woman("primera")
    _take(anna)
    town.woman("segunda")
    _write(anna, "a medias")

    anna.locator("#queue a.open").click()
    expect(anna.get_by_text("segunda")).to_be_visible()
    expect(anna.locator("#text")).to_have_value("")
    anna.locator(".row-mine a.open").click()

    expect(anna.locator("#text")).to_have_value("a medias")
    assert anna.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]


def test_all_of_it_by_keyboard(town: Town, window: Window) -> None:
    """From the queue to the reply without a pointer; letters are letters while typing."""
    anna = town.sit(window, "Anna")
    woman = town.woman("hola")
    expect(anna.locator("#queue a.open")).to_have_count(1)

    anna.keyboard.press("j")
    anna.keyboard.press("Enter")
    expect(anna.locator(".by-hers .text")).to_have_text("hola")
    anna.keyboard.press("c")
    expect(anna.locator("#reply")).to_be_visible()
    anna.keyboard.press("r")
    anna.keyboard.press("Control+a")
    anna.keyboard.type("ciao, c j k")
    anna.keyboard.press("Control+Enter")

    expect(anna.locator(".by-operator .text")).to_have_text("ciao, c j k")
    assert town.replies(woman) == ["ciao, c j k"]
    anna.keyboard.press("Tab")
    anna.keyboard.press("?")
    expect(anna.locator("#keys")).to_be_visible()


def test_new_work_is_announced_without_content(town: Town, window: Window) -> None:
    """A count in the title and a sentence for screen readers; the tone is off until chosen."""
    anna = town.sit(window, "Anna")
    town.woman("no lo leas")

    expect(anna).to_have_title("(1) Sportello")
    expect(anna.locator("#news")).to_have_text("C'è lavoro nuovo.")
    expect(anna.locator("[data-sound]")).to_have_attribute("data-sound", "off")

    anna.locator("#more summary").click()
    anna.locator("[data-sound]").click()
    expect(anna.locator("[data-sound]")).to_have_attribute("data-sound", "on")


def test_a_ready_reply_is_found_and_changed(town: Town, window: Window) -> None:
    """Searched in any language, put into the box, never sent by itself."""
    anna = town.sit(window, "Anna")
    woman = town.woman("hola")
    _take(anna)
    anna.locator("#ready > summary").click()

    anna.locator("#find").fill("mediadora")
    expect(anna.locator(".ready > li:visible")).to_have_count(1)
    anna.locator(".ready > li:visible .use").click()

    expect(anna.locator("#text")).to_have_value(re.compile("No hablo bien tu idioma"))
    assert town.replies(woman) == []


def test_a_note_and_a_referral(town: Town, window: Window) -> None:
    """The forms beside the conversation work as they first stand on the page."""
    town.hire("Zoe", OTHER_NODE)
    anna = town.sit(window, "Anna")
    woman = town.woman("dilo", "esto no")
    town.do(woman.stays())
    _take(anna)

    anna.locator("#note").fill("Sentire il medico")
    anna.get_by_role("button", name="Tieni la nota").click()
    expect(anna.locator(".by-note .text")).to_have_text("Sentire il medico")
    expect(anna.locator("#note")).to_have_value("")

    anna.locator("#refer > summary").click()
    anna.locator("#node").select_option(OTHER_NODE)
    anna.locator("[data-part=going] input").first.check()
    town.do(woman.writes("aún no"))
    expect(anna.locator("[data-part=going] input")).to_have_count(3)
    expect(anna.locator("[data-part=going] input").first).to_be_checked()
    anna.locator("#why").fill("Hay otro centro")
    anna.get_by_role("button", name="Proponi a lei").click()
    expect(anna.get_by_text("aspetta il suo sì")).to_be_visible()

    town.do(woman.agrees())
    expect(anna.get_by_text("il contatto è passato a CADMI")).to_be_visible()
    assert town.handoff(woman).node == OTHER_NODE


def test_112_inside_her_window(town: Town, window: Window) -> None:
    """The button stands there only while she can be written to."""
    anna = town.sit(window, "Anna")
    woman = town.woman("hola")
    _take(anna)
    expect(anna.get_by_role("button", name="Metti il 112")).to_have_count(0)

    town.do(woman.stays())
    anna.get_by_role("button", name="Metti il 112").click()
    expect(anna.get_by_text("Sul suo schermo c'è il 112.")).to_be_visible()

    town.do(woman.leaves())
    expect(anna.get_by_text("Sul suo schermo c'è il 112.")).to_have_count(0)


def test_a_panic_lock_leaves_nothing_on_the_screen(town: Town, window: Window) -> None:
    """Escape three times."""
    anna = town.sit(window, "Anna")
    town.woman("hola")
    _take(anna)
    _write(anna, "a medias")

    for _ in range(3):
        anna.keyboard.press("Escape")

    expect(anna).to_have_url(re.compile("/sign-in$"))
    assert "hola" not in anna.content()


def _empty(town: Town, _: Page) -> None:
    """Nobody waits."""


def _queue(town: Town, page: Page) -> None:
    town.woman("hola", danger=True)
    town.woman("salve", language="it", far=True)
    expect(page.locator("#queue a.open")).to_have_count(2)


def _talk(town: Town, page: Page) -> None:
    woman = town.woman("hola\nmi ha chiuso fuori", language="ar", danger=True)
    town.do(woman.stays())
    _take(page)
    _write(page, "Estoy aquí")
    _send(page)
    expect(page.locator(".by-operator")).to_have_count(1)
    town.do(woman.sees_replies())
    town.do(woman.leaves())
    town.do(woman.forced())
    _write(page, "Te espero")
    _send(page)
    expect(page.locator(".by-operator")).to_have_count(2)
    for each in page.locator("#ready > summary, #close > summary, #refer > summary").all():
        each.click()


STATES = {"empty": _empty, "queue": _queue, "talk": _talk}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("state", STATES)
def test_every_size_and_colour_is_readable(
    town: Town, window: Window, state: str, width: int, scheme: str
) -> None:
    """No violation of WCAG 2.2 AA, nothing that scrolls sideways."""
    page = town.sit(window, "Anna", viewport={"width": width, "height": 800}, color_scheme=scheme)
    STATES[state](town, page)

    found = Axe().run(page, options={"resultTypes": ["violations"]})

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_it_works_without_scripts(town: Town, window: Window) -> None:
    """Forms and links lead through the whole of it."""
    anna = town.sit(window, "Anna", java_script_enabled=False)
    woman = town.woman("hola")
    anna.reload()
    _take(anna)
    _write(anna, "Estoy aquí")
    _send(anna)

    expect(anna.get_by_text("in attesa: tornerà lei")).to_be_visible()
    assert town.replies(woman) == ["Estoy aquí"]


def test_an_untouched_proposal_goes_with_the_conversation(town: Town, window: Window) -> None:
    """Back in the queue there is no box to write to her; words somebody typed keep theirs."""
    anna = town.sit(window, "Anna")
    town.woman("hola")
    _take(anna)
    expect(anna.locator("#text")).not_to_have_value("")
    anna.locator("form[action$='/back'] button").click()
    expect(anna.locator("#reply")).to_be_hidden()

    _take(anna)
    _write(anna, "a medias")
    anna.locator("form[action$='/back'] button").click()

    expect(anna.locator("#claim")).to_be_visible()
    expect(anna.locator("#text")).to_have_value("a medias")
    expect(anna.locator("#reply")).to_be_visible()
