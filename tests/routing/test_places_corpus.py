"""The promises about typed places, on queries that no weight was chosen by."""

from __future__ import annotations

import pytest

from routing.places.finding import Gazetteer
from tests.load.places_bench import memory
from tests.routing.places_corpus import Query, queries

GAZETTEER = Gazetteer.load()
LEAST_QUERIES = 600
LEAST_LANGUAGES = 8
LEAST_SCRIPTS = 4


@pytest.mark.parametrize("half", ["tuning", "held_back"])
def test_sure_is_hardly_ever_wrong(half: str) -> None:
    """At most one answer in two hundred sends her, unasked, to the wrong place."""
    asked = queries(half)
    wrong = [q.typed for q in asked if q.is_wrong(GAZETTEER.find(q.typed))]

    assert len(asked) * 0.005 >= len(wrong), wrong


@pytest.mark.parametrize(
    ("groups", "least"),
    [
        ({"name", "postcode", "ambiguous"}, 0.995),
        ({"typo1", "typo2", "by ear"}, 0.95),
        ({"script"}, 0.90),
        ({"sentence", "street"}, 0.90),
    ],
)
@pytest.mark.parametrize("half", ["tuning", "held_back"])
def test_places_are_found(half: str, groups: set[str], least: float) -> None:
    """Names, mistakes, scripts and sentences are answered right, or first among the choices."""
    asked = [q for q in queries(half) if q.group in groups]
    missed = [q.typed for q in asked if not q.is_right(GAZETTEER.find(q.typed))]

    assert len(asked) * (1 - least) >= len(missed), missed


def test_corpus_is_wide_and_apart() -> None:
    """The corpus has enough queries, languages and scripts, and no query in both halves."""
    tuning, held_back = queries("tuning"), queries("held_back")
    both = [*tuning, *held_back]

    assert len(both) >= LEAST_QUERIES
    assert len({q.language for q in both}) >= LEAST_LANGUAGES
    assert len({q.script for q in both} - {"digits"}) >= LEAST_SCRIPTS
    assert set() == _typed(tuning) & _typed(held_back)


def test_corpus_names_known_areas() -> None:
    """Every expected answer is an area that exists."""
    known = set(GAZETTEER.areas())
    strange = [q.typed for q in (*queries("tuning"), *queries("held_back")) if q.means - known]

    assert [] == strange


def _typed(half: list[Query]) -> set[str]:
    return {query.typed for query in half}


def test_all_of_italy_fits_into_60_mb() -> None:
    """Measured in a process of its own, as `make bench` prints it."""
    assert all(bar.is_met and bar.measured > 0 for bar in memory())
