"""A schedule as one Italian sentence, the same wherever the staff reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from locales.phrase import S_, Phrase
from routing.network.week import runs, week_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from routing.hours import Closure
    from routing.network.week import Row, Span, Week

_DAYS: Final = (
    S_("lunedì"),
    S_("martedì"),
    S_("mercoledì"),
    S_("giovedì"),
    S_("venerdì"),
    S_("sabato"),
    S_("domenica"),
)
#: "from Monday": Italian has another article for Sunday.
_FROM: Final = (
    S_("dal lunedì"),
    S_("dal martedì"),
    S_("dal mercoledì"),
    S_("dal giovedì"),
    S_("dal venerdì"),
    S_("dal sabato"),
    S_("dalla domenica"),
)
_TO: Final = (
    S_("al lunedì"),
    S_("al martedì"),
    S_("al mercoledì"),
    S_("al giovedì"),
    S_("al venerdì"),
    S_("al sabato"),
    S_("alla domenica"),
)
_WEEKS: Final = (S_("primo"), S_("secondo"), S_("terzo"), S_("quarto"), S_("quinto"))
_SUNDAY_WEEKS: Final = (S_("prima"), S_("seconda"), S_("terza"), S_("quarta"), S_("quinta"))
MONTHS: Final = (
    S_("gennaio"),
    S_("febbraio"),
    S_("marzo"),
    S_("aprile"),
    S_("maggio"),
    S_("giugno"),
    S_("luglio"),
    S_("agosto"),
    S_("settembre"),
    S_("ottobre"),
    S_("novembre"),
    S_("dicembre"),
)
_SUNDAY: Final = 6
_HOUR: Final = 60


def hours_said(
    expression: str,
    closures: Sequence[Closure] = (),
    local: Sequence[tuple[int, int]] = (),
) -> Phrase:
    """The schedule, the holidays of its place, and the days on which it does not hold.

    `local` are holidays of that place only, as month and day. Never raises: what no sentence
    can tell is shown as it is written.
    """
    week = week_of(expression)
    if week is None:
        said = Phrase(S_("orario scritto così: {expression}"), {"expression": expression})
    else:
        said = week_said(week, local)
    for closure in closures:
        shut = Phrase(S_("chiuso {days}"), {"days": days_said(closure.begins, closure.ends)})
        said = _and(S_("{first}; {rest}"), said, shut)
    return said


def week_said(week: Week, local: Sequence[tuple[int, int]] = ()) -> Phrase:
    """A week in words: "aperto dal lunedì al giovedì 10–18; chiuso nelle feste"."""
    if week.day_and_night:
        return Phrase(S_("aperto giorno e notte, anche nelle feste"))
    if week.by_appointment:
        return Phrase(S_("riceve solo su appuntamento"))
    if not week.rows:
        return Phrase(S_("sempre chiuso"))
    parts = [_row(row) for row in week.rows]
    said = Phrase(S_("aperto {when}"), {"when": parts[0]})
    if week.rows[0].by_appointment:
        said = Phrase(S_("riceve {when}"), {"when": parts[0]})
    for part in parts[1:]:
        said = _and(S_("{first}; {rest}"), said, part)
    return _and(S_("{first}; {rest}"), said, _holidays(week.holidays, local))


def days_said(begins: date, ends: date) -> Phrase:
    """The days in words: "il 7 dicembre 2026", "dal 9 al 20 agosto 2027"."""
    if begins == ends:
        return Phrase(S_("il {day}"), {"day": day_said(begins)})
    if (begins.year, begins.month) == (ends.year, ends.month):
        told = {"first": begins.day, "last": day_said(ends)}
        return Phrase(S_("dal {first} al {last}"), told)
    return Phrase(S_("dal {first} al {last}"), {"first": day_said(begins), "last": day_said(ends)})


def day_said(day: date) -> Phrase:
    """A day in words: "9 agosto 2027"."""
    told = {"day": day.day, "month": Phrase(MONTHS[day.month - 1]), "year": day.year}
    return Phrase(S_("{day} {month} {year}"), told)


def _row(row: Row) -> Phrase:
    days = _weeks(row) if row.weeks else _listed([_run(run) for run in runs(row.days)])
    text = S_("{days} {times}")
    if row.by_appointment:
        text = S_("{days} {times} su appuntamento")
    return Phrase(text, {"days": days, "times": _times(row.spans)})


def _run(run: tuple[int, ...]) -> Phrase:
    if len(run) == 1:
        return Phrase(_DAYS[run[0]])
    told = {"first": Phrase(_FROM[run[0]]), "last": Phrase(_TO[run[-1]])}
    return Phrase(S_("{first} {last}"), told)


def _weeks(row: Row) -> Phrase:
    said = []
    for day in row.days:
        names = _SUNDAY_WEEKS if day == _SUNDAY else _WEEKS
        nth = _listed([Phrase(names[number - 1]) for number in row.weeks])
        text = S_("la {nth} {day} del mese") if day == _SUNDAY else S_("il {nth} {day} del mese")
        said.append(Phrase(text, {"nth": nth, "day": Phrase(_DAYS[day])}))
    return _listed(said)


def _times(spans: Sequence[Span]) -> Phrase:
    said = [
        Phrase(S_("{begins}–{ends}"), {"begins": clock_said(begins), "ends": clock_said(ends)})
        for begins, ends in spans
    ]
    return _listed(said)


def clock_said(minutes: int) -> str:
    """A time as people say it: "10", "9:30", "24"."""
    hours, rest = divmod(minutes, _HOUR)
    return f"{hours}:{rest:02}" if rest else str(hours)


def _holidays(spans: Sequence[Span] | None, local: Sequence[tuple[int, int]]) -> Phrase:
    if spans is None:
        return Phrase(S_("nelle feste come gli altri giorni"))
    also = [
        Phrase(S_("il {day} {month}"), {"day": day, "month": Phrase(MONTHS[month - 1])})
        for month, day in sorted(local)
    ]
    feasts = _listed([Phrase(S_("nelle feste")), *also])
    if not spans:
        return Phrase(S_("chiuso {feasts}"), {"feasts": feasts})
    return Phrase(S_("{feasts} {times}"), {"feasts": feasts, "times": _times(spans)})


def _listed(said: Sequence[Phrase]) -> Phrase:
    if not said:
        return Phrase("")
    *before, last = said
    whole = before[0] if before else last
    for each in before[1:]:
        whole = _and(S_("{first}, {rest}"), whole, each)
    return _and(S_("{first} e {rest}"), whole, last) if before else whole


def _and(text: str, first: Phrase, rest: Phrase) -> Phrase:
    return Phrase(text, {"first": first, "rest": rest})
