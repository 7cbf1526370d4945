"""The page that tells why: a made-up case, where it goes here and where in what is live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from bot.editions.bench import LIVE
from bot.editions.errors import TooBusyError
from bot.editions.examples import CannotWriteError, with_example
from bot.editions.paths import EXAMPLES
from console.desk.words import WANTS
from console.here import fields_of, page, parts_of, session_of
from console.studio.at import at_of, back_to, bench_of
from console.studio.rules.cases import (
    WRITTEN,
    NoCaseError,
    asked_of,
    blank,
    come_of,
    example_of,
)
from console.studio.rules.handlers import TONGUES
from console.studio.rules.words import SAVED, outcome
from locales.phrase import N_, Phrase
from routing.network.editing.errors import NetworkEditError
from routing.network.editing.wording import plain
from storage.editions.records import What
from storage.errors import DraftClosedError

if TYPE_CHECKING:
    from console.studio.at import At
    from console.studio.rules.cases import Asked, Came

_NAME: Final = 200
_CLOSED: Final = N_("Questa bozza è chiusa: nessuna la cambia più. Cominciane un'altra.")
_BUSY: Final = N_("In questo momento altre cambiano la bozza. Riprova.")
_NAMED: Final = N_("Nome dell'esempio")


async def show_why(request: web.Request) -> web.StreamResponse:
    """Show a form for a case."""
    at = await at_of(request)
    bench = bench_of(request)
    return _draw(request, at, blank(bench.clock().astimezone(bench.zone)))


async def try_case(request: web.Request) -> web.StreamResponse:
    """Show where a case goes, and why."""
    at = await at_of(request)
    try:
        asked = _asked(request)
    except NoCaseError as refusal:
        return _refused(request, at, refusal.why)
    return await _answer(request, at, asked)


async def save_example(request: web.Request) -> web.StreamResponse:
    """Keep a case and what came of it as an example."""
    at = await at_of(request)
    if not at.may_change(EXAMPLES):
        raise web.HTTPForbidden
    try:
        asked = _asked(request)
    except NoCaseError as refusal:
        return _refused(request, at, refusal.why)
    came = _come(request, at, asked)
    if came is None:
        return await _answer(request, at, asked)
    why_not = await _keep(request, at, asked, came)
    return await _answer(request, at, asked, why_not) if why_not else back_to(at, "examples")


async def _keep(request: web.Request, at: At, asked: Asked, came: Came) -> Phrase | None:
    """Keep it; why not, where it cannot be kept."""
    try:
        name = plain(fields_of(request).one("name", _NAME), _NAMED)
        example = example_of(asked, came, name)
        await bench_of(request).change(
            at.name,
            session_of(request).person,
            What(SAVED, {"name": name}),
            lambda files: {EXAMPLES: with_example(files.get(EXAMPLES, ""), example)},
            only=(EXAMPLES,),
        )
    except CannotWriteError as refusal:
        return refusal.why
    except NetworkEditError as refusal:
        return refusal.phrase
    except DraftClosedError:
        return Phrase(_CLOSED)
    except TooBusyError:
        return Phrase(_BUSY)
    return None


def _asked(request: web.Request) -> Asked:
    return asked_of(fields_of(request), parts_of(request).gazetteer)


def _come(request: web.Request, at: At, asked: Asked) -> Came | None:
    parts = parts_of(request)
    is_demo = parts.demonstration is not None
    return come_of(asked, at.reading, parts.gazetteer, is_demo=is_demo)


async def _answer(
    request: web.Request, at: At, asked: Asked, why_not: Phrase | None = None
) -> web.StreamResponse:
    came = _come(request, at, asked)
    before = None
    if came is not None and not at.is_live:
        parts = parts_of(request)
        live = await bench_of(request).reading(LIVE)
        before = come_of(asked, live, parts.gazetteer, is_demo=parts.demonstration is not None)
    return _draw(
        request,
        at,
        asked,
        answers=[(each, list(outcome(each))) for each in (came, before) if each is not None],
        differs=before is not None and came is not None and before.holds != came.holds,
        tried=True,
        why_not=why_not,
        status=422 if why_not else 200,
    )


def _refused(request: web.Request, at: At, why: Phrase) -> web.Response:
    bench = bench_of(request)
    now = blank(bench.clock().astimezone(bench.zone))
    return _draw(request, at, now, refused=why, status=422)


def _draw(
    request: web.Request, at: At, asked: Asked, *, status: int = 200, **others: Any
) -> web.Response:
    network = at.reading.network
    facts: dict[str, Any] = {
        "answers": [],
        "differs": False,
        "tried": False,
        "refused": None,
        "why_not": None,
    }
    return page(
        request,
        "rules_why.html",
        status=status,
        at=at,
        may=at.may_change(EXAMPLES),
        asked=asked,
        typed=fields_of(request) if request.method == "POST" else None,
        written=asked.at.strftime(WRITTEN),
        book=network.book if network else None,
        names={node.id: node.name for node in network.directory.nodes} if network else {},
        wants=WANTS,
        tongues=TONGUES,
        is_service=parts_of(request).demonstration is None,
        **facts | others,
    )
