"""Areas: the municipi of Milan and the comuni of Italy, as codes and as small numbers.

An area is all that a visit remembers of a place, and it travels in a button's
64 bytes: hence a number of three bytes beside the code that people read.
"""

from __future__ import annotations

import re
from typing import NewType

from routing.errors import UnknownAreaError

#: "M1" to "M9" for the municipi of Milan; "C015146" for a comune, by its six-digit ISTAT code.
AreaCode = NewType("AreaCode", str)

_MUNICIPI = range(1, 10)
# ISTAT numbers provinces from 001 and comuni from 001 within each, so that the
# numbers of the municipi can never be those of a comune.
_COMUNI = range(1_001, 1_000_000)
_WRITTEN = re.compile(r"M([1-9])|C([0-9]{6})", re.ASCII)

#: Milan as a whole, for those who know no more than that.
MILANO = AreaCode("C015146")


def area_number(area: AreaCode) -> int:
    """The number of an area: above 0, and small enough for three bytes."""
    written = _WRITTEN.fullmatch(area)
    number = int(written[1] or written[2]) if written else 0
    if written is None or (written[2] and number not in _COMUNI):
        raise UnknownAreaError
    return number


def area_of(number: int) -> AreaCode:
    """The area of a number made by `area_number`."""
    if number in _MUNICIPI:
        return AreaCode(f"M{number}")
    if number in _COMUNI:
        return AreaCode(f"C{number:06}")
    raise UnknownAreaError


def municipio_of(area: AreaCode) -> int | None:
    """The number of the municipio, when the area is one."""
    number = area_number(area)
    return number if number in _MUNICIPI else None
