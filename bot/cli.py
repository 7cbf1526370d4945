"""The commands of the console script `soglia`."""

from __future__ import annotations

import asyncio
import gc
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich.console import Console

from bot.archive import from_the_studio
from bot.commands import whereabouts
from bot.commands.audit import audit
from bot.commands.backup import backup
from bot.commands.edition import edition
from bot.commands.flow import flow
from bot.commands.network import Config, network
from bot.commands.recovery import recovery
from bot.commands.retention import retention
from bot.commands.route import route
from bot.commands.staff import staff
from bot.commands.words import words
from bot.configuration import read_settings
from bot.content import content_of, counted, load_content, load_flows
from bot.editions.reading import read
from bot.errors import CommandError, StartError
from flows.definition import Channel
from flows.errors import FlowError
from routing.errors import RoutingError
from routing.nearest import Wish
from routing.places.finding import Gazetteer
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from bot.app import Service
    from bot.settings import Settings

app = typer.Typer(
    name="soglia",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="A secure chatbot for the first contact with a territorial anti-violence network.",
)
telegram = typer.Typer(no_args_is_help=True, help="The Telegram bot's public face.")
app.add_typer(telegram, name="telegram")
app.add_typer(flow, name="flow")
app.add_typer(edition, name="edition")
app.add_typer(network, name="network")
app.add_typer(staff, name="staff")
app.add_typer(recovery, name="recovery")
app.add_typer(audit, name="audit")
app.add_typer(backup, name="backup")
app.add_typer(words, name="words")
app.command()(retention)
app.command()(route)

Library = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FOLDER|FILE]",
        help="A library's folder or one flow's file. Without it: the one that is installed.",
    ),
]
Walked = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FOLDER|FILE]",
        help="A library's folder or one flow's file. Without it: what is live.",
    ),
]


def main() -> None:
    """Run a command; what is wrong is one sentence and exit code 1, never a traceback."""
    try:
        app()
    except (StartError, CommandError, StorageError, FlowError, RoutingError) as problem:
        Console(stderr=True).print(str(problem), style="bold red", highlight=False, markup=False)
        sys.exit(1)


@app.command()
def run(config: Config = None) -> None:
    """Start the service: the web chat and, with a token, the Telegram bot."""
    from bot import app as service  # noqa: PLC0415 (other commands need no server)
    from bot.quiet_logs import set_up  # noqa: PLC0415

    settings = read_settings(config)
    set_up(settings.log)
    gc.disable()
    with asyncio.Runner(loop_factory=_fastest_loop()) as runner:
        runner.run(service.serve(settings, lambda started: _started(settings, started)))


@app.command()
def check(
    library: Library = None,
    config: Config = None,
    *,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only errors.")] = False,
) -> None:
    """Read flows, facts and translations from files and tell everything that is wrong with them.

    The files, whatever is live. Ends with 1 when something is an error: that library would
    not go live.
    """
    folder, extra, _ = _library(library or read_settings(config).content.flows)
    flows = load_flows(folder, _today(), extra)
    console = Console(soft_wrap=True)
    for issue in flows.issues:
        if issue.is_error or not quiet:
            style = "red" if issue.is_error else "yellow"
            console.print(f"{issue.level}  ", style=style, end="")
            console.print(str(issue), highlight=False, markup=False)
    console.print(counted(flows.issues), style="bold", highlight=False)
    if flows.errors:
        raise typer.Exit(1)


@app.command()
def talk(
    library: Walked = None,
    config: Config = None,
    *,
    language: Annotated[str, typer.Option(help="Begin in this language: it, en, es, ar …")] = "",
    step: Annotated[str, typer.Option(help="Begin at this step: flow.step.")] = "",
    channel: Annotated[Channel, typer.Option(help="Read it as on this channel.")] = Channel.WEB,
    explain: Annotated[
        bool, typer.Option(help="Show the position, the buttons' size and the reasons.")
    ] = True,
) -> None:
    """Walk the conversation in the terminal, as a woman would."""
    from bot.commands.rehearsal import rehearse  # noqa: PLC0415

    folder, extra, first = _library(library)
    rehearse(
        read_settings(config),
        folder,
        extra,
        console=Console(),
        language=language,
        step=step or first,
        channel=channel,
        explains=explain,
    )


