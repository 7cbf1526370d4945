"""The forms of the rules, each one change of the draft that can be undone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from aiohttp import web

from console.here import fields_of
from console.studio.at import at_of, back_to
from console.studio.network.filled import see_same, tried
from console.studio.network.here import area_typed, change
from console.studio.rules import shown, words
from console.studio.rules.handlers import rules_page
from routing.network.editing import choosing, desks

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.forms import Fields
    from routing.network.editing.entries import Texts

    Make = Callable[[Texts], dict[str, str]]

_LONG: Final = 600
_AREAS: Final = 3000
_BETWEEN: Final = re.compile(r"[,;\n]")


async def save_order(request: web.Request) -> web.StreamResponse:
    """Have a criterion count sooner, later, or not at all."""
    fields = fields_of(request)
    name = fields.one("criterion")
    moves: dict[str, Make] = {
        "up": lambda texts: choosing.move_criterion(texts, name, -1),
        "down": lambda texts: choosing.move_criterion(texts, name, 1),
        "count": lambda texts: choosing.count_criterion(texts, name, counts=True),
        "skip": lambda texts: choosing.count_criterion(texts, name, counts=False),
    }
    do = _known(fields.one("do"), moves)
    return await _save(request, "order", words.ORDERED, shown.order_unit, moves[do])


async def save_times(request: web.Request) -> web.StreamResponse:
    """Set how long things last."""
    fields = fields_of(request)
    typed = {key: fields.one(key) for key in choosing.TIMES}
    names = {key: name for key, (name, _) in words.TIMES.items()}
    return await _save(
        request,
        "times",
        words.TIMED,
        shown.times_unit,
        lambda texts: choosing.set_times(texts, typed, names),
    )


async def add_rule(request: web.Request) -> web.StreamResponse:
    """Write one rule more."""
    told = rule_typed(fields_of(request))
    return await _save(
        request, "rule-new", words.RULE_ADDED, None, lambda texts: choosing.add_rule(texts, told)
    )


async def save_rule(request: web.Request) -> web.StreamResponse:
    """Change a rule, or take it out."""
    fields, place = fields_of(request), int(request.match_info["place"])
    told = rule_typed(fields)
    forms: dict[str, tuple[str, Make]] = {
        "save": (words.RULE_CHANGED, lambda texts: choosing.set_rule(texts, place, told)),
        "drop": (words.RULE_REMOVED, lambda texts: choosing.drop_rule(texts, place)),
    }
    text, make = forms[_known(fields.one("do"), forms)]
    return await _save(
        request, f"rule-{place}", text, lambda texts: shown.rule_unit(texts, place), make
    )


async def add_desk(request: web.Request) -> web.StreamResponse:
    """Have a node answer in writing."""
    fields = fields_of(request)
    node = fields.one("node")
    return await _save(
        request,
        "desk-new",
        words.DESK_ADDED,
        None,
        lambda texts: desks.add_desk(texts, node, desk_typed(fields)),
        node=node,
    )


async def save_desk(request: web.Request) -> web.StreamResponse:
    """Change a desk, or have its node answer in writing no more."""
    fields, node = fields_of(request), request.match_info["node"]
    forms: dict[str, tuple[str, Make]] = {
        "save": (
            words.DESK_CHANGED,
            lambda texts: desks.set_desk(texts, node, desk_typed(fields)),
        ),
        "drop": (words.DESK_REMOVED, lambda texts: desks.drop_desk(texts, node)),
    }
    text, make = forms[_known(fields.one("do"), forms)]
    return await _save(
        request, f"desk-{node}", text, lambda texts: shown.desk_unit(texts, node), make, node=node
    )


def rule_typed(fields: Fields) -> choosing.RuleTold:
    """A rule as its boxes were ticked."""
    return choosing.RuleTold(
        wants=fields.all("want"),
        languages=fields.all("language"),
        nodes=fields.all("node"),
        services=fields.all("service"),
    )


def desk_typed(fields: Fields) -> desks.DeskTold:
    """A desk as its form was filled in.

    Raises:
        UnknownPlaceError: one of its areas is no municipio and no comune.
    """
    typed = _BETWEEN.split(fields.one("areas", _AREAS))
    return desks.DeskTold(
        hours=fields.one("hours", _LONG),
        wants=fields.all("want"),
        languages=fields.all("language"),
        areas=[area for words_typed in typed if (area := area_typed(words_typed))],
        confirmed_by=fields.one("confirmed_by", _LONG),
    )


async def _save(
    request: web.Request,
    form: str,
    text: str,
    unit: Callable[[Texts], str] | None,
    make: Make,
    *,
    node: str = "",
) -> web.StreamResponse:
    """Do what a form asks for, where nobody was quicker."""
    at, before = await at_of(request), fields_of(request).one("seen")

    def made(texts: Texts) -> dict[str, str]:
        if unit is not None:
            see_same(before, unit(texts))
        return make(texts)

    if not at.may_change("network/"):
        raise web.HTTPForbidden
    name = shown.names_of(at.reading).get(node, node[:60])
    values = {"node": name} if node else {}
    return await tried(
        request,
        form,
        lambda: change(request, text, made, **values),
        lambda filled: rules_page(request, filled),
        lambda: back_to(at, "rules", fragment=form),
    )


def _known(do: str, forms: dict[str, Make] | dict[str, tuple[str, Make]]) -> str:
    if do not in forms:
        raise web.HTTPBadRequest
    return do
