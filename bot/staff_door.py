"""The staff's door, opened beside hers: its own application, port and cookie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aiohttp import web

from bot.assembly import web_address
from bot.errors import PortTakenError
from console.app import make_console, make_runner
from console.demo import demonstration_links, open_demonstration
from console.parts import Parts

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from bot.content import Content
    from bot.keeping import Keeping
    from bot.settings import Settings
    from console.demo import Demonstration
    from routing.desks import DeskBook


@dataclass(frozen=True, slots=True)
class StaffDoor:
    """Where the staff come in."""

    #: Empty when it is off.
    address: str = ""
    #: One-time links to enrol people of the demonstration, by their names.
    links: tuple[tuple[str, str], ...] = ()


async def open_staff_door(
    parts: AsyncExitStack, settings: Settings, content: Content, kept: Keeping, book: DeskBook
) -> StaffDoor:
    """Open the console, in demo mode with somebody on each desk.

    Raises:
        PortTakenError, StorageError: with a sentence for the keeper.
    """
    if not settings.console.enabled:
        return StaffDoor()
    demonstration = await _demonstrate(settings, content, kept, book)
    address = settings.console.address
    app = make_console(
        Parts(
            origin=address,
            handoffs=kept.handoffs,
            desks=kept.desks,
            bell=kept.bell,
            staff=kept.bureau.staff,
            shifts=kept.bureau.shifts,
            node_keys=kept.bureau.keys,
            audit=kept.bureau.audit,
            directory=content.network.directory,
            book=book,
            gazetteer=content.gazetteer,
            say=content.catalogues.say_to_staff,
            web_address=web_address(settings),
            demonstration=demonstration,
        )
    )
    await _listen(parts, settings, app)
    return StaffDoor(f"{address}/", await _links(settings, kept, book))


async def _demonstrate(
    settings: Settings, content: Content, kept: Keeping, book: DeskBook
) -> Demonstration | None:
    """Have an operator and a lead at each sample desk: only in demo mode."""
    if not settings.is_demo:
        return None
    now, bureau = datetime.now(UTC), kept.bureau
    demonstration = await open_demonstration(
        bureau.staff,
        bureau.keys,
        content.network.directory,
        book.desks,
        folder=settings.folders.keys,
        now=now,
    )
    for entrance in demonstration.entrances:
        person = await bureau.staff.person(entrance.person)
        if person is not None:
            # A made-up shift: without it nobody would be there to write to.
            await bureau.shifts.begin(person.id, person.languages, now)
    return demonstration


async def _links(settings: Settings, kept: Keeping, book: DeskBook) -> tuple[tuple[str, str], ...]:
    """Make the links with which a passkey can be tried, at the first desk."""
    node = next(iter(book.desks), "")
    if not settings.is_demo or not node:
        return ()
    found = await demonstration_links(
        kept.bureau.staff, node, settings.folders.keys, datetime.now(UTC)
    )
    address = settings.console.address
    return tuple((person.name, f"{address}/enrol#{secret}") for person, secret in found)


async def _listen(parts: AsyncExitStack, settings: Settings, app: web.Application) -> None:
    runner = make_runner(app)
    await runner.setup()
    parts.push_async_callback(runner.cleanup)
    host, port = settings.console.host, settings.console.port
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as problem:
        raise PortTakenError(host, port, "console.port") from problem
