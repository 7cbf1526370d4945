"""The web chat and a neutral site, served from a thread while a browser walks them."""

from __future__ import annotations

import asyncio
import gzip
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from aiohttp import web

from bot.channels.webchat.app import make_runner
from bot.channels.webchat.door import DOOR
from bot.settings import WebChat
from routing import desk
from tests.channels.webchat.conftest import make_web
from tests.handoffs import OPERATOR

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from aiohttp.typedefs import Handler

    from routing.handoff import Handoff
    from routing.ports import Line
    from tests.handoffs import House as BothSides

_BEFORE = """<!doctype html><html lang="it"><title>Prima</title><h1>Pagina di prima</h1>
<p id="again"></p><a id="go" href="{chat}">avanti</a>
<script>addEventListener("pageshow", e => {{ again.textContent = e.persisted ? "tenuta" : "" }})
</script></html>"""
_WEATHER = '<!doctype html><html lang="it"><title>Meteo</title><h1>Meteo</h1><p>Sereno.</p></html>'


@dataclass(frozen=True)
class Seen:
    """One request that a browser made."""

    site: str
    method: str
    path: str
    referrer: str
    body: str


class House:
    """Both sites, and what was asked of them."""

    def __init__(self, both: BothSides) -> None:
        self._both = both
        self._seconds = 1_800_000_000.0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runners: list[web.AppRunner] = []
        self.seen: list[Seen] = []
        #: The headings of the pages that the chat answered with.
        self.pages: list[str] = []
        self.chat = ""
        #: Another site to browsers than `chat`, although it is this machine as well.
        self.neutral = ""

    def __enter__(self) -> Self:
        self._thread.start()
        self._wait(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def before(self) -> str:
        """A page of somebody else's with a link to the chat."""
        return self.neutral + "before"

    def unplug(self) -> None:
        """Let nothing answer any more, as when the network goes."""
        while self._runners:
            self._wait(self._runners.pop().cleanup())

    def asked(self, site: str) -> list[str]:
        """What was asked of a site, in order, icons aside."""
        return [
            f"{each.method} {each.path}"
            for each in self.seen
            if each.site == site and each.path not in {"/favicon.ico", "/s/icon.png"}
        ]

    def answers(self, text: str) -> None:
        """Have the operator take the one handoff there is, if need be, and write."""
        self._wait(self._answers(text))

    def puts_112(self) -> None:
        """Have the operator put 112 before her."""
        now = self._both.clock()
        act = lambda each: desk.show_112(each, OPERATOR, now)  # noqa: E731
        self._wait(self._both.does(self.handoff(), act))

    def skip_seconds(self, count: float) -> None:
        """Have the clock of the work before a handoff go on."""
        self._seconds += count

    async def _answers(self, text: str) -> None:
        handoff = await self._both.only()
        if not handoff.operator:
            handoff = await self._both.claims(handoff)
        source, now = f"desk|{text}", self._both.clock()
        await self._both.does(handoff, lambda each: desk.answer(each, OPERATOR, text, source, now))

    def handoff(self) -> Handoff:
        """The one handoff there is."""
        return self._wait(self._both.only())  # type: ignore[no-any-return]

    def read(self) -> list[Line]:
        """What the operator reads."""
        return self._wait(self._both.read(self.handoff()))  # type: ignore[no-any-return]

    def hers(self) -> list[str]:
        """What the operator reads of hers."""
        return [line.text for line in self.read() if line.by == "hers"]

    def is_away(self) -> bool:
        """Whether the operator sees that she left."""
        return not self.handoff().present

    def cut_streams(self) -> None:
        """Close what listens, as a proxy or a restart does."""
        self._wait(self._live.stop(web.Application()))

    async def _open(self) -> None:
        weather = web.Application(middlewares=[self._watch("neutral")])
        weather.add_routes([web.get("/", self._weather), web.get("/before", self._before)])
        runner = web.AppRunner(weather, access_log=None, shutdown_timeout=0.1)
        self.neutral = f"http://localhost:{await self._serve(runner)}/"
        await self._both.woman()  # somebody asked before: the desks are known
        settings = WebChat(neutral_exit=self.neutral)
        app = make_web(self._both.talk, self._both.contact, settings, clock=lambda: self._seconds)
        self._live = app[DOOR].live
        app.middlewares.insert(0, self._watch("chat"))
        self.chat = f"http://127.0.0.1:{await self._serve(make_runner(app))}/"

    async def _serve(self, runner: web.AppRunner) -> int:
        await runner.setup()
        self._runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port: int = runner.addresses[0][1]
        return port

    def _watch(self, site: str) -> web.typedefs.Middleware:  # type: ignore[name-defined]
        @web.middleware
        async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
            referrer = request.headers.get("Referer", "")
            body = await request.text() if request.can_read_body else ""
            self.seen.append(Seen(site, request.method, request.path_qs, referrer, body))
            answer = await handler(request)
            if isinstance(answer, web.Response) and isinstance(answer.body, bytes):
                packed = answer.headers.get("Content-Encoding") == "gzip"
                source = gzip.decompress(answer.body) if packed else answer.body
                heading = re.search(r"<h1[^>]*>([^<]*)", source.decode(errors="replace"))
                if heading and site == "chat":
                    self.pages.append(heading[1])
            return answer

        return watch

    async def _weather(self, _: web.Request) -> web.Response:
        return web.Response(text=_WEATHER, content_type="text/html")

    async def _before(self, _: web.Request) -> web.Response:
        return web.Response(text=_BEFORE.format(chat=self.chat), content_type="text/html")

    def _wait(self, job: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(job, self._loop).result(20)
