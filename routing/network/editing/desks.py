"""Who answers in writing, changed by small operations: a desk added, changed, taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from locales.phrase import S_
from routing.errors import HoursError
from routing.hours import Calendar, OpeningHours
from routing.network.editing.desk_text import added, changed, raw_of, removed
from routing.network.editing.entries import head_of
from routing.network.editing.errors import (
    BadHoursError,
    NetworkEditError,
    NoWordsError,
    UnknownRowError,
)
from routing.network.editing.wording import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tomlkit.items import Table

    from routing.network.editing.entries import Texts


class DeskTakenError(NetworkEditError):
    """The node has a desk."""

    def __init__(self) -> None:
        super().__init__(S_("Questo centro risponde già per iscritto: cambia la sua riga."))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTold:
    """What a desk says of itself."""

    hours: str
    wants: Sequence[str] = ()
    languages: Sequence[str] = ()
    areas: Sequence[str] = ()
    #: An office, and when; empty: a sample that service mode does not know.
    confirmed_by: str = ""


def add_desk(texts: Texts, node: str, told: DeskTold) -> dict[str, str]:
    """Have a node answer in writing.

    Raises:
        NetworkEditError: it already does, may not, or cannot be written so.
    """
    if any(desk.get("node") == node for desk in raw_of(texts).get("desk", ())):
        raise DeskTakenError
    return added(texts, "desk", {"node": node, **_of_desk(texts, told)})


def set_desk(texts: Texts, node: str, told: DeskTold) -> dict[str, str]:
    """Have a desk say something else; its closures stay.

    Raises:
        NetworkEditError: it is not there, or cannot be written so.
    """
    values = _of_desk(texts, told)

    def change(desk: Table) -> None:
        for key in ("hours", "wants", "languages", "areas", "confirmed_by", "sample"):
            if key not in values:
                desk.pop(key, None)
            elif desk.get(key) != values[key]:
                desk[key] = values[key]

    return changed(texts, "desk", desk_position(texts, node), change)


def drop_desk(texts: Texts, node: str) -> dict[str, str]:
    """Have a node answer in writing no more.

    Raises:
        NetworkEditError: it does not, or a rule prefers it.
    """
    return removed(texts, "desk", desk_position(texts, node))


def desk_position(texts: Texts, node: str) -> int:
    """Where a node's desk stands.

    Raises:
        UnknownRowError: it has none.
    """
    desks = raw_of(texts).get("desk", ())
    found = next((at for at, desk in enumerate(desks) if desk.get("node") == node), None)
    if found is None:
        raise UnknownRowError
    return found


def _of_desk(texts: Texts, told: DeskTold) -> dict[str, Any]:
    hours = plain(told.hours, S_("Orari"))
    head = head_of(texts)
    try:
        OpeningHours(hours, Calendar(ZoneInfo(head["timezone"]), head["country"]))
    except HoursError:
        raise BadHoursError(
            S_("«{hours}» non è un orario. Si scrive per esempio Mo-Fr 10:00-18:00; PH off."),
            hours=hours,
        ) from None
    for chosen, field_name in (
        (told.wants, S_("Di che cosa si occupa")),
        (told.languages, S_("Lingue")),
    ):
        if not chosen:
            raise NoWordsError(field_name)
    values: dict[str, Any] = {
        "hours": hours,
        "wants": list(told.wants),
        "languages": list(told.languages),
    }
    if told.areas:
        values["areas"] = list(dict.fromkeys(told.areas))
    if told.confirmed_by.strip():
        return values | {"confirmed_by": plain(told.confirmed_by, S_("Chi l'ha confermato"))}
    return values | {"sample": True}
