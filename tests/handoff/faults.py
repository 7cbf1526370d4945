"""A process that dies at a commit: right before it, or right after it and before anybody knew."""

from __future__ import annotations

import asyncio
import selectors
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from typing import Any, Literal

    from routing.handoff import Handoff
    from routing.ports import Act, HandoffKey, Handoffs, HeldLine, Line

    When = Literal["before", "after"]

_T = TypeVar("_T")

#: How much faster than the wall clock the loop's own waits pass.
_HURRY = 100


class CrashError(Exception):
    """The process is dead: nothing of it runs on."""

    def __init__(self, when: When) -> None:
        super().__init__(f"The process died {when} a commit.")
        #: Whether what it was doing is kept.
        self.when = when


class MortalHandoffs:
    """Real handoffs, used by a process that dies once it is told to."""

    def __init__(self, handoffs: Handoffs) -> None:
        self._handoffs = handoffs
        self._dies: When | None = None
        self._writes_left = 0
        self._is_dead = False

    def die(self, when: When, writes: int) -> None:
        """Die at so many writes from now."""
        self._dies, self._writes_left = when, writes

    @property
    def is_doomed(self) -> bool:
        """Whether it was told to die."""
        return self._dies is not None

    async def open(self, handoff: Handoff, nodes: Mapping[str, bytes]) -> None:
        """Keep a new one, or die."""
        await self._write(lambda: self._handoffs.open(handoff, nodes))

    async def change(self, handoff: bytes, act: Act) -> Handoff | None:
        """Change one, or die."""
        return await self._write(lambda: self._handoffs.change(handoff, act))

    async def remove(self, handoff: bytes) -> None:
        """Destroy one, or die."""
        await self._write(lambda: self._handoffs.remove(handoff))

    async def get(self, handoff: bytes) -> Handoff | None:
        """Return one."""
        return await self._handoffs.get(handoff)

    async def at(self, address: str) -> Handoff | None:
        """Return the one at an address."""
        return await self._handoffs.at(address)

    async def coded(self, code: str) -> Handoff | None:
        """Return the one with a code."""
        return await self._handoffs.coded(code)

    async def of_node(self, node: str) -> list[Handoff]:
        """Return a node's."""
        return await self._handoffs.of_node(node)

    async def all(self) -> list[Handoff]:
        """Return every one."""
        return await self._handoffs.all()

    async def held(self, handoff: bytes) -> list[HeldLine]:
        """Return held lines."""
        return await self._handoffs.held(handoff)

    async def wrap(self, handoff: bytes, node: str) -> bytes | None:
        """Return a wrap."""
        return await self._handoffs.wrap(handoff, node)

    async def read(self, handoff: bytes, key: HandoffKey) -> list[Line]:
        """Return every line."""
        return await self._handoffs.read(handoff, key)

    async def _write(self, write: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
        dies = self._dies
        if self._is_dead:
            raise CrashError("before")
        if dies is None:
            return await write()
        self._writes_left -= 1
        if self._writes_left > 0:
            return await write()
        self._dies, self._is_dead = None, True
        if dies == "after":
            await write()
        raise CrashError(dies)


class HurriedLoop(asyncio.SelectorEventLoop):
    """A loop whose waits pass quickly: an answer held back to a beat costs a test nothing."""

    def __init__(self) -> None:
        super().__init__(_HurriedSelector())

    def time(self) -> float:
        """Tell the hurried time."""
        return super().time() * _HURRY


class _HurriedSelector(selectors.DefaultSelector):
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(None if timeout is None else timeout / _HURRY)
