"""A network with desks in a thread of its own, for browsers to walk."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import TYPE_CHECKING, Any, Self, TypeVar

from aiohttp import web

from console.app import make_console, make_runner
from storage.bell import LocalBell
from storage.memory.handoffs import MemoryHandoffs
from tests.console.desks import Network, Woman

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from playwright.sync_api import Page

    from routing.handoff import Handoff
    from storage.staff.people import Role

    Result = TypeVar("Result")


class Town:
    """The console and those on both its sides; every method may be called from a test."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.origin = f"http://localhost:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        self.do(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self.do(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def do(self, what: Coroutine[Any, Any, Result]) -> Result:
        """Do something on the network's side and wait for it."""
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(20)

    def sit(
        self, open_window: Callable[..., Page], name: str, *roles: Role, **wishes: object
    ) -> Page:
        """Put somebody at a desk in a browser window of her own."""
        value = self.do(self._session(name, *roles))
        page = open_window(**wishes)
        cookie = {"name": "console", "value": value, "url": self.origin, "httpOnly": True}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(f"{self.origin}/desk")
        return page

    def woman(self, *words: str, **case: object) -> Woman:
        """Somebody who asked for a person, and wrote."""
        return self.do(self.network.woman(*words, **case))  # type: ignore[arg-type]

    def hire(self, name: str, node: str) -> None:
        """Somebody at another node, so that it has a desk."""
        self.do(self.network.hire(name, node=node))

    def handoff(self, woman: Woman) -> Handoff:
        """How hers stands."""
        return self.do(woman.handoff())

    def replies(self, woman: Woman) -> list[str]:
        """What waits for her."""
        return [line.text for line in self.do(self.network.handoffs.held(woman.id))]

    async def _open(self) -> None:
        bell = LocalBell()
        self.network = Network(MemoryHandoffs(bell), bell, self.origin)
        self._app = make_console(self.network.parts)
        self._runner: web.AppRunner = make_runner(self._app)
        await self._runner.setup()
        await web.SockSite(self._runner, self._listener).start()

    async def _session(self, name: str, *roles: Role) -> str:
        person = await self.network.hire(name, *roles)
        return (await self.network.session(self._app, person)).value
