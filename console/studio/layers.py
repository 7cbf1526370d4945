"""Where the steps of a flow stand on its map: a small layered drawing of our own.

Measured before it was written: grandalf, the one layered-layout library in pure Python on the
package index (alpha, last released in 2023), takes half a second for 200 steps and does not finish
2,000 in a minute; the others need Graphviz or a compiler. A flow needs less than they do. It has an
entrance, so the layers are its distances from there and no cycle has to be broken; and the
map is a narrow column beside the script, so a long layer goes on in the next row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Of one node and the room around it.
WIDTH: Final = 116
HEIGHT: Final = 64
_ACROSS: Final = 14
_DOWN: Final = 34
_EDGE: Final = 36
#: Lanes beside the nodes, on each side.
_LANES: Final = 5
#: How many stand side by side in the column beside the script.
_MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one node stands: its upper left corner."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """A way from one node to another."""

    start: str
    end: str
    #: The drawing of an SVG path.
    path: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole drawing."""

    width: int
    height: int
    spots: Mapping[str, Spot]
    lines: Sequence[Line]


def lay_out(depths: Mapping[str, int], ways: Iterable[tuple[str, str]]) -> Layout:
    """Place nodes by their distance from the entrance.

    Args:
        depths: each node's distance, in the order in which they are met.
        ways: from which node to which; the same way counts once.
    """
    known = dict.fromkeys(way for way in ways if way[0] in depths and way[1] in depths)
    rows = [row for layer in _layers(depths, known) for row in _rows(layer)]
    across = max(map(len, rows), default=1)
    width = across * WIDTH + (across - 1) * _ACROSS + 2 * _EDGE
    spots = {
        name: Spot(_left(number, len(row), width), _EDGE + down * (HEIGHT + _DOWN))
        for down, row in enumerate(rows)
        for number, name in enumerate(row)
    }
    lines = [Line(start, end, _path(spots[start], spots[end], width)) for start, end in known]
    height = len(rows) * (HEIGHT + _DOWN) - _DOWN + 2 * _EDGE
    return Layout(width, height, spots, lines)


def _layers(depths: Mapping[str, int], ways: Iterable[tuple[str, str]]) -> Iterable[list[str]]:
    """The layers, each ordered by where those before it that lead there stand."""
    layers: dict[int, list[str]] = {}
    for name, depth in depths.items():
        layers.setdefault(depth, []).append(name)
    before: dict[str, list[str]] = {}
    for start, end in ways:
        if depths[start] < depths[end]:
            before.setdefault(end, []).append(start)
    at: dict[str, float] = {}
    for _, layer in sorted(layers.items()):
        middles = {name: _middle([at[each] for each in before.get(name, ())]) for name in layer}
        layer.sort(key=middles.__getitem__)
        at.update((name, (number + 1) / (len(layer) + 1)) for number, name in enumerate(layer))
        yield layer


def _middle(places: Sequence[float]) -> float:
    return sum(places) / len(places) if places else 0.5


def _rows(layer: list[str]) -> Iterable[list[str]]:
    count = -(-len(layer) // _MOST)
    each = -(-len(layer) // count)
    return (layer[start : start + each] for start in range(0, len(layer), each))


def _left(number: int, count: int, width: int) -> int:
    whole = count * WIDTH + (count - 1) * _ACROSS
    return (width - whole) // 2 + number * (WIDTH + _ACROSS)


def _path(start: Spot, end: Spot, width: int) -> str:
    """Down to the next row, or across; what leads further runs beside the nodes.

    On the left what leads on, on the right what leads back.
    """
    y, to_y = start.y + HEIGHT // 2, end.y + HEIGHT // 2
    if end.y == start.y:
        right = WIDTH if end.x > start.x else 0
        return f"M{start.x + right} {y}L{end.x + WIDTH - right} {y}"
    if end.y - start.y == HEIGHT + _DOWN:
        x, to_x, below = start.x + WIDTH // 2, end.x + WIDTH // 2, start.y + HEIGHT
        return f"M{x} {below}C{x} {end.y} {to_x} {below} {to_x} {end.y}"
    # Ways to the same row share a lane, those to the next rows have their own.
    aside = 4 + 5 * (end.y // (HEIGHT + _DOWN) % _LANES)
    lane, side = (aside, 0) if end.y > start.y else (width - aside, WIDTH)
    turn = _DOWN // 2 if end.y > start.y else -_DOWN // 2
    return (
        f"M{start.x + side} {y}L{(start.x + side + lane) // 2} {y}Q{lane} {y} {lane} {y + turn}"
        f"L{lane} {to_y - turn}Q{lane} {to_y} {(end.x + side + lane) // 2} {to_y}"
        f"L{end.x + side} {to_y}"
    )
