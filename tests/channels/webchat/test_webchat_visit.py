"""A visit without scripts: the door, the screens, the way out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.channels.webchat.assets import read_assets
from tests.channels.webchat.conftest import NEUTRAL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.channels.webchat.plain_browser import Page, PlainBrowser

#: Words that may stand on no door, in no file beside the page, in no address.
TELLING = re.compile(
    r"violen|antiviol|stalk|abus|rifugi|shelter|maltratt|vittim|victim|denunc|1522|soglia|refuge",
    re.IGNORECASE,
)


async def test_qe12_the_door_says_nothing_of_what_is_behind_it(browser: PlainBrowser) -> None:
    """Title, heading, buttons and everything in the source are neutral."""
    door = await browser.open()

    assert 200 == door.status
    assert "Info" == door.all("title")[0].text == door.all("h1")[0].text
    assert ["Italiano", "English", "Español", "العربية"] == list(door.buttons)
    assert not TELLING.search(door.html)


async def test_qe12_the_files_beside_the_page_are_neutral(browser: PlainBrowser) -> None:
    """Their names and their words: they can be read by anybody who opens the address."""
    for path in (*(f"/s/{name}" for name in read_assets()), "/favicon.ico"):
        answer = await browser.ask("GET", path, headers={"Accept-Encoding": "identity"})
        assert 200 == answer.status
        assert not TELLING.search(answer.html), path


async def test_she_finds_the_nearest_centre(browser: PlainBrowser) -> None:
    """Door, language, opening, menu, place, centre: all by forms."""
    await browser.open()
    await browser.press("Italiano")
    await browser.press("Ho capito")
    await browser.press("Sì, posso")
    await _press_first(browser)
    await browser.press("Chi può aiutarmi")
    centres = await browser.type("lambrate")
    centre = await _press_first(browser)

    assert any(link.attributes["href"].startswith("tel:") for link in centres.all("a"))
    assert "Questo centro" == centre.all("h1")[0].text


async def test_p12_a_page_in_arabic_is_mirrored(browser: PlainBrowser) -> None:
    """The whole page turns round, and its language is told to screen readers."""
    await browser.open()
    page = await browser.press("العربية")

    assert "ar" == page.language
    assert "rtl" == page.all("html")[0].attributes["dir"]


async def test_p1_every_screen_has_exit_and_112(browser: PlainBrowser) -> None:
    """Exit first, as a link to an own address, and 112 as a number to call."""
    async for page in _walk(browser):
        exits = page.all("a", href="/x")
        assert 2 == len(exits), "a hidden one for the keyboard, and the one she sees"
        assert all(link.text.strip() for link in exits)
        assert 1 <= len(page.all("a", href="tel:112"))


async def test_qe6_the_way_out_is_the_second_thing_the_keyboard_reaches(
    browser: PlainBrowser,
) -> None:
    """First the link over the header, then the hidden way out, then the one she sees."""
    page = await browser.open()

    reached = [e.attributes.get("href", "") for e in page.elements if e.tag in {"a", "button"}]
    assert ["#screen", "/x", "/x"] == reached[:3]


async def test_qe18_nothing_is_filled_in_or_corrected_by_the_browser(
    browser: PlainBrowser,
) -> None:
    """No box remembers what she wrote, and no spelling service reads it."""
    async for page in _walk(browser):
        for form in page.all("form"):
            assert "off" == form.attributes["autocomplete"]
        for box in page.all("input"):
            assert "off" == box.attributes["autocomplete"]
            assert "false" == box.attributes["spellcheck"]


async def test_qe9_no_address_but_one(browser: PlainBrowser) -> None:
    """Forms post to the address of the page; no link carries anything."""
    async for page in _walk(browser):
        assert {"/"} == {form.attributes["action"] for form in page.all("form")}
        links = {a.attributes["href"] for a in page.all("a")}
        assert all(link in {"#screen", "/x"} or link.startswith("tel:") for link in links)


async def test_qe7_without_scripts_exit_ends_the_visit_and_leads_away(
    browser: PlainBrowser,
) -> None:
    """The cookie changes, the browser is asked to forget, and nothing may be kept."""
    await browser.open()
    await browser.press("Italiano")
    left = await browser.open("/x")

    assert (303, NEUTRAL) == (left.status, left.headers["Location"])
    assert '"cache", "cookies", "storage"' == left.headers["Clear-Site-Data"]
    assert "no-store" == left.headers["Cache-Control"]
    assert "" == browser.cookie


async def test_qe3_a_page_that_leaves_by_itself_ends_the_visit_too(browser: PlainBrowser) -> None:
    """What the script sends at exit: same effect, no page."""
    await browser.open()
    left = await browser.ask("POST", "/x")

    assert (204, "") == (left.status, left.html)
    assert "Clear-Site-Data" in left.headers
    assert "" == browser.cookie


@pytest.mark.parametrize("word", ["esci", "exit", "خروج"])
async def test_p3_a_typed_way_out_leaves_as_well(browser: PlainBrowser, word: str) -> None:
    """From the box, without scripts: an empty page that goes on by itself."""
    await _to_the_box(browser)
    left = await browser.type(word)

    assert f"0; url={NEUTRAL}" == left.headers["Refresh"]
    assert "Clear-Site-Data" in left.headers
    assert [] == left.all("button")
    assert "" == browser.cookie


async def test_p3_a_page_sent_again_after_exit_shows_the_door(browser: PlainBrowser) -> None:
    """Back, then "send the form again": the old button opens nothing."""
    await browser.open()
    await browser.press("Italiano")
    old = browser.page.buttons["Ho capito"]
    await browser.open("/x")

    assert (await browser.ask("POST", "/", {"go": old})).is_door


async def test_p3_a_page_of_an_earlier_visit_shows_the_door(browser: PlainBrowser) -> None:
    """The same when a new visit has begun in between."""
    await browser.open()
    await browser.press("Italiano")
    old = browser.page.buttons["Ho capito"]
    await browser.open("/x")
    await browser.open()

    assert (await browser.ask("POST", "/", {"go": old})).is_door


async def test_the_address_itself_is_always_the_door(browser: PlainBrowser) -> None:
    """In the middle of a visit too: somebody else may have opened it."""
    await browser.open()
    await browser.press("Italiano")

    assert (await browser.open()).is_door


async def test_a_second_tab_keeps_the_visit_of_the_first(browser: PlainBrowser) -> None:
    """Opening the address again gives no new cookie while there is one."""
    await browser.open()
    first = await browser.press("Italiano")
    await browser.open()
    browser.page = first

    assert not (await browser.press("Ho capito")).is_door


async def test_a_part_is_the_same_screen_without_what_the_browser_has(
    browser: PlainBrowser,
) -> None:
    """With scripts only the inside of the page travels."""
    await browser.open()
    token = browser.page.buttons["Italiano"]
    whole = await browser.ask("POST", "/", {"go": token})
    part = await browser.ask("POST", "/", {"go": token}, headers={"X-Part": "1"})

    assert whole.all("h1")[0].text == part.all("h1")[0].text
    assert [] == part.all("link") == part.all("script") == part.all("title")
    assert "it" == part.language


async def test_a_typed_way_out_tells_the_script_to_leave(browser: PlainBrowser) -> None:
    """No page: the script covers the screen and goes."""
    await _to_the_box(browser)
    token = browser.page.all("button", name="at")[0].attributes["value"]
    left = await browser.ask("POST", "/", {"typed": "esci", "at": token}, headers={"X-Part": "1"})

    assert (204, "", "") == (left.status, left.html, browser.cookie)


async def test_la5_numbers_are_kept_whole(browser: PlainBrowser) -> None:
    """In a text from right to left a number stands alone, or 1522 may read 2251."""
    async for page in _walk(browser, "العربية"):
        main = page.html[page.html.index("<main") : page.html.index("</main")]
        bare = re.sub(r"<bdi[^>]*>.*?</bdi>|<[^>]*>", " ", main)
        assert not re.search(r"(?<![\d:.,/–-])\d{3,}(?![:.,/–-]?\d)", bare), bare


async def _walk(browser: PlainBrowser, language: str = "Italiano") -> AsyncIterator[Page]:
    """The door and the screens after it, first button after first button, then every menu entry."""
    yield await browser.open()
    page = await browser.press(language)
    for _ in range(3):
        yield page
        page = await _press_first(browser)
    yield page
    menu = page
    for token in menu.buttons.values():
        yield await browser.ask("POST", "/", {"go": token})


async def _press_first(browser: PlainBrowser) -> Page:
    """Press the first thing there is to choose, which stands after the language in the header."""
    label = next(label for label in browser.page.buttons if label not in {"Lingua", "اللغة"})
    return await browser.press(label)


async def _to_the_box(browser: PlainBrowser) -> None:
    await browser.open()
    await browser.press("Italiano")
    for _ in range(3):
        await _press_first(browser)
    await browser.press("Chi può aiutarmi")
