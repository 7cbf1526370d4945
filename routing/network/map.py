"""A schematic map for the staff: the doors, the areas, and which door each area is sent to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from xml.sax.saxutils import escape

from locales.phrase import N_, Phrase
from routing.areas import MILANO
from routing.directory import NodeKind
from routing.distance import Points, kilometres_between
from routing.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from routing.areas import AreaCode
    from routing.directory import Directory, Node

_Point = tuple[float, float]
_WIDE = 1000.0
_MARGIN = 40.0
_LEGEND = 170.0
_ROW = 16.0
_COLUMNS = 3
_LONG = 46
_HALF = 11.0

_KINDS = {
    NodeKind.CENTRE: Phrase(N_("centro antiviolenza")),
    NodeKind.HOSPITAL: Phrase(N_("servizio in ospedale")),
    NodeKind.SERVICE: Phrase(N_("altro servizio della rete")),
}
_TITLE = Phrase(N_("Mappa schematica della rete, per chi ci lavora"))
_AREA = Phrase(N_("municipio o comune; la linea va alla prima porta proposta"))
_NO_DOOR = Phrase(N_("nessuna porta vicina: si propone il 1522"))
_STYLE = """
svg{background:#fff;font:11px system-ui,sans-serif;color:#1d2733}
.way{stroke:#8a97a6;stroke-width:.8}.area{fill:#5b6b7c}.none{fill:none;stroke:#5b6b7c}
.centre{fill:#0b6e6e}.hospital{fill:#a3341f}.service{fill:#5a3d99}
text{fill:#1d2733}.small{fill:#4a5866}.number{fill:#fff;font-size:9px;text-anchor:middle}
@media (prefers-color-scheme:dark){svg{background:#14191f}.way{stroke:#5f6d7c}
.area{fill:#9aa9b8}.none{stroke:#9aa9b8}.centre{fill:#4cc3bd}.hospital{fill:#ff9a80}
.service{fill:#b9a1ff}text{fill:#e8edf2}.small{fill:#aab6c2}.number{fill:#14191f}}
"""


class Territory(Points, Protocol):
    """What knows where an area lies and what it is called: the gazetteer."""

    def name(self, area: AreaCode) -> str:
        """The name people know the area by."""
        ...


@dataclass(frozen=True, slots=True)
class _Frame:
    """The part of the earth on the sheet."""

    north: float
    west: float
    scale: float
    shrink: float
    tall: float

    def place(self, point: _Point) -> _Point:
        x = _MARGIN + (point[1] - self.west) * self.shrink * self.scale
        y = _MARGIN + (self.north - point[0]) * self.scale
        return round(x, 1), round(y, 1)

    def holds(self, point: _Point) -> bool:
        x, y = self.place(point)
        return 0 <= x <= _WIDE and 0 <= y <= self.tall


def network_map(
    directory: Directory,
    territory: Territory,
    areas: Iterable[AreaCode],
    *,
    now: datetime,
    show_unconfirmed: bool,
    say: Callable[[Phrase], str],
) -> str:
    """The areas, the doors around them and which door each is sent to now, as an SVG.

    Made of points alone: no tiles, nothing from a third party. Addresses are
    not on it. `say` puts a phrase into the reader's language.
    """
    placed = {area: point for area in areas if (point := territory.point(area)) is not None}
    frame = _frame(list(placed.values()))
    doors = _doors(directory, territory, frame)
    ways: list[str] = []
    dots: list[str] = []
    for area, point in placed.items():
        first = nearest(
            directory, territory, area, now=now, show_unconfirmed=show_unconfirmed, limit=1
        )
        door = first[0].node if first else None
        if door is not None and door.id in doors:
            ways.append(_way(frame.place(point), frame.place(doors[door.id][1])))
        label = f"{territory.name(area)} → {door.name if door else say(_NO_DOOR)}"
        dots.append(_dot(frame.place(point), label, is_empty=door is None))
    body = "\n".join([*ways, *dots, *_signs(doors, frame, say), *_legend(frame, doors, say)])
    high = frame.tall + _LEGEND + _ROW * math.ceil(len(doors) / _COLUMNS)
    title = escape(say(_TITLE))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE:.0f} {high:.0f}" role="img" '
        f'aria-label="{title}"><title>{title}</title><style>{_STYLE}</style>\n{body}\n</svg>\n'
    )


def areas_around(
    node: Node, territory: Points, areas: Iterable[AreaCode], kilometres: float
) -> tuple[AreaCode, ...]:
    """The areas whose point is no farther than that from a node's."""
    here = node.point or (territory.point(node.area) if node.area else None)
    near = []
    for area in areas:
        point = territory.point(area)
        is_city_in_parts = area == MILANO  # its municipi are drawn, not the whole
        if here is None or point is None or is_city_in_parts:
            continue
        if kilometres_between(here, point) <= kilometres:
            near.append(area)
    return tuple(near)


def _frame(points: list[_Point]) -> _Frame:
    north, south = max(p[0] for p in points), min(p[0] for p in points)
    west, east = min(p[1] for p in points), max(p[1] for p in points)
    shrink = math.cos(math.radians((north + south) / 2))
    across = max((east - west) * shrink, (north - south) / 2, 0.02)
    scale = (_WIDE - 2 * _MARGIN) / across
    return _Frame(north, west, scale, shrink, (north - south) * scale + 2 * _MARGIN)


def _doors(
    directory: Directory, territory: Territory, frame: _Frame
) -> dict[str, tuple[Node, _Point]]:
    doors = {}
    for node in directory.nodes:
        point = node.point or (territory.point(node.area) if node.area else None)
        if node.is_door() and point is not None and frame.holds(point):
            doors[node.id] = (node, point)
    return doors


def _way(here: _Point, there: _Point) -> str:
    return f'<line class="way" x1="{here[0]}" y1="{here[1]}" x2="{there[0]}" y2="{there[1]}"/>'


def _dot(at: _Point, label: str, *, is_empty: bool) -> str:
    look = "none" if is_empty else "area"
    return (
        f'<circle class="{look}" cx="{at[0]}" cy="{at[1]}" r="2.5">'
        f"<title>{escape(label)}</title></circle>"
    )


def _signs(
    doors: dict[str, tuple[Node, _Point]], frame: _Frame, say: Callable[[Phrase], str]
) -> Iterator[str]:
    taken: list[_Point] = []
    for node, point in doors.values():
        x, y = frame.place(point)
        # Two doors in one street are drawn side by side.
        while any(abs(x - other[0]) < 2 * _HALF and abs(y - other[1]) < _HALF for other in taken):
            x += 2 * _HALF + 1
        taken.append((x, y))
        label = escape(f"{node.name} ({say(_KINDS[node.kind])})")
        yield (
            f'<g class="{node.kind}">{_shape(node.kind, (x, y))}'
            f'<text class="number" x="{x:.1f}" y="{y + 3:.1f}">{node.number}</text>'
            f"<title>{label}</title></g>"
        )


def _shape(kind: NodeKind, at: _Point) -> str:
    # A shape of its own for each kind: colour alone is not seen by everybody.
    x, y = at
    if kind is NodeKind.HOSPITAL:
        return f'<path d="M{x - 5:.1f} {y - 11:.1f}h10v5h6v12h-6v5h-10v-5h-6v-12h6z"/>'
    if kind is NodeKind.SERVICE:
        return f'<path d="M{x:.1f} {y - 12:.1f}l14 12l-14 12l-14 -12z"/>'
    return f'<rect x="{x - _HALF:.1f}" y="{y - 7:.1f}" width="{2 * _HALF}" height="14" rx="3"/>'


def _legend(
    frame: _Frame, doors: dict[str, tuple[Node, _Point]], say: Callable[[Phrase], str]
) -> Iterator[str]:
    y = frame.tall + 12
    for kind, phrase in _KINDS.items():
        yield f'<g class="{kind}">{_shape(kind, (_MARGIN, y))}</g>'
        yield f'<text x="{_MARGIN + 20}" y="{y + 4:.1f}">{escape(say(phrase))}</text>'
        y += 27
    for look, phrase in (("area", _AREA), ("none", _NO_DOOR)):
        yield f'<circle class="{look}" cx="{_MARGIN}" cy="{y:.1f}" r="2.5"/>'
        yield f'<text class="small" x="{_MARGIN + 20}" y="{y + 4:.1f}">{escape(say(phrase))}</text>'
        y += _ROW
    rows = math.ceil(len(doors) / _COLUMNS)
    listed = sorted((node for node, _ in doors.values()), key=lambda node: node.number)
    for position, node in enumerate(listed):
        column, row = divmod(position, rows)
        x = _MARGIN - 10 + column * (_WIDE - _MARGIN) / _COLUMNS
        label = escape(f"{node.number}  {_short(node.name)}")
        yield f'<text x="{x:.1f}" y="{y + 12 + row * _ROW:.1f}">{label}</text>'


def _short(name: str) -> str:
    return name if len(name) <= _LONG else f"{name[: _LONG - 1].rstrip(' ,-')}…"
