"""The Telegram channel as a process that can be killed: `python -m …bot_process BASE FOLDER`."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from bot.channels.telegram import TelegramChannel
from bot.settings import Telegram
from storage.database import Database, sqlite_address
from storage.keyring import Keyring
from storage.ledger import Ledger
from storage.ledger_rows import SqlLedgerStore
from storage.vault import Vault
from tests.botapi import START, TOKEN
from tests.channels.telegram.talk import ShortContact, ShortTalk

if TYPE_CHECKING:
    from bot.contact import Contact
    from bot.conversation import Conversation


async def main(base: str, folder: Path) -> None:
    """Run until killed."""
    (folder / "data").mkdir(exist_ok=True)
    keyring = Keyring.open(folder / "keys", datetime.now(UTC), database_folder=folder / "data")
    async with (
        Database(sqlite_address(folder / "data" / "ledger.sqlite")) as database,
        Ledger(SqlLedgerStore(database, Vault(keyring))) as ledger,
        TelegramChannel(
            Telegram(api_base=base),
            TOKEN,
            conversation=cast("Conversation", ShortTalk()),
            contact=cast("Contact", ShortContact()),
            ledger=ledger,
            clock=lambda: START + 60,
        ),
    ):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
