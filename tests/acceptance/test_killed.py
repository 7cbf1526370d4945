"""Killed at every named point of a talk, the real program loses and repeats nothing (P6)."""

from __future__ import annotations

import asyncio
import random
import re
import signal
import time
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import ClientSession, CookieJar

from tests.acceptance.service import running
from tests.botapi import TOKEN, BotApiServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable
    from pathlib import Path

    from tests.acceptance.service import Program

ANNA = 11
#: From the first screen to her place in the queue.
WAY = (
    "Italiano", "Ho capito", "Sì, posso", "Avanti",
    "Voglio parlare con una persona", "Scrivo qui a un'operatrice",
    "No, nessuno", "Avanti", "Avanti", "Avanti",
    "Parlare con chi ascolta", "No, adesso no", "Preferisco non dirlo",
    "Sì, voglio scrivere", "Mare", "Pane", "Ho capito", "Resto qui adesso",
)  # fmt: skip
#: Where it dies while she and the operator write; one start after the other, in two rows.
TALKS = (
    ("before commit 1", "after commit 1", "before edit 1", "after edit 1", "after commit 3"),
    ("before delete 1", "after delete 1", "before acknowledgement 1", "after acknowledgement 1"),
)
#: Where it dies while it brings a new screen.
SENDS = ("before send 1", "after send 1")
#: Where it dies while she leaves.
EXIT = ("before commit 1", "after commit 2", "after delete 1")


@dataclass
class Both:
    """She on her phone, an operator in her browser, and a program that comes and goes."""

    server: BotApiServer
    folder: Path
    hers: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    program: Program | None = None
    console: str = ""
    #: What the operator's forms carry.
    csrf: str = ""

    @asynccontextmanager
    async def runs(self, dies_at: str = "") -> AsyncIterator[ClientSession]:
        """The program until it dies or the context ends; its operator has come in."""
        module = "tests.acceptance.mortal" if dies_at else "bot"
        async with running(
            self.folder, telegram=self.server.base, token=TOKEN, module=module, dies_at=dies_at
        ) as program:
            self.program = program
            async with asyncio.timeout(20):
                while b"Ctrl+C" not in program.output:  # noqa: ASYNC110 (it tells by printing)
                    await asyncio.sleep(0.02)
            found = re.search(r"http://localhost:\d+", program.output.decode())
            assert found is not None
            self.console = found[0]
            async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as client:
                yield client

    async def walks(self, *labels: str) -> None:
        """She presses one after the other."""
        for label in labels:
            screen = self.server.screen(ANNA)
            pressed = next(one["text"] for one in screen.buttons if one["text"].startswith(label))
            self.server.presses(ANNA, pressed)
            await self.server.settled()

    async def enters(self, client: ClientSession) -> str:
        """The operator of the node she reached comes in; returns her page's address."""
        for number in range(1, 8):
            entered = await self._post(client, "/demonstration", **{"as": str(number)})
            found = re.search(r"/desk/\d+", entered)
            if found is not None:
                return found[0]
        raise AssertionError("nobody has her in her queue")

    async def replies(self, client: ClientSession, page: str, text: str) -> None:
        """The operator takes it and answers; her browser would send it again."""
        await self._post(client, page + "/claim")
        await self._post(client, page + "/reply", text=text, once=f"once-{text}-0000000000000000")

    async def read(self, client: ClientSession, page: str) -> str:
        """What the operator reads."""
        async with client.get(self.console + page) as answer:
            return await answer.text()

    async def _post(self, client: ClientSession, path: str, **fields: str) -> str:
        origin = {"Origin": self.console}
        form = {"csrf": self.csrf, **fields}
        async with client.post(self.console + path, data=form, headers=origin) as answer:
            told = await answer.text()
        found = re.search(r'name="csrf" value="([^"]+)"', told)
        self.csrf = found[1] if found else ""
        return told

    async def both_write(self, page: str, client: ClientSession, number: int) -> None:
        """Two messages of hers and a reply, at once."""
        for words in (f"parola-{number}-a", f"parola-{number}-b"):
            self.hers.append(words)
            self.server.says(ANNA, words)
        self.theirs.append(f"risposta-{number}")
        await self.replies(client, page, self.theirs[-1])

    async def is_whole(self, client: ClientSession) -> str:
        """After a start everything is there: once, in order, the newest reply on her screen."""
        page = await self.enters(client)
        if self.theirs:
            # What her browser does with a reply nobody confirmed.
            await self.replies(client, page, self.theirs[-1])
            await self.server.until(lambda: self.theirs[-1] in self.server.screen(ANNA).text, 10.0)
        await self.server.settled()
        await self.server.until(lambda: 1 == len(self.server.shown(ANNA)))
        told = await self.read(client, page)
        assert self.hers == _once_each(r"parola-\d+-[ab]", told)
        assert self.theirs == _once_each(r"risposta-\d+", told)
        screen = self.server.screen(ANNA).text
        assert not self.hers or f"Messaggi che hai scritto: {len(self.hers)}." in screen
        assert all(1 == screen.count(reply) for reply in self.theirs)
        return page


