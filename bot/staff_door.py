"""Opens the staff's door on its own port; in demo mode with people who try it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aiohttp import web

from bot.assembly import desk_book
from bot.errors import PortTakenError
from storage.staff.people import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AsyncExitStack

    from bot.bureau import Bureau
    from bot.change import Change
    from bot.content import Content
    from bot.editions.bench import Workbench
    from bot.live import Live
    from bot.settings import Console, Settings
    from console.demo import Demonstration
    from routing.ports import Bell, Desks, Handoffs

#: How many nodes of the sample network have people in the demonstration.
_DEMONSTRATED = 2


@dataclass(frozen=True, slots=True)
class StaffDoor:
    """The staff's door, open."""

    #: Where the staff open it.
    address: str
    #: One-time links of the demonstration, each with whom it makes.
    links: tuple[tuple[str, str], ...] = ()


async def open_console(
    parts: AsyncExitStack,
    settings: Settings,
    live: Live,
    bench: Workbench,
    bureau: Bureau,
    *,
    handoffs: Handoffs,
    desks: Desks,
    bell: Bell,
    web_address: str,
) -> StaffDoor:
    """Open the console; it closes with `parts`.

    Raises:
        PortTakenError: when another program listens there.
    """
    # A service without it is spared the passkeys' libraries, seven megabytes of them.
    from console.app import make_console, make_runner  # noqa: PLC0415
    from console.here import CONSOLE  # noqa: PLC0415
    from console.parts import Parts  # noqa: PLC0415

    content = live.content
    listener = _listen(settings.console)
    parts.callback(listener.close)
    origin = settings.console.public_url.rstrip("/") or (
        f"http://localhost:{listener.getsockname()[1]}"
    )
    demonstration: Demonstration | None = None
    links: tuple[tuple[str, str], ...] = ()
    if settings.is_demo:
        demonstration, links = await _demonstrate(settings, content, bureau, origin)
    app = make_console(
        Parts(
            origin=origin,
            handoffs=handoffs,
            desks=desks,
            bell=bell,
            staff=bureau.staff,
            shifts=bureau.shifts,
            node_keys=bureau.keys,
            audit=bureau.audit,
            directory=content.network.directory,
            book=desk_book(settings, content),
            gazetteer=content.gazetteer,
            say=content.catalogues.say_to_staff,
            web_address=web_address,
            bench=bench,
            demonstration=demonstration,
        )
    )

    def prepare(change: Change) -> Callable[[], None]:
        directory, book = change.content.network.directory, desk_book(settings, change.content)
        return lambda: app[CONSOLE].renew(directory, book)

    live.join(prepare)
    runner = make_runner(app)
    await runner.setup()
    parts.push_async_callback(runner.cleanup)
    await web.SockSite(runner, listener).start()
    return StaffDoor(f"{origin}/", links)


async def _demonstrate(
    settings: Settings, content: Content, bureau: Bureau, origin: str
) -> tuple[Demonstration, tuple[tuple[str, str], ...]]:
    """Make the demonstration's people, and links to try passkeys with."""
    from console.demo import demonstration_links, open_demonstration  # noqa: PLC0415

    now, folder = datetime.now(UTC), settings.folders.keys
    nodes = tuple(desk_book(settings, content).desks)[:_DEMONSTRATED]
    demonstration = await open_demonstration(
        bureau.staff, bureau.keys, content.network.directory, nodes, folder=folder, now=now
    )
    links: list[tuple[str, str]] = []
    for node in nodes[:1]:
        for person, secret in await demonstration_links(bureau.staff, node, folder, now):
            what = "lead" if Role.LEAD in person.roles else "operator"
            links.append((what, f"{origin}/enrol#{secret}"))
    return demonstration, tuple(links)


def _listen(settings: Console) -> socket.socket:
    try:
        return socket.create_server((settings.host, settings.port))
    except OSError as problem:
        raise PortTakenError(settings.host, settings.port, "console.port") from problem
