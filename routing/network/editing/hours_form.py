"""The week as somebody fills it in: days ticked, and times as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from locales.phrase import S_
from routing.network.editing.errors import BadHoursError
from routing.network.hours_said import clock_said
from routing.network.week import MIDNIGHT, Row, Week, merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.network.week import Span

_SPAN: Final = re.compile(
    r"(?:dalle?\s*)?(?P<begins>\d{1,2})(?:[:.](?P<first>[0-5]\d))?"
    r"\s*(?:-|–|—|alle?|a)\s*(?P<ends>\d{1,2})(?:[:.](?P<last>[0-5]\d))?"
)
_BETWEEN: Final = re.compile(r"\s*(?:[,;]|\be\b)\s*")
_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row of the form."""

    days: tuple[int, ...]
    times: str
    weeks: tuple[int, ...] = ()
    by_appointment: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written into it."""
        return not self.days and not self.times.strip()


def week_typed(rows: Sequence[TypedRow], holidays: str, holiday_times: str) -> Week:
    """The week that a form says. `holidays` is `closed`, `open` or `times`.

    Raises:
        BadHoursError: a row has days without times or the other way round, or overlaps another.
    """
    read = tuple(_row(row) for row in rows if not row.is_empty)
    if not read:
        raise BadHoursError(S_("Scegli almeno un giorno e scrivi gli orari."))
    _see_that_nothing_is_said_twice(read)
    if holidays == "times":
        return Week(read, spans_typed(holiday_times))
    return Week(read, None if holidays == "open" else ())


def typed_of(week: Week) -> list[TypedRow]:
    """The rows of a form that shows a week."""
    return [
        TypedRow(row.days, times_typed(row.spans), row.weeks, row.by_appointment)
        for row in week.rows
    ]


def times_typed(spans: Sequence[Span]) -> str:
    """Stretches as people write them: "9:30–13, 14–18"."""
    return ", ".join(f"{clock_said(begins)}–{clock_said(ends)}" for begins, ends in spans)


def spans_typed(times: str) -> tuple[Span, ...]:
    """The stretches that somebody wrote.

    Raises:
        BadHoursError: they are no times, or end before they begin.
    """
    parts = [part for part in _BETWEEN.split(times.strip().lower()) if part]
    if not parts:
        raise BadHoursError(S_("Mancano gli orari. Scrivili così: 9:30–13, 14–18."))
    return merged([_span(part) for part in parts])


def _row(row: TypedRow) -> Row:
    if not row.days:
        raise BadHoursError(S_("A «{times}» manca il giorno: segnane almeno uno."), times=row.times)
    days = tuple(sorted(set(row.days)))
    weeks = tuple(sorted(set(row.weeks)))
    return Row(days, spans_typed(row.times), weeks, row.by_appointment)


def _span(part: str) -> Span:
    read = _SPAN.fullmatch(part)
    if read is None:
        raise BadHoursError(
            S_("«{times}» non è un orario. Scrivilo così: 9:30–13, 14–18."), times=part
        )
    begins = int(read["begins"]) * _HOUR + int(read["first"] or 0)
    ends = int(read["ends"]) * _HOUR + int(read["last"] or 0)
    ends = ends or MIDNIGHT
    if not begins < ends <= MIDNIGHT:
        raise BadHoursError(
            S_(
                "«{times}» finisce prima di cominciare. Se passa la mezzanotte, scrivi due righe: "
                "fino alle 24, e dalle 0 il giorno dopo."
            ),
            times=part,
        )
    return begins, ends


def _see_that_nothing_is_said_twice(rows: Sequence[Row]) -> None:
    for place, row in enumerate(rows):
        for other in rows[place + 1 :]:
            if set(row.days) & set(other.days) and len(merged((*row.spans, *other.spans))) < (
                len(row.spans) + len(other.spans)
            ):
                raise BadHoursError(S_("Due righe dicono lo stesso giorno alla stessa ora."))
