"""A public register of centres: a CSV file, its rows, and what is wrong with each."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from routing.distance import kilometres_between
from routing.register.contacts_written import numbers_written
from routing.shelters import names_shelter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

NEEDED = ("nome", "comune", "telefoni")
#: Two centres nearer than this are one door, or one of them has a wrong point.
TOO_NEAR_KM = 0.030
_SHELTER_COLUMN = re.compile(r"rifugi|shelter|protett|segret", re.IGNORECASE)


class FaultKind(StrEnum):
    """What can be wrong with a row."""

    FILE = "file"
    COMUNE = "comune"
    POSTCODE = "postcode"
    PROVINCE = "province"
    PHONE = "phone"
    POINT = "point"
    TOO_NEAR = "too_near"
    HOURS = "hours"
    MAILBOX = "mailbox"
    LINK = "link"
    DAY_AND_NIGHT = "day_and_night"
    SHELTER = "shelter"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a row: where, what, what was or must be done."""

    line: int
    row: str
    kind: FaultKind
    sentence: str
    #: Nothing of the file is imported while one of these is left.
    blocks: bool

    def __str__(self) -> str:
        return f"line {self.line}, {self.row}: {self.sentence}" if self.row else self.sentence


@dataclass(slots=True)
class Row:
    """A row while it is checked."""

    line: int
    cells: dict[str, str]
    faults: list[Fault] = field(default_factory=list)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def name(self) -> str:
        """What the report calls it."""
        return self["id"] or self["nome"]

    def blame(self, kind: FaultKind, sentence: str, *, blocks: bool = True) -> None:
        """Note that something is wrong with it."""
        self.faults.append(Fault(self.line, self.name, kind, sentence, blocks))


def read_register(text: str) -> tuple[list[Row], list[Fault]]:
    """The rows of a CSV file and what is wrong with the file; columns about shelters are gone."""
    first = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    header = [column.strip().lower() for column in next(reader, [])]
    faults = list(_wrong_with_header(header))
    dropped = {column for column in header if _SHELTER_COLUMN.search(column)}
    rows: list[Row] = []
    for cells in _lines(reader, faults):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            said = f"it has {len(cells)} cells under {len(header)} columns. Check its commas."
            faults.append(Fault(reader.line_num, cells[0], FaultKind.FILE, said, blocks=True))
            continue
        named = dict(zip(header, map(str.strip, cells), strict=True))
        kept = {column: cell for column, cell in named.items() if column not in dropped}
        rows.append(Row(reader.line_num, kept))
    return rows, faults


def _lines(reader: Any, faults: list[Fault]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:
        said = "from here on it cannot be read. Look for a quotation mark that is never closed."
        faults.append(Fault(reader.line_num, "row", FaultKind.FILE, said, blocks=True))


def _wrong_with_header(header: list[str]) -> Iterator[Fault]:
    for column in NEEDED:
        if column not in header:
            said = f"There is no column '{column}'. Nothing can be imported without it."
            yield Fault(1, "", FaultKind.FILE, said, blocks=True)
    for column in header:
        if _SHELTER_COLUMN.search(column):
            said = f"The column '{column}' is about shelters: it was dropped, unread."
            yield Fault(1, "", FaultKind.SHELTER, said, blocks=False)


def speaks_of_shelter(row: Row, faults: list[Fault]) -> bool:
    """Whether the row must be dropped because it speaks of a shelter; that it was is noted."""
    told = (row["nome"], row["tipo"], row["indirizzo"], row["orari"], row["email"])
    if not any(names_shelter(cell) for cell in told):
        return False
    # The name too stays out of the report: it may be all that somebody needs.
    said = "it speaks of a shelter: the whole row was dropped. It must not be in this file."
    faults.append(Fault(row.line, row["id"] or "row", FaultKind.SHELTER, said, blocks=False))
    return True


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that stands somewhere and answers a telephone."""

    name: str
    point: tuple[float, float]
    numbers: frozenset[str]


def check_neighbours(rows: list[Row], known: Iterable[Standing]) -> None:
    """Note which rows stand where an earlier one, or something known, stands."""
    before = list(known)
    for row in rows:
        point = point_of(row)
        if point is None:
            continue
        here = Standing(row.name, point, frozenset(numbers_written(row["telefoni"])[0]))
        for other in before:
            if kilometres_between(point, other.point) < TOO_NEAR_KM:
                _blame_neighbour(row, here, other)
        before.append(here)


def _blame_neighbour(row: Row, here: Standing, other: Standing) -> None:
    if here.numbers & other.numbers:
        said = f"it stands where {other.name} stands and has its number: they are shown as one."
        row.blame(FaultKind.TOO_NEAR, said, blocks=False)
    else:
        said = f"it stands within 30 metres of {other.name}: one of the two points is wrong."
        row.blame(FaultKind.TOO_NEAR, said)


def point_of(row: Row) -> tuple[float, float] | None:
    """Its coordinates, if they are numbers."""
    try:
        return float(row["lat"].replace(",", ".")), float(row["lon"].replace(",", "."))
    except ValueError:
        return None
