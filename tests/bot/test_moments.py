"""When an edition may go live: on the network's clock, which jumps twice a year."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.editions.errors import NoMomentError, NoTitleError
from bot.editions.typed import moment, titled

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 11, 22, 21, tzinfo=UTC)


def test_no_moment_is_at_once() -> None:
    """Nothing filled in: as soon as it is approved."""
    assert moment("", "", ROME, NOW) is None


def test_a_moment_is_meant_in_the_networks_time() -> None:
    """Nine in Milan is eight by the world's clock in winter."""
    assert datetime(2026, 11, 24, 8, tzinfo=UTC) == moment("2026-11-24", "09:00", ROME, NOW)


@pytest.mark.parametrize(
    ("day", "time", "why"),
    [
        ("2026-11-22", "22:00", "già passato"),
        ("2026-11-22", "21:30", "già passato"),
        ("2027-03-28", "02:30", "salta quell'ora"),
        ("2027-10-31", "02:30", "viene due volte"),
        ("2026-11-24", "", "Scrivi il giorno"),
        ("", "09:00", "Scrivi il giorno"),
        ("24/11/2026", "9", "Scrivi il giorno"),
        ("2026-11-24", "09:00+05:00", "Scrivi il giorno"),
    ],
)
def test_a_moment_that_cannot_be_is_answered_with_a_sentence(day: str, time: str, why: str) -> None:
    """Past, skipped, double, or none."""
    with pytest.raises(NoMomentError, match=why):
        moment(day, time, ROME, NOW)


def test_a_title_is_one_line_that_can_be_seen() -> None:
    """Signs that turn or hide the rest are taken out; nothing left is no title."""
    assert "Orari nuovi" == titled("  Orari\n\u202e nuovi\u200b ")
    with pytest.raises(NoTitleError):
        titled("\u200b \n")
