"""Figures as plain tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.load.measures import Round


@dataclass(frozen=True)
class Goal:
    """What was promised, and what came of it."""

    what: str
    goal: float
    figure: float
    unit: str
    #: Whether more is better.
    at_least: bool = True

    @property
    def is_met(self) -> bool:
        """Whether the promise is kept."""
        return self.figure >= self.goal if self.at_least else self.figure <= self.goal


def rounds_table(title: str, rounds: Mapping[str, Round], memory: Mapping[str, float]) -> Table:
    """Return a line for each contestant, with how many times faster the first one is."""
    table = _table(title, "bot", "turns/s", "ours is", "CPU µs/turn", "p50 ms", "p99 ms", "MB")
    first = next(iter(rounds.values()))
    for name, one in rounds.items():
        ratio = first.turns_a_second / max(one.turns_a_second, 0.1)
        table.add_row(
            name,
            f"{one.turns_a_second:,.0f}",
            "" if one is first else f"{ratio:.1f} ×",
            f"{one.cpu_us:,.0f}",
            f"{one.p50_ms:.1f}",
            f"{one.p99_ms:.1f}",
            f"{memory[name]:.0f}" if name in memory else "",
        )
    return table


def goals_table(goals: Sequence[Goal]) -> Table:
    """Return a line for each goal: asked, got, met or missed."""
    table = _table("Goals", "", "goal", "figure", "")
    for one in goals:
        sign = "≥" if one.at_least else "≤"
        table.add_row(
            one.what,
            f"{sign} {one.goal:,g} {one.unit}",
            f"{one.figure:,.{_places(one.figure)}f} {one.unit}",
            "met" if one.is_met else "missed",
        )
    return table


def beside_table(title: str, rows: Sequence[tuple[str, float, str, float]]) -> Table:
    """Return a line for each figure, with what it is compared with in the same run."""
    table = _table(title, "", "a second", "beside", "a second", "ours is")
    for what, ours, other, theirs in rows:
        table.add_row(what, f"{ours:,.0f}", other, f"{theirs:,.0f}", f"{ours / theirs:.2f} ×")
    return table


def remarks(title: str, rounds: Mapping[str, Round]) -> list[str]:
    """Return what a reader must know before believing the figures."""
    found = []
    for name, one in rounds.items():
        if one.load_percent > 85:
            found.append(f"{title}: with {name} the load side itself was the limit.")
        if one.strange:
            found.append(f"{title}: {name} showed {one.strange} screens nobody expected.")
        if one.heard_percent < 98:
            found.append(
                f"{title}: {name} answered only {one.heard_percent:.0f} of 100 presses"
                " in the same time."
            )
    return found


def _places(figure: float) -> int:
    return 0 if figure >= 100 else 1 if figure >= 10 else 2


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE)
    for index, column in enumerate(columns):
        table.add_column(column, justify="right" if index else "left", no_wrap=True)
    return table
