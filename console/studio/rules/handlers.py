"""The page of the rules: the order, the times, who goes first, who answers in writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.editions.paths import seen
from console.desk.words import WANTS
from console.here import page
from console.studio.network.filled import Filled
from console.studio.network.here import net_of
from console.studio.network.words import SERVICES
from console.studio.rules import shown
from console.studio.rules.words import TIMES, tongue
from locales.languages import NUMBERS
from routing.network.editing.errors import UnreadableError

if TYPE_CHECKING:
    from aiohttp import web

    from console.studio.network.here import Net

#: Every language the service can speak, in its own letters.
TONGUES: Final = {tag: tongue(tag) for tag in NUMBERS}
_SHOWN: Final[dict[str, Any]] = {
    "wants": WANTS,
    "services": SERVICES,
    "times": TIMES,
    "tongues": TONGUES,
    "tongue": tongue,
}


async def show_rules(request: web.Request) -> web.StreamResponse:
    """Show the rules."""
    return await rules_page(request, Filled())


async def rules_page(request: web.Request, filled: Filled) -> web.StreamResponse:
    """The rules, with their forms as somebody filled them in."""
    net = await net_of(request)
    try:
        facts = _facts(net)
    except UnreadableError as problem:
        return page(
            request, "rules_unread.html", status=filled.status, at=net.at, why=problem.phrase
        )
    return page(
        request,
        "rules_all.html",
        status=filled.status,
        at=net.at,
        may=net.may_change(),
        filled=filled,
        **facts,
        **_SHOWN,
    )


def _facts(net: Net) -> dict[str, Any]:
    texts, reading = net.texts, net.at.reading
    names = shown.names_of(reading)
    desks = shown.desks_of(texts, reading)
    return {
        "weighed": shown.weighed_of(texts),
        "weightless": shown.weightless_of(texts),
        "order_seen": seen(shown.order_unit(texts)),
        "numbers": shown.numbers_of(texts),
        "times_seen": seen(shown.times_unit(texts)),
        "rules": shown.rules_of(texts, names),
        "desks": desks,
        "desk_names": {desk.node: desk.name for desk in desks},
        "free": shown.free_nodes(texts, reading),
    }
