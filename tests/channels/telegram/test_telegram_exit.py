"""P3: exit means silence, and nothing stays that can be deleted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.botapi import BotApiServer
    from tests.channels.telegram.conftest import Bench

ANNA, BEA = 11, 22
SHOWING = {"sendMessage", "editMessageText"}


async def opened(server: BotApiServer, *chats: int) -> None:
    """Bring these chats to the menu."""
    for chat in chats:
        server.says(chat, "/start")
    await server.settled()
    for chat in chats:
        server.presses(chat, "Menu")
    await server.settled()


@pytest.mark.parametrize("how", ["button", "/x", "esci"])
async def test_p3_exit_removes_everything(server: BotApiServer, how: str) -> None:
    """By button, command or word: nothing of both sides stays and nothing is shown."""
    await opened(server, ANNA)
    shown_before = len([call for call in server.calls if call.method in SHOWING])
    if how == "button":
        server.presses(ANNA, "Esci subito")
    else:
        server.says(ANNA, how)
    await server.settled()

    assert [] == server.shown(ANNA)
    assert shown_before == len([call for call in server.calls if call.method in SHOWING])


async def test_p3_exit_jumps_the_queue(server: BotApiServer) -> None:
    """What she sent before exit and still waits is dropped, a flood of taps too."""
    await opened(server, ANNA)
    server.fails("editMessageText", 200, times=1, delay=1.0, chat=ANNA)
    for step in range(60):
        server.presses(ANNA, ("Dove", "Menu")[step % 2])
    server.says(ANNA, "20158")
    server.presses(ANNA, "Esci subito")
    began = asyncio.get_running_loop().time()
    await server.until(lambda: not server.shown(ANNA))

    assert asyncio.get_running_loop().time() - began < 0.5
    await server.settled()
    assert 3 >= len(server.called("editMessageText"))
    assert 1 == len(server.called("sendMessage"))


async def test_p3_screen_on_its_way_at_exit_is_taken_back(server: BotApiServer) -> None:
    """A first screen that Telegram accepts while she leaves is deleted too."""
    server.fails("sendMessage", 200, delay=0.4)
    server.says(ANNA, "ciao")
    await server.until(lambda: server.called("sendMessage"))
    server.says(ANNA, "/x")
    await server.settled()
    await server.until(lambda: not server.shown(ANNA))

    assert 1 == len(server.called("sendMessage"))


@pytest.mark.parametrize("code", [429, 500, 502, 503])
async def test_p3_exit_is_retried_until_done(server: BotApiServer, code: int) -> None:
    """Telegram's bad moments do not leave a screen behind."""
    await opened(server, ANNA)
    for method in ("deleteMessages", "deleteMessage"):
        server.fails(method, code, times=3)
    server.presses(ANNA, "Esci subito")
    await server.until(lambda: not server.shown(ANNA))

    assert 4 <= len(server.called("deleteMessages", ANNA))


async def test_p3_exit_survives_a_lost_connection(server: BotApiServer) -> None:
    """A connection that breaks is tried again."""
    await opened(server, ANNA)
    server.fails("deleteMessages", 200, times=2, hangs_up=True)
    server.presses(ANNA, "Esci subito")
    await server.until(lambda: 3 <= len(server.called("deleteMessages", ANNA)))

    assert [] == server.shown(ANNA)


async def test_p3_stuck_chat_never_holds_anothers_exit(server: BotApiServer) -> None:
    """One chat told to wait thirty seconds, for screens and deletions: others leave at once."""
    await opened(server, ANNA, BEA)
    for method in ("editMessageText", "deleteMessages", "sendMessage"):
        server.fails(method, 429, times=1000, chat=ANNA, retry_after=30)
    server.presses(ANNA, "Dove")
    server.says(ANNA, "/start")
    server.says(ANNA, "/x")
    await server.until(lambda: server.called("deleteMessages", ANNA))
    server.presses(BEA, "Esci subito")
    began = asyncio.get_running_loop().time()
    await server.until(lambda: not server.shown(BEA))

    assert asyncio.get_running_loop().time() - began < 2.5


async def test_p3_what_comes_late_is_dropped(server: BotApiServer) -> None:
    """Updates from before her exit, delivered after it, show nothing."""
    await opened(server, ANNA)
    old = server.screen(ANNA)
    server.presses(ANNA, "Esci subito")
    await server.settled()
    server.presses_data(ANNA, old.button("Dove"), old.id)
    server._update_ids = iter([8000, 8001])  # type: ignore[assignment]
    server.says(ANNA, "Canary")
    server.presses_data(ANNA, old.button("Dove"), old.id)
    server._arrived.set()
    await server.until(lambda: not server.shown(ANNA))

    assert 1 == len(server.pushed)
    assert [] == server.shown(ANNA)


