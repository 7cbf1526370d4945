"""The web chat's application: what is asked at which address, and what answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import structlog
from aiohttp import ClientPayloadError, web

from bot.channels.webchat.assets import read_assets
from bot.channels.webchat.pages import Pages
from bot.channels.webchat.replies import Replies
from bot.channels.webchat.session import SessionCookie
from bot.conversation import Address
from bot.settings import Mode
from bot.web import serving
from flows.definition import Channel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp.typedefs import Handler

    from bot.channels.webchat.assets import Asset
    from bot.channels.webchat.words import Say
    from bot.conversation import Conversation
    from bot.settings import WebChat

log = structlog.get_logger()

#: A form of ours is under 500 bytes.
_BODY_LIMIT = 8192
_BODY_SECONDS = 10
_TOKEN_LIMIT = 64
_TYPED_LIMIT = 200
_FIELDS_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Door:
    """All that the handlers need."""

    conversation: Conversation
    cookie: SessionCookie
    pages: Pages
    replies: Replies
    assets: Mapping[str, Asset]

    def open(self, request: web.Request, *, status: int = 200) -> web.Response:
        """Show the neutral first page: languages, 112, the way out.

        It is what everybody sees who has no visit, and all that Back or a page
        sent again may show after one.
        """
        known = self.cookie.read(request)
        session = known or self.cookie.fresh()
        answer = self.conversation.begin(Address(Channel.WEB, session))
        assert answer.view is not None, "a beginning has a screen"
        body = self.pages.draw(answer.view, is_part=_wants_part(request))
        return self.replies.page(request, body, status=status, session="" if known else session)


DOOR = web.AppKey("door", Door)


def make_app(
    settings: WebChat, mode: Mode, conversation: Conversation, say: Say
) -> web.Application:
    """Make the application; `say` puts the interface's Italian words into a language."""
    is_secure = settings.public_url.startswith("https://")
    cookie = SessionCookie(is_secure=is_secure)
    app = web.Application(client_max_size=_BODY_LIMIT, middlewares=[always_calm])
    app[DOOR] = Door(
        conversation=conversation,
        cookie=cookie,
        pages=Pages(settings.title, settings.neutral_exit, say, is_demo=mode is Mode.DEMO),
        replies=Replies(cookie, leave_to=settings.neutral_exit, is_secure=is_secure),
        assets=read_assets(),
    )
    app.on_response_prepare.append(keep_strict)
    app.add_routes(
        [
            web.get("/", open_door),
            web.post("/", answer),
            web.get("/x", leave, allow_head=False),
            web.post("/x", leave_quietly),
            web.get("/s/{name}", send_asset),
            web.get("/favicon.ico", send_icon),
            web.get("/healthz", say_well),
        ]
    )
    return app


def make_runner(app: web.Application) -> web.AppRunner:
    """Make what serves the application, calm and silent whatever is sent."""
    return serving.make_runner(app, app[DOOR].replies.headers)


async def keep_strict(request: web.Request, response: web.StreamResponse) -> None:
    """Give the strict headers also to what aiohttp answers by itself."""
    response.headers.update(request.app[DOOR].replies.headers)


@web.middleware
async def always_calm(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer whatever goes wrong with a calm page, never with its cause."""
    door = request.app[DOOR]
    try:
        try:
            return await handler(request)
        except web.HTTPException as refusal:
            return door.open(request, status=refusal.status)
    except Exception as trouble:  # noqa: BLE001 (one of the two doors where it is allowed)
        # Only the kind: the sentence or the traceback of an error may quote what she typed.
        kind = type(trouble).__name__
        log.error("A page could not be made.", error=kind)  # noqa: TRY400 (as said)
        return door.replies.page(request, door.pages.draw_trouble(), status=500)


async def open_door(request: web.Request) -> web.Response:
    """Show the neutral first page."""
    return request.app[DOOR].open(request)


async def answer(request: web.Request) -> web.Response:
    """Answer what she pressed or typed with the next screen."""
    door = request.app[DOOR]
    fields = await _read_fields(request)
    session = door.cookie.read(request)
    if session is None:
        return door.open(request)
    address = Address(Channel.WEB, session)
    if "at" in fields:
        token = fields["at"][:_TOKEN_LIMIT]
        turn = door.conversation.typed(address, fields.get("typed", "")[:_TYPED_LIMIT], token=token)
    elif "go" in fields:
        turn = door.conversation.press(address, fields["go"][:_TOKEN_LIMIT])
    else:
        return door.open(request)
    if turn.exits or turn.view is None:
        if _wants_part(request):
            return door.replies.left()
        return door.replies.leave_after_typing(door.pages.draw_leaving())
    return door.replies.page(request, door.pages.draw(turn.view, is_part=_wants_part(request)))


async def leave(request: web.Request) -> web.Response:
    """End the visit of a browser without scripts and lead to the neutral site."""
    return request.app[DOOR].replies.leave()


async def leave_quietly(request: web.Request) -> web.Response:
    """End the visit of a page that has covered itself and is leaving."""
    return request.app[DOOR].replies.left()


async def send_asset(request: web.Request) -> web.Response:
    """Send the style, the script or the icon."""
    door = request.app[DOOR]
    asset = door.assets.get(request.match_info["name"])
    if asset is None:
        raise web.HTTPNotFound
    return door.replies.file(request, asset)


async def send_icon(request: web.Request) -> web.Response:
    """Send the empty square to browsers that ask for it by themselves."""
    door = request.app[DOOR]
    return door.replies.file(request, door.assets["icon.png"])


async def say_well(request: web.Request) -> web.Response:
    """Tell whoever watches the service that it answers."""
    return request.app[DOOR].replies.nothing()


def _wants_part(request: web.Request) -> bool:
    return "X-Part" in request.headers


async def _read_fields(request: web.Request) -> dict[str, str]:
    """Read a form posted as browsers post it by default.

    Not `request.post()`: that one also takes uploads and writes them to the
    temporary folder.
    """
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            body = await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (web.RequestPayloadError, ClientPayloadError):
        # A body that is not what its head says, such as one packed by nobody's browser.
        raise web.HTTPBadRequest from None
    try:
        return dict(parse_qsl(body.decode(errors="replace"), max_num_fields=_FIELDS_LIMIT))
    except ValueError:  # more fields than any page of ours has
        return {}
