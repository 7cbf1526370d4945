"""The commands `soglia flow …`: the conversation's files taken out, brought in, compared."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003
from typing import TYPE_CHECKING, Annotated

import typer
from babel import Locale
from rich.console import Console

from bot.archive import from_the_studio
from bot.commands.flow_import import bring_as_draft, import_flows
from bot.commands.network import Config  # noqa: TC001 (typer reads the annotations)
from bot.configuration import read_settings
from bot.content import counted
from bot.editions.paths import FLOWS, part
from bot.errors import CommandError, ContentError
from flows.comparing import compare
from flows.reader import read_folder, read_library, shipped_library
from locales.catalogues import Catalogues, read_catalogues, shipped_catalogues
from locales.errors import LocaleError
from locales.languages import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows.definition import Library
    from flows.sentences import Sentence

flow = typer.Typer(no_args_is_help=True, help="The conversation's files: out, in, compared.")


@flow.command("export")
def export(
    folder: Annotated[Path, typer.Argument(help="A folder that is new, or empty.")],
    config: Config = None,
) -> None:
    """Write the files of the conversation into a folder, as they stand, comments and all.

    What is live, if it was made in the studio; else the files that are installed.
    """
    settings = read_settings(config)
    studio = asyncio.run(from_the_studio(settings))
    sources = part(studio[1], FLOWS) if studio else _sources(settings.content.flows)
    whence = f"edition {studio[0].number}, which is live" if studio else "the installed files"
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ContentError(f"{folder} is there and not empty. Name a folder that is new.", [])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in sources.items():
            # As bytes: a file goes out with the line ends it has.
            (folder / name).write_bytes(text.encode())
    except OSError:
        raise ContentError(f"{folder} cannot be written. Check its place and rights.", []) from None
    _console().print(
        f"{len(sources)} files in {folder}, from {whence}.", highlight=False, markup=False
    )


@flow.command("import")
def bring_in(
    folder: Annotated[Path, typer.Argument(help="A folder with a whole library.")],
    config: Config = None,
    *,
    check_only: Annotated[
        bool, typer.Option("--check-only", help="Check and compare; change nothing.")
    ] = False,
    draft: Annotated[
        str,
        typer.Option(metavar="TITLE", help="Make it a draft of the studio, and change no folder."),
    ] = "",
) -> None:
    """Put a library in the place of the one that `content.flows` names: whole, or not at all.

    What the start would refuse is refused here. Translations stay as they are. Once the studio
    has put something live, a library comes in as a draft (--draft) that others approve there.
    """
    settings = read_settings(config)
    if draft:
        made = asyncio.run(bring_as_draft(_sources(folder), settings, draft))
        _console().print(f"{made} In the studio: check it, propose it.", highlight=False)
        return
    if not check_only and asyncio.run(from_the_studio(settings)):
        raise CommandError(
            "What is live was made in the studio: other files would change nothing. "
            "Bring the library there with: --draft TITLE."
        )
    done = import_flows(_sources(folder), settings, datetime.now(UTC).date(), write=not check_only)
    console = _console()
    for issue in done.issues:
        console.print(f"{issue.level}  ", style="red" if issue.is_error else "yellow", end="")
        console.print(str(issue), highlight=False, markup=False)
    if done.before is not None and done.after is not None:
        tell_differences(done.before, done.after, done.catalogues, console)
    console.print(counted(done.issues), style="bold", highlight=False)
    console.print(done.outcome, style="bold", highlight=False, markup=False)
    if done.is_refused:
        raise typer.Exit(1)


@flow.command("diff")
def diff(
    old: Annotated[Path, typer.Argument(help="The folder of a library.")],
    new: Annotated[Path, typer.Argument(help="The folder of another.")],
) -> None:
    """Tell in words what changes from one library to another, and for whom."""
    own = read_catalogues(new / "locales") if (new / "locales").is_dir() else {}
    try:
        catalogues = Catalogues({**shipped_catalogues(), **own})
    except LocaleError as problem:
        raise ContentError(str(problem), []) from None
    tell_differences(_library(old), _library(new), catalogues, _console())


def tell_differences(
    before: Library, after: Library, catalogues: Catalogues, console: Console
) -> None:
    """Tell in words what changes from one library to another, and for whom."""
    italian = Locale.parse(SOURCE).languages
    tags = [tag for tag in catalogues.languages if tag != SOURCE]
    names = {tag: italian.get(tag.replace("-", "_"), tag) for tag in tags}
    found = compare(before, after, names, catalogues.status)
    for each in found.steps:
        console.print(str(each.name), style="bold", highlight=False, markup=False)
        _lines(each.changes, console)
    for sentences in (found.everywhere, found.facts, found.languages, found.whom):
        for sentence in sentences:
            console.print(str(sentence), highlight=False, markup=False)
    if found.is_empty:
        console.print("Nothing that anybody reads is another.", highlight=False)


def _lines(sentences: Iterable[Sentence], console: Console) -> None:
    for sentence in sentences:
        console.print(f"  {sentence}", highlight=False, markup=False)


def _library(folder: Path) -> Library:
    library, issues = read_library(_sources(folder))
    if library is None:
        raise ContentError(
            f"The flows in {folder} cannot be understood:",
            [str(issue) for issue in issues if issue.is_error],
        )
    return library


def _sources(folder: Path | None) -> dict[str, str]:
    if folder is None:
        return shipped_library()
    try:
        sources = read_folder(folder)
    except OSError:
        sources = {}
    if not sources:
        raise ContentError(f"{folder} is no folder with flows in it.", [])
    return sources


def _console() -> Console:
    return Console(soft_wrap=True)
