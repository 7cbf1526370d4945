"""The twin of the keeper of drafts that keeps nothing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from storage.editions.records import Done, Draft, applied, difference
from storage.errors import DraftClosedError, DraftMovedOnError, UnknownDraftError

if TYPE_CHECKING:
    from datetime import datetime

    from storage.editions.records import Changed, Files, What
    from storage.memory.editions import MemoryEditions

_CLOSED_FOR: Final = timedelta(days=30)
_ID_BYTES: Final = 6


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
