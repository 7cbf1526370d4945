"""How fast handoffs are kept and answered: `python -m tests.load.handoffs_bench`.

Women on Telegram, over HTTP to a stand-in for the Bot API, the real contact and the real
database; an operator answers them all. Beside each figure stands what the same machine
does in the same run with nothing of ours: the digests of a sign, or the same bytes in rows.
Bot, women and operator share one process and one core: read the ratios.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import aiosqlite
import orjson
import uvloop
from rich.console import Console

from bot.assembly import build_contact, build_conversation, desk_book
from bot.channels.telegram import TelegramChannel
from bot.contact.known_desks import KnownDesks
from bot.contact.limits import Arrivals, Limits
from bot.settings import Mode, Settings, Telegram
from routing import desk
from storage.bell import LocalBell
from storage.database import Database, sqlite_address
from storage.envelopes import digest
from storage.handoffs.store import SqlHandoffs
from storage.keyring import Keyring
from storage.ledger import Ledger
from storage.ledger_rows import SqlLedgerStore
from storage.vault import Vault
from tests.dialogue import shipped_content
from tests.handoffs import NODE, OPERATOR, StandingDesks
from tests.load.machine import split_cores
from tests.load.standin import StandIn
from tests.load.tables import beside_table

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.contact import Contact

_PEOPLE: Final = 50
_FEWER: Final = 25
_ROUNDS: Final = 5
_PATIENCE_SECONDS: Final = 30.0
_FIRST_CHAT: Final = 1000
#: From the first screen to the last question before anything is kept.
_WAY: Final = (
    "Italiano",
    "Ho capito",
    "Sì, posso",
    "Avanti",
    "Voglio parlare con una persona",
    "Scrivo qui a un'operatrice",
    "No, nessuno",
    "Avanti",
    "Avanti",
    "Avanti",
    "Parlare con chi ascolta",
    "No, adesso no",
    "Preferisco non dirlo",
    "Sì, voglio scrivere",
    "Mare",
    "Pane",
    "Ho capito",
)
_OPENS: Final = "Per quattro ore"
_KEPT: Final = "Messaggi che hai scritto: {}."
#: About what a card and a line of words take on the disk.
_CARD, _LINE = 2150, 1450


class Phones:
    """Everybody's one screen."""

    def __init__(self, standin: StandIn) -> None:
        self._standin = standin
        self._screens: dict[int, dict[str, Any]] = {}
        self._stirred: dict[int, asyncio.Event] = {}
        self._sent = 0

    def shown(self, chat: int, message: bytes, _text: str, _tokens: list[str]) -> None:
        """Look at a screen that came or changed."""
        self._screens[chat] = orjson.loads(message)
        self._stirred.setdefault(chat, asyncio.Event()).set()

    def heard(self) -> None:
        """A press was answered: nobody minds here."""

    async def press(self, chat: int, label: str) -> None:
        """Press the button whose label begins so, and see another screen."""
        before = self._screens[chat]
        rows = before["reply_markup"]["inline_keyboard"]
        data = next(one["callback_data"] for row in rows for one in row if label in one["text"])
        self._sent += 1
        press = {"id": str(self._sent), "from": _of(chat), "message": before, "data": data}
        self._standin.happen("callback_query", {**press, "chat_instance": str(chat)})
        await self.until(chat, lambda screen: screen is not before)

    def write(self, chat: int, text: str) -> None:
        """Type something."""
        message = {"message_id": self._standin.next_message(), "from": _of(chat), "text": text}
        place = {"id": chat, "type": "private", "first_name": "P"}
        self._standin.happen("message", {**message, "chat": place, "date": int(time.time())})

    async def reads(self, chat: int, words: str) -> None:
        """Wait until the screen says so."""
        await self.until(chat, lambda screen: words in screen["text"])

    async def until(self, chat: int, is_so: Callable[[dict[str, Any]], bool]) -> None:
        """Wait for a screen of which this is true."""
        stirred = self._stirred.setdefault(chat, asyncio.Event())
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while chat not in self._screens or not is_so(self._screens[chat]):
                stirred.clear()
                await stirred.wait()


def _of(chat: int) -> dict[str, object]:
    return {"id": chat, "is_bot": False, "first_name": "P", "language_code": "it"}


