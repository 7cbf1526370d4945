"""What a form tells of a proposal, understood: its title, its moment, a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.editions.errors import NoMomentError, NoTitleError
from locales.phrase import S_

if TYPE_CHECKING:
    from datetime import tzinfo

#: More than a coordinator writes to a colleague in one go.
LONGEST_NOTE: Final = 600
_LONGEST_TITLE: Final = 120
_FARTHEST: Final = timedelta(days=366)
#: More than any clock differs from another.
_A_DAY: Final = timedelta(days=1)
TOO_LATE: Final = S_("Quel momento è già passato. Scegline uno che deve venire.")
_TOO_FAR: Final = S_("Quel momento è troppo lontano. Scegline uno entro un anno.")
_SKIPPED: Final = S_("Quel giorno l'orologio salta quell'ora: scegline un'altra.")
_TWICE: Final = S_("Quel giorno quell'ora viene due volte: scegline un'altra.")
_NO_MOMENT: Final = S_("Scrivi il giorno e l'ora, per esempio 24/11/2026 e 9:30.")


def titled(words: str) -> str:
    """What a draft or an edition is called.

    Raises:
        NoTitleError: nothing is left of it.
    """
    title = line(words, _LONGEST_TITLE)
    if not title:
        raise NoTitleError
    return title


def moment(day: str, time: str, zone: tzinfo, now: datetime) -> datetime | None:
    """The moment that a form names on the network's clock; `None` where it names none.

    Raises:
        NoMomentError: it is past or more than a year away, or no such hour is on that day's
            clock, or two are.
    """
    if not day and not time:
        return None
    try:
        typed = datetime.fromisoformat(f"{day}T{time}")
    except ValueError:
        raise NoMomentError(_NO_MOMENT) from None
    if typed.tzinfo is not None:
        raise NoMomentError(_NO_MOMENT)
    # Before anything is reckoned: the first and the last year of the calendar have no other zones.
    away = typed.replace(tzinfo=UTC) - now
    if away < -_A_DAY:
        raise NoMomentError(TOO_LATE)
    if away > _FARTHEST:
        raise NoMomentError(_TOO_FAR)
    first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != typed:
        raise NoMomentError(_SKIPPED)
    if first.utcoffset() != second.utcoffset():
        raise NoMomentError(_TWICE)
    if first <= now:
        raise NoMomentError(TOO_LATE)
    return first.astimezone(UTC)


def line(words: str, longest: int) -> str:
    """Words as one line, with nothing in it that cannot be seen."""
    return " ".join("".join(s if s.isprintable() else " " for s in words).split())[:longest]
