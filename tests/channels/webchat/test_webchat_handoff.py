"""A handoff without scripts and by the stream of the script: over HTTP, both sides."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.channels.webchat.door import DOOR
from bot.settings import WebChat
from tests.channels.webchat.conftest import NEUTRAL, make_web, served_app
from tests.channels.webchat.listener import listening
from tests.channels.webchat.test_webchat_proofs import Seconds, solved
from tests.handoffs import NODE, House

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from aiohttp import web

    from routing.handoff import Handoff
    from routing.ports import Line
    from tests.channels.webchat.plain_browser import Page, PlainBrowser

TO_THE_OFFER = (
    "Italiano", "Ho capito", "Sì, posso", "Avanti", "Voglio parlare con una persona",
    "Scrivo qui a un'operatrice", "No, nessuno", "Avanti", "Avanti", "Avanti",
    "Parlare con chi ascolta",
)  # fmt: skip
TO_THE_WINDOW = ("Sì, voglio scrivere", "Mare", "Pane", "Ho capito")
NOW, LATER = "Resto qui adesso", "Torno io"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Both sides, on one clock that stands."""
    return House(tmp_path / "keys")


@pytest.fixture
def seconds() -> Seconds:
    """The clock of the work before a handoff."""
    return Seconds()


@pytest.fixture
async def browser(house: House, seconds: Seconds) -> AsyncIterator[PlainBrowser]:
    """A browser without scripts in front of the chat, one desk behind it."""
    await house.woman()  # somebody asked before: the desks are known
    app = make_web(house.talk, house.contact, WebChat(neutral_exit=NEUTRAL), clock=seconds)
    async with served_app(app) as each:
        yield each


async def presses(browser: PlainBrowser, *labels: str) -> Page:
    """Press the buttons whose labels begin so, one after the other."""
    for label in labels:
        await browser.press(label)
    return browser.page


async def to_the_window(browser: PlainBrowser, danger: str = "No, adesso no") -> Page:
    """Go to the screen on which the handoff begins."""
    await browser.open()
    await presses(browser, *TO_THE_OFFER, danger)
    if danger.startswith("Sì"):
        await browser.press("Continuo qui")
    return await presses(browser, "Preferisco non dirlo", *TO_THE_WINDOW)


async def works(browser: PlainBrowser) -> Page:
    """Do the work that the page asks for, as its script does."""
    hidden = {box.attributes["name"]: box.attributes for box in browser.page.all("input")}
    text = hidden["proof"]["value"]
    form = {"go": browser.page.buttons["Continua"], "proof": text, "answer": solved(text)}
    return await browser.ask("POST", "/", form)


async def begins(browser: PlainBrowser, window: str = NOW) -> str:
    """Begin a handoff; return the code to come back with."""
    await to_the_window(browser)
    await browser.press(window)
    await works(browser)
    code = browser.page.all("p", **{"class": "code"})[0].text
    await browser.press("Avanti")
    return code


def live_token(page: Page) -> str:
    """What the script listens with."""
    return page.all("main")[0].attributes["data-live"]


def lines(page: Page) -> list[str]:
    """What a person wrote, as drawn."""
    drawn = page.all("div", **{"class": "line"})
    return [line.text.strip().removeprefix("Operatrice").strip() for line in drawn]


def hers(read: list[Line]) -> list[str]:
    """What the operator reads of hers."""
    return [line.text for line in read if line.by == "hers"]


async def test_nothing_is_kept_before_the_work_is_done(browser: PlainBrowser, house: House) -> None:
    """A calm page stands between her choice and the queue."""
    await to_the_window(browser)
    asked = await browser.press(NOW)
    assert "Un momento" == asked.all("h1")[0].text
    assert [] == await house.handoffs.all()


async def test_t5_without_scripts_she_waits_twenty_seconds(
    browser: PlainBrowser, house: House, seconds: Seconds
) -> None:
    """Too early is said calmly and begins nothing anew."""
    await to_the_window(browser)
    await browser.press(NOW)
    form = {"go": browser.page.buttons["Continua"], "proof": _proof(browser.page), "answer": ""}
    seconds.now += 12
    early = await browser.ask("POST", "/", form)
    assert "È ancora presto" in early.html
    assert form["proof"] == _proof(early), "the wait goes on"
    seconds.now += 8
    await browser.ask("POST", "/", form)

    assert "Il codice per tornare" == browser.page.all("h1")[0].text
    assert 1 == len(await house.handoffs.all())


