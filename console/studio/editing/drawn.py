"""What flows' pages were drawn from lately: a script is sent the cards that are others now."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.studio.script import Card

_KEPT: Final = 12


class Drawn:
    """The cards of the last few pages, by what was read, the flow, and the language beside."""

    def __init__(self) -> None:
        self._cards: OrderedDict[tuple[str, str, str], Sequence[Card]] = OrderedDict()

    def keep(self, digest: str, flow: str, tag: str, cards: Sequence[Card]) -> None:
        """Remember what a page was drawn from."""
        self._cards[digest, flow, tag] = cards
        self._cards.move_to_end((digest, flow, tag))
        while len(self._cards) > _KEPT:
            self._cards.popitem(last=False)

    def before(self, digest: str, flow: str, tag: str) -> Sequence[Card] | None:
        """What a page was drawn from; `None` if that is forgotten."""
        return self._cards.get((digest, flow, tag))
