"""A network: a folder of data, read whole, with everything that is wrong with it."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
from pydantic import BaseModel, ValidationError

from routing.areas import AreaCode
from routing.directory import Contact, Directory, Line, Node, NodeKind, Provenance
from routing.errors import HoursError, NetworkError
from routing.hours import Calendar, Closure, OpeningHours
from routing.network_file import NetworkFile, NodesFile
from routing.shelters import names_shelter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from routing.network_file import FactFile, HoursFile, NodeFile, TerritoryFile

_HEAD = "network.toml"
_FIELDS = frozenset(Provenance.__dataclass_fields__)
_Shape = TypeVar("_Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a network's files: where, what, and what to do."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """The comuni that an inter-municipal network joins, and its doors."""

    id: str
    name: str
    manager: str | None
    doors: tuple[str, ...]
    areas: tuple[AreaCode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Who answers in a territory, and by which clock and holidays."""

    id: str
    title: str
    timezone: str
    country: str
    directory: Directory
    #: The holidays of the whole territory; a node's own are in its hours.
    calendar: Calendar
    territories: tuple[Territory, ...]

    def holidays(self, year: int) -> tuple[object, ...]:
        """The holidays of the whole territory in a year."""
        return self.calendar.holidays(year)


@dataclass(frozen=True, slots=True)
class _Written:
    """A node and the line on which it begins."""

    source: _Source
    line: int
    node: NodeFile

    def problem(self, sentence: str) -> Problem:
        return Problem(self.source.name, self.line, sentence)


@dataclass(frozen=True, slots=True)
class _Source:
    """A file as it is written, to say on which line something stands."""

    name: str
    text: str

    def line_of(self, *words: str) -> int:
        """The line of the last of the words, each looked for after the one before."""
        at = 0
        for word in words:
            found = self.text.find(word, at)
            at = found if found >= 0 else at
        return self.text.count("\n", 0, at) + 1

    def line_of_item(self, table: str, position: int) -> int:
        """The line of the table's nth `[[header]]`."""
        at = -1
        for _ in range(position + 1):
            at = self.text.find(f"[[{table}]]", at + 1)
        return self.text.count("\n", 0, max(at, 0)) + 1

    def line_under(self, line: int, key: str) -> int:
        """The first line from there on that begins with the key; else the line itself."""
        rows = self.text.splitlines()
        under = enumerate(rows[line - 1 :], start=line)
        return next((at for at, row in under if row.lstrip().startswith(key)), line)


def shipped_network(name: str = "milano") -> Network:
    """A network that the project ships.

    Raises:
        NetworkError: its files are damaged.
    """
    network, problems = load_network(resources.files("routing") / "networks" / name)
    if problems:
        raise NetworkError(str(problems[0]), len(problems))
    return network


def load_network(folder: Traversable | Path) -> tuple[Network, list[Problem]]:
    """Read a network's folder: what of it can be used, and everything wrong with it.

    Raises:
        NetworkError: there is no readable `network.toml`, so that nothing can be said.
    """
    problems: list[Problem] = []
    head_source = _read(folder / _HEAD)
    head = _shape(head_source, NetworkFile, problems)
    if head is None:
        raise NetworkError(str(problems[0]), len(problems))
    written: list[_Written] = []
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml") and file.name != _HEAD:
            source = _read(file)
            shape = _shape(source, NodesFile, problems)
            for position, node in enumerate(shape.node if shape else ()):
                written.append(_Written(source, source.line_of_item("node", position), node))
    calendar = _calendar(head_source, head, problems)
    problems += _wrong_with_nodes(head, written)
    problems += _wrong_with_head(head_source, head, {each.node.id for each in written})
    nodes = tuple(_nodes(head, written, calendar, problems))
    return _network(head, calendar, nodes), problems


