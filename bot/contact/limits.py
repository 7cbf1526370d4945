"""How many handoffs may begin: a flood ends in numbers to call, never in a queue nobody can serve.

Nothing here knows an address of the network: it counts by chat or session, and by node,
in memory alone (SAFETY T5).
"""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

#: One chat or session may begin so many in an hour.
MOST_OPENINGS = 3
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """What one desk can take: so many at once, and then one more each so often."""

    at_once: int = 20
    #: Kept free for those who say the danger is now, beside what all may use.
    at_once_in_danger: int = 20
    each: timedelta = timedelta(minutes=1)


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime


@dataclass(slots=True)
class Limits:
    """Counts the handoffs that begin. Forgotten at a restart."""

    arrivals: Arrivals = field(default_factory=Arrivals)
    _openings: dict[bytes, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    _buckets: dict[tuple[str, bool], _Bucket] = field(default_factory=dict)
    #: So that the memory of the process names no chat.
    _salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    _swept_at: datetime | None = None

    def take(self, address: str, node: str, now: datetime, *, danger: bool) -> bool:
        """Count one handoff that begins; whether there is room for it.

        Who declares danger uses the common room first and then her reserve, so a
        flood that declares nothing never stands in her way.
        """
        self._sweep(now)
        openings = self._openings[self._name(address)]
        openings[:] = [moment for moment in openings if now - moment < _HOUR]
        if len(openings) >= MOST_OPENINGS:
            return False
        has_room = self._drop(node, now, reserve=False)
        if not has_room and not (danger and self._drop(node, now, reserve=True)):
            return False
        openings.append(now)
        return True

    def _drop(self, node: str, now: datetime, *, reserve: bool) -> bool:
        """Take one from a bucket that fills again with time; whether there was one."""
        most = self.arrivals.at_once_in_danger if reserve else self.arrivals.at_once
        bucket = self._buckets.setdefault((node, reserve), _Bucket(most, now))
        bucket.left = min(most, bucket.left + max(0.0, (now - bucket.at) / self.arrivals.each))
        bucket.at = now
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True

    def _name(self, address: str) -> bytes:
        return hashlib.blake2b(address.encode(), key=self._salt, digest_size=16).digest()

    def _sweep(self, now: datetime) -> None:
        """Forget, now and then, those whose hour is over."""
        if self._swept_at is not None and now - self._swept_at < _HOUR:
            return
        self._swept_at = now
        over = [name for name, moments in self._openings.items() if now - moments[-1] >= _HOUR]
        for name in over:
            del self._openings[name]
