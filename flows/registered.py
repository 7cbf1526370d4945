"""What may be told as a fact, and who answers for it (P10)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from flows.definition import Place

_MONTHS_OF_A_YEAR: Final = 12


class FactKind(StrEnum):
    """What a registered fact is about; it sets the longest life of a check."""

    NUMBER = "number"
    LAW = "law"
    MONEY = "money"
    HEALTH = "health"
    OTHER = "other"


#: Months a check is trusted.
MONTHS: Final[Mapping[FactKind, int]] = {
    FactKind.NUMBER: 3,
    FactKind.LAW: 6,
    FactKind.MONEY: 6,
    FactKind.HEALTH: 12,
    FactKind.OTHER: 12,
}


def trusted_until(kind: FactKind, checked_on: date) -> date:
    """The last day on which a check of that day is trusted: the same day, months later.

    >>> from datetime import date
    >>> trusted_until(FactKind.NUMBER, date(2026, 11, 30))
    datetime.date(2027, 2, 28)
    """
    months = checked_on.month - 1 + MONTHS[kind]
    year = checked_on.year + months // _MONTHS_OF_A_YEAR
    month = months % _MONTHS_OF_A_YEAR + 1
    day = min(checked_on.day, monthrange(year, month)[1])
    return checked_on.replace(year=year, month=month, day=day)


class FactStatus(StrEnum):
    """How far a fact has come."""

    CONFIRMED = "confirmed"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, a term or a rule, with who answers for it (P10)."""

    id: str
    kind: FactKind
    #: What a place `{id}` becomes: a number to dial, a count. Empty for a rule
    #: that a sentence states in full.
    value: str
    #: What the fact says, for those who check it.
    says: str
    source: str
    checked_on: date
    owner: str
    #: `None` only for a permanent fact.
    expires_on: date | None
    status: FactStatus
    place: Place
    #: 112 and 1522 never disappear; overdue, they alarm the keeper.
    permanent: bool = False
    #: Who checked it last: an office, never a person's name.
    checked_by: str = ""

    def is_current(self, today: date) -> bool:
        """Whether the fact may be told today as it stands."""
        if self.permanent:
            return True
        return self.status is FactStatus.CONFIRMED and not self.is_expired(today)

    def is_expired(self, today: date) -> bool:
        """Whether the day it had to be checked again has passed."""
        return self.expires_on is not None and today > self.expires_on
