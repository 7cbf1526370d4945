"""Drafts: begun, called, put away, taken up again, one change taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.editions.carrying import with_installed
from bot.editions.errors import NotYoursError, WorkError
from bot.editions.typed import titled
from console.here import fields_of, lead_to
from console.studio.at import bench_of
from console.studio.publishing.here import (
    approves,
    person_of,
    place_in,
    refused,
    teller_of,
)
from storage.errors import EditionError, UnknownDraftError
from storage.staff.people import Role

if TYPE_CHECKING:
    from bot.editions.bench import Workbench
    from storage.editions.records import Draft
    from storage.staff.people import Person

_HOME: Final = "/studio"
#: Where her own work lies, by what she is.
_FIRST: Final = {Role.TRANSLATOR: "words", Role.LEAD: "network"}


async def begin(request: web.Request) -> web.StreamResponse:
    """Begin a draft on what is live, and lead to the page she came from, in it."""
    bench, fields, who = bench_of(request), fields_of(request), person_of(request)
    try:
        title = titled(fields.one("title") or offered_title(request))
        live = await bench.live()
        draft = await bench.drafts.open(title, who.id, live.number, bench.clock())
    except (WorkError, EditionError) as trouble:
        return refused(request, trouble, _HOME)
    return lead_to(place_in(fields.one("back", 400), draft.id, _first(who)))


async def begin_with_installed(request: web.Request) -> web.StreamResponse:
    """Begin a draft with the files that came with the program."""
    bench, who = bench_of(request), person_of(request)
    try:
        draft = await with_installed(bench, who, offered_title(request))
    except (WorkError, EditionError) as trouble:
        return refused(request, trouble, _HOME)
    return lead_to(f"/studio/{draft.id}/changes" if draft else _HOME)


async def rename(request: web.Request) -> web.StreamResponse:
    """Call a draft something else."""
    bench = bench_of(request)
    try:
        draft = await _hers(request, bench)
        await bench.drafts.rename(draft.id, titled(fields_of(request).one("title")), bench.clock())
    except (WorkError, EditionError) as trouble:
        return refused(request, trouble, _HOME)
    return lead_to(f"{_HOME}#drafts")


async def put_away(request: web.Request) -> web.StreamResponse:
    """Close a draft; it can be taken up again for a month."""
    bench = bench_of(request)
    try:
        draft = await _hers(request, bench)
        await bench.drafts.close(draft.id, bench.clock())
    except (WorkError, EditionError) as trouble:
        return refused(request, trouble, _HOME)
    return lead_to(f"{_HOME}#away")


async def take_up(request: web.Request) -> web.StreamResponse:
    """Open a draft again that was put away, unless it waits for a second person."""
    bench = bench_of(request)
    try:
        draft = await _hers(request, bench)
        waiting = {each.draft for each in await bench.editions.all() if each.is_waiting}
        if draft.id in waiting:
            raise NotYoursError([draft.id])
        await bench.drafts.reopen(draft.id, bench.clock())
    except (WorkError, EditionError) as trouble:
        return refused(request, trouble, _HOME)
    return lead_to(f"{_HOME}#drafts")


async def undo(request: web.Request) -> web.StreamResponse:
    """Take the last change back."""
    return await _step(request, forward=False)


async def redo(request: web.Request) -> web.StreamResponse:
    """Do again what was taken back last."""
    return await _step(request, forward=True)


async def _step(request: web.Request, *, forward: bool) -> web.StreamResponse:
    bench, who, fields = bench_of(request), person_of(request), fields_of(request)
    draft = request.match_info["at"]
    back = place_in(fields.one("back", 400), draft, _first(who))
    try:
        await go_over(bench, draft, who, _number(fields.one("seen")), forward=forward)
    except UnknownDraftError:
        raise web.HTTPNotFound from None
    except (WorkError, EditionError) as trouble:
        return refused(request, trouble, back)
    return lead_to(back)


async def go_over(bench: Workbench, draft: str, who: Person, seen: int, *, forward: bool) -> None:
    """One change back or forward, over what the history only notes.

    Raises:
        NotYoursError, UnknownDraftError, DraftMovedOnError, DraftClosedError: as of the bench.
    """
    act = bench.redo if forward else bench.undo
    while True:
        kept = await bench.drafts.get(draft)
        done = kept.redoes if forward else kept.undoes
        seen = (await act(draft, who, seen)).version
        if done is None or done.paths:
            return


def offered_title(request: web.Request) -> str:
    """What a new draft is called, unless she says otherwise."""
    today = bench_of(request).today()
    return teller_of(request).title(today.day, today.month)


def may_close(person: Person, draft: Draft) -> bool:
    """Whether she may rename it or put it away: whoever began it, and every coordinator."""
    return approves(person) or draft.author == person.id


async def _hers(request: web.Request, bench: Workbench) -> Draft:
    try:
        draft = await bench.drafts.get(request.match_info["at"])
    except UnknownDraftError:
        raise web.HTTPNotFound from None
    if not may_close(person_of(request), draft):
        raise NotYoursError([draft.id])
    return draft


def _first(who: Person) -> str:
    if approves(who):
        return "flows"
    return next((page for role, page in _FIRST.items() if role in who.roles), "flows")


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() else 0
