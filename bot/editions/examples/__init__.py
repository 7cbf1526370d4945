"""Saved examples: walks and cases that must hold at every publishing.

`play_all(reading, phones)` plays everything that `examples.yaml` of an edition says.
"""

from bot.editions.examples.coverage import Coverage, coverage_of
from bot.editions.examples.form import Flaw
from bot.editions.examples.playing import Outcome, Played, play, play_all
from bot.editions.examples.reading import Shelf, read_examples
from bot.editions.examples.records import (
    NOBODY,
    NOW,
    CaseExample,
    Did,
    Example,
    Holds,
    Press,
    Type,
    WalkExample,
    holds_now,
)
from bot.editions.examples.writing import (
    CannotWriteError,
    with_example,
    with_holds,
    with_name,
    without,
)

__all__ = [
    "NOBODY",
    "NOW",
    "CannotWriteError",
    "CaseExample",
    "Coverage",
    "Did",
    "Example",
    "Flaw",
    "Holds",
    "Outcome",
    "Played",
    "Press",
    "Shelf",
    "Type",
    "WalkExample",
    "coverage_of",
    "holds_now",
    "play",
    "play_all",
    "read_examples",
    "with_example",
    "with_holds",
    "with_name",
    "without",
]
