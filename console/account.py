"""Her own page: her passkeys, the languages she speaks, the language of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.here import console_of, fields_of, lead_to, page, parts_of, session_of
from storage.staff.audit import Deed

if TYPE_CHECKING:
    from aiohttp import web


async def show_account(request: web.Request) -> web.Response:
    """Show what is hers."""
    session = session_of(request)
    known = await parts_of(request).staff.credentials(session.person.id)
    return page(request, "account.html", passkeys=known)


async def show_another(request: web.Request) -> web.Response:
    """Show the page on which she makes a further passkey."""
    return page(request, "another.html")


async def drop_passkey(request: web.Request) -> web.Response:
    """Forget a passkey of hers, but never the last one."""
    console, session = console_of(request), session_of(request)
    told = fields_of(request).one("passkey", 2048)
    try:
        credential = bytes.fromhex(told)
    except ValueError:
        return lead_to("/account")
    if await console.parts.staff.drop_credential(session.person.id, credential):
        await console.parts.audit.note(session.person.id, Deed.KEY_DROPPED)
        for each in console.sessions:
            if each.credential == credential:
                console.sessions.end(each)
    return lead_to("/account")
