"""A register of centres, row by row through every check, before any of it is kept."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from routing.areas import MILANO
from routing.directory import NodeKind, Service
from routing.errors import HoursNotUnderstoodError
from routing.network.file import HoursFile, NodeFile, SeatFile
from routing.register.contacts import contacts_of
from routing.register.hours_written import osm_hours
from routing.register.rows import (
    FaultKind,
    Standing,
    check_neighbours,
    point_of,
    read_register,
    speaks_of_shelter,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routing.gazetteer import Comune
    from routing.network.loading import Network
    from routing.register.comuni import Comuni
    from routing.register.rows import Fault, Row

#: Telephones and hours are believed for three months.
BELIEVED = timedelta(days=92)
_INITIALS = frozenset({"CAV", "EOS", "ASST", "CADMI", "CASD", "ATS"})
_SMALL_WORDS = re.compile(
    r"a|al|alla|alle|con|contro|d|da|dal|dalla|de|dei|del|della|delle|dello|di|e|il|in|l|la|le|lo"
    r"|nel|per|presso|sul|sull|sulla|un|una"
)
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


def validate_rows(
    text: str, network: Network, comuni: Comuni, *, source: str, today: date
) -> tuple[tuple[NodeFile, ...], tuple[Fault, ...]]:
    """What a CSV register would add to the network, and everything wrong with it.

    The nodes may be kept only when no fault blocks. Rows that the network
    already has under another name are left out, and so is every word about
    shelters. Nothing is confirmed by being imported.
    """
    rows, faults = read_register(text)
    kept = [row for row in rows if not speaks_of_shelter(row, faults)]
    nodes = judge_rows(kept, network, comuni, source=source, today=today)
    faults += [fault for row in kept for fault in row.faults]
    return nodes, tuple(sorted(faults, key=lambda fault: fault.line))


def judge_rows(
    rows: list[Row], network: Network, comuni: Comuni, *, source: str, today: date
) -> tuple[NodeFile, ...]:
    """The nodes that rows would add; what is wrong with each is noted on it."""
    nodes = _Importer(network, comuni, source, today).nodes(rows)
    check_neighbours(rows, _standing(network, {row["id"] for row in rows}))
    return tuple(nodes)


def _standing(network: Network, ids: set[str]) -> Iterator[Standing]:
    """The doors of the network, but for those that the rows speak of themselves."""
    for node in network.directory.nodes:
        if node.point is not None and not ids & {node.id, *node.listed_as}:
            numbers = frozenset(contact.value for contact in node.contacts)
            yield Standing(node.name, node.point, numbers)


def may_be_kept(faults: tuple[Fault, ...]) -> bool:
    """Whether no fault stands in the way of the whole file."""
    return not any(fault.blocks for fault in faults)


class _Importer:
    """Turns rows into nodes, noting what is wrong with each."""

    def __init__(self, network: Network, comuni: Comuni, source: str, today: date) -> None:
        self._comuni = comuni
        self._source = source
        self._today = today
        nodes = network.directory.nodes
        self._known = {name for node in nodes for name in (node.id, *node.listed_as)}
        # A number that was once a node's is nobody's ever after.
        self._next = max([network.last_number, *(node.number for node in nodes)]) + 1

    def nodes(self, rows: list[Row]) -> list[NodeFile]:
        """The nodes that the rows make, in order."""
        seen: set[str] = set()
        nodes = []
        for row in rows:
            id_ = _slug(row["id"] or f"{row['nome']} {row['comune']}")
            if id_ in seen:
                row.blame(FaultKind.FILE, "another row has the same id. Give one another id.")
            seen.add(id_)
            node = self._node(row, id_)
            if id_ in self._known:
                said = "the network has it already: it is left as it is. Compare the two by hand."
                row.blame(FaultKind.KNOWN, said, blocks=False)
            elif node is not None:
                nodes.append(node)
        return nodes

    def _node(self, row: Row, id_: str) -> NodeFile | None:
        comune = self._comune(row)
        if comune is not None:
            _check_address(row, comune, self._comuni)
        fact = self._fact(row)
        contacts = tuple(contacts_of(row, fact))
        hours = _hours(row, fact)
        if comune is None or not row["nome"]:
            return None
        number, self._next = self._next, self._next + 1
        return NodeFile(
            id=id_,
            number=number,
            name=_readable(row["nome"]),
            kind=NodeKind.CENTRE,
            area=_area(row, comune),
            seat=_seat(row, comune, fact),
            services=_CENTRE_DOES if row["tipo"] != "sportello" else (Service.LISTENING,),
            contacts=contacts,
            hours=hours,
        )

    def _comune(self, row: Row) -> Comune | None:
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

    def _fact(self, row: Row) -> dict[str, Any]:
        return {
            "source": self._source,
            "checked_on": self._today,
            "owner": _readable(row["nome"]) or "?",
            "expires_on": self._today + BELIEVED,
        }


def _seat(row: Row, comune: Comune, fact: Mapping[str, Any]) -> SeatFile | None:
    if not row["indirizzo"]:
        return None
    address = f"{' '.join(row['indirizzo'].split())}, {comune.name}"
    return SeatFile(**fact, address=address, point=point_of(row))


def _hours(row: Row, fact: Mapping[str, Any]) -> HoursFile | None:
    written = row["orari"]
    if not written:
        said = "it has no hours: they will be 'to be confirmed'."
        row.blame(FaultKind.HOURS, said, blocks=False)
        return None
    try:
        return HoursFile(**fact, open=osm_hours(written), written=written)
    except HoursNotUnderstoodError:
        said = f"'{written}' is no schedule: they will be 'to be confirmed'. Name days and times."
        row.blame(FaultKind.HOURS, said, blocks=False)
        return HoursFile(**fact, written=written)


def _check_address(row: Row, comune: Comune, comuni: Comuni) -> None:
    province, postcode, point = row["sigla"].upper(), row["cap"], point_of(row)
    if province and comuni.has_province(province) and province != comune.sigla:
        row.blame(FaultKind.PROVINCE, f"{comune.name} is in {comune.sigla}, not in {province}.")
    if postcode and not comuni.has_postcode(comune, postcode, row["municipio"]):
        inside = f", municipio {row['municipio']}" if row["municipio"] else ""
        row.blame(FaultKind.POSTCODE, f"{postcode} is no CAP of {comune.name}{inside}.")
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


def _area(row: Row, comune: Comune) -> str:
    municipio = row["municipio"]
    is_known = comune.area == MILANO and municipio in set("123456789")
    return f"M{municipio}" if is_known else comune.area


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
    return word.lower() if _SMALL_WORDS.fullmatch(word.lower()) else word.capitalize()
