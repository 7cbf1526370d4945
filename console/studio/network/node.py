"""One node on one page: what is known of it, what she may change, what women see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.editions.doors import as_read, door_shown
from bot.editions.paths import seen
from console.here import page, parts_of
from console.studio.at import back_to, bench_of
from console.studio.network import words
from console.studio.network.filled import Filled
from console.studio.network.here import area_name, entry_in, net_of, said_of
from console.studio.network.listing import row_of
from console.studio.network.states import sure_of
from locales.languages import NUMBERS, SOURCE
from locales.phrase import N_
from routing.directory import PHONES, NodeKind
from routing.network.editing.coming import uses_of
from routing.network.editing.entries import unit_of
from routing.network.editing.heads import closures_of
from routing.network.editing.hours_form import TypedRow, times_typed, typed_of
from routing.network.hours_said import days_said
from routing.network.week import expression_of, week_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiohttp import web

    from bot.editions.doors import Shown
    from console.studio.network.here import Net
    from console.studio.network.states import Sure
    from locales.phrase import Phrase
    from routing.network.editing.entries import Entry
    from storage.editions.records import Done

#: The keys of a node that each form changes: what its `seen` is of.
UNITS: Final[Mapping[str, tuple[str, ...]]] = {
    "basics": ("name", "kind", "area"),
    "offer": ("services", "languages", "transport", "phone_only"),
    "seat": ("seat",),
    "hours": ("hours",),
}
#: Rows of the form of hours, and empty ones to fill in.
_EMPTY_ROWS: Final = 2
_MOST_ROWS: Final = 10


@dataclass(frozen=True, slots=True)
class HoursForm:
    """The week as the page shows it."""

    rows: Sequence[TypedRow]
    #: `closed`, `open` or `times`.
    holidays: str
    holiday_times: str
    #: `week`, `always`, `agreed`, or `text` where no form can show it.
    kind: str
    expression: str
    said: Phrase | None


async def show_node(request: web.Request) -> web.StreamResponse:
    """Show one node; of a national number, the page of those."""
    net = await net_of(request)
    if request.match_info["node"] in {str(each.get("id")) for each in net.head.get("line", ())}:
        return back_to(net.at, "network", "lines")
    return await draw_node(request, Filled())


async def draw_node(request: web.Request, filled: Filled) -> web.StreamResponse:
    """Draw a node's page, with a form that could not be kept if there is one."""
    net = await net_of(request)
    entry = entry_in(net, request.match_info["node"])
    tag = request.query.get("language", SOURCE)
    tag = tag if tag in net.at.reading.languages else SOURCE
    return page(
        request,
        "network_node.html",
        status=filled.status,
        at=net.at,
        net=net,
        entry=entry,
        row=row_of(net, entry),
        facts=sure_of(entry, net.at.today),
        filled=filled,
        seen={form: seen(entry.unit(*keys)) for form, keys in UNITS.items()},
        contact_seen=[seen(unit_of(contact)) for contact in entry.contacts],
        area=area_name(str(entry.raw.get("area", ""))),
        hours=hours_form(entry, filled, said_of(net, entry)),
        closures=_closures(net, entry.id),
        uses=uses_of(net.texts, entry.id),
        shown=_shown(request, net, entry, tag),
        tag=tag,
        languages=NUMBERS,
        history=await _history(request, net, entry.id),
        what_stands=stands(entry, filled.form),
        is_hospitality=entry.raw.get("kind") == NodeKind.HOSPITALITY,
        words=words,
        as_read=as_read,
        phones=PHONES,
        label_of=_label,
    )


def hours_form(entry: Entry, filled: Filled, said: Phrase | None) -> HoursForm:
    """The hours as the form shows them: those she typed, else those of the data."""
    fact = entry.fact("hours") or {}
    expression = str(fact.get("open", ""))
    week = week_of(expression) if expression else None
    if filled.is_here("hours") and filled.fields is not None:
        return HoursForm(
            rows_typed(filled),
            filled.one("hours", "holidays", ""),
            filled.one("hours", "holiday_times", ""),
            filled.one("hours", "kind", "week"),
            filled.one("hours", "expression", expression),
            said,
        )
    empty = [TypedRow((), "")] * _EMPTY_ROWS
    if week is None:
        kind = "text" if expression else "week"
        return HoursForm(empty, "closed", "", kind, expression, said)
    kind = "always" if week.day_and_night else "agreed" if week.by_appointment else "week"
    holidays = "open" if week.holidays is None else "times" if week.holidays else "closed"
    return HoursForm(
        [*typed_of(week), *empty],
        "closed" if kind != "week" else holidays,
        times_typed(week.holidays or ()),
        kind,
        expression_of(week),
        said,
    )


