"""A Bot API server, a ledger, and the channel between them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import pytest_asyncio

from bot.channels.telegram import TelegramChannel
from bot.settings import Telegram
from storage.ledger import Ledger
from storage.memory.visits import MemoryLedgerStore
from tests.botapi import TOKEN, BotApiServer
from tests.channels.telegram.contacts import Desk
from tests.channels.telegram.talk import ShortContact, ShortTalk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import pytest

    from bot.contact import Contact
    from bot.conversation import Conversation


class Bench:
    """Everything a test touches."""

    def __init__(self, server: BotApiServer) -> None:
        self.server = server
        self.store = MemoryLedgerStore()
        self.talk = ShortTalk()
        self.contact = ShortContact()
        self.ledger: Ledger
        self.channel: TelegramChannel

    @asynccontextmanager
    async def started(self, **settings: Any) -> AsyncIterator[TelegramChannel]:
        """The bot from its start to its orderly end, over what the store keeps."""
        telegram = Telegram(api_base=self.server.base, **settings)
        async with Ledger(self.store, group_seconds=0.01) as self.ledger:
            self.channel = TelegramChannel(
                telegram,
                TOKEN,
                conversation=cast("Conversation", self.talk),
                contact=cast("Contact", self.contact),
                ledger=self.ledger,
                clock=lambda: self.server.now,
            )
            async with self.channel:
                yield self.channel


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    """A server and a bot that is not started yet."""
    async with BotApiServer() as server:
        yield Bench(server)


@pytest_asyncio.fixture
async def server(bench: Bench) -> AsyncIterator[BotApiServer]:
    """The server of a bot that is running."""
    async with bench.started():
        yield bench.server


@pytest_asyncio.fixture
async def desk(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    """A desk, and a woman who waits; her window is open, unless the parameter says otherwise."""
    async with BotApiServer() as server:
        desk = Desk(server, tmp_path / "keys")
        async with desk.started():
            await desk.begins(getattr(request, "param", "Resto qui adesso"))
            yield desk
