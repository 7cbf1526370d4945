"""A flow's map: the layered drawing with what stands on it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from console.studio.layers import lay_out
from flows.checks.graph import leads_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.studio.layers import Layout, Spot
    from console.studio.script import Card

_LINE: Final = 15


@dataclass(frozen=True, slots=True)
class Node:
    """One step on the map."""

    card: Card
    spot: Spot
    #: Its name, in two short lines at most.
    lines: Sequence[str]
    #: The steps of this flow it leads to.
    leads_to: Sequence[Card]
    is_lit: bool


@dataclass(frozen=True, slots=True)
class Map:
    """The whole map."""

    layout: Layout
    nodes: Sequence[Node]
    #: The step that is lit; empty is none.
    lit: str


def draw_map(cards: Sequence[Card], lit: str) -> Map:
    """Draw the map of a flow, with one step lit."""
    own: Mapping[str, Card] = {card.step.name: card for card in cards}
    ways = [(name, to) for name, card in own.items() for to in leads_to(card.step)]
    layout = lay_out(
        {name: card.depth for name, card in own.items()},
        [(start, end) for start, end in ways if start != end],
    )
    nodes = [
        Node(
            card,
            layout.spots[name],
            textwrap.wrap(card.name, _LINE, max_lines=2, placeholder="…"),
            [own[to] for to in dict.fromkeys(leads_to(card.step)) if to in own],
            name == lit,
        )
        for name, card in own.items()
    ]
    return Map(layout, nodes, lit)
