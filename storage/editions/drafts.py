"""The drafts in the database: who is not the quickest is told so, and changes nothing."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, and_, delete, insert, select, update

from storage.editions.packing import gone, pack, unpack, way
from storage.editions.records import Done, applied, difference
from storage.editions.rows import done_of, draft_of, step_row
from storage.editions.store import get_body, get_edition
from storage.editions.tables import DRAFT_STEPS, DRAFTS
from storage.errors import DraftClosedError, DraftMovedOnError, UnknownDraftError
from storage.moments import utc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.database import Database
    from storage.editions.records import Changed, Draft, Files, What

_CLOSED_FOR: Final = timedelta(days=30)
_ID_BYTES: Final = 6
_STEPS = DRAFT_STEPS.c
#: A draft without its texts, beside the steps that undo and redo would go over.
_DRAFTS_WITH_STEPS: Final[Select[Any]] = select(
    *(column for column in DRAFTS.c if column.name != "body"),
    *(_STEPS.number, _STEPS.who, _STEPS.at, _STEPS.what, _STEPS.paths),
).join_from(
    DRAFTS,
    DRAFT_STEPS,
    and_(_STEPS.draft == DRAFTS.c.id, _STEPS.number.in_((DRAFTS.c.done, DRAFTS.c.done + 1))),
    isouter=True,
)


@dataclass(frozen=True, slots=True)
class _Standing:
    """A draft as it was read: nothing of it has changed while its version is the same."""

    draft: Draft
    base: Files
    files: Files
    #: How many of its steps are not taken back.
    done: int
    #: The steps that undo and redo would go over, packed, by number.
    steps: Mapping[int, bytes]


class SqlDrafts:
    """`Drafts` in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, title: str, author: str, base: int, now: datetime) -> Draft:
        """Begin a draft on an edition."""
        row: dict[str, Any] = {
            "id": secrets.token_hex(_ID_BYTES),
            "title": title,
            "base": base,
            "version": 1,
            "done": 0,
            "author": author,
            "begun_at": utc(now),
            "changed_by": author,
            "changed_at": utc(now),
            "closed": False,
            "body": pack({}),
        }
        async with self._database.writing() as connection:
            await get_edition(connection, base)
            await connection.execute(insert(DRAFTS).values(row))
            return await _get(connection, row["id"])

    async def all(self) -> list[Draft]:
        """Every draft that is not closed, the last changed first."""
        return await self._all(are_closed=False)

    async def closed(self) -> list[Draft]:
        """Those that are closed and still kept, the last changed first."""
        return await self._all(are_closed=True)

    async def _all(self, *, are_closed: bool) -> list[Draft]:
        order = (DRAFTS.c.changed_at.desc(), DRAFTS.c.id)
        wanted = _DRAFTS_WITH_STEPS.where(DRAFTS.c.closed.is_(are_closed)).order_by(*order)
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted)).all()
        return [draft_of([*each]) for _, each in groupby(rows, key=lambda row: row.id)]

    async def get(self, id_: str) -> Draft:
        """One draft, also a closed one."""
        async with self._database.reading() as connection:
            return await _get(connection, id_)

    async def changed(self, id_: str) -> Changed:
        """What differs from its base."""
        async with self._database.reading() as connection:
            body = (await connection.execute(select(DRAFTS.c.body).where(_its(id_)))).scalar()
        if body is None:
            raise UnknownDraftError
        return await asyncio.to_thread(unpack, body)

    async def change(
        self, id_: str, seen: int, changed: Changed, *, what: What, who: str, now: datetime
    ) -> Draft:
        """Change files. What was undone is gone."""
        known = await self._standing(id_, seen)
        done = Done(number=known.done + 1, who=who, at=now, what=what, paths=tuple(changed))
        body, back = await asyncio.to_thread(_stepped, known, changed)
        async with self._database.writing() as connection:
            await _advance(connection, id_, seen, who, now, body=body, done=done.number)
            undone = (_STEPS.draft == id_) & (_STEPS.number >= done.number)
            await connection.execute(delete(DRAFT_STEPS).where(undone))
            await connection.execute(insert(DRAFT_STEPS).values(step_row(done, id_, back)))
            return await _get(connection, id_)

    async def undo(self, id_: str, seen: int, who: str, now: datetime) -> Draft:
        """Take the last change back; with none left nothing happens."""
        known = await self._standing(id_, seen)
        return await self._go_over(known, known.done, known.done - 1, who, now)

    async def redo(self, id_: str, seen: int, who: str, now: datetime) -> Draft:
        """Do again what was undone last; with none nothing happens."""
        known = await self._standing(id_, seen)
        return await self._go_over(known, known.done + 1, known.done + 1, who, now)

    async def history(self, id_: str) -> list[Done]:
        """Every change since it was begun or rebased, the newest first."""
        columns = (_STEPS.number, _STEPS.who, _STEPS.at, _STEPS.what, _STEPS.paths, DRAFTS.c.done)
        wanted: Select[Any] = select(*columns).join_from(DRAFT_STEPS, DRAFTS).where(_its(id_))
        async with self._database.reading() as connection:
            await _get(connection, id_)
            rows = await connection.execute(wanted.order_by(_STEPS.number.desc()))
            return [done_of(row) for row in rows]

    async def rebase(
        self, id_: str, seen: int, base: int, changed: Changed, *, who: str, now: datetime
    ) -> Draft:
        """Have it stand on another edition, with these changes; its history begins anew."""
        await self._standing(id_, seen)
        async with self._database.reading() as connection:
            files = await get_body(connection, base)
        body = await asyncio.to_thread(_beside, files, changed)
        async with self._database.writing() as connection:
            await _advance(connection, id_, seen, who, now, body=body, done=0, base=base)
            await connection.execute(delete(DRAFT_STEPS).where(_STEPS.draft == id_))
            return await _get(connection, id_)

    async def rename(self, id_: str, title: str, now: datetime) -> Draft:
        """Call it something else."""
        async with self._database.writing() as connection:
            if (await _get(connection, id_)).is_closed:
                raise DraftClosedError
            return await _put(connection, id_, title=title, changed_at=utc(now))

    async def close(self, id_: str, now: datetime) -> Draft:
        """Nobody changes it any more. It is dropped a month later."""
        async with self._database.writing() as connection:
            return await _put(connection, id_, closed=True, changed_at=utc(now))

    async def reopen(self, id_: str, now: datetime) -> Draft:
        """Its edition was refused: it is worked on again."""
        async with self._database.writing() as connection:
            return await _put(connection, id_, closed=False, changed_at=utc(now))

    async def retire(self, now: datetime) -> None:
        """Drop those closed more than a month ago."""
        old = DRAFTS.c.closed.is_(True) & (DRAFTS.c.changed_at < utc(now - _CLOSED_FOR))
        async with self._database.writing() as connection:
            await connection.execute(delete(DRAFTS).where(old))

    async def _standing(self, id_: str, seen: int) -> _Standing:
        """Read a draft at that version.

        Reading and reckoning come before the transaction that writes, so that it is short:
        what women write waits for it. `_advance` sees that nothing has changed since.
        """
        # All in one statement: on PostgreSQL the next one would see a change made in between.
        bodies = (DRAFTS.c.body.label("draft_body"), _STEPS.body.label("step_body"))
        wanted = _DRAFTS_WITH_STEPS.add_columns(*bodies).where(_its(id_))
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted)).all()
            draft = _draft_in(rows)
            if draft.is_closed:
                raise DraftClosedError
            if draft.version != seen:
                raise DraftMovedOnError(draft.version)
            base = await get_body(connection, draft.base)
        return await asyncio.to_thread(_read, draft, base, rows)

    async def _go_over(
        self, known: _Standing, number: int, done: int, who: str, now: datetime
    ) -> Draft:
        """Go over one step, whichever way it leads, and leave the way back in its place."""
        id_, seen = known.draft.id, known.draft.version
        step = (_STEPS.draft == id_) & (_STEPS.number == number)
        if number not in known.steps:
            return known.draft
        body, back = await asyncio.to_thread(_gone_over, known, known.steps[number])
        async with self._database.writing() as connection:
            await _advance(connection, id_, seen, who, now, body=body, done=done)
            await connection.execute(update(DRAFT_STEPS).where(step).values(body=back))
            return await _get(connection, id_)


