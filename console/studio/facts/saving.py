"""The registry's forms: a fact is changed, confirmed, added, taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.editions.paths import FLOWS, part, put
from console.here import fields_of, session_of
from console.studio.at import at_of, back_to, bench_of
from console.studio.facts import told
from console.studio.facts.handlers import fact_page, facts_page, row_here
from console.studio.facts.listing import Wanted
from console.studio.facts.typed import fact_typed
from console.studio.network.filled import Filled, see_same, tried
from flows.editing import (
    EditError,
    add_fact,
    applied,
    confirm_fact,
    fact_as_written,
    fact_fields,
    remove_fact,
    set_fact,
)
from flows.registered import FactKind, FactStatus, trusted_until
from locales.phrase import N_, Phrase
from routing.network.editing.wording import plain
from storage.editions.records import What

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import date

    from console.forms import Fields
    from flows.editing import Changed

    Sources = dict[str, str]

_WHO: Final = N_("Chi l'ha verificato")
_NAME: Final = 100
_WORDS: Final = 600


async def save_fact(request: web.Request) -> web.StreamResponse:
    """Do with a fact what the button that was pressed says."""
    at, fields = await at_of(request), fields_of(request)
    identity, do = request.match_info["fact"], fields.one("do")
    forms: dict[str, tuple[str, Callable[[Sources], Changed]]] = {
        "save": (told.CHANGED, lambda sources: saved(sources, identity, fields, at.today)),
        "confirm": (told.CONFIRMED, lambda sources: confirmed(sources, identity, fields, at.today)),
        "remove": (told.REMOVED, lambda sources: remove_fact(sources, identity)),
    }
    if do not in forms:
        raise web.HTTPBadRequest
    row = row_here(request, at)
    text, make = forms[do]

    def made(sources: Sources) -> Changed:
        see_same(fields.one("seen"), fact_as_written(sources, identity))
        return make(sources)

    async def show(filled: Filled) -> web.StreamResponse:
        now = await at_of(request)
        return fact_page(request, now, row_here(request, now), filled)

    return await _tried(
        request,
        do,
        lambda: _change(request, text, row.fact.says, made),
        show,
        lambda: back_to(at, "facts") if do == "remove" else back_to(at, "facts", identity),
    )


async def add(request: web.Request) -> web.StreamResponse:
    """Write a new fact, and lead to its page."""
    at, fields = await at_of(request), fields_of(request)
    identity = fields.one("id", _NAME).strip()

    async def show(filled: Filled) -> web.StreamResponse:
        return facts_page(request, await at_of(request), Wanted(), filled)

    return await _tried(
        request,
        "new",
        lambda: _change(
            request,
            told.ADDED,
            fields.one("says", _NAME),
            lambda sources: added(sources, identity, fields, at.today),
        ),
        show,
        lambda: back_to(at, "facts", identity),
    )


def saved(sources: Sources, identity: str, fields: Fields, today: date) -> Changed:
    """What a form makes of a fact.

    Words that nobody checked are a draft again: what is shown in service was confirmed.

    Raises:
        EditError, NetworkEditError: it cannot be written so.
    """
    typed = fact_typed(fields)
    known = fact_fields(sources, identity)
    if known.get("permanent") == "true":
        typed |= {key: known.get(key, "") for key in ("kind", "value")}
    is_other = any(typed[key] != known.get(key, "") for key in ("kind", "value", "says"))
    if is_other and known.get("permanent") != "true":
        typed |= {
            "status": FactStatus.DRAFT,
            "checked_on": today.isoformat(),
            "checked_by": "",
            "expires_on": trusted_until(FactKind(typed["kind"]), today).isoformat(),
        }
    changed = set_fact(sources, identity, typed)
    if not fields.one("checked"):
        return changed
    after = applied(sources, changed)
    return {**changed, **confirmed(after, identity, fields, today)}


def confirmed(sources: Sources, identity: str, fields: Fields, today: date) -> Changed:
    """A fact with who found it at its source today.

    Raises:
        EditError, NetworkEditError: nobody is named.
    """
    return confirm_fact(sources, identity, plain(fields.one("who", _WORDS), _WHO), today)


def added(sources: Sources, identity: str, fields: Fields, today: date) -> Changed:
    """A new fact, not confirmed unless she says that it is.

    Raises:
        EditError, NetworkEditError: it cannot be written so.
    """
    typed = fact_typed(fields)
    told_now = {
        **typed,
        "checked_on": today.isoformat(),
        "expires_on": trusted_until(FactKind(typed["kind"]), today).isoformat(),
        "status": str(FactStatus.DRAFT),
    }
    changed = add_fact(sources, identity, told_now)
    if not fields.one("checked"):
        return changed
    return {**changed, **confirmed(applied(sources, changed), identity, fields, today)}


async def _change(
    request: web.Request, text: str, says: str, make: Callable[[Sources], Changed]
) -> None:
    at = await at_of(request)
    if not at.may_change(FLOWS):
        raise web.HTTPForbidden
    await bench_of(request).change(
        at.name,
        session_of(request).person,
        What(text, {"fact": " ".join(says.split())[:_NAME]}),
        lambda files: put(FLOWS, make(part(files, FLOWS))),
        only=(FLOWS,),
    )


async def _tried(
    request: web.Request,
    form: str,
    act: Callable[[], Awaitable[None]],
    show: Callable[[Filled], Awaitable[web.StreamResponse]],
    after: Callable[[], web.StreamResponse],
) -> web.StreamResponse:
    try:
        return await tried(request, form, act, show, after)
    except EditError as refusal:
        sentence = refusal.sentence
        why = Phrase(sentence.text, sentence.values)
        return await show(Filled(form, fields_of(request), why=why))