def _once_each(pattern: str, told: str) -> list[str]:
    """What stands in her talk, in order; the page may quote all of it once more, for referrals."""
    found = re.findall(pattern, told)
    half = len(found) // 2
    return found[:half] if found[:half] == found[half:] else found


async def ended(program: Program | None, writing: Awaitable[None]) -> None:
    """Write until the program is dead."""
    assert program is not None
    program.process.send_signal(signal.SIGUSR1)
    with suppress(aiohttp.ClientError, OSError):
        await writing
    await asyncio.wait_for(program.process.wait(), 10.0)
    assert -signal.SIGKILL == program.process.returncode


@pytest.mark.parametrize("points", TALKS, ids=" ".join)
async def test_p6_killed_while_both_write(tmp_path: Path, points: tuple[str, ...]) -> None:
    """What both wrote is there exactly once and in order, and nothing was ever pushed."""
    async with BotApiServer() as server:
        server.now = time.time()
        both = Both(server, tmp_path)
        async with both.runs() as client:
            server.says(ANNA, "/start")
            await server.settled()
            await both.walks(*WAY)
        pushed = len(server.pushed)
        for number, point in enumerate(points):
            async with both.runs(point) as client:
                page = await both.is_whole(client)
                await ended(both.program, both.both_write(page, client, number))
        async with both.runs() as client:
            await both.is_whole(client)

        assert pushed == len(server.pushed)


@pytest.mark.parametrize("point", EXIT)
async def test_p3_killed_while_she_leaves(tmp_path: Path, point: str) -> None:
    """Nothing is shown after it, her last words are kept, and the operator sees that she left."""
    async with BotApiServer() as server:
        server.now = time.time()
        both = Both(server, tmp_path)
        async with both.runs(point) as client:
            server.says(ANNA, "/start")
            await server.settled()
            await both.walks(*WAY)
            assert both.program is not None
            both.program.process.send_signal(signal.SIGUSR1)
            server.says(ANNA, "parola-0-a")
            server.says(ANNA, "x")
            await asyncio.wait_for(both.program.process.wait(), 10.0)
        shows = len(server.called("editMessageText")) + len(server.pushed)
        async with both.runs() as client:
            await server.until(lambda: not server.shown(ANNA), 10.0)
            await server.settled()
            page = await both.enters(client)
            await both.replies(client, page, "risposta-0")
            told = await both.read(client, page)
            await server.settled()

        assert "parola-0-a" in told
        assert [] == server.shown(ANNA)
        assert shows == len(server.called("editMessageText")) + len(server.pushed)


@pytest.mark.parametrize("point", SENDS)
async def test_p6_killed_while_a_screen_is_sent(tmp_path: Path, point: str) -> None:
    """The one message in flight may come twice; one stays, and an exit leaves nothing."""
    async with BotApiServer() as server:
        server.now = time.time()
        both = Both(server, tmp_path)
        async with both.runs(point) as client:
            server.says(ANNA, "/start")
            await server.settled()
            await both.walks(*WAY)
            before = len(server.pushed)
            # `/start` always brings a fresh screen.
            await ended(both.program, _says(server, "/start"))
        async with both.runs() as client:
            await server.until(lambda: len(server.pushed) > before, 10.0)
            await server.settled()
            assert len(server.pushed) - before <= 1 + (point == "after send 1")
            await server.until(lambda: 1 == len(server.shown(ANNA)), 10.0)
            server.presses(ANNA, "Italiano")
            await server.settled()
            server.says(ANNA, "x")
            await server.until(lambda: not server.shown(ANNA), 10.0)
            await both.enters(client)


async def test_p6_killed_at_any_moment(tmp_path: Path) -> None:
    """Wherever it happens to be: nothing is lost, nothing is there twice."""
    moments = random.Random(1522)
    async with BotApiServer() as server:
        server.now = time.time()
        both = Both(server, tmp_path)
        async with both.runs() as client:
            server.says(ANNA, "/start")
            await server.settled()
            await both.walks(*WAY)
        for number in range(4):
            async with both.runs() as client:
                page = await both.is_whole(client)
                writing = asyncio.create_task(both.both_write(page, client, number))
                # Not a wait for something: the moment itself is what is tried.
                await asyncio.sleep(moments.uniform(0.0, 0.15))
                assert both.program is not None
                both.program.process.kill()
                with suppress(aiohttp.ClientError, OSError):
                    await writing
                await asyncio.wait_for(both.program.process.wait(), 10.0)
        async with both.runs() as client:
            await both.is_whole(client)


async def _says(server: BotApiServer, words: str) -> None:
    server.says(ANNA, words)
