"""Which steps some example walks, and which none does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.editions.examples.playing import Outcome
    from flows.definition import Library


@dataclass(frozen=True, slots=True)
class FlowCoverage:
    """One flow."""

    flow: str
    steps: int
    #: Those that no example walks, in full, in their order.
    missing: tuple[str, ...]

    @property
    def percent(self) -> int:
        """How many of a hundred steps are walked."""
        return _percent(self.steps - len(self.missing), self.steps)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All flows."""

    flows: tuple[FlowCoverage, ...]

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return sum(each.steps for each in self.flows)

    @property
    def walked(self) -> int:
        """How many of them some example walks."""
        return self.steps - sum(len(each.missing) for each in self.flows)

    @property
    def percent(self) -> int:
        """How many of a hundred steps are walked."""
        return _percent(self.walked, self.steps)


def coverage_of(library: Library, outcomes: Iterable[Outcome]) -> Coverage:
    """Which steps the examples walked, also those that failed later on."""
    walked = {step for each in outcomes for step in each.steps}
    flows: dict[str, list[str]] = {}
    for name in library.steps:
        flows.setdefault(name.partition(".")[0], []).append(name)
    return Coverage(
        tuple(
            FlowCoverage(flow, len(names), tuple(each for each in names if each not in walked))
            for flow, names in flows.items()
        )
    )


def _percent(part: int, whole: int) -> int:
    # Never a round hundred while one is missing.
    return 100 * part // whole if whole else 100
