"""Editions, drafts and their steps as rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storage.editions.records import Done, Draft, Edition, NewEdition, Origin, State, What
from storage.moments import aware, utc
from storage.staff.people import joined, parted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row


def edition_row(
    new: NewEdition, number: int, digest: str, state: State, now: datetime
) -> dict[str, Any]:
    """Write a new edition as a row."""
    return {
        "number": number,
        "digest": digest,
        "revision": new.revision,
        "origin": new.origin,
        "state": state,
        "title": new.title,
        "base": new.base,
        "draft": new.draft,
        "hides": joined(new.hides),
        "live_from": None if new.live_from is None else utc(new.live_from),
        "proposed_by": new.proposed_by,
        "proposed_at": utc(now),
        "decided_by": "",
    }


def edition_of(row: Row[Any]) -> Edition:
    """Read a row of the editions."""
    return Edition(
        number=row.number,
        digest=row.digest,
        revision=bytes(row.revision),
        origin=Origin(row.origin),
        state=State(row.state),
        title=row.title,
        base=row.base,
        draft=row.draft,
        hides=tuple(parted(row.hides)),
        live_from=_moment(row.live_from),
        proposed_by=row.proposed_by,
        proposed_at=aware(row.proposed_at),
        decided_by=row.decided_by,
        decided_at=_moment(row.decided_at),
        lived_at=_moment(row.lived_at),
        replaced_at=_moment(row.replaced_at),
    )


def draft_of(rows: Sequence[Row[Any]]) -> Draft:
    """Read a draft: its row beside each of the steps that undo and redo would go over."""
    row = rows[0]
    steps = {row.number: done_of(row) for row in rows if row.number is not None}
    return Draft(
        id=row.id,
        title=row.title,
        base=row.base,
        version=row.version,
        author=row.author,
        begun_at=aware(row.begun_at),
        changed_by=row.changed_by,
        changed_at=aware(row.changed_at),
        is_closed=row.closed,
        undoes=steps.get(row.done),
        redoes=steps.get(row.done + 1),
    )


def step_row(done: Done, draft: str, body: bytes) -> dict[str, Any]:
    """Write a step as a row."""
    return {
        "draft": draft,
        "number": done.number,
        "who": done.who,
        "at": utc(done.at),
        "what": json.dumps([done.what.text, dict(done.what.values)]),
        "paths": json.dumps(done.paths),
        "body": body,
    }


def done_of(row: Row[Any]) -> Done:
    """Read a step, beside how many of its draft are done."""
    text, values = json.loads(row.what)
    return Done(
        number=row.number,
        who=row.who,
        at=aware(row.at),
        what=What(text, values),
        paths=tuple(json.loads(row.paths)),
        is_undone=row.number > row.done,
    )


def _moment(kept: datetime | None) -> datetime | None:
    return None if kept is None else aware(kept)
