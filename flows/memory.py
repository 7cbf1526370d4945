"""What a library remembers of a visit: where each fact stands in a position, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.remembered import (
    NODE_BITS,
    NODE_KIND,
    NODES_KIND,
    NUMBER_KINDS,
    PLACE_KIND,
    SAID,
    SIGN_KIND,
    UNSAID,
)

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from flows.remembered import Remembered

_ONE_NODE = (1 << NODE_BITS) - 1


class Memory:
    """Reads and writes the remembered facts of positions; keeps none itself."""

    def __init__(self, remembered: Sequence[Remembered]) -> None:
        self._remembered = tuple(remembered)
        self._numbers = {fact.name: number for number, fact in enumerate(remembered)}
        #: Where the place she named stands, and the centre she reads about; `None`: nowhere.
        self.place = self._first_of(PLACE_KIND)
        self.node = self._first_of(NODE_KIND)
        #: Where the centres she does not want stand; `None`: nowhere.
        self.nodes = self._first_of(NODES_KIND)

    @property
    def empty(self) -> tuple[int, ...]:
        """The facts of somebody who has said nothing yet."""
        return (0,) * len(self._remembered)

    def holds(self, when: Mapping[str, frozenset[str]], facts: Sequence[int]) -> bool:
        """Whether each fact that a condition names has one of the values it asks for."""
        for name, wanted in when.items():
            if self._told(self._numbers[name], facts) not in wanted:
                return False
        return True

    def _told(self, number: int, facts: Sequence[int]) -> str:
        """What a condition compares: the value, or whether a number was said at all."""
        fact, value = self._remembered[number], facts[number]
        if fact.kind in NUMBER_KINDS:
            return SAID if value else UNSAID
        return fact.values[value - 1] if value else ""

    def written(self, remember: Mapping[str, str]) -> tuple[tuple[int, int], ...]:
        """What a choice sets, as numbers: which fact, and which of its values."""
        pairs = ((self._numbers[name], value) for name, value in remember.items())
        return tuple(
            (number, self._remembered[number].values.index(value) + 1) for number, value in pairs
        )

    def has_room(self, number: int, value: int) -> bool:
        """Whether a number fits where a fact stands: no area and no centre is larger."""
        return value < 1 << self._remembered[number].bits

    def said(self, name: str, facts: Sequence[int]) -> str:
        """The value she chose for a fact; empty if she said nothing, or nobody asks it."""
        number = self._numbers.get(name)
        if number is None:
            return ""
        value, values = facts[number], self._remembered[number].values
        return values[value - 1] if 0 < value <= len(values) else ""

    def avoided(self, facts: Sequence[int]) -> tuple[int, ...]:
        """The numbers of the centres she does not want, the newest last."""
        both = facts[self.nodes] if self.nodes is not None else 0
        return tuple(number for number in (both >> NODE_BITS, both & _ONE_NODE) if number)

    def with_avoided(self, facts: Sequence[int], node: int) -> tuple[int, ...]:
        """The facts with one more centre she does not want; of three the oldest goes."""
        if self.nodes is None or not 0 < node <= _ONE_NODE or node in self.avoided(facts):
            return tuple(facts)
        newest = facts[self.nodes] & _ONE_NODE
        return self._changed(facts, {self.nodes: newest << NODE_BITS | node})

    def without_sign(self, facts: Sequence[int]) -> tuple[int, ...]:
        """The facts without the words of a sign: used, they travel no further."""
        signs = (number for number, fact in enumerate(self._remembered) if fact.kind == SIGN_KIND)
        return self._changed(facts, dict.fromkeys(signs, 0))

    def only(self, names: Container[str], facts: Sequence[int]) -> tuple[int, ...]:
        """The facts with nothing said but these: what one step can depend on."""
        return tuple(
            value if fact.name in names else 0
            for fact, value in zip(self._remembered, facts, strict=True)
        )

    def _changed(self, facts: Sequence[int], values: Mapping[int, int]) -> tuple[int, ...]:
        return tuple(values.get(number, value) for number, value in enumerate(facts))

    def _first_of(self, kind: str) -> int | None:
        kinds = [fact.kind for fact in self._remembered]
        return kinds.index(kind) if kind in kinds else None
