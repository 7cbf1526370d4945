"""The conversation with aiogram: its state machine in memory, polling, an update a task."""

from __future__ import annotations

import logging

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext  # noqa: TC002 (aiogram reads the annotations)
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.load.peers.walk import TOKEN, Screen, asked

router = Router()
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


STATES = list(Walk)


def keyboard(screen: Screen) -> InlineKeyboardMarkup:
    """Return the buttons of a screen."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=label[:20]) for label in row]
            for row in screen.rows
        ]
    )


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    """Show the first screen."""
    await state.set_state(STATES[0])
    await message.answer(SCREENS[0].text, reply_markup=keyboard(SCREENS[0]))


async def go_on(query: CallbackQuery, state: FSMContext, step: int) -> None:
    """Take the turn: the next state, the press answered, the screen edited."""
    await state.set_state(STATES[step])
    await query.answer()
    assert isinstance(query.message, Message), "Screens are never too old here."
    await query.message.edit_text(SCREENS[step].text, reply_markup=keyboard(SCREENS[step]))


@router.callback_query(Walk.first)
async def first(query: CallbackQuery, state: FSMContext) -> None:
    """Answer on the first screen."""
    await go_on(query, state, 1)


@router.callback_query(Walk.second)
async def second(query: CallbackQuery, state: FSMContext) -> None:
    """Answer on the second screen."""
    await go_on(query, state, 2)


@router.callback_query(Walk.third)
async def third(query: CallbackQuery, state: FSMContext) -> None:
    """Answer on the third screen."""
    await go_on(query, state, 3)


@router.callback_query(Walk.fourth)
async def fourth(query: CallbackQuery, state: FSMContext) -> None:
    """Answer on the fourth screen."""
    await go_on(query, state, 4)


@router.callback_query(Walk.fifth)
async def fifth(query: CallbackQuery, state: FSMContext) -> None:
    """Answer on the fifth screen."""
    await go_on(query, state, 5)


@router.callback_query(Walk.sixth)
async def sixth(query: CallbackQuery, state: FSMContext) -> None:
    """Answer on the sixth screen."""
    await go_on(query, state, 6)


@router.callback_query(Walk.seventh)
async def seventh(query: CallbackQuery, state: FSMContext) -> None:
    """Answer on the seventh screen."""
    await go_on(query, state, 7)


@router.callback_query(Walk.eighth)
async def eighth(query: CallbackQuery, state: FSMContext) -> None:
    """Answer on the eighth screen: the first one again."""
    await go_on(query, state, 0)


def main() -> None:
    """Poll until killed."""
    logging.basicConfig(level=logging.WARNING)
    session = AiohttpSession(api=TelegramAPIServer.from_base(BASE))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router)
    dispatcher.run_polling(Bot(TOKEN, session=session), polling_timeout=30)


if __name__ == "__main__":
    main()
