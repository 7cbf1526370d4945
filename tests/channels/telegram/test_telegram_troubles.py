"""Bad days: of Telegram, of the network, of the process."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.telegram.limiter import Limiter
from bot.channels.telegram.updates import Update, decode
from tests.botapi import TOKEN, BotApiServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.channels.telegram.conftest import Bench

ANNA, BEA = 11, 22
ROOT = Path(__file__).parents[3]


async def opened(server: BotApiServer, *chats: int) -> None:
    """Bring these chats to their first screen."""
    for chat in chats:
        server.says(chat, "/start")
    await server.settled()


@pytest.mark.parametrize("field", ["copy_text", "style", "protect_content", "entities"])
async def test_refused_field_is_done_without(bench: Bench, field: str) -> None:
    """A server that refuses an optional field gets screens without it from then on."""
    bench.server.refused_fields.add(field)
    async with bench.started():
        await opened(bench.server, ANNA)
        bench.server.presses(ANNA, "112")
        await bench.server.settled()

        assert "Danger" in bench.server.screen(ANNA).text
        assert 1 == len(bench.server.shown(ANNA))
        before = len(bench.server.calls)
        await opened(bench.server, BEA)
        assert before + 2 == len(bench.server.calls)


@pytest.mark.parametrize("code", [429, 500, 502])
async def test_screen_is_tried_again(server: BotApiServer, code: int) -> None:
    """A bad moment while a screen is drawn does not lose it."""
    await opened(server, ANNA)
    server.fails("editMessageText", code, times=2)
    server.presses(ANNA, "Menu")
    await server.until(lambda: server.screen(ANNA).text.startswith("Menu"))


async def test_newest_press_wins_while_telegram_pauses(server: BotApiServer) -> None:
    """Taps made during a refusal do not play back one by one afterwards."""
    await opened(server, ANNA)
    server.fails("editMessageText", 429, times=1, retry_after=1)
    for label in ("Menu", "Dove", "Menu", "112"):
        server.presses(ANNA, label)
    await server.until(lambda: server.screen(ANNA).text.startswith("Danger"))

    assert 2 == len(server.called("editMessageText"))


async def test_paused_chat_does_not_hold_confirmation(server: BotApiServer) -> None:
    """Thirty seconds of one chat's patience are not everybody's: polling goes on."""
    await opened(server, ANNA, BEA)
    server.fails("editMessageText", 429, times=1000, retry_after=30, chat=ANNA)
    began = asyncio.get_running_loop().time()
    for _ in range(5):
        server.presses(ANNA, "Menu")
        server.presses(BEA, "Menu")
        await server.settled()

    assert asyncio.get_running_loop().time() - began < 1.5
    assert server.screen(BEA).text.startswith("Menu")


async def test_silent_chat_does_not_hold_confirmation(server: BotApiServer) -> None:
    """Where Telegram does not answer at all for one chat, the others wait two seconds once."""
    await opened(server, ANNA, BEA)
    server.fails("editMessageText", 200, times=1000, delay=8.0, chat=ANNA)
    began = asyncio.get_running_loop().time()
    for label in ("Menu", "Dove", "Menu", "Dove", "Menu"):
        server.presses(ANNA, label)
        server.presses(BEA, label)
        await server.settled()
    took = asyncio.get_running_loop().time() - began

    assert 1.5 < took < 2.8
    assert server.screen(BEA).text.startswith("Menu")


async def test_screen_that_cannot_be_edited_is_replaced(server: BotApiServer) -> None:
    """A server that refuses to edit this message gets a new one, and the old one goes."""
    await opened(server, ANNA)
    server.fails("editMessageText", 400, description="Bad Request: message can't be edited")
    server.presses(ANNA, "Menu")
    await server.settled()
    await server.until(lambda: len(server.shown(ANNA)) == 1)

    assert server.screen(ANNA).text.startswith("Menu")


async def test_blocked_bot_forgets_her(bench: Bench) -> None:
    """403 means she stopped the bot: nothing of hers is kept."""
    async with bench.started():
        await opened(bench.server, ANNA)
        bench.server.fails("editMessageText", 403, description="Forbidden: bot was blocked")
        bench.server.presses(ANNA, "Menu")
        await bench.server.settled()

        assert bench.ledger.get(ANNA) is None


@pytest.mark.parametrize("code", [429, 500, 409])
async def test_refused_polling_goes_on(server: BotApiServer, code: int) -> None:
    """Whatever getUpdates answers, the bot asks again."""
    await server.settled()
    server.fails("getUpdates", code, times=1)
    server.says(ANNA, "/start")
    server._poller += 1
    server._arrived.set()
    await server.until(lambda: server.shown(ANNA))


async def test_wrong_token_stops_the_channel_only(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sentence for the keeper, without the token, and the rest of the program lives."""
    bench.server.fails("getUpdates", 401, times=1, description="Unauthorized")
    async with bench.started() as channel:
        await bench.server.until(channel._tasks[0].done)

        assert channel._tasks[0].exception() is None
    printed = capsys.readouterr().out
    assert "does not know this bot's token" in printed
    assert TOKEN not in printed


