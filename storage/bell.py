"""The bell of one process: wakes who looks at a handoff or a desk when it changed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self
from weakref import WeakSet, finalize

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Under this name listen those who want to hear every ring.
_ANY = ""


class LocalBell:
    """`routing.ports.Bell` within one process. Rung and listened to on one event loop."""

    def __init__(self) -> None:
        self._ears: dict[str, WeakSet[Ear]] = {}

    def ring(self, *topics: str) -> None:
        """Wake everybody who listens to one of these."""
        for topic in dict.fromkeys(topics):
            for name in (topic, _ANY):
                for ear in self._ears.get(name, ()):
                    ear.hear(topic)

    def ring_all(self) -> None:
        """Wake everybody, each by the topics she listens to: something may have been missed."""
        self.ring(*(name for name in self._ears if name != _ANY))

    def listen(self, *topics: str) -> Ear:
        """Yield a topic each time it rings, from now on; without topics, each one that rings.

        Several rings while nobody looks are one. Who lets go of what this returns, or
        closes it, no longer listens.
        """
        names = frozenset(topics or (_ANY,))
        ear = Ear()
        # Asked for before the sets know it: what was asked for last is done first.
        finalize(ear, self._forget, names)
        for name in names:
            self._ears.setdefault(name, WeakSet()).add(ear)
        return ear

    def _forget(self, names: Iterable[str]) -> None:
        for name in names:
            if not self._ears.get(name, True):
                del self._ears[name]


class Ear:
    """One who listens: an iterator over the topics that rang since she last looked."""

    def __init__(self) -> None:
        self._rang: dict[str, None] = {}
        self._wake = asyncio.Event()
        self._closed = False

    def hear(self, topic: str) -> None:
        """Note that a topic rang."""
        self._rang[topic] = None
        self._wake.set()

    async def aclose(self) -> None:
        """Listen no longer: who waits is let go."""
        self._closed = True
        self._wake.set()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> str:
        while not self._rang and not self._closed:
            self._wake.clear()
            await self._wake.wait()
        if self._closed:
            raise StopAsyncIteration
        topic = next(iter(self._rang))
        del self._rang[topic]
        return topic
