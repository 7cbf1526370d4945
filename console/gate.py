"""What stands before every page: who is there, may she, is it really her form."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from console.errors import FormRefusedError, TooManyTriesError
from console.forms import BODY_LIMIT, read_fields
from console.here import (
    attach,
    attach_fields,
    console_of,
    ended,
    fields_of,
    has_fields,
    lead_to,
    page,
)
from console.signing_in import too_often
from storage.errors import StorageUnavailableError
from storage.staff.audit import Deed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp.typedefs import Handler

    from console.here import Console
    from console.route import Route
    from console.sessions import Session

log = structlog.get_logger()

#: The route of each thing aiohttp can find; it finds nothing else.
TABLE: web.AppKey[Mapping[web.AbstractRoute, Route]] = web.AppKey("table", dict)

_REFUSALS = {404: "missing", 405: "missing", 403: "forbidden", 413: "large"}

SIGN_IN = "/sign-in"
UNLOCK = "/unlock"
_STUDIO = "/studio/"


@web.middleware
async def always_calm(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer whatever goes wrong with a page that says so, never with its cause."""
    try:
        return await handler(request)
    except TooManyTriesError:
        return too_often(request)
    except FormRefusedError:
        return page(request, "trouble.html", status=403, what="form", typed=_typed(request))
    except web.HTTPException as refusal:
        what = _REFUSALS.get(refusal.status, "failed")
        return page(request, "trouble.html", status=404 if what == "missing" else refusal.status,
                    what=what)  # fmt: skip
    except StorageUnavailableError:
        # Without the traceback: it may quote what was being written.
        log.warning("The database does not answer the console.")
        return page(request, "trouble.html", status=503, what="storage", typed=_typed(request))
    except Exception as trouble:  # noqa: BLE001 (one of the two doors where it is allowed)
        # Only the kind: the sentence or the traceback of an error may quote what was typed.
        kind = type(trouble).__name__
        log.error("A page of the console could not be made.", error=kind)  # noqa: TRY400
        return page(request, "trouble.html", status=500, what="failed", typed=_typed(request))


@web.middleware
async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a request through to the handler of its line in the table, and no other."""
    console = console_of(request)
    route = request.app[TABLE].get(request.match_info.route)
    if route is None:
        raise web.HTTPNotFound
    if request.method == "POST" and not _is_from_here(request, console.parts.origin):
        raise FormRefusedError
    session = await _session(request, console)
    if request.method == "POST":
        # Uploads are taken from somebody who is signed in only.
        most = route.most_bytes if session is not None else BODY_LIMIT
        attach_fields(request, await read_fields(request, most, route.most_fields))
    if route.roles is None:
        return await handler(request)
    if session is None:
        return ended(request, _kept_for_her(request) or _to_sign_in(request))
    await _see_that_she_may(request, console, session, route)
    if route.touches:
        console.sessions.touch(session)
    if route.step_up and not session.is_proven(console.parts.clock()):
        return _ask_again(request)
    if route.unlocked and not session.is_unlocked:
        return lead_to(UNLOCK)
    return await handler(request)


async def _see_that_she_may(
    request: web.Request, console: Console, session: Session, route: Route
) -> None:
    if route.roles is not None and not session.person.roles & route.roles:
        await console.parts.audit.note(session.person.id, Deed.REFUSED, about=route.name)
        raise web.HTTPForbidden
    if request.method == "POST" and not _has_token(request, session):
        raise FormRefusedError


async def keep_strict(request: web.Request, response: web.StreamResponse) -> None:
    """Give the strict headers to every answer, also to what aiohttp answers by itself."""
    response.headers.update(console_of(request).headers)


async def _session(request: web.Request, console: Console) -> Session | None:
    """Her session, with her as she is in storage at this moment: a removal works at once."""
    value = console.cookie.read(request)
    session = console.sessions.find(value) if value else None
    if session is None:
        return None
    person = await console.parts.staff.person(session.person.id)
    if person is None or person.is_locked_out(session.began):
        console.sessions.end(session)
    if person is None or session.over.is_set():  # Also ended while storage answered.
        return None
    session.person = person
    attach(request, session)
    return session


def _is_from_here(request: web.Request, origin: str) -> bool:
    # Without a referrer a form's Origin is "null" also when it is ours (Fetch, 3.1): then the
    # browser's own word counts, which no page can write.
    told = request.headers.get("Origin", "null")
    if told == "null":
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
    return told == origin


def _has_token(request: web.Request, session: Session) -> bool:
    told = request.headers.get("X-Csrf") or fields_of(request).one("csrf")
    return hmac.compare_digest(told.encode(), session.csrf.encode())


def _kept_for_her(request: web.Request) -> web.Response | None:
    """Say that her session is over with what she was writing: going back would not find it."""
    typed = _typed(request)
    if not typed or not _is_for_a_tab(request):
        return None
    return page(request, "trouble.html", status=401, what="ended", typed=typed)


def _typed(request: web.Request) -> list[str]:
    """The sentences of a form of the studio. Those of the desk are a woman's: never shown twice."""
    if request.method != "POST" or not request.path.startswith(_STUDIO) or not has_fields(request):
        return []
    return [value for _, value in fields_of(request).pairs if len(value.split()) > 1]


def _is_for_a_tab(request: web.Request) -> bool:
    return request.headers.get("Sec-Fetch-Dest", "document") == "document"


def _to_sign_in(request: web.Request) -> web.Response:
    if _is_for_a_tab(request):
        return lead_to(SIGN_IN)
    # A script of ours reads the status and leads there itself.
    return web.Response(status=401, headers={"Location": SIGN_IN})


def _ask_again(request: web.Request) -> web.Response:
    """Ask for the passkey; the page keeps what was posted and posts it again."""
    posted = fields_of(request).pairs if request.method == "POST" else []
    again = [(name, value) for name, value in posted if name != "csrf"]
    return page(request, "again.html", path=request.path, method=request.method, posted=again)
