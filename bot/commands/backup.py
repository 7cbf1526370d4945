"""The commands `soglia backup …`: the staff, their keys and the studio, never a conversation."""

from __future__ import annotations

import asyncio
from pathlib import Path  # noqa: TC003 (typer reads the annotations)
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich.console import Console

from bot.bureau import database_address
from bot.commands.network import Config  # noqa: TC001 (typer reads the annotations)
from bot.configuration import read_settings
from bot.recovery import write_new
from storage.database import Database
from storage.errors import NotABackupError
from storage.staff import backup as staff_backup
from storage.staff.rows import SqlStaff

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.staff.backup import Rows
    from storage.staff.people import Person

backup = typer.Typer(no_args_is_help=True, help="The staff and the studio, saved and brought back.")


@backup.command()
def save(
    file: Annotated[Path, typer.Argument(help="The file to write; only its owner reads it.")],
    config: Config = None,
) -> None:
    """Save who the staff are, their passkeys' public halves, closed copies of keys and the log.

    And every edition and draft of what is said: they lie nowhere else.

    No conversation is in it, nor anything that opens one. The service may run meanwhile.
    """
    rows = asyncio.run(_save(read_settings(config)))
    write_new(file, orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
    Console(soft_wrap=True).print(f"{len(rows['people'])} people are in {file}.", markup=False)


@backup.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `soglia backup save` wrote.")],
    config: Config = None,
) -> None:
    """Bring the staff and the studio back into a new database, before the service starts.

    Whoever left since then comes back with it.
    """
    try:
        rows = orjson.loads(file.read_bytes())
    except (OSError, ValueError):
        raise NotABackupError from None
    if not isinstance(rows, dict):
        raise NotABackupError
    people = asyncio.run(_restore(read_settings(config), rows))
    console = Console(soft_wrap=True)
    console.print("Back are these. Remove at once who has left since: soglia staff remove ID.")
    for person in people:
        console.print(f"{person.id}  {person.name}  {person.state}", highlight=False, markup=False)


async def _save(settings: Settings) -> Rows:
    async with Database(database_address(settings)) as database:
        return await staff_backup.save(database)


async def _restore(settings: Settings, rows: Rows) -> list[Person]:
    async with Database(database_address(settings)) as database:
        await staff_backup.restore(database, rows)
        return await SqlStaff(database).everybody()
