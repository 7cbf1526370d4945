"""A Telegram chat with the real conversation and contact behind it, and a desk that answers."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.channels.telegram import TelegramChannel
from bot.conversation import Address
from bot.settings import Telegram
from flows.definition import Channel
from routing.ports import By, of_handoff
from storage.ledger import Ledger
from storage.memory.visits import MemoryLedgerStore
from tests.botapi import TOKEN, BotApiServer
from tests.handoffs import FailingHandoffs, House

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from routing.handoff import Handoff
    from routing.ports import Act, Bell
    from tests.botapi import Message

ANNA = 11
#: From the first screen to the sign's second word.
WAY = (
    "Italiano", "Ho capito", "Sì, posso", "Avanti",
    "Voglio parlare con una persona", "Scrivo qui a un'operatrice",
    "No, nessuno", "Avanti", "Avanti", "Avanti",
    "Parlare con chi ascolta", "No, adesso no", "Preferisco non dirlo",
    "Sì, voglio scrivere", "Mare", "Pane", "Ho capito",
)  # fmt: skip


class SlowHandoffs(FailingHandoffs):
    """Handoffs that can be made to take as long as a test wants."""

    #: How many calls hang.
    hanging = 0

    def __init__(self, bell: Bell | None = None) -> None:
        super().__init__(bell)
        self._free = asyncio.Event()
        self._free.set()
        self._reads = False

    def hang(self, *, reads: bool = False) -> None:
        """Have changes hang from now on, or looks at where a woman is."""
        self._free.clear()
        self._reads = reads

    def go_on(self) -> None:
        """Let them go on."""
        self._free.set()

    async def at(self, address: str) -> Handoff | None:
        """Return the one at an address."""
        found = await super().at(address)
        if self._reads:
            await self._wait()
        return found

    async def change(self, handoff: bytes, act: Act) -> Handoff | None:
        """Change one."""
        if not self._reads:
            await self._wait()
        return await super().change(handoff, act)

    async def _wait(self) -> None:
        self.hanging += 1
        try:
            await self._free.wait()
        finally:
            self.hanging -= 1


class Desk:
    """The house and its Telegram channel, on one clock."""

    def __init__(self, server: BotApiServer, keys: Path) -> None:
        self.server = server
        self.handoffs = SlowHandoffs()
        self.house = House(keys, handoffs=self.handoffs)
        # What changes here rings there.
        self.handoffs._bell = self.house.bell
        self.store = MemoryLedgerStore()
        self.ledger: Ledger
        self.channel: TelegramChannel
        server.now = self.house.clock.now.timestamp()

    @asynccontextmanager
    async def started(self, **settings: Any) -> AsyncIterator[TelegramChannel]:
        """The channel from its start to its orderly end."""
        await self.house.woman()
        await self.house.contact.start()
        async with Ledger(self.store, group_seconds=0.01) as self.ledger:
            self.channel = TelegramChannel(
                Telegram(api_base=self.server.base, **settings),
                TOKEN,
                conversation=self.house.talk,
                contact=self.house.contact,
                ledger=self.ledger,
                clock=lambda: self.server.now,
            )
            async with self.channel:
                yield self.channel

    async def later(self, **time: float) -> None:
        """Let time pass, and have whoever listens look again."""
        self.house.clock.now += timedelta(**time)
        self.server.now = self.house.clock.now.timestamp()
        for handoff in await self.house.handoffs.all():
            self.house.bell.ring(of_handoff(handoff.id))

    def presses(self, *labels: str, chat: int = ANNA) -> None:
        """Press the button of her screen whose label begins so."""
        for label in labels:
            screen = self.server.screen(chat)
            found = [one["text"] for one in screen.buttons if one["text"].startswith(label)]
            assert found, (label, [one["text"] for one in screen.buttons])
            self.server.presses(chat, found[0])

    async def walks(self, *labels: str, chat: int = ANNA) -> Message:
        """Press one after the other, looking at each screen; return the last."""
        for label in labels:
            self.presses(label, chat=chat)
            await self.server.settled()
        return self.server.screen(chat)

    async def writes(self, words: str, chat: int = ANNA) -> Message:
        """Type, and wait for what comes of it."""
        self.server.says(chat, words)
        await self.server.settled()
        return self.server.screen(chat)

    async def begins(self, window: str = "Resto qui adesso", chat: int = ANNA) -> Message:
        """Go all the way to her place in the queue."""
        await self.writes("/start", chat)
        return await self.walks(*WAY, window, chat=chat)

    async def comes_back(self, first: str = "Mare", second: str = "Pane") -> Message:
        """From /start, say that she has been here, and give a sign."""
        await self.writes("/start")
        await self.walks("Italiano", "Sono già stata qui", "No, nessuno", first, second)
        return await self.walks("Non ho un codice")

    async def answers(self, *texts: str) -> None:
        """The operator takes it and writes."""
        await self.house.answers(await self.house.only(), *texts)

    async def sees(self, words: str, chat: int = ANNA) -> None:
        """Wait until these words stand on her screen."""
        await self.server.until(lambda: words in self.server.screen(chat).text)

    async def hers(self) -> list[str]:
        """What the operator reads of her words."""
        lines = await self.house.read(await self.house.only())
        return [line.text for line in lines if line.by is By.HERS]

    async def marks(self) -> list[str]:
        """What the operator is told happened."""
        lines = await self.house.read(await self.house.only())
        return [line.text for line in lines if line.by is By.MARK]

    async def replies(self) -> list[tuple[str, str]]:
        """What the operator wrote, and what became of it."""
        lines = await self.house.read(await self.house.only())
        return [(line.text, line.state.name) for line in lines if line.by is By.OPERATOR]

    async def until_shown(self, text: str) -> None:
        """Wait until a reply counts as shown."""
        async with asyncio.timeout(5.0):
            while (text, "SHOWN") not in await self.replies():  # noqa: ASYNC110 (a store tells nobody)
                await asyncio.sleep(0.01)

    async def quiet(self) -> None:
        """Wait until nothing of the channel is going on."""
        await self.server.settled()
        queues, handoffs = self.channel._queues, self.channel._handoffs
        await self.server.until(lambda: not queues._chats and not handoffs._errands)

    async def age_screen(self, **time: float) -> None:
        """Have her screen as old as that, and everything else as it is."""
        trace = self.ledger.get(ANNA)
        assert trace is not None
        age = timedelta(**time).total_seconds()
        self.ledger.put(replace(trace, sent_at=self.server.now - age))

    def holds(self, chat: int = ANNA) -> bool:
        """Whether her window is open."""
        return self.house.contact.holds(Address(Channel.TELEGRAM, str(chat)))

    def shows(self) -> int:
        """How often something was put on a phone so far."""
        return len(self.server.called("sendMessage")) + len(self.server.called("editMessageText"))
