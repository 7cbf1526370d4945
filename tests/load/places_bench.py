"""How well and how fast typed places are found: `python -m tests.load.places_bench`.

The bars are those of the territory's own promise; the queries are the corpus in
`tests/routing/corpus`, of which one half was never used to choose a weight.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from routing.places.confidence import SURE
from routing.places.finding import Found, Gazetteer
from tests.routing.mistakes import Names
from tests.routing.places_corpus import Query, queries

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROUNDS = 5
_DRAWN = 2000
_LATIN = frozenset({"Latin", "digits"})
#: An answer is sure from the last but two on.
_BANDS = (0, 0.5, 0.8, 0.9, SURE, 0.99, 1)
_MEMORY = """
import gc
from pathlib import Path
import rapidfuzz.process, anyascii, routing.places.finding
def kib():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS")))
anyascii.anyascii("ы")
before = kib()
kept = routing.places.finding.Gazetteer.load()
kept.find("Lambrate"), kept.find("Ламбрате"), kept.find("兰布拉特"), gc.collect()
print((kib() - before) / 1024)
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing measured, beside what was promised."""

    what: str
    measured: float
    #: None for what is only told.
    promised: float | None
    unit: str
    #: Whether more is better.
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the promise is kept."""
        if self.promised is None:
            return True
        if self.at_least:
            return self.measured >= self.promised
        return self.measured <= self.promised

    def line(self) -> str:
        """The bar as a line of the report."""
        measured = f"  {self.what:<52} {self.measured:7.2f} {self.unit:<3}"
        if self.promised is None:
            return measured
        sign = "≥" if self.at_least else "≤"
        verdict = "met" if self.is_met else "MISSED"
        return f"{measured} {sign} {self.promised:g} {self.unit:<5} {verdict}"


@dataclass(frozen=True, slots=True)
class Answer:
    """A query of the corpus, with what was found for it."""

    query: Query
    found: Found


def measure() -> list[Bar]:
    """Every bar, measured now."""
    started = time.perf_counter()
    gazetteer = Gazetteer.load()
    loading = time.perf_counter() - started
    bars = [*_speed(gazetteer), Bar("loading", loading, 0.5, "s"), *memory()]
    for name, title in (("tuning", "tuning"), ("held_back", "held back")):
        bars += _accuracy(gazetteer, queries(name), title)
    return [*bars, *_drawn(gazetteer)]


def _accuracy(gazetteer: Gazetteer, half: Sequence[Query], title: str) -> list[Bar]:
    answers = [Answer(query, gazetteer.find(query.typed)) for query in half]
    wrong = sum(answer.query.is_wrong(answer.found) for answer in answers)
    groups = {
        "exact names and postcodes": _in_groups(answers, "name", "postcode", "ambiguous"),
        "one or two mistakes": _in_groups(answers, "typo1", "typo2", "by ear"),
        "other scripts": [a for a in answers if a.query.script not in _LATIN and a.query.means],
        "in a sentence, nicknames, streets": _in_groups(answers, "sentence", "street"),
        "no place at all": _in_groups(answers, "no place"),
    }
    promised = (99.5, 95.0, 90.0, None, None)
    return [
        Bar(f"{title}: sure and wrong (of {len(half)})", 100 * wrong / len(half), 0.5, "%"),
        *(
            Bar(f"{title}: {what} ({len(found)})", _right(found), bar, "%", at_least=True)
            for (what, found), bar in zip(groups.items(), promised, strict=True)
        ),
    ]


def _drawn(gazetteer: Gazetteer) -> list[Bar]:
    """The same with mistakes drawn anew, far more than the corpus holds."""
    bars = []
    for near, where in ((True, "around Milan"), (False, "rest of Italy")):
        names = Names(near=near)
        for mistakes in (1, 2):
            drawn = list(names.draw(_DRAWN, mistakes, Random(mistakes)))
            found = [(one.areas, gazetteer.find(one.typed)) for one in drawn]
            wrong = sum(f.sure is not None and f.sure.area not in areas for areas, f in found)
            right = sum(_first(f) in areas for areas, f in found)
            what = f"drawn, {mistakes} mistake{'s' * (mistakes - 1)}, {where}"
            bars += [
                Bar(f"{what}: sure and wrong", 100 * wrong / _DRAWN, 0.5, "%"),
                Bar(f"{what}: right or first", 100 * right / _DRAWN, None, "%"),
            ]
    return bars


