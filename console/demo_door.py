"""The buttons of the demonstration: in without a passkey, in demo mode, on this machine."""

from __future__ import annotations

from aiohttp import web

from console.here import console_of, fields_of, language_of, lead_to, session_or_none
from console.keys_in_session import unlock
from storage.staff.audit import Deed


async def enter(request: web.Request) -> web.Response:
    """Let a demonstration's person in, and put her on shift if she answers at a desk.

    Raises:
        web.HTTPNotFound: in service mode, and from anywhere else than this machine.
    """
    console = console_of(request)
    parts, people = console.parts, console.parts.demonstration
    if people is None or not people.is_open_to(request):
        raise web.HTTPNotFound
    entrance = people.entrance(fields_of(request).one("as", 4))
    person = await parts.staff.person(entrance.person) if entrance else None
    if entrance is None or person is None or not person.is_active:
        raise web.HTTPNotFound
    before = session_or_none(request)
    if before is not None:
        console.sessions.end(before)
    session = console.sessions.begin(
        person, entrance.credential, language_of(request), is_demo=True
    )
    await unlock(console, session, entrance.pair)
    await parts.shifts.begin(person.id, person.languages, parts.clock())
    await parts.audit.note(person.id, Deed.SIGNED_IN)
    response = lead_to("/")
    console.cookie.give(response.headers, session.value)
    return response