@app.command()
def where(
    place: Annotated[
        str | None, typer.Argument(metavar="[PLACE]", help="As she would type it: 20158, lambrate.")
    ] = None,
    config: Config = None,
    *,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Read places from standard input, print a JSON line each."),
    ] = False,
    wish: Annotated[Wish, typer.Option(help="What she looks for.")] = Wish.ANY,
    far: Annotated[bool, typer.Option("--far", help="Far from that place, not near it.")] = False,
) -> None:
    """Tell which place typed words mean and which centres are near it, and why."""
    if as_json:
        lines = [place] if place else (line.rstrip("\n") for line in sys.stdin)
        for line in lines:
            sys.stdout.buffer.write(orjson.dumps(whereabouts.as_record(line)) + b"\n")
            sys.stdout.buffer.flush()
        return
    if not place:
        raise typer.BadParameter("Name a place, or give --json and write places to the input.")
    whereabouts.explain(read_settings(config), place, Console(soft_wrap=True), wish=wish, far=far)


@telegram.command()
def setup(config: Config = None) -> None:
    """Set the bot's neutral name, descriptions and commands in every language."""
    from bot.channels.telegram.setup import run_setup  # noqa: PLC0415
    from bot.quiet_logs import set_up  # noqa: PLC0415

    settings = read_settings(config)
    set_up(settings.log)
    studio = asyncio.run(from_the_studio(settings))
    content = (
        content_of(read(studio[1]), settings, _today(), Gazetteer.load(), hides=studio[0].hides)
        if studio
        else load_content(settings, _today())
    )
    tags = [language.tag for language in content.languages]
    asyncio.run(run_setup(settings.telegram, content.library, content.catalogues, tags, Console()))


def _library(named: Path | None) -> tuple[Path | None, dict[str, str], str]:
    """The folder of a library, the files that replace its own, and where to begin."""
    if named is None or named.is_dir():
        return named, {}, ""
    if not named.is_file():
        raise typer.BadParameter(f"There is no file or folder called {named}.")
    if (named.parent / "library.yaml").is_file():
        return named.parent, {}, named.stem
    # A flow by itself is read as part of the library that is shipped.
    return None, {named.name: named.read_bytes().decode(errors="replace")}, named.stem


def _started(settings: Settings, service: Service) -> None:
    # What was read at start stays for good. Looked through for garbage again and
    # again, it took a third of every turn and held some of them up by 100 ms.
    gc.collect()
    gc.freeze()
    gc.enable()
    _welcome(settings, service)


def _welcome(settings: Settings, service: Service) -> None:
    console = Console(soft_wrap=True)
    console.print(f"\nSoglia is running ({settings.mode} mode).\n", style="bold")
    if service.web_address:
        console.print(f"  Web chat   {service.web_address}")
    if service.telegram:
        console.print("  Telegram   on: write to your bot")
    else:
        console.print("  Telegram   off: README.md, 'Telegram', says how to turn it on")
    console.print(f"  Languages  {', '.join(service.languages)}")
    if service.staff.address:
        console.print(f"  Operators  {service.staff.address}")
    for name, link in service.staff.links:
        console.print(f"             {name}, once: {link}", soft_wrap=True, highlight=False)
    if settings.is_demo:
        console.print(
            "\nThis is a demonstration: numbers and hours nobody has confirmed are shown, marked.\n"
            "Open the address, choose a language, try 'Esci subito'. `make talk` walks it here."
        )
    console.print("Ctrl+C stops it. Nothing of a visit is kept.\n")


def _today() -> date:
    return datetime.now(UTC).date()


def _fastest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """A third faster on the client's side, where it is installed."""
    try:
        import uvloop  # noqa: PLC0415
    except ImportError:
        return None
    return uvloop.new_event_loop
