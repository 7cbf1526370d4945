"""What a handler reaches from its request: the console's parts, her session, a page to answer."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from aiohttp import web

from console.assets import read_assets
from console.cookie import Cookie
from console.forms import Fields
from console.headers import forget_all, strict_headers
from console.pages import Pages
from console.passkeys import Ceremonies
from console.sessions import Session, Sessions
from console.tries import Tries
from console.words import preferred

if TYPE_CHECKING:
    from collections.abc import Mapping

    from multidict import CIMultiDict

    from console.assets import Asset
    from console.parts import Parts
    from routing.desks import DeskBook
    from routing.directory import Directory


@dataclass(slots=True)
class Console:
    """The running console: its parts, and what it made for itself."""

    parts: Parts
    sessions: Sessions
    pages: Pages
    cookie: Cookie
    ceremonies: Ceremonies
    tries: Tries
    headers: CIMultiDict[str]
    assets: Mapping[str, Asset] = field(default_factory=read_assets)

    @classmethod
    def of(cls, parts: Parts) -> Console:
        """Make it on these parts."""
        is_demo = parts.demonstration is not None
        return cls(
            parts=parts,
            sessions=Sessions(parts.clock),
            pages=Pages(parts.say, parts.directory, is_demo=is_demo),
            cookie=Cookie(is_secure=parts.is_secure),
            ceremonies=Ceremonies(parts.origin, parts.host, parts.clock),
            tries=Tries(parts.clock),
            headers=strict_headers(is_secure=parts.is_secure),
        )

    def renew(self, directory: Directory, book: DeskBook) -> None:
        """Go by another edition; a request that is under way ends with the one it began with."""
        self.parts = replace(self.parts, directory=directory, book=book)
        self.pages.renew(directory)


CONSOLE = web.AppKey("console", Console)
_SESSION = web.RequestKey("session", Session)
_FIELDS = web.RequestKey("fields", Fields)
_PARTS = web.RequestKey("parts", object)


def console_of(request: web.Request) -> Console:
    """The running console."""
    return request.app[CONSOLE]


def parts_of(request: web.Request) -> Parts:
    """What the console stands on: the same for as long as this request takes."""
    parts: Parts = request.setdefault(_PARTS, request.app[CONSOLE].parts)
    return parts


def look_anew(request: web.Request) -> None:
    """Have a request that lasts go by what is live now."""
    request[_PARTS] = request.app[CONSOLE].parts


def session_of(request: web.Request) -> Session:
    """Her session: there is one wherever the route asks for a role."""
    return request[_SESSION]


def session_or_none(request: web.Request) -> Session | None:
    """Her session, on a page that is also for those who have none."""
    return request.get(_SESSION)


def fields_of(request: web.Request) -> Fields:
    """The fields of the form that was posted."""
    return request[_FIELDS]


def has_fields(request: web.Request) -> bool:
    """Whether a form was posted and read."""
    return _FIELDS in request


def attach(request: web.Request, session: Session) -> None:
    """Note whose request it is."""
    request[_SESSION] = session


def attach_fields(request: web.Request, fields: Fields) -> None:
    """Note what its form carried."""
    request[_FIELDS] = fields


def language_of(request: web.Request) -> str:
    """The language of the page that is asked for."""
    session = session_or_none(request)
    if session is not None:
        return session.language
    return preferred(request.headers.get("Accept-Language", ""))


def arrival_of(request: web.Request) -> str:
    """Where a request comes from: behind a proxy of this machine, what that proxy says.

    Else everybody behind it would share one address, and a stranger's failures would shut
    the door to all. Only the last word counts: the proxy's own, not what was sent to it.
    """
    remote = request.remote or ""
    passed_on = request.headers.get("X-Forwarded-For", "")
    if passed_on and is_loopback(remote):
        return passed_on.rpartition(",")[2].strip()
    return remote


def is_loopback(address: str) -> bool:
    """Whether an address can only be this machine."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def page(
    request: web.Request, template: str, *, status: int = 200, **values: object
) -> web.Response:
    """Answer with a page."""
    console = console_of(request)
    body = console.pages.draw(template, language_of(request), session_or_none(request), **values)
    return web.Response(body=body, status=status, content_type="text/html", charset="utf-8")


def lead_to(path: str) -> web.Response:
    """Answer a form that was done: the browser asks for another page."""
    return web.Response(status=303, headers={"Location": path})


def ended(request: web.Request, response: web.Response) -> web.Response:
    """Take the cookie back and ask the browser to forget the rest."""
    console_of(request).cookie.take_back(response.headers)
    forget_all(response.headers)
    return response
