"""What another edition brings with it, and what is left of those before it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from bot.walks import archived
from storage.editions.records import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from bot.content import Content
    from storage.editions.ports import Editions
    from storage.editions.records import Edition
    from storage.revisions import Revisions

    #: Makes what a part needs of an edition.
    Prepare: TypeAlias = Callable[["Change"], Callable[[], None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An edition that is about to be live here, and what is left of those before it."""

    edition: Edition
    content: Content
    #: The bodies of the revisions that may still stand in somebody's buttons.
    older: Mapping[bytes, bytes]
    #: Those that nobody is to read any more.
    withdrawn: frozenset[bytes]
    #: The revision of the edition that is being taken back at this moment; empty: none is.
    taken_back: bytes = b""


async def kept(
    live: Edition,
    content: Content,
    *,
    before: Change | None,
    editions: Editions,
    revisions: Revisions,
    now: datetime,
) -> Change:
    """What is walked from now on, with the revision kept before anybody has its buttons.

    `before` is what was live here until now, if anything was.
    """
    revision = content.library.revision
    body = await asyncio.to_thread(archived, content.script)
    await revisions.keep(revision, body, now)
    everyone = await editions.all()
    older = await revisions.kept()
    older.pop(revision, None)
    return Change(
        edition=live,
        content=content,
        older=older,
        withdrawn=withdrawn_revisions(everyone) - {revision},
        taken_back=_taken_back(before, everyone),
    )


def withdrawn_revisions(editions: Iterable[Edition]) -> frozenset[bytes]:
    """The revisions whose last edition was withdrawn.

    One that was taken back and is live again later is walked again.
    """
    newest: dict[bytes, Edition] = {}
    lived = [each for each in editions if each.lived_at is not None]
    for each in sorted(lived, key=lambda each: (each.lived_at, each.number)):
        newest[each.revision] = each
    return frozenset(revision for revision, each in newest.items() if each.state is State.WITHDRAWN)


def _taken_back(before: Change | None, editions: Iterable[Edition]) -> bytes:
    """The revision that was walked here until now, if somebody withdrew its edition."""
    if before is None:
        return b""
    here = before.edition.number
    is_withdrawn = any(each.number == here and each.state is State.WITHDRAWN for each in editions)
    return before.content.library.revision if is_withdrawn else b""
