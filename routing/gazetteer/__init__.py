"""The places that ship with the project, and how they are read.

One compressed table, made by `build.py` from public data (`SOURCES.md`). Each
line is a record; its first column says of which kind.
"""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING

from routing.areas import AreaCode
from routing.errors import GazetteerError

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "places.tsv.gz"


class Kind(StrEnum):
    """What a name is the name of."""

    COMUNE = "comune"
    QUARTER = "quarter"
    METRO = "metro"
    RAIL = "rail"
    LANDMARK = "landmark"
    STREET = "street"


class Nearness(StrEnum):
    """How likely somebody who writes to a network in Milan names it."""

    NEAR = "near"
    REGION = "region"
    CITY = "city"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Comune:
    """A comune of Italy."""

    area: AreaCode
    name: str
    #: The names in the other languages of its territory.
    other_names: tuple[str, ...]
    #: Two letters that stand for its province: "MI".
    sigla: str
    province: str
    region: str
    postcodes: tuple[str, ...]
    #: A point in the town where one is known, else inside the comune.
    point: tuple[float, float]
    nearness: Nearness


@dataclass(frozen=True, slots=True)
class Place:
    """A name that means one area, or several between which only she can tell."""

    name: str
    kind: Kind
    #: Most likely first.
    areas: tuple[AreaCode, ...]
    #: Its name as it is shown to her: the Italian one, when `name` is in another language.
    shown: str


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode that is shared by several areas, or no longer in use."""

    code: str
    #: Most likely first, with the quarters of each where it is a municipio.
    areas: tuple[tuple[AreaCode, str], ...]


@dataclass(frozen=True, slots=True)
class Municipio:
    """A municipio of Milan."""

    area: AreaCode
    name: str
    point: tuple[float, float]


Record = Comune | Place | Postcode | Municipio


def read() -> Iterator[Record]:
    """Every record of the shipped gazetteer, in the file's order."""
    try:
        packed = resources.files(__name__).joinpath(FILE).read_bytes()
        lines = gzip.decompress(packed).decode().splitlines()
        for line in lines:
            yield _record(line.split("\t"))
    except (OSError, EOFError, zlib.error, ValueError, IndexError) as exc:
        raise GazetteerError(FILE) from exc


def _record(columns: list[str]) -> Record:
    kind, *rest = columns
    if kind == "place":
        name, what, areas, shown = rest
        return Place(name, Kind(what), tuple(AreaCode(a) for a in areas.split()), shown or name)
    if kind == "comune":
        return _comune(rest)
    if kind == "postcode":
        code, *shared = rest
        return Postcode(code, tuple(_shared(area) for area in shared))
    if kind == "municipio":
        area, name, lat, lon = rest
        return Municipio(AreaCode(area), name, (float(lat), float(lon)))
    raise ValueError(kind)


def _comune(columns: list[str]) -> Comune:
    code, name, others, sigla, province, region, postcodes, lat, lon, nearness = columns
    return Comune(
        area=AreaCode(code),
        name=name,
        other_names=tuple(other for other in others.split("|") if other),
        sigla=sigla,
        province=province,
        region=region,
        postcodes=tuple(postcodes.split()),
        point=(float(lat), float(lon)),
        nearness=Nearness(nearness),
    )


def _shared(column: str) -> tuple[AreaCode, str]:
    area, _, quarters = column.partition("=")
    return AreaCode(area), quarters
