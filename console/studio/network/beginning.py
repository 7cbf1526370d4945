"""A new node: the program gives its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.here import fields_of, page
from console.studio.at import at_of, back_to
from console.studio.network import words
from console.studio.network.filled import Filled, tried
from console.studio.network.here import area_typed, change, net_of
from console.studio.network.saving import kind_typed, services_typed
from locales.phrase import N_
from routing.network.editing.coming import add_node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from routing.network.editing.entries import Texts

_WORDS = 600


async def show_new(request: web.Request) -> web.StreamResponse:
    """Show the form for a new node."""
    return await _draw(request, Filled())


async def _draw(request: web.Request, filled: Filled) -> web.StreamResponse:
    net = await net_of(request)
    return page(
        request,
        "network_new.html",
        status=filled.status,
        at=net.at,
        net=net,
        filled=filled,
        words=words,
    )


async def add(request: web.Request) -> web.StreamResponse:
    """Write a new node, and lead to its page."""
    fields, at, made = fields_of(request), await at_of(request), list[str]()

    def make(texts: Texts) -> Mapping[str, str]:
        changed, id_ = add_node(
            texts,
            name=fields.one("name", _WORDS),
            kind=kind_typed(fields.one("kind")),
            area=area_typed(fields.one("area")),
            services=services_typed(fields),
        )
        made[:] = [id_]
        return changed

    async def act() -> None:
        await change(request, N_("nuovo centro: {name}"), make, name=fields.one("name", 60))

    return await tried(
        request,
        "new",
        act,
        lambda filled: _draw(request, filled),
        lambda: back_to(at, "network", *made),
    )