def rows_typed(filled: Filled) -> list[TypedRow]:
    """The rows of the form of hours as she sent them."""
    rows = []
    for place in range(_MOST_ROWS):
        days = tuple(
            int(day) for day in filled.all("hours", f"days-{place}", ()) if day in "0123456"
        )
        weeks = filled.one("hours", f"weeks-{place}", "")
        known = weeks if weeks in {value for value, _ in words.WEEKS} else ""
        rows.append(
            TypedRow(
                days,
                filled.one("hours", f"times-{place}", ""),
                tuple(int(number) for number in known.split(",") if number),
                by_appointment=bool(filled.one("hours", f"agreed-{place}", "")),
            )
        )
    kept = [row for row in rows if not row.is_empty]
    return [*kept, *([TypedRow((), "")] * _EMPTY_ROWS)]


def stands(entry: Entry, form: str) -> Sequence[tuple[str, str]]:
    """What stands in the data now where a form was about to change it: keys and values."""
    if form.startswith("contact-"):
        place = form.removeprefix("contact-")
        at = int(place) if place.isdigit() else -1
        raw = entry.contacts[at] if 0 <= at < len(entry.contacts) else {}
    elif form in UNITS:
        raw = {key: entry.raw.get(key, "") for key in UNITS[form]}
    else:
        raw = {}
    flat = {key: value for key, value in raw.items() if not isinstance(value, dict)}
    for value in raw.values():
        flat |= value if isinstance(value, dict) else {}
    return [(_FIELDS[key], _told(value)) for key, value in flat.items() if key in _FIELDS]


_FIELDS: Final = {
    "name": N_("Nome"),
    "kind": N_("Tipo"),
    "area": N_("Zona"),
    "services": N_("Che cosa fa"),
    "languages": N_("Lingue"),
    "transport": N_("Come si arriva"),
    "address": N_("Indirizzo"),
    "written": N_("Orari"),
    "value": N_("Recapito"),
    "use": N_("A che cosa serve"),
}


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def _label(sure: Sure) -> tuple[str, str]:
    """What a fact is called, and what it says."""
    if sure.key in words.FACTS:
        told = sure.raw.get("address") or sure.raw.get("written") or sure.raw.get("open") or ""
        return words.FACTS[sure.key], str(told)
    value = str(sure.raw["value"])
    return words.CONTACTS[str(sure.raw["kind"])], as_read(value) if _dials(sure.raw) else value


def _dials(raw: Mapping[str, Any]) -> bool:
    return raw["kind"] in set(PHONES)


def _closures(net: Net, node: str) -> list[tuple[Phrase, str, int, bool]]:
    """Its closures from today on: days, why, their place, whether they are only its own."""
    return [
        (
            days_said(each["begins"], each["ends"]),
            str(each["why"]),
            place,
            list(each["nodes"]) == [node],
        )
        for place, each in enumerate(closures_of(net.texts))
        if node in each.get("nodes", ()) and each["ends"] >= net.at.today
    ]


def _shown(request: web.Request, net: Net, entry: Entry, tag: str) -> dict[str, Sequence[Shown]]:
    """What women see of it: what is confirmed, and what could be."""
    parts, now = parts_of(request), bench_of(request).clock()
    return {
        name: door_shown(
            net.at.reading,
            parts.gazetteer,
            int(entry.raw.get("number", 0)),
            tag,
            now,
            shows_unconfirmed=name == "could",
        )
        for name in ("now", "could")
    }


async def _history(request: web.Request, net: Net, node: str) -> list[tuple[Done, str]]:
    """What was done to it in this draft, and by whom."""
    if net.at.draft is None:
        return []
    done = await bench_of(request).drafts.history(net.at.draft.id)
    told = []
    for each in done:
        if each.what.values.get("node") == node and not each.is_undone:
            who = await parts_of(request).staff.person(each.who)
            told.append((each, who.name if who else ""))
    return told