async def test_p3_she_can_write_again(server: BotApiServer) -> None:
    """After exit a new word brings the first screen, and its buttons work."""
    await opened(server, ANNA)
    server.says(ANNA, "/x")
    await server.settled()
    server.says(ANNA, "ciao")
    await server.settled()
    server.presses(ANNA, "Menu")
    await server.settled()

    (screen,) = server.shown(ANNA)
    assert screen.text.startswith("Menu")


async def test_p3_exit_before_any_screen(server: BotApiServer) -> None:
    """Leaving without having begun removes the word and says nothing."""
    server.says(ANNA, "/x")
    await server.settled()

    assert [] == server.shown(ANNA)
    assert [] == server.pushed


async def test_server_without_batches(server: BotApiServer) -> None:
    """A server that does not know deleteMessages is asked for one deletion at a time."""
    server.unknown_methods.add("deleteMessages")
    await opened(server, ANNA)
    server.says(ANNA, "/x")
    await server.until(lambda: not server.shown(ANNA))

    assert 1 == len(server.called("deleteMessages"))


async def test_server_that_answers_501(server: BotApiServer) -> None:
    """'Not implemented' means the same as 'not found'."""
    server.fails("deleteMessages", 501, times=1000)
    await opened(server, ANNA)
    server.says(ANNA, "/x")
    await server.until(lambda: not server.shown(ANNA))

    assert 1 == len(server.called("deleteMessages"))


async def test_what_cannot_be_deleted_says_nothing(bench: Bench) -> None:
    """A screen of more than two days, after a long outage, is emptied."""
    async with bench.started():
        await opened(bench.server, ANNA)
    bench.server.now += 49 * 3600
    async with bench.started():
        await bench.server.until(lambda: bench.server.screen(ANNA).text == ".")

        assert [] == bench.server.screen(ANNA).buttons


async def test_p3_exit_goes_on_after_restart(bench: Bench) -> None:
    """What could not be deleted before a stop is deleted after it."""
    async with bench.started():
        await opened(bench.server, ANNA)
        for method in ("deleteMessages", "deleteMessage"):
            bench.server.fails(method, 500, times=100_000)
        bench.server.says(ANNA, "/x")
        await bench.server.until(lambda: bench.server.called("deleteMessages", ANNA))
        await bench.server.settled()
    bench.server.troubles.clear()
    assert 2 == len(bench.server.shown(ANNA))
    async with bench.started():
        await bench.server.until(lambda: not bench.server.shown(ANNA))


async def test_idle_screen_is_removed(bench: Bench) -> None:
    """Half an hour without a touch, and the screen goes; nothing of her is kept (TG-5)."""
    async with bench.started() as channel:
        await opened(bench.server, ANNA, BEA)
        bench.server.now += 20 * 60
        bench.server.presses(BEA, "Dove")
        await bench.server.settled()
        bench.server.now += 15 * 60
        channel._sweeper.sweep()
        await bench.server.until(lambda: not bench.server.shown(ANNA))
        await bench.server.until(lambda: bench.ledger.get(ANNA) is None)

        assert 1 == len(bench.server.shown(BEA))


async def test_idle_screen_is_removed_after_restart(bench: Bench) -> None:
    """A screen of an earlier process is swept as well."""
    async with bench.started():
        await opened(bench.server, ANNA)
    bench.server.now += 31 * 60
    async with bench.started():
        await bench.server.until(lambda: not bench.server.shown(ANNA))


async def test_p2_exit_is_forgotten_in_a_day(bench: Bench) -> None:
    """What drops late updates after exit is itself gone a day later."""
    async with bench.started() as channel:
        await opened(bench.server, ANNA)
        bench.server.says(ANNA, "/x")
        await bench.server.settled()
        kept = bench.ledger.get(ANNA)
        assert kept is not None
        assert (None, b"", ()) == (kept.screen, kept.position, kept.to_delete)
        bench.server.now += 86_401
        channel._sweeper.forget()

        assert bench.ledger.get(ANNA) is None


async def test_server_that_fails_at_batches_only(server: BotApiServer) -> None:
    """A server that breaks at deleteMessages, whatever it says, is asked for single ones."""
    server.fails("deleteMessages", 500, times=1000, description="Unknown error")
    await opened(server, ANNA)
    server.says(ANNA, "/x")
    await server.until(lambda: not server.shown(ANNA))


async def test_press_that_names_no_message(server: BotApiServer) -> None:
    """A press whose message has no number belongs to the screen we know."""
    await opened(server, ANNA)
    told = {"chat": {"id": ANNA, "type": "private"}}
    server.push({"callback_query": {"message": told, "data": server.screen(ANNA).button("Dove")}})
    await server.settled()

    (screen,) = server.shown(ANNA)
    assert screen.text.startswith("Where")