def _read(file: Traversable | Path) -> _Source:
    try:
        return _Source(file.name, file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as exc:
        raise NetworkError(f"{file.name} cannot be read as a text file.", 1) from exc


def _shape(source: _Source, shape: type[_Shape], problems: list[Problem]) -> _Shape | None:
    try:
        return shape.model_validate(tomllib.loads(source.text))
    except tomllib.TOMLDecodeError as exc:
        line = (
            int(str(exc).rpartition("line ")[2].split(",")[0].rstrip(")") or 1)
            if "line " in str(exc)
            else 1
        )
        problems.append(Problem(source.name, line, f"This is not TOML: {exc}."))
    except ValidationError as exc:
        problems += [_problem(source, error["loc"], error["msg"]) for error in exc.errors()]
    return None


def _problem(source: _Source, place: tuple[int | str, ...], message: str) -> Problem:
    line = 1
    for part, after in zip(place, (*place[1:], ""), strict=True):
        if isinstance(part, str) and isinstance(after, int):
            is_table = f"[[{part}]]" in source.text
            line = source.line_of_item(part, after) if is_table else source.line_under(line, part)
        elif isinstance(part, str):
            line = source.line_under(line, part)
    path = ".".join(str(part) for part in place)
    return Problem(source.name, line, f"{path}: {message}.")


def _calendar(source: _Source, head: NetworkFile, problems: list[Problem]) -> Calendar:
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
    if country not in holidays.list_supported_countries():
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


def _wrong_with_head(source: _Source, head: NetworkFile, ids: set[str]) -> Iterator[Problem]:
    lines = {line.id for line in head.line}
    if not any(line.id == "112" for line in head.line):
        yield Problem(
            source.name, 1, "There is no [[line]] with id '112'. It must always be there."
        )
    if len(lines) < len(head.line):
        yield Problem(source.name, source.line_of("[[line]]"), "Two [[line]] have the same id.")
    for closure in head.closure:
        yield from _unknown(source, closure.nodes, ids, "closure")
        if closure.ends < closure.begins:
            yield Problem(
                source.name,
                source.line_of("[[closure]]", str(closure.begins)),
                "This closure ends before it begins.",
            )
    for territory in head.territory:
        yield from _unknown(source, territory.doors, ids, f"territory '{territory.id}'")
        for key in set(territory.sources) - set(head.sources):
            yield Problem(
                source.name,
                source.line_of(f'"{key}"'),
                f"The source '{key}' is not under [sources].",
            )


def _unknown(source: _Source, named: Iterable[str], ids: set[str], where: str) -> Iterator[Problem]:
    for id_ in named:
        if id_ not in ids:
            yield Problem(
                source.name,
                source.line_of(f'"{id_}"'),
                f"The {where} names '{id_}', which is no node. Correct the name.",
            )


def _wrong_with_nodes(head: NetworkFile, written: list[_Written]) -> Iterator[Problem]:
    ids = Counter(each.node.id for each in written)
    numbers = Counter(each.node.number for each in written)
    for each in written:
        node = each.node
        for sentence in _wrong_with(node, head):
            yield each.problem(f"Node '{node.id}': {sentence}")
        if ids[node.id] > 1:
            yield each.problem(f"Two nodes are called '{node.id}'. Give one another id.")
        if numbers[node.number] > 1:
            said = f"Two nodes have number {node.number}. A number belongs to one node for ever."
            yield each.problem(said)
        if node.part_of is not None and node.part_of not in ids:
            yield each.problem(f"Node '{node.id}' is part of '{node.part_of}', which is no node.")


def _wrong_with(node: NodeFile, head: NetworkFile) -> Iterator[str]:
    facts: list[FactFile] = [*node.contacts]
    facts += [fact for fact in (node.seat, node.hours) if fact is not None]
    for fact in facts:
        if fact.source not in head.sources:
            yield f"the source '{fact.source}' is not under [sources]. Add it there."
        if fact.expires_on < fact.checked_on:
            yield "a fact expires before it was checked. Correct one of the dates."
    if node.seat is not None and node.kind is NodeKind.HOSPITALITY:
        yield "it offers hospitality: no address of it may be written here. Take the seat out."
    if node.seat is not None and names_shelter(node.seat.address):
        yield "its address names a shelter. Take it out: no shelter has an address here."
    if node.seat is not None and node.phone_only:
        yield "it asks that only its number is given. Take the seat out."


def _nodes(
    head: NetworkFile, written: list[_Written], calendar: Calendar, problems: list[Problem]
) -> Iterator[Node]:
    attribution = "; ".join(head.attributions)
    for each in written:
        try:
            hours = _hours(head, each.node, calendar)
        except HoursError as exc:
            problems.append(each.problem(str(exc)))
            hours = None
        yield _node(each.node, hours, _serves(head.territory, each.node.id), attribution)


def _hours(head: NetworkFile, node: NodeFile, calendar: Calendar) -> OpeningHours | None:
    if node.hours is None or node.hours.open is None:
        return None
    here = {_month_day(day.day) for day in head.local_holiday if node.area in day.areas}
    own = Calendar(calendar.zone, calendar.country, calendar.local | here)
    closures = tuple(
        Closure(closure.begins, closure.ends, closure.why)
        for closure in head.closure
        if node.id in closure.nodes
    )
    return OpeningHours(node.hours.open, own, closures)


def _serves(territories: tuple[TerritoryFile, ...], id_: str) -> tuple[AreaCode, ...]:
    return tuple(AreaCode(area) for t in territories if id_ in t.doors for area in t.areas)


def _node(
    node: NodeFile, hours: OpeningHours | None, serves: tuple[AreaCode, ...], attribution: str
) -> Node:
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
        hours_written=node.hours.written if node.hours else None,
        hours_fact=_fact(node.hours),
        serves=serves,
        part_of=node.part_of,
        listed_as=node.listed_as,
        attribution=attribution,
    )


def _fact(written: FactFile | HoursFile | None) -> Provenance | None:
    return Provenance(**written.model_dump(include=set(_FIELDS))) if written else None


def _network(head: NetworkFile, calendar: Calendar, nodes: tuple[Node, ...]) -> Network:
    directory = Directory(
        nodes=nodes,
        lines=tuple(Line(**line.model_dump()) for line in head.line),
        attributions=head.attributions,
        sources={key: source.title for key, source in head.sources.items()},
        zone=calendar.zone,
    )
    return Network(
        id=head.id,
        title=head.title,
        timezone=head.timezone,
        country=head.country,
        directory=directory,
        calendar=calendar,
        territories=tuple(
            Territory(
                id=t.id,
                name=t.name,
                manager=t.manager,
                doors=t.doors,
                areas=tuple(map(AreaCode, t.areas)),
            )
            for t in head.territory
        ),
    )
