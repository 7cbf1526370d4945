"""The web chat over the real conversation, on a free port of this machine."""

from __future__ import annotations

import tempfile
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession, DummyCookieJar, web

from bot.channels.webchat.app import make_app, make_runner
from bot.settings import Mode, Settings, WebChat
from storage.keyring import Keyring
from storage.vault import Vault
from tests.channels.webchat.plain_browser import PlainBrowser
from tests.dialogue import conversation, shipped_content
from tests.handoffs import House

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.contact import Contact
    from bot.conversation import Conversation

NEUTRAL = "https://weather.example/"


def make_web(
    talk: Conversation,
    contact: Contact,
    settings: WebChat,
    mode: Mode = Mode.DEMO,
    clock: Callable[[], float] = time.time,
) -> web.Application:
    """The web chat over a conversation and her side of a handoff."""
    with tempfile.TemporaryDirectory() as keys:
        vault = Vault(Keyring.open(Path(keys) / "keys", datetime.now(UTC)))
    say = shipped_content(Settings(mode=Mode.DEMO)).catalogues.say
    return make_app(
        settings, mode, conversation=talk, contact=contact, seals=vault, say=say, clock=clock
    )


@asynccontextmanager
async def served_app(app: web.Application) -> AsyncIterator[PlainBrowser]:
    """Serve the chat and hand out a browser on it."""
    runner = make_runner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with ClientSession(cookie_jar=DummyCookieJar()) as session:
            yield PlainBrowser(session, address)
    finally:
        await runner.cleanup()


@asynccontextmanager
async def served(
    talk: Conversation, settings: WebChat, mode: Mode = Mode.DEMO
) -> AsyncIterator[PlainBrowser]:
    """Serve the chat for visits that reach no person."""
    with tempfile.TemporaryDirectory() as keys:
        house = House(Path(keys) / "keys")
    async with served_app(make_web(talk, house.contact, settings, mode)) as browser:
        yield browser


@pytest.fixture(scope="session")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    """The shipped conversation, in demo mode."""
    return conversation(tmp_path_factory.mktemp("keys") / "keys")


@pytest.fixture
async def browser(talk: Conversation) -> AsyncIterator[PlainBrowser]:
    """A browser without scripts in front of the chat."""
    async with served(talk, WebChat(neutral_exit=NEUTRAL)) as each:
        yield each


@pytest.fixture
async def browser_over_https(talk: Conversation) -> AsyncIterator[PlainBrowser]:
    """The same chat, told that women reach it by https."""
    settings = WebChat(neutral_exit=NEUTRAL, public_url="https://info.example")
    async with served(talk, settings) as each:
        yield each
