"""Style, scripts and pictures of the pages."""

from __future__ import annotations

from aiohttp import web

from console.here import console_of


async def send_file(request: web.Request) -> web.Response:
    """Send one of the files beside the pages."""
    asset = console_of(request).assets.get(request.match_info["name"])
    if asset is None:
        raise web.HTTPNotFound
    kind, _, charset = asset.kind.partition("; charset=")
    return web.Response(body=asset.body, content_type=kind, charset=charset or None)


async def say_well(_: web.Request) -> web.Response:
    """Tell whoever watches the service that it answers."""
    return web.Response(status=204)
