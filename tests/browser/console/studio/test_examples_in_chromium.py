"""A walk recorded in Chromium, broken by a change, and read by everybody."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from bot.editions.paths import FLOWS
from storage.editions.records import What
from tests.browser.console.studio.test_studio_in_chromium import faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.console.door.conftest import StaffHouse

    Seat = Callable[..., Page]

#: Where pictures are left for whoever wants to look at them; nowhere without it.
_PICTURES = os.environ.get("SOGLIA_PICTURES", "")
_TARGETS = (
    "#phone button, #phone summary, .example button, .example a.button, "
    ".example-form .tick, .example-form input[type=text]"
)


def picture(page: Page, name: str) -> None:
    """Leave a picture of the page."""
    if _PICTURES:
        page.screenshot(path=Path(_PICTURES) / f"{name}.png", full_page=True)


def recorded(page: Page, name: str) -> None:
    """Walk to a place near her in Arabic, on a Sunday at night, and save it."""
    page.locator(".phone-set summary").click()
    page.locator("#phone-language").select_option("ar")
    page.get_by_label("in questo momento:").check()
    page.get_by_label("Giorno e ora").fill("2026-11-29T02:00")
    page.get_by_role("button", name="Mostra così").click()
    expect(page.locator("#glass")).to_have_attribute("dir", "rtl")
    page.locator("#typed").fill("Municipio 9")
    page.locator("#typed").press("Enter")
    expect(page.locator("#phone")).to_have_attribute("data-step", "near.centres")
    picture(page, "phone")
    page.get_by_role("link", name="Salva come esempio").click()
    page.get_by_label("Nome dell'esempio").fill(name)
    picture(page, "new")
    page.get_by_role("button", name="Salva l'esempio").click()


def broken(staff: StaffHouse, draft: str) -> None:
    """Have a known place lead to where an unknown one does."""
    bench = staff.house.parts.bench
    assert bench is not None
    near = f"{FLOWS}near.yaml"

    def make(files: dict[str, str]) -> dict[str, str]:
        return {near: files[near].replace("found: centres", "found: where_again", 1)}

    staff.do(bench.change(draft, staff.house.people["Carla"], What("Prova"), make))


def test_a_walk_is_recorded_and_what_breaks_it_is_read(
    seat: Seat, staff: StaffHouse, draft: str
) -> None:
    """Arabic at night, saved; then the flow changes, and the list says what differs."""
    page = seat(f"/studio/{draft}/flows/near?step=near.where")
    recorded(page, "Di notte, in arabo")
    entry = page.locator(".example", has_text="Di notte, in arabo")
    expect(entry).to_contain_text("✓ vale")
    expect(entry).to_contain_text("domenica 29 novembre 2026, ore 02:00")
    picture(page, "list")
    broken(staff, draft)
    page.reload()

    expect(entry).to_contain_text("si aspettava il passo «Ecco chi puoi chiamare»")
    picture(page, "broken")
    entry.get_by_role("button", name="Va bene così: aggiorna l'esempio").click()
    expect(entry).to_contain_text("✓ vale")


def test_it_is_walked_again_move_by_move(seat: Seat) -> None:
    """In place, by keyboard: the phone tells what comes next, and does it."""
    page = seat("/studio/live/examples")
    entry = page.locator(".example", has_text="Municipio 9, arabo")
    entry.get_by_role("button", name="Prova sul telefono").press("Enter")
    expect(page.locator("#glass .message")).to_be_visible()
    page.evaluate("window.stays = true")
    for step in ("handoff.danger", "handoff.place", "handoff.far", "handoff.offer"):
        page.get_by_role("button", name="Fai questa mossa").press("Enter")
        expect(page.locator("#phone")).to_have_attribute("data-step", step)

    assert page.evaluate("window.stays")
    expect(page.get_by_role("button", name="Fai questa mossa")).to_have_count(0)
    expect(page.locator("#glass")).to_have_attribute("dir", "rtl")
    picture(page, "telegram")


def test_without_scripts_a_walk_is_recorded_too(seat: Seat, draft: str) -> None:
    """Each form brings the page, the phone where it was."""
    page = seat(f"/studio/{draft}/flows/near?step=near.where", java_script_enabled=False)
    recorded(page, "Senza script")

    expect(page.locator(".example", has_text="Senza script")).to_contain_text("✓ vale")


@pytest.mark.parametrize("width", [1280, 768])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_examples(
    seat: Seat, staff: StaffHouse, draft: str, width: int, scheme: str
) -> None:
    """The list with one that fails, one example, the phone's settings open, a walk to save."""
    page = seat(
        f"/studio/{draft}/flows/near?step=near.where",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    page.locator(".phone-set summary").click()
    found = _looked_at(page, width, f"settings-{width}-{scheme}")
    page.locator("#glass .key.choice").first.click()
    page.get_by_role("link", name="Salva come esempio").click()
    found += _looked_at(page, width, f"new-{width}-{scheme}")
    broken(staff, draft)
    page.goto(f"{staff.origin}/studio/{draft}/examples")
    found += _looked_at(page, width, f"list-{width}-{scheme}")
    page.locator(".example h2 a").first.click()
    found += _looked_at(page, width, f"one-{width}-{scheme}")

    assert [] == found


def _looked_at(page: Page, width: int, name: str) -> list[str]:
    picture(page, name)
    wide = page.evaluate("document.documentElement.scrollWidth")
    low = page.evaluate(
        "what => [...document.querySelectorAll(what)].filter(e => e.checkVisibility()"
        " && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)",
        _TARGETS,
    )
    assert wide <= width, f"{name} is {wide} wide"
    assert [] == low
    return faults(page)
