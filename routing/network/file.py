"""The shape of a network's files, as people write them in TOML."""

from __future__ import annotations

from datetime import date  # noqa: TC003 (pydantic reads the annotations)
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from routing.directory import ContactKind, NodeKind, Service  # noqa: TC001 (the same)

Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Area = Annotated[str, StringConstraints(pattern=r"^(M[1-9]|C[0-9]{6})$")]
MonthDay = Annotated[
    str,
    StringConstraints(
        pattern=r"^((0[1-9]|1[0-2])-(0[1-9]|[12][0-9])|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31)$"
    ),
]
#: E.164, or as it is dialled: a short number, a green number.
Dialled = Annotated[
    str, StringConstraints(pattern=r"^(\+[1-9][0-9]{6,14}|1[0-9]{2,5}|80[03][0-9]{6,7})$")
]


class _Written(BaseModel):
    # A field we do not know is refused, and with it any that would hold a shelter's address.
    model_config = ConfigDict(extra="forbid", frozen=True)


class FactFile(_Written):
    """Where a fact comes from."""

    source: Word
    checked_on: date
    owner: Text
    expires_on: date
    confirmed_by: Text | None = None
    conflict: Text | None = None
    note: Text | None = None


class ContactFile(FactFile):
    """One `contacts` line of a node."""

    kind: ContactKind
    value: Text
    use: Text
    service: Service | None = None
    staff_only: bool = False


class HoursFile(FactFile):
    """The `hours` of a node."""

    open: Text | None = None
    written: Text | None = None


class SeatFile(FactFile):
    """The public office of a node."""

    address: Text
    point: Annotated[tuple[float, ...], Field(min_length=2, max_length=2)] | None = None


class NodeFile(_Written):
    """One `[[node]]`."""

    id: Word
    number: Annotated[int, Field(ge=1, le=65_535)]
    name: Text
    kind: NodeKind
    area: Area | None = None
    seat: SeatFile | None = None
    phone_only: bool = False
    services: tuple[Service, ...] = ()
    languages: tuple[
        Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]+)?$")], ...
    ] = ()
    transport: Text | None = None
    contacts: tuple[ContactFile, ...] = ()
    hours: HoursFile | None = None
    part_of: Word | None = None
    #: Its rows in a public register, so that an import does not list it twice.
    listed_as: tuple[Word, ...] = ()


class NodesFile(_Written):
    """A file of nodes: every file of the folder but `network.toml`."""

    node: tuple[NodeFile, ...] = ()


class LineFile(_Written):
    """One `[[line]]`: a national number. No expiry takes it away."""

    id: Word
    number: Dialled
    name: Text
    use: Text
    languages: tuple[str, ...] = ()
    web: Text | None = None
    source: Word
    checked_on: date
    owner: Text
    expires_on: date
    confirmed_by: Text | None = None


class LocalHolidayFile(_Written):
    """One `[[local_holiday]]`: a day that is a holiday only in some areas."""

    day: MonthDay
    name: Text
    areas: tuple[Area, ...]


class ClosureFile(_Written):
    """One `[[closure]]`: days on which nodes are shut although their week says otherwise."""

    nodes: tuple[Word, ...]
    begins: date
    ends: date
    why: Text


class TerritoryFile(_Written):
    """One `[[territory]]`: the comuni that an inter-municipal network joins, and its doors."""

    id: Word
    name: Text
    manager: Text | None = None
    doors: tuple[Word, ...]
    areas: tuple[Area, ...]
    sources: tuple[Word, ...]
    note: Text | None = None


class SourceFile(_Written):
    """One `[sources.x]`."""

    title: Text
    date: Text
    url: str = ""


class NetworkFile(_Written):
    """`network.toml`."""

    id: Word
    title: Text
    timezone: Text
    #: The source of what `soglia network import` brings.
    register_source: Word | None = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    #: The highest number that a node ever had, where that node is gone.
    last_number: Annotated[int, Field(ge=0, le=65_535)] = 0
    attributions: tuple[Text, ...]
    line: tuple[LineFile, ...]
    local_holiday: tuple[LocalHolidayFile, ...] = ()
    closure: tuple[ClosureFile, ...] = ()
    territory: tuple[TerritoryFile, ...] = ()
    sources: dict[Word, SourceFile]
