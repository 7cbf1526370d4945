"""The command `soglia audit verify`: whether the log of what the staff did is whole."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.bureau import opened
from bot.commands.network import Config  # noqa: TC001 (typer reads the annotations)
from bot.configuration import read_settings

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.staff.audit import Verdict

audit = typer.Typer(no_args_is_help=True, help="The log of what the staff did.")


@audit.command()
def verify(
    config: Config = None,
    *,
    known: Annotated[
        str, typer.Option(metavar="NUMBER:DIGEST", help="What an earlier look printed.")
    ] = "",
) -> None:
    """Go through the log's chain and tell the first entry that is missing or was changed.

    Note what it prints somewhere else: whoever can write to the database could make a whole
    new chain, and only a digest noted before shows that. Ends with 1 when something is wrong.
    """
    number, digest = _noted(known)
    verdict, kept = asyncio.run(_verify(read_settings(config), number))
    console = Console(soft_wrap=True)
    if verdict.broken is not None:
        console.print(f"Entry {verdict.broken} is missing or was changed.", style="bold red")
        raise typer.Exit(1)
    if number and kept != digest:
        console.print(f"Entry {number} is not the one that was noted.", style="bold red")
        raise typer.Exit(1)
    console.print(f"{verdict.entries} entries, none missing, none changed.", style="bold")
    if verdict.last:
        console.print(f"To be noted elsewhere: {verdict.last}:{verdict.head.hex()}", markup=False)


async def _verify(settings: Settings, number: int) -> tuple[Verdict, bytes | None]:
    async with opened(settings) as bureau:
        return await bureau.audit.verify(), await bureau.audit.digest_of(number)


def _noted(known: str) -> tuple[int, bytes]:
    number, _, digest = known.partition(":")
    try:
        return (int(number), bytes.fromhex(digest)) if known else (0, b"")
    except ValueError:
        raise typer.BadParameter("--known is what an earlier look printed: 12:3f9a…") from None
