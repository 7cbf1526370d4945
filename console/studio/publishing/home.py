"""The studio's first page: what is live, what is being worked on, what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.editions.bench import LIVE
from bot.editions.publishing import REFUSED
from console.here import page, parts_of
from console.studio.at import bench_of
from console.studio.overview import facts_to_mind
from console.studio.publishing.drafts import may_close, offered_title
from console.studio.publishing.here import approves, begins, person_of, say_of, teller_of
from console.studio.publishing.told import people_of
from console.studio.publishing.words import SECTIONS
from routing.network import status
from storage.editions.records import State
from storage.errors import UnknownEditionError
from storage.staff.people import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.editions.bench import Workbench
    from bot.editions.reading import Reading
    from console.studio.overview import Minded
    from locales.phrase import Phrase
    from storage.editions.records import Draft, Edition
    from storage.staff.people import Person

#: How long everybody is told that something was taken back.
_ANNOUNCED: Final = timedelta(days=7)
_MOST: Final = 8
#: The worst first.
_URGENT: Final = tuple(status.State)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft that is worked on."""

    draft: Draft
    #: How many changes stand in it.
    changes: int
    #: Why a second person said no; `None`: nobody did.
    refused: Phrase | str | None
    may_close: bool
    #: It stands on what is live.
    is_current: bool


@dataclass(frozen=True, slots=True)
class Minding:
    """What somebody has to look after, most urgent first; not more than a page bears."""

    facts: Sequence[Minded]
    more_facts: int
    findings: Sequence[status.Finding]
    more_findings: int


async def show_home(request: web.Request) -> web.StreamResponse:
    """Show where everything stands."""
    bench, who = bench_of(request), person_of(request)
    try:
        live, reading = await bench.live(), await bench.reading(LIVE)
    except UnknownEditionError:
        raise web.HTTPNotFound from None
    everyone = await bench.editions.all()
    rows = [await _row(bench, each, who, live) for each in await bench.drafts.all()]
    away = await _away(bench, everyone)
    ids = [
        *(name for each in everyone for name in (each.proposed_by, each.decided_by)),
        *(name for row in rows for name in (row.draft.author, row.draft.changed_by)),
        *(each.author for each in away),
    ]
    say = say_of(request)
    return page(
        request,
        "publishing_home.html",
        live=live,
        rows=rows,
        away=[(each, may_close(who, each)) for each in away],
        waiting=[each for each in everyone if each.state is State.PROPOSED],
        scheduled=[each for each in everyone if each.state is State.SCHEDULED],
        lately=_lately(bench, everyone),
        mind=_minding(reading, bench, who),
        sections=SECTIONS,
        people=await people_of(parts_of(request).staff, ids, say),
        me=who.id,
        may_begin=begins(who),
        may_approve=approves(who),
        may_publish=begins(who),
        has_installed=approves(who) and await bench.installed_changes() is not None,
        offered=offered_title(request),
        tell=teller_of(request),
    )


async def _row(bench: Workbench, draft: Draft, who: Person, live: Edition) -> DraftRow:
    history = [each for each in await bench.drafts.history(draft.id) if not each.is_undone]
    newest = next((each.what for each in history if each.what.text == REFUSED), None)
    return DraftRow(
        draft=draft,
        changes=sum(bool(each.paths) for each in history),
        refused=newest.values.get("why", "") if newest else None,
        may_close=may_close(who, draft),
        is_current=draft.base == live.number,
    )


async def _away(bench: Workbench, everyone: Sequence[Edition]) -> list[Draft]:
    """Drafts that were put away, and not because they became an edition."""
    became = {
        each.draft
        for each in everyone
        if each.state in {State.PROPOSED, State.SCHEDULED, State.LIVE, State.PAST, State.WITHDRAWN}
    }
    return [each for each in await bench.drafts.closed() if each.id not in became]


def _lately(bench: Workbench, everyone: Sequence[Edition]) -> list[Edition]:
    since = bench.clock() - _ANNOUNCED
    return [
        each
        for each in everyone
        if each.state in {State.WITHDRAWN, State.REFUSED}
        and each.decided_at is not None
        and each.decided_at > since
    ]


def _minding(reading: Reading, bench: Workbench, who: Person) -> Minding:
    today = bench.today()
    facts = facts_to_mind(reading.sketch, today) if reading.sketch else []
    found = status.network_status(reading.network.directory, today) if reading.network else ()
    findings = sorted(found, key=lambda each: _URGENT.index(each.state))
    if Role.COORDINATOR not in who.roles and Role.LEAD in who.roles:
        # A lead is told of what only she can settle.
        facts, findings = [], [each for each in findings if each.where == who.node]
    return Minding(
        facts[:_MOST],
        len(facts) - len(facts[:_MOST]),
        findings[:_MOST],
        len(findings) - len(findings[:_MOST]),
    )
