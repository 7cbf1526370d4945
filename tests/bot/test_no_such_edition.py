"""Numbers and years that nobody means, and that somebody types (P11)."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.editions.errors import NoMomentError
from bot.editions.typed import moment
from storage.errors import UnknownEditionError
from tests.editions import open_bench

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 11, 22, 21, tzinfo=UTC)


async def test_there_is_no_edition_nought() -> None:
    """It is no draft of that name either."""
    bench = await open_bench()

    with pytest.raises(UnknownEditionError):
        await bench.edition("v0")
    with pytest.raises(UnknownEditionError):
        await bench.files("v0")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("0001-01-01", "già passato"),
        ("9999-12-31", "troppo lontano"),
        ("2036-11-22", "troppo lontano"),
    ],
)
def test_a_year_nobody_means_is_answered_with_a_sentence(day: str, why: str) -> None:
    """The first year of the calendar has no hour before it to reckon with."""
    with pytest.raises(NoMomentError, match=why):
        moment(day, "00:00", ROME, NOW)
