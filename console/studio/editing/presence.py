"""Who is in which draft, and at which card: two never write over each other unknowing.

It lies in the memory of this process, and is forgotten with her page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from storage.staff.people import Person

#: How long somebody is there after her page last said so; it says so every five seconds.
_STAYS: Final = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else who has the draft open."""

    #: The staff's id.
    id: str
    name: str
    #: The step whose card she has open, in full; empty: none.
    step: str
    until: datetime


class Writing:
    """Open pages of drafts."""

    def __init__(self) -> None:
        self._there: dict[str, dict[str, Other]] = {}

    def note(self, draft: str, who: Person, step: str, now: datetime) -> None:
        """Somebody's page says that it is open, and at which card."""
        there = self._there.setdefault(draft, {})
        there[who.id] = Other(who.id, who.name, step, now + _STAYS)
        for each in [each for each in there.values() if each.until <= now]:
            del there[each.id]

    def others(self, draft: str, who: Person, now: datetime) -> list[Other]:
        """Everybody else who has it open, by name."""
        there = self._there.get(draft, {}).values()
        found = [each for each in there if each.id != who.id and each.until > now]
        return sorted(found, key=lambda each: each.name)
