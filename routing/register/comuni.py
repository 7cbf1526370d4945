"""The comuni of Italy as a check on an address: names, provinces, postcodes, points."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from routing import gazetteer
from routing.areas import MILANO
from routing.distance import kilometres_between

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.gazetteer import Comune, Record

#: We ship a point for each comune, not its border. A place is called outside when
#: it is farther than this from its comune's point ...
OUTSIDE_KM = 2.0
#: ... and another comune's point is nearer by this much. So a wrong one near the
#: border can pass, and one in a far hamlet can be asked about: a person decides.
OUTSIDE_TIMES = 2.0
#: No comune but the few largest of Italy reaches this far.
ALWAYS_OUTSIDE_KM = 20.0


class Comuni:
    """Every comune, looked up by name, by code and by point."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._by_area: dict[str, Comune] = {}
        self._by_name: dict[str, list[Comune]] = defaultdict(list)
        self._points: list[tuple[str, tuple[float, float]]] = []
        self._municipi: dict[str, set[str]] = {}
        for record in records:
            if isinstance(record, gazetteer.Municipio):
                self._points.append((MILANO, record.point))
            elif isinstance(record, gazetteer.Postcode):
                self._municipi[record.code] = {area for area, _ in record.areas}
            elif isinstance(record, gazetteer.Comune):
                self._add(record)

    @classmethod
    def shipped(cls) -> Comuni:
        """Those of the gazetteer that the project ships."""
        return cls(gazetteer.read())

    def by_code(self, istat: str) -> Comune | None:
        """The comune with this six-digit ISTAT code."""
        return self._by_area.get(f"C{istat}")

    def named(self, name: str, province: str = "") -> Comune | None:
        """The only comune of that name, or the one of that name in the province."""
        found = self._by_name.get(_plain(name), [])
        inside = [comune for comune in found if comune.sigla == province]
        best = inside or found
        return best[0] if len(best) == 1 else None

    def has_province(self, province: str) -> bool:
        """Whether the two letters stand for a province."""
        return any(comune.sigla == province for comune in self._by_area.values())

    def has_postcode(self, comune: Comune, postcode: str, municipio: str = "") -> bool:
        """Whether the postcode is the comune's, and the municipio's where one is given."""
        if postcode not in comune.postcodes:
            return False
        areas = self._municipi.get(postcode, set())
        return comune.area != MILANO or not municipio or not areas or f"M{municipio}" in areas

    def nearer_comune(self, comune: Comune, point: tuple[float, float]) -> str | None:
        """The name of the comune in which the point seems to lie, when not in this one."""
        own = min(kilometres_between(point, at) for area, at in self._points if area == comune.area)
        area, at = min(self._points, key=lambda known: kilometres_between(point, known[1]))
        other = kilometres_between(point, at)
        outside = own > OUTSIDE_KM and own > OUTSIDE_TIMES * other and area != comune.area
        return self._by_area[area].name if outside or own > ALWAYS_OUTSIDE_KM else None

    def _add(self, comune: Comune) -> None:
        self._by_area[comune.area] = comune
        self._points.append((comune.area, comune.point))
        for name in (comune.name, *comune.other_names):
            self._by_name[_plain(name)].append(comune)


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in bare if sign.isalnum())
