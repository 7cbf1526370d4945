"""From a draft to what women read: proposed by one, approved by another, and taken back (P11)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.editions.bench import LIVE
from bot.editions.errors import (
    MustBeRebasedError,
    NoMomentError,
    NotGreenError,
    NothingChangedError,
    NotYoursError,
)
from bot.editions.reach import reach_of
from bot.editions.typed import LONGEST_NOTE, TOO_LATE, line, titled
from locales.phrase import S_
from storage.editions.records import NewEdition, Origin, State, What
from storage.errors import (
    DraftClosedError,
    DraftMovedOnError,
    EditionMovedOnError,
    SamePersonError,
)
from storage.staff.people import Role

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.editions.bench import Workbench
    from bot.editions.examples import Played
    from bot.editions.reading import Judged, Reading
    from storage.editions.records import Edition, Files
    from storage.staff.people import Person

#: What the history of a draft says beside its changes. They touch no file.
PROPOSED: Final = S_("Proposta per la pubblicazione")
REFUSED: Final = S_("Non approvata. {why}")


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands against publishing something today."""

    judged: Judged
    played: Played
    #: Languages that women can choose now and could not choose any more, by tag.
    lost: tuple[str, ...]
    #: Those of them that somebody hides on purpose.
    hides: tuple[str, ...] = ()
    #: Languages that women could choose from then on.
    gained: tuple[str, ...] = ()

    @property
    def left(self) -> tuple[str, ...]:
        """Languages that would go without anybody having said so."""
        return tuple(tag for tag in self.lost if tag not in self.hides)

    @property
    def is_green(self) -> bool:
        """Whether nothing does."""
        return self.judged.is_green and self.played.is_green and not self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody proposes, beside the files."""

    title: str
    #: `None`: as soon as it is approved.
    live_from: datetime | None = None
    #: Languages that are hidden on purpose until they are complete.
    hides: tuple[str, ...] = ()


class Publishing:
    """The way of files to being live, over the workbench."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    async def standing(self, at: str, hides: Collection[str] = ()) -> Standing:
        """What stands against publishing it today.

        Raises:
            UnknownEditionError, UnknownDraftError: there is none.
        """
        return await self._standing(await self._bench.reading(at), hides)

    async def _standing(self, reading: Reading, hides: Collection[str]) -> Standing:
        bench = self._bench
        live = await bench.reading(LIVE)
        offered = await asyncio.to_thread(bench.offered, reading)
        before = await asyncio.to_thread(bench.offered, live)
        return Standing(
            judged=await bench.judged(reading),
            played=await bench.played(reading),
            lost=tuple(tag for tag in before if tag not in offered),
            hides=tuple(hides),
            gained=tuple(tag for tag in offered if tag not in before),
        )

    async def propose(self, draft: str, who: Person, seen: int, proposal: Proposal) -> Edition:
        """Keep a draft as an edition that waits for a second person; the draft is closed.

        Raises:
            DraftMovedOnError: it is not what she saw any more.
            MustBeRebasedError: another edition went live since it was begun.
            NothingChangedError, NoTitleError, NoMomentError, NotGreenError, NotYoursError:
                as they say.
            UnknownDraftError, DraftClosedError: as of the drafts.
        """
        bench = self._bench
        kept = await bench.drafts.get(draft)
        if kept.is_closed:
            raise DraftClosedError
        if kept.version != seen:
            raise DraftMovedOnError(kept.version)
        live = await bench.live()
        if kept.base != live.number:
            raise MustBeRebasedError(kept.base, live.number)
        files = await bench.files(draft)
        await self._see_that_she_may(draft, who)
        new = await self._new(files, proposal, Origin.DRAFT, live, who, draft=draft)
        # Whoever presses twice, or in two windows, comes second here.
        await bench.drafts.change(
            draft, seen, {}, what=What(PROPOSED), who=who.id, now=bench.clock()
        )
        await bench.drafts.close(draft, bench.clock())
        return await bench.editions.propose(new, files, bench.clock())

    async def back(self, number: int, who: Person, proposal: Proposal) -> Edition:
        """Propose an older edition's files as they were.

        Raises:
            NoTitleError, NoMomentError, NotGreenError, NothingChangedError: as they say.
            UnknownEditionError: there is none of this number.
        """
        bench = self._bench
        old, live = await bench.edition(f"v{number}"), await bench.live()
        if old.digest == live.digest:
            raise NothingChangedError
        files = await bench.files(f"v{number}")
        new = await self._new(files, proposal, Origin.BACK, live, who)
        return await bench.editions.propose(new, files, bench.clock())

    async def _new(
        self,
        files: Files,
        proposal: Proposal,
        origin: Origin,
        live: Edition,
        who: Person,
        *,
        draft: str = "",
    ) -> NewEdition:
        reading = await self._bench.understood(files)
        standing = await self._standing(reading, proposal.hides)
        if not standing.is_green or reading.library is None:
            raise NotGreenError
        if proposal.live_from is not None and proposal.live_from <= self._bench.clock():
            raise NoMomentError(TOO_LATE)
        return NewEdition(
            revision=reading.library.revision,
            origin=origin,
            title=titled(proposal.title),
            base=live.number,
            draft=draft,
            proposed_by=who.id,
            live_from=proposal.live_from,
            hides=await self._hidden(reading, live, standing),
        )

    async def _hidden(self, reading: Reading, live: Edition, standing: Standing) -> tuple[str, ...]:
        """Those that go now, and those that went before and are not complete yet."""
        offered = await asyncio.to_thread(self._bench.offered, reading)
        hidden = (*live.hides, *standing.lost)
        return tuple(dict.fromkeys(tag for tag in hidden if tag not in offered))

    async def _see_that_she_may(self, draft: str, who: Person) -> None:
        """See that somebody proposes only what her role may change, and anything at all."""
        changed, reach = await self._bench.drafts.changed(draft), reach_of(who)
        if not changed:
            raise NothingChangedError
        if outside := [path for path in changed if not path.startswith(reach)]:
            raise NotYoursError(outside)

    async def approve(self, number: int, who: Person) -> Edition:
        """Say yes as the second person: it is live at once, or at its time.

        Raises:
            SamePersonError: she proposed it.
            NotGreenError: something stands against it by now.
            UnknownEditionError, NotWaitingError, EditionMovedOnError: as of the editions.
        """
        bench = self._bench
        edition = await bench.edition(f"v{number}")
        # Asked first, so that nobody is told of checks who may not approve in any case.
        if edition.proposed_by == who.id:
            raise SamePersonError(number)
        live = await bench.live()
        if edition.state is State.PROPOSED and edition.base != live.number:
            raise EditionMovedOnError(number, live.number)
        if not (await self.standing(f"v{number}", edition.hides)).is_green:
            raise NotGreenError
        approved = await bench.editions.approve(number, who.id, bench.clock())
        await bench.look()
        return approved

    async def refuse(self, number: int, who: Person, why: str) -> Edition:
        """Say no, or take one's own back; the draft it came from is open again, with the reason.

        Raises:
            NotYoursError: she neither approves nor proposed it.
            UnknownEditionError, NotWaitingError: as of the editions.
        """
        bench = self._bench
        edition = await bench.edition(f"v{number}")
        if Role.COORDINATOR not in who.roles and edition.proposed_by != who.id:
            raise NotYoursError([f"v{number}"])
        refused = await bench.editions.refuse(number, who.id, bench.clock())
        if edition.draft:
            draft = await bench.drafts.reopen(edition.draft, bench.clock())
            what = What(REFUSED, {"why": line(why, LONGEST_NOTE)})
            await bench.drafts.change(
                draft.id, draft.version, {}, what=what, who=who.id, now=bench.clock()
            )
        return refused

    async def withdraw(self, number: int, who: Person) -> Edition:
        """Take the live edition back: the one before it is live again. Return that one.

        Raises:
            UnknownEditionError, NotLiveError, NothingBeforeError: as of the editions.
        """
        bench = self._bench
        before = await bench.editions.withdraw(number, who.id, bench.clock())
        await bench.look()
        return before

    async def before(self) -> Edition | None:
        """The edition that would be live again; `None`: there is none."""
        past = [each for each in await self._bench.editions.all() if each.state is State.PAST]
        return max(past, key=lambda each: each.number, default=None)
