"""P2, looked for as a thief would: after whole visits, every byte the program left is searched."""

from __future__ import annotations

import base64
import re
import sqlite3
from typing import TYPE_CHECKING

from aiohttp import ClientSession, CookieJar

from tests.acceptance.service import Program, running
from tests.botapi import TOKEN, BotApiServer

if TYPE_CHECKING:
    from pathlib import Path

CHAT = 7_318_442_905_117
NAME, USERNAME = "Zefirina-canarina", "canarina_username"
WORDS = "canarino-giallo-7719"
PLACE = "Abbiategrasso"
IP = "203.0.113.77"
AGENT = "CanaryBrowser/77.19"


def traces_of(*marks: str | int) -> list[bytes]:
    """Every way a mark could lie on a disk in clear."""
    found: list[bytes] = []
    for mark in marks:
        if isinstance(mark, int):
            found += [str(mark).encode(), mark.to_bytes(8, "big"), mark.to_bytes(8, "little")]
        else:
            raw = mark.encode()
            found += [raw, raw.lower(), mark.encode("utf-16-le"), base64.b64encode(raw)[:-4]]
    return found


def everything_left(program: Program) -> dict[str, bytes]:
    """Read all that the program wrote, by where it lies (its settings are not its own).

    Its output, its database with log and shared memory, its temporary folder,
    whatever else lies in its folders.
    """
    left = {"its output": bytes(program.output)}
    for file in program.folder.rglob("*"):
        if file.is_file() and file.name != "config.toml":
            left[str(file.relative_to(program.folder))] = file.read_bytes()
    return left


def hits(program: Program, *marks: str | int) -> list[str]:
    """Where a mark was found in clear."""
    wanted = traces_of(*marks)
    return [
        f"{where}: {mark!r}"
        for where, content in everything_left(program).items()
        for mark in wanted
        if mark in content
    ]


async def walk_the_web(program: Program) -> None:
    """A visit from the door to a centre and out, marked wherever it can be."""
    headers = {"User-Agent": AGENT, "X-Forwarded-For": IP, "Forwarded": f"for={IP}"}
    async with ClientSession(headers=headers, cookie_jar=CookieJar(unsafe=True)) as client:

        async def post(**form: str) -> str:
            async with client.post(program.address, data=form) as answer:
                return await answer.text()

        def token(page: str, label: str) -> str:
            buttons = re.findall(r'value="([\w-]+)"[^>]*>(.*?)</button>', page, re.DOTALL)
            return next(value for value, inner in buttons if label in inner)

        async with client.get(program.address) as door:
            page = await door.text()
        for label in ("Italiano", "Ho capito", "Sì, posso", "Avanti", "Chi può aiutarmi vicino"):
            page = await post(go=token(page, label))
        at = re.search(r'name="at"[^>]*value="([\w-]+)"', page)
        assert at is not None
        await post(at=at[1], typed=WORDS)
        page = await post(at=at[1], typed=PLACE)
        assert "Municipio 5" in page
        async with client.get(f"{program.address}x", allow_redirects=False) as away:
            assert 303 == away.status


async def walk_telegram(server: BotApiServer) -> None:
    """The same on Telegram, with a name, a user name and words of hers."""
    her = {"id": CHAT, "is_bot": False, "first_name": NAME, "username": USERNAME}
    server.says(CHAT, f"/start {WORDS}", **{"from": her})
    await server.until(lambda: any(message.from_bot for message in server.shown(CHAT)))
    for label in ("Italiano", "Ho capito", "Sì, posso", "Avanti"):
        before = server.screen(CHAT).text
        server.presses(CHAT, label)
        await server.until(lambda before=before: server.screen(CHAT).text != before)
    for words in (WORDS, PLACE):
        before = server.screen(CHAT).text
        server.says(CHAT, words, **{"from": her})
        await server.until(lambda before=before: server.screen(CHAT).text != before)
    await server.until(lambda: 1 == len(server.shown(CHAT)))


def rows(program: Program, table: str) -> int:
    """How many rows a table has."""
    with sqlite3.connect(f"file:{program.folder}/data/soglia.sqlite?mode=ro", uri=True) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


async def test_p2_a_whole_visit_leaves_nothing_in_clear(tmp_path: Path) -> None:
    """Words, place, chat, name, address and browser: no hit while she is there nor after."""
    async with (
        BotApiServer() as server,
        running(tmp_path, telegram=server.base, token=TOKEN) as program,
    ):
        await walk_the_web(program)
        await walk_telegram(server)
        await server.until(lambda: 1 == rows(program, "ledger"))
        marks = (CHAT, NAME, USERNAME, WORDS, PLACE, IP, AGENT, TOKEN)
        during = hits(program, *marks)
        server.says(CHAT, "esci")
        await server.until(lambda: [] == server.shown(CHAT))
        assert 0 == await program.stop()

    assert [] == during
    assert [] == hits(program, *marks)


async def test_p2_the_search_can_find(tmp_path: Path) -> None:
    """The search itself is honest: a mark left in any of the folders is found."""
    async with running(tmp_path) as program:
        (tmp_path / "data" / "left.log").write_text(f"visit of {CHAT}: {WORDS}", encoding="utf-8")

    assert 3 == len(hits(program, CHAT, WORDS))


async def test_p2_a_thousand_visits_leave_no_row(tmp_path: Path) -> None:
    """After a thousand web visits the database holds what it held before: our own revision."""
    async with running(tmp_path) as program:
        before = (rows(program, "ledger"), rows(program, "revisions"))
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as client:
            for _ in range(1000):
                async with client.get(program.address) as door:
                    page = await door.text()
                token = re.search(r'name="go" value="([\w-]+)"', page)
                assert token is not None
                async with client.post(program.address, data={"go": token[1]}) as answer:
                    assert 200 == answer.status
                client.cookie_jar.clear()
        after = (rows(program, "ledger"), rows(program, "revisions"))

    assert (0, 1) == before == after
