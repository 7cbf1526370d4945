"""Which doors to name first to a woman who has said where she is, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.definition import Wish
from locales.phrase import N_, Phrase
from routing.directory import Contact, ContactKind, Node
from routing.doors import (
    Door,
    Search,
    door_of,
    doors_in_order,
    hours_believed,
    is_open,
    is_wished,
    is_within,
)
from routing.hours import TO_CONFIRM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from routing.areas import AreaCode
    from routing.directory import Directory
    from routing.distance import Points

__all__ = ["Near", "Wish", "nearest", "one"]

_LINE_DAY_AND_NIGHT = Phrase(N_("Al telefono risponde giorno e notte"))

_DOES = {
    Wish.SEXUAL_VIOLENCE: Phrase(N_("In ospedale, per chi ha subito violenza sessuale")),
    Wish.LISTENING: Phrase(N_("Qui una persona ti ascolta")),
    Wish.LEGAL: Phrase(N_("Qui trovi anche un aiuto legale")),
    Wish.PSYCHOLOGICAL: Phrase(N_("Qui trovi anche un aiuto psicologico")),
    Wish.FOREIGNERS: Phrase(N_("Qui trovi anche aiuto per i documenti")),
    Wish.WORK: Phrase(N_("Qui trovi anche aiuto per il lavoro")),
    Wish.HOUSING: Phrase(N_("Qui trovi anche aiuto per la casa")),
    Wish.CHILDREN: Phrase(N_("Qui trovi anche aiuto per i figli")),
}


@dataclass(frozen=True, slots=True)
class Near:
    """A door to name, with why it is named and what of it may be shown."""

    node: Node
    kilometres: float | None
    reasons: tuple[Phrase, ...]
    status: Phrase
    contacts: tuple[Contact, ...]
    #: Only on request, and with the warning about map apps: that is the caller's part.
    address: str | None
    unconfirmed: bool


def nearest(
    directory: Directory,
    points: Points,
    area: AreaCode | None,
    *,
    wish: Wish = Wish.ANY,
    far: bool = False,
    now: datetime,
    show_unconfirmed: bool,
    limit: int = 3,
) -> tuple[Near, ...]:
    """The doors to name, best first: what she wants, open now, near (or far, if she asked).

    Without `show_unconfirmed` only what a node has confirmed and has not
    expired is shown. That may be nothing: the caller then names 1522, which
    `directory.lines` always holds.
    """
    search = Search(
        directory=directory,
        points=points,
        area=area,
        wish=wish,
        far=far,
        now=now,
        today=now.astimezone(directory.zone).date(),
        show_unconfirmed=show_unconfirmed,
    )
    return tuple(_near(door, search) for door in doors_in_order(search, limit))


def one(
    directory: Directory, points: Points, node: Node, *, now: datetime, show_unconfirmed: bool
) -> Near | None:
    """One door, picked from those named before: `None` if nothing of it may be shown any more."""
    search = Search(
        directory=directory,
        points=points,
        now=now,
        today=now.astimezone(directory.zone).date(),
        show_unconfirmed=show_unconfirmed,
    )
    door = door_of(node, search)
    return _near(door, search) if door else None


def _shown_contacts(node: Node, search: Search) -> tuple[Contact, ...]:
    """The contacts of a node that may be shown, the one to use first in front."""
    shown = [each for each in node.contacts if not each.staff_only and search.may_tell(each)]
    at_the_door = is_open(node, search)
    return tuple(sorted(shown, key=lambda each: _use_first(each, search.wish, is_open=at_the_door)))


def _near(found: Door, search: Search) -> Near:
    node = found.node
    contacts = _shown_contacts(node, search)
    return Near(
        node=node,
        kilometres=found.kilometres,
        reasons=tuple(_reasons(found, search)),
        status=_status(node, search, contacts),
        contacts=contacts,
        address=_address(node, search),
        unconfirmed=not all(contact.is_confirmed(search.today) for contact in contacts),
    )


def _status(node: Node, search: Search, contacts: tuple[Contact, ...]) -> Phrase:
    door = TO_CONFIRM
    if node.hours is not None and hours_believed(node, search):
        door = node.hours.status(search.now)
    if not any(contact.kind is ContactKind.LINE24 for contact in contacts):
        return door
    if door == TO_CONFIRM:
        return _LINE_DAY_AND_NIGHT
    if is_open(node, search):
        return Phrase(N_("{door}. Al telefono risponde giorno e notte"), {"door": door})
    # At night "opens on Wednesday" alone would send her away from a line that answers.
    return Phrase(N_("Al telefono risponde giorno e notte. {door}"), {"door": door})


def _reasons(found: Door, search: Search) -> Iterator[Phrase]:
    if is_wished(found, search):
        yield _DOES[search.wish]
    yield _distance(found, search)
    if search.area is None or search.far or is_within(found.node, search.area):
        return
    if search.area in found.node.serves:
        yield Phrase(N_("Lavora insieme al tuo comune"))


def _distance(found: Door, search: Search) -> Phrase:
    if search.area is not None and is_within(found.node, search.area):
        return Phrase(N_("Nel tuo municipio") if search.area[0] == "M" else N_("Nel tuo comune"))
    if found.kilometres is None:
        return Phrase(N_("Ogni donna può chiamare qui"))
    km = {"km": str(max(1, round(found.kilometres)))}
    if search.far:
        return Phrase(N_("Lontano da dove vivi: circa {km} km in linea d'aria"), km)
    return Phrase(N_("A circa {km} km in linea d'aria"), km)


def _address(node: Node, search: Search) -> str | None:
    if node.phone_only or node.address is None or node.seat is None:
        return None
    return node.address if search.may_tell(node.seat) else None


def _use_first(contact: Contact, wish: Wish, *, is_open: bool) -> tuple[bool, int]:
    for_her = contact.service is not None and contact.service.value == wish.value
    by_day = (ContactKind.PHONE, ContactKind.MOBILE, ContactKind.LINE24)
    by_night = (ContactKind.LINE24, ContactKind.PHONE, ContactKind.MOBILE)
    order = (*(by_day if is_open else by_night), ContactKind.EMAIL, ContactKind.WEB)
    return (not for_her, order.index(contact.kind))
