"""What the desk's handlers share, beside what every handler of the console has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from console.desk.desk import Reading
from console.desk.looking import Looking
from console.desk.memory import Memories
from console.desk.replies import Reply, shipped_replies
from console.here import parts_of, session_of

if TYPE_CHECKING:
    from console.desk.memory import DeskMemory


@dataclass(frozen=True, slots=True)
class Shared:
    """What the desks of all sessions share."""

    memories: Memories = field(default_factory=Memories)
    looking: Looking = field(default_factory=Looking)
    replies: tuple[Reply, ...] = field(default_factory=shipped_replies)


#: `make_console` puts it there.
DESK = web.AppKey("desk", Shared)


def memory_of(request: web.Request) -> DeskMemory:
    """What the desk remembers of her session."""
    return request.app[DESK].memories.of(session_of(request))


def reading_of(request: web.Request) -> Reading:
    """Her desk, to be read."""
    return Reading(
        parts_of(request), session_of(request), memory_of(request), request.app[DESK].looking
    )


def number_of(request: web.Request) -> int:
    """The number of the conversation that the address names; nought is none."""
    number = request.match_info.get("number", "0")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0  # noqa: PLR2004
