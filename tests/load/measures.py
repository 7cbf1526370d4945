"""What is measured, and how rounds become one figure."""

from __future__ import annotations

import asyncio
import gc
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from tests.load.machine import Process
    from tests.load.people import Figures


@dataclass(frozen=True)
class Round:
    """What one contestant did in one stretch of time."""

    turns_a_second: float
    cpu_us: float
    p50_ms: float
    p99_ms: float
    #: Presses whose little clock was stopped, of a hundred.
    heard_percent: float
    #: Screens that were not the expected ones.
    strange: int
    #: How busy the measuring side was itself, of a hundred.
    load_percent: float


class Watched(Protocol):
    """Who sees what a contestant does."""

    def look(self) -> Figures:
        """Return what was seen since the last look."""


async def watch(
    watched: Watched, process: Process, seconds: float, meanwhile: Awaitable[None] | None = None
) -> Round:
    """Watch a contestant for a while, or for as long as `meanwhile` takes."""
    gc.collect()
    gc.disable()
    watched.look()
    cpu, own, at = process.cpu_seconds(), time.process_time(), time.perf_counter()
    await (meanwhile if meanwhile is not None else asyncio.sleep(seconds))
    lasted = time.perf_counter() - at
    figures = watched.look()
    cpu, own = process.cpu_seconds() - cpu, time.process_time() - own
    gc.enable()
    turns = max(figures.turns, 1)
    waits = sorted(figures.waits) or [0.0]
    return Round(
        turns_a_second=figures.turns / lasted,
        cpu_us=cpu / turns * 1e6,
        p50_ms=waits[len(waits) // 2] * 1e3,
        p99_ms=waits[min(len(waits) - 1, len(waits) * 99 // 100)] * 1e3,
        heard_percent=figures.heard / turns * 100,
        strange=figures.strange,
        load_percent=own / lasted * 100,
    )


def middle(rounds: Sequence[Round]) -> Round:
    """Return the median of each figure."""

    def of(name: str) -> float:
        values: list[float] = [getattr(one, name) for one in rounds]
        return statistics.median(values)

    return Round(
        turns_a_second=of("turns_a_second"),
        cpu_us=of("cpu_us"),
        p50_ms=of("p50_ms"),
        p99_ms=of("p99_ms"),
        heard_percent=of("heard_percent"),
        strange=sum(one.strange for one in rounds),
        load_percent=of("load_percent"),
    )
