"""What changes for whom, what stands against it, and its proposal."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.editions.carrying import MINE, THEIRS, carry, joined
from bot.editions.differences import differences, unified
from bot.editions.errors import WorkError
from bot.editions.publishing import Proposal
from bot.editions.typed import moment
from console.here import fields_of, language_of, lead_to, page
from console.studio.at import at_of, back_to, bench_of
from console.studio.flow_order import flow_of
from console.studio.problems import problems_of
from console.studio.publishing.clashes import clash_told
from console.studio.publishing.here import (
    begins,
    note,
    person_of,
    publishing_of,
    refused,
    teller_of,
)
from console.studio.publishing.told import is_only_remarks
from locales.catalogues import Status
from storage.errors import EditionError
from storage.staff.audit import Deed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web

    from bot.editions.publishing import Standing
    from bot.editions.reading import Reading
    from console.studio.at import At
    from console.studio.problems import Problem
    from storage.editions.records import Edition

_TO_DO: Final = frozenset({Status.MISSING, Status.OUTDATED})
#: A clash's box in a form, before its id.
_BOX: Final = "side-"


@dataclass(frozen=True, slots=True)
class Faulty:
    """A step with what is wrong in it; no step: the whole conversation."""

    step: str
    flow: str
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class LostLanguage:
    """A language that women could not choose any more."""

    tag: str
    name: str
    #: Sentences to translate, and to read again.
    missing: int
    drafts: int


async def show_changes(request: web.Request) -> web.StreamResponse:
    """Show what a draft or an edition changes in what it stands on, and propose it."""
    at, bench = await at_of(request), bench_of(request)
    if not at.is_draft:
        return lead_to(f"/studio/editions/{at.edition.number}")
    live = await bench.live()
    is_late = at.edition.number != live.number
    both = await joined(bench, at.name, live, {}) if is_late else None
    drawn = await drawn_changes(request, await bench.reading(f"v{at.edition.number}"), at.reading)
    say = teller_of(request)
    return page(
        request,
        "publishing_changes.html",
        at=at,
        live=live,
        clashes=[clash_told(each, at.reading, say) for each in both.clashes] if both else [],
        is_late=is_late,
        may=begins(person_of(request)) and bool(at.draft and not at.draft.is_closed),
        mine=MINE,
        theirs=THEIRS,
        **drawn,
        **await drawn_checks(request, at.name, at.reading),
    )


async def show_files(request: web.Request) -> web.StreamResponse:
    """Show the same as lines of files."""
    at, bench = await at_of(request), bench_of(request)
    base = await _before(request, at)
    before = await bench.files(f"v{base.number}")
    paths = [p for p in {**before, **at.reading.files} if before.get(p) != at.reading.files.get(p)]
    told = await asyncio.to_thread(lambda: list(unified(before, at.reading.files, paths)))
    return page(request, "publishing_files.html", at=at, base=base, files=told)


async def propose(request: web.Request) -> web.StreamResponse:
    """Keep a draft as an edition that waits for a second person."""
    bench, fields, who = bench_of(request), fields_of(request), person_of(request)
    draft = request.match_info["at"]
    seen = fields.one("seen")
    try:
        edition = await publishing_of(request).propose(
            draft,
            who,
            int(seen) if seen.isascii() and seen.isdigit() else 0,
            proposal_of(request),
        )
    except (WorkError, EditionError) as trouble:
        return refused(request, trouble, f"/studio/{draft}/changes")
    await note(request, Deed.EDITION_PROPOSED, edition.number)
    await bench.look()
    return lead_to(f"/studio/editions/{edition.number}")


async def carry_on(request: web.Request) -> web.StreamResponse:
    """Bring a draft onto what is live by now."""
    at, bench, fields = await at_of(request), bench_of(request), fields_of(request)
    seen = fields.one("seen")
    answers = {
        name.removeprefix(_BOX): value for name, value in fields.pairs if name.startswith(_BOX)
    }
    try:
        await carry(
            bench,
            at.name,
            person_of(request),
            int(seen) if seen.isascii() and seen.isdigit() else 0,
            answers,
        )
    except (WorkError, EditionError) as trouble:
        return refused(request, trouble, at.path("changes"))
    return back_to(at, "changes")


def proposal_of(request: web.Request) -> Proposal:
    """What a form proposes.

    Raises:
        NoMomentError: it names a moment that cannot be.
    """
    bench, fields = bench_of(request), fields_of(request)
    later = fields.one("when") == "later"
    day, time = (fields.one("day"), fields.one("time")) if later else ("", "")
    if later and not (day and time):
        day = day or "-"
    return Proposal(
        title=fields.one("title", 400),
        live_from=moment(day, time, bench.zone, bench.clock()),
        hides=tuple(dict.fromkeys(fields.all("hides"))),
    )


async def drawn_changes(request: web.Request, before: Reading, after: Reading) -> dict[str, Any]:
    """What the templates need to tell differences."""
    say = teller_of(request)
    told = await asyncio.to_thread(differences, before, after, say.names)
    comparison = told.conversation
    sketches = before.sketch, after.sketch
    return {
        "tell": say,
        "told": told,
        "whom": [say.sentence(each) for each in comparison.whom] if comparison else [],
        "steps": say.steps(comparison, sketches[0], sketches[1])
        if comparison and sketches[0] and sketches[1]
        else [],
        "everywhere": [say.sentence(each) for each in comparison.everywhere] if comparison else [],
        "facts": [say.sentence(each) for each in comparison.facts] if comparison else [],
        "outdated": [say.sentence(each) for each in comparison.languages] if comparison else [],
        "network": say.items(told.network),
        "rules": say.items(told.rules),
        "only_remarks": is_only_remarks(told),
        "flow_of": flow_of,
    }


async def drawn_checks(
    request: web.Request, at: str, reading: Reading, hides: Sequence[str] = ()
) -> dict[str, Any]:
    """What the templates need to tell what stands against publishing."""
    standing = await publishing_of(request).standing(at, hides)
    return {
        "standing": standing,
        "first_flow": flow_of(reading.sketch.first) if reading.sketch else "",
        "faults": await asyncio.to_thread(_faults, reading, standing, language_of(request)),
        "lost": [_lost(request, reading, tag) for tag in standing.lost],
        "played": len(standing.played.outcomes),
    }


def _faults(reading: Reading, standing: Standing, language: str) -> list[Faulty]:
    if reading.sketch is None:
        return []
    found = problems_of(reading.sketch, standing.judged.errors, language)
    named = [Faulty(step, flow_of(step), each) for step, each in found.by_step.items()]
    return [*named, *([Faulty("", "", found.others)] if found.others else [])]


def _lost(request: web.Request, reading: Reading, tag: str) -> LostLanguage:
    texts = reading.sketch.texts() if reading.sketch else ()
    found = [reading.catalogues.status(text.context, text.source, tag) for text in texts]
    return LostLanguage(
        tag,
        teller_of(request).language(tag),
        sum(each in _TO_DO for each in found),
        sum(each is Status.DRAFT for each in found),
    )


async def _before(request: web.Request, at: At) -> Edition:
    """What a draft or an edition stands on."""
    bench = bench_of(request)
    if at.is_draft or not at.edition.base:
        return at.edition
    return await bench.edition(f"v{at.edition.base}")
