"""Hours as a form and as a sentence: nothing is lost on the way, and every schedule is said."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locales.catalogues import Catalogues
from routing.errors import RoutingError
from routing.hours import Calendar, Closure, OpeningHours
from routing.network.editing.errors import BadHoursError
from routing.network.editing.hours_form import TypedRow, spans_typed, typed_of, week_typed
from routing.network.hours_said import hours_said
from routing.network.loading import shipped_folder
from routing.network.week import MIDNIGHT, Row, Week, expression_of, merged, week_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROME = ZoneInfo("Europe/Rome")
#: A calendar without 7 December, for one that has it.
CALENDAR = Calendar(ROME, "IT")
MONDAY = datetime(2026, 6, 8, tzinfo=ROME)
_SAY = Catalogues({}).say_to_staff


def _shipped() -> Iterator[str]:
    for file in shipped_folder().iterdir():
        if file.name.endswith(".toml"):
            for node in tomllib.loads(file.read_text(encoding="utf-8")).get("node", ()):
                if "open" in node.get("hours", {}):
                    yield node["hours"]["open"]


SHIPPED: Final = sorted(set(_shipped()))


@st.composite
def spans(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    """Stretches of a day, by quarters of an hour."""
    marks = draw(st.lists(st.integers(0, 96), min_size=2, max_size=6, unique=True))
    edges = sorted(marks)[: len(marks) // 2 * 2]
    return merged((edges[at] * 15, edges[at + 1] * 15) for at in range(0, len(edges), 2))


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """Any week that a form can say: no day twice, so that no row overlaps another."""
    if draw(st.integers(0, 9)) == 0:
        return draw(
            st.sampled_from(
                [Week(day_and_night=True, holidays=None), Week(by_appointment=True, holidays=None)]
            )
        )
    days = draw(st.permutations(range(7)))
    rows: list[Row] = []
    while days and (not rows or draw(st.booleans())):
        count = draw(st.integers(1, len(days)))
        nth = draw(st.sampled_from([(), (), (), (1,), (2, 4), (5,)]))
        rows.append(
            Row(tuple(sorted(days[:count])), draw(spans()), nth, by_appointment=draw(st.booleans()))
        )
        days = days[count:]
    return Week(tuple(rows), draw(st.sampled_from([None, (), ((540, 720),)])))


@given(weeks())
def test_a_week_survives_its_schedule(week: Week) -> None:
    """Written in OpenStreetMap's syntax and read again, it says the same; so does the form."""
    expression = expression_of(week)
    again = week_of(expression)
    assert again is not None, expression
    assert expression == expression_of(again)
    if week.rows:
        holidays = "open" if week.holidays is None else "times" if week.holidays else "closed"
        typed = week_typed(typed_of(again), holidays, "9–12")
        assert expression == expression_of(typed)


@settings(max_examples=60, deadline=None)
@given(weeks(), st.integers(0, 6), st.integers(0, 95))
def test_a_week_is_open_when_its_rows_say_so(week: Week, day: int, quarter: int) -> None:
    """The schedule opens the door at the very minutes that the form says, on a working day."""
    now = MONDAY + timedelta(days=day, minutes=quarter * 15)
    minute = quarter * 15
    nth = (now.day - 1) // 7 + 1
    is_open = week.day_and_night or any(
        day in row.days
        and (not row.weeks or nth in row.weeks)
        and not row.by_appointment
        and any(begins <= minute < ends for begins, ends in row.spans)
        for row in week.rows
    )
    assert is_open == OpeningHours(expression_of(week), CALENDAR).is_open(now)


@given(weeks())
def test_every_week_has_a_sentence(week: Week) -> None:
    """It is one line, and holds nothing of the syntax."""
    said = _SAY(hours_said(expression_of(week)), "it")
    assert said
    assert "\n" not in said
    assert "{" not in said
    assert "PH" not in said


@given(st.text(max_size=80))
def test_any_text_has_a_sentence(text: str) -> None:
    """What nobody can read is shown as it is written; nothing is raised."""
    assert _SAY(hours_said(text), "it")


