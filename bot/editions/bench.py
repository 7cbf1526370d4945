"""The workbench: drafts and editions read, changed and judged, whoever asks.

What a page changes is a pure function of the files; here it is kept as one step that can be
undone, and never over somebody else's.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from bot.editions.errors import NotYoursError, TooBusyError
from bot.editions.examples import Played, play_all
from bot.editions.paths import EXAMPLES
from bot.editions.phone import NO_PHONES, CannotPlayError
from bot.editions.reach import reach_of, see_that_she_may_undo
from bot.editions.reading import Judged, Reading, judge, read
from bot.editions.recent import Recent
from locales.phrase import Phrase
from storage.editions.records import applied, digest_of
from storage.errors import DraftMovedOnError, UnknownEditionError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import date, datetime, tzinfo

    from bot.editions.phone import MakesPhones, Phone
    from storage.editions.ports import Drafts, Editions
    from storage.editions.records import Changed, Draft, Edition, Files, What
    from storage.staff.people import Person

#: What `at` is for the edition that women read at this moment.
LIVE: Final = "live"
#: `v12` is edition 12.
_NUMBERED: Final = "v"
#: A reading holds some ten megabytes; two people at work need four.
_READINGS: Final = 6
_JUDGED: Final = 24
#: With every screen of every example.
_PLAYED: Final = 6
#: Whole editions as text, a megabyte each.
_KEPT: Final = 4
_TRIES: Final = 5
#: Nobody will make so many editions.
_DIGITS: Final = 10


class Workbench:
    """What the studio's pages work with; one a process."""

    def __init__(
        self,
        editions: Editions,
        drafts: Drafts,
        *,
        clock: Callable[[], datetime],
        zone: tzinfo,
        offered: Callable[[Reading], Sequence[str]] | None = None,
        phones: MakesPhones | None = None,
        look: Callable[[], Awaitable[None]] | None = None,
        installed: Callable[[], Awaitable[Files | None]] | None = None,
    ) -> None:
        """Put it over what is kept.

        `zone` is the network's own time; `offered` are the languages in which a reading may be
        offered, by default every one it has; `phones` makes those it is tried on; `look`
        has the service see at once what may be live now; `installed` are the files that came with
        the program, where they are others than those it had before.
        """
        self.editions = editions
        self.drafts = drafts
        self.clock = clock
        self.zone = zone
        self._phones = phones
        self._look = look
        self._installed = installed
        self._offered = offered or (lambda reading: reading.languages)
        self._readings: Recent[str, Reading] = Recent(_READINGS)
        self._judged: Recent[tuple[str, date], Judged] = Recent(_JUDGED)
        self._played: Recent[tuple[str, date], Played] = Recent(_PLAYED)
        self._files: OrderedDict[int, Files] = OrderedDict()

    def today(self) -> date:
        """The day it is in the network."""
        return self.clock().astimezone(self.zone).date()

    async def look(self) -> None:
        """Have the service see at once what may be live now; it does so by itself in seconds."""
        if self._look is not None:
            await self._look()

    async def installed_changes(self) -> Files | None:
        """The installed files, if the program came with others that nobody put live."""
        return await self._installed() if self._installed is not None else None

    async def live(self) -> Edition:
        """The edition that women read at this moment.

        Raises:
            UnknownEditionError: there is none yet.
        """
        live = await self.editions.live()
        if live is None:
            raise UnknownEditionError(0)
        return live

    async def edition(self, at: str) -> Edition:
        """The edition that `at` names, or that its draft stands on.

        Raises:
            UnknownEditionError, UnknownDraftError: there is none.
        """
        if at == LIVE:
            return await self.live()
        number = number_of(at)
        if number is None:
            number = (await self.drafts.get(at)).base
        return await self.editions.get(number)

    async def files(self, at: str) -> dict[str, str]:
        """The files of an edition or a draft.

        Raises:
            UnknownEditionError, UnknownDraftError: there is none.
        """
        files = await self._files_of((await self.edition(at)).number)
        if at == LIVE or number_of(at) is not None:
            return dict(files)
        return applied(files, await self.drafts.changed(at))

    async def _files_of(self, number: int) -> Files:
        # An edition never changes: its files may be kept.
        if number not in self._files:
            self._files[number] = await self.editions.files(number)
            while len(self._files) > _KEPT:
                self._files.popitem(last=False)
        return self._files[number]

    async def reading(self, at: str) -> Reading:
        """Its files, understood.

        Raises:
            UnknownEditionError, UnknownDraftError: there is none.
        """
        return await self.understood(await self.files(at))

    async def understood(self, files: Files) -> Reading:
        """Any files, understood; the same ones once."""
        digest = await asyncio.to_thread(digest_of, files)
        return await self._readings.get(digest, lambda: read(files))

    def offered(self, reading: Reading) -> Sequence[str]:
        """The languages in which women may be offered it, by tag."""
        return self._offered(reading)

    def phone(self, reading: Reading) -> Phone:
        """A phone nobody has used, to try it on. Takes up to a tenth of a second.

        Raises:
            CannotPlayError: it cannot be played; its `why` tells why.
        """
        if self._phones is None:
            raise CannotPlayError(Phrase(NO_PHONES))
        return self._phones(reading)

    async def examples(self, at: str) -> Played:
        """What comes of its saved examples.

        Raises:
            UnknownEditionError, UnknownDraftError: there is none.
        """
        return await self.played(await self.reading(at))

    async def played(self, reading: Reading) -> Played:
        """What comes of the saved examples of a reading, played in a thread."""
        phones = self._phones
        if phones is None or EXAMPLES not in reading.files:
            return Played(())
        key = reading.digest, self.today()
        return await self._played.get(key, lambda: play_all(reading, phones))

    async def problems(self, at: str) -> Judged:
        """Everything that is wrong with it today.

        Raises:
            UnknownEditionError, UnknownDraftError: there is none.
        """
        return await self.judged(await self.reading(at))

    async def judged(self, reading: Reading) -> Judged:
        """Everything that is wrong with it today."""
        today = self.today()
        return await self._judged.get(
            (reading.digest, today), lambda: judge(reading, today, self._offered(reading))
        )

    async def change(
        self,
        draft: str,
        who: Person,
        what: What,
        make: Callable[[dict[str, str]], Changed],
        *,
        only: Sequence[str] = (),
    ) -> Draft:
        """Change a draft's files: one step that can be undone.

        `make` gets the newest files and answers those that are others. It runs again when
        somebody else was quicker, so it has to see by itself that what she changes is still
        what she had before her. `only` narrows the paths further than her role does.

        Raises:
            NotYoursError: `make` touched what she may not.
            UnknownDraftError, DraftClosedError: as of the drafts.
            TooBusyError: others were quicker each time.
            Exception: whatever `make` raises, and then nothing is changed.
        """
        reach = reach_of(who, only)
        for _ in range(_TRIES):
            kept = await self.drafts.get(draft)
            files = await self.files(draft)
            changed = await asyncio.to_thread(make, files)
            changed = {path: text for path, text in changed.items() if files.get(path) != text}
            if outside := [path for path in changed if not path.startswith(reach)]:
                raise NotYoursError(outside)
            if not changed:
                return kept
            try:
                return await self.drafts.change(
                    draft, kept.version, changed, what=what, who=who.id, now=self.clock()
                )
            except DraftMovedOnError:
                continue
        raise TooBusyError

    async def undo(self, draft: str, who: Person, seen: int) -> Draft:
        """Take the last change back, whoever made it.

        Raises:
            NotYoursError: it touched what she may not.
            UnknownDraftError, DraftMovedOnError, DraftClosedError: as of the drafts.
        """
        kept = await self.drafts.get(draft)
        see_that_she_may_undo(who, kept.undoes)
        return await self.drafts.undo(draft, seen, who.id, self.clock())

    async def redo(self, draft: str, who: Person, seen: int) -> Draft:
        """Do again what was undone last.

        Raises:
            NotYoursError: it touched what she may not.
            UnknownDraftError, DraftMovedOnError, DraftClosedError: as of the drafts.
        """
        kept = await self.drafts.get(draft)
        see_that_she_may_undo(who, kept.redoes)
        return await self.drafts.redo(draft, seen, who.id, self.clock())


def number_of(at: str) -> int | None:
    """The number of the edition that `v12` names; `None` for a draft's id or what is live."""
    told = at.removeprefix(_NUMBERED)
    is_number = told != at and told.isascii() and told.isdigit() and len(told) < _DIGITS
    return int(told) if is_number else None
