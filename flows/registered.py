"""What may be told as a fact, and who answers for it (P10)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from flows.definition import Place


class FactKind(StrEnum):
    """What a registered fact is about; it sets the longest life of a check."""

    NUMBER = "number"
    LAW = "law"
    MONEY = "money"
    HEALTH = "health"
    OTHER = "other"


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

    def is_current(self, today: date) -> bool:
        """Whether the fact may be told today as it stands."""
        if self.permanent:
            return True
        return self.status is FactStatus.CONFIRMED and not self.is_expired(today)

    def is_expired(self, today: date) -> bool:
        """Whether the day it had to be checked again has passed."""
        return self.expires_on is not None and today > self.expires_on