@given(st.text(alphabet="0123456789:.-–, ealldsx", max_size=30))
def test_any_typed_times_are_read_or_refused(times: str) -> None:
    """Stretches in order within the day, or a sentence."""
    try:
        read = spans_typed(times)
    except BadHoursError as refusal:
        assert refusal.phrase.text
    else:
        assert read == merged(read)
        assert all(0 <= begins < ends <= MIDNIGHT for begins, ends in read)


@pytest.mark.parametrize("expression", SHIPPED)
def test_every_shipped_schedule_fits_the_form(expression: str) -> None:
    """Opened and saved untouched it stays byte for byte, and it has a sentence of its own."""
    week = week_of(expression)
    assert week is not None
    assert expression == expression_of(week)
    assert "scritto così" not in _SAY(hours_said(expression), "it")


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("Mo-Th 10:00-18:00; PH off", "aperto dal lunedì al giovedì 10–18; chiuso nelle feste"),
        (
            "Mo,Fr 09:30-13:00; Sa 10:00-12:00",
            "aperto lunedì e venerdì 9:30–13; sabato 10–12; nelle feste come gli altri giorni",
        ),
        ("24/7", "aperto giorno e notte, anche nelle feste"),
        ('24/7 unknown "su appuntamento"', "riceve solo su appuntamento"),
        (
            "Th[2,4] 10:00-13:00; PH 09:00-12:00",
            "aperto il secondo e quarto giovedì del mese 10–13; nelle feste 9–12",
        ),
        ("Fr-Su 10:00-12:00; PH off", "aperto dal venerdì alla domenica 10–12; chiuso nelle feste"),
        (
            "Su[1] 10:00-12:00; PH off",
            "aperto la prima domenica del mese 10–12; chiuso nelle feste",
        ),
        (
            'Mo 10:00-13:00, Mo 15:00-17:00 unknown "su appuntamento"; PH off',
            "aperto lunedì 10–13; lunedì 15–17 su appuntamento; chiuso nelle feste",
        ),
        ("Mo 22:00-02:00", "orario scritto così: Mo 22:00-02:00"),
    ],
)
def test_a_schedule_is_said_in_plain_italian(expression: str, said: str) -> None:
    """As a coordinator would say it on the telephone."""
    assert said == _SAY(hours_said(expression), "it")


def test_closures_are_said_after_the_week() -> None:
    """With their days in words, one sentence for all."""
    closures = (
        Closure(date(2026, 12, 7), date(2026, 12, 7)),
        Closure(date(2027, 8, 9), date(2027, 8, 20), "ferie"),
        Closure(date(2026, 12, 24), date(2027, 1, 6)),
    )
    assert (
        "aperto lunedì 10–18; chiuso nelle feste; chiuso il 7 dicembre 2026; "
        "chiuso dal 9 al 20 agosto 2027; chiuso dal 24 dicembre 2026 al 6 gennaio 2027"
    ) == _SAY(hours_said("Mo 10:00-18:00; PH off", closures), "it")


def test_the_holidays_of_a_place_are_said_with_the_others() -> None:
    """In the order of the year, where holidays make a difference."""
    local = [(12, 7), (8, 26)]
    assert "aperto lunedì 10–18; chiuso nelle feste, il 26 agosto e il 7 dicembre" == _SAY(
        hours_said("Mo 10:00-18:00; PH off", (), local), "it"
    )
    assert "aperto lunedì 10–18; nelle feste come gli altri giorni" == _SAY(
        hours_said("Mo 10:00-18:00", (), local), "it"
    )


def test_a_day_twice_at_one_hour_is_refused() -> None:
    """Nobody can tell which of two rows was meant."""
    rows = [TypedRow((0,), "10-13"), TypedRow((0, 1), "12-14", by_appointment=True)]
    with pytest.raises(BadHoursError):
        week_typed(rows, "closed", "")


def test_a_later_rule_takes_the_place_of_an_earlier() -> None:
    """After a semicolon Monday's second rule is the only one: no form may add the two."""
    expression = "Mo-Fr 10:00-18:00; Mo 12:00-14:00"
    assert week_of(expression) is None
    try:
        hours = OpeningHours(expression, CALENDAR)
    except RoutingError:
        pytest.fail("the schedule itself is good")
    assert not hours.is_open(MONDAY.replace(hour=10))
