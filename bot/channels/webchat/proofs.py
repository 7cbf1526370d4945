"""A little work before a handoff begins: nothing for one woman, much for a flood (SAFETY T5).

Her browser looks for numbers whose SHA-256 begins with zeros, about a second's work on
a slow phone. Without scripts she waits instead. Who declares danger does neither.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.conversation import Address

#: Several small searches instead of a large one: their sum takes nearly the same time always.
PIECES = 8
#: Zeros that each must begin with: 2 ** 13 attempts on average.
BITS = 13
#: How long the way without a script takes.
WAIT_SECONDS = 20

_LIVES_SECONDS = 600
_CLOCK_BYTES = 8
_RANDOM_BYTES = 8
_LONGEST_NUMBER = 8
_HASH_BITS = 256

#: Waiting costs a flood nothing, so that few pass by it: so many at once, then one each so often.
#: Less than a desk takes (`bot.contact.limits`): waiting alone never fills it.
_WAITERS = 5
_WAITER_SECONDS = 120.0


class Seals(Protocol):
    """What closes and opens a challenge: the vault."""

    def seal_token(self, body: bytes, context: bytes) -> str:
        """Seal a few bytes for one session."""

    def open_token(self, token: str, context: bytes) -> bytes | None:
        """Return them; `None` for anything not sealed so."""


class Verdict(Enum):
    """What comes of a challenge that was sent back."""

    PASSED = auto()
    #: It is hers, unsolved and too young: she may send it again.
    EARLY = auto()
    #: Not hers, too old or used already: she needs a new one.
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the page asks her browser to work on."""

    text: str
    pieces: int = PIECES
    bits: int = BITS


class Proofs:
    """Makes challenges and judges what comes back.

    A challenge is sealed, not kept; only those that were used are, for their ten minutes.
    """

    def __init__(self, seals: Seals, clock: Callable[[], float]) -> None:
        """`clock` tells the seconds since the epoch: processes that share keys share challenges."""
        self._seals = seals
        self._clock = clock
        self._used: dict[str, float] = {}
        self._room = float(_WAITERS)
        self._room_at = clock()

    def ask(self, address: Address) -> Challenge:
        """Make a challenge for a session."""
        made_at = int(self._clock()).to_bytes(_CLOCK_BYTES, "big")
        body = made_at + secrets.token_bytes(_RANDOM_BYTES)
        return Challenge(self._seals.seal_token(body, _context(address)))

    def again(self, text: str) -> Challenge:
        """Ask the same once more: a new one would begin the wait anew."""
        return Challenge(text)

    def judge(self, address: Address, text: str, answer: str) -> Verdict:
        """Judge a challenge and what her browser found; whatever passes is used up."""
        body = self._seals.open_token(text, _context(address))
        now = self._clock()
        self._forget_used(now)
        if body is None or text in self._used:
            return Verdict.REFUSED
        age = now - int.from_bytes(body[:_CLOCK_BYTES], "big")
        if not 0 <= age + 1 <= _LIVES_SECONDS:
            return Verdict.REFUSED
        if not is_solved(text, answer) and not (age >= WAIT_SECONDS and self._has_room(now)):
            return Verdict.EARLY
        self._used[text] = now + _LIVES_SECONDS - age
        return Verdict.PASSED

    def _has_room(self, now: float) -> bool:
        self._room = min(_WAITERS, self._room + (now - self._room_at) / _WAITER_SECONDS)
        self._room_at = now
        if self._room < 1:
            return False
        self._room -= 1
        return True

    def _forget_used(self, now: float) -> None:
        for text in [text for text, until in self._used.items() if until < now]:
            del self._used[text]


def is_solved(text: str, answer: str) -> bool:
    """Whether an answer ("31.7702.…") solves every piece of a challenge."""
    numbers = answer.split(".")
    return len(numbers) == PIECES and all(
        number.isascii()
        and number.isdigit()
        and len(number) <= _LONGEST_NUMBER
        and _begins_with_zeros(f"{text}.{piece}.{number}")
        for piece, number in enumerate(numbers)
    )


def _begins_with_zeros(sentence: str) -> bool:
    found = int.from_bytes(hashlib.sha256(sentence.encode()).digest(), "big")
    return found >> (_HASH_BITS - BITS) == 0


def _context(address: Address) -> bytes:
    # Never what a button is sealed with: a challenge is no button, nor a button a challenge.
    return address.context + b"|proof"