def _first(found: Found) -> str | None:
    best = next(iter(found.choices), found.sure)
    return best.area if best else None


def _in_groups(answers: Sequence[Answer], *groups: str) -> list[Answer]:
    return [answer for answer in answers if answer.query.group in groups]


def _right(answers: Sequence[Answer]) -> float:
    return 100 * sum(a.query.is_right(a.found) for a in answers) / len(answers)


def _speed(gazetteer: Gazetteer) -> list[Bar]:
    typed = [query.typed for name in ("tuning", "held_back") for query in queries(name)]
    for query in typed:
        gazetteer.find(query)
    gc.collect()
    times = []
    for query in typed * _ROUNDS:
        started = time.perf_counter()
        gazetteer.find(query)
        times.append(1000 * (time.perf_counter() - started))
    times.sort()
    return [
        Bar("a query, median", times[len(times) // 2], 1, "ms"),
        Bar("a query, 99 of 100", times[len(times) * 99 // 100], 5, "ms"),
    ]


def memory() -> list[Bar]:
    """In a process of its own: what others have loaded must not hide it."""
    if not Path("/proc/self/status").exists():
        return []
    run = subprocess.run(
        [sys.executable, "-c", _MEMORY], capture_output=True, text=True, check=True
    )
    return [Bar("resident memory", float(run.stdout), 60, "MB")]


def calibration() -> list[str]:
    """By the share of the best guess at a name not written right: how often it was right."""
    gazetteer = Gazetteer.load()
    sources = {
        "tuning": [_guess(gazetteer, q.typed, q.means) for q in queries("tuning")],
        "held back": [_guess(gazetteer, q.typed, q.means) for q in queries("held_back")],
        "drawn, around Milan": _guesses_drawn(gazetteer, near=True),
        "drawn, rest of Italy": _guesses_drawn(gazetteer, near=False),
    }
    lines = ["  share of the best guess".ljust(26) + "".join(f"{s:>22}" for s in sources)]
    for low, high in pairwise(_BANDS):
        cells = [_right_between(guesses, low, high) for guesses in sources.values()]
        lines.append(f"  {low:.2f} to {high:.2f}".ljust(26) + "".join(f"{c:>22}" for c in cells))
    return lines


def _right_between(guesses: Sequence[tuple[float, bool] | None], low: float, high: float) -> str:
    inside = [g[1] for g in guesses if g and low <= g[0] and (g[0] < high or high == 1)]
    return f"{sum(inside)} of {len(inside)}" if inside else "-"


def _guesses_drawn(gazetteer: Gazetteer, *, near: bool) -> list[tuple[float, bool] | None]:
    names = Names(near=near)
    return [
        _guess(gazetteer, one.typed, one.areas)
        for mistakes in (1, 2)
        for one in names.draw(_DRAWN, mistakes, Random(mistakes))
    ]


def _guess(gazetteer: Gazetteer, typed: str, means: frozenset[str]) -> tuple[float, bool] | None:
    """For a name that is not written right, the share of the best guess and whether it is right."""
    found = gazetteer.find(typed)
    return None if found.share is None else (found.share, _first(found) in means)


def main() -> None:
    """Print the report; end with 1 when a promise is not kept."""
    bars = measure()
    print("Places")  # noqa: T201
    for bar in bars:
        print(bar.line())  # noqa: T201
    print("Guesses at names not written right, and how often the best is right")  # noqa: T201
    for line in calibration():
        print(line)  # noqa: T201
    sys.exit(0 if all(bar.is_met for bar in bars) else 1)


if __name__ == "__main__":
    main()
