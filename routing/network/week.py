"""A week as a form shows it, and as OpenStreetMap's syntax writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
#: Minutes from midnight to midnight.
MIDNIGHT: Final = 24 * 60
ALWAYS: Final = "24/7"
_AGREED: Final = ' unknown "su appuntamento"'
_LONG: Final = 3
_WORD = "|".join(DAYS)
_DAY = rf"(?:{_WORD})(?:-(?:{_WORD})|\[[1-5](?:,[1-5])*\])?"
_TIME = r"[0-2]\d:[0-5]\d-[0-2]\d:[0-5]\d"
_RULE = re.compile(
    rf"(?P<days>{_DAY}(?:,{_DAY})*) (?P<times>{_TIME}(?:,{_TIME})*)"
    rf"(?P<agreed>{re.escape(_AGREED)})?"
)
_HOLIDAY = re.compile(rf"PH (?P<times>off|{_TIME}(?:,{_TIME})*)")
_BETWEEN = re.compile(r"(;|,)\s+")
_ONE_DAY = re.compile(rf"(?P<first>{_WORD})(?:-(?P<last>{_WORD})|\[(?P<nth>[\d,]+)\])?(?:,|$)")

#: From one minute of the day to another.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """Some days with the same hours."""

    #: 0 is Monday.
    days: tuple[int, ...]
    spans: tuple[Span, ...]
    #: Which of the month (1 is the first Monday); empty is every week.
    weeks: tuple[int, ...] = ()
    by_appointment: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """What a door's week can be, as far as a form goes."""

    rows: tuple[Row, ...] = ()
    #: On holidays: closed (nothing), or open from to; `None`: as on any other day.
    holidays: tuple[Span, ...] | None = ()
    day_and_night: bool = False
    #: No day at all: only by appointment.
    by_appointment: bool = False


def week_of(expression: str) -> Week | None:
    """The week that an expression says; `None` if a form cannot show all of it.

    >>> week_of("Mo-Fr 10:00-18:00; PH off").rows[0].days
    (0, 1, 2, 3, 4)
    """
    said = " ".join(expression.split())
    if said == ALWAYS:
        return Week(day_and_night=True, holidays=None)
    if said == f"{ALWAYS}{_AGREED}":
        return Week(by_appointment=True, holidays=None)
    rules = _BETWEEN.split(f"; {said}")[1:]
    rows: list[Row] = []
    holidays: tuple[Span, ...] | None = None
    for sign, rule in zip(rules[::2], rules[1::2], strict=True):
        if holiday := _HOLIDAY.fullmatch(rule):
            spans = () if holiday["times"] == "off" else _spans(holiday["times"])
            if spans is None or holidays is not None or sign == ",":
                return None
            holidays = spans
            continue
        found = _rows(rule)
        # What comes after the holidays would count on them too; a second rule takes the
        # place of the first after a semicolon, and stands beside it after a comma.
        if found is None or holidays is not None or (sign == ";" and _overlap(rows, found)):
            return None
        rows += found
    return Week(_joined(rows), holidays) if rows and _is_plain(rows) else None


def expression_of(week: Week) -> str:
    """The week in OpenStreetMap's syntax.

    >>> expression_of(Week((Row((0, 1, 2), ((600, 1080),)),)))
    'Mo-We 10:00-18:00; PH off'
    """
    if week.day_and_night:
        return ALWAYS
    if week.by_appointment:
        return f"{ALWAYS}{_AGREED}"
    said, before = "", set[int]()
    for row in _joined(week.rows):
        # After a comma a rule is added to those of the same days; after a semicolon it
        # would take their place.
        between = ", " if before & set(row.days) else "; "
        said += (between if said else "") + _rule(row)
        before |= set(row.days)
    if week.holidays is not None:
        said += f"; PH {_times(week.holidays) or 'off'}"
    return said


def _rows(rule: str) -> list[Row] | None:
    read = _RULE.fullmatch(rule)
    spans = _spans(read["times"]) if read else None
    if read is None or spans is None:
        return None
    days: dict[tuple[int, ...], set[int]] = {}
    for one in _ONE_DAY.finditer(read["days"]):
        first = DAYS.index(one["first"])
        last = DAYS.index(one["last"] or one["first"])
        if last < first:
            return None
        nth = tuple(sorted({int(number) for number in (one["nth"] or "").split(",") if number}))
        days.setdefault(nth, set()).update(range(first, last + 1))
    agreed = read["agreed"] is not None
    return [Row(tuple(sorted(each)), spans, nth, agreed) for nth, each in days.items()]


def _spans(times: str) -> tuple[Span, ...] | None:
    spans = []
    for time in times.split(","):
        begins, ends = (_minutes(clock) for clock in time.split("-"))
        if not begins < ends <= MIDNIGHT:
            return None
        spans.append((begins, ends))
    return merged(spans)


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time in as few stretches as can be, in order."""
    kept: list[Span] = []
    for begins, ends in sorted(spans):
        if kept and begins <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(ends, kept[-1][1]))
        else:
            kept.append((begins, ends))
    return tuple(kept)


def _overlap(rows: Iterable[Row], others: Iterable[Row]) -> bool:
    before = {day for row in rows for day in row.days}
    return any(before & set(row.days) for row in others)


def _is_plain(rows: list[Row]) -> bool:
    """Whether no time is said twice, once as open and once as by appointment."""
    for row in rows:
        for other in rows:
            if row.by_appointment and not other.by_appointment and set(row.days) & set(other.days):
                both = sorted((*row.spans, *other.spans))
                if any(one[1] > two[0] for one, two in pairwise(both)):
                    return False
    return True


def _joined(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The same week with as few rows as can be, the first day first."""
    day_spans: dict[tuple[bool, tuple[int, ...], int], list[Span]] = {}
    for row in rows:
        for day in row.days:
            day_spans.setdefault((row.by_appointment, row.weeks, day), []).extend(row.spans)
    alike: dict[tuple[bool, tuple[int, ...], tuple[Span, ...]], list[int]] = {}
    for (agreed, weeks, day), spans in sorted(day_spans.items()):
        if spans:
            alike.setdefault((agreed, weeks, merged(spans)), []).append(day)
    made = [
        Row(tuple(days), spans, weeks, agreed) for (agreed, weeks, spans), days in alike.items()
    ]
    return tuple(sorted(made, key=lambda row: (row.by_appointment, row.weeks, row.days)))


def _rule(row: Row) -> str:
    nth = f"[{','.join(map(str, row.weeks))}]" if row.weeks else ""
    days = ",".join(_runs(row.days, nth))
    return f"{days} {_times(row.spans)}{_AGREED if row.by_appointment else ''}"


def runs(days: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Days that follow one another, together: two are two, three are one run."""
    run: list[int] = []
    for day in [*sorted(days), 99]:
        if run and day != run[-1] + 1:
            if len(run) >= _LONG:
                yield tuple(run)
            else:
                yield from ((each,) for each in run)
            run = []
        run.append(day)


def _runs(days: Iterable[int], nth: str) -> Iterator[str]:
    if nth:
        yield from (f"{DAYS[day]}{nth}" for day in days)
        return
    for run in runs(days):
        yield DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}"


def _times(spans: Iterable[Span]) -> str:
    return ",".join(f"{_clock(begins)}-{_clock(ends)}" for begins, ends in spans)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
