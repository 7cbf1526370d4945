"""A network: a folder of data, read whole, with everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from routing.areas import AreaCode
from routing.desks import DeskBook
from routing.directory import Contact, Directory, Line, Node, Provenance
from routing.errors import HoursError, NetworkError
from routing.hours import Calendar, Closure, OpeningHours, knows_holidays
from routing.network.checks import wrong_with_head, wrong_with_nodes
from routing.network.desk_file import DESKS, desk_book
from routing.network.file import NetworkFile, NodesFile
from routing.network.source import Problem, Source, Written, read_source, shaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from routing.network.file import FactFile, NodeFile, TerritoryFile

_HEAD = "network.toml"
_TOML = ".toml"
_FIELDS = frozenset(Provenance.__dataclass_fields__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Who answers in a territory."""

    directory: Directory
    #: The source of what an import of a public register brings.
    register_source: str | None
    #: Who answers in writing; `DeskBook.confirmed` is what service mode may use of it.
    book: DeskBook = field(default_factory=DeskBook)
    #: The highest number that a node ever had, where that node is gone.
    last_number: int = 0


def shipped_network(name: str = "milano") -> Network:
    """A network that the project ships.

    Raises:
        NetworkError: its files are damaged.
    """
    network, problems = load_network(shipped_folder(name))
    if problems:
        raise NetworkError(str(problems[0]), len(problems))
    return network


def shipped_folder(name: str = "milano") -> Traversable:
    """The folder of a network that the project ships."""
    return resources.files("routing") / "networks" / name


def load_network(folder: Traversable | Path) -> tuple[Network, list[Problem]]:
    """Read a network's folder: what of it can be used, and everything wrong with it.

    Raises:
        NetworkError: there is no readable `network.toml`, so that nothing can be said.
    """
    read_source(folder / _HEAD)
    files = (file for file in folder.iterdir() if file.name.endswith(_TOML))
    return read_network({file.name: read_source(file).text for file in files})


def read_network(texts: Mapping[str, str]) -> tuple[Network, list[Problem]]:
    """Understand a network's files by name: what can be used, and everything wrong with it.

    Raises:
        NetworkError: there is no usable `network.toml`, so that nothing can be said.
    """
    problems: list[Problem] = []
    if _HEAD not in texts:
        raise NetworkError(f"There is no {_HEAD}.", 1)
    head_source = Source(_HEAD, texts[_HEAD])
    head = shaped(head_source, NetworkFile, problems)
    if head is None:
        raise NetworkError(str(problems[0]), len(problems))
    written: list[Written] = []
    for name in sorted(texts):
        if name.endswith(_TOML) and name not in {_HEAD, DESKS}:
            source = Source(name, texts[name])
            shape = shaped(source, NodesFile, problems)
            for position, node in enumerate(shape.node if shape else ()):
                written.append(Written(source, source.line_of_item("node", position), node))
    calendar = _calendar(head_source, head, problems)
    problems += wrong_with_nodes(head, written)
    problems += wrong_with_head(head_source, head, {each.node.id for each in written})
    nodes = tuple(_nodes(head, written, calendar, problems))
    book = _desks(texts, head, calendar, written, problems)
    return _network(head, calendar, nodes, book), problems


def _desks(
    texts: Mapping[str, str],
    head: NetworkFile,
    calendar: Calendar,
    written: list[Written],
    problems: list[Problem],
) -> DeskBook:
    if DESKS not in texts:
        return DeskBook()
    return desk_book(
        Source(DESKS, texts[DESKS]),
        {each.node.id: each.node for each in written},
        lambda node: _calendar_of(head, node, calendar),
        lambda node: _closures(head, node),
        problems,
    )


def _calendar(source: Source, head: NetworkFile, problems: list[Problem]) -> Calendar:
    try:
        zone = ZoneInfo(head.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        problems.append(
            Problem(
                source.name,
                source.line_of("timezone"),
                f"'{head.timezone}' is no time zone. Write it as in 'Europe/Rome'.",
            )
        )
        zone = ZoneInfo("UTC")
    country = head.country
    if not knows_holidays(country):
        problems.append(
            Problem(
                source.name,
                source.line_of("country"),
                f"The holidays of '{country}' are not known. Write a country's two letters.",
            )
        )
        country = "IT"
    everywhere = {_month_day(day.day) for day in head.local_holiday if not day.areas}
    return Calendar(zone, country, frozenset(everywhere))


def _month_day(written: str) -> tuple[int, int]:
    month, day = written.split("-")
    return int(month), int(day)


def _nodes(
    head: NetworkFile, written: list[Written], calendar: Calendar, problems: list[Problem]
) -> Iterator[Node]:
    for each in written:
        try:
            hours = _hours(head, each.node, calendar)
        except HoursError as exc:
            problems.append(each.problem(str(exc)))
            hours = None
        yield _node(each.node, hours, _serves(head.territory, each.node.id))


def _hours(head: NetworkFile, node: NodeFile, calendar: Calendar) -> OpeningHours | None:
    if node.hours is None or node.hours.open is None:
        return None
    own = _calendar_of(head, node, calendar)
    return OpeningHours(node.hours.open, own, _closures(head, node.id))


def _calendar_of(head: NetworkFile, node: NodeFile, calendar: Calendar) -> Calendar:
    here = {_month_day(day.day) for day in head.local_holiday if node.area in day.areas}
    return Calendar(calendar.zone, calendar.country, calendar.local | here)


def _closures(head: NetworkFile, node: str) -> tuple[Closure, ...]:
    return tuple(
        Closure(closure.begins, closure.ends, closure.why)
        for closure in head.closure
        if node in closure.nodes
    )


def _serves(territories: tuple[TerritoryFile, ...], id_: str) -> tuple[AreaCode, ...]:
    return tuple(AreaCode(area) for t in territories if id_ in t.doors for area in t.areas)


def _node(node: NodeFile, hours: OpeningHours | None, serves: tuple[AreaCode, ...]) -> Node:
    point = node.seat.point if node.seat else None
    return Node(
        id=node.id,
        number=node.number,
        name=node.name,
        kind=node.kind,
        area=AreaCode(node.area) if node.area else None,
        point=(point[0], point[1]) if point else None,
        address=node.seat.address if node.seat else None,
        seat=_fact(node.seat),
        phone_only=node.phone_only,
        services=node.services,
        languages=node.languages,
        transport=node.transport,
        contacts=tuple(Contact(**contact.model_dump()) for contact in node.contacts),
        hours=hours,
        hours_fact=_fact(node.hours),
        serves=serves,
        part_of=node.part_of,
        listed_as=node.listed_as,
    )


def _fact(written: FactFile | None) -> Provenance | None:
    return Provenance(**written.model_dump(include=set(_FIELDS))) if written else None


def _network(
    head: NetworkFile, calendar: Calendar, nodes: tuple[Node, ...], book: DeskBook
) -> Network:
    directory = Directory(
        nodes=nodes,
        lines=tuple(Line(**line.model_dump()) for line in head.line),
        attributions=head.attributions,
        sources={key: source.title for key, source in head.sources.items()},
        zone=calendar.zone,
    )
    return Network(
        directory=directory,
        register_source=head.register_source,
        book=book,
        last_number=head.last_number,
    )
