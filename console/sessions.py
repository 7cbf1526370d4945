"""Who is signed in. In memory only: a restart signs everybody out and forgets every key."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from storage.envelopes import Pair
    from storage.staff.node_keys import HeldKey
    from storage.staff.people import Person

#: SAFETY 6.5 (NIST 800-63B-4, AAL3).
LASTS = timedelta(hours=12)
IDLE = timedelta(minutes=15)
#: A passkey given longer ago does not count for a sensitive act.
STEP_UP = timedelta(minutes=5)
#: Wrong passphrases before she has to sign in again.
_PASSPHRASES = 5


@dataclass(slots=True, eq=False, weakref_slot=True)
class Session:
    """One signed-in browser, and the keys that are unlocked while it is."""

    #: The cookie's value. Nobody but her browser and this memory knows it.
    value: str
    #: As storage had her at her last request.
    person: Person
    #: Which passkey signed in.
    credential: bytes
    language: str
    began: datetime
    #: Her last tap or key. A page that keeps itself fresh is not one.
    touched: datetime
    #: When a passkey was last given.
    proven: datetime
    #: In every form of hers: another site cannot know it.
    csrf: str
    #: Entered by the button of the demonstration, without a passkey.
    is_demo: bool = False
    #: Her sealing key, from the passkey's secret or her passphrase; `None` while locked.
    own: Pair | None = None
    #: The keys of her node that she could unlock, newest first.
    node_keys: tuple[HeldKey, ...] = ()
    #: When the keys before the newest are to be destroyed.
    settles_at: datetime | None = None
    wrong_passphrases: int = 0
    #: Set when it is over: whatever streams to her browser stops at once.
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_unlocked(self) -> bool:
        """Whether her sealing key is here."""
        return self.own is not None

    def is_proven(self, now: datetime) -> bool:
        """Whether a passkey was given lately enough; the demonstration has none to give."""
        return self.is_demo or now - self.proven < STEP_UP

    def is_expired(self, now: datetime) -> bool:
        """Whether twelve hours, or fifteen minutes without her, have gone by."""
        return now - self.began >= LASTS or now - self.touched >= IDLE

    def mistyped(self) -> bool:
        """Count a wrong passphrase; whether that was the last one."""
        self.wrong_passphrases += 1
        return self.wrong_passphrases >= _PASSPHRASES


class Sessions:
    """Every session of this process."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._by_value: dict[str, Session] = {}

    def __iter__(self) -> Iterator[Session]:
        return iter(tuple(self._by_value.values()))

    def begin(
        self, person: Person, credential: bytes, language: str, *, is_demo: bool = False
    ) -> Session:
        """Begin a session, for somebody who has just proven who she is."""
        now = self._clock()
        session = Session(
            value=secrets.token_urlsafe(32),
            person=person,
            credential=credential,
            language=language,
            began=now,
            touched=now,
            proven=now,
            csrf=secrets.token_urlsafe(24),
            is_demo=is_demo,
        )
        self._by_value[session.value] = session
        return session

    def find(self, value: str) -> Session | None:
        """Return the session of a cookie, unless it is over."""
        session = self._by_value.get(value)
        if session is not None and session.is_expired(self._clock()):
            self.end(session)
            return None
        return session

    def touch(self, session: Session) -> None:
        """She did something: the fifteen minutes begin again."""
        session.touched = self._clock()

    def end(self, session: Session) -> None:
        """End it and forget its keys."""
        self._by_value.pop(session.value, None)
        session.own = None
        session.node_keys = ()
        session.over.set()

    def end_of(self, person: str) -> None:
        """End every session of one person."""
        for session in self:
            if session.person.id == person:
                self.end(session)

    def end_all(self) -> None:
        """End every session."""
        for session in self:
            self.end(session)

    def sweep(self) -> None:
        """Forget the keys of those whose time is over, also when nothing is asked any more."""
        now = self._clock()
        for session in self:
            if session.is_expired(now):
                self.end(session)
