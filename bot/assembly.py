"""The conversation, and her side of a handoff, put together over their content."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from bot.centres import Centres
from bot.contact import Contact
from bot.contact.acts import Acts
from bot.contact.errands import Errands
from bot.contact.filling import Filling
from bot.contact.limits import Limits
from bot.contact.screens import Screens
from bot.contact.windows import Windows
from bot.conversation import Conversation, Opens, Voice
from bot.drawing import Drawing, Seals
from bot.understanding import Understanding
from bot.walks import Walks
from routing.desk import Orders

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from bot.contact.signs import Signs
    from bot.content import Content
    from bot.settings import Settings
    from routing.desks import DeskBook
    from routing.ports import Bell, Desks, Handoffs


class Tokens(Opens, Seals, Protocol):
    """What closes positions into buttons and opens them: the vault, or a simulated phone's."""


def build_conversation(
    settings: Settings,
    content: Content,
    vault: Tokens,
    *,
    older: Mapping[bytes, bytes] | None = None,
    withdrawn: Collection[bytes] = (),
    now: Callable[[], datetime] | None = None,
    has_desk: Callable[[], bool] = bool,
) -> Conversation:
    """The conversation over its content.

    `now` is the network's own time by default; `has_desk` says whether anybody could
    answer in writing at this moment, by default nobody.
    """
    voice = build_voice(
        settings,
        content,
        vault,
        older=older,
        withdrawn=withdrawn,
        now=now,
        has_desk=has_desk,
    )
    return Conversation(voice, vault)


def build_voice(
    settings: Settings,
    content: Content,
    vault: Tokens,
    *,
    older: Mapping[bytes, bytes] | None = None,
    withdrawn: Collection[bytes] = (),
    before: Walks | None = None,
    now: Callable[[], datetime] | None = None,
    has_desk: Callable[[], bool] = bool,
) -> Voice:
    """What of a content answers her; `older`, `withdrawn` and `before` are those of `Walks`."""
    zone = content.network.directory.zone
    centres = Centres(
        content.network.directory,
        content.gazetteer,
        content.catalogues,
        shows_unconfirmed=settings.is_demo,
    )
    walks = Walks(
        content.script,
        shows_drafts=settings.is_demo,
        older=older,
        withdrawn=withdrawn,
        before=before,
        web_address=web_address(settings),
        has_desk=has_desk,
    )
    return Voice(
        walks=walks,
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
    signs: Signs | None = None,
) -> Contact:
    """Her side of a handoff, over the conversation that makes its errands."""
    directory = content.network.directory
    clock = now or (lambda: datetime.now(directory.zone))
    windows = Windows(clock)
    acts = Acts(
        handoffs=handoffs, windows=windows, limits=limits or Limits(), now=clock, signs=signs
    )
    screens = build_screens(
        content, conversation.voice, handoffs=handoffs, desks=desks, book=book, now=now
    )
    return Contact(
        conversation=conversation,
        acts=acts,
        errands=Errands(acts, screens, clock),
        handoffs=handoffs,
        bell=bell,
        windows=windows,
        now=clock,
    )


def build_screens(
    content: Content,
    voice: Voice,
    *,
    handoffs: Handoffs,
    desks: Desks,
    book: DeskBook,
    now: Callable[[], datetime] | None = None,
) -> Screens:
    """What of a content draws the screens of a handoff."""
    directory = content.network.directory
    return Screens(
        drawing=voice.drawing,
        catalogues=content.catalogues,
        directory=directory,
        gazetteer=content.gazetteer,
        desks=desks,
        filling=Filling(directory, book, handoffs, Orders(book)),
        now=now or (lambda: datetime.now(directory.zone)),
    )


def web_address(settings: Settings) -> str:
    """Where the web chat is, told on Telegram as the safer door; empty when it is off."""
    web = settings.webchat
    if not web.enabled:
        return ""
    return web.public_url or f"http://{web.host}:{web.port}/"
