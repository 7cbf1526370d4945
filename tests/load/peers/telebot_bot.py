"""The conversation with pyTelegramBotAPI: its asyncio bot, states in memory, polling."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from telebot import asyncio_helper
from telebot.async_telebot import AsyncTeleBot
from telebot.asyncio_filters import StateFilter
from telebot.asyncio_storage import StateMemoryStorage
from telebot.states import State, StatesGroup
from telebot.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.load.peers.walk import TOKEN, Screen, asked

BASE, SCREENS = asked()


class Walk(StatesGroup):
    """The eight steps."""

    first = State()
    second = State()
    third = State()
    fourth = State()
    fifth = State()
    sixth = State()
    seventh = State()
    eighth = State()


STATES = [
    Walk.first, Walk.second, Walk.third, Walk.fourth,
    Walk.fifth, Walk.sixth, Walk.seventh, Walk.eighth,
]  # fmt: skip


def keyboard(screen: Screen) -> InlineKeyboardMarkup:
    """Return the buttons of a screen."""
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label, callback_data=label[:20]) for label in row]
            for row in screen.rows
        ]
    )


async def start(bot: AsyncTeleBot, message: Message) -> None:
    """Show the first screen."""
    chat = message.chat.id
    await bot.set_state(chat, STATES[0], chat)
    await bot.send_message(chat, SCREENS[0].text, reply_markup=keyboard(SCREENS[0]))


async def go_on(bot: AsyncTeleBot, step: int, query: CallbackQuery) -> None:
    """Take the turn: the next state, the press answered, the screen edited."""
    assert query.message is not None, "Screens are never too old here."
    chat = query.message.chat.id
    await bot.set_state(query.from_user.id, STATES[step], chat)
    await bot.answer_callback_query(query.id)
    await bot.edit_message_text(
        SCREENS[step].text, chat, query.message.message_id, reply_markup=keyboard(SCREENS[step])
    )


async def main() -> None:
    """Poll until killed."""
    logging.basicConfig(level=logging.WARNING)
    asyncio_helper.API_URL = BASE + "/bot{0}/{1}"
    bot = AsyncTeleBot(TOKEN, state_storage=StateMemoryStorage())
    bot.add_custom_filter(StateFilter(bot))  # type: ignore[no-untyped-call]
    bot.register_message_handler(partial(start, bot), commands=["start"])
    for step, state in enumerate(STATES):
        following = partial(go_on, bot, (step + 1) % len(STATES))
        bot.register_callback_query_handler(following, lambda _: True, state=state)
    await bot.infinity_polling(timeout=30, request_timeout=60)


if __name__ == "__main__":
    asyncio.run(main())
