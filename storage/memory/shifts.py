"""A twin of the shifts that keeps nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from storage.moments import aware, to_minute
from storage.staff.shifts import Presence, Shift

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.memory.staff import Office


class MemoryShifts:
    """`Shifts` without a disk."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def begin(self, person: str, languages: Sequence[str], now: datetime) -> Shift | None:
        """Put somebody active on shift, or back on after a pause; anew, her languages change."""
        known = self._office.people.get(person)
        if known is None or not known.holds_keys:
            return None
        before, moment = self._lasting(person, now), aware(to_minute(now))
        return self._put(
            Shift(
                person=person,
                node=known.node,
                state=Presence.ON,
                languages=tuple(languages),
                since=moment if before is None else before.since,
                seen=moment,
            )
        )

    async def pause(self, person: str, now: datetime) -> Shift | None:
        """Note that she is not to be counted on for a while; nothing for who is off."""
        shift = self._lasting(person, now)
        if shift is None:
            return None
        return self._put(replace(shift, state=Presence.PAUSE, seen=aware(to_minute(now))))

    async def end(self, person: str) -> None:
        """Take somebody off shift."""
        self._office.shifts.pop(person, None)

    async def seen(self, person: str, now: datetime) -> bool:
        """Note that her page is open and used; whether she is on shift."""
        shift = self._lasting(person, now)
        if shift is not None:
            self._put(replace(shift, seen=aware(to_minute(now))))
        return shift is not None

    async def now(self, now: datetime, node: str | None = None) -> list[Shift]:
        """Return every shift that is not over, of one node or of all."""
        lasting = [
            shift
            for shift in self._office.shifts.values()
            if not shift.is_over(now) and node in {None, shift.node}
        ]
        return sorted(lasting, key=lambda shift: (shift.since, shift.person))

    async def sweep(self, now: datetime) -> int:
        """Drop shifts that are over; return how many."""
        over = [shift.person for shift in self._office.shifts.values() if shift.is_over(now)]
        for person in over:
            del self._office.shifts[person]
        return len(over)

    def _lasting(self, person: str, now: datetime) -> Shift | None:
        shift = self._office.shifts.get(person)
        return None if shift is None or shift.is_over(now) else shift

    def _put(self, shift: Shift) -> Shift:
        self._office.shifts[shift.person] = shift
        return shift
