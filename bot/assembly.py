"""The conversation, and her side of a handoff, put together over their content."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.centres import Centres
from bot.contact import Contact
from bot.contact.acts import Acts
from bot.contact.errands import Errands
from bot.contact.filling import Filling
from bot.contact.limits import Limits
from bot.contact.screens import Screens
from bot.contact.windows import Windows
from bot.conversation import Conversation
from bot.drawing import Drawing
from bot.understanding import Understanding
from bot.walks import Walks
from routing.desk import Orders

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.content import Content
    from bot.settings import Settings
    from routing.desks import DeskBook
    from routing.ports import Bell, Desks, Handoffs
    from storage.vault import Vault


def build_conversation(
    settings: Settings,
    content: Content,
    vault: Vault,
    *,
    older: Mapping[bytes, bytes] | None = None,
    now: Callable[[], datetime] | None = None,
    has_desk: Callable[[], bool] = bool,
) -> Conversation:
    """The conversation over its content.

    `now` is the network's own time by default; `has_desk` says whether anybody could
    answer in writing at this moment, by default nobody.
    """
    zone = content.network.directory.zone
    centres = Centres(
        content.network.directory,
        content.gazetteer,
        content.catalogues,
        shows_unconfirmed=settings.is_demo,
    )
    return Conversation(
        walks=Walks(
            content.library,
            content.catalogues,
            content.languages,
            shows_drafts=settings.is_demo,
            older=older,
            web_address=web_address(settings),
            has_desk=has_desk,
        ),
        opens=vault,
        drawing=Drawing(vault, content.catalogues, content.languages, centres),
        understanding=Understanding(content.library.words),
        gazetteer=content.gazetteer,
        now=now or (lambda: datetime.now(zone)),
    )


def desk_book(settings: Settings, content: Content) -> DeskBook:
    """The desks that may be promised: sample ones in demo mode only."""
    book = content.network.book
    return book if settings.is_demo else book.confirmed()


def build_contact(
    content: Content,
    conversation: Conversation,
    *,
    handoffs: Handoffs,
    desks: Desks,
    bell: Bell,
    book: DeskBook,
    limits: Limits | None = None,
    now: Callable[[], datetime] | None = None,
) -> Contact:
    """Her side of a handoff, over the conversation that makes its errands."""
    directory = content.network.directory
    clock = now or (lambda: datetime.now(directory.zone))
    windows = Windows(clock)
    acts = Acts(handoffs=handoffs, windows=windows, limits=limits or Limits(), now=clock)
    screens = Screens(
        drawing=conversation.drawing,
        catalogues=content.catalogues,
        directory=directory,
        gazetteer=content.gazetteer,
        desks=desks,
        filling=Filling(directory, book, handoffs, Orders(book)),
        now=clock,
    )
    return Contact(
        conversation=conversation,
        acts=acts,
        errands=Errands(acts, screens, clock),
        screens=screens,
        handoffs=handoffs,
        bell=bell,
        windows=windows,
        now=clock,
    )


def web_address(settings: Settings) -> str:
    """Where the web chat is, told on Telegram as the safer door; empty when it is off."""
    web = settings.webchat
    if not web.enabled:
        return ""
    return web.public_url or f"http://{web.host}:{web.port}/"
