"""What the desk remembers of one session, in memory: numbers instead of ids, and small choices.

A handoff's id never stands in a page or an address: the session counts what it was shown,
and a number means nothing to another session.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.sessions import Session
    from locales.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """How the operator comes in as the woman she rehearses with. Shown in her session only."""

    code: str
    first: str
    second: str


@dataclass(slots=True)
class DeskMemory:
    """One session's."""

    #: By number, from 1.
    _known: list[bytes] = field(default_factory=list)
    _numbers: dict[bytes, int] = field(default_factory=dict)
    #: What she claimed and has not let go of herself.
    mine: set[bytes] = field(default_factory=set)
    #: Whose opening is in the audit log already.
    opened: set[bytes] = field(default_factory=set)
    #: What to tell her on the next page.
    _told: list[Phrase] = field(default_factory=list)
    #: The soft tone, off by default.
    sound: bool = False
    rehearsed: Rehearsed | None = None

    def number(self, handoff: bytes) -> int:
        """Return the number that stands for it in this session."""
        if handoff not in self._numbers:
            self._known.append(handoff)
            self._numbers[handoff] = len(self._known)
        return self._numbers[handoff]

    def handoff(self, number: int) -> bytes | None:
        """Return what a number stands for here."""
        return self._known[number - 1] if 0 < number <= len(self._known) else None

    def lost(self, still: Iterable[bytes]) -> set[bytes]:
        """Return what was hers and is no more; it is told once."""
        gone = self.mine - set(still)
        self.mine -= gone
        return gone

    def tell(self, sentence: Phrase) -> None:
        """Have something told on the next page; the same once only."""
        if sentence not in self._told:
            self._told.append(sentence)

    def heard(self) -> list[Phrase]:
        """Return what to tell her, once."""
        told, self._told = self._told, []
        return told


class Memories:
    """Every session's memory; it goes with the session."""

    def __init__(self) -> None:
        self._by_session: WeakKeyDictionary[Session, DeskMemory] = WeakKeyDictionary()

    def of(self, session: Session) -> DeskMemory:
        """Return a session's memory."""
        return self._by_session.setdefault(session, DeskMemory())
