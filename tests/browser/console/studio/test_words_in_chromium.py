"""The translation desk in Chromium: Arabic, saved while typing, by keyboard, for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import FilePayload, expect

from console.studio.translating.here import books_of
from locales.catalogues import FLOWS, Status
from locales.desk.changes import sign, translate
from locales.desk.library import saved
from storage.editions.records import What
from storage.staff.people import Role
from tests.browser.console.door.conftest import StaffHouse
from tests.console.studio.stage import draft_in, open_studio_house
from tests.console.studio.words_stage import PLACE, TITLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from locales.desk.sentences import Book, Sentence

WORK = "near.work.title"


@dataclass
class Desk:
    """A console with a draft, and translators before it."""

    staff: StaffHouse
    draft: str
    window: Callable[..., Page]

    @property
    def bench(self) -> Any:
        """The workbench."""
        return self.staff.house.parts.bench

    def book(self, tag: str = "ar") -> Book:
        """A language as it stands in the draft."""
        return books_of(self.staff.do(self.bench.files(self.draft))).book(tag, FLOWS)

    def sentence(self, key: str, tag: str = "ar") -> Sentence:
        """One sentence as it stands."""
        return self.book(tag).sentence(key)

    def path(self, key: str = "", tag: str = "ar") -> str:
        """The address of a sentence, or of a language."""
        where = f"/studio/{self.draft}/words/{tag}/{FLOWS}"
        return f"{where}/{self.sentence(key, tag).id}" if key else where

    def change(self, changed: dict[str, str]) -> None:
        """Have files of the draft say something else."""
        who = self.staff.house.people["Carla"]
        self.staff.do(self.bench.change(self.draft, who, What("Prova"), lambda _: changed))

    def keep(self, book: Book) -> None:
        """Have a book in the draft."""
        self.change({f"locales/{name}.po": text for name, text in saved(book).items()})

    def seat(self, name: str, path: str, **wishes: Any) -> Page:
        """Open a page in a window of its own, a translator signed in."""
        hers = self.staff.do(self.staff.house.made(name, Role.TRANSLATOR))
        cookie, _, value = hers.cookie.partition("=")
        page = self.window(**{"locale": "it-IT", **wishes})
        url = self.staff.origin
        page.context.add_cookies([{"name": cookie, "value": value, "url": url, "httpOnly": True}])
        page.goto(f"{url}{path}")
        return page


@pytest.fixture
def desk(window: Callable[..., Page]) -> Iterator[Desk]:
    """The shipped conversation in a draft of Carla's."""
    with StaffHouse(open_studio_house) as staff:
        staff.do(staff.house.made("Carla", Role.COORDINATOR))
        yield Desk(staff, staff.do(draft_in(staff.house)), window)


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def test_arabic_is_typed_from_right_to_left_and_saves_itself(desk: Desk) -> None:
    """The field and what is read; the page says that it is saved; the draft has it."""
    page = desk.seat("Tina", desk.path(TITLE))
    field = page.locator("#words")
    assert "rtl" == field.evaluate("each => getComputedStyle(each).direction")
    expect(field).to_have_attribute("lang", "ar")

    field.fill("من يستطيع مساعدتك")
    expect(page.locator("#count")).to_have_text("17 / 40")
    expect(page.locator("#remarks")).to_contain_text("Salvata.")
    title = desk.sentence(TITLE)
    assert ("من يستطيع مساعدتك", Status.DRAFT) == (title.target, title.status)
    expect(page.locator("#state")).to_contain_text("L'hai scritta tu")

    field.fill("من يستطيع مساعدتك اليوم")
    expect(page.locator("#count")).to_have_text("23 / 40")
    with page.expect_navigation():
        page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.locator("#words")).to_have_value("من يستطيع مساعدتك اليوم")
    assert "من يستطيع مساعدتك اليوم" == desk.sentence(TITLE).target


def test_a_place_is_put_where_the_cursor_is(desk: Desk) -> None:
    """One tap; without it the words are refused as she types and stay in the field."""
    page = desk.seat("Tina", desk.path(PLACE))
    field = page.locator("#words")
    before = desk.sentence(PLACE)
    field.fill("يجيب فورا")
    expect(page.locator("#remarks")).to_contain_text("le parti tra graffe")
    assert before == desk.sentence(PLACE)
    expect(field).to_have_value("يجيب فورا")

    field.evaluate("each => each.setSelectionRange(0, 0)")
    page.get_by_role("button", name="inserisci {112}").click()
    expect(field).to_have_value("{112}يجيب فورا")
    expect(page.locator("#remarks")).to_contain_text("Salvata.")
    assert "{112}يجيب فورا" == desk.sentence(PLACE).target


def test_what_is_missing_is_walked_by_keyboard(desk: Desk) -> None:
    """Ctrl+Enter saves and goes to the next one that is left; Alt+arrows go along the list."""
    book = desk.book()
    for key in (TITLE, WORK):
        book = translate(book, key, "")
    desk.keep(book)
    page = desk.seat("Tina", desk.path(TITLE) + "?status=missing")
    page.locator("#words").fill("من يساعدك")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".source")).to_have_text(book.sentence(WORK).source)
    expect(page.locator("#words")).to_have_value("")
    assert "من يساعدك" == desk.sentence(TITLE).target
    page.goto(page.url.partition("?")[0])
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".source")).not_to_have_text(book.sentence(WORK).source)
    page.keyboard.press("Alt+n")
    expect(page.locator(".source")).to_have_text(book.sentence(WORK).source)


