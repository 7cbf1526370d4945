"""What the studio's handlers share: the conversation that is looked at, and a phone a session."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from aiohttp import web

from console.here import language_of, parts_of, session_of
from console.studio.problems import problems_of
from flows.checks import check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from bot.editions.phone import Phone
    from console.sessions import Session
    from console.studio.problems import Problems
    from flows.checks import Catalogues
    from flows.definition import Library
    from flows.issues import Issue
    from locales.languages import Language


@dataclass(frozen=True, slots=True)
class Studio:
    """What the coordinators look at: the conversation that is live."""

    library: Library
    catalogues: Catalogues
    #: Every language that has a catalogue, the Italian first, whether it may be offered or not.
    languages: Sequence[Language]
    #: Makes a phone nobody has used.
    phone: Callable[[], Phone]


@dataclass(slots=True)
class Shared:
    """What all sessions share."""

    _phones: WeakKeyDictionary[Session, Phone] = field(default_factory=WeakKeyDictionary)
    _judged: tuple[date, tuple[Issue, ...]] | None = None
    _sorted: dict[str, Problems] = field(default_factory=dict)
    _judging: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def problems(self, studio: Studio, today: date, language: str) -> Problems:
        """Everything the checks say of it today; worked out once a day, beside the loop."""
        async with self._judging:
            if self._judged is None or self._judged[0] != today:
                self._sorted.clear()
                tags = [each.tag for each in studio.languages]
                found = await asyncio.to_thread(
                    check, studio.library, studio.catalogues, today, tags
                )
                self._judged = today, tuple(found)
            if language not in self._sorted:
                self._sorted[language] = await asyncio.to_thread(
                    problems_of, studio.library, self._judged[1], language
                )
            return self._sorted[language]

    def phone(self, session: Session, studio: Studio) -> Phone:
        """The phone of a session; it goes with the session."""
        if session not in self._phones:
            self._phones[session] = studio.phone()
        return self._phones[session]


#: `make_console` puts it there.
STUDIO = web.AppKey("studio", Shared)


def studio_of(request: web.Request) -> Studio:
    """The conversation that is looked at.

    Raises:
        web.HTTPNotFound: where the console was opened without one.
    """
    studio = parts_of(request).studio
    if studio is None:
        raise web.HTTPNotFound
    return studio


def today_of(request: web.Request) -> date:
    """The day it is in the network."""
    parts = parts_of(request)
    return parts.clock().astimezone(parts.directory.zone).date()


async def problems_here(request: web.Request) -> Problems:
    """What the checks say of it today, in the language of the page."""
    return await request.app[STUDIO].problems(
        studio_of(request), today_of(request), language_of(request)
    )


def phone_of(request: web.Request) -> Phone:
    """The phone of her session."""
    return request.app[STUDIO].phone(session_of(request), studio_of(request))
