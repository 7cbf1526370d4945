"""Telegram posts to us instead (TG-11)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession
from pydantic import SecretStr

if TYPE_CHECKING:
    from tests.channels.telegram.conftest import Bench

ANNA, BEA = 11, 22
SECRET = "a-secret-of-the-test-that-is-long-enough"
HOOK = {
    "webhook_url": "https://info.example.org/in",
    "webhook_secret": SecretStr(SECRET),
    "webhook_port": 0,
}


def local_address(bench: Bench) -> str:
    """Where the proxy in front of us would forward to."""
    assert bench.channel._webhook is not None
    path = bench.channel._webhook.address.rpartition("/")[2]
    return f"http://127.0.0.1:{bench.channel._webhook.port}/in/{path}"


async def test_webhook_is_announced(bench: Bench) -> None:
    """Telegram is told the address, the secret, and the four kinds of update we want."""
    async with bench.started(**HOOK):
        await bench.server.until(lambda: bench.server.webhook)

    told = bench.server.webhook
    assert told["url"].startswith("https://info.example.org/in/")
    assert SECRET == told["secret_token"]
    assert SECRET not in told["url"]
    assert ["message", "edited_message", "callback_query", "my_chat_member"] == (
        told["allowed_updates"]
    )


async def test_posted_words_are_answered(bench: Bench) -> None:
    """200 comes when the screen is there."""
    async with bench.started(**HOOK):
        bench.server.says(ANNA, "/start")
        bench.server.says(BEA, "/start")
        statuses = await bench.server.deliver(local_address(bench), SECRET)

        assert [200, 200] == statuses
        assert 1 == len(bench.server.shown(ANNA))
        assert 1 == len(bench.server.shown(BEA))


@pytest.mark.parametrize("wrong", ["secret", "path", "header", "method"])
async def test_nobody_else_is_heard(bench: Bench, wrong: str) -> None:
    """Without the secret or the path there is nothing here."""
    async with bench.started(**HOOK), ClientSession() as session:
        bench.server.says(ANNA, "/start")
        address = local_address(bench) + ("x" if wrong == "path" else "")
        secret = SECRET[:-1] + "é" if wrong == "secret" else SECRET
        headers = {} if wrong == "header" else {"X-Telegram-Bot-Api-Secret-Token": secret}
        call = session.get if wrong == "method" else session.post
        async with call(address, json=bench.server.pending[0], headers=headers) as answer:
            assert 404 == answer.status
            assert "" == await answer.text()

    assert [] == bench.server.pushed


async def test_nonsense_is_taken_and_forgotten(bench: Bench) -> None:
    """What is no update is confirmed, so that Telegram does not post it for a day."""
    async with bench.started(**HOOK), ClientSession() as session:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        async with session.post(local_address(bench), data=b"{", headers=headers) as answer:
            assert 200 == answer.status


async def test_stuck_chat_is_confirmed_after_two_seconds(bench: Bench) -> None:
    """A post never waits longer than Telegram would like; the exit lies in the ledger then."""
    async with bench.started(**HOOK):
        bench.server.fails("deleteMessages", 200, times=1, delay=4.0)
        bench.server.says(ANNA, "/x")
        began = asyncio.get_running_loop().time()
        assert [200] == await bench.server.deliver(local_address(bench), SECRET)
        took = asyncio.get_running_loop().time() - began

        assert 1.8 < took < 3.0
        (kept,) = await bench.store.load_all()
        assert kept.left_at is not None
        assert kept.to_delete


async def test_overtaking_press_is_dropped(bench: Bench) -> None:
    """P3: a word sent before the exit and posted after it is removed, not answered."""
    async with bench.started(**HOOK):
        bench.server.says(ANNA, "ciao")
        late = bench.server.pending.pop()
        bench.server.says(ANNA, "/x")
        await bench.server.deliver(local_address(bench), SECRET)
        bench.server.pending.append(late)
        await bench.server.deliver(local_address(bench), SECRET)

        assert [] == bench.server.shown(ANNA)
        assert [] == bench.server.pushed


async def test_refused_webhook_is_tried_again(bench: Bench) -> None:
    """A bad moment of Telegram's while we start does not leave the bot deaf."""
    bench.server.fails("setWebhook", 502, times=1)
    async with bench.started(**HOOK):
        await bench.server.until(lambda: bench.server.webhook)
