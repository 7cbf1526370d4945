"""Facts and rules in Chromium: corrected, tried, kept; by keyboard, and without scripts."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    Seat = Callable[..., Page]

_PICTURES = os.environ.get("SOGLIA_PICTURES", "")


def _picture(page: Page, name: str) -> None:
    if _PICTURES:
        page.screenshot(path=Path(_PICTURES) / f"{name}.png", full_page=True)


def _faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def test_a_number_is_corrected_and_checked(seat: Seat, draft: str) -> None:
    """Found by its words, refused where it is a person's, kept with who checked it."""
    page = seat(f"/studio/{draft}/facts")
    page.get_by_label("Cerca", exact=True).fill("mangiagalli 2489")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("violenza sessuale, giorno e notte")).click()
    page.get_by_label("Valore").fill("339 218 2840")
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("cellulare di una persona")
    expect(page.get_by_label("Valore")).to_have_value("339 218 2840")

    page.get_by_label("Valore").fill("02 5503 2490")
    page.get_by_label("L'ho verificato oggi alla fonte").check()
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.locator(".lead .mark")).to_contain_text("confermato")
    expect(page.locator(".big")).to_have_text("02 5503 2490")
    page.get_by_role("button", name=re.compile("^Annulla")).click()
    expect(page.locator(".big")).to_have_text("02 5503 2489")


def test_rules_are_changed_by_keyboard_and_a_case_is_tried(seat: Seat, draft: str) -> None:
    """A button with Enter, a rule by boxes, then the case and its reasons."""
    page = seat(f"/studio/{draft}/rules")
    page.get_by_role("button", name="Su: Quello che cerca").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#order li").first).to_contain_text("1. Quello che cerca")
    page.locator("#rule-new summary").first.click()
    new = page.locator("#rule-new")
    new.get_by_label("aiuto legale").first.check()
    new.get_by_label("aiuto per i documenti").check()
    new.get_by_role("button", name="Aggiungi la regola").click()
    said = "Se cerca aiuto legale: prima chi offre aiuto per i documenti."
    expect(page.locator("#rule-2")).to_contain_text(said)

    page.get_by_role("link", name=re.compile("Prova un caso")).click()
    page.get_by_label("Dove si trova").fill("lambrate")
    page.get_by_role("button", name="Dimmi dove va").click()
    expect(page.locator("#answer")).to_contain_text("1522")
    expect(page.get_by_label("Dove si trova")).to_have_value("lambrate")
    page.get_by_label("Nome dell'esempio").fill("Lambrate, ascolto")
    page.get_by_role("button", name="Salva questo caso").click()
    expect(page.get_by_text("Lambrate, ascolto").first).to_be_visible()


def test_facts_and_rules_need_no_scripts(seat: Seat, draft: str) -> None:
    """Plain forms."""
    page = seat(f"/studio/{draft}/rules", java_script_enabled=False)
    page.get_by_label("Altri centri dopo il primo").fill("3")
    page.get_by_role("button", name="Salva i tempi").click()
    expect(page.get_by_label("Altri centri dopo il primo")).to_have_value("3")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768])
def test_axe_finds_nothing_on_facts_and_rules(
    seat: Seat, draft: str, width: int, scheme: str
) -> None:
    """Every page, its forms open, one refused; nothing is wider than the window."""
    page = seat(
        f"/studio/{draft}/facts", viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    faults = []
    origin = page.url.partition("/studio")[0]
    paths = ("facts", "facts/svsed_sexual", "facts/112", "rules", "rules/why")
    for path in (*(f"{draft}/{each}" for each in paths), "live/facts/1522", "live/rules"):
        page.goto(f"{origin}/studio/{path}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        faults += [f"{path} {each}" for each in _faults(page)]
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        faults += [f"{path} is wider than the window"] if wide else []
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = false))")
        _picture(page, f"{path.partition('/')[2].replace('/', '-')}-{path[:4]}-{width}-{scheme}")
    page.goto(f"{origin}/studio/{draft}/rules/why")
    page.get_by_label("Dove si trova").fill("20158")
    page.get_by_role("button", name="Dimmi dove va").click()
    faults += _faults(page)
    _picture(page, f"why-told-{width}-{scheme}")
    page.goto(f"{origin}/studio/{draft}/facts/svsed_sexual")
    page.get_by_label("Valore").fill("339 218 2840")
    page.get_by_role("button", name="Salva", exact=True).click()
    faults += _faults(page)
    _picture(page, f"refused-{width}-{scheme}")

    assert faults == []
