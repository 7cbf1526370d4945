"""Open or closed, by the clock on the door: clock changes, holidays, closures."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import HoursError, NaiveMomentError
from routing.hours import Calendar, Closure, OpeningHours

ROME = ZoneInfo("Europe/Rome")
MILAN = Calendar(ROME, "IT", frozenset({(12, 7)}))
BERGAMO = Calendar(ROME, "IT", frozenset({(8, 26)}))
OFFICE = "Mo-Th 10:00-18:00; Fr 10:00-16:00; PH off"


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ROME)


def said(hours: OpeningHours, moment: datetime) -> str:
    phrase = hours.status(moment)
    return phrase.text.format(**phrase.values)


def test_an_office_day() -> None:
    """Each hour of a week says what the door says."""
    hours = OpeningHours(OFFICE, MILAN)
    assert said(hours, at("2026-11-24 11:00")) == "Aperto adesso, fino alle 18:00"
    assert said(hours, at("2026-11-27 15:59")) == "Aperto adesso, fino alle 16:00"
    assert said(hours, at("2026-11-24 09:59")) == "Apre oggi alle 10:00"
    assert said(hours, at("2026-11-24 18:00")) == "Apre domani alle 10:00"
    assert said(hours, at("2026-11-27 16:00")) == "Apre lunedì alle 10:00"
    assert said(hours, at("2026-11-28 12:00")) == "Apre lunedì alle 10:00"
    assert said(hours, at("2026-11-29 12:00")) == "Apre domani alle 10:00"


def test_cd5_december_seventh_is_a_holiday_in_milan_only() -> None:
    """Sant'Ambrogio shuts Milan and leaves Bergamo open."""
    monday = at("2026-12-07 11:00")
    assert not OpeningHours(OFFICE, MILAN).is_open(monday)
    assert OpeningHours(OFFICE, BERGAMO).is_open(monday)
    # The 8th is a holiday everywhere: from Sunday night the next opening is on Wednesday.
    assert said(OpeningHours(OFFICE, MILAN), at("2026-12-06 23:00")) == "Apre mercoledì alle 10:00"


def test_cd5_christmas_is_closed() -> None:
    """On 25 December, a Friday in 2026, and on the 26th nobody is sent to a shut door."""
    hours = OpeningHours(OFFICE, MILAN)
    assert not hours.is_open(at("2026-12-25 11:00"))
    assert said(hours, at("2026-12-25 11:00")) == "Apre lunedì alle 10:00"


def test_holidays_of_next_year_are_known_in_the_last_week_of_this_one() -> None:
    """The first of January and the Epiphany count when asked about in December."""
    hours = OpeningHours("Fr 09:00-12:00; PH off", MILAN)
    assert said(hours, at("2026-12-31 20:00")) == "Apre il 8/1/2027 alle 9:00"


@pytest.mark.parametrize(
    ("utc", "is_open"),
    [
        # Clocks go forward on 29 March 2026 at 2:00: 10:00 is 8:00 UTC, not 9:00.
        ("2026-03-28 09:00", True),
        ("2026-03-28 08:59", False),
        ("2026-03-29 08:00", True),
        ("2026-03-29 07:59", False),
        # They go back on 25 October 2026 at 3:00.
        ("2026-10-24 08:00", True),
        ("2026-10-25 08:30", False),
        ("2026-10-25 09:00", True),
    ],
)
def test_cd5_both_clock_changes(utc: str, *, is_open: bool) -> None:
    """The hours are the wall clock's, whatever it is from Greenwich."""
    hours = OpeningHours("Mo-Su 10:00-18:00", MILAN)
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert is_open == hours.is_open(moment)


def test_cd5_the_hour_that_comes_twice() -> None:
    """Open until 3:00 on the night of the clock change means both times the clock says 2:30."""
    hours = OpeningHours("Sa 22:00-27:00", MILAN)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    assert first.astimezone(ROME).hour == second.astimezone(ROME).hour == 2
    assert hours.is_open(first)
    assert hours.is_open(second)
    assert said(hours, second) == "Aperto adesso, fino alle 3:00"


def test_a_closure_shuts_the_door_for_its_days_only() -> None:
    """One-off closures come before the week, and even before "always open"."""
    august = Closure(date(2026, 8, 10), date(2026, 8, 21), "ferie")
    for written in (OFFICE, "24/7"):
        hours = OpeningHours(written, MILAN, (august,))
        assert hours.is_open(at("2026-08-07 11:00"))
        assert not hours.is_open(at("2026-08-10 11:00"))
        assert not hours.is_open(at("2026-08-21 11:00"))
        assert hours.is_open(at("2026-08-24 11:00"))


