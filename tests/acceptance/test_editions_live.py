"""The real program while another edition is put live by somebody else's process (P11)."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession, CookieJar

from bot.editions.reading import read
from storage.database import Database, sqlite_address
from storage.editions.records import NewEdition, Origin, State, applied
from storage.editions.store import SqlEditions
from tests.acceptance.service import ROOT, running
from tests.botapi import TOKEN, BotApiServer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.service import Program

ANNA, BERTA = 11, 12
MENU = "flows/menu.yaml"
OLD, NEW = "Che cosa ti serve?", "Di che cosa hai bisogno?"
TO_MENU = ("Italiano", "Ho capito", "Sì, posso", "Avanti")
#: The service looks every five seconds, and reads for one.
WITHIN = 20.0


async def approve(folder: Path) -> int:
    """What two people do in another process: other words for the first screen, approved."""
    async with Database(sqlite_address(folder / "data" / "soglia.sqlite")) as database:
        editions, now = SqlEditions(database), datetime.now(UTC)
        live = await editions.live()
        assert live is not None
        before = await editions.files(live.number)
        files = applied(before, {MENU: before[MENU].replace(OLD, NEW)})
        library = (await asyncio.to_thread(read, files)).library
        assert library is not None
        new = NewEdition(
            revision=library.revision,
            origin=Origin.DRAFT,
            title="Prima schermata",
            base=live.number,
            proposed_by="a" * 32,
            hides=("en", "es", "ar"),
        )
        proposed = await editions.propose(new, files, now)
        return (await editions.approve(proposed.number, "b" * 32, now)).number


async def state_of(folder: Path, number: int) -> State:
    """How far an edition has come."""
    async with Database(sqlite_address(folder / "data" / "soglia.sqlite")) as database:
        return (await SqlEditions(database).get(number)).state


async def soglia(program: Program, *words: str) -> str:
    """Run a command beside the service; what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, "--config", str(program.folder / "config.toml"),
        cwd=program.folder, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    told, _ = await process.communicate()
    assert 0 == process.returncode, told.decode()
    return told.decode()


async def first_screen(program: Program) -> str:
    """What somebody who opens the web chat now reads first, past the door."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as client:
        async with client.get(program.address) as door:
            page = await door.text()
        for label in TO_MENU:
            buttons = re.findall(r'value="([\w-]+)"[^>]*>(.*?)</button>', page, re.DOTALL)
            token = next(value for value, inner in buttons if label in inner)
            async with client.post(program.address, data={"go": token}) as answer:
                assert 200 == answer.status
                page = await answer.text()
        return page


async def until_read(program: Program, words: str) -> None:
    """Wait until the first screen says so."""
    async with asyncio.timeout(WITHIN):
        while words not in await first_screen(program):  # noqa: ASYNC110 (it tells when asked)
            await asyncio.sleep(0.3)


async def walks(server: BotApiServer, chat: int, *labels: str) -> None:
    """She presses one after the other on Telegram."""
    for label in labels:
        screen = server.screen(chat)
        server.presses(chat, next(b["text"] for b in screen.buttons if b["text"].startswith(label)))
        await server.settled()


async def begins(server: BotApiServer, chat: int) -> None:
    """She writes to the bot and reaches the first screen."""
    server.says(chat, "/start")
    await server.settled()
    await walks(server, chat, *TO_MENU)


async def test_p11_published_and_taken_back_while_it_runs(tmp_path: Path) -> None:
    """New words within seconds; who began finishes; taken back, they leave every phone at once."""
    async with (
        BotApiServer() as server,
        running(tmp_path, telegram=server.base, token=TOKEN) as program,
    ):
        await begins(server, ANNA)
        assert OLD in await first_screen(program)
        number = await approve(tmp_path)
        await until_read(program, NEW)
        await walks(server, ANNA, "Chi siamo", "Torna all'inizio")
        assert OLD in server.screen(ANNA).text

        await begins(server, BERTA)
        assert NEW in server.screen(BERTA).text
        sent = len(server.called("sendMessage", BERTA))
        told = await soglia(program, "edition", "withdraw", str(number))
        assert f"Edition {number} is taken back. Edition 1 is live." in told
        await server.until(lambda: OLD in server.screen(BERTA).text, WITHIN)

        assert "Ricominciamo da qui." in server.screen(BERTA).text
        assert sent == len(server.called("sendMessage", BERTA))
        await walks(server, BERTA, "Chi siamo")
        assert 0 == await program.stop()
    assert b"Another edition is live." in program.output
    assert NEW.encode() not in program.output


@pytest.mark.parametrize(
    "dies_at", ["before going_live 1", "after going_live 1", "before keeping 1", "after keeping 1"]
)
async def test_p6_killed_while_an_edition_goes_live(tmp_path: Path, dies_at: str) -> None:
    """The next start has it live, and the buttons of the one before lead on."""
    async with BotApiServer() as server:
        async with running(
            tmp_path,
            telegram=server.base,
            token=TOKEN,
            module="tests.acceptance.mortal",
            dies_at=dies_at,
        ) as program:
            await begins(server, ANNA)
            program.process.send_signal(signal.SIGUSR1)
            number = await approve(tmp_path)
            await asyncio.wait_for(program.process.wait(), WITHIN)
        assert -signal.SIGKILL == program.process.returncode
        async with running(tmp_path, telegram=server.base, token=TOKEN) as program:
            await until_read(program, NEW)
            await walks(server, ANNA, "Chi siamo", "Torna all'inizio")
            assert OLD in server.screen(ANNA).text
            assert State.LIVE is await state_of(tmp_path, number)
