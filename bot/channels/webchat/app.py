"""The web chat's application: what is asked at which address, and what answers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.channels.webchat import turns
from bot.channels.webchat.assets import read_assets
from bot.channels.webchat.door import DOOR, Door
from bot.channels.webchat.forms import BODY_LIMIT
from bot.channels.webchat.live import Live
from bot.channels.webchat.pages import Pages
from bot.channels.webchat.proofs import Proofs
from bot.channels.webchat.replies import Replies
from bot.channels.webchat.session import SessionCookie
from bot.settings import Mode
from bot.web import serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp.typedefs import Handler

    from bot.channels.webchat.proofs import Seals
    from bot.channels.webchat.words import Say
    from bot.contact import Contact
    from bot.conversation import Conversation
    from bot.settings import WebChat

log = structlog.get_logger()


def make_app(
    settings: WebChat,
    mode: Mode,
    *,
    conversation: Conversation,
    contact: Contact,
    seals: Seals,
    say: Say,
    clock: Callable[[], float] = time.time,
) -> web.Application:
    """Make the application.

    Args:
        settings: the keeper's, for the web chat.
        mode: demo says on every page that it is one.
        conversation: answers what she presses and types.
        contact: carries out what concerns a handoff.
        seals: the vault, for the work asked for before a handoff.
        say: puts the interface's Italian words into a language.
        clock: the seconds since the epoch.
    """
    is_secure = settings.public_url.startswith("https://")
    cookie = SessionCookie(is_secure=is_secure)
    pages = Pages(settings.title, settings.neutral_exit, say, is_demo=mode is Mode.DEMO)
    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[always_calm])
    door = app[DOOR] = Door(
        conversation=conversation,
        contact=contact,
        cookie=cookie,
        pages=pages,
        replies=Replies(cookie, leave_to=settings.neutral_exit, is_secure=is_secure),
        assets=read_assets(),
        proofs=Proofs(seals, clock),
        live=Live(contact, pages),
    )
    app.on_response_prepare.append(keep_strict)
    app.on_shutdown.append(door.live.stop)
    app.on_cleanup.append(door.finish)
    app.add_routes(
        [
            web.get("/", open_door),
            web.post("/", turns.answer),
            web.post("/l", turns.listen),
            web.get("/x", turns.leave, allow_head=False),
            web.post("/x", turns.leave_quietly),
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
    if "Content-Security-Policy" not in response.headers:
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