async def test_webhook_left_behind_is_removed(bench: Bench) -> None:
    """A bot that was on a webhook before can be polled."""
    bench.server.webhook = {"url": "https://elsewhere.example.org"}
    async with bench.started():
        bench.server.says(ANNA, "/start")
        await bench.server.settled()

    assert 1 == len(bench.server.pushed)


async def test_unanswered_press_is_no_trouble(server: BotApiServer) -> None:
    """A press that is too old to be answered still draws its screen."""
    await opened(server, ANNA)
    server.fails("answerCallbackQuery", 400, description="Bad Request: query is too old")
    server.presses(ANNA, "Menu")
    await server.settled()

    assert server.screen(ANNA).text.startswith("Menu")


async def test_flood_of_one_chat_delays_nobody(server: BotApiServer) -> None:
    """A hundred taps of one woman while hers are slow: another's screen comes at once."""
    await opened(server, ANNA, BEA)
    server.fails("editMessageText", 200, times=1, delay=1.0, chat=ANNA)
    for step in range(99):
        server.presses(ANNA, ("Menu", "Dove")[step % 2])
    server.presses(BEA, "Menu")
    began = asyncio.get_running_loop().time()
    await server.until(lambda: server.screen(BEA).text.startswith("Menu"))

    assert asyncio.get_running_loop().time() - began < 0.5


def spoiled(update: Any) -> Iterator[Any]:
    """The same update, again and again, with one thing in it that should not be there."""
    for key, value in update.items():
        if isinstance(value, dict):
            yield from (update | {key: inner} for inner in spoiled(value))
        yield {other: update[other] for other in update if other != key}
        odds: tuple[Any, ...] = (None, "x", [], {}, True, -1, 2**70, 1.5)
        yield from (update | {key: odd} for odd in odds)


async def test_spoiled_updates_stop_nobody(server: BotApiServer) -> None:
    """Hundreds of updates with a field missing or wrong: the next woman is answered."""
    await opened(server, ANNA)
    server.says(ANNA, "ciao")
    server.sends(ANNA, photo=[{"file_id": "x"}])
    server.presses(ANNA, "Menu")
    server.stops(ANNA)
    whole, server.pending[:] = [dict(update) for update in server.pending], []
    for update in whole:
        del update["update_id"]
        for other in spoiled(update):
            server.push(other)
    await server.until(lambda: not server.pending, 20.0)
    await opened(server, BEA)

    assert 1 == len(server.shown(BEA))


