"""The national numbers and the holidays of some areas only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.editions.paths import seen
from console.here import fields_of, page
from console.studio.at import at_of, back_to
from console.studio.network import words
from console.studio.network.filled import Filled, see_same, tried
from console.studio.network.here import area_name, area_typed, change, net_of
from console.studio.network.saving import stamp_of
from locales.phrase import N_, S_
from routing.network.editing.entries import head_of, unit_of
from routing.network.editing.errors import BadDatesError, UnknownRowError
from routing.network.editing.heads import add_holiday, drop_holiday, set_line
from routing.network.file import LineFile
from routing.network.hours_said import MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from console.studio.network.here import Net
    from routing.network.editing.entries import Texts

_WORDS = 600
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z]+)?")


async def show_lines(request: web.Request) -> web.StreamResponse:
    """Show the national numbers and the local holidays."""
    return await _draw(request, Filled())


async def _draw(request: web.Request, filled: Filled) -> web.StreamResponse:
    net = await net_of(request)
    head = head_of(net.texts)
    return page(
        request,
        "network_lines.html",
        status=filled.status,
        at=net.at,
        net=net,
        filled=filled,
        lines=[_line(raw, net) for raw in head.get("line", ())],
        holidays=_holidays(head),
        words=words,
        months=MONTHS,
    )


def _line(raw: Mapping[str, Any], net: Net) -> dict[str, Any]:
    told = LineFile.model_validate(raw)
    state = "expired" if told.expires_on < net.at.today else "unconfirmed"
    if state != "expired" and told.confirmed_by:
        state = "fine"
    return {"line": told, "seen": seen(unit_of(raw)), "state": state}


def _holidays(head: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for place, raw in enumerate(head.get("local_holiday", ())):
        month, day = (int(part) for part in str(raw["day"]).split("-"))
        areas = [area_name(area) for area in raw["areas"]]
        rows.append(
            {
                "place": place,
                "seen": seen(unit_of(raw)),
                "order": (month, day),
                "day": day,
                "month": MONTHS[month - 1],
                "name": raw["name"],
                "areas": ", ".join(areas),
            }
        )
    return sorted(rows, key=lambda row: row["order"])


async def save_line(request: web.Request) -> web.StreamResponse:
    """Keep a national number."""
    fields, id_ = fields_of(request), request.match_info["line"]
    stamp = stamp_of(request)

    def make(texts: Texts) -> Mapping[str, str]:
        rows = {str(raw.get("id")): raw for raw in head_of(texts).get("line", ())}
        if id_ not in rows:
            raise UnknownRowError
        see_same(fields.one("seen"), unit_of(rows[id_]))
        return set_line(
            texts,
            id_,
            number=fields.one("number", 40),
            use=fields.one("use", _WORDS),
            languages=_tags(fields.one("languages", _WORDS)),
            web=fields.one("web", _WORDS),
            stamp=stamp,
        )

    return await _done(request, f"line-{id_}", N_("{name}: numero nazionale"), make, name=id_)


def _tags(typed: str) -> list[str]:
    return [tag for tag in re.split(r"[,;\s]+", typed) if _TAG.fullmatch(tag)]


async def add(request: web.Request) -> web.StreamResponse:
    """Write a local holiday."""
    fields = fields_of(request)

    def make(texts: Texts) -> Mapping[str, str]:
        areas = [area_typed(each) for each in fields.one("areas", _WORDS).split(",")]
        day, month = fields.one("day", 4).strip(), fields.one("month", 4).strip()
        if not (day.isdigit() and month.isdigit()):
            raise BadDatesError(S_("Questo giorno non esiste."))
        written = f"{int(month):02}-{int(day):02}"
        return add_holiday(
            texts, day=written, name=fields.one("name", _WORDS), areas=[a for a in areas if a]
        )

    name = fields.one("name", 60)
    return await _done(request, "holiday-new", N_("festa locale: {name}"), make, name=name)


async def drop(request: web.Request) -> web.StreamResponse:
    """Take a local holiday out."""
    fields = fields_of(request)

    def make(texts: Texts) -> Mapping[str, str]:
        for place, raw in enumerate(head_of(texts).get("local_holiday", ())):
            if seen(unit_of(raw)) == fields.one("seen"):
                return drop_holiday(texts, place)
        raise UnknownRowError

    name = fields.one("name", 60)
    return await _done(request, "holiday", N_("festa locale tolta: {name}"), make, name=name)


async def _done(
    request: web.Request, form: str, text: str, make: Any, **values: str
) -> web.StreamResponse:
    at = await at_of(request)

    async def act() -> None:
        await change(request, text, make, **values)

    return await tried(
        request,
        form,
        act,
        lambda filled: _draw(request, filled),
        lambda: back_to(at, "network", "lines"),
    )
