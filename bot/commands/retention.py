"""`soglia retention`: what of the handoffs would go when, in hours and counts."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bot.bureau import database_address
from bot.commands.network import Config  # noqa: TC001 (typer reads it)
from bot.commands.speaking import speaking
from bot.configuration import read_settings
from storage.bell import LocalBell
from storage.database import Database
from storage.handoffs.store import SqlHandoffs
from storage.keyring import Keyring
from storage.retention import forecast
from storage.vault import Vault

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.settings import Settings
    from storage.retention import Going


def retention(config: Config = None) -> None:
    """Tell what is kept of handoffs and when it goes, if nobody does anything until then.

    Hours and counts only; nothing is changed.
    """
    settings = read_settings(config)
    live = speaking(settings)
    zone = live.network().directory.zone
    going = asyncio.run(_going(settings, datetime.now(UTC)))
    console = Console(soft_wrap=True)
    live.tell(console)
    _print(going, settings, zone, console)


async def _going(settings: Settings, now: datetime) -> list[Going]:
    keys = Keyring.open(settings.folders.keys, now, database_folder=settings.folders.data)
    async with Database(database_address(settings)) as database:
        handoffs = SqlHandoffs(database, Vault(keys), LocalBell())
        return forecast(await handoffs.all())


def _print(going: list[Going], settings: Settings, zone: ZoneInfo, console: Console) -> None:
    if not going:
        console.print("No handoff is kept.", highlight=False)
    else:
        table = Table("At the latest, from", "What", "Handoffs", title="If nobody does anything")
        for each in going:
            hour = each.hour.astimezone(zone)
            table.add_row(f"{hour:%a %d %B %Y, %H:%M}", each.what, str(each.handoffs))
        console.print(table)
    console.print(
        "A day after its close everything of a handoff is destroyed. What a day's key alone "
        "opens goes with the key: two days after it (service), one (buttons).\n"
        f"Keys: {settings.folders.keys}",
        highlight=False,
        markup=False,
    )
