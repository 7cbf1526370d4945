"""The days on which nodes are shut although their week says otherwise: a calendar as a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.editions.paths import seen
from console.here import fields_of, page
from console.studio.at import at_of, back_to, bench_of
from console.studio.network.filled import Filled, see_same, tried
from console.studio.network.here import change, entry_in, net_of
from locales.phrase import N_, S_
from routing.network.editing.entries import NODES, unit_of
from routing.network.editing.errors import BadDatesError, UnknownRowError
from routing.network.editing.heads import (
    Shut,
    add_closure,
    change_closure,
    closures_of,
    drop_closure,
)
from routing.network.hours_said import days_said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from aiohttp import web

    from console.forms import Fields
    from console.studio.network.here import Net
    from locales.phrase import Phrase
    from routing.network.editing.entries import Texts

_WORDS = 600


@dataclass(frozen=True, slots=True)
class Row:
    """One closure."""

    place: int
    seen: str
    raw: Mapping[str, Any]
    days: Phrase
    #: The nodes' names by their ids.
    nodes: Mapping[str, str]
    is_past: bool
    may_change: bool


async def show_closures(request: web.Request) -> web.StreamResponse:
    """Show every closure, the next one first."""
    return await _draw(request, Filled())


async def _draw(request: web.Request, filled: Filled) -> web.StreamResponse:
    net = await net_of(request)
    node = request.query.get("node", "")
    hers = [node] if node and not net.only else [net.only] if net.only else []
    return page(
        request,
        "network_closures.html",
        status=filled.status,
        at=net.at,
        net=net,
        filled=filled,
        rows=rows_of(net),
        nodes=_names(net),
        chosen=hers,
        may_add=net.may_change(net.only or None) if net.only else net.may_change(),
    )


def _names(net: Net) -> Mapping[str, str]:
    """Who may be shut, by their ids: the network's own first, then by name."""
    known = [entry for entry in net.entries() if entry.node is not None]
    known.sort(key=lambda entry: (entry.file != NODES, entry.name.casefold()))
    return {entry.id: entry.name for entry in known}


def rows_of(net: Net) -> Sequence[Row]:
    """The closures: those to come by their day, then those that are over."""
    names = {entry.id: entry.name for entry in net.entries()}
    rows = [
        Row(
            place,
            seen(unit_of(raw)),
            raw,
            days_said(raw["begins"], raw["ends"]),
            {node: names.get(node, node) for node in raw.get("nodes", ())},
            raw["ends"] < net.at.today,
            _is_hers(net, raw),
        )
        for place, raw in enumerate(closures_of(net.texts))
    ]
    return sorted(rows, key=lambda row: (row.is_past, row.raw["begins"]))


def _is_hers(net: Net, raw: Mapping[str, Any]) -> bool:
    if net.only is None:
        return net.may_change()
    return list(raw.get("nodes", ())) == [net.only] and net.may_change(net.only)


async def add(request: web.Request) -> web.StreamResponse:
    """Shut nodes on some days."""
    fields, today = fields_of(request), bench_of(request).today()

    def make(texts: Texts) -> Mapping[str, str]:
        return add_closure(texts, _typed(fields), today)

    return await _done(request, "new", N_("nuova chiusura: {days}"), make)


async def save(request: web.Request) -> web.StreamResponse:
    """Keep a closure, or take it out."""
    fields, today = fields_of(request), bench_of(request).today()
    drops = fields.one("act") == "drop"

    def make(texts: Texts) -> Mapping[str, str]:
        place = _place_of(texts, fields)
        if drops:
            return drop_closure(texts, place)
        return change_closure(texts, place, _typed(fields), today)

    text = N_("chiusura tolta: {days}") if drops else N_("chiusura cambiata: {days}")
    return await _done(request, f"closure-{fields.one('place', 4)}", text, make)


def _place_of(texts: Texts, fields: Fields) -> int:
    before, rows = fields.one("seen"), closures_of(texts)
    for place, raw in enumerate(rows):
        if seen(unit_of(raw)) == before:
            return place
    told = fields.one("place", 4)
    if told.isdigit() and int(told) < len(rows):
        see_same(before, unit_of(rows[int(told)]))
    raise UnknownRowError


def _typed(fields: Fields) -> Shut:
    return Shut(
        nodes=tuple(fields.all("nodes")),
        begins=_day(fields.one("begins", 20)),
        ends=_day(fields.one("ends", 20) or fields.one("begins", 20)),
        why=fields.one("why", _WORDS),
    )


def _day(typed: str) -> date:
    """A day as a browser's date field sends it, or as people write it: "9/8/2027"."""
    words = typed.strip()
    if words.count("/") == 2:  # noqa: PLR2004 (day, month, year)
        day, month, year = words.split("/")
        words = f"{year}-{month:0>2}-{day:0>2}"
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise BadDatesError(S_("Scrivi il giorno così: 9/8/2027.")) from None


async def _done(request: web.Request, form: str, text: str, make: Any) -> web.StreamResponse:
    at, fields = await at_of(request), fields_of(request)
    days = " – ".join(
        dict.fromkeys(filter(None, (fields.one("begins", 20), fields.one("ends", 20))))
    )
    node = fields.one("node")

    async def act() -> None:
        await change(request, text, make, days=days, node=",".join(fields.all("nodes"))[:200])

    if node:
        entry_in(await net_of(request), node)
    return await tried(
        request,
        form,
        act,
        lambda filled: _draw(request, filled),
        lambda: back_to(at, "network", node or "closures", fragment="closures" if node else ""),
    )