async def test_t5_declared_danger_is_never_made_to_wait(
    browser: PlainBrowser, house: House
) -> None:
    """No work, no wait: straight into the queue."""
    await to_the_window(browser, "Sì, adesso")
    await browser.press(NOW)

    assert (await house.only()).case.danger


async def test_the_code_stands_large_and_whole(browser: PlainBrowser, house: House) -> None:
    """Twelve digits in groups, isolated from the direction of the text."""
    code = await begins(browser)

    assert re.fullmatch(r"\d{4} \d{4} \d{4}", code)
    assert (await house.only()).code == code.replace(" ", "")


async def test_both_write_and_both_read(browser: PlainBrowser, house: House) -> None:
    """Without scripts: a form to write, a button to look."""
    await begins(browser)
    box = browser.page.all("textarea")[0].attributes
    assert ("off", "false", "auto", "2000") == tuple(
        box[name] for name in ("autocomplete", "spellcheck", "dir", "maxlength")
    )
    kept = await browser.type("Ho paura.\r\nNon so dove andare.")
    assert "Messaggi che hai scritto: 1" in kept.html
    assert "" == kept.all("textarea")[0].text.strip()
    await house.answers(await house.only(), "Ciao, ti ascolto.\nSei sola adesso?")
    await browser.press("Guardo di nuovo")

    assert ["Ciao, ti ascolto.\nSei sola adesso?"] == lines(browser.page)
    read = await house.read(await house.only())
    assert ["Ho paura.\nNon so dove andare."] == hers(read)
    assert ["shown"] == [line.state for line in read if line.by == "operator"]


async def test_p6_the_same_form_twice_is_one_line(browser: PlainBrowser, house: House) -> None:
    """A double press, Reload, or a retry after a lost connection."""
    await begins(browser)
    form = browser.form("Ci sei?")
    for _ in range(3):
        await browser.ask("POST", "/", form)

    assert ["Ci sei?"] == hers(await house.read(await house.only()))


async def test_p6_the_same_words_from_another_page_are_another_line(
    browser: PlainBrowser, house: House
) -> None:
    """She may say "sì" twice; and words she mended after a lost connection are not lost."""
    await begins(browser)
    form = browser.form("sì")
    await browser.ask("POST", "/", form)
    await browser.ask("POST", "/", {**form, "words": "sì, domani"})
    await browser.type("sì")

    assert ["sì", "sì, domani", "sì"] == hers(await house.read(await house.only()))


async def test_too_many_words_come_back_whole(browser: PlainBrowser, house: House) -> None:
    """It is said, nothing is cut, nothing is kept."""
    await begins(browser)
    words = "é" * 2001
    page = await browser.type(words)

    assert "È troppo lungo" in page.html
    assert words == page.all("textarea")[0].text.strip()
    assert [] == hers(await house.read(await house.only()))
    await browser.type("é" * 2000)
    assert ["é" * 2000] == hers(await house.read(await house.only()))


async def test_p6_words_that_could_not_be_kept_stay_in_their_box(
    browser: PlainBrowser, house: House
) -> None:
    """The storage rests; she is told, and sends the same again when it is back."""
    await begins(browser)
    once = browser.form("")["once"]
    house.handoffs.is_down = True
    page = await browser.type("<b>Aiuto</b>")
    assert "<b>Aiuto</b>" == page.all("textarea")[0].text.strip()
    assert once == browser.form("")["once"], "the same line, should it have been kept after all"
    house.handoffs.is_down = False
    await browser.type("<b>Aiuto</b>")

    assert ["<b>Aiuto</b>"] == hers(await house.read(await house.only()))


async def test_p6_a_half_written_message_is_not_lost(browser: PlainBrowser, house: House) -> None:
    """Whatever she presses, her words are in the box of the next screen that has one; unsent."""
    await begins(browser)
    once, half = browser.form("")["once"], 'Non so se "posso" <b>\r\ne poi'
    page = await browser.press("Guardo di nuovo", half)

    assert 'Non so se "posso" <b>\ne poi' == page.all("textarea")[0].text.removeprefix("\n")
    assert once == browser.form("")["once"], "sent at last, they are the line they would have been"
    assert [] == hers(await house.read(await house.only()))
    page = await browser.press("Guardo di nuovo", "é" * 2001)
    assert "é" * 2001 == page.all("textarea")[0].text.strip(), "too many for a message, whole here"
    await browser.press("Guardo di nuovo", "")
    assert "" == browser.page.all("textarea")[0].text.strip()


