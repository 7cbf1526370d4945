"""Twins of the node keys and of the audit log that keep nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from storage.envelopes import new_pair
from storage.memory.staff import KeptKey, Office
from storage.moments import utc
from storage.staff.audit import (
    ENTRY_LIVES,
    Ends,
    Entry,
    Link,
    Verdict,
    judge,
    next_link,
    refuse_content,
)
from storage.staff.node_keys import (
    HeldKey,
    KeyCopy,
    NodeKeyState,
    RecoveryCopy,
    close_copy,
    close_for_recovery,
)
from storage.staff.people import AT_THE_DESK, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime


class MemoryNodeKeys:
    """`NodeKeys` without a disk."""

    def __init__(self, office: Office, recovery: tuple[bytes, bytes] | None = None) -> None:
        self._office = office
        self._recovery = recovery

    async def publics(self) -> Mapping[str, bytes]:
        """Return the public key of each node that somebody active can open, by node."""
        return {
            node: kept[-1].public
            for node, kept in sorted(self._office.keys.items())
            if self._openers(kept[-1])
        }

    async def states(self) -> list[NodeKeyState]:
        """Return the newest key of each node, by node."""
        return [
            replace(kept[-1].state, copies=self._openers(kept[-1]))
            for _, kept in sorted(self._office.keys.items())
        ]

    async def found(self, node: str, now: datetime) -> HeldKey | None:
        """Make a node's first key, closed to everybody active there."""
        newest = self._newest(node)
        if newest is not None and (self._openers(newest) or newest.recovery is not None):
            return None
        return self._make(node, 1 if newest is None else newest.state.generation + 1, now)

    async def copies_for(self, credential: bytes) -> list[KeyCopy]:
        """Return what a passkey opens: newest first, older ones until all is re-wrapped."""
        return [
            key.copies[credential]
            for kept in self._office.keys.values()
            for key in reversed(kept)
            if credential in key.copies
        ]

    async def give(self, held: Iterable[HeldKey], person: str) -> int:
        """Close these keys to every passkey of somebody of that node; return to how many."""
        known = self._office.people.get(person)
        if known is None or known.state not in {State.PENDING, State.ACTIVE}:
            return 0
        kept = [
            (key, mine)
            for key in held
            for mine in self._office.keys.get(known.node, ())
            if mine.public == key.pair.public and known.roles & AT_THE_DESK
        ]
        passkeys = self._office.passkeys_of(person)
        for passkey in passkeys:
            for key, mine in kept:
                mine.copies[passkey.id] = close_copy(key, passkey.id, passkey.sealing_key)
        return len(passkeys) if kept else 0

    async def rotate(self, held: HeldKey, now: datetime) -> HeldKey | None:
        """Make the next key, closed to everybody who stays; `None` if another was faster."""
        newest = self._newest(held.node)
        if newest is None or newest.public != held.pair.public:
            return None
        return self._make(held.node, newest.state.generation + 1, now)

    async def retire_older(self, held: HeldKey) -> None:
        """Destroy the keys before this one: nothing is closed to them any more."""
        kept = self._office.keys.get(held.node, [])
        kept[:] = [key for key in kept if key.state.generation >= held.generation]

    async def recovery_copy(self, node: str) -> RecoveryCopy | None:
        """Return the newest key's copy for the two people outside, if there is one."""
        newest = self._newest(node)
        return None if newest is None else newest.recovery

    async def restore(self, copy: KeyCopy) -> bool:
        """Keep a copy made outside for a passkey of somebody active of that node."""
        newest = self._newest(copy.node)
        if newest is None or newest.state.generation != copy.generation:
            return False
        if copy.credential not in self._holders(copy.node):
            return False
        newest.copies[copy.credential] = copy
        return True

    def _newest(self, node: str) -> KeptKey | None:
        kept = self._office.keys.get(node)
        return kept[-1] if kept else None

    def _holders(self, node: str) -> dict[bytes, bytes]:
        """Sealing keys of the passkeys of those who read a node's conversations."""
        return {
            passkey.id: passkey.sealing_key
            for passkey, whose in self._office.passkeys.values()
            if self._office.people[whose].node == node and self._office.people[whose].holds_keys
        }

    def _openers(self, key: KeptKey) -> int:
        return len(key.copies.keys() & self._holders(key.state.node).keys())

    def _make(self, node: str, generation: int, now: datetime) -> HeldKey | None:
        holders = self._holders(node)
        if not holders:
            return None
        held = HeldKey(node=node, generation=generation, pair=new_pair())
        recovery = self._recovery and RecoveryCopy(
            node=node,
            generation=generation,
            public=held.pair.public,
            nested=close_for_recovery(held, self._recovery),
        )
        state = NodeKeyState(
            node=node,
            generation=generation,
            made_on=utc(now).date(),
            copies=len(holders),
            is_stale=False,
            is_recoverable=recovery is not None,
        )
        copies = {
            passkey: close_copy(held, passkey, sealing_key)
            for passkey, sealing_key in holders.items()
        }
        self._office.keys.setdefault(node, []).append(
            KeptKey(state=state, public=held.pair.public, recovery=recovery or None, copies=copies)
        )
        return held


class MemoryAudit:
    """`AuditLog` without a disk."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._ends = Ends()
        self.links: list[Link] = []

    async def note(self, who: str, what: str, about: str = "", why: str = "") -> None:
        """Write one entry: a staff id, a `Deed`, an opaque id, a reason from a list."""
        refuse_content(what, about, why)
        link = next_link(self._ends, self._clock(), who=who, what=what, about=about, why=why)
        self.links.append(link)
        self._ends = replace(self._ends, last=link.entry.number, head=link.digest)

    async def newest(self, limit: int = 200) -> list[Entry]:
        """Return the latest entries, newest first."""
        return [link.entry for link in reversed(self.links[-limit:])]

    async def digest_of(self, number: int) -> bytes | None:
        """Return the digest kept beside an entry, to compare with one noted elsewhere."""
        return next((link.digest for link in self.links if link.entry.number == number), None)

    async def verify(self) -> Verdict:
        """Go through the whole chain."""
        return judge(self._ends, self.links)

    async def retire(self, now: datetime) -> int:
        """Drop entries older than a year; the rest stays verifiable. Return how many."""
        old = [link for link in self.links if link.entry.at < now - ENTRY_LIVES]
        if not old:
            return 0
        last = max(old, key=lambda link: link.entry.number)
        gone = last.entry.number - self._ends.first
        self._ends = replace(self._ends, first=last.entry.number, anchor=last.digest)
        self.links = [link for link in self.links if link.entry.number > last.entry.number]
        return gone