class Bench:
    """The service as far as a handoff needs it, with its women."""

    def __init__(self, folder: Path, people: int) -> None:
        self._folder = folder
        self._chats = range(_FIRST_CHAT, _FIRST_CHAT + people)
        self._phones: Phones
        self._handoffs: SqlHandoffs

    async def open(self, parts: AsyncExitStack) -> None:
        """Start it, and bring everybody to the last question."""
        phones: list[Phones] = []
        standin = StandIn(lambda its: phones.append(Phones(its)) or phones[0])
        parts.callback(standin.close)
        await self._start(parts, await standin.open())
        self._phones = phones[0]
        await asyncio.gather(*(self._walk(chat) for chat in self._chats))

    async def openings(self) -> float:
        """How many handoffs a second begin."""
        return await self._rate(lambda chat: self._phones.press(chat, _OPENS))

    async def words(self, number: int) -> float:
        """How many messages a second are kept, each woman writing once her last one is."""

        async def write(chat: int) -> None:
            self._phones.write(chat, "Ho bisogno di parlare con qualcuna, se potete.")
            await self._phones.reads(chat, _KEPT.format(number))

        return await self._rate(write)

    async def claim(self) -> None:
        """Have one operator take them all."""
        now = datetime.now(UTC)
        for each in await self._handoffs.all():
            await self._handoffs.change(each.id, lambda card: desk.claim(card, OPERATOR, now))

    async def replies(self, number: int) -> float:
        """How many replies a second are kept, drawn on her screen and counted as shown."""
        now, text = datetime.now(UTC), f"Risposta {number}: ti leggo, sono qui."

        async def answer(chat: int) -> None:
            handoff = await self._handoffs.at(f"telegram|{chat}")
            assert handoff is not None, "She has begun."
            await self._handoffs.change(
                handoff.id, lambda card: desk.answer(card, OPERATOR, text, f"{number}", now)
            )
            await self._phones.reads(chat, text)

        return await self._rate(answer)

    async def _rate(self, once: Callable[[int], Awaitable[None]]) -> float:
        begun = time.perf_counter()
        await asyncio.gather(*(once(chat) for chat in self._chats))
        return len(self._chats) / (time.perf_counter() - begun)

    async def _walk(self, chat: int) -> None:
        self._phones.write(chat, "/start")
        await self._phones.until(chat, bool)
        for label in _WAY:
            await self._phones.press(chat, label)

    async def _start(self, parts: AsyncExitStack, base: str) -> None:
        settings = Settings(mode=Mode.DEMO)
        content, book = shipped_content(settings), desk_book(settings, shipped_content(settings))
        vault, bell = Vault(Keyring.open(self._folder / "keys", datetime.now(UTC))), LocalBell()
        database = await parts.enter_async_context(Database(sqlite_address(self._folder / "db")))
        self._handoffs = SqlHandoffs(database, vault, bell)
        standing = StandingDesks()
        standing.stand(NODE)
        desks = KnownDesks(standing, book)
        await desks.refresh()
        conversation = build_conversation(settings, content, vault, has_desk=desks.is_any)
        contact: Contact = build_contact(
            content,
            conversation,
            handoffs=self._handoffs,
            desks=desks,
            bell=bell,
            book=book,
            limits=Limits(Arrivals(at_once=len(self._chats))),
        )
        ledger = await parts.enter_async_context(Ledger(SqlLedgerStore(database, vault)))
        channel = TelegramChannel(
            Telegram(api_base=base), "1:bench", conversation=conversation, contact=contact,
            ledger=ledger,
        )  # fmt: skip
        await parts.enter_async_context(channel)


async def digests_alone(people: int) -> float:
    """How many signs a second can be digested, both ways round, two at a time."""
    two = asyncio.Semaphore(2)

    async def both() -> None:
        async with two:
            await asyncio.to_thread(lambda: (digest("mare pane"), digest("pane mare")))

    begun = time.perf_counter()
    await asyncio.gather(*(both() for _ in range(people)))
    return people / (time.perf_counter() - begun)


async def rows_alone(file: Path, number: int, sizes: Sequence[int]) -> float:
    """How many times a second these bytes can be committed, each time by itself."""
    async with aiosqlite.connect(file, isolation_level=None) as raw:
        await raw.execute("PRAGMA journal_mode=WAL")
        await raw.execute("PRAGMA synchronous=FULL")
        await raw.execute("CREATE TABLE rows (id BLOB PRIMARY KEY, body BLOB) WITHOUT ROWID")
        begun = time.perf_counter()
        for _ in range(number):
            await raw.execute("BEGIN IMMEDIATE")
            for size in sizes:
                row = (os.urandom(16), os.urandom(size))
                await raw.execute("INSERT INTO rows VALUES (?, ?)", row)
            await raw.execute("COMMIT")
        return number / (time.perf_counter() - begun)


async def measure(people: int, rounds: int) -> list[tuple[str, float, str, float]]:
    """Measure everything; return each figure beside what it is compared with."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with AsyncExitStack() as parts:
            bench = Bench(folder, people)
            await bench.open(parts)
            bare_openings = await digests_alone(people)
            openings = await bench.openings()
            words, bare_words, replies, bare_replies = [], [], [], []
            for number in range(1, rounds + 1):
                words.append(await bench.words(number))
                raw = rows_alone(folder / f"words{number}", people, (_CARD, _LINE))
                bare_words.append(await raw)
            await bench.claim()
            for number in range(1, rounds + 1):
                replies.append(await bench.replies(number))
                raw = rows_alone(folder / f"replies{number}", 2 * people, (_CARD, _LINE))
                bare_replies.append(await raw / 2)
    middle = statistics.median
    return [
        ("handoffs begun", openings, "digests of her sign alone", bare_openings),
        ("words kept, screen redrawn", middle(words), "the same bytes alone", middle(bare_words)),
        ("replies kept and shown", middle(replies), "two such commits alone", middle(bare_replies)),
    ]


def main() -> None:
    """Run it on one core and print the table."""
    people, rounds = (_FEWER, 2) if "--quick" in sys.argv[1:] else (_PEOPLE, _ROUNDS)
    split_cores()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        rows = runner.run(measure(people, rounds))
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    console.print(beside_table(f"Handoffs, {people} women at once at one desk", rows))


if __name__ == "__main__":
    main()
