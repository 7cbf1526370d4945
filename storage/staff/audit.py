"""Who did what among the staff, without content: each entry carries the one before it.

A row changed, removed or put in between breaks the chain at its number. Somebody who can write
to the database could compute a whole new chain: that shows against a head noted elsewhere
(`soglia audit verify` prints it, `--known` compares it).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from storage.moments import aware, to_minute, utc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

#: SAFETY 6.3: how long it is known who looked.
ENTRY_LIVES = timedelta(days=365)
#: What stands before the first entry of all.
BEGINNING = bytes(32)
#: "Who" of a command in the terminal.
KEEPER = "keeper"
_LONGEST = 64


class Deed(StrEnum):
    """What the log can say that somebody did."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    REFUSED = "refused"
    UNLOCKED = "unlocked"
    SHIFT_BEGUN = "shift_begun"
    SHIFT_ENDED = "shift_ended"
    CLAIMED = "claimed"
    #: A conversation was opened and read.
    OPENED = "opened"
    HANDED_BACK = "handed_back"
    REFERRED = "referred"
    CLOSED = "closed"
    MOVED_UP = "moved_up"
    EXCLUDED = "excluded"
    EMERGENCY = "emergency"
    INVITED = "invited"
    ENROLLED = "enrolled"
    ADMITTED = "admitted"
    REMOVED = "removed"
    ROLES_CHANGED = "roles_changed"
    KEY_ADDED = "key_added"
    KEY_DROPPED = "key_dropped"
    LOSS_CONFIRMED = "loss_confirmed"
    LOCKED = "locked"
    NODE_KEY_MADE = "node_key_made"
    NODE_KEY_CHANGED = "node_key_changed"
    RECOVERY_ASKED = "recovery_asked"
    RECOVERED = "recovered"
    AUDIT_READ = "audit_read"
    EDITION_PROPOSED = "edition_proposed"
    EDITION_APPROVED = "edition_approved"
    EDITION_REFUSED = "edition_refused"
    EDITION_WITHDRAWN = "edition_withdrawn"
    #: Its moment had come: the program put it live.
    EDITION_LIVE = "edition_live"
    #: A translator put her name under sentences.
    WORDS_SIGNED = "words_signed"
    #: A lead confirmed what the network says of her node.
    ROW_CONFIRMED = "row_confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the log."""

    number: int
    #: To the minute.
    at: datetime
    who: str
    what: str
    about: str = ""
    why: str = ""

    def digest(self, before: bytes) -> bytes:
        """Return what this entry, after that one, hands on to the next."""
        fields = [self.number, f"{utc(self.at):%Y-%m-%dT%H:%M}"]
        text = json.dumps([*fields, self.who, self.what, self.about, self.why])
        return hashlib.sha256(before + text.encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An entry with the digest that was kept beside it."""

    entry: Entry
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Where the kept chain begins and ends."""

    #: Number of the last entry that went with age.
    first: int = 0
    anchor: bytes = BEGINNING
    last: int = 0
    head: bytes = BEGINNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a look at the whole chain found."""

    entries: int
    #: Number and digest of the newest entry, to be noted elsewhere.
    last: int
    head: bytes
    #: The first number that is missing or was changed.
    broken: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing, changed or put in between."""
        return self.broken is None


class AuditLog(Protocol):
    """The log itself: `routing.ports.Audit`, and what reads it."""

    async def note(self, who: str, what: str, about: str = "", why: str = "") -> None:
        """Write one entry: a staff id, a `Deed`, an opaque id, a reason from a list."""

    async def newest(self, limit: int = 200) -> list[Entry]:
        """Return the latest entries, newest first."""

    async def digest_of(self, number: int) -> bytes | None:
        """Return the digest kept beside an entry, to compare with one noted elsewhere."""

    async def verify(self) -> Verdict:
        """Go through the whole chain."""

    async def retire(self, now: datetime) -> int:
        """Drop entries older than a year; the rest stays verifiable. Return how many."""


def refuse_content(*fields: str) -> None:
    """See that a field holds a word from a list or an opaque id, nothing that was written.

    Raises:
        ValueError: when one could be somebody's words.
    """
    for field in fields:
        if len(field) > _LONGEST or not all(sign.isalnum() or sign in "_-.|:" for sign in field):
            raise ValueError(len(field))


def next_link(ends: Ends, now: datetime, **entry: str) -> Link:
    """Forge the link that comes after those."""
    moment = aware(to_minute(now))
    following = Entry(number=ends.last + 1, at=moment, **entry)
    return Link(entry=following, digest=following.digest(ends.head))


def judge(ends: Ends | None, links: Iterable[Link]) -> Verdict:
    """Go through a chain from its anchor to its head."""
    known = ends or Ends()
    number, digest, entries = known.first, known.anchor, 0
    for link in links:
        number += 1
        digest = link.entry.digest(digest)
        if link.entry.number != number or link.digest != digest:
            return Verdict(entries=entries, last=known.last, head=known.head, broken=number)
        entries += 1
    is_whole = (number, digest) == (known.last, known.head)
    broken = None if is_whole else min(number, known.last) + 1
    return Verdict(entries=entries, last=number, head=digest, broken=broken)
