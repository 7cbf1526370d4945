"""The commands `soglia network …`: what its data lack, a register brought in, a map."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.commands.network_import import import_register
from bot.commands.speaking import speaking
from bot.configuration import read_settings
from bot.content import load_network_of
from bot.errors import ContentError
from locales.catalogues import Catalogues
from locales.languages import SOURCE
from routing.network.loading import shipped_folder
from routing.network.map import areas_around, network_map
from routing.network.status import State, network_status
from routing.places.finding import Gazetteer
from routing.register.comuni import Comuni
from routing.register.rows import FaultKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.commands.network_import import Import
    from bot.settings import Settings

#: All of Italy from any of its nodes.
_FARTHEST = 1500.0

network = typer.Typer(no_args_is_help=True, help="The network's data: who answers, and where.")

Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        metavar="FILE",
        help="The keeper's settings; config.example.toml explains each.",
    ),
]


@network.command()
def status(config: Config = None) -> None:
    """List what is unconfirmed, contradicted or about to expire, and whom to ask."""
    live = speaking(read_settings(config))
    directory = live.network().directory
    found = network_status(directory, datetime.now(directory.zone).date())
    console = Console(soft_wrap=True)
    live.tell(console)
    for finding in found:
        console.print(str(finding), highlight=False, markup=False)
    counted = [f"{sum(f.state is s for f in found)} {s.replace('_', ' ')}" for s in State]
    console.print("; ".join(counted), style="bold", highlight=False)


@network.command("import")
def bring(
    file: Annotated[Path, typer.Argument(help="A CSV of centres, with the region's columns.")],
    config: Config = None,
    *,
    source: Annotated[
        str, typer.Option(help="The file's name under [sources]; else register_source.")
    ] = "",
) -> None:
    """Check a register of centres row by row and, if nothing is wrong, add its new centres.

    All or nothing: while one fault blocks, no file is written and the command
    ends with 1. Without a network folder in the settings it only checks.
    """
    settings = read_settings(config)
    if not file.is_file():
        raise typer.BadParameter(f"There is no file called {file}.")
    known = load_network_of(settings)
    with _folder(settings) as folder:
        try:
            done = import_register(
                file,
                folder,
                Comuni.shipped(),
                source=source or known.register_source or "",
                today=datetime.now(known.directory.zone).date(),
                write=settings.content.network is not None,
            )
        except UnicodeDecodeError:
            raise ContentError(f"{file} is not UTF-8. Save it so and try again.", []) from None
    console = Console(soft_wrap=True)
    speaking(settings).tell_apart(console)
    _tell(done, console)


@network.command("map")
def draw(
    target: Annotated[Path, typer.Argument(help="The SVG file to write.")],
    config: Config = None,
    *,
    around: Annotated[int, typer.Option(help="The number of the node in the middle.")] = 1,
    kilometres: Annotated[float, typer.Option("--km", help="How far around it.")] = 25.0,
) -> None:
    """Draw the doors, the areas around them and which door each area is sent to now."""
    if not 1 <= kilometres <= _FARTHEST:
        raise typer.BadParameter(f"--km is a distance from 1 to {_FARTHEST:.0f}.")
    settings = read_settings(config)
    live = speaking(settings)
    directory = live.network().directory
    middle = directory.by_number(around)
    if middle is None:
        raise typer.BadParameter(f"No node of the network has number {around}.")
    gazetteer = Gazetteer.load()
    italian = Catalogues({})
    drawing = network_map(
        directory,
        gazetteer,
        areas_around(middle, gazetteer, gazetteer.areas(), kilometres),
        now=datetime.now(directory.zone),
        show_unconfirmed=settings.is_demo,
        say=lambda phrase: italian.say(phrase, SOURCE),
    )
    try:
        target.write_text(drawing, encoding="utf-8")
    except OSError:
        raise ContentError(
            f"{target} cannot be written. Check its folder and rights.", []
        ) from None
    console = Console(soft_wrap=True)
    live.tell(console)
    console.print(f"{target} is drawn.", highlight=False, markup=False)


@contextmanager
def _folder(settings: Settings) -> Iterator[Path]:
    if settings.content.network is not None:
        yield settings.content.network
        return
    with as_file(shipped_folder()) as folder:
        yield folder


def _tell(done: Import, console: Console) -> None:
    for fault in done.faults:
        if fault.kind is FaultKind.KNOWN:
            continue
        mark = "error  " if fault.blocks else "warning  "
        console.print(mark, style="red" if fault.blocks else "yellow", end="")
        console.print(str(fault), highlight=False, markup=False)
    for problem in done.problems:
        console.print("error  ", style="red", end="")
        console.print(str(problem), highlight=False, markup=False)
    errors = sum(fault.blocks for fault in done.faults) + len(done.problems)
    known = sum(fault.kind is FaultKind.KNOWN for fault in done.faults)
    if known:
        console.print(f"{known} rows are in the network already: they were left as they are.")
    console.print(_outcome(done, errors), style="bold", highlight=False, markup=False)
    if errors:
        raise typer.Exit(1)


def _outcome(done: Import, errors: int) -> str:
    if errors:
        return f"{errors} error{'s' * (errors != 1)}: nothing was imported."
    if done.written is not None:
        return f"{len(done.nodes)} new centres, none confirmed, in {done.written.name}."
    if not done.nodes:
        return "No new centre: the network has them all."
    return f"{len(done.nodes)} new centres. Name the network's folder in the settings to add them."
