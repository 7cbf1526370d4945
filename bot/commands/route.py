"""`soglia route`: to which node a made-up case would go, and why not to the others."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich.console import Console

from bot.commands.network import Config  # noqa: TC001 (typer reads it)
from bot.commands.speaking import speaking
from bot.configuration import read_settings
from flows.definition import Channel
from locales.catalogues import Catalogues
from locales.languages import SOURCE
from routing.areas import area_number
from routing.explaining import explain
from routing.handoff import Case, Want
from routing.places.finding import Gazetteer
from routing.policy import Question
from routing.policy import route as route_of
from routing.ports import DeskNow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.commands.speaking import Speaking
    from bot.settings import Settings
    from locales.phrase import Phrase
    from routing.desks import DeskBook
    from routing.directory import Directory
    from routing.explaining import Explained
    from routing.policy import Route

#: Whoever keeps the data reads Italian, the source of every sentence.
_ITALIAN = Catalogues({})
#: No key is made up here: it only stands for "this node has one".
_SOME_KEY = b"-"


def route(
    config: Config = None,
    *,
    place: Annotated[str, typer.Option(help="Where she is, as she would type it.")] = "",
    language: Annotated[str, typer.Option(help="The language she reads: it, en, ar …")] = SOURCE,
    want: Annotated[Want, typer.Option(help="What she wants.")] = Want.OTHER,
    danger: Annotated[bool, typer.Option("--danger", help="She is in danger now.")] = False,
    far: Annotated[bool, typer.Option("--far", help="Rather far from there.")] = False,
    avoid: Annotated[
        list[str] | None, typer.Option(help="A node she does not want; may be given again.")
    ] = None,
    at: Annotated[
        str, typer.Option(help='When, on the network\'s clock: "2026-11-29 23:00". Without: now.')
    ] = "",
    on_shift: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NODE[:LANGUAGE,…]",
            help="Somebody is on shift there and speaks these; may be given again.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as data.")] = False,
) -> None:
    """Tell which node would answer a made-up case, which come after it, and why.

    Each desk counts as enrolled; who is on shift is what --on-shift says.
    """
    settings = read_settings(config)
    live = speaking(settings)
    network = live.network()
    book = network.book if settings.is_demo else network.book.confirmed()
    gazetteer = Gazetteer.load()
    asked = Question(
        Case(
            channel=Channel.WEB,
            language=language,
            area=_area(gazetteer, place),
            want=want,
            far=far,
            avoid=tuple(_known(network.directory, avoid or ())),
            danger=danger,
        ),
        _shift(network.directory, book, on_shift or ()),
        book,
        network.directory,
        gazetteer,
        _moment(network.directory, at),
    )
    found = route_of(asked.case, asked.desks, asked.book, asked.directory, asked.points, asked.now)
    told = explain(asked)
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(_record(found, told, live)) + b"\n")
        return
    console = Console(soft_wrap=True)
    live.tell(console)
    _print(asked, found, told, console, settings)


def _area(gazetteer: Gazetteer, place: str) -> int:
    if not place:
        return 0
    sure = gazetteer.find(place).sure
    if sure is None:
        raise typer.BadParameter(
            f"'{place}' is no one place. `soglia where` tells what it could mean."
        )
    return area_number(sure.area)


def _known(directory: Directory, ids: Iterable[str]) -> Iterable[str]:
    for id_ in ids:
        if directory.by_id(id_) is None:
            raise typer.BadParameter(f"No node of the network is called '{id_}'.")
        yield id_


def _shift(directory: Directory, book: DeskBook, written: Iterable[str]) -> dict[str, DeskNow]:
    desks = {id_: DeskNow(node=id_, public_key=_SOME_KEY) for id_ in book.desks}
    for each in written:
        id_, _, languages = each.partition(":")
        (node,) = _known(directory, [id_])
        spoken = frozenset(tag.strip() for tag in languages.split(",") if tag.strip())
        before = desks.get(node)
        desks[node] = DeskNow(
            node=node,
            public_key=_SOME_KEY,
            on_shift=before.on_shift + 1 if before else 1,
            languages=(spoken or frozenset({SOURCE}))
            | (before.languages if before else frozenset()),
        )
    return desks


def _moment(directory: Directory, written: str) -> datetime:
    if not written:
        return datetime.now(directory.zone)
    try:
        return datetime.fromisoformat(written).replace(tzinfo=directory.zone)
    except ValueError:
        raise typer.BadParameter(
            f"'{written}' is no moment. Write it as in 2026-11-29 23:00."
        ) from None


def _record(found: Route | None, told: tuple[Explained, ...], live: Speaking) -> dict[str, object]:
    return {
        # Of the studio; null: the installed files.
        "edition": live.edition.number if live.edition else None,
        "node": found.node if found else None,
        "ladder": found.ladder if found else (),
        "reasons": found.reasons if found else (),
        "opens_at": found.opens_at.isoformat() if found and found.opens_at else None,
        "keep_until": found.keep_until.isoformat() if found else None,
        "is_spoken": found.is_spoken if found else False,
        "desks": [
            {"node": each.node, "place": each.place, "why": [_said(why) for why in each.why]}
            for each in told
        ],
    }


def _print(
    asked: Question,
    found: Route | None,
    told: tuple[Explained, ...],
    console: Console,
    settings: Settings,
) -> None:
    console.print(f"At {asked.now:%a %d %B %Y, %H:%M}", style="bold", highlight=False)
    if settings.is_demo and any(desk.is_sample for desk in asked.book.desks.values()):
        console.print("Sample desks: their hours are made up.", highlight=False)
    for each in told:
        mark = f"{each.place}." if each.place else "–"
        console.print(f"\n{mark} {each.name} ({each.node})", style="bold", highlight=False)
        for why in each.why:
            console.print(f"   {_said(why)}", highlight=False, markup=False)
    console.print()
    for sentence in _outcome(asked, found):
        console.print(sentence, highlight=False, markup=False)


def _outcome(asked: Question, found: Route | None) -> Iterable[str]:
    if found is None:
        yield "No desk can answer her: she is given 1522."
        return
    after = f", then {', '.join(found.ladder)}" if found.ladder else ""
    yield f"It goes to {found.node}{after}, then 1522."
    yield f"Because: {', '.join(found.reasons)}."
    if found.opens_at is not None:
        yield f"It opens on {found.opens_at.astimezone(asked.directory.zone):%a %d %B, %H:%M}."
    until = found.keep_until.astimezone(asked.directory.zone)
    yield f"Unanswered it is kept until {until:%a %d %B, %H:%M}."
    if not found.is_spoken:
        yield "Nobody on shift there speaks her language: she is told so."


def _said(phrase: Phrase) -> str:
    return _ITALIAN.say(phrase, SOURCE)
