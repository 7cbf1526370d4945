"""The conversation with python-telegram-bot: ConversationHandler, polling.

Updates one by one: its documentation asks for that with ConversationHandler.
"""

from __future__ import annotations

import logging
import warnings
from functools import partial
from typing import TYPE_CHECKING, Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
)
from telegram.warnings import PTBUserWarning

from tests.load.peers.walk import STEPS, TOKEN, Screen, asked

if TYPE_CHECKING:
    from telegram.ext import CallbackContext

BASE, SCREENS = asked()


def keyboard(screen: Screen) -> InlineKeyboardMarkup:
    """Return the buttons of a screen."""
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label, callback_data=label[:20]) for label in row]
            for row in screen.rows
        ]
    )


async def start(update: Update, context: CallbackContext[Any, Any, Any, Any]) -> int:
    """Show the first screen."""
    assert update.message is not None, "It is a command."
    await update.message.reply_text(SCREENS[0].text, reply_markup=keyboard(SCREENS[0]))
    return 0


async def go_on(step: int, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> int:
    """Take the turn: the press answered, the screen edited, the next state."""
    query = update.callback_query
    assert query is not None, "It is a press."
    await query.answer()
    await query.edit_message_text(SCREENS[step].text, reply_markup=keyboard(SCREENS[step]))
    return step


def main() -> None:
    """Poll until killed."""
    logging.basicConfig(level=logging.WARNING)
    # It says that presses are not tracked by message: one screen a chat is all there is.
    warnings.simplefilter("ignore", PTBUserWarning)
    following = [partial(go_on, (step + 1) % STEPS) for step in range(STEPS)]
    application = ApplicationBuilder().token(TOKEN).base_url(f"{BASE}/bot").build()
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={step: [CallbackQueryHandler(following[step])] for step in range(STEPS)},
            fallbacks=[],
        )
    )
    application.run_polling(timeout=30, allowed_updates=["message", "callback_query"])


if __name__ == "__main__":
    main()
