"""Files as bytes for a row, and the way from one text to another without keeping both."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.editions.records import Changed, Files

#: From here (the texts there are) to there, by path: how much stays at the beginning and at the
#: end, and what stands between; or the whole other text; or `None`: the file is not there.
Way = Mapping[str, list[Any] | str | None]


def pack(what: Mapping[str, Any]) -> bytes:
    """Write texts by path, or a way, for a row."""
    # As ASCII: half of a letter's pair, as JSON can bring it in, is no UTF-8.
    return zlib.compress(json.dumps(what, separators=(",", ":")).encode(), 6)


def unpack(body: bytes) -> dict[str, Any]:
    """Read what `pack` wrote."""
    read: dict[str, Any] = json.loads(zlib.decompress(body))
    return read


def way(here: Files, there: Changed) -> Way:
    """How to come from these files to those texts."""
    # A correction in a catalogue of 100 kB is kept in 100 bytes: a translator makes thousands.
    return {path: _part(here.get(path), text) for path, text in there.items()}


def gone(here: Files, way: Way) -> dict[str, str | None]:
    """Go: the texts that are others there."""
    return {path: _whole(here.get(path), part) for path, part in way.items()}


def _part(here: str | None, there: str | None) -> list[Any] | str | None:
    if here is None or there is None:
        return there
    start = _shared(here, there)
    end = _shared(here[start:][::-1], there[start:][::-1])
    return [start, end, there[start : len(there) - end]]


def _whole(here: str | None, part: list[Any] | str | None) -> str | None:
    if not isinstance(part, list):
        return part
    here, (start, end, between) = here or "", part
    return f"{here[:start]}{between}{here[len(here) - end :]}"


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    known, most = 0, min(len(one), len(other))
    while known < most:
        tried = (known + most + 1) // 2
        if one[known:tried] == other[known:tried]:
            known = tried
        else:
            most = tried - 1
    return known
