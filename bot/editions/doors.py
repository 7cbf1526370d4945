"""A centre of a draft or an edition, as her screen would draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bot.centres import Centres
from bot.centres import as_read as _as_read
from bot.view import Item

if TYPE_CHECKING:
    from datetime import datetime

    from bot.editions.reading import Reading
    from routing.places.finding import Gazetteer

#: One part of what she reads of a centre.
Shown: TypeAlias = Item


def door_shown(
    reading: Reading,
    gazetteer: Gazetteer,
    number: int,
    language: str,
    now: datetime,
    *,
    shows_unconfirmed: bool,
) -> tuple[Shown, ...]:
    """What she reads of it: first what it does and its numbers, then where it is.

    Nothing where nothing of it may be shown, or where the network cannot be read.
    """
    if reading.network is None:
        return ()
    centres = Centres(
        reading.network.directory,
        gazetteer,
        reading.catalogues,
        shows_unconfirmed=shows_unconfirmed,
    )
    told = centres.one(number, language, now, with_address=False)
    return (*told, *(centres.one(number, language, now, with_address=True) if told else ()))


def as_read(number: str) -> str:
    """A number as her screen shows it: "+390255038585" → "02 5503 8585"."""
    return _as_read(number)
