"""Her way to a person on Telegram's one screen: words kept once, replies drawn in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from tests.botapi import BotApiServer
from tests.channels.telegram.contacts import ANNA, Desk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A running channel, a desk, and a woman who waits with her window open."""
    async with BotApiServer() as server:
        desk = Desk(server, tmp_path / "keys")
        async with desk.started():
            await desk.begins()
            yield desk


async def test_whole_way_to_a_person(desk: Desk) -> None:
    """From the first screen to her place, on one message that is edited in place."""
    assert "Nessuna persona prima di te." in desk.server.screen(ANNA).text
    assert 1 == len(desk.server.pushed)
    assert 1 == len(desk.server.shown(ANNA))
