"""The areas of the gazetteer and their names, ready to be indexed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from routing.areas import MILANO, AreaCode
from routing.errors import UnknownAreaError
from routing.gazetteer import Comune, Kind, Municipio, Nearness, Place, Postcode
from routing.places.lookup import Name, name_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from routing.gazetteer import Record

_OF_MILAN = frozenset({"mi", "milano"})


class Atlas:
    """Every area, by its code and by its postcodes."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.comuni: dict[AreaCode, Comune] = {}
        self.municipi: dict[AreaCode, Municipio] = {}
        self._postcodes: dict[str, tuple[tuple[AreaCode, str], ...]] = {}
        self._places: list[Place] = []
        for record in records:
            self._add(record)
        self._add_postcodes_of_comuni()

    def _add(self, record: Record) -> None:
        match record:
            case Comune():
                self.comuni[record.area] = record
            case Municipio():
                self.municipi[record.area] = record
            case Postcode():
                self._postcodes[record.code] = record.areas
            case Place():
                self._places.append(record)

    def known(self, area: AreaCode) -> Municipio | Comune:
        """The municipio or comune of a code."""
        known = self.municipi.get(area) or self.comuni.get(area)
        if known is None:
            raise UnknownAreaError
        return known

    def with_postcode(self, code: str) -> tuple[tuple[AreaCode, str], ...]:
        """The areas that share a postcode, most likely first; for a municipio with its quarters."""
        return self._postcodes.get(code, ())

    def names(self) -> Iterator[Name]:
        """Every way of naming an area, comuni first."""
        for comune in self.comuni.values():
            for text in (comune.name, *comune.other_names):
                yield _name_of_comune(comune, text)
        for place in self._places:
            yield self._name_of_place(place)

    def _name_of_place(self, place: Place) -> Name:
        comune = self.comuni.get(place.areas[0])
        return Name(
            text=place.shown,
            kind=place.kind,
            areas=place.areas,
            nearness=comune.nearness if comune else Nearness.NEAR,
            words=name_words(place.name),
            lies_in=_lies_in(comune) if comune else _OF_MILAN,
            is_nickname=place.name != place.shown,
        )

    def _add_postcodes_of_comuni(self) -> None:
        sharing: dict[str, list[tuple[AreaCode, str]]] = {}
        # Around Milan first: of those who share a postcode, she is most likely there.
        for comune in sorted(self.comuni.values(), key=lambda c: c.nearness is not Nearness.NEAR):
            for code in comune.postcodes:
                if comune.area != MILANO:
                    sharing.setdefault(code, []).append((comune.area, ""))
        for code, areas in sharing.items():
            self._postcodes.setdefault(code, tuple(areas))


def _name_of_comune(comune: Comune, text: str) -> Name:
    return Name(
        text=comune.name,
        kind=Kind.COMUNE,
        areas=(comune.area,),
        nearness=comune.nearness,
        words=name_words(text),
        lies_in=_lies_in(comune),
    )


def _lies_in(comune: Comune) -> frozenset[str]:
    return _plain_words(comune.sigla, comune.province, comune.region)


@cache
def _plain_words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in name_words(text))
