"""A register of centres, row by row through every check, before any of it is kept."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING, Any

from routing.contacts_written import (
    Mailbox,
    dialled,
    is_mobile,
    is_short_mobile,
    is_shortened,
    mailbox,
    numbers_written,
)
from routing.directory import ContactKind, NodeKind, Service
from routing.errors import HoursNotUnderstoodError
from routing.hours_written import osm_hours, promises_day_and_night
from routing.nearest import kilometres_between
from routing.network_file import ContactFile, HoursFile, NodeFile, SeatFile
from routing.shelters import names_shelter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.comuni import Comuni
    from routing.gazetteer import Comune
    from routing.network import Network

NEEDED = ("nome", "comune", "telefoni")
#: Telephones and hours are believed for three months.
BELIEVED = timedelta(days=92)
#: Two centres nearer than this are one door, or one of them has a wrong point.
TOO_NEAR_KM = 0.030
_SHELTER_COLUMN = re.compile(r"rifugi|shelter|protett|segret", re.IGNORECASE)
_INITIALS = frozenset({"CAV", "EOS", "ASST", "CADMI", "CASD", "ATS"})
_SMALL_WORDS = frozenset(
    [
        "a",
        "al",
        "alla",
        "alle",
        "con",
        "contro",
        "d",
        "da",
        "dal",
        "dalla",
        "de",
        "dei",
        "del",
        "della",
        "delle",
        "dello",
        "di",
        "e",
        "il",
        "in",
        "l",
        "la",
        "le",
        "lo",
        "nel",
        "per",
        "presso",
        "sul",
        "sull",
        "sulla",
        "un",
        "una",
    ]
)
_CAP = re.compile(r"\d{5}")
_LAST_NUMBER = 65_535
# What PRODUCT calls a centre does all this; of a desk no source says more than that it listens.
_CENTRE_DOES = (
    Service.LISTENING,
    Service.LEGAL,
    Service.PSYCHOLOGICAL,
    Service.FOREIGNERS,
    Service.WORK,
    Service.HOUSING,
    Service.CHILDREN,
)


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
class _Row:
    """A row while it is checked."""

    line: int
    cells: dict[str, str]
    faults: list[Fault] = field(default_factory=list)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def name(self) -> str:
        return self["id"] or self["nome"]

    def blame(self, kind: FaultKind, sentence: str, *, blocks: bool = True) -> None:
        self.faults.append(Fault(self.line, self.name, kind, sentence, blocks))


def validate_rows(
    text: str, network: Network, comuni: Comuni, *, source: str, today: date
) -> tuple[tuple[NodeFile, ...], tuple[Fault, ...]]:
    """What a CSV register would add to the network, and everything wrong with it.

    The nodes may be kept only when no fault blocks. Rows that the network
    already has under another name are left out, and so is every word about
    shelters. Nothing is confirmed by being imported.
    """
    rows, faults = _rows(text)
    kept = [row for row in rows if not _about_shelter(row, faults)]
    nodes = _Importer(network, comuni, source, today).nodes(kept)
    _check_neighbours(kept)
    faults += [fault for row in kept for fault in row.faults]
    return tuple(nodes), tuple(sorted(faults, key=lambda fault: fault.line))


def may_be_kept(faults: tuple[Fault, ...]) -> bool:
    """Whether no fault stands in the way of the whole file."""
    return not any(fault.blocks for fault in faults)


def _rows(text: str) -> tuple[list[_Row], list[Fault]]:
    first = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    header = [column.strip().lower() for column in next(reader, [])]
    faults = list(_wrong_with_header(header))
    dropped = {column for column in header if _SHELTER_COLUMN.search(column)}
    rows: list[_Row] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            said = f"it has {len(cells)} cells under {len(header)} columns. Check its commas."
            faults.append(Fault(reader.line_num, cells[0], FaultKind.FILE, said, blocks=True))
            continue
        named = dict(zip(header, map(str.strip, cells), strict=True))
        kept = {column: cell for column, cell in named.items() if column not in dropped}
        rows.append(_Row(reader.line_num, kept))
    return rows, faults


def _wrong_with_header(header: list[str]) -> Iterator[Fault]:
    for column in NEEDED:
        if column not in header:
            said = f"There is no column '{column}'. Nothing can be imported without it."
            yield Fault(1, "", FaultKind.FILE, said, blocks=True)
    for column in header:
        if _SHELTER_COLUMN.search(column):
            said = f"The column '{column}' is about shelters: it was dropped, unread."
            yield Fault(1, "", FaultKind.SHELTER, said, blocks=False)


def _about_shelter(row: _Row, faults: list[Fault]) -> bool:
    told = (row["nome"], row["tipo"], row["indirizzo"], row["orari"], row["email"])
    if not any(names_shelter(cell) for cell in told):
        return False
    # The name too stays out of the report: it may be all that somebody needs.
    said = "it speaks of a shelter: the whole row was dropped. It must not be in this file."
    faults.append(Fault(row.line, row["id"] or "row", FaultKind.SHELTER, said, blocks=False))
    return True


def _check_neighbours(rows: list[_Row]) -> None:
    placed = [(row, point) for row in rows if (point := _point_of(row)) is not None]
    for (one, here), (other, there) in combinations(placed, 2):
        if kilometres_between(here, there) >= TOO_NEAR_KM:
            continue
        same = set(numbers_written(one["telefoni"])[0]) & set(numbers_written(other["telefoni"])[0])
        if same:
            said = (
                f"it stands where {one.name} stands and has its number: they are shown as one door."
            )
        else:
            said = f"it stands within 30 metres of {one.name}: one of the two points is wrong."
        other.blame(FaultKind.TOO_NEAR, said, blocks=not same)


def _point_of(row: _Row) -> tuple[float, float] | None:
    try:
        return float(row["lat"].replace(",", ".")), float(row["lon"].replace(",", "."))
    except ValueError:
        return None


class _Importer:
    """Turns rows into nodes, noting what is wrong with each."""

    def __init__(self, network: Network, comuni: Comuni, source: str, today: date) -> None:
        self._comuni = comuni
        self._source = source
        self._today = today
        nodes = network.directory.nodes
        self._numbers = {node.id: node.number for node in nodes}
        self._listed = {row for node in nodes for row in node.listed_as}
        self._next = max(self._numbers.values(), default=0) + 1

    def nodes(self, rows: list[_Row]) -> list[NodeFile]:
        """The nodes that the rows make, in order."""
        seen: set[str] = set()
        nodes = []
        for row in rows:
            id_ = _slug(row["id"] or f"{row['nome']} {row['comune']}")
            if id_ in seen:
                row.blame(FaultKind.FILE, "another row has the same id. Give one another id.")
            seen.add(id_)
            node = self._node(row, id_)
            if node is not None and id_ not in self._listed:
                nodes.append(node)
        return nodes

    def _node(self, row: _Row, id_: str) -> NodeFile | None:
        comune = self._comune(row)
        if comune is not None:
            _check_address(row, comune, self._comuni)
        contacts = tuple(self._contacts(row))
        hours = self._hours(row)
        if comune is None or not row["nome"]:
            return None
        number = self._numbers.get(id_)
        if number is None:
            number, self._next = self._next, self._next + 1
        return NodeFile(
            id=id_,
            number=min(number, _LAST_NUMBER),
            name=_readable(row["nome"]),
            kind=NodeKind.CENTRE,
            area=_area(row, comune),
            seat=self._seat(row),
            services=_CENTRE_DOES if row["tipo"] != "sportello" else (Service.LISTENING,),
            contacts=contacts,
            hours=hours,
        )

    def _comune(self, row: _Row) -> Comune | None:
        province = row["sigla"].upper()
        if province and not self._comuni.has_province(province):
            row.blame(
                FaultKind.PROVINCE, f"'{row['sigla']}' is no province. Write its two letters."
            )
            province = ""
        named = self._comuni.named(row["comune"], province)
        comune = self._comuni.by_code(row["codice_istat"]) or named
        if comune is None:
            row.blame(
                FaultKind.COMUNE,
                f"'{row['comune']}' is no comune, or more than one. Add its ISTAT code.",
            )
        elif named is not None and named != comune:
            row.blame(
                FaultKind.COMUNE,
                f"the ISTAT code is that of {comune.name}, the name is {named.name}.",
            )
        return comune

    def _seat(self, row: _Row) -> SeatFile | None:
        if not row["indirizzo"]:
            return None
        return SeatFile(
            **self._fact(row), address=_readable_address(row["indirizzo"]), point=_point_of(row)
        )

    def _fact(self, row: _Row) -> dict[str, Any]:
        return {
            "source": self._source,
            "checked_on": self._today,
            "owner": _readable(row["nome"]) or "?",
            "expires_on": self._today + BELIEVED,
        }

    def _hours(self, row: _Row) -> HoursFile | None:
        written = row["orari"]
        if not written:
            row.blame(
                FaultKind.HOURS, "it has no hours: they will be 'to be confirmed'.", blocks=False
            )
            return None
        try:
            return HoursFile(**self._fact(row), open=osm_hours(written), written=written)
        except HoursNotUnderstoodError:
            said = (
                f"'{written}' is no schedule: they will be 'to be confirmed'. Name days and times."
            )
            row.blame(FaultKind.HOURS, said, blocks=False)
            return HoursFile(**self._fact(row), written=written)

    def _contacts(self, row: _Row) -> Iterator[ContactFile]:
        day_and_night = self._lines(row)
        numbers = self._phones(row, "telefoni")
        for number in dict.fromkeys([*numbers, *day_and_night]):
            is_line = number in day_and_night
            plain = ContactKind.MOBILE if is_mobile(number) else ContactKind.PHONE
            kind = ContactKind.LINE24 if is_line else plain
            use = "reperibilità telefonica 24 ore su 24" if is_line else "centro"
            lost = "ha nove cifre: ne manca forse una" if is_short_mobile(number) else None
            yield ContactFile(**self._fact(row), kind=kind, value=number, use=use, conflict=lost)
        yield from self._mailbox(row)
        yield from self._site(row)

    def _phones(self, row: _Row, column: str) -> tuple[str, ...]:
        good, bad = numbers_written(row[column])
        for part in bad:
            said = f"'{part}' is no telephone number: is a leading zero or a digit missing?"
            row.blame(FaultKind.PHONE, said)
        if column == "telefoni" and not good and not bad:
            row.blame(FaultKind.PHONE, "it has no telephone number.")
        for number in filter(is_short_mobile, good):
            said = (
                f"{number} has nine digits: it is kept as in conflict until the centre confirms it."
            )
            row.blame(FaultKind.PHONE, said, blocks=False)
        return good

    def _lines(self, row: _Row) -> tuple[str, ...]:
        promised, flagged = promises_day_and_night(row["orari"]), row["h24"].lower() in {"si", "sì"}
        if promised and not flagged:
            row.blame(
                FaultKind.DAY_AND_NIGHT,
                "its hours promise a person day and night: set 'h24' to 'si'.",
            )
        if flagged and not promised:
            row.blame(
                FaultKind.DAY_AND_NIGHT, "'h24' is set, but its hours do not say so.", blocks=False
            )
        if not flagged:
            return ()
        return (
            self._phones(row, "telefoni_in_orari")
            or _number_in(row["orari"])
            or self._phones(row, "telefoni")
        )

    def _mailbox(self, row: _Row) -> Iterator[ContactFile]:
        if not row["email"]:
            return
        kind = mailbox(row["email"], row["nome"])
        if kind is Mailbox.MALFORMED:
            row.blame(FaultKind.MAILBOX, "its mailbox is not written as one.")
            return
        if kind is Mailbox.PERSONAL:
            # Without the address: it may be somebody's name.
            row.blame(
                FaultKind.MAILBOX,
                "its mailbox looks like one person's: it was dropped.",
                blocks=False,
            )
            return
        if kind is Mailbox.OFFICE:
            row.blame(
                FaultKind.MAILBOX,
                "its mailbox is an office's: women are not shown it.",
                blocks=False,
            )
        if kind is Mailbox.FREE:
            row.blame(
                FaultKind.MAILBOX,
                "its mailbox is with a free provider: ask who reads it.",
                blocks=False,
            )
        use = "amministrazione" if kind is Mailbox.OFFICE else "centro"
        yield ContactFile(
            **self._fact(row),
            kind=ContactKind.EMAIL,
            value=row["email"].lower(),
            use=use,
            staff_only=kind is Mailbox.OFFICE,
        )

    def _site(self, row: _Row) -> Iterator[ContactFile]:
        if not row["sito_web"]:
            return
        if is_shortened(row["sito_web"]):
            row.blame(FaultKind.LINK, "its site is a shortened link: it was dropped.", blocks=False)
            return
        yield ContactFile(
            **self._fact(row), kind=ContactKind.WEB, value=row["sito_web"], use="sito"
        )


def _check_address(row: _Row, comune: Comune, comuni: Comuni) -> None:
    province, postcode, point = row["sigla"].upper(), row["cap"], _point_of(row)
    if province and comuni.has_province(province) and province != comune.sigla:
        row.blame(FaultKind.PROVINCE, f"{comune.name} is in {comune.sigla}, not in {province}.")
    if postcode and (not _CAP.fullmatch(postcode) or postcode not in comune.postcodes):
        right = ", ".join(comune.postcodes[:3])
        row.blame(FaultKind.POSTCODE, f"{postcode} is no CAP of {comune.name} ({right}).")
    if point is None:
        if row["lat"] or row["lon"]:
            row.blame(FaultKind.POINT, "its coordinates are no numbers.")
        return
    other = comuni.nearer_comune(comune, point)
    if other is not None:
        row.blame(
            FaultKind.POINT,
            f"its coordinates lie outside {comune.name}, near {other}. Correct or empty them.",
        )


def _area(row: _Row, comune: Comune) -> str:
    municipio = row["municipio"]
    return (
        f"M{municipio}" if municipio in set("123456789") and comune.sigla == "MI" else comune.area
    )


def _number_in(hours: str) -> tuple[str, ...]:
    found = re.findall(r"(?<!\d)(?:0\d|3\d)[\d ]{6,11}\d", hours)
    return tuple(number for written in found if (number := dialled(written)))


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:60].strip("-") or "row"


def _readable(name: str) -> str:
    """A name written in capitals, as it is said: "CAV DI RHO" is "CAV di Rho"."""
    words = [_readable_word(word) for word in re.split(r"([ '’()-]+)", name)]
    said = "".join(words)
    return said[:1].upper() + said[1:]


def _readable_word(word: str) -> str:
    if word != word.upper() or word in _INITIALS or "." in word:
        return word
    return word.lower() if word.lower() in _SMALL_WORDS else word.capitalize()


def _readable_address(address: str) -> str:
    return " ".join(address.split())
