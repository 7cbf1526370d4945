"""The twin of the keeper of editions that keeps nothing."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from storage.editions.records import (
    Edition,
    NewEdition,
    State,
    digest_of,
)
from storage.errors import (
    EditionMovedOnError,
    NothingBeforeError,
    NotLiveError,
    NotWaitingError,
    SamePersonError,
    UnknownEditionError,
)

if TYPE_CHECKING:
    from datetime import datetime

    from storage.editions.records import Files


class MemoryEditions:
    """`Editions` without a disk."""

    def __init__(self) -> None:
        self._editions: dict[int, Edition] = {}
        self._files: dict[int, dict[str, str]] = {}

    async def all(self) -> list[Edition]:
        """Every edition, the newest first, without files."""
        return sorted(self._editions.values(), key=lambda each: -each.number)

    async def get(self, number: int) -> Edition:
        """One edition."""
        if number not in self._editions:
            raise UnknownEditionError(number)
        return self._editions[number]

    async def files(self, number: int) -> dict[str, str]:
        """Its files."""
        await self.get(number)
        return dict(self._files[number])

    async def live(self) -> Edition | None:
        """The one that is live; `None` before the first."""
        return next((each for each in self._editions.values() if each.state is State.LIVE), None)

    async def begin(self, new: NewEdition, files: Files, now: datetime) -> Edition:
        """Have these files live at once, without approval."""
        live = await self.live()
        if live is not None and live.digest == digest_of(files):
            return live
        made = self._keep(new, files, now, State.LIVE)
        return self._live(made, live, now)

    async def propose(self, new: NewEdition, files: Files, now: datetime) -> Edition:
        """Keep an edition that waits for a second person."""
        return self._keep(new, files, now, State.PROPOSED)

    async def approve(self, number: int, who: str, now: datetime) -> Edition:
        """A second person says yes."""
        edition = await self.get(number)
        if edition.state is not State.PROPOSED:
            raise NotWaitingError(number)
        if edition.proposed_by == who:
            raise SamePersonError(number)
        await self._see_that_it_stands_on_live(edition)
        return self._put(edition, state=State.SCHEDULED, decided_by=who, decided_at=now)

    async def refuse(self, number: int, who: str, now: datetime) -> Edition:
        """A second person says no, or whoever proposed it takes it back."""
        edition = await self.get(number)
        if not edition.is_waiting:
            raise NotWaitingError(number)
        state = State.DROPPED if edition.proposed_by == who else State.REFUSED
        return self._put(edition, state=state, decided_by=who, decided_at=now)

    async def due(self, now: datetime) -> Edition | None:
        """The scheduled edition whose moment has come, the oldest first."""
        return next(
            (
                each
                for each in self._editions.values()
                if each.state is State.SCHEDULED
                and (each.live_from is None or each.live_from <= now)
            ),
            None,
        )

    async def put_live(self, number: int, now: datetime) -> Edition:
        """Have a scheduled edition live; the one before is past."""
        edition = await self.get(number)
        if edition.state is State.LIVE:
            return edition
        if edition.state is not State.SCHEDULED:
            raise NotWaitingError(number)
        await self._see_that_it_stands_on_live(edition)
        return self._live(edition, await self.live(), now)

    async def withdraw(self, number: int, who: str, now: datetime) -> Edition:
        """Take the live edition back; the last one before it is live again."""
        edition = await self.get(number)
        if edition.state is not State.LIVE:
            raise NotLiveError(number)
        past = [each for each in self._editions.values() if each.state is State.PAST]
        if not past:
            raise NothingBeforeError(number)
        self._put(edition, state=State.WITHDRAWN, decided_by=who, decided_at=now, replaced_at=now)
        before = max(past, key=lambda each: each.number)
        return self._put(before, state=State.LIVE, lived_at=now, replaced_at=None)

    def _keep(self, new: NewEdition, files: Files, now: datetime, state: State) -> Edition:
        number = len(self._editions) + 1
        told = {each.name: getattr(new, each.name) for each in fields(NewEdition)}
        self._files[number] = dict(files)
        made = Edition(number=number, digest=digest_of(files), state=state, proposed_at=now, **told)
        self._editions[number] = made
        return made

    def _live(self, edition: Edition, before: Edition | None, now: datetime) -> Edition:
        if before is not None:
            self._put(before, state=State.PAST, replaced_at=now)
        return self._put(edition, state=State.LIVE, lived_at=now)

    async def _see_that_it_stands_on_live(self, edition: Edition) -> None:
        live = await self.live()
        if live is not None and live.number != edition.base:
            raise EditionMovedOnError(edition.number, live.number)

    def _put(self, edition: Edition, **changed: object) -> Edition:
        # mypy cannot follow the names; every caller above writes them out.
        self._editions[edition.number] = replace(edition, **changed)  # type: ignore[arg-type]
        return self._editions[edition.number]
