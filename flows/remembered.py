"""What a conversation carries along, inside its buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.definition import Place

#: Kinds of remembered facts that are not a list of values.
PLACE_KIND = "place"
NODE_KIND = "node"
#: Two centres, the newest last: those she does not want.
NODES_KIND = "nodes"
#: One word of her sign: a list of values, forgotten as soon as it has been used.
SIGN_KIND = "sign"

#: What a condition can ask of a fact that is a number: whether she said it.
SAID, UNSAID = "said", "unsaid"
NUMBER_KINDS = frozenset({PLACE_KIND, NODE_KIND, NODES_KIND})

#: The room of a centre's number.
NODE_BITS = 16


@dataclass(frozen=True, slots=True)
class Remembered:
    """A fact the conversation carries from step to step, inside its buttons."""

    name: str
    #: `place` (an area), `node` (a centre), `nodes` (two), `sign`, or empty for a list of values.
    kind: str
    #: The values it can have, in order; empty for `place`, `node` and `nodes`.
    values: tuple[str, ...]
    place: Place

    @property
    def conditions(self) -> frozenset[str]:
        """The values that an `if:` can ask for."""
        return frozenset((SAID, UNSAID) if self.kind in NUMBER_KINDS else self.values)

    @property
    def bits(self) -> int:
        """The room it takes in a position."""
        if self.kind == PLACE_KIND:
            return 17  # ISTAT codes end at 111107
        if self.kind == NODE_KIND:
            return NODE_BITS
        if self.kind == NODES_KIND:
            return 2 * NODE_BITS
        return max(1, len(self.values).bit_length())  # nought is "not said"
