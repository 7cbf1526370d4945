"""The web chat over the real conversation, on a free port of this machine."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession, DummyCookieJar, web

from bot.channels.webchat.app import make_app, make_runner
from bot.settings import Mode, Settings, WebChat
from tests.channels.webchat.plain_browser import PlainBrowser
from tests.dialogue import conversation, shipped_content

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.conversation import Conversation

NEUTRAL = "https://weather.example/"


@asynccontextmanager
async def served(
    talk: Conversation, settings: WebChat, mode: Mode = Mode.DEMO
) -> AsyncIterator[PlainBrowser]:
    """Serve the chat and hand out a browser on it."""
    say = shipped_content(Settings(mode=Mode.DEMO)).catalogues.say
    runner = make_runner(make_app(settings, mode, talk, say))
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with ClientSession(cookie_jar=DummyCookieJar()) as session:
            yield PlainBrowser(session, address)
    finally:
        await runner.cleanup()


@pytest.fixture(scope="session")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    """The shipped conversation, in demo mode."""
    keys: Path = tmp_path_factory.mktemp("keys")
    return conversation(keys / "keys")


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
