"""P7 and P2 over a whole handoff: two browsers, marked words, and then every byte is searched."""

from __future__ import annotations

import re
import secrets
import sqlite3
from typing import TYPE_CHECKING

from aiohttp import ClientSession, CookieJar

from tests.acceptance.service import Program, running
from tests.acceptance.test_staff_door import welcomed
from tests.acceptance.test_whole_visits import AGENT, IP, PLACE, hits
from tests.channels.webchat.plain_browser import Page, PlainBrowser

if TYPE_CHECKING:
    from pathlib import Path

HERS = ("canarino-azzurro-4471 ha paura", "canarino-verde-9023")
REPLY, NOTE = "canarino-rosso, ti credo", "canarino-grigio-1207 da richiamare"
TO_THE_PLACE = (
    "Italiano", "Ho capito", "Sì, posso", "Avanti", "Voglio parlare con una persona",
    "Scrivo qui a un'operatrice", "No, nessuno", "Avanti", "Avanti", "Avanti",
    "Parlare con chi ascolta", "Sì, adesso", "Continuo qui",
)  # fmt: skip
TO_THE_CHAT = (
    "Abbiategrasso, comune",
    "Vicino va bene",
    "Sì, voglio scrivere",
    "Mare",
    "Pane",
    "Ho capito",
)


class Operator:
    """Somebody of the demonstration at her desk, in a browser without scripts."""

    def __init__(self, session: ClientSession, address: str) -> None:
        self._session = session
        self._address = address
        self.page: Page

    async def enters(self, number: int) -> None:
        """Press her button."""
        await self._send("/demonstration", {"as": str(number)})

    async def looks(self, path: str) -> str:
        """Load a page."""
        async with self._session.get(self._address + path) as answer:
            self.page = Page(answer.status, dict(answer.headers), await answer.text())
        return self.page.html

    async def does(self, path: str, **fields: str) -> None:
        """Send a form of the page she is on."""
        csrf = self.page.all("input", name="csrf")[0].attributes["value"]
        await self._send(path, {"csrf": csrf, "once": secrets.token_hex(16), **fields})

    async def _send(self, path: str, form: dict[str, str]) -> None:
        origin = {"Origin": self._address}
        async with self._session.post(self._address + path, data=form, headers=origin) as answer:
            assert answer.status == 200, path
            self.page = Page(answer.status, dict(answer.headers), await answer.text())


async def finds_her(session: ClientSession, address: str) -> tuple[Operator, str]:
    """Enter at one desk after the other, until one has her in its queue."""
    operator = Operator(session, address)
    for number in (1, 3, 5):
        await operator.enters(number)
        found = re.search(r'href="(/desk/\d+)" class="open"', await operator.looks("/desk"))
        if found:
            await operator.looks(found[1])
            return operator, found[1]
    raise AssertionError("she is in no queue")


async def she_begins(her: PlainBrowser) -> str:
    """From the door to her place in the queue; return the code to come back with."""
    await her.open()
    for label in TO_THE_PLACE:
        await her.press(label)
    await her.type(PLACE)
    for label in (*TO_THE_CHAT, "Resto qui adesso"):
        await her.press(label)
    code = her.page.all("p", **{"class": "code"})[0].text
    await her.press("Avanti")
    return code


def rows(program: Program, what: str) -> int:
    """Count something in the database, as a thief with its file would."""
    with sqlite3.connect(f"file:{program.folder}/data/soglia.sqlite?mode=ro", uri=True) as db:
        return int(db.execute(f"SELECT count(*) FROM {what}").fetchone()[0])


async def test_p7_a_whole_handoff_leaves_nothing_in_clear(tmp_path: Path) -> None:
    """Words of both, a note, the place, code, cookie, address and browser: never a hit."""
    marked = {"User-Agent": AGENT, "X-Forwarded-For": IP, "Forwarded": f"for={IP}"}
    async with (
        running(tmp_path) as program,
        ClientSession(headers=marked, cookie_jar=CookieJar(unsafe=True)) as hers,
        ClientSession(cookie_jar=CookieJar(unsafe=True)) as theirs,
    ):
        desk = re.search(r"http://localhost:\d+", await welcomed(program))
        assert desk is not None
        her = PlainBrowser(hers, program.address.rstrip("/"))
        code = await she_begins(her)
        for words in HERS:
            await her.type(words)

        operator, at = await finds_her(theirs, desk[0])
        await operator.does(f"{at}/claim")
        await operator.looks(at)
        assert all(words in operator.page.html for words in HERS)
        await operator.does(f"{at}/reply", text=REPLY)
        await operator.does(f"{at}/note", text=NOTE)
        held = rows(program, "handoff_lines WHERE held IS NOT NULL")
        await her.press("Guardo di nuovo")
        read = her.page.html

        marks = (*HERS, REPLY, NOTE, PLACE, IP, AGENT, code, code.replace(" ", ""),
                 her.cookie.partition("=")[2])  # fmt: skip
        during = hits(program, *marks)
        await operator.looks(at)
        await operator.does(f"{at}/close", outcome="answered", knows="yes")
        after = hits(program, *marks)
        kept = rows(program, "handoff_lines"), rows(program, "handoff_lines WHERE held IS NOT NULL")
        await her.press("Guardo di nuovo")
        assert 0 == await program.stop()

    # It was all there: she read the reply, and its rows lay sealed on the disk.
    assert (True, 1) == (REPLY in read, held)
    assert "Qui è finito" in her.page.html
    assert len(HERS) + 2 < kept[0]
    assert 0 == kept[1], "the service could still open a reply after the close"
    assert ([], []) == (during, after)
    assert [] == hits(program, *marks)


async def test_p13_what_she_takes_back_is_gone_from_the_disk(tmp_path: Path) -> None:
    """A moment after "Cancella" no line and no key of it is left in any file."""
    async with running(tmp_path) as program, ClientSession() as hers:
        await welcomed(program)
        her = PlainBrowser(hers, program.address.rstrip("/"))
        await she_begins(her)
        await her.type(HERS[0])
        before = rows(program, "handoff_lines"), rows(program, "handoff_wraps")
        await her.press("Cancella quello che ho scritto")
        await her.press("Sì, cancella adesso")
        left = rows(program, "handoff_lines"), rows(program, "handoff_wraps")

    assert all(before)
    assert (0, 0) == left
    assert [] == hits(program, *HERS)
