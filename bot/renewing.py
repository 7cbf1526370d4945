"""How each part of the service comes to speak out of another edition (`bot.live`)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.assembly import build_screens, build_voice, desk_book
from bot.content import offered_in
from bot.editions.bench import Workbench
from storage.editions.drafts import SqlDrafts
from storage.editions.store import SqlEditions

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.change import Change, Prepare
    from bot.channels.telegram import TelegramChannel
    from bot.channels.webchat.pages import Pages
    from bot.contact import Contact
    from bot.contact.known_desks import KnownDesks
    from bot.conversation import Conversation
    from bot.live import Live
    from bot.settings import Settings
    from routing.places.finding import Gazetteer
    from routing.ports import Handoffs
    from storage.database import Database
    from storage.retention import Retention
    from storage.vault import Vault


def open_bench(
    settings: Settings,
    database: Database,
    gazetteer: Gazetteer,
    live: Callable[[], Live],
) -> Workbench:
    """The workbench over the database; what it has approved is looked at by `live` at once."""
    phones = None
    if settings.console.enabled:
        # A service without the staff's door is spared the libraries behind it.
        from bot.simulator import Phones  # noqa: PLC0415

        phones = Phones(settings, gazetteer)
    return Workbench(
        SqlEditions(database),
        SqlDrafts(database),
        clock=lambda: datetime.now(UTC),
        # Until the network is read, whose time it is.
        zone=UTC,
        offered=lambda reading: offered_in(reading, settings),
        phones=phones,
        look=lambda: live().look(),
        installed=lambda: live().installed_changes(),
    )


def speaking(
    settings: Settings,
    vault: Vault,
    *,
    conversation: Conversation,
    contact: Contact,
    handoffs: Handoffs,
    desks: KnownDesks,
    retention: Retention,
    now: Callable[[], datetime] | None = None,
) -> Prepare:
    """What answers her, and what knows the desks; `now` as of `build_voice`."""

    def prepare(change: Change) -> Callable[[], None]:
        content, book = change.content, desk_book(settings, change.content)
        voice = build_voice(
            settings,
            content,
            vault,
            older=change.older,
            withdrawn=change.withdrawn,
            before=conversation.voice.walks,
            now=now,
            has_desk=desks.is_any,
        )
        screens = build_screens(content, voice, handoffs=handoffs, desks=desks, book=book, now=now)

        def swap() -> None:
            conversation.renew(voice)
            contact.renew(screens)
            desks.renew(book)
            retention.renew(book)

        return swap

    return prepare


def saying(pages: Pages) -> Prepare:
    """The words of the web chat's page itself."""
    return lambda change: lambda: pages.renew(change.content.catalogues.say)


def taking_away(channel: TelegramChannel) -> Prepare:
    """The screens on phones that nobody is to read any more."""
    return lambda change: lambda: channel.take_away(change.taken_back)
