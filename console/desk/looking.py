"""Who has which conversation on her screen now: two never write over each other unknowing."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Looking:
    """Open pages by conversation, counted while they are open."""

    def __init__(self) -> None:
        self._open: dict[bytes, Counter[str]] = {}

    @contextmanager
    def at(self, handoff: bytes, person: str) -> Iterator[None]:
        """Count somebody's page while it shows that conversation."""
        pages = self._open.setdefault(handoff, Counter())
        pages[person] += 1
        try:
            yield
        finally:
            pages[person] -= 1
            if not +pages and self._open.get(handoff) is pages:
                del self._open[handoff]

    def others(self, handoff: bytes, person: str) -> list[str]:
        """Return the staff ids of everybody else who has it open."""
        return sorted(who for who in +self._open.get(handoff, Counter()) if who != person)
