"""What every answer carries, how large it is, and what happens when something goes wrong."""

from __future__ import annotations

import asyncio
import gzip
import logging
from typing import TYPE_CHECKING

import pytest
from aiohttp import FormData
from structlog.testing import capture_logs

from bot.channels.webchat.assets import read_assets
from bot.channels.webchat.pages import Pages, keep_numbers_whole
from bot.conversation import Address
from bot.settings import Mode, WebChat
from flows.definition import Channel
from tests.channels.webchat.conftest import NEUTRAL, served

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.view import Answer
    from tests.channels.webchat.plain_browser import PlainBrowser

#: What may come from nowhere else, connections of the script included.
OWN_ONLY = ("default-src", "script-src", "style-src", "connect-src")
#: Every way to ask, with what comes back.
ROUTES = [
    ("GET", "/", 200),
    ("HEAD", "/", 200),
    ("POST", "/", 200),
    ("POST", "/l", 204),
    ("GET", "/l", 405),
    ("GET", "/x", 303),
    ("POST", "/x", 204),
    ("GET", "/s/page.css", 200),
    ("GET", "/s/page.js", 200),
    ("GET", "/s/live.js", 200),
    ("GET", "/s/proof.js", 200),
    ("GET", "/s/icon.png", 200),
    ("GET", "/favicon.ico", 200),
    ("GET", "/healthz", 204),
    ("GET", "/s/page.html", 404),
    ("GET", "/s/..%2fapp.py", 404),
    ("GET", "/nothing", 404),
    ("DELETE", "/", 405),
    ("PUT", "/x", 405),
]


@pytest.mark.parametrize(("method", "path", "status"), ROUTES)
async def test_every_answer_carries_the_strict_headers(
    browser: PlainBrowser, method: str, path: str, status: int
) -> None:
    """Pages, files, errors, nothing at all: no exception to the rule."""
    answer = await browser.ask(method, path)

    assert status == answer.status
    headers = answer.headers
    rules = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert {"'self'"} == {rules[name] for name in OWN_ONLY}
    assert ("'self'", "'none'", "'none'") == (
        rules["form-action"],
        rules["frame-ancestors"],
        rules["base-uri"],
    )
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "same-origin" == headers["Cross-Origin-Opener-Policy"]
    assert "nosniff" == headers["X-Content-Type-Options"]
    assert "no-referrer" == headers["Referrer-Policy"]
    assert "no-store" == headers["Cache-Control"]
    assert headers["X-Robots-Tag"].startswith("noindex")
    for sense in ("camera", "microphone", "geolocation"):
        assert f"{sense}=()" in headers["Permissions-Policy"]
    assert "web" == headers["Server"]
    assert "Strict-Transport-Security" not in headers


async def test_over_https_the_browser_never_comes_back_without(
    browser_over_https: PlainBrowser,
) -> None:
    """A year, on every answer."""
    for path in ("/", "/x", "/s/page.css", "/nothing"):
        answer = await browser_over_https.open(path)
        assert "max-age=31536000" == answer.headers["Strict-Transport-Security"]


async def test_the_cookie_is_one_opaque_value_for_the_visit(
    browser_over_https: PlainBrowser,
) -> None:
    """Bound to this host, out of scripts' reach, gone with the browser at the latest."""
    given = (await browser_over_https.open()).headers["Set-Cookie"]
    name, *traits = given.split("; ")

    assert name.startswith("__Host-")
    assert 22 == len(name.partition("=")[2]), "128 bits"
    assert {"Path=/", "HttpOnly", "Secure", "SameSite=Strict"} == set(traits)


async def test_on_this_machine_the_cookie_has_a_plain_name(browser: PlainBrowser) -> None:
    """Without https the prefix and `Secure` would lose it."""
    given = (await browser.open()).headers["Set-Cookie"]

    assert given.startswith("s=")
    assert "Secure" not in given


async def test_two_visits_have_nothing_in_common(browser: PlainBrowser) -> None:
    """Neither the value nor a single button."""
    first = await browser.open()
    browser.cookie = ""
    second = await browser.open()

    assert first.headers["Set-Cookie"] != second.headers["Set-Cookie"]
    assert set(first.buttons.values()).isdisjoint(second.buttons.values())


