"""Whatever people do, in whatever order: at most one screen each, and none after they leave."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.assembly import build_conversation
from bot.channels.telegram.screens import MOST_TEXT, draw
from bot.content import load_content
from bot.conversation import Address
from bot.settings import Folders, Settings
from flows.definition import Channel
from storage.keyring import Keyring
from storage.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from bot.conversation import Conversation
    from bot.view import Button, View
    from tests.botapi import BotApiServer

HERE = Address(Channel.TELEGRAM, "11")
PEOPLE = (11, 22, 33)


def act(server: BotApiServer, chat: int, chance: random.Random) -> None:
    """Something a person may do; her old screens can be pressed as well."""
    screens = [message for message in server.shown(chat) if message.from_bot]
    what = chance.choice(["say", "start", "leave", "photo", "press", "press", "press", "press"])
    if what == "press" and screens:
        label = chance.choice(["Menu", "Dove", "112", "Lingua", "Esci subito"])
        server.presses(chat, label, chance.choice(screens).id)
    elif what == "leave":
        server.says(chat, chance.choice(["/x", "esci"]))
    elif what == "photo":
        server.sends(chat, photo=[])
    else:
        server.says(chat, "/start" if what == "start" else chance.choice(["ciao", "20158"]))


@pytest.mark.parametrize("seed", range(12))
async def test_p3_any_order_leaves_one_screen_or_none(server: BotApiServer, seed: int) -> None:
    """Bursts of anything, with Telegram refusing now and then."""
    chance = random.Random(seed)
    for _ in range(6):
        for method in ("editMessageText", "sendMessage", "deleteMessages"):
            if chance.random() < 0.3:
                server.fails(method, chance.choice([429, 500, 502]), times=1)
        for _ in range(chance.randrange(1, 9)):
            act(server, chance.choice(PEOPLE), chance)
        await server.settled()
    for chat in PEOPLE:
        await server.until(lambda chat=chat: len(server.shown(chat)) <= 1)  # type: ignore[misc]
    sent = len(server.pushed)
    for chat in PEOPLE:
        server.says(chat, "/x")
    await server.until(lambda: not server.messages)
    await server.settled()

    assert sent == len(server.pushed)


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    """The real one, over everything that is shipped, in demo mode."""
    folder: Path = tmp_path_factory.mktemp("real")
    settings = Settings(folders=Folders(data=folder / "data", keys=folder / "keys"))
    now = datetime.now(UTC)
    keyring = Keyring.open(folder / "keys", now, database_folder=folder / "data")
    return build_conversation(settings, load_content(settings, now.date()), Vault(keyring))


def buttons(view: View) -> list[Button]:
    """Everything on a screen that leads to another."""
    around = (view.home, view.languages, view.danger)
    items = [item.button for item in view.items if item.button]
    return [*items, *view.choices, *(button for button in around if button)]


@pytest.mark.parametrize("language", range(4))
def test_every_shipped_screen_is_one_telegram_takes(
    conversation: Conversation, language: int
) -> None:
    """A long walk in each language: text, buttons and tokens within Telegram's limits."""
    chance = random.Random(language)
    view = conversation.begin(HERE).view
    assert view is not None
    view = conversation.press(HERE, view.choices[language].token).view
    for _ in range(600):
        assert view is not None
        drawn = draw(view)
        assert 1 <= len(drawn["text"].encode("utf-16-le")) // 2 <= MOST_TEXT
        rows = drawn["reply_markup"]["inline_keyboard"]
        assert sum(len(row) for row in rows) <= 100
        for button in (one for row in rows for one in row):
            assert button["text"]
            assert len(button.get("callback_data", "")) <= 64
        ways = [button for button in buttons(view) if button is not view.languages]
        view = conversation.press(HERE, chance.choice(ways).token).view
