"""What a library remembers of a visit: where each fact stands in a position, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.definition import NODE_KIND, PLACE_KIND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flows.definition import Remembered


class Memory:
    """Reads and writes the remembered facts of positions; keeps none itself."""

    def __init__(self, remembered: Sequence[Remembered]) -> None:
        self._remembered = tuple(remembered)
        self._numbers = {fact.name: number for number, fact in enumerate(remembered)}
        #: Where the place she named stands, and the centre she reads about; `None`: nowhere.
        self.place = self._first_of(PLACE_KIND)
        self.node = self._first_of(NODE_KIND)

    @property
    def empty(self) -> tuple[int, ...]:
        """The facts of somebody who has said nothing yet."""
        return (0,) * len(self._remembered)

    def holds(self, when: Mapping[str, frozenset[str]], facts: Sequence[int]) -> bool:
        """Whether each fact that a condition names has one of the values it asks for."""
        for name, wanted in when.items():
            number = self._numbers[name]
            value = facts[number]
            if value == 0 or self._remembered[number].values[value - 1] not in wanted:
                return False
        return True

    def written(self, remember: Mapping[str, str]) -> tuple[tuple[int, int], ...]:
        """What a choice sets, as numbers: which fact, and which of its values."""
        pairs = ((self._numbers[name], value) for name, value in remember.items())
        return tuple(
            (number, self._remembered[number].values.index(value) + 1) for number, value in pairs
        )

    def _first_of(self, kind: str) -> int | None:
        kinds = [fact.kind for fact in self._remembered]
        return kinds.index(kind) if kind in kinds else None
