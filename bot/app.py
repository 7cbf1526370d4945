"""The composition root: every part opened in reading order, closed in reverse."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.assembly import build_contact, build_conversation, desk_book
from bot.bureau import database_address
from bot.channels.telegram import TelegramChannel
from bot.channels.webchat.app import make_app, make_runner
from bot.channels.webchat.door import DOOR
from bot.contact.known_desks import KnownDesks
from bot.content import overdue
from bot.errors import DataFolderError, ModeMixedError, PortTakenError
from bot.keeping import keep
from bot.live import Live
from bot.made_up_shift import make_up
from bot.minding import mind
from bot.renewing import open_bench, saying, speaking, taking_away
from bot.staff_door import StaffDoor, open_console
from routing.places.finding import Gazetteer
from storage.database import Database
from storage.errors import StorageError
from storage.keyring import Keyring
from storage.ledger import Ledger
from storage.ledger_rows import SqlLedgerStore
from storage.retention import Retention
from storage.revisions import SqlRevisions
from storage.vault import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import date

    from bot.contact import Contact
    from bot.conversation import Conversation
    from bot.settings import Settings, WebChat

log = structlog.get_logger()

#: How often keys are looked after: well within the day they live.
_TEND_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Service:
    """A running service."""

    #: Where the web chat answers; empty when it is off.
    web_address: str
    #: Whether the Telegram bot is on.
    telegram: bool
    languages: tuple[str, ...]
    #: Where the staff come in.
    staff: StaffDoor


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Service]:
    """Open every part of the service; it runs until the context is left.

    Raises:
        StartError, StorageError: with a sentence for the keeper, when it cannot start.
    """
    async with AsyncExitStack() as parts:
        _keep_modes_apart(settings)
        keyring = Keyring.open(
            settings.folders.keys, datetime.now(UTC), database_folder=settings.folders.data
        )
        vault = Vault(keyring)
        database = await parts.enter_async_context(Database(database_address(settings)))
        revisions = SqlRevisions(database)
        kept = await keep(parts, settings, database, vault)
        gazetteer = Gazetteer.load()
        bench = open_bench(settings, database, gazetteer, lambda: live)
        live = Live(settings, bench, revisions, kept.bureau.audit, gazetteer)
        began = await live.open()
        content = began.content
        ledger = await parts.enter_async_context(Ledger(SqlLedgerStore(database, vault)))
        book = desk_book(settings, content)
        desks = KnownDesks(kept.desks, book)
        await desks.refresh()
        conversation = build_conversation(
            settings,
            content,
            vault,
            older=began.older,
            withdrawn=began.withdrawn,
            has_desk=desks.is_any,
        )
        contact = build_contact(
            content, conversation, handoffs=kept.handoffs, desks=desks, bell=kept.bell, book=book
        )
        retention = Retention(kept.handoffs, desks, book)
        await contact.start()
        live.join(
            speaking(
                settings,
                vault,
                conversation=conversation,
                contact=contact,
                handoffs=kept.handoffs,
                desks=desks,
                retention=retention,
            )
        )
        parts.push_async_callback(_stop, asyncio.create_task(_tend(keyring, revisions, live)))
        web_address = await _open_her_doors(
            parts,
            settings,
            live,
            conversation=conversation,
            contact=contact,
            seals=vault,
            ledger=ledger,
        )
        staff_door = StaffDoor("")
        if settings.console.enabled:
            staff_door = await open_console(
                parts,
                settings,
                live,
                bench,
                kept.bureau,
                handoffs=kept.handoffs,
                desks=desks,
                bell=kept.bell,
                web_address=web_address,
            )
        there = (
            await make_up(kept.bureau, book.desks, datetime.now(UTC)) if settings.is_demo else ()
        )
        # The demonstration's desks are there only now.
        await desks.refresh()
        minding = mind(
            kept, contact=contact, desks=desks, retention=retention, live=live, there=there
        )
        parts.push_async_callback(_stop, asyncio.create_task(minding))
        yield Service(
            web_address,
            bool(settings.telegram.token.get_secret_value()),
            tuple(language.name for language in live.content.languages),
            staff_door,
        )


async def _open_her_doors(
    parts: AsyncExitStack,
    settings: Settings,
    live: Live,
    *,
    conversation: Conversation,
    contact: Contact,
    seals: Vault,
    ledger: Ledger,
) -> str:
    """Open the web chat and the Telegram bot, as the settings say; where the first one answers."""
    web_address = ""
    if settings.webchat.enabled:
        app = make_app(
            settings.webchat,
            settings.mode,
            conversation=conversation,
            contact=contact,
            seals=seals,
            say=live.content.catalogues.say,
        )
        web_address = await _open_web(parts, settings.webchat, app)
        live.join(saying(app[DOOR].pages))
    token = settings.telegram.token.get_secret_value()
    if token:
        channel = TelegramChannel(
            settings.telegram, token, conversation=conversation, contact=contact, ledger=ledger
        )
        live.join(taking_away(await parts.enter_async_context(channel)))
    return web_address


async def serve(settings: Settings, ready: Callable[[Service], None]) -> None:
    """Run until the keeper or the system says stop."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for reason in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(reason, stopped.set)
    async with running(settings) as service:
        ready(service)
        await stopped.wait()


def _keep_modes_apart(settings: Settings) -> None:
    """A folder begun in demo mode never serves women, nor the other way round.

    Its sealed rows and revisions were made while unconfirmed numbers were shown.
    """
    folder = settings.folders.data
    mark = folder / "mode"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not mark.exists():
            mark.write_text(settings.mode.value, encoding="utf-8")
        begun = mark.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise DataFolderError(folder) from None
    if begun != settings.mode.value:
        raise ModeMixedError(folder, settings.mode.value)


async def _open_web(parts: AsyncExitStack, web_settings: WebChat, app: web.Application) -> str:
    runner = make_runner(app)
    await runner.setup()
    parts.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, web_settings.host, web_settings.port)
    try:
        await site.start()
    except OSError as problem:
        raise PortTakenError(web_settings.host, web_settings.port, "webchat.port") from problem
    return web_settings.public_url or _listening(web_settings, runner)


def _listening(settings: WebChat, runner: web.AppRunner) -> str:
    port = runner.addresses[0][1] if runner.addresses else settings.port
    return f"http://{settings.host}:{port}/"


async def _tend(keyring: Keyring, revisions: SqlRevisions, live: Live) -> None:
    """Look after keys and revisions; alarm the keeper, once a day, about numbers to check."""
    alarmed_on: date | None = None
    while True:
        now = datetime.now(UTC)
        keyring.tend(now)
        # A full disk must not keep yesterday's keys alive.
        with suppress(StorageError):
            await revisions.retire(now)
        if alarmed_on != now.date():
            alarmed_on = now.date()
            for number in overdue(live.content, alarmed_on):
                log.error("A number that is still told must be checked again today.", number=number)
        await asyncio.sleep(_TEND_SECONDS)


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
