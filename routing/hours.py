"""When a node is open, in OpenStreetMap syntax, on the clock of the place where it stands."""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from opening_hours import OpeningHours as Rules
from opening_hours import (  # type: ignore[attr-defined, unused-ignore]
    ParserError,
    State,
    UnknownCountryError,
)

from locales.phrase import N_, Phrase
from routing.errors import HoursError, NaiveMomentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A whole sentence for each day: "on Monday" is not made of two pieces in every language.
_OPENS_ON = (
    N_("Apre lunedì alle {time}"),
    N_("Apre martedì alle {time}"),
    N_("Apre mercoledì alle {time}"),
    N_("Apre giovedì alle {time}"),
    N_("Apre venerdì alle {time}"),
    N_("Apre sabato alle {time}"),
    N_("Apre domenica alle {time}"),
)
TO_CONFIRM = Phrase(N_("Orari da confermare"))
DAY_AND_NIGHT = Phrase(N_("Aperto giorno e notte"))
_BY_APPOINTMENT = Phrase(N_("Riceve su appuntamento"))
_NOW = Phrase(N_("Aperto adesso"))
_HORIZON = timedelta(days=60)
_YEAR = timedelta(days=366)
_WEEK = 7
_LEAP_DAY = (2, 29)
_ANY_YEAR = 2026
# PH can be moved to a list of dates only where it is a rule of its own.
_HOLIDAY_RULE = re.compile(r"(?:^|;)\s*PH\s+[^;]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which a node is shut although its week says otherwise."""

    begins: date
    ends: date
    why: str = ""

    def rule(self) -> str:
        """The closure in OpenStreetMap syntax."""
        return f"{_osm(self.begins)}-{_osm(self.ends)} off"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The clock and the holidays of a place."""

    zone: ZoneInfo
    country: str
    #: (month, day) of what is a holiday only here, such as 7 December in Milan.
    local: frozenset[tuple[int, int]] = frozenset()
    _years: dict[int, tuple[date, ...]] = field(default_factory=dict, repr=False, compare=False)

    def holidays(self, year: int) -> tuple[date, ...]:
        """The holidays of a year, in order."""
        if year not in self._years:
            here = {
                date(year, month, day)
                for month, day in self.local
                if (month, day) != _LEAP_DAY or isleap(year)
            }
            self._years[year] = tuple(sorted(_national(self.country, year) | here))
        return self._years[year]


class OpeningHours:
    """A week with its exceptions.

    Reckoned on the wall clock: at two in the morning of a clock change "until
    18:00" means what the clock on the door says.
    """

    def __init__(
        self, expression: str, calendar: Calendar, closures: tuple[Closure, ...] = ()
    ) -> None:
        """Read the expression.

        Raises:
            HoursError: it is not OpenStreetMap syntax, or PH is mixed into another rule.
        """
        self.expression = expression
        self.calendar = calendar
        self._closures = closures
        self._by_year: dict[int, Rules] = {}
        self._stretch: tuple[datetime, datetime, bool] | None = None
        if "PH" in _HOLIDAY_RULE.sub("", expression):
            raise HoursError(expression)
        try:
            self._rules(_ANY_YEAR)
        except ParserError as exc:
            raise HoursError(expression) from exc

    def __repr__(self) -> str:
        return f"OpeningHours({self.expression!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, OpeningHours):
            return NotImplemented
        return self._facts() == other._facts()

    def __hash__(self) -> int:
        return hash(self.expression)

    def is_open(self, now: datetime) -> bool:
        """Whether somebody is there at this moment."""
        local = self._local(now)
        if self._stretch is None or not self._stretch[0] <= local < self._stretch[1]:
            rules = self._rules(local.year)
            # Until the year ends at most: the rules carry the holidays of three years.
            year_ends = datetime(local.year + 1, 1, 1)  # noqa: DTZ001 (a wall clock)
            ends = min(rules.next_change(local) or year_ends, year_ends)
            self._stretch = (local, ends, rules.is_open(local))
        return self._stretch[2]

    def next_opening(self, now: datetime) -> datetime | None:
        """The moment from which somebody is there: `now` if it is open; `None` for sixty days."""
        if self.is_open(now):
            return now
        local = self._local(now)
        at = next(_openings(self._rules(local.year), local), None)
        return self._moment(at, now) if at else None

    def open_until(self, now: datetime) -> datetime | None:
        """When it closes; `None` if it is closed or does not close for a year."""
        local = self._local(now)
        rules = self._rules(local.year)
        ends: datetime | None = rules.next_change(local) if rules.is_open(local) else None
        return self._moment(ends, now) if ends and ends - local < _YEAR else None

    def status(self, now: datetime) -> Phrase:
        """Open until when, or closed until when, in one short sentence."""
        local = self._local(now)
        rules = self._rules(local.year)
        state, comment = rules.state(local)
        if state == State.OPEN:
            return _open_until(local, rules.next_change(local))
        if state == State.UNKNOWN:
            return _BY_APPOINTMENT if "appuntamento" in comment else TO_CONFIRM
        return next((_opens(local, at) for at in _openings(rules, local)), TO_CONFIRM)

    def _facts(self) -> tuple[object, ...]:
        return (self.expression, self.calendar, self._closures)

    def _local(self, now: datetime) -> datetime:
        if now.tzinfo is None:
            raise NaiveMomentError
        return now.astimezone(self.calendar.zone).replace(tzinfo=None)

    def _moment(self, local: datetime, now: datetime) -> datetime:
        """The first moment after `now` at which the clock on the door says so, in UTC."""
        first = local.replace(tzinfo=self.calendar.zone).astimezone(UTC)
        # In the hour that comes twice the first is over when the second has begun.
        second = local.replace(tzinfo=self.calendar.zone, fold=1).astimezone(UTC)
        return first if first > now else second

    def _rules(self, year: int) -> Rules:
        if year not in self._by_year:
            days = [
                day for near in (year - 1, year, year + 1) for day in self.calendar.holidays(near)
            ]
            dated = ",".join(map(_osm, days))
            week = re.sub(r"\bPH\b", dated, self.expression)
            self._by_year[year] = Rules("; ".join([week, *(c.rule() for c in self._closures)]))
        return self._by_year[year]


def knows_holidays(country: str) -> bool:
    """Whether the holidays of a country, by its two letters, are known."""
    try:
        Rules("PH", country=country)
    except UnknownCountryError:
        return False
    return True


@cache
def _national(country: str, year: int) -> frozenset[date]:
    rules = Rules("PH", country=country)
    noons = (datetime(year, 1, 1, 12) + timedelta(day) for day in range(366))  # noqa: DTZ001 (a wall clock)
    return frozenset(noon.date() for noon in noons if noon.year == year and rules.is_open(noon))


def _osm(day: date) -> str:
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}"


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"


def _open_until(local: datetime, ends: datetime | None) -> Phrase:
    if ends is None:
        return DAY_AND_NIGHT
    if ends - local > timedelta(days=1):
        return _NOW
    if ends.date() > local.date() and ends.hour == ends.minute == 0:
        return Phrase(N_("Aperto adesso, fino a mezzanotte"))
    return Phrase(N_("Aperto adesso, fino alle {time}"), {"time": _clock(ends)})


def _openings(rules: Rules, local: datetime) -> Iterator[datetime]:
    at: datetime | None = rules.next_change(local)
    while at is not None and at - local < _HORIZON:
        if rules.is_open(at):
            yield at
        at = rules.next_change(at)


def _opens(local: datetime, at: datetime) -> Phrase:
    days = (at.date() - local.date()).days
    when = {"time": _clock(at)}
    if days == 0:
        return Phrase(N_("Apre oggi alle {time}"), when)
    if days == 1:
        return Phrase(N_("Apre domani alle {time}"), when)
    if days < _WEEK:
        return Phrase(_OPENS_ON[at.weekday()], when)
    date_ = f"{at.day}/{at.month}/{at.year}"
    return Phrase(N_("Apre il {date} alle {time}"), {"date": date_, **when})