@pytest.mark.parametrize(
    "cookie",
    ["s=", "s=short", "s=" + "é" * 22, "s=" + "a" * 400, "other=1", "s=../../../../etc/xxxxxx"],
)
async def test_a_cookie_that_is_not_ours_is_no_cookie(browser: PlainBrowser, cookie: str) -> None:
    """It gets a fresh one, and the door."""
    browser.cookie = cookie
    page = await browser.open()

    assert page.is_door
    assert "Set-Cookie" in page.headers


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"go": ""},
        {"go": "x"},
        {"go": "A" * 64},
        {"go": "<script>alert(1)</script>"},
        {"go": "\x00\ufffd" * 40},
        {"at": "x", "typed": "lambrate"},
        {"at": "x", "typed": "y" * 7000},
        {"typed": "lambrate"},
        {f"field{number}": "1" for number in range(20)},
    ],
)
async def test_a_form_that_is_not_ours_shows_the_door(
    browser: PlainBrowser, form: dict[str, str]
) -> None:
    """With a cookie of ours and without."""
    assert (await browser.ask("POST", "/", form)).is_door
    assert browser.cookie
    assert (await browser.ask("POST", "/", form)).is_door


async def test_a_body_that_is_too_large_is_refused_calmly(browser: PlainBrowser) -> None:
    """Nobody fills our memory; whoever tried sees the door."""
    await browser.open()
    refused = await browser.ask("POST", "/", {"go": "x" * 40_000})

    assert (413, True) == (refused.status, refused.is_door)


async def test_a_body_that_cannot_be_unpacked_is_refused_calmly(browser: PlainBrowser) -> None:
    """It is no fault of ours: the door, and nothing for the keeper to worry about."""
    with capture_logs() as lines:
        answer = await browser.ask("POST", "/", {"go": "x"}, {"Content-Encoding": "gzip"})

    assert 400 == answer.status
    assert [] == [line for line in lines if line["log_level"] != "info"]


async def test_an_upload_touches_no_disk(browser: PlainBrowser) -> None:
    """A file in a form is not read as one: it would go through the temporary folder."""
    await browser.open()
    upload = FormData({"go": browser.page.buttons["Italiano"]})
    upload.add_field("file", b"x" * 4000, filename="letter.txt")
    page = await browser.ask("POST", "/", upload)

    assert (200, True) == (page.status, page.is_door)


@pytest.mark.parametrize("path", ["/nothing", "/admin", "/s/", "/?go=1"])
async def test_whatever_is_asked_the_answer_looks_like_the_door(
    browser: PlainBrowser, path: str
) -> None:
    """Nothing tells a guess from the address itself but a number in the headers."""
    assert (await browser.open(path)).is_door


class BrokenTalk:
    """A conversation with a fault that quotes what it was told."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk
        self.begin = talk.begin

    def press(self, address: Address, token: str) -> Answer:
        """Fail."""
        raise RuntimeError(f"{address.key} {token} lambrate")


async def test_p2_a_fault_shows_a_calm_page_and_logs_no_word(talk: Conversation) -> None:
    """She gets a way on, 112 and the way out; the log gets the kind of fault."""
    broken: Conversation = BrokenTalk(talk)  # type: ignore[assignment]
    async with served(broken, WebChat(neutral_exit=NEUTRAL)) as browser:
        await browser.open()
        with capture_logs() as lines:
            page = await browser.press("Italiano")

        assert 500 == page.status
        assert {"/x", "/", "tel:112"} == {link.attributes["href"] for link in page.all("a")}
        assert "RuntimeError" not in page.html
        told = {"event": "A page could not be made.", "error": "RuntimeError", "log_level": "error"}
        assert [told] == lines
        assert (await browser.open()).is_door


NO_REQUESTS = {
    "a head that is none": b"GET / HTTP/1.1\r\nHost: lambrate\r\nBad Header\x00: lambrate\r\n\r\n",
    "an address too long": b"GET /lambrate" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 9\r\n\r\n",
    "no HTTP at all": b"lambrate\r\n\r\n",
}


@pytest.mark.parametrize("sent", NO_REQUESTS.values(), ids=NO_REQUESTS)
async def test_p2_what_is_no_request_is_neither_quoted_nor_logged(
    browser: PlainBrowser, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    """The server's own sentences would carry where it came from and what was sent."""
    caplog.set_level(logging.DEBUG)
    host, _, port = browser.address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    with capture_logs() as lines:
        writer.write(sent)
        answer = await reader.read()
    writer.close()
    await writer.wait_closed()

    told = f"{caplog.text} {lines}"
    assert "refused" in told
    assert "127.0.0.1" not in told
    assert "lambrate" not in told
    assert b"lambrate" not in answer
    assert b"aiohttp" not in answer
    assert b"Content-Security-Policy: default-src 'self'" in answer


