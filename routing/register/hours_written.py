"""Hours as an Italian office writes them, put into OpenStreetMap syntax, or refused."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.errors import HoursNotUnderstoodError
from routing.network.week import Row, Week, expression_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from routing.network.week import Span

_ITALIAN = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
_APPOINTMENT = '24/7 unknown "su appuntamento"'
_DAY = (
    r"(?:lun(?:edi)?|mar(?:tedi)?|mer(?:coledi)?|gio(?:vedi)?|ven(?:erdi)?|sab(?:ato)?"
    r"|dom(?:enica)?)\b"
)
_TIME = r"[0-2]?\d(?::[0-5]\d)?"
_TOKEN = re.compile(
    rf"(?P<days>(?:dal?\s+)?(?P<first>{_DAY})\s*(?:al?\s+|-\s*(?={_DAY}))(?P<last>{_DAY}))"
    rf"|(?P<day>{_DAY})"
    r"|(?P<every>tutti i giorni)"
    r"|(?P<nth>[1-5])\s*°"
    rf"|(?P<begins>{_TIME})\s*(?:-|alle(?:\s+ore)?|\s)\s*(?P<ends>{_TIME})(?!\d)"
    r"|(?P<appointment>(?:previo|su) appuntamento)"
    r"|(?P<filler>(?:dalle(?: ore)?|dal|e|il|anche|ore|del mese|apertura|sede"
    r"|in altri orari si riceve)\b|[-;,|:.\s]+)"
)
# What follows is about a telephone, not about a door. Whoever reads it as a
# schedule sends a woman at night to a locked building.
_TELEPHONE = re.compile(
    r"\(?(?:reperibilita|in caso di emergenza|attivo il numero|(?:la )?segreteria|il servizio di"
    r"|richieste di colloquio|e sempre at+iva una linea|troverai|sos antiviolenza|equipe attiva)"
)
_DAY_AND_NIGHT = re.compile(r"24 ore su 24|\bh\s?24\b|giorno e notte")
_MACHINE = re.compile(r"segreteria|messaggio|nell.arco delle 24 ore")
_ACCENTS = str.maketrans("àèéìòù’", "aeeiou'")


@dataclass(slots=True)
class _Group:
    """Some days and their hours, while they are being read."""

    days: set[int] = field(default_factory=set)
    weeks: set[int] = field(default_factory=set)
    has_hours: bool = False
    by_appointment: bool = False


@dataclass(slots=True)
class _Week:
    open: dict[tuple[int, tuple[int, ...]], set[Span]] = field(
        default_factory=lambda: defaultdict(set)
    )
    by_appointment: dict[tuple[int, tuple[int, ...]], set[Span]] = field(
        default_factory=lambda: defaultdict(set)
    )


def osm_hours(written: str) -> str:
    """The hours in OpenStreetMap syntax, closed on holidays.

    No Italian source says what happens on a holiday; closed is the safe reading.

    Raises:
        HoursNotUnderstoodError: a part of them is not understood, or they name no day.
    """
    plain = _plain(written)
    about_telephone = _TELEPHONE.search(plain)
    visits = plain[: about_telephone.start()] if about_telephone else plain
    week = _read(visits, written)
    if not week.open and not week.by_appointment:
        if "appuntamento" in visits:
            return _APPOINTMENT
        raise HoursNotUnderstoodError(written)
    rows = [*_rows(week.open), *_rows(week.by_appointment, by_appointment=True)]
    return expression_of(Week(tuple(rows)))


def _rows(
    days: Mapping[tuple[int, tuple[int, ...]], set[Span]], *, by_appointment: bool = False
) -> Iterator[Row]:
    for (day, weeks), spans in days.items():
        yield Row((day,), tuple(spans), weeks, by_appointment)


def promises_day_and_night(written: str) -> bool:
    """Whether the text says that a person, not a machine, answers day and night."""
    sentences = re.split(r"(?<!\d)\.\s*(?=\D)|;", _plain(written))
    return any(_DAY_AND_NIGHT.search(said) and not _MACHINE.search(said) for said in sentences)


def _plain(written: str) -> str:
    plain = written.lower().translate(_ACCENTS).replace("–", "-")
    plain = re.sub(r"(?<=\d)\.(?=\d\d\b)", ":", plain)
    return re.sub(r"\(sportello[^)]*\)|\(centro[^)]*\)|\(s\d\d\)", " ", plain)


def _read(visits: str, written: str) -> _Week:
    week, group, at = _Week(), _Group(), 0
    while at < len(visits):
        token = _TOKEN.match(visits, at)
        if token is None:
            raise HoursNotUnderstoodError(written)
        group = _heard(token, group, week, written)
        at = token.end()
    if group.days and not group.has_hours and not group.by_appointment:
        raise HoursNotUnderstoodError(written)
    return week


def _heard(token: re.Match[str], group: _Group, week: _Week, written: str) -> _Group:
    if token["begins"]:
        _add_hours(token, group, week, written)
    elif token["appointment"]:
        group.by_appointment = True
    elif not token["filler"]:
        if group.has_hours:
            group = _Group()
        group.days.update(_days_of(token))
        group.weeks.update(int(nth) for nth in (token["nth"],) if nth)
    return group


def _add_hours(token: re.Match[str], group: _Group, week: _Week, written: str) -> None:
    span = (_minutes(token["begins"]), _minutes(token["ends"]))
    if not group.days or span[0] >= span[1] or span[1] > 24 * 60:
        raise HoursNotUnderstoodError(written)
    kept = week.by_appointment if group.by_appointment else week.open
    for day in group.days:
        kept[day, tuple(sorted(group.weeks))].add(span)
    group.has_hours, group.by_appointment = True, False


def _days_of(token: re.Match[str]) -> Iterable[int]:
    if token["every"]:
        return range(7)
    if token["days"]:
        return range(_day(token["first"]), _day(token["last"]) + 1)
    return [_day(token["day"])] if token["day"] else []


def _day(word: str) -> int:
    return _ITALIAN.index(word[:3])


def _minutes(time: str) -> int:
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes or 0)
