"""A moment on the network's clock, said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from locales.phrase import N_, Phrase

if TYPE_CHECKING:
    from datetime import datetime

_DAYS: Final = (
    N_("lunedì"),
    N_("martedì"),
    N_("mercoledì"),
    N_("giovedì"),
    N_("venerdì"),
    N_("sabato"),
    N_("domenica"),
)
_MONTHS: Final = (
    N_("gennaio"),
    N_("febbraio"),
    N_("marzo"),
    N_("aprile"),
    N_("maggio"),
    N_("giugno"),
    N_("luglio"),
    N_("agosto"),
    N_("settembre"),
    N_("ottobre"),
    N_("novembre"),
    N_("dicembre"),
)
_MOMENT: Final = N_("{weekday} {day} {month} {year}, ore {time}")
_SHORT: Final = N_("{weekday}, ore {time}")


def said(moment: datetime) -> Phrase:
    """Weekday, date and time.

    >>> from datetime import datetime
    >>> str(said(datetime(2026, 11, 29, 2)))
    'domenica 29 novembre 2026, ore 02:00'
    """
    values = {
        "weekday": Phrase(_DAYS[moment.weekday()]),
        "day": moment.day,
        "month": Phrase(_MONTHS[moment.month - 1]),
        "year": moment.year,
        "time": f"{moment:%H:%M}",
    }
    return Phrase(_MOMENT, values)


def said_short(moment: datetime) -> Phrase:
    """Weekday and time: what tells one example from another."""
    weekday = Phrase(_DAYS[moment.weekday()])
    return Phrase(_SHORT, {"weekday": weekday, "time": f"{moment:%H:%M}"})