async def test_nothing_of_her_is_printed(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    """P2: names, words, ids and the token reach no line of the log, on bad days neither."""
    async with bench.started():
        await opened(bench.server, 555_666_777)
        bench.server.fails("editMessageText", 500, times=2, description="Canaryname")
        bench.server.fails("sendMessage", 400, times=9, description="Canaryname 555666777")
        bench.server.presses(555_666_777, "Menu")
        bench.server.presses(555_666_777, "Guasto")
        bench.server.says(555_666_777, "broken")
        bench.server.says(555_666_777, "Canaryword")
        await bench.server.settled()
    printed = "".join(capsys.readouterr())

    for mark in ("anary", "555", TOKEN, "secret"):
        assert mark not in printed


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(
    [
        *("message", "callback_query", "edited_message", "my_chat_member", "chat", "id", "type"),
        *("date", "message_id", "text", "data", "from", "new_chat_member", "status", "photo"),
    ]
)
NESTED = st.recursive(
    JSON | st.sampled_from(["private", "kicked", "/x", "/start"]),
    lambda inner: st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=24,
)


@given(NESTED)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_json_is_decoded_or_nothing(raw: Any) -> None:
    """Whatever is sent as an update, decoding ends, and never in an error."""
    update = decode(raw)

    assert update is None or isinstance(update, Update)


def test_decoded_update_has_no_room_for_names() -> None:
    """TG-10: name, username and the app's language are gone before anything else."""
    server = BotApiServer()
    server.says(ANNA, "ciao")
    raw = server.pending[0]
    assert "Canaryname" in json.dumps(raw)

    update = decode(raw)

    assert update is not None
    values = [str(getattr(update, name)) for name in update.__slots__]
    assert not [value for value in values if "anary" in value]
    assert "ciao" not in repr(update)


def test_pace_of_sends() -> None:
    """Three at once in a chat, then one a second; thirty a second over all."""
    limiter = Limiter(30, lambda: 0.0)
    assert [0.0, 0.0, 0.0, 1.0, 2.0] == [limiter.claim(ANNA) for _ in range(5)]

    limiter = Limiter(30, lambda: 0.0)
    waits = [round(limiter.claim(chat), 2) for chat in range(60)]
    assert [0.0] * 30 == waits[:30]
    assert 1.0 == waits[-1]


def test_storm_slows_sends_to_all() -> None:
    """One chat's refusal is its own; three chats' at once are everybody's."""
    limiter = Limiter(0, lambda: 100.0)
    limiter.refused(1, 7.0)
    limiter.refused(1, 7.0)
    assert 0.0 == limiter.claim(9)

    limiter.refused(2, 7.0)
    limiter.refused(3, 7.0)
    assert 7.0 == limiter.claim(9)


async def test_sends_at_their_pace_hold_nobody(bench: Bench) -> None:
    """Sixty first words at one send a second: a press and an exit among them go at once."""
    async with bench.started(sends_a_second=1):
        await opened(bench.server, ANNA)
        for chat in range(1000, 1060):
            bench.server.says(chat, "ciao")
        bench.server.presses(ANNA, "Menu")
        began = asyncio.get_running_loop().time()
        await bench.server.until(lambda: bench.server.screen(ANNA).text.startswith("Menu"))
        bench.server.says(ANNA, "/x")
        await bench.server.until(lambda: not bench.server.shown(ANNA))

        assert asyncio.get_running_loop().time() - began < 1.0


@pytest.fixture
async def serving() -> AsyncIterator[BotApiServer]:
    """A server without a bot."""
    async with BotApiServer() as server:
        yield server


async def process(server: BotApiServer, folder: Path) -> asyncio.subprocess.Process:
    """The bot as a process of its own, with a ledger on disk."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.channels.telegram.bot_process", server.base, str(folder),
        cwd=ROOT, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip


async def killed(bot: asyncio.subprocess.Process) -> None:
    """Kill a process and see it dead."""
    bot.send_signal(signal.SIGKILL)
    await bot.wait()


async def test_kill_loses_no_press(serving: BotApiServer, tmp_path: Path) -> None:
    """Killed in the middle of a batch: what had no effect is delivered again, screens are right."""
    people = range(1, 41)
    bot = await process(serving, tmp_path)
    try:
        for chat in people:
            serving.says(chat, "/start")
        await serving.until(lambda: all(serving.shown(chat) for chat in people), 10.0)
        await serving.settled()
        serving.fails("editMessageText", 500, times=20)
        for chat in people:
            serving.presses(chat, "Menu")
        await serving.until(lambda: len(serving.called("editMessageText")) > 25)
    finally:
        await killed(bot)
    serving.troubles.clear()
    bot = await process(serving, tmp_path)
    try:
        await serving.until(
            lambda: all(serving.screen(chat).text.startswith("Menu") for chat in people), 10.0
        )
        await serving.settled()
    finally:
        await killed(bot)

    assert all(1 == len(serving.shown(chat)) for chat in people)


async def test_p3_kill_loses_no_exit(serving: BotApiServer, tmp_path: Path) -> None:
    """Killed while Telegram refuses every deletion: the next process goes on with them."""
    people = range(1, 11)
    bot = await process(serving, tmp_path)
    try:
        for chat in people:
            serving.says(chat, "/start")
        await serving.until(lambda: all(serving.shown(chat) for chat in people), 10.0)
        await serving.settled()
        for method in ("deleteMessages", "deleteMessage"):
            serving.fails(method, 500, times=10_000)
        for chat in people:
            serving.says(chat, "/x")
        await serving.until(lambda: len(serving.called("deleteMessages")) > 10)
        await serving.settled()
    finally:
        await killed(bot)
    serving.troubles.clear()
    bot = await process(serving, tmp_path)
    try:
        await serving.until(lambda: not serving.messages, 10.0)
    finally:
        await killed(bot)
