"""The console's application: the table of routes behind the gate."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

from bot.web import serving
from console.desk.here import DESK, Shared
from console.forms import BODY_LIMIT
from console.gate import TABLE, always_calm, gate, keep_strict
from console.here import CONSOLE, Console
from console.routes import ROUTES
from console.studio.handsets import HANDSETS, Handsets
from console.studio.here import STUDIO
from console.studio.here import Shared as SharedStudio
from console.studio.translating.here import SHELF, Shelf
from console.watching import look_after
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from console.parts import Parts

#: How soon a session that somebody ended elsewhere is over here (T8: within five seconds).
_WATCH_SECONDS = 2.0


def make_console(parts: Parts) -> web.Application:
    """Make the application. What is not in the table of routes does not exist."""
    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[always_calm, gate])
    app[CONSOLE] = Console.of(parts)
    app[DESK] = Shared()
    app[STUDIO] = SharedStudio()
    app[SHELF] = Shelf()
    app[HANDSETS] = Handsets()
    app[TABLE] = {
        app.router.add_route(route.method, route.path, route.handler): route for route in ROUTES
    }
    app.on_response_prepare.append(keep_strict)
    app.cleanup_ctx.append(_watching)
    app.on_shutdown.append(_sign_everybody_out)
    return app


def make_runner(app: web.Application) -> web.AppRunner:
    """Make what serves it, calm and silent whatever is sent."""
    return serving.make_runner(app, app[CONSOLE].headers)


async def _watching(app: web.Application) -> AsyncIterator[None]:
    task = asyncio.create_task(_watch(app[CONSOLE]))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _watch(console: Console) -> None:
    while True:
        await asyncio.sleep(_WATCH_SECONDS)
        console.sessions.sweep()
        with suppress(StorageError):
            await look_after(console)


async def _sign_everybody_out(app: web.Application) -> None:
    app[CONSOLE].sessions.end_all()
