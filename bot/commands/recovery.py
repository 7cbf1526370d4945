"""The commands `soglia recovery …`: a node that lost everybody gets its key back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.bureau import opened
from bot.commands.network import Config  # noqa: TC001 (typer reads the annotations)
from bot.configuration import read_settings
from bot.errors import NothingToRecoverError, RecoveryTooLateError, UnknownPersonError
from bot.recovery import (
    SHORTEST_PASSPHRASE,
    finished,
    make_key,
    open_one,
    public_file,
    read_key,
    read_request,
    request_for,
    write_request,
)
from storage.staff.audit import KEEPER, Deed
from storage.staff.people import Role

if TYPE_CHECKING:
    from bot.recovery import Request
    from bot.settings import Settings
    from storage.staff.node_keys import KeyCopy

recovery = typer.Typer(
    no_args_is_help=True, help="Two people outside bring a lost node's key back."
)

NewFile = Annotated[Path, typer.Option("--to", metavar="FILE", help="The file to write.")]
RequestFile = Annotated[Path, typer.Argument(metavar="REQUEST", help="The file that came.")]


@recovery.command()
def key(
    file: Annotated[Path, typer.Argument(help="The secret file to write, on a stick of her own.")],
) -> None:
    """Make the key of one of the two people, closed to a passphrase. Needs no network.

    The file with '.pub' at the end is for the keeper's settings; the other is hers alone.
    """
    asking = f"Passphrase, {SHORTEST_PASSPHRASE} characters or more: some words nobody guesses"
    passphrase = typer.prompt(asking, hide_input=True, confirmation_prompt=True)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise typer.BadParameter(f"It has fewer than {SHORTEST_PASSPHRASE} characters.")
    fingerprint = make_key(file, passphrase)
    console = Console(soft_wrap=True)
    console.print(f"{file} is hers alone; keep a second copy elsewhere.", markup=False)
    console.print(f"{public_file(file)} is for 'recovery.keys'.", markup=False, highlight=False)
    console.print(f"Fingerprint: {fingerprint}", style="bold", highlight=False)


@recovery.command()
def request(
    person: Annotated[str, typer.Argument(metavar="ID", help="The node's new lead.")],
    to: NewFile,
    config: Config = None,
) -> None:
    """Write the request for a node's key, for the new lead whom `staff invite` brought in."""
    made = asyncio.run(_request(read_settings(config), person))
    write_request(to, made)
    console = Console(soft_wrap=True)
    console.print(f"{to} goes to the first of the two people.", markup=False)
    console.print(f"Fingerprint of the lead's key: {made.fingerprint}", style="bold")


@recovery.command("open")
def open_(
    file: RequestFile,
    key_file: Annotated[Path, typer.Option("--key", metavar="FILE", help="Her secret key file.")],
    to: NewFile,
    *,
    compared: Annotated[
        bool, typer.Option("--compared", help="The fingerprint was compared already.")
    ] = False,
) -> None:
    """Take off one envelope: each of the two people does so, one after the other.

    Needs neither the service nor a network.
    """
    told = read_request(file)
    console = Console(soft_wrap=True)
    console.print(f"The key of '{told.node}' is asked for, for the passkey with the fingerprint")
    console.print(told.fingerprint, style="bold", highlight=False)
    if not compared:
        # Whoever wrote the request could have put a key of his own there.
        typer.confirm(
            "Ask the new lead herself, in person or by phone. Does her page show the same?",
            abort=True,
        )
    passphrase = typer.prompt("Passphrase", hide_input=True)
    left = open_one(told, read_key(key_file, passphrase))
    write_request(to, left)
    goes_to = "back to the keeper: soglia recovery finish" if left.is_open else "to the second"
    console.print(f"{to} goes {goes_to}.", markup=False)


@recovery.command()
def finish(file: RequestFile, config: Config = None) -> None:
    """Keep what came back: the new lead's passkey opens her node's key again."""
    copy = finished(read_request(file))
    asyncio.run(_finish(read_settings(config), copy))
    Console(soft_wrap=True).print(
        f"The lead of '{copy.node}' signs in again: what waited for the node is hers to read.",
        markup=False,
    )


async def _request(settings: Settings, person: str) -> Request:
    async with opened(settings) as bureau:
        known = await bureau.staff.person(person)
        passkeys = await bureau.staff.credentials(person)
        if known is None or not known.holds_keys or Role.LEAD not in known.roles or not passkeys:
            raise UnknownPersonError(person, "an active lead")
        copy = await bureau.keys.recovery_copy(known.node)
        if copy is None:
            raise NothingToRecoverError(known.node)
        await bureau.audit.note(KEEPER, Deed.RECOVERY_ASKED, person)
        return request_for(copy, passkeys[0])


async def _finish(settings: Settings, copy: KeyCopy) -> None:
    async with opened(settings) as bureau:
        if not await bureau.keys.restore(copy):
            raise RecoveryTooLateError(copy.node)
        await bureau.audit.note(KEEPER, Deed.RECOVERED, copy.node)
