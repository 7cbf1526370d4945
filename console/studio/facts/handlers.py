"""The registry's pages: every fact, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from bot.editions.paths import FLOWS, part, seen
from console.here import fields_of, page
from console.studio.at import at_of
from console.studio.facts.listing import Wanted, rows_of
from console.studio.facts.told import KINDS, LIVES, STATES
from console.studio.network.filled import Filled
from flows.editing import EditError, fact_as_written
from routing.network.hours_said import day_said

if TYPE_CHECKING:
    from console.studio.at import At
    from console.studio.facts.listing import Row

_SHOWN: Final[dict[str, Any]] = {
    "kinds": KINDS,
    "states": STATES,
    "lives": LIVES,
    "day": day_said,
}


async def show_facts(request: web.Request) -> web.StreamResponse:
    """Show the facts that an address asks for."""
    return facts_page(request, await at_of(request), Wanted.of(request.query))


async def find_facts(request: web.Request) -> web.StreamResponse:
    """Show those with some words in them; what is typed stays out of addresses."""
    fields = fields_of(request)
    asked = {"state": fields.one("state"), "kind": fields.one("kind")}
    return facts_page(request, await at_of(request), Wanted.of(asked, fields.one("words").strip()))


def facts_page(
    request: web.Request, at: At, wanted: Wanted, filled: Filled | None = None
) -> web.Response:
    """The facts, with the form for a new one as somebody filled it in."""
    filled = filled or Filled()
    rows = rows_of(at.reading, at.today)
    return page(
        request,
        "facts_list.html",
        status=filled.status,
        at=at,
        may=at.may_change(FLOWS),
        rows=[row for row in rows if wanted.finds(row)],
        counts={state: sum(row.state == state for row in rows) for state in STATES},
        total=len(rows),
        wanted=wanted,
        filled=filled,
        **_SHOWN,
    )


async def show_fact(request: web.Request) -> web.StreamResponse:
    """Show one fact."""
    at = await at_of(request)
    return fact_page(request, at, row_here(request, at), Filled())


def fact_page(request: web.Request, at: At, row: Row, filled: Filled) -> web.Response:
    """One fact, with its forms as somebody filled them in."""
    return page(
        request,
        "facts_one.html",
        status=filled.status,
        at=at,
        may=at.may_change(FLOWS),
        row=row,
        fact=row.fact,
        seen=seen_of(at, row.fact.id),
        filled=filled,
        **_SHOWN,
    )


def row_here(request: web.Request, at: At) -> Row:
    """The fact that the address names.

    Raises:
        web.HTTPNotFound: it is not there.
    """
    name = request.match_info["fact"]
    found = next((row for row in rows_of(at.reading, at.today) if row.fact.id == name), None)
    if found is None:
        raise web.HTTPNotFound
    return found


def seen_of(at: At, fact: str) -> str:
    """The word that the forms about a fact carry."""
    try:
        return seen(fact_as_written(part(at.reading.files, FLOWS), fact))
    except EditError:
        # A file too unusual to be changed here: its forms are refused with a sentence.
        return ""