async def test_what_the_server_refuses_by_itself_is_strict_too(browser: PlainBrowser) -> None:
    """An expectation nobody can meet is refused by the server, not by a page."""
    refused = await browser.ask("GET", "/", headers={"Expect": "lambrate"})

    assert "nosniff" == refused.headers["X-Content-Type-Options"]
    assert "web" == refused.headers["Server"]


async def test_p2_a_visit_writes_no_log_line(
    browser: PlainBrowser, caplog: pytest.LogCaptureFixture
) -> None:
    """Not a page, not an address passed on by a proxy, and not the exit (QE-11)."""
    caplog.set_level(logging.DEBUG)
    marks = {"X-Forwarded-For": "203.0.113.77", "User-Agent": "marked-browser"}
    await browser.ask("GET", "/", headers=marks)
    await browser.ask("POST", "/", {"go": browser.page.buttons["Italiano"]}, headers=marks)
    await browser.ask("GET", "/x", headers=marks)

    assert "203.0.113.77" not in caplog.text
    assert [] == [line for line in caplog.messages if "selector" not in line]


async def test_ac3_everything_the_first_load_needs_is_under_60_kb(browser: PlainBrowser) -> None:
    """Page, style, script and icon together, compressed; in fact under 10."""
    total = 0
    for path in ("/", *(f"/s/{name}" for name in read_assets())):
        answer = await browser.open(path)
        total += int(answer.headers["Content-Length"])

    assert total < 10_000


def test_every_page_is_under_12_kb_compressed(talk: Conversation) -> None:
    """Also the longest: the list of centres in Arabic, drawn whole."""
    pages = Pages("Info", NEUTRAL, lambda text, _: str(text), is_demo=True)
    largest = 0
    for language in ("it", "en", "es", "ar"):
        for step in ("menu.menu", "near.where"):
            address = Address(Channel.WEB, "k" * 22)
            answer = talk.at(address, language, step)
            view = answer.view
            assert view
            if view.ask:
                view = talk.typed(address, "lambrate", token=view.ask.token).view
                assert view
            largest = max(largest, len(gzip.compress(pages.draw(view), 4)))

    assert 500 < largest < 12_000


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Il 1522 risponde.", 'Il <bdi dir="ltr">1522</bdi> risponde.'),
        ("02 5503 8585", '<bdi dir="ltr">02 5503 8585</bdi>'),
        ("+39 02 5503", '<bdi dir="ltr">+39 02 5503</bdi>'),
        ("dalle 09:00 alle 18.30", "dalle 09:00 alle 18.30"),
        ("24/11/2026, 24-11", "24/11/2026, 24-11"),
        ("A 3 km", "A 3 km"),
        ("l'ora & <b>", "l&#39;ora &amp; &lt;b&gt;"),
        ("CAP 20131, Milano", 'CAP <bdi dir="ltr">20131</bdi>, Milano'),
    ],
)
def test_la5_phone_numbers_are_isolated_and_times_are_not(text: str, drawn: str) -> None:
    """A number stands alone; hours keep their two halves together; nothing is markup."""
    assert drawn == str(keep_numbers_whole(text))


async def test_what_is_not_confirmed_is_marked_and_demo_says_so(talk: Conversation) -> None:
    """In demo mode a line on every screen but the door; in service mode none."""
    line = "Pagina di prova"
    for mode, expected in ((Mode.DEMO, True), (Mode.SERVICE, False)):
        async with served(talk, WebChat(neutral_exit=NEUTRAL), mode) as browser:
            assert line not in (await browser.open()).html
            assert expected == (line in (await browser.press("Italiano")).html)
