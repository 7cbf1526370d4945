"""What takes a thread's second to make, made once for everybody who asks."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Key = TypeVar("Key")
Made = TypeVar("Made")


@dataclass(slots=True)
class Recent(Generic[Key, Made]):
    """What was made last, each made once however many ask."""

    #: How many are kept.
    most: int
    _made: OrderedDict[Key, asyncio.Future[Made]] = field(default_factory=OrderedDict)

    async def get(self, key: Key, make: Callable[[], Made]) -> Made:
        """What was made under this key; made in a thread when there is none."""
        if key not in self._made:
            # Not cancelled with whoever asked first: others may be waiting for it.
            self._made[key] = asyncio.ensure_future(asyncio.to_thread(make))
            while len(self._made) > self.most:
                self._made.popitem(last=False)
        self._made.move_to_end(key)
        try:
            return await asyncio.shield(self._made[key])
        except Exception:
            self._made.pop(key, None)
            raise
