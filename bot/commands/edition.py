"""The commands `soglia edition …`: what was live, is, and shall be again, for the keeper."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 (typer reads the annotations)
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console

from bot.archive import opened
from bot.commands.edition_files import write_edition
from bot.commands.flow import tell_differences
from bot.commands.network import Config  # noqa: TC001 (typer reads the annotations)
from bot.configuration import read_settings
from bot.content import content_of
from bot.editions.reading import read
from bot.errors import CommandError, ContentError
from routing.places.finding import Gazetteer
from storage.editions.records import NewEdition, Origin, State, difference
from storage.staff.audit import KEEPER, Deed

if TYPE_CHECKING:
    from bot.archive import Archive
    from bot.settings import Settings
    from storage.editions.records import Edition, Files

edition = typer.Typer(
    no_args_is_help=True, help="The editions of what is said and where she is sent."
)

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `soglia edition list` has it.")]
_WHENCE: Final = {
    Origin.FILES: "installed files",
    Origin.DRAFT: "the studio",
    Origin.BACK: "an earlier one",
}


@edition.command("list")
def list_(config: Config = None) -> None:
    """List them, the newest first."""
    asyncio.run(_list(read_settings(config)))


@edition.command()
def show(number: Number, config: Config = None) -> None:
    """Tell what one changed, in words."""
    asyncio.run(_show(read_settings(config), number))


@edition.command()
def export(
    number: Number,
    folder: Annotated[Path, typer.Argument(help="A folder that is new, or empty.")],
    config: Config = None,
) -> None:
    """Write all files of one: a library with its translations, and a network."""
    files = asyncio.run(_files(read_settings(config), number))
    write_edition(files, folder)
    _say(f"Edition {number}: {len(files)} files in {folder}.")


@edition.command()
def withdraw(number: Number, config: Config = None) -> None:
    """Take back the edition that is live: nobody reads it any more, the one before is live.

    A running service follows within seconds, and whoever is in it is taken out of it.
    """
    asyncio.run(_withdraw(read_settings(config), number))


@edition.command()
def back(
    number: Annotated[
        int | None,
        typer.Argument(metavar="[NUMBER]", help="Without it: the last one that was live before."),
    ] = None,
    config: Config = None,
) -> None:
    """Have an earlier edition live again, as a new one; whoever began in this one finishes it.

    It is the keeper's own act, without a second person, and is noted as such.
    """
    asyncio.run(_back(read_settings(config), number))


async def _list(settings: Settings) -> None:
    async with opened(settings) as archive:
        for each in await archive.editions.all():
            told = f"{each.number:5}  {each.state.value:9}  {_moment(each)}  "
            _say(f"{told}{_WHENCE[each.origin]:15}  {each.title}".rstrip())


async def _show(settings: Settings, number: int) -> None:
    async with opened(settings) as archive:
        each = await archive.editions.get(number)
        files = await archive.editions.files(number)
        before = await archive.editions.files(each.base) if each.base else {}
    _say(f"Edition {number}, {each.state.value}, from {_WHENCE[each.origin]}: {each.title}")
    changed = difference(before, files)
    if not each.base:
        _say(f"{len(files)} files; there was none before.")
        return
    _say(f"Against edition {each.base}:")
    for path in sorted(changed):
        _say(f"  {path}{'' if changed[path] is not None else ' is gone'}")
    old, new = read(before), read(files)
    if old.library is not None and new.library is not None:
        tell_differences(old.library, new.library, new.catalogues, Console(soft_wrap=True))


async def _files(settings: Settings, number: int) -> Files:
    async with opened(settings) as archive:
        return await archive.editions.files(number)


async def _withdraw(settings: Settings, number: int) -> None:
    async with opened(settings) as archive:
        live = await archive.editions.withdraw(number, KEEPER, datetime.now(UTC))
        await archive.audit.note(KEEPER, Deed.EDITION_WITHDRAWN, f"v{number}")
        files = await archive.editions.files(live.number)
    _say(f"Edition {number} is taken back. Edition {live.number} is live.")
    try:
        _usable(settings, live.number, files)
    except CommandError as problem:
        _say(f"{problem}\nHave another one live with: soglia edition back NUMBER.", "red")
        raise typer.Exit(1) from None


async def _back(settings: Settings, number: int | None) -> None:
    async with opened(settings) as archive:
        old = await (archive.editions.get(number) if number else _last_before(archive))
        files = await archive.editions.files(old.number)
        if old.state not in {State.PAST, State.LIVE}:
            raise CommandError(
                f"Edition {old.number} is {old.state.value}. Only one that was live and was not "
                "withdrawn can be so again; `soglia edition list` has them."
            )
        revision = _usable(settings, old.number, files)
        live = await archive.editions.live()
        new = NewEdition(
            revision=revision,
            origin=Origin.BACK,
            title=old.title,
            base=live.number if live else 0,
            proposed_by=KEEPER,
        )
        made = await archive.editions.begin(new, files, datetime.now(UTC))
        if live is None or made.number != live.number:
            await archive.audit.note(KEEPER, Deed.EDITION_LIVE, f"v{made.number}", "back")
    _say(f"Edition {made.number} is live, with the files of edition {old.number}.")


async def _last_before(archive: Archive) -> Edition:
    past = [each for each in await archive.editions.all() if each.state is State.PAST]
    if not past:
        raise CommandError("No earlier edition is left to go back to.")
    return max(past, key=lambda each: (each.replaced_at or each.proposed_at, each.number))


def _usable(settings: Settings, number: int, files: Files) -> bytes:
    """See that the service can use it today; return its revision."""
    try:
        content = content_of(read(files), settings, datetime.now(UTC).date(), Gazetteer.load())
    except ContentError as problem:
        raise CommandError(f"Edition {number} cannot be used today.\n{problem}") from None
    return content.library.revision


def _moment(each: Edition) -> str:
    at = each.lived_at or each.live_from or each.proposed_at
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"


def _say(text: str, style: str | None = None) -> None:
    Console(soft_wrap=True).print(text, style=style, highlight=False, markup=False)
