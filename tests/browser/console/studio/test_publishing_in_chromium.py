"""Two coordinators in two windows: proposed, approved, live, back, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

from storage.editions.records import What
from storage.staff.people import Role
from tests.browser.console.door.conftest import StaffHouse
from tests.console.studio.publishing_stage import IS_OPEN, MENU, NODES, SAID, SAYS, WAS_OPEN
from tests.console.studio.publishing_stage import open_publishing_house as opener
from tests.editions import begin_draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    Seat = Callable[..., Page]


@pytest.fixture
def service() -> Iterator[StaffHouse]:
    """A console whose service puts live what is approved."""
    with StaffHouse(opener, is_running=True) as each:
        yield each


@pytest.fixture
def sit(service: StaffHouse, window: Callable[..., Page]) -> Seat:
    """Opens a page in a window of its own, somebody signed in."""

    def open_page(path: str, name: str = "Carla", **wishes: object) -> Page:
        hers = service.do(service.house.made(name, Role.COORDINATOR))
        key, _, value = hers.cookie.partition("=")
        page = window(**{"locale": "it-IT", **wishes})
        cookie = {"name": key, "value": value, "url": service.origin, "httpOnly": True}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(f"{service.origin}{path}")
        return page

    return open_page


async def changed(service: StaffHouse, author: str, *changes: tuple[str, str, str]) -> str:
    """A draft of somebody's with these changes; its id."""
    bench = service.house.parts.bench
    assert bench is not None
    who = service.house.people[author]
    draft = (await begin_draft(bench, who.id, "Orari del venerdì")).id
    for path, before, after in changes:
        text = (await bench.files(draft))[path].replace(before, after, 1)
        await bench.change(draft, who, What("Prova"), lambda _, p=path, t=text: {p: t})  # type: ignore[misc]
    return draft


def test_p11_two_windows_publish_go_back_and_withdraw(service: StaffHouse, sit: Seat) -> None:
    """Every page says what comes next, and it comes."""
    carla = sit("/studio")
    dora = sit("/studio", "Dora")
    draft = service.do(changed(service, "Carla", (NODES, WAS_OPEN, IS_OPEN)))

    carla.reload()
    carla.get_by_role("link", name="Guarda che cosa cambia e proponi").click()
    expect(carla.locator("#content")).to_contain_text("venerdì 10–14")
    carla.get_by_role("button", name="Proponi: un'altra persona").click()
    expect(carla.get_by_role("heading", level=1)).to_contain_text("Versione 2")
    expect(carla.locator("#content")).to_contain_text("la approva un'altra persona")
    expect(carla.get_by_role("button", name="Approva")).to_have_count(0)

    dora.reload()
    dora.get_by_role("link", name="Guarda che cosa cambia, e decidi").click()
    dora.get_by_role("button", name="Approva e pubblica").click()
    expect(dora.locator("#content")).to_contain_text("pubblicata adesso")

    dora.goto(f"{service.origin}/studio/editions")
    dora.get_by_role("link", name="Torna a questa").click()
    dora.get_by_role("button", name="Proponi di tornare alla 1").click()
    carla.goto(f"{service.origin}/studio/editions/3")
    carla.get_by_role("button", name="Approva e pubblica").click()
    expect(carla.locator("#content")).to_contain_text("pubblicata adesso")

    carla.get_by_role("link", name="Fa danno? Ritirala").click()
    expect(carla.locator("#content")).to_contain_text("Torna la versione 2")
    carla.get_by_role("button", name="Ritira la versione 3").click()
    expect(carla.get_by_role("status").first).to_contain_text("La versione 3")
    expect(carla.locator(".live")).to_contain_text("Versione 2")
    assert draft not in carla.content()


def test_p11_a_language_is_hidden_on_purpose_only(service: StaffHouse, sit: Seat) -> None:
    """The page offers to translate or to hide; whoever approves reads it in bold."""
    carla = sit("/studio")
    sit("/studio", "Dora")
    draft = service.do(changed(service, "Carla", (MENU, SAID, SAYS)))
    carla.goto(f"{service.origin}/studio/{draft}/changes")
    carla.get_by_role("button", name="Proponi: un'altra persona").click()
    expect(carla.get_by_role("alert")).to_contain_text("un controllo non lo permette")
    carla.get_by_role("link", name="Torna dove eri").click()
    for box in carla.get_by_label("Oppure: nascondi").all():
        box.check()
    carla.get_by_role("button", name="Proponi: un'altra persona").click()
    expect(carla.locator("strong", has_text="si nascondono")).to_contain_text("l'arabo")


