"""Her sign, compared so that wrong, forced, missing and expired take the same time."""

from __future__ import annotations

import asyncio
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from storage.envelopes import digest, matches

if TYPE_CHECKING:
    from routing.handoff import Handoff

#: Whatever was refused is answered at a multiple of it: writing down a wrong sign takes a few
#: milliseconds that a missing handoff does not.
_BEAT: Final = 0.25
#: Each comparison takes 19 MiB for a moment: a crowd of them must not take all there is.
_AT_ONCE: Final = 2


class Sign(Enum):
    """What the words she gave are."""

    HERS = auto()
    FORCED = auto()
    WRONG = auto()


class Signs:
    """Makes and compares signs beside the loop, two at a time."""

    def __init__(self) -> None:
        self._slow = asyncio.Semaphore(_AT_ONCE)

    async def digests(self, sign: str, forced: str) -> tuple[str, str]:
        """Return what is kept of both."""
        async with self._slow:
            return await asyncio.to_thread(lambda: (digest(sign), digest(forced)))

    async def compare(self, handoff: Handoff | None, given: str) -> Sign:
        """Tell what the words are; as slow without a handoff as with one."""
        kept = handoff.sign if handoff else ""
        forced = handoff.forced_sign if handoff else ""
        async with self._slow:
            # Both are always computed: one that stops early would tell which it was.
            is_hers, is_forced = await asyncio.to_thread(
                lambda: (matches(kept, given), matches(forced, given))
            )
        if is_hers:
            return Sign.HERS
        return Sign.FORCED if is_forced else Sign.WRONG


async def on_the_beat(began: float) -> None:
    """Wait for the next beat since then, so that how long an answer took tells nothing."""
    passed = asyncio.get_running_loop().time() - began
    await asyncio.sleep(_BEAT - passed % _BEAT)
