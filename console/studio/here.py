"""What the studio's handlers share: what is looked at, what is wrong with it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from aiohttp import web

from bot.editions.paths import FLOWS, part
from console.here import language_of, parts_of
from console.studio.at import bench_of
from console.studio.editing.drawn import Drawn
from console.studio.editing.presence import Writing
from console.studio.problems import problems_of
from flows.reader import as_typed
from locales.languages import language
from locales.phrase import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.editions.reading import Judged, Reading
    from console.studio.at import At
    from console.studio.problems import Problems
    from flows.checks import Catalogues
    from flows.definition import Library
    from locales.languages import Language

_KEPT: Final = 8
_NO_PHONE: Final = N_("Qui non si può provare.")

Key = TypeVar("Key")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Studio:
    """What is looked at: the conversation of an edition or a draft, also a broken one."""

    library: Library
    catalogues: Catalogues
    #: Every language that has a catalogue, the Italian first, whether it may be offered or not.
    languages: Sequence[Language]


@dataclass(slots=True)
class Shared:
    """What all sessions share."""

    _typed: OrderedDict[str, Library | None] = field(default_factory=OrderedDict)
    _sorted: OrderedDict[tuple[str, date, str], Problems] = field(default_factory=OrderedDict)
    #: What pages were drawn from lately.
    drawn: Drawn = field(default_factory=Drawn)
    #: Who is at which card of which draft.
    writing: Writing = field(default_factory=Writing)

    async def library(self, reading: Reading) -> Library | None:
        """The conversation as it is typed: whoever is to mend it sees also what leads nowhere."""
        if reading.library is not None:
            return reading.library
        if reading.digest not in self._typed:
            sources = part(reading.files, FLOWS)
            _keep(self._typed, reading.digest, await asyncio.to_thread(as_typed, sources))
        return self._typed[reading.digest]

    async def problems(
        self, reading: Reading, library: Library, judged: Judged, today: date, tongue: str
    ) -> Problems:
        """Everything the checks say of it today, in a language."""
        key = reading.digest, today, tongue
        if key not in self._sorted:
            _keep(
                self._sorted,
                key,
                await asyncio.to_thread(problems_of, library, judged.issues, tongue),
            )
        return self._sorted[key]


#: `make_console` puts it there.
STUDIO = web.AppKey("studio", Shared)


async def studio_of(request: web.Request, at: At) -> Studio:
    """What is looked at.

    Raises:
        web.HTTPNotFound: where nothing of the conversation can be understood.
    """
    library = await request.app[STUDIO].library(at.reading)
    if library is None:
        raise web.HTTPNotFound
    tags = at.reading.languages
    return Studio(library, at.reading.catalogues, [language(tag) for tag in tags])


def today_of(request: web.Request) -> date:
    """The day it is in the network."""
    parts = parts_of(request)
    return parts.clock().astimezone(parts.directory.zone).date()


async def problems_here(request: web.Request, at: At, studio: Studio) -> Problems:
    """What the checks say of it today, in the language of the page."""
    judged = await bench_of(request).judged(at.reading)
    return await request.app[STUDIO].problems(
        at.reading, studio.library, judged, at.today, language_of(request)
    )


def _keep(kept: OrderedDict[Key, Made], key: Key, made: Made) -> None:
    kept[key] = made
    while len(kept) > _KEPT:
        kept.popitem(last=False)
