"""Where she is, from what she typed: one place when it is sure, otherwise a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from locales.phrase import Phrase
    from routing.areas import AreaCode


@dataclass(frozen=True, slots=True)
class Candidate:
    """An area she may mean, told apart from the others in words."""

    area: AreaCode
    #: "Corsico, comune", "via Corsico, Milano, Municipio 6".
    label: Phrase


@dataclass(frozen=True, slots=True)
class Found:
    """One sure area, or up to five to choose from, or neither: then the place is unknown."""

    sure: Candidate | None = None
    #: Most likely first; empty when `sure` is given.
    choices: tuple[Candidate, ...] = ()


class Gazetteer:
    """All the places a woman may name, ready to be looked up."""

    @classmethod
    def load(cls) -> Gazetteer:
        """Read the gazetteer that the project ships."""
        raise NotImplementedError

    def find(self, typed: str) -> Found:
        """What place the typed words mean. Any text is safe to give, of any length."""
        raise NotImplementedError

    def name(self, area: AreaCode) -> str:
        """The name people know the area by: "Municipio 3", "Corsico"."""
        raise NotImplementedError

    def point(self, area: AreaCode) -> tuple[float, float] | None:
        """Latitude and longitude of a point in the area's built-up part, if one is known."""
        raise NotImplementedError

    def areas(self) -> Iterable[AreaCode]:
        """Every area the gazetteer knows."""
        raise NotImplementedError
