"""Whatever people do, in whatever order: at most one screen each, and none after they leave."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.channels.telegram.screens import MOST_TEXT, draw
from flows.definition import Channel
from flows.turn import Pressed
from routing import desk
from routing.handoff import Ending
from tests.handoffs import OPERATOR, House

if TYPE_CHECKING:
    from pathlib import Path

    from bot.view import Button, View
    from bot.walks import Walk
    from flows.turn import Position
    from tests.botapi import BotApiServer
    from tests.handoffs import Woman

OTHER_NODE = "cadmi"
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


@pytest.fixture
def house(tmp_path: Path) -> House:
    """The real conversation and contact over everything that is shipped, with one desk."""
    return House(tmp_path / "keys")


def opened(house: House, woman: Woman) -> tuple[Walk, Position]:
    """Where she is."""
    found = house.talk.opened(woman.address, woman.answer.position)
    assert found is not None
    return found


def taken(view: View) -> View:
    """Within Telegram's limits: text, buttons and tokens."""
    drawn = draw(view)
    assert 1 <= len(drawn["text"].encode("utf-16-le")) // 2 <= MOST_TEXT
    rows = drawn["reply_markup"]["inline_keyboard"]
    assert sum(len(row) for row in rows) <= 100
    for button in (one for row in rows for one in row):
        assert button["text"]
        assert len(button.get("callback_data", "")) <= 64
    return view


def buttons(view: View) -> list[Button]:
    """Everything on a screen that leads to another."""
    around = (view.home, view.languages, view.danger)
    items = [item.button for item in view.items if item.button]
    return [*items, *view.choices, *(button for button in around if button)]


@pytest.mark.parametrize("language", range(4))
async def test_every_shipped_screen_is_one_telegram_takes(house: House, language: int) -> None:
    """A long walk in each language, into handoffs, out of them and back."""
    chance = random.Random(language)
    woman = await house.woman(Channel.TELEGRAM)
    taken(woman.view)
    await woman.presses(woman.view.choices[language].label)
    for _ in range(500):
        ways = [button for button in buttons(woman.view) if button is not woman.view.languages]
        taken(await woman.presses(chance.choice(ways).label))
        house.clock.now += timedelta(seconds=30)


@pytest.mark.parametrize("has_begun", [True, False])
@pytest.mark.parametrize("language", ["it", "en", "es", "ar"])
async def test_every_step_is_one_telegram_takes(
    house: House, language: str, *, has_begun: bool
) -> None:
    """Step by step, drawn by the real contact where a handoff is told of: offer, code and all."""
    woman = await house.woman(Channel.TELEGRAM)
    if has_begun:
        await woman.begins()
    walk, _ = opened(house, woman)
    drawn_by_contact = 0
    for step in walk.machine.library.steps:
        answer = house.talk.at(woman.address, language, step)
        if answer.errand is not None:
            answer = await house.contact.carry_out(woman.address, answer.errand, source="")
            drawn_by_contact += 1
        assert answer.view is not None
        taken(answer.view)

    assert 6 <= drawn_by_contact


#: The longest line there can be, in letters that Telegram counts twice.
LONG = "\U0001f331" * 1000 + "parola " * 140


async def operator_does(house: House, name: str) -> None:
    """Bring the only handoff to one of its screens."""
    handoff = await house.only()
    if name == "waiting":
        return
    handoff = await house.answers(handoff, *(f"{n} {LONG}" for n in range(5)))
    if name == "proposal":
        await house.does(
            handoff,
            lambda each: desk.propose(each, OPERATOR, OTHER_NODE, (2, 3), house.clock()),
        )
    elif name == "emergency":
        await house.does(handoff, lambda each: desk.show_112(each, OPERATOR, house.clock()))
    elif name == "ended":
        await house.does(
            handoff, lambda each: desk.close(each, OPERATOR, Ending.ANSWERED, house.clock())
        )


def speak(house: House, woman: Woman, language: str) -> None:
    """Have her screen in another language."""
    walk, where = opened(house, woman)
    packed = walk.packer.pack(replace(where, language=language), Pressed(0))
    woman.answer = replace(woman.answer, position=packed)


@pytest.mark.parametrize("language", ["it", "en", "es", "ar"])
@pytest.mark.parametrize("name", ["waiting", "talk", "proposal", "emergency", "ended"])
async def test_every_screen_of_a_handoff_is_one_telegram_takes(
    house: House, name: str, language: str
) -> None:
    """Each state of a handoff with the longest lines there can be, in each language."""
    woman = await house.woman(Channel.TELEGRAM)
    await woman.begins()
    speak(house, woman, language)
    await operator_does(house, name)
    assert await woman.is_redrawn()
    assert f"handoff.{name}" == woman.step
    taken(woman.view)
    for _ in range(6):
        taken(await woman.types(LONG))
