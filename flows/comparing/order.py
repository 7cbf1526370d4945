"""The steps of a library in the order a person meets them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from flows.checks.graph import leads_to, starts

if TYPE_CHECKING:
    from flows.definition import Library


def as_she_meets_them(library: Library) -> list[str]:
    """Every step once: what lies one choice away before what lies two, then what nobody meets."""
    met: dict[str, None] = {}
    for start in starts(library):
        ahead = deque([start])
        while ahead:
            name = ahead.popleft()
            if name not in met and name in library.steps:
                met[name] = None
                ahead.extend(leads_to(library.steps[name]))
    return list(met | dict.fromkeys(library.steps))


def of_both(before: Library, after: Library) -> list[str]:
    """The steps of two libraries: the newer one's, and each that is gone behind its neighbour."""
    order = as_she_meets_them(after)
    last = ""
    for name in as_she_meets_them(before):
        now = after.called_now(name)
        if not now:
            order.insert(order.index(last) + 1 if last else 0, name)
        last = now or name
    return order
