"""The conversation, put together over its content."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.centres import Centres
from bot.conversation import Conversation
from bot.drawing import Drawing
from bot.understanding import Understanding
from bot.walks import Walks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.content import Content
    from bot.settings import Settings
    from storage.vault import Vault


def build_conversation(
    settings: Settings,
    content: Content,
    vault: Vault,
    *,
    older: Mapping[bytes, bytes] | None = None,
    now: Callable[[], datetime] | None = None,
) -> Conversation:
    """The conversation over its content; `now` is the network's own time by default."""
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
        ),
        opens=vault,
        drawing=Drawing(vault, content.catalogues, content.languages, centres),
        understanding=Understanding(content.library.words),
        gazetteer=content.gazetteer,
        now=now or (lambda: datetime.now(zone)),
    )