async def test_p4_a_half_written_message_is_on_no_other_screen(
    browser: PlainBrowser, house: House
) -> None:
    """Where there is no box nothing of it is drawn, and nothing is kept until she comes back."""
    await begins(browser)
    for way in ("In pericolo adesso?", "Lingua", "Cancella quello che ho scritto"):
        before = browser.page
        page = await browser.press(way, "Mezza frase")
        assert "Mezza frase" not in page.html
        browser.page = before
        assert "Mezza frase" not in (await browser.press("Guardo di nuovo")).html
    assert [] == hers(await house.read(await house.only()))


async def test_p6_a_reply_comes_over_the_stream_and_counts_as_shown(
    browser: PlainBrowser, house: House
) -> None:
    """Right after it was written, without any act of hers."""
    await begins(browser)
    async with listening(browser, live_token(browser.page)) as stream:
        assert [] == lines(await stream.screen())
        await house.answers(await house.only(), "Sono qui.")
        page = await stream.screen()
        while not lines(page):
            page = await stream.screen()
        assert ["Sono qui."] == lines(page)
        await until(lambda: _are_shown(house), "the reply to count as shown")


@pytest.mark.parametrize("way", ["link", "beacon", "typed"])
async def test_p3_after_exit_nothing_comes(browser: PlainBrowser, house: House, way: str) -> None:
    """The stream tells the page to cover itself and ends; what is written later waits."""
    await begins(browser)
    page, cookie = browser.page, browser.cookie
    async with listening(browser, live_token(page)) as stream:
        await stream.screen()
        if way == "typed":
            await browser.type("esci")
        else:
            await browser.ask("GET" if way == "link" else "POST", "/x")
        assert "leave" == await stream.next()
        assert b"" == await stream.rest()
    assert "" == browser.cookie
    handoff = await _until_left(house)
    await house.answers(handoff, "Troppo tardi")

    async with listening(browser, live_token(page)) as stream:
        assert (204, b"") == (stream.answer.status, await stream.rest())
    # Also with the cookie that was taken back, as somebody with a copy would have it.
    async with listening(browser, live_token(page), cookie) as stream:
        assert b"Troppo tardi" not in await stream.rest()
    browser.page = page
    assert (await browser.press("Guardo di nuovo")).is_door
    assert ["held"] == [line.state for line in await house.read(handoff) if line.by == "operator"]


async def test_p4_outside_her_window_nothing_comes_by_itself(
    browser: PlainBrowser, house: House
) -> None:
    """She said she comes back: the stream ends at once, and her look says that replies wait."""
    await begins(browser, LATER)
    async with listening(browser, live_token(browser.page)) as stream:
        await stream.screen()
        assert "end" == await stream.next()
    await house.answers(await house.only(), "Ti aspetto.")
    await browser.press("Guardo di nuovo")

    assert [] == lines(browser.page)
    assert "Le risposte aspettano" in browser.page.html


async def test_p4_when_her_window_ends_the_lines_go(browser: PlainBrowser, house: House) -> None:
    """The last screen of the stream holds none; then it is closed."""
    await begins(browser)
    await house.answers(await house.only(), "Sono qui.")
    async with listening(browser, live_token(browser.page)) as stream:
        assert ["Sono qui."] == lines(await stream.screen())
        house.clock.now += timedelta(minutes=11)
        house.bell.ring(f"handoff:{(await house.only()).id.hex()}")
        assert [] == lines(await stream.screen())
        assert "end" == await stream.next()


async def test_p4_a_held_reply_appears_only_after_code_and_sign(
    browser: PlainBrowser, house: House
) -> None:
    """She left in a hurry; a new visit, another cookie, her two words."""
    code = await begins(browser)
    await browser.open("/x")
    await house.answers(await _until_left(house), "Quando vuoi, sono qui.")
    await _comes_back(browser, "Mare", "Pane", code)
    assert "Quando vuoi" not in browser.page.html, "first she says when it is safe"
    if "Resto qui adesso" in " ".join(browser.page.buttons):
        await browser.press(NOW)
    while not lines(browser.page):
        await browser.press("Guardo di nuovo" if "Guardo di nuovo" in browser.page.buttons
                            else "Avanti")  # fmt: skip

    assert ["Quando vuoi, sono qui."] == lines(browser.page)


