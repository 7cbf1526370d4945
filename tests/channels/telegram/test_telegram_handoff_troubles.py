"""Words for a person on a bad day: a stopped storage, crashes, a webhook, and everybody else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pydantic import SecretStr

from tests.channels.telegram.contacts import ANNA, Desk

if TYPE_CHECKING:
    from pathlib import Path

from tests.botapi import BotApiServer

BEA = 22
SECRET = "a-secret-of-the-test-that-is-long-enough"
HOOK = {
    "webhook_url": "https://info.example.org/in",
    "webhook_secret": SecretStr(SECRET),
    "webhook_port": 0,
}


async def test_p6_stopped_storage_is_told(desk: Desk) -> None:
    """She reads that it did not arrive; nothing of hers stays on the phone, and she can go on."""
    desk.handoffs.is_down = True
    screen = await desk.writes("ho paura")
    assert "Sono arrivati" not in screen.text
    assert "Nessuna persona prima di te." not in screen.text
    await desk.server.until(lambda: 1 == len(desk.server.shown(ANNA)))
    desk.handoffs.is_down = False
    await desk.writes("ho ancora paura")

    assert ["ho ancora paura"] == await desk.hers()


async def test_hanging_storage_holds_nobody_else(desk: Desk) -> None:
    """Her words wait for the storage, in one batch with another's first screen and exit."""
    desk.handoffs.hang()
    desk.server.says(ANNA, "ho paura")
    await desk.server.until(lambda: desk.handoffs.hanging)
    began = asyncio.get_running_loop().time()
    desk.server.says(BEA, "/start")
    await desk.server.until(lambda: desk.server.shown(BEA) and desk.server.pushed[-1][0] == BEA)
    desk.server.says(BEA, "x")
    await desk.server.until(lambda: not desk.server.shown(BEA))

    assert asyncio.get_running_loop().time() - began < 2.5
    assert "ho paura" in [one.text for one in desk.server.shown(ANNA)]
    desk.handoffs.go_on()
    await desk.server.until(lambda: 1 == len(desk.server.shown(ANNA)))
    assert ["ho paura"] == await desk.hers()


async def test_p6_update_that_comes_twice_is_one_line(desk: Desk) -> None:
    """After a crash Telegram hands over again what was not acknowledged."""
    number = desk.server.says(ANNA, "ho paura")
    update = next(one for one in desk.server.pending if one["update_id"] == number)
    await desk.server.settled()
    desk.server.push({"message": update["message"]})
    await desk.server.settled()

    assert ["ho paura"] == await desk.hers()


async def test_p6_words_while_the_bot_was_away(tmp_path: Path) -> None:
    """Down for an hour: what she wrote meanwhile is the operator's, and nothing is shown for it."""
    async with BotApiServer() as server:
        desk = Desk(server, tmp_path / "keys")
        async with desk.started():
            await desk.begins()
        desk.server.says(ANNA, "ho paura")
        await desk.later(hours=1)
        shows = desk.shows()
        async with desk.started():
            await desk.server.until(lambda: not desk.server.shown(ANNA))
            await desk.quiet()

            assert ["ho paura"] == await desk.hers()
            assert shows + 1 >= desk.shows()
            assert 1 == len(desk.server.pushed)


async def test_p4_window_that_ended_while_the_bot_was_away(tmp_path: Path) -> None:
    """A reply that stood on her screen is taken away at the start, not at her next tap."""
    async with BotApiServer() as server:
        desk = Desk(server, tmp_path / "keys")
        async with desk.started():
            await desk.begins()
            await desk.answers("Sono qui.")
            await desk.until_shown("Sono qui.")
        await desk.later(minutes=12)
        async with desk.started():
            await desk.server.until(lambda: "Sono qui." not in desk.server.screen(ANNA).text)

            assert 1 == len(desk.server.pushed)


async def test_p6_webhook_keeps_before_200(tmp_path: Path) -> None:
    """Telegram's post is answered once her words are kept, not before."""
    async with BotApiServer() as server:
        desk = Desk(server, tmp_path / "keys")
        async with desk.started():
            await desk.begins()
        async with desk.started(**HOOK):
            hook = desk.channel._webhook
            assert hook is not None
            address = f"http://127.0.0.1:{hook.port}/in/{hook.address.rpartition('/')[2]}"
            await server.until(lambda: server.webhook)
            desk.handoffs.hang()
            server.says(ANNA, "ho paura")
            posting = asyncio.create_task(server.deliver(address, SECRET))
            await server.until(lambda: desk.handoffs.hanging)
            assert not posting.done()
            desk.handoffs.go_on()

            assert [200] == await posting
            assert ["ho paura"] == await desk.hers()
