"""The desk as parts of a page: each is drawn by itself, so that only what changed is sent."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from console.desk.here import DESK, memory_of
from console.desk.replies import PRIVACY
from console.desk.words import OUTCOMES, UPWARD, speaks
from console.here import console_of, language_of, session_of
from locales.languages import NUMBERS
from routing.handoff import Ending

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aiohttp import web

    from console.desk.desk import Desk

#: In the order in which they stand on the page.
PARTS = ("top", "lists", "head", "lines", "side", "going")


def values(request: web.Request, desk: Desk) -> Mapping[str, Any]:
    """Everything the desk's templates may speak of."""
    parts = console_of(request).parts
    memory = memory_of(request)
    talk = desk.talk
    replies = request.app[DESK].replies
    privacy = next(reply for reply in replies if reply.id == PRIVACY)
    return {
        "desk": desk,
        "talk": talk,
        "replies": replies,
        # HL-1: whoever takes over begins by asking whether somebody else can see.
        "suggested": privacy.put(talk.facts.tag) if talk and talk.is_fresh else "",
        "outcomes": OUTCOMES,
        "not_a_woman": Ending.NOT_SEEKING_HELP.value,
        "upward": UPWARD,
        "speaks": speaks,
        "languages": tuple(NUMBERS),
        "web_address": parts.web_address,
        "sound": memory.sound,
        "rehearsed": memory.rehearsed,
        "once": secrets.token_hex(16),
    }


def drawn(request: web.Request, desk: Desk) -> Iterator[tuple[str, str]]:
    """Draw each part that stands on this page."""
    pages, session = console_of(request).pages, session_of(request)
    facts = values(request, desk)
    for name in PARTS:
        body = pages.draw(f"desk_{name}.html", language_of(request), session, **facts)
        yield name, body.decode()