async def test_p4_whoever_does_not_know_sees_the_same_page(
    browser: PlainBrowser, house: House
) -> None:
    """Wrong sign, forced sign, wrong code, no code, expired: equal to the byte but for tokens."""
    code = await begins(browser)
    await browser.open("/x")
    await _until_left(house)
    tries = {
        "wrong sign": ("Luna", "Neve", code),
        "forced": ("Pane", "Mare", code),
        "wrong code": ("Mare", "Pane", "1111 2222 3333"),
        "letters": ("Mare", "Pane", "ciao"),
    }
    pages = {}
    for name, (first, second, typed) in tries.items():
        pages[name] = await _comes_back(browser, first, second, typed)
    await house.handoffs.remove((await house.only()).id)
    pages["expired"] = await _comes_back(browser, "Mare", "Pane", code)

    told = {name: _without_tokens(page.html) for name, page in pages.items()}
    assert 1 == len(set(told.values())), {name: len(html) for name, html in told.items()}
    assert {200} == {page.status for page in pages.values()}


async def test_the_code_has_a_short_box_for_digits(browser: PlainBrowser) -> None:
    """The phone offers its digits; the browser keeps none of them."""
    await browser.open()
    await presses(browser, "Italiano", "Sono già stata qui", "No, nessuno", "Mare", "Pane")
    box = browser.page.all("input", name="typed")[0].attributes

    assert ("numeric", "off", "ltr") == tuple(
        box[name] for name in ("inputmode", "autocomplete", "dir")
    )


async def test_the_newest_tab_listens(browser: PlainBrowser, house: House) -> None:
    """The older one is told that the page is open elsewhere; its buttons work as before."""
    await begins(browser)
    token = live_token(browser.page)
    async with listening(browser, token) as older:
        await older.screen()
        async with listening(browser, token) as newer:
            assert "elsewhere" == await older.next()
            await newer.screen()
            await house.answers(await house.only(), "Sono qui.")
            page = await newer.screen()
            while not lines(page):
                page = await newer.screen()
            assert ["Sono qui."] == lines(page)


async def test_a_stream_without_a_screen_of_hers_is_empty(
    browser: PlainBrowser, house: House
) -> None:
    """No cookie, no token, a button that leads elsewhere, a token of somebody else."""
    await begins(browser)
    token, cookie = live_token(browser.page), browser.cookie
    for told, mine in (("", cookie), ("x" * 60, cookie), (token, "s=" + "b" * 22)):
        async with listening(browser, told, mine) as stream:
            assert (await stream.rest()) in {b"", b"event: end\ndata:\n\n"}
    browser.cookie = ""
    async with listening(browser, token) as stream:
        assert (204, b"") == (stream.answer.status, await stream.rest())


async def test_the_stream_says_something_now_and_then(house: House) -> None:
    """Proxies close what is silent; what is the same is not drawn again."""
    app = make_web(house.talk, house.contact, WebChat(neutral_exit=NEUTRAL))
    _ping_quickly(app)
    await house.woman()
    async with served_app(app) as browser:
        await begins(browser)
        async with listening(browser, live_token(browser.page)) as stream:
            await stream.screen()
            assert b":\n\n" == await stream.answer.content.readuntil(b"\n\n")


async def test_p13_her_words_are_destroyed_at_once(browser: PlainBrowser, house: House) -> None:
    """The button is on the talk's own screen."""
    await begins(browser)
    await browser.type("Non voglio che resti.")
    await browser.press("Cancella quello che ho scritto")
    await browser.press(next(label for label in browser.page.buttons if label.startswith("Sì")))

    assert ["withdrawn"] == [handoff.ending for handoff in await house.handoffs.all()]
    assert await house.handoffs.wrap((await house.only()).id, NODE) is None, "no key to it is left"


def _ping_quickly(app: web.Application) -> None:
    app[DOOR].live._ping = 0.05


async def until(condition: Callable[[], Awaitable[bool]], what: str) -> None:
    """Look until something is so, which takes some turns of the loop."""
    for _ in range(2000):
        if await condition():
            return
        await asyncio.sleep(0)
    raise AssertionError(f"it never came: {what}")


async def _are_shown(house: House) -> bool:
    read = await house.read(await house.only())
    return all(line.state == "shown" for line in read if line.by == "operator")


async def _is_away(house: House) -> bool:
    return not (await house.only()).present


async def _until_left(house: House) -> Handoff:
    """Wait until the desk knows that she left."""
    await until(lambda: _is_away(house), "the desk to know that she left")
    return await house.only()


async def _comes_back(browser: PlainBrowser, first: str, second: str, code: str) -> Page:
    browser.cookie = ""
    await browser.open()
    await presses(browser, "Italiano", "Sono già stata qui", "No, nessuno", first, second)
    return await browser.type(code)


def _proof(page: Page) -> str:
    return page.all("input", name="proof")[0].attributes["value"]


def _without_tokens(html: str) -> str:
    return re.sub(r'(value|data-live)="[A-Za-z0-9_-]{22,}"', r'\1=""', html)