def test_two_windows_see_each_other_and_lose_nothing(desk: Desk) -> None:
    """Both versions side by side, in the field still what she typed; she decides."""
    tina = desk.seat("Tina", desk.path(TITLE))
    rana = desk.seat("Rana", desk.path(TITLE))
    rana.locator("#words").fill("كلمات رنا")
    expect(rana.locator("#remarks")).to_contain_text("Salvata.")

    tina.locator("#words").fill("كلمات تينا")
    both = tina.locator(".both")
    expect(both).to_contain_text("كلمات رنا")
    expect(both).to_contain_text("كلمات تينا")
    expect(tina.locator("#words")).to_have_value("كلمات تينا")
    assert "كلمات رنا" == desk.sentence(TITLE).target
    assert [] == faults(tina)
    both.get_by_role("button", name="Tieni la mia").click()
    expect(tina.locator("#words")).to_have_value("كلمات تينا")
    assert "كلمات تينا" == desk.sentence(TITLE).target

    rana.reload()
    rana.get_by_role("button", name="Letta e giusta: firmo").click()
    expect(rana.locator("#state")).to_contain_text("riletta da Rana")
    assert "Rana" == desk.sentence(TITLE).reader


def test_a_signed_sentence_waits_for_a_press(desk: Desk) -> None:
    """A signature does not fall because somebody tried a word."""
    book = sign(desk.book(), TITLE, "Rana", desk.bench.today())
    desk.keep(book)
    page = desk.seat("Tina", desk.path(TITLE))
    page.locator("#words").fill("كلمات أخرى")

    expect(page.locator("#remarks")).to_contain_text("Non ancora salvata.")
    assert book.sentence(TITLE) == desk.sentence(TITLE)
    page.get_by_role("button", name="Salva", exact=True).click()
    expect(page.locator("#state")).to_contain_text("bozza")
    assert "كلمات أخرى" == desk.sentence(TITLE).target


def test_without_scripts_it_is_plain_forms(desk: Desk) -> None:
    """Insert, save, next, find, import: each a page."""
    page = desk.seat("Tina", desk.path(PLACE), java_script_enabled=False)
    page.locator("#words").fill("Zaraz ")
    page.get_by_role("button", name="inserisci {112}").click()
    expect(page.locator("#words")).to_have_value("Zaraz {112}")
    page.get_by_role("button", name="Salva", exact=True).click()
    assert "Zaraz {112}" == desk.sentence(PLACE).target

    page.goto(desk.staff.origin + desk.path(tag="es"))
    with page.expect_download() as sent:
        page.get_by_role("link", name="Esporta il file PO").click()
    file = sent.value.path()
    page.get_by_role("link", name="Tutte le lingue").click()
    page.get_by_label("File di Weblate").set_input_files(file)
    page.get_by_role("button", name="Guarda che cosa cambia").click()
    expect(page.locator("main")).to_contain_text("Questo file non cambia niente.")


@pytest.mark.parametrize("width", [1280, 768])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_words(desk: Desk, width: int, scheme: str) -> None:
    """Languages, one of them, sentences in every state, an import: nothing sticks out either."""
    pages = _every_state(desk)
    wishes = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    page = desk.seat("Tina", pages[0], **wishes)
    found = []
    for path in pages:
        page.goto(f"{desk.staff.origin}{path}")
        found += faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        low = page.evaluate(
            "() => [...document.querySelectorAll('.words button, .words .button')]"
            ".filter(each => each.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
        )
        assert [] == low
    page.goto(f"{desk.staff.origin}{desk.path().rpartition('/words')[0]}/words")
    page.get_by_label("File di Weblate").set_input_files(
        files=FilePayload(name="ar.po", mimeType="text/plain", buffer=_file(desk))
    )
    page.get_by_role("button", name="Guarda che cosa cambia").click()
    expect(page.locator("h1")).to_contain_text("Che cosa cambia il file")
    found += faults(page)

    assert [] == found


def _every_state(desk: Desk) -> list[str]:
    files = desk.staff.do(desk.bench.files(desk.draft))
    flow = files["flows/near.yaml"].replace('title: "Chi può aiutarti"', 'title: "Chi ti aiuta"')
    book = sign(translate(desk.book(), WORK, ""), "near.far.title", "Rana", desk.bench.today())
    desk.change({"flows/near.yaml": flow})
    desk.keep(books_of({**files, "flows/near.yaml": flow}).book("ar", FLOWS).with_changed(
        {key: book.sentence(key) for key in (WORK, "near.far.title")}
    ))  # fmt: skip
    words = desk.path().rpartition("/words")[0] + "/words"
    return [
        words,
        words.replace(desk.draft, "live"),
        desk.path() + "?flow=near",
        desk.path() + "?status=missing",
        *(desk.path(key) for key in (TITLE, WORK, "near.far.title", PLACE)),
        desk.path(PLACE).replace(desk.draft, "live"),
    ]


def _file(desk: Desk) -> bytes:
    """A file that would change something of each kind."""
    book = translate(desk.book(), WORK, "قرب العمل")
    book = book.with_changed(
        {"near.far.title": translate(book, "near.far.title", "بعيدا").sentence("near.far.title")}
    )
    return "".join(saved(book).values()).encode()
