"""The real service in a process of its own, and two pages of somebody else's beside it."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web
from anyio.from_thread import start_blocking_portal

from tests.acceptance.service import running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from anyio.from_thread import BlockingPortal

    from tests.acceptance.service import Program

#: Both pages say what a script did to them, so that a test can see whether scripts run
#: and whether a page came out of the back-forward cache.
_PAGE = """<!doctype html><html lang="it"><title>{name}</title><h1>{name}</h1><p id="ran"></p>
<a id="go" href="{chat}">avanti</a>
<script>addEventListener("pageshow", e => {{ ran.textContent = e.persisted ? "kept" : "new" }})
</script></html>"""
NEUTRAL, BEFORE = "Meteo", "Pagina di prima"


@dataclass
class Sites:
    """Where everything is."""

    portal: BlockingPortal
    program: Program
    #: `localhost`: another site to browsers than the chat on 127.0.0.1.
    neutral: str
    _runner: web.AppRunner = field(repr=False)

    @property
    def chat(self) -> str:
        """The service's page."""
        return self.program.address

    @property
    def before(self) -> str:
        """The page she came from; it links to the chat."""
        return self.neutral + "before"

    def unplug(self) -> None:
        """Let nothing answer any more, as when the network goes."""
        self.program.kill()
        self.portal.call(self.program.process.wait)
        self.portal.call(self._runner.cleanup)


@contextmanager
def open_sites(folder: Path) -> Iterator[Sites]:
    """Start both; the service runs from its own settings file, as installed."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(_both(folder, portal)) as sites,
    ):
        yield sites


@asynccontextmanager
async def _both(folder: Path, portal: BlockingPortal) -> AsyncIterator[Sites]:
    pages = {"/": NEUTRAL, "/before": BEFORE}
    chat = ""

    async def show(request: web.Request) -> web.Response:
        text = _PAGE.format(name=pages[request.path], chat=chat)
        return web.Response(text=text, content_type="text/html")

    app = web.Application()
    app.add_routes([web.get(path, show) for path in pages])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    neutral = f"http://localhost:{runner.addresses[0][1]}/"
    toml = f'neutral_exit = "{neutral}"\nneutral_sites = ["{neutral}"]\n'
    try:
        async with running(folder, toml=toml) as program:
            chat = program.address
            yield Sites(portal, program, neutral, runner)
    finally:
        await runner.cleanup()
