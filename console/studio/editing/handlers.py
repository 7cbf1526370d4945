"""Forms of a draft's cards: done and led back, or told why not with what she typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from aiohttp import web

from bot.editions.errors import NotYoursError, TooBusyError
from bot.editions.paths import seen
from console.here import fields_of, lead_to, page, session_of
from console.studio.at import bench_of
from console.studio.conflict import ChangedMeanwhileError
from console.studio.editing.doing import OPERATIONS, do
from console.studio.editing.operation import Asked
from console.studio.here import STUDIO
from flows.editing import EditError
from locales.phrase import N_, Phrase
from storage.errors import DraftClosedError, UnknownDraftError

if TYPE_CHECKING:
    from console.studio.editing.operation import Outcome
    from flows.sentences import Sentence

_BUSY: Final = N_("Altre stanno cambiando la stessa bozza proprio ora. Riprova tra un momento.")
_CLOSED: Final = N_("Questa bozza è chiusa: è stata proposta o messa via. Aprine un'altra.")
_CHANGED: Final = 409
#: Done on the page of all flows, and led back there; a new flow is led to.
_OF_THE_WHOLE: Final = frozenset({"text", "start"})
_REFUSED: Final = 422


async def edit(request: web.Request) -> web.StreamResponse:
    """Do what a form asks for, and lead back to the card it stands on."""
    draft, flow = request.match_info["at"], request.match_info.get("flow", "")
    asked = Asked(fields_of(request), flow)
    if asked.op not in OPERATIONS:
        raise web.HTTPBadRequest
    try:
        outcome = await do(bench_of(request), draft, session_of(request).person, asked)
    except ChangedMeanwhileError as conflict:
        return _told(request, asked, status=_CHANGED, conflict=conflict)
    except EditError as problem:
        return _told(request, asked, status=_REFUSED, why=_phrase(problem.sentence))
    except TooBusyError:
        return _told(request, asked, status=_CHANGED, why=Phrase(_BUSY))
    except DraftClosedError:
        return _told(request, asked, status=_CHANGED, why=Phrase(_CLOSED))
    except UnknownDraftError:
        raise web.HTTPNotFound from None
    except NotYoursError:
        raise web.HTTPForbidden from None
    return _done(request, asked, outcome)


async def say_who_is_here(request: web.Request) -> web.StreamResponse:
    """Tell a page what version its draft is now, and who else has it open, at which card."""
    bench, who, draft = bench_of(request), session_of(request).person, request.match_info["at"]
    try:
        kept = await bench.drafts.get(draft)
    except UnknownDraftError:
        raise web.HTTPNotFound from None
    writing, now = request.app[STUDIO].writing, bench.clock()
    writing.note(draft, who, request.query.get("step", "")[:100], now)
    others = [{"name": e.name, "step": e.step} for e in writing.others(draft, who, now)]
    return web.json_response({"version": kept.version, "others": others})


def _done(request: web.Request, asked: Asked, outcome: Outcome) -> web.Response:
    flow, _, short = outcome.card.partition(".")
    flow = flow or asked.flow
    if request.headers.get("X-Part"):
        # Its script asks for what is others now, once for all that was done meanwhile.
        return web.Response(status=204, headers={"X-Flow": flow, "X-Card": short})
    if not request.match_info.get("flow") and (not short or asked.op in _OF_THE_WHOLE):
        fragment = "memory" if asked.op.startswith("memory") else "controls"
        return lead_to(f"/studio/{request.match_info['at']}/flows#{fragment}")
    fields = fields_of(request)
    around = {"language": fields.one("language"), "channel": fields.one("channel")}
    query = urlencode(
        {**{k: v for k, v in around.items() if v}, **({"edit": short} if short else {})}
    )
    fragment = f"#s-{short}" if short else ""
    address = f"/studio/{request.match_info['at']}/flows/{flow}"
    return lead_to(address + (f"?{query}" if query else "") + fragment)


def _told(
    request: web.Request,
    asked: Asked,
    *,
    status: int,
    why: Phrase | None = None,
    conflict: ChangedMeanwhileError | None = None,
) -> web.Response:
    """What came between, with everything she typed."""
    is_words = OPERATIONS[asked.op].unit in {"text", "note"}
    return page(
        request,
        "studio_refused_part.html" if request.headers.get("X-Part") else "studio_refused.html",
        status=status,
        at_name=request.match_info["at"],
        flow=asked.flow,
        short=asked.step.partition(".")[2],
        asked=asked,
        why=why,
        mine=asked.words(),
        theirs=conflict.theirs if conflict and is_words else None,
        seen_now=seen(conflict.theirs) if conflict and is_words else "",
        is_conflict=conflict is not None,
        language_beside=fields_of(request).one("language"),
        channel=fields_of(request).one("channel"),
        typed=[
            (name, value)
            for name, value in fields_of(request).pairs
            if name in {"words", "label", "new", "label1", "label2", "name", "values"} and value
        ],
    )


def _phrase(sentence: Sentence) -> Phrase:
    return Phrase(sentence.text, sentence.values)
