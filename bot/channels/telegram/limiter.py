"""How fast new messages may go out.

Only `sendMessage` is held to a pace. Telegram names its limits for messages (about
thirty a second over all, one a second in a chat, short bursts allowed) and none for
edits: for those the server's own "too many requests" is obeyed when it comes. What
takes things back (exits, deletions) and what tells her phone that a press was heard
never waits here at all.
"""

from __future__ import annotations

from collections import deque
from math import inf
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

#: One message a second in a chat, and three at once.
_CHAT_PACE: Final = 1.0
_CHAT_BURST: Final = 3
#: As many different chats refused within these seconds mean that all of us are too fast.
_STORM_CHATS: Final = 3
_STORM_SECONDS: Final = 2.0
#: Paces that are remembered before those of quiet chats are dropped.
_MOST_CHATS: Final = 5_000


class Pace:
    """So many at once, then one each interval."""

    __slots__ = ("_burst", "_free_at", "_interval")

    def __init__(self, interval: float, burst: int) -> None:
        self._interval = interval
        self._burst = burst
        self._free_at = -inf

    def claim(self, now: float) -> float:
        """Take the next place; return how long to wait for it."""
        start = max(self._free_at, now - self._interval * (self._burst - 1))
        self._free_at = start + self._interval
        return max(0.0, start - now)

    def is_at_rest(self, now: float) -> bool:
        """Whether forgetting it would change nothing."""
        return self._free_at <= now - self._interval * (self._burst - 1)


class Limiter:
    """Keeps sends to Telegram's pace; `per_second` 0 keeps to none."""

    def __init__(self, per_second: float, now: Callable[[], float]) -> None:
        self._now = now
        self._overall = Pace(1 / per_second, int(per_second)) if per_second else None
        self._chats: dict[int, Pace] = {}
        self._refused: deque[tuple[float, int]] = deque()
        self._paused_until = 0.0

    def claim(self, chat: int) -> float:
        """Take the next place for a new message to this chat; return the seconds until then."""
        now = self._now()
        wait = max(0.0, self._paused_until - now)
        if self._overall is None:
            return wait
        return max(wait, self._overall.claim(now), self._pace_of(chat).claim(now))

    def refused(self, chat: int, retry_after: float) -> None:
        """Hear that a send was too fast: for this chat alone, or for all when many are told so."""
        now = self._now()
        self._refused.append((now, chat))
        while self._refused[0][0] < now - _STORM_SECONDS:
            self._refused.popleft()
        if len({one for _, one in self._refused}) >= _STORM_CHATS:
            self._paused_until = max(self._paused_until, now + retry_after)

    def _pace_of(self, chat: int) -> Pace:
        if len(self._chats) > _MOST_CHATS:
            now = self._now()
            self._chats = {
                one: pace for one, pace in self._chats.items() if not pace.is_at_rest(now)
            }
        return self._chats.setdefault(chat, Pace(_CHAT_PACE, _CHAT_BURST))