def test_what_never_closes_what_wants_an_appointment_what_nobody_knows() -> None:
    """The three other things that can be said."""
    assert said(OpeningHours("24/7", MILAN), at("2026-12-25 03:00")) == "Aperto giorno e notte"
    agreed = OpeningHours('24/7 unknown "su appuntamento"', MILAN)
    assert said(agreed, at("2026-11-24 11:00")) == "Riceve su appuntamento"
    assert not agreed.is_open(at("2026-11-24 11:00"))
    never = OpeningHours("2020 Jan 01 10:00-12:00", MILAN)
    assert said(never, at("2026-11-24 11:00")) == "Orari da confermare"


@pytest.mark.parametrize("written", ["", "lun 10-12", "Mo-Fr 10", "Mo,PH 10:00-12:00", "Mo 99:00"])
def test_what_is_no_schedule_is_refused(written: str) -> None:
    """Including a holiday mixed into another rule, which could not be moved to its dates."""
    with pytest.raises(HoursError):
        OpeningHours(written, MILAN)


def test_a_moment_without_zone_is_refused() -> None:
    """Nobody guesses whose clock a time was read from."""
    with pytest.raises(NaiveMomentError):
        OpeningHours(OFFICE, MILAN).is_open(datetime(2026, 11, 24, 11))  # noqa: DTZ001


@given(st.integers(0, 2 * 366 * 24 * 60), st.sampled_from(["UTC", "Asia/Tokyo", "America/Lima"]))
def test_asking_twice_and_from_elsewhere_gives_the_same(minutes: int, zone: str) -> None:
    """What is remembered between questions never changes an answer."""
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    used = OpeningHours(OFFICE, MILAN)
    used.is_open(moment - timedelta(hours=3))
    fresh = OpeningHours(OFFICE, MILAN)
    assert fresh.is_open(moment) == used.is_open(moment.astimezone(ZoneInfo(zone)))
    assert fresh.is_open(moment) == said(fresh, moment).startswith("Aperto")


@pytest.mark.parametrize(
    ("asked", "opens", "shuts"),
    [
        # Open: it is now, and it closes today.
        ("2026-11-24 11:00", "2026-11-24 11:00", "2026-11-24 18:00"),
        ("2026-11-27 16:00", "2026-11-30 10:00", None),
        # 7 December is a holiday in Milan, the 8th everywhere: from Friday to Wednesday.
        ("2026-12-04 16:00", "2026-12-09 10:00", None),
        ("2026-12-07 11:00", "2026-12-09 10:00", None),
        ("2026-12-24 18:00", "2026-12-28 10:00", None),
        ("2026-12-25 11:00", "2026-12-28 10:00", None),
        # The clocks change in both nights: ten is ten.
        ("2026-03-27 20:00", "2026-03-30 10:00", None),
        ("2026-10-23 20:00", "2026-10-26 10:00", None),
    ],
)
def test_cd5_when_it_opens_and_shuts(asked: str, opens: str, shuts: str | None) -> None:
    """As moments: over weekends, holidays and clock changes."""
    hours = OpeningHours(OFFICE, MILAN)
    assert at(opens) == hours.next_opening(at(asked))
    assert (at(shuts) if shuts else None) == hours.open_until(at(asked))


def test_cd5_openings_across_a_clock_change_are_real_hours() -> None:
    """From Saturday's close to Sunday's opening is an hour less in spring, one more in autumn."""
    hours = OpeningHours("Mo-Su 10:00-18:00", MILAN)
    for evening, between in (("2026-03-28 18:00", 15), ("2026-10-24 18:00", 17)):
        asked = at(evening).astimezone(UTC)
        opening = hours.next_opening(asked)
        assert opening is not None
        assert timedelta(hours=between) == opening.astimezone(UTC) - asked


def test_cd5_the_second_time_a_clock_shows_an_hour() -> None:
    """Asked between the two, an opening or a close never lies in the past."""
    second = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # the clock says 2:10 again
    shuts = OpeningHours("Sa 22:00-26:30", MILAN).open_until(second)
    opens = OpeningHours("Su 02:30-05:00", MILAN).next_opening(second)
    assert datetime(2026, 10, 25, 1, 30, tzinfo=UTC) == shuts
    assert datetime(2026, 10, 25, 1, 30, tzinfo=UTC) == opens


def test_what_never_shuts_and_what_never_opens() -> None:
    """Neither has a moment to tell."""
    assert OpeningHours("24/7", MILAN).open_until(at("2026-11-24 11:00")) is None
    assert OpeningHours("off", MILAN).next_opening(at("2026-11-24 11:00")) is None


@given(st.integers(0, 366 * 24 * 60))
def test_the_next_opening_is_open_and_the_end_is_not(minutes: int) -> None:
    """Whenever it is asked, and never before the asking."""
    hours = OpeningHours(OFFICE, MILAN)
    asked = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    opens = hours.next_opening(asked)
    assert opens is not None
    assert opens >= asked
    assert hours.is_open(opens)
    shuts = hours.open_until(opens)
    assert shuts is not None
    assert shuts > opens
    assert not hours.is_open(shuts)