def _its(id_: str) -> ColumnElement[bool]:
    return DRAFTS.c.id == id_


def _read(draft: Draft, base: bytes, rows: Sequence[Row[Any]]) -> _Standing:
    files = unpack(base)
    steps = {row.number: row.step_body for row in rows if row.number is not None}
    return _Standing(
        draft=draft,
        base=files,
        files=applied(files, unpack(rows[0].draft_body)),
        done=rows[0].done,
        steps=steps,
    )


def _stepped(known: _Standing, changed: Changed) -> tuple[bytes, bytes]:
    """The draft's texts after a change, and the way back; both packed."""
    after = applied(known.files, changed)
    before = {path: known.files.get(path) for path in changed}
    return pack(difference(known.base, after)), pack(way(after, before))


def _gone_over(known: _Standing, step: bytes) -> tuple[bytes, bytes]:
    return _stepped(known, gone(known.files, unpack(step)))


def _beside(base: bytes, changed: Changed) -> bytes:
    files = unpack(base)
    return pack(difference(files, applied(files, changed)))


async def _get(connection: AsyncConnection, id_: str) -> Draft:
    return _draft_in((await connection.execute(_DRAFTS_WITH_STEPS.where(_its(id_)))).all())


def _draft_in(rows: Sequence[Row[Any]]) -> Draft:
    if not rows:
        raise UnknownDraftError
    return draft_of(rows)


async def _put(connection: AsyncConnection, id_: str, **values: Any) -> Draft:
    await connection.execute(update(DRAFTS).where(_its(id_)).values(**values))
    return await _get(connection, id_)


async def _advance(
    connection: AsyncConnection, id_: str, seen: int, who: str, now: datetime, **values: Any
) -> None:
    """Bring a draft to its next version, if it is still at the one that was seen."""
    mine = _its(id_) & (DRAFTS.c.version == seen) & DRAFTS.c.closed.is_(False)
    values |= {"version": seen + 1, "changed_by": who, "changed_at": utc(now)}
    # Two at once: the second waits at this row, and then finds another version in it.
    changed = await connection.execute(update(DRAFTS).where(mine).values(**values))
    if changed.rowcount != 1:
        draft = await _get(connection, id_)
        raise DraftClosedError if draft.is_closed else DraftMovedOnError(draft.version)