def test_two_drafts_meet_and_nothing_is_lost(service: StaffHouse, sit: Seat) -> None:
    """Both changed the same hours: she sees both, side by side, and keeps one."""
    carla, dora = sit("/studio"), sit("/studio", "Dora")
    hers = service.do(changed(service, "Carla", (NODES, WAS_OPEN, IS_OPEN)))
    other = WAS_OPEN.replace("16:00", "15:00")
    theirs = service.do(changed(service, "Dora", (NODES, WAS_OPEN, other)))
    dora.goto(f"{service.origin}/studio/{theirs}/changes")
    dora.get_by_role("button", name="Proponi: un'altra persona").click()
    carla.goto(f"{service.origin}/studio/editions/2")
    carla.get_by_role("button", name="Approva e pubblica").click()

    carla.goto(f"{service.origin}/studio/{hers}/changes")
    expect(carla.locator(".clash")).to_have_count(1)
    carla.get_by_label("Tieni quella della bozza").check()
    carla.get_by_role("button", name="Porta la bozza sulla versione 2").click()
    expect(carla.locator("#content")).to_contain_text(
        "era «aperto dal lunedì al giovedì 10–18; venerdì 10–15"
    )
    expect(carla.locator("#content")).to_contain_text("venerdì 10–14")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768])
def test_everybody_can_publish(service: StaffHouse, sit: Seat, width: int, scheme: str) -> None:
    """Axe finds nothing, nothing is cut off, and every target is large enough."""
    page = sit("/studio", viewport={"width": width, "height": 900}, color_scheme=scheme)
    dora = sit("/studio", "Dora")
    changes = [(NODES, WAS_OPEN, IS_OPEN), (MENU, SAID, SAYS)]
    draft = service.do(changed(service, "Carla", *changes))
    first = service.do(changed(service, "Dora", (NODES, WAS_OPEN, IS_OPEN)))
    dora.goto(f"{service.origin}/studio/{first}/changes")
    dora.get_by_role("button", name="Proponi: un'altra persona").click()
    paths = (
        "",
        f"/{draft}/changes",
        f"/{draft}/changes/files",
        "/editions",
        "/editions/1",
        "/editions/2",
    )
    for path in paths:
        page.goto(f"{service.origin}/studio{path}")
        see_fit(page, path)
    page.goto(f"{service.origin}/studio/editions/2")
    page.get_by_role("button", name="Approva e pubblica").click()
    for path in ("", "/editions/2/withdraw", "/editions/1/back", f"/{draft}/changes"):
        page.goto(f"{service.origin}/studio{path}")
        see_fit(page, path)


def test_everybody_can_publish_in_english(service: StaffHouse, sit: Seat) -> None:
    """The same pages with the interface in the other language."""
    page = sit("/studio")
    session = service.house.session_of("Carla")
    assert session is not None
    session.language = "en"
    draft = service.do(changed(service, "Carla", (NODES, WAS_OPEN, IS_OPEN), (MENU, SAID, SAYS)))
    for path in ("", f"/{draft}/changes", "/editions", "/editions/1"):
        page.goto(f"{service.origin}/studio{path}")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        see_fit(page, path)


def see_fit(page: Page, path: str) -> None:
    """See that a page is finished."""
    found = Axe().run(page).response["violations"]
    assert [] == [
        f"{path} {each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]
    ]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            "main button, main select, main input:not([type=hidden]), summary, .at a")]
          .filter((each) => each.checkVisibility())
          .filter((each) => {
            const box = (each.closest("label") ?? each).getBoundingClientRect();
            return Math.min(box.width, box.height) < 43.5;
          }).map((each) => each.outerHTML.slice(0, 120))"""
    )
    assert [] == small, path
