"""The history: every edition, decided on by a second person, taken back, gone back to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.editions.bench import LIVE
from bot.editions.errors import WorkError
from console.here import fields_of, lead_to, page, parts_of
from console.studio.at import bench_of
from console.studio.publishing.changes import drawn_changes, drawn_checks, proposal_of
from console.studio.publishing.here import (
    approves,
    begins,
    note,
    person_of,
    publishing_of,
    refused,
    say_of,
    teller_of,
)
from console.studio.publishing.told import people_of
from console.studio.publishing.words import REASONS, STATES
from locales.phrase import N_, Phrase
from storage.editions.records import State
from storage.errors import EditionError, UnknownEditionError
from storage.staff.audit import Deed

if TYPE_CHECKING:
    from storage.editions.records import Edition

_BACK_TITLE = N_("Torna alla versione {number}")


async def show_editions(request: web.Request) -> web.StreamResponse:
    """Show every edition, the newest first."""
    bench = bench_of(request)
    everyone = await bench.editions.all()
    return page(
        request,
        "publishing_editions.html",
        editions=everyone,
        may_propose=approves(person_of(request)),
        may_withdraw=approves(person_of(request)),
        has_before=await publishing_of(request).before() is not None,
        tell=teller_of(request),
        **await _shown(request, *everyone),
    )


async def show_edition(request: web.Request) -> web.StreamResponse:
    """Show what an edition changed, and let a second person decide."""
    bench, edition, who = bench_of(request), await _edition(request), person_of(request)
    at = f"v{edition.number}"
    reading = await bench.reading(at)
    before = await bench.reading(f"v{edition.base}") if edition.base else None
    live = await bench.live()
    waits = edition.state is State.PROPOSED
    # What waits is judged by the day it is decided on, whatever its maker saw.
    checks = await drawn_checks(request, at, reading, edition.hides) if waits else {}
    changes = await drawn_changes(request, before or reading, reading)
    return page(
        request,
        "publishing_edition.html",
        edition=edition,
        live=live,
        is_first=before is None,
        is_hers=edition.proposed_by == who.id,
        is_late=edition.is_waiting and edition.base != live.number,
        may_decide=approves(who),
        may_drop=begins(who) and (approves(who) or edition.proposed_by == who.id),
        reasons=REASONS,
        has_before=await publishing_of(request).before() is not None,
        **changes,
        **checks,
        **await _shown(request, edition),
    )


async def approve(request: web.Request) -> web.StreamResponse:
    """A second person says yes."""
    edition = await _edition(request)
    try:
        await publishing_of(request).approve(edition.number, person_of(request))
    except (WorkError, EditionError) as trouble:
        return refused(request, trouble, _path(edition))
    await note(request, Deed.EDITION_APPROVED, edition.number)
    return lead_to(_path(edition))


async def refuse(request: web.Request) -> web.StreamResponse:
    """A second person says no, or whoever proposed it takes it back."""
    edition, fields, say = await _edition(request), fields_of(request), say_of(request)
    reason = fields.one("reason") if fields.one("reason") in REASONS else "other"
    is_hers = edition.proposed_by == person_of(request).id
    told = "" if is_hers else f"{say(REASONS[reason])} {fields.one('note', 600)}"
    try:
        await publishing_of(request).refuse(edition.number, person_of(request), told)
    except (WorkError, EditionError) as trouble:
        return refused(request, trouble, _path(edition))
    await note(request, Deed.EDITION_REFUSED, edition.number, "taken_back" if is_hers else reason)
    return lead_to("/studio")


async def show_withdraw(request: web.Request) -> web.StreamResponse:
    """Show what happens if the live edition is taken back."""
    edition = await _edition(request)
    before = await publishing_of(request).before()
    if edition.state is not State.LIVE or before is None:
        return lead_to(_path(edition))
    bench = bench_of(request)
    now, then = await bench.reading(LIVE), await bench.reading(f"v{before.number}")
    return page(
        request,
        "publishing_withdraw.html",
        edition=edition,
        before=before,
        **await drawn_changes(request, now, then),
    )


async def withdraw(request: web.Request) -> web.StreamResponse:
    """Take the live edition back."""
    edition = await _edition(request)
    try:
        await publishing_of(request).withdraw(edition.number, person_of(request))
    except (WorkError, EditionError) as trouble:
        return refused(request, trouble, _path(edition))
    await note(request, Deed.EDITION_WITHDRAWN, edition.number)
    return lead_to("/studio")


async def show_back(request: web.Request) -> web.StreamResponse:
    """Show what changes if an older edition is to be live again, and propose it."""
    bench, edition, live = bench_of(request), await _edition(request), await _live(request)
    if edition.digest == live.digest:
        return lead_to(_path(edition))
    at = f"v{edition.number}"
    reading, now = await bench.reading(at), await bench.reading(LIVE)
    say = say_of(request)
    return page(
        request,
        "publishing_back.html",
        edition=edition,
        live=live,
        offered=say(Phrase(_BACK_TITLE, {"number": str(edition.number)})),
        **await drawn_changes(request, now, reading),
        **await drawn_checks(request, at, reading),
    )


async def back(request: web.Request) -> web.StreamResponse:
    """Propose an older edition as it was."""
    edition = await _edition(request)
    path = f"{_path(edition)}/back"
    try:
        made = await publishing_of(request).back(
            edition.number, person_of(request), proposal_of(request)
        )
    except (WorkError, EditionError) as trouble:
        return refused(request, trouble, path)
    await note(request, Deed.EDITION_PROPOSED, made.number, "back")
    return lead_to(_path(made))


async def _edition(request: web.Request) -> Edition:
    try:
        return await bench_of(request).edition(f"v{request.match_info['number']}")
    except UnknownEditionError:
        raise web.HTTPNotFound from None


async def _live(request: web.Request) -> Edition:
    return await bench_of(request).live()


async def _shown(request: web.Request, *editions: Edition) -> dict[str, Any]:
    ids = [name for each in editions for name in (each.proposed_by, each.decided_by)]
    people = await people_of(parts_of(request).staff, ids, say_of(request))
    return {"people": people, "states": STATES}


def _path(edition: Edition) -> str:
    return f"/studio/editions/{edition.number}"
