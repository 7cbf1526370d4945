"""The forms of a node's page: each one step of the draft, or refused with what she typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.editions.paths import NETWORK, part, seen
from console.here import fields_of, parts_of, session_of
from console.studio.at import at_of, back_to, bench_of
from console.studio.network import words
from console.studio.network.filled import Filled, see_same, tried
from console.studio.network.here import area_typed, change, reach_in_network
from console.studio.network.node import UNITS, draw_node, rows_typed
from locales.languages import NUMBERS
from locales.phrase import N_, S_
from routing.directory import NodeKind, Service
from routing.hours import Calendar
from routing.network.editing import coming, facts, nodes
from routing.network.editing.entries import entry_of, head_of, unit_of
from routing.network.editing.errors import NoWordsError, UnknownNodeError
from routing.network.editing.facts import Stamp
from routing.network.editing.hours_form import week_typed
from routing.network.editing.wording import point
from routing.network.week import Week, expression_of
from storage.staff.audit import Deed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.forms import Fields
    from routing.network.editing.entries import Entry, Texts

    Make = Callable[[Texts], Mapping[str, str]]

_WORDS = 600


async def save_basics(request: web.Request) -> web.StreamResponse:
    """Keep what it is called, what it is and where it lies."""
    node, fields = node_of(request), fields_of(request)

    def make(texts: Texts) -> Mapping[str, str]:
        _see_unit(texts, node, "basics", fields)
        return nodes.set_basics(
            texts,
            node,
            name=fields.one("name", _WORDS),
            kind=kind_typed(fields.one("kind")),
            area=area_typed(fields.one("area")),
        )

    return await done(request, "basics", N_("{name}: nome, tipo o zona"), make)


async def save_offer(request: web.Request) -> web.StreamResponse:
    """Keep what it does, in which languages, and what may be told."""
    node, fields = node_of(request), fields_of(request)
    tags = set(fields.all("languages"))

    def make(texts: Texts) -> Mapping[str, str]:
        entry = _see_unit(texts, node, "offer", fields)
        known = [tag for tag in entry.raw.get("languages", ()) if tag not in NUMBERS]
        return nodes.set_offer(
            texts,
            node,
            services=services_typed(fields),
            languages=[*(tag for tag in NUMBERS if tag in tags), *known],
            transport=fields.one("transport", _WORDS),
            phone_only=bool(fields.one("phone_only")),
        )

    return await done(request, "offer", N_("{name}: che cosa fa"), make)


async def save_seat(request: web.Request) -> web.StreamResponse:
    """Keep where its public office is."""
    node, fields = node_of(request), fields_of(request)
    stamp = stamp_of(request)
    address = fields.one("address", _WORDS)

    def make(texts: Texts) -> Mapping[str, str]:
        _see_unit(texts, node, "seat", fields)
        at = point(fields.one("latitude", 40), fields.one("longitude", 40))
        return nodes.set_seat(texts, node, address, at, stamp)

    return await done(request, "seat", N_("{name}: sede"), make)


async def save_hours(request: web.Request) -> web.StreamResponse:
    """Keep when it is open."""
    node, fields = node_of(request), fields_of(request)
    stamp, zone = stamp_of(request), parts_of(request).directory.zone

    def make(texts: Texts) -> Mapping[str, str]:
        _see_unit(texts, node, "hours", fields)
        calendar = Calendar(zone, str(head_of(texts).get("country", "IT")))
        return nodes.set_hours(texts, node, _expression(fields), calendar, stamp)

    return await done(request, "hours", N_("{name}: orari"), make)


def _expression(fields: Fields) -> str:
    kind = fields.one("kind")
    if kind == "none":
        return ""
    if kind == "text":
        return fields.one("expression", _WORDS).strip()
    if kind == "always":
        return expression_of(Week(day_and_night=True))
    if kind == "agreed":
        return expression_of(Week(by_appointment=True))
    rows = rows_typed(Filled("hours", fields))
    return expression_of(
        week_typed(rows, fields.one("holidays"), fields.one("holiday_times", _WORDS))
    )


async def confirm(request: web.Request) -> web.StreamResponse:
    """Confirm the facts that were ticked, each as she saw it."""
    node, fields = node_of(request), fields_of(request)
    stamp = stamp_of(request, confirms=True)
    ticked = dict(each.split(":", 1) for each in fields.all("fact") if ":" in each)

    def make(texts: Texts) -> Mapping[str, str]:
        entry = entry_of(texts, node)
        places = []
        for key, before in ticked.items():
            if not key.startswith("contact-"):
                see_same(before, entry.unit(key))
                continue
            standing = [seen(unit_of(contact)) for contact in entry.contacts]
            if before not in standing:
                see_same(before, "")
            places.append(standing.index(before))
        which = [key for key in ticked if not key.startswith("contact-")]
        return facts.confirm(texts, node, which, places, stamp)

    answer = await done(request, "confirm", N_("{name}: dati confermati"), make)
    if answer.status == web.HTTPSeeOther.status_code:
        person = session_of(request).person
        await parts_of(request).audit.note(person.id, Deed.ROW_CONFIRMED, about=node)
    return answer


async def remove(request: web.Request) -> web.StreamResponse:
    """Take a node out of the network."""
    node, fields = node_of(request), fields_of(request)

    def make(texts: Texts) -> Mapping[str, str]:
        if not fields.one("sure"):
            raise NoWordsError(S_("Sì, toglilo"))
        return coming.remove_node(texts, node)

    return await done(request, "remove", N_("{name}: tolto dalla rete"), make, leads_to=())


async def done(
    request: web.Request,
    form: str,
    text: str,
    make: Make,
    *,
    leads_to: tuple[str, ...] | None = None,
) -> web.StreamResponse:
    """Change a node as one step of the draft, and lead back to where the form stands."""
    node, at = node_of(request), await at_of(request)
    name = _name(at.reading.files, node)

    async def act() -> None:
        await change(request, text, make, name=name, node=node)

    place = (node,) if leads_to is None else leads_to
    return await tried(
        request,
        form,
        act,
        lambda filled: draw_node(request, filled),
        lambda: back_to(at, "network", *place, fragment=form if place else ""),
    )


def _name(files: Mapping[str, str], node: str) -> str:
    try:
        return entry_of(part(files, NETWORK), node).name
    except UnknownNodeError:
        raise web.HTTPNotFound from None


def stamp_of(request: web.Request, *, confirms: bool = False) -> Stamp:
    """Who changes or confirms, as the data say it: a node's lead by what she is, never by name."""
    fields, today = fields_of(request), bench_of(request).today()
    if not (confirms or fields.one("confirmed")):
        return Stamp(today)
    if reach_in_network(session_of(request).person) is not None:
        return Stamp(today, words.HER_WORD)
    return Stamp(today, fields.one("by", 100).strip())


def _see_unit(texts: Texts, node: str, form: str, fields: Fields) -> Entry:
    entry = entry_of(texts, node)
    see_same(fields.one("seen"), entry.unit(*UNITS[form]))
    return entry


def kind_typed(told: str) -> NodeKind:
    """The kind that was chosen."""
    return NodeKind(told) if told in set(NodeKind) else NodeKind.CENTRE


def services_typed(fields: Fields) -> list[Service]:
    """The services that were ticked, in their own order."""
    ticked = set(fields.all("services"))
    return [service for service in Service if service in ticked]


def node_of(request: web.Request) -> str:
    """The node that the address names."""
    return request.match_info["node"]
