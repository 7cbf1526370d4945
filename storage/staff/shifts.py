"""Who is at the desk now. No past shift is kept: nobody's hours are counted here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import delete, insert, select, update

from storage.moments import aware, to_minute, utc
from storage.staff.people import joined, parted
from storage.staff.people_rows import person_of
from storage.staff.tables import PEOPLE, SHIFTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from storage.database import Database

#: Nobody has seen her page move for so long: she is not at the desk.
SEEN_WITHIN = timedelta(minutes=15)


class Presence(StrEnum):
    """What somebody on shift is doing."""

    ON = "on"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Somebody's shift, while it lasts."""

    person: str
    node: str
    state: Presence
    #: What she answers in, this time.
    languages: tuple[str, ...]
    #: To the minute, as `seen` is.
    since: datetime
    seen: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether she has been away for so long that nobody may count on her."""
        return self.seen < now - SEEN_WITHIN


class Shifts(Protocol):
    """The shifts of the whole network. Raises `StorageUnavailableError` as `Staff` does."""

    async def begin(self, person: str, languages: Sequence[str], now: datetime) -> Shift | None:
        """Put somebody active on shift, or back on after a pause; anew, her languages change."""

    async def pause(self, person: str, now: datetime) -> Shift | None:
        """Note that she is not to be counted on for a while; nothing for who is off."""

    async def end(self, person: str) -> None:
        """Take somebody off shift."""

    async def seen(self, person: str, now: datetime) -> bool:
        """Note that her page is open and used; whether she is on shift."""

    async def now(self, now: datetime, node: str | None = None) -> list[Shift]:
        """Return every shift that is not over, of one node or of all."""

    async def sweep(self, now: datetime) -> int:
        """Drop shifts that are over; return how many."""


class SqlShifts:
    """`Shifts` in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, person: str, languages: Sequence[str], now: datetime) -> Shift | None:
        """Put somebody active on shift, or back on after a pause; anew, her languages change."""
        row: dict[str, Any] = {
            "person": person,
            "state": Presence.ON,
            "languages": joined(languages),
            "seen": to_minute(now),
        }
        async with self._database.writing() as connection:
            who = select(PEOPLE).where(PEOPLE.c.id == person).with_for_update()
            known = (await connection.execute(who)).one_or_none()
            if known is None or not person_of(known).holds_keys:
                return None
            hers = SHIFTS.c.person == person
            begun = await connection.execute(select(SHIFTS.c.since, SHIFTS.c.seen).where(hers))
            before = begun.one_or_none()
            still = before is not None and before.seen >= utc(now - SEEN_WITHIN)
            row["since"] = before.since if before is not None and still else to_minute(now)
            await connection.execute(delete(SHIFTS).where(hers))
            await connection.execute(insert(SHIFTS).values(row))
        return Shift(
            person=person,
            node=known.node,
            state=Presence.ON,
            languages=tuple(languages),
            since=aware(row["since"]),
            seen=aware(row["seen"]),
        )

    async def pause(self, person: str, now: datetime) -> Shift | None:
        """Note that she is not to be counted on for a while; nothing for who is off."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(SHIFTS)
                .where((SHIFTS.c.person == person) & _lasting(now))
                .values(state=Presence.PAUSE, seen=to_minute(now))
            )
            wanted = _SHIFTS.where((SHIFTS.c.person == person) & _lasting(now))
            row = (await connection.execute(wanted)).one_or_none()
            return None if row is None else _shift_of(row)

    async def end(self, person: str) -> None:
        """Take somebody off shift."""
        async with self._database.writing() as connection:
            await connection.execute(delete(SHIFTS).where(SHIFTS.c.person == person))

    async def seen(self, person: str, now: datetime) -> bool:
        """Note that her page is open and used; whether she is on shift."""
        async with self._database.writing() as connection:
            changed = await connection.execute(
                update(SHIFTS)
                .where((SHIFTS.c.person == person) & _lasting(now))
                .values(seen=to_minute(now))
            )
            return changed.rowcount == 1

    async def now(self, now: datetime, node: str | None = None) -> list[Shift]:
        """Return every shift that is not over, of one node or of all."""
        wanted = _SHIFTS.where(_lasting(now)).order_by(SHIFTS.c.since, SHIFTS.c.person)
        if node is not None:
            wanted = wanted.where(PEOPLE.c.node == node)
        async with self._database.reading() as connection:
            return [_shift_of(row) for row in await connection.execute(wanted)]

    async def sweep(self, now: datetime) -> int:
        """Drop shifts that are over; return how many."""
        async with self._database.writing() as connection:
            return (await connection.execute(delete(SHIFTS).where(~_lasting(now)))).rowcount


_SHIFTS = select(SHIFTS, PEOPLE.c.node).join(PEOPLE, PEOPLE.c.id == SHIFTS.c.person)


def _lasting(now: datetime) -> Any:
    return SHIFTS.c.seen >= utc(now - SEEN_WITHIN)


def _shift_of(row: Row[Any]) -> Shift:
    return Shift(
        person=row.person,
        node=row.node,
        state=Presence(row.state),
        languages=tuple(parted(row.languages)),
        since=aware(row.since),
        seen=aware(row.seen),
    )
