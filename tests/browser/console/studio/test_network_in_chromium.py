"""The network's pages in Chromium: hours, a closure, a lead's yes, a list with a fault."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

from storage.staff.people import Role
from tests.browser.console.door.conftest import StaffHouse
from tests.editions import NOW, begin_draft, open_bench

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from bot.editions.bench import Workbench

    Seat = Callable[..., Page]


@pytest.fixture
def draft() -> tuple[Workbench, str]:
    """A bench over what is shipped, with one draft."""
    with ThreadPoolExecutor() as beside:  # Playwright's loop runs in this thread.
        bench = beside.submit(asyncio.run, open_bench(clock=lambda: NOW)).result()
        return bench, beside.submit(asyncio.run, begin_draft(bench)).result().id


@pytest.fixture
def net(draft: tuple[Workbench, str]) -> Iterator[StaffHouse]:
    """A console with that draft."""
    with StaffHouse(bench=draft[0]) as each:
        yield each


@pytest.fixture
def sit(net: StaffHouse, draft: tuple[Workbench, str], window: Callable[..., Page]) -> Seat:
    """Opens a page of the draft's network, somebody signed in."""

    def open_page(path: str, *roles: Role, **wishes: object) -> Page:
        hers = net.do(net.house.made("Carla", *(roles or (Role.COORDINATOR,))))
        name, _, value = hers.cookie.partition("=")
        page = window(**{"locale": "it-IT", **wishes})
        cookie = {"name": name, "value": value, "url": net.origin, "httpOnly": True}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(f"{net.origin}/studio/{draft[1]}/network{path}")
        return page

    return open_page


def test_a_centre_s_hours_are_corrected_and_shut_for_a_holiday(sit: Seat) -> None:
    """Looked up, filled in as people write them, read as a sentence; then its summer closure."""
    page = sit("")
    page.get_by_label("Cerca").fill("cadmi")
    page.get_by_role("button", name="Mostra").click()
    page.get_by_role("link", name="CADMI").click()
    hours = page.locator("#form-hours")
    hours.get_by_label("Ore, per esempio").nth(0).fill("9:30–13, 14–17")
    hours.get_by_role("button", name="Salva gli orari").click()
    expect(page.locator(".sentence")).to_have_text(
        "aperto dal lunedì al giovedì 9:30–13 e 14–17; venerdì 10–16; "
        "chiuso nelle feste e il 7 dicembre"
    )

    hours.get_by_label("Ore, per esempio").nth(0).fill("quando si può")
    hours.get_by_role("button", name="Salva gli orari").click()
    expect(page.get_by_role("alert")).to_contain_text("non è un orario")
    expect(hours.get_by_label("Ore, per esempio").nth(0)).to_have_value("quando si può")

    page.get_by_text("Aggiungi una chiusura").click()
    page.get_by_label("Dal", exact=True).fill("2027-08-09")
    page.get_by_label("Al", exact=True).fill("2027-08-20")
    page.get_by_role("button", name="Aggiungi", exact=True).click()
    expect(page.locator("#closures li")).to_have_text("Chiuso dal 9 al 20 agosto 2027: ferie")
    expect(page.locator(".sentence")).to_contain_text("; chiuso dal 9 al 20 agosto 2027")


def test_a_lead_confirms_her_rows_and_no_other(sit: Seat) -> None:
    """One button for all that is ticked; other centres have no form for her."""
    page = sit("/cadmi", Role.OPERATOR, Role.LEAD)
    expect(page.locator(".seen-by-her")).to_contain_text("Adesso niente")
    page.get_by_role("button", name="Confermo quello che è segnato").click()
    expect(page.locator("#confirm")).to_contain_text("confermato: la responsabile del centro")
    page.goto(page.url.partition("/network")[0] + "/network/cerchi-dacqua")
    expect(page.locator("#content form[method=post][action*=network]")).to_have_count(0)


def test_a_row_of_a_list_is_mended_on_its_row(sit: Seat) -> None:
    """The fault stands on it; mended, checked again, brought in."""
    page = sit("/import")
    data = "nome,comune,cap,telefoni,orari\nCENTRO PROVA,Rho,99999,02 1234567,lunedì 9.00-12.00\n"
    page.get_by_label("File CSV").set_input_files(
        {"name": "elenco.csv", "mimeType": "text/csv", "buffer": data.encode()}
    )
    page.get_by_role("button", name="Controlla").click()
    expect(page.locator(".problems")).to_contain_text("99999 non è un CAP di Rho")
    page.get_by_label("cap", exact=True).fill("20017")
    page.get_by_role("button", name="Controlla di nuovo").click()
    page.get_by_role("button", name="Importa i nuovi: 1").click()
    page.get_by_label("Cerca").fill("centro prova")
    page.get_by_role("button", name="Mostra").click()
    expect(page.locator("tbody tr")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768])
def test_everybody_can_use_the_network_s_pages(sit: Seat, width: int, scheme: str) -> None:
    """Axe finds nothing, nothing is cut off, and every target is large enough."""
    page = sit("", viewport={"width": width, "height": 900}, color_scheme=scheme)
    base = page.url
    for path in ("", "/cadmi", "/ceas", "/closures", "/lines", "/new", "/import"):
        page.goto(base + path)
        found = Axe().run(page).response["violations"]
        assert [] == [
            f"{path} {each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]
        ]
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                ".network button, .network select, .network input:not([type=hidden]), summary")]
              .filter((each) => each.checkVisibility() && !each.closest(".at"))
              .filter((each) => {
                const box = (each.closest("label") ?? each).getBoundingClientRect();
                return Math.min(box.width, box.height) < 43.5;
              }).map((each) => each.outerHTML.slice(0, 120))"""
        )
        assert [] == small
