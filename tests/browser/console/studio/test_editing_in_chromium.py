"""A draft edited in Chromium: it saves itself, two meet in it, everybody can use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

from bot.editions.paths import FLOWS, part
from flows.editing import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.console.door.conftest import StaffHouse

    Seat = Callable[..., Page]

#: What is pressed or typed in while a card is open.
_TARGETS = ".step.open button, .step.open select, .step.open textarea, .step.open input[type=text]"


def kept(staff: StaffHouse, draft: str, key: str) -> str:
    """What a sentence of the draft says on the server."""
    bench = staff.house.parts.bench
    assert bench is not None
    return text_of(part(staff.do(bench.files(draft)), FLOWS), key)


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def saved(page: Page) -> None:
    """Wait until what was done is kept."""
    expect(page.locator("#saved")).to_have_text("Salvato")


def test_what_is_typed_saves_itself_and_nothing_moves(
    seat: Seat, staff: StaffHouse, draft: str
) -> None:
    """After a moment of rest: map, head and card are drawn again under her hands."""
    page = seat(f"/studio/{draft}/flows/near?edit=where")
    page.evaluate("window.stays = true")
    field = page.locator("#f-title")
    field.fill("Dove sei adesso")
    saved(page)

    expect(page.locator("#n-where")).to_contain_text("Dove sei adesso")
    expect(page.locator(".map .node").first).to_contain_text("Dove sei adesso")
    expect(field).to_be_focused()
    assert page.evaluate("window.stays")
    assert "Dove sei adesso" == kept(staff, draft, "near.where.title")


def test_what_is_typed_while_it_is_saved_stays(seat: Seat, staff: StaffHouse, draft: str) -> None:
    """The card that is drawn again has what she typed since."""
    page = seat(f"/studio/{draft}/flows/near?edit=where")
    field = page.locator("#f-say-1")
    field.fill("Scrivi")
    field.press_sequentially(" un posto, quello che vuoi tu.", delay=80)
    expect(field).to_have_value("Scrivi un posto, quello che vuoi tu.")
    page.locator("#f-title").focus()
    expect(page.locator("#saved")).to_have_text("Salvato")

    expect(field).to_have_value("Scrivi un posto, quello che vuoi tu.")
    page.wait_for_function("document.getElementById('saved').textContent === 'Salvato'")
    assert "Scrivi un posto, quello che vuoi tu." == kept(staff, draft, "near.where.say.1")


def test_two_coordinators_meet_on_one_card(seat: Seat, staff: StaffHouse, draft: str) -> None:
    """Each is told that the other is there; a sentence both wrote is decided by one."""
    carla = seat(f"/studio/{draft}/flows/near?edit=where")
    bruna = seat(f"/studio/{draft}/flows/near?edit=where", "Bruna")
    expect(carla.locator("#s-where .writes")).to_have_text("Bruna sta scrivendo qui")
    carla.route("**/edit", lambda route: route.abort())
    carla.locator("#f-say-1").fill("Come dice Carla.")
    bruna.locator("#f-say-1").fill("Come dice Bruna.")
    saved(bruna)
    expect(carla.locator("#saved")).to_contain_text("Non salvato")
    expect(carla.locator("#f-say-1")).to_have_value("Come dice Carla.")
    carla.unroute("**/edit")

    expect(carla.locator("#refused")).to_be_visible(timeout=12_000)
    expect(carla.locator("#refused")).to_contain_text("Come dice Bruna.")
    expect(carla.locator("#f-say-1")).to_have_value("Come dice Carla.")
    assert "Come dice Bruna." == kept(staff, draft, "near.where.say.1")
    carla.get_by_role("button", name="Tieni la mia").click()
    saved(carla)
    expect(carla.locator("#refused")).to_have_count(0)
    assert "Come dice Carla." == kept(staff, draft, "near.where.say.1")
    # Bruna's page finds it by itself.
    expect(bruna.locator("#f-say-1")).to_have_value("Come dice Carla.", timeout=12_000)


def test_theirs_is_kept_as_well(seat: Seat, staff: StaffHouse, draft: str) -> None:
    """The field has what the colleague wrote, and goes on from there."""
    carla = seat(f"/studio/{draft}/flows/near?edit=where")
    bruna = seat(f"/studio/{draft}/flows/near?edit=where", "Bruna")
    carla.route("**/edit", lambda route: route.abort())
    carla.locator("#f-say-1").fill("Come dice Carla.")
    bruna.locator("#f-say-1").fill("Come dice Bruna.")
    saved(bruna)
    carla.unroute("**/edit")
    carla.get_by_role("link", name="Tieni la sua").click(timeout=12_000)

    expect(carla.locator("#f-say-1")).to_have_value("Come dice Bruna.")
    assert "Come dice Bruna." == kept(staff, draft, "near.where.say.1")


def test_by_keyboard_alone(seat: Seat, staff: StaffHouse, draft: str) -> None:
    """A card is opened, a message moved and added, a choice made that leads to a new step."""
    page = seat(f"/studio/{draft}/flows/near")
    page.locator("#s-work [data-change]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#s-work")).to_have_attribute("data-open", "")
    expect(page.locator("#s-work")).to_be_focused()
    first = page.locator("#f-say-1").input_value()
    page.get_by_role("button", name="Messaggio 1: ↓ Giù").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#f-say-2")).to_have_value(first)
    page.locator("#f-choice-new").focus()
    page.keyboard.type("Voglio pensarci")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#g-choice-new-new")).to_be_focused()
    page.keyboard.type("Prenditi il tempo.")
    page.keyboard.press("Enter")
    expect(page.locator("#s-prenditi_tempo")).to_be_attached()

    assert "Voglio pensarci" == kept(staff, draft, "near.work.choices.voglio_pensarci")
    assert first == kept(staff, draft, "near.work.say.2")


def test_a_problem_is_mended_where_it_is_told(seat: Seat, draft: str) -> None:
    """A dead end: on its card and on the map; one press, and it is gone from both."""
    page = seat(f"/studio/{draft}/flows/near?edit=where")
    page.locator("[data-keep=after] summary").click()
    page.locator("#a-words").fill("Qui non si va avanti.")
    page.locator("#a-label").fill("Prova")
    page.get_by_role("button", name="Aggiungi il passo").click()
    card = page.locator(".step.open")
    expect(card).to_contain_text("Da questo passo non si va da nessuna parte.")
    expect(page.locator(".map .node.error")).not_to_have_count(0)
    card.get_by_role("button", name="È una fine voluta").click()

    expect(page.locator(".step.open")).not_to_contain_text("non si va da nessuna parte")


def test_undone_and_done_again_by_keyboard(seat: Seat, staff: StaffHouse, draft: str) -> None:
    """Ctrl+Z outside fields takes the last change back, whoever made it."""
    page = seat(f"/studio/{draft}/flows/near?edit=where")
    page.locator("#f-title").fill("Dove sei adesso")
    saved(page)
    page.locator("#s-where").focus()
    page.keyboard.press("Control+z")
    expect(page.locator("#f-title")).to_have_value("Chi può aiutarti")
    page.keyboard.press("Control+Shift+z")

    expect(page.locator("#f-title")).to_have_value("Dove sei adesso")
    assert "Dove sei adesso" == kept(staff, draft, "near.where.title")


def test_without_scripts_everything_is_a_form(seat: Seat, staff: StaffHouse, draft: str) -> None:
    """Each with its button; the same card is open again afterwards."""
    page = seat(f"/studio/{draft}/flows/near", java_script_enabled=False)
    page.locator("#s-where .change").click()
    page.locator("#f-title").fill("Dove sei adesso")
    page.locator("#f-title ~ button").click()
    expect(page.locator("#s-where.open")).to_be_visible()
    expect(page.locator("#f-title")).to_have_value("Dove sei adesso")
    page.locator("#f-say-new").fill("Una frase in più.")
    page.get_by_role("button", name="Aggiungi il messaggio").click()
    expect(page.locator("#f-say-4")).to_have_value("Una frase in più.")

    assert "Dove sei adesso" == kept(staff, draft, "near.where.title")


def test_nothing_runs_that_is_not_ours(seat: Seat, draft: str) -> None:
    """No script or style in the page itself: the strict policy is never met."""
    page = seat(f"/studio/{draft}/flows/near?edit=where")
    told: list[str] = []
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda trouble: told.append(str(trouble)))
    page.reload()
    page.locator("#f-title").fill("Dove sei adesso")
    saved(page)

    assert [] == told


@pytest.mark.parametrize("width", [1280, 768])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_an_open_card(seat: Seat, draft: str, width: int, scheme: str) -> None:
    """Open cards with everything on them, the list, the file, and what two decide."""
    page = seat(
        f"/studio/{draft}/flows/near?edit=where&language=ar",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    page.evaluate("document.querySelectorAll('.step.open details').forEach(d => d.open = true)")
    found = faults(page)
    low = page.evaluate(
        "what => [...document.querySelectorAll(what)].filter(e => e.offsetParent"
        " && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 120))",
        _TARGETS,
    )
    assert [] == low
    page.evaluate(
        "const f = document.querySelector('#f-say-1').form;"
        "f.querySelector('[name=seen]').value = '0'.repeat(16)"
    )
    page.locator("#f-say-1").fill("Un'altra frase.")
    expect(page.locator("#refused")).to_be_visible()
    found += faults(page)
    for path in ("flows", "flows/near/file", "flows/handoff?edit=offer"):
        page.goto(f"{page.url.partition(draft)[0]}{draft}/{path}")
        found += faults(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} wide"

    assert [] == found
