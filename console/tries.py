"""How often somebody failed at the door, by arrival: a salted name in memory, for five minutes."""

from __future__ import annotations

import hashlib
import secrets
from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING

from console.errors import TooManyTriesError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

_WITHIN = timedelta(minutes=5)
#: Failures of one arrival. A whole centre may share one address.
_FAILURES = 20
#: Arrivals remembered: a flood pushes the oldest out, it fills no memory.
_ARRIVALS = 4096


class Tries:
    """Counts failures at the door."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        # Gone with the process: nobody can tell afterwards who knocked.
        self._salt = secrets.token_bytes(16)
        self._failed: dict[bytes, deque[datetime]] = {}

    def check(self, arrival: str) -> None:
        """Let somebody try.

        Raises:
            TooManyTriesError: when the same arrival has failed too often.
        """
        if len(self._recent(self._name(arrival))) >= _FAILURES:
            raise TooManyTriesError

    def failed(self, arrival: str) -> None:
        """Count a failure."""
        name = self._name(arrival)
        recent = self._recent(name)
        recent.append(self._clock())
        self._failed.pop(name, None)
        self._failed[name] = recent
        while len(self._failed) > _ARRIVALS:
            self._failed.pop(next(iter(self._failed)))

    def _recent(self, name: bytes) -> deque[datetime]:
        since = self._clock() - _WITHIN
        kept = self._failed.get(name, deque(maxlen=_FAILURES))
        while kept and kept[0] < since:
            kept.popleft()
        return kept

    def _name(self, arrival: str) -> bytes:
        return hashlib.blake2b(
            arrival.encode(errors="replace"), key=self._salt, digest_size=8
        ).digest()
