"""Where an area lies, and how far two points are from each other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from routing.areas import AreaCode

_KM_A_DEGREE = 111.195


class Points(Protocol):
    """What knows where an area lies: the gazetteer."""

    def point(self, area: AreaCode) -> tuple[float, float] | None:
        """Latitude and longitude of a point inside the area."""
        ...


def kilometres_between(here: tuple[float, float], there: tuple[float, float]) -> float:
    """As the crow flies. Flat earth: right to one part in two hundred within a region."""
    shrink = math.cos(math.radians((here[0] + there[0]) / 2))
    return _KM_A_DEGREE * math.hypot(there[0] - here[0], (there[1] - here[1]) * shrink)
