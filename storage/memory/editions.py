"""Twins of the keepers of editions and drafts that keep nothing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from storage.editions.records import (
    Done,
    Draft,
    Edition,
    NewEdition,
    State,
    applied,
    difference,
    digest_of,
)
from storage.errors import (
    DraftClosedError,
    DraftMovedOnError,
    EditionMovedOnError,
    NothingBeforeError,
    NotLiveError,
    NotWaitingError,
    SamePersonError,
    UnknownDraftError,
    UnknownEditionError,
)

if TYPE_CHECKING:
    from datetime import datetime

    from storage.editions.records import Changed, Files, What

_CLOSED_FOR: Final = timedelta(days=30)
_ID_BYTES: Final = 6


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


@dataclass(slots=True)
class _Step:
    done: Done
    before: dict[str, str | None]
    after: dict[str, str | None]


@dataclass(slots=True)
class _Kept:
    draft: Draft
    changed: dict[str, str | None] = field(default_factory=dict)
    #: What was undone lies behind the `done` first ones.
    steps: list[_Step] = field(default_factory=list)
    done: int = 0


class MemoryDrafts:
    """`Drafts` without a disk, over the editions they stand on."""

    def __init__(self, editions: MemoryEditions) -> None:
        self._editions = editions
        self._kept: dict[str, _Kept] = {}

    async def open(self, title: str, author: str, base: int, now: datetime) -> Draft:
        """Begin a draft on an edition."""
        await self._editions.get(base)
        draft = Draft(
            id=secrets.token_hex(_ID_BYTES),
            title=title,
            base=base,
            version=1,
            author=author,
            begun_at=now,
            changed_by=author,
            changed_at=now,
        )
        self._kept[draft.id] = _Kept(draft)
        return draft

    async def all(self) -> list[Draft]:
        """Every draft that is not closed, the last changed first."""
        return self._all(are_closed=False)

    async def closed(self) -> list[Draft]:
        """Those that are closed and still kept."""
        return self._all(are_closed=True)

    def _all(self, *, are_closed: bool) -> list[Draft]:
        drafts = [each.draft for each in self._kept.values() if each.draft.is_closed is are_closed]
        return sorted(drafts, key=lambda each: each.changed_at, reverse=True)

    async def get(self, id_: str) -> Draft:
        """One draft, also a closed one."""
        return self._of(id_).draft

    async def changed(self, id_: str) -> Changed:
        """What differs from its base."""
        return dict(self._of(id_).changed)

    async def change(
        self, id_: str, seen: int, changed: Changed, *, what: What, who: str, now: datetime
    ) -> Draft:
        """Change files. What was undone is gone."""
        kept = self._at(id_, seen)
        base = await self._editions.files(kept.draft.base)
        now_there = applied(base, kept.changed)
        before = {path: now_there.get(path) for path in changed}
        done = Done(number=kept.done + 1, who=who, at=now, what=what, paths=tuple(changed))
        del kept.steps[kept.done :]
        kept.steps.append(_Step(done, before, dict(changed)))
        kept.done += 1
        return self._put(kept, base, applied(now_there, changed), who, now)

    async def undo(self, id_: str, seen: int, who: str, now: datetime) -> Draft:
        """Take the last change back."""
        kept = self._at(id_, seen)
        if not kept.done:
            return kept.draft
        kept.done -= 1
        base = await self._editions.files(kept.draft.base)
        after = applied(applied(base, kept.changed), kept.steps[kept.done].before)
        return self._put(kept, base, after, who, now)

    async def redo(self, id_: str, seen: int, who: str, now: datetime) -> Draft:
        """Do again what was undone last."""
        kept = self._at(id_, seen)
        if kept.done == len(kept.steps):
            return kept.draft
        base = await self._editions.files(kept.draft.base)
        after = applied(applied(base, kept.changed), kept.steps[kept.done].after)
        kept.done += 1
        return self._put(kept, base, after, who, now)

    async def history(self, id_: str) -> list[Done]:
        """Every change, the newest first."""
        kept = self._of(id_)
        told = [
            replace(step.done, is_undone=number >= kept.done)
            for number, step in enumerate(kept.steps)
        ]
        return told[::-1]

    async def rebase(
        self, id_: str, seen: int, base: int, changed: Changed, *, who: str, now: datetime
    ) -> Draft:
        """Have it stand on another edition; its history begins anew."""
        kept = self._at(id_, seen)
        files = await self._editions.files(base)
        kept.draft = replace(kept.draft, base=base)
        kept.steps, kept.done = [], 0
        return self._put(kept, files, applied(files, changed), who, now)

    async def rename(self, id_: str, title: str, now: datetime) -> Draft:
        """Call it something else."""
        kept = self._of(id_)
        if kept.draft.is_closed:
            raise DraftClosedError
        kept.draft = replace(kept.draft, title=title, changed_at=now)
        return kept.draft

    async def close(self, id_: str, now: datetime) -> Draft:
        """Nobody changes it any more."""
        kept = self._of(id_)
        kept.draft = replace(kept.draft, is_closed=True, changed_at=now)
        return kept.draft

    async def reopen(self, id_: str, now: datetime) -> Draft:
        """Its edition was refused: it is worked on again."""
        kept = self._of(id_)
        kept.draft = replace(kept.draft, is_closed=False, changed_at=now)
        return kept.draft

    async def retire(self, now: datetime) -> None:
        """Drop those closed more than a month ago."""
        for id_, kept in list(self._kept.items()):
            if kept.draft.is_closed and kept.draft.changed_at < now - _CLOSED_FOR:
                del self._kept[id_]

    def _of(self, id_: str) -> _Kept:
        if id_ not in self._kept:
            raise UnknownDraftError
        return self._kept[id_]

    def _at(self, id_: str, seen: int) -> _Kept:
        kept = self._of(id_)
        if kept.draft.is_closed:
            raise DraftClosedError
        if kept.draft.version != seen:
            raise DraftMovedOnError(kept.draft.version)
        return kept

    def _put(self, kept: _Kept, base: Files, files: Files, who: str, now: datetime) -> Draft:
        kept.changed = difference(base, files)
        kept.draft = replace(
            kept.draft,
            version=kept.draft.version + 1,
            changed_by=who,
            changed_at=now,
            undoes=kept.steps[kept.done - 1].done if kept.done else None,
            redoes=replace(kept.steps[kept.done].done, is_undone=True)
            if kept.done < len(kept.steps)
            else None,
        )
        return kept.draft
