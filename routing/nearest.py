"""Which doors to name first to a woman who has said where she is, each with its reason."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from locales.phrase import N_, Phrase
from routing.areas import MILANO
from routing.directory import Contact, ContactKind, Node, Service
from routing.hours import DAY_AND_NIGHT, TO_CONFIRM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from routing.areas import AreaCode
    from routing.directory import Directory

_PHONES = frozenset({ContactKind.PHONE, ContactKind.MOBILE, ContactKind.LINE24})
_LINE = Phrase(N_("Al telefono risponde giorno e notte"))

#: A door that is open now goes before a closed one up to this much nearer.
OPEN_IS_WORTH_KM = 3.0
#: The door of her comune's own network goes before one up to this much nearer.
OWN_NETWORK_IS_WORTH_KM = 5.0
#: A service she asks for goes first up to this distance: about as far as the metropolitan city.
WISH_REACH_KM = 40.0
#: Less than this is not far from where she lives.
FAR_FROM_KM = 6.0
#: Two doors nearer than this, with the same number, are one door listed twice.
SAME_DOOR_KM = 0.5
_KM_A_DEGREE = 111.195


class Wish(StrEnum):
    """What she is looking for."""

    ANY = "any"
    SEXUAL_VIOLENCE = "sexual_violence"
    LISTENING = "listening"
    LEGAL = "legal"
    PSYCHOLOGICAL = "psychological"
    FOREIGNERS = "foreigners"
    WORK = "work"
    HOUSING = "housing"
    CHILDREN = "children"


DOES = {
    Wish.SEXUAL_VIOLENCE: Phrase(N_("In ospedale, per chi ha subito violenza sessuale")),
    Wish.LISTENING: Phrase(N_("Qui una persona ti ascolta")),
    Wish.LEGAL: Phrase(N_("Qui trovi anche un aiuto legale")),
    Wish.PSYCHOLOGICAL: Phrase(N_("Qui trovi anche un aiuto psicologico")),
    Wish.FOREIGNERS: Phrase(N_("Qui trovi anche aiuto per i documenti")),
    Wish.WORK: Phrase(N_("Qui trovi anche aiuto per il lavoro")),
    Wish.HOUSING: Phrase(N_("Qui trovi anche aiuto per la casa")),
    Wish.CHILDREN: Phrase(N_("Qui trovi anche aiuto per i figli")),
}


class Points(Protocol):
    """What knows where an area lies: the gazetteer."""

    def point(self, area: AreaCode) -> tuple[float, float] | None:
        """Latitude and longitude of a point inside the area."""
        ...


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


@dataclass(frozen=True, slots=True)
class _Search:
    """What was asked, beside the area."""

    directory: Directory
    points: Points
    area: AreaCode | None
    wish: Wish
    far: bool
    now: datetime
    today: date
    show_unconfirmed: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    node: Node
    kilometres: float | None
    is_open: bool


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
    today = now.astimezone(directory.zone).date()
    search = _Search(directory, points, area, wish, far, now, today, show_unconfirmed)
    ordered = sorted(_candidates(search), key=lambda found: _rank(found, search))
    return tuple(_near(found, search) for found in _distinct(ordered, search, limit))


def one(
    directory: Directory, points: Points, node: Node, *, now: datetime, show_unconfirmed: bool
) -> Near | None:
    """One door, picked from those named before: `None` if nothing of it may be shown any more."""
    today = now.astimezone(directory.zone).date()
    search = _Search(directory, points, None, Wish.ANY, False, now, today, show_unconfirmed)  # noqa: FBT003
    if not node.is_door() or not _may_be_shown(node, search):
        return None
    return _near(_Candidate(node, None, _is_open(node, search)), search)


def shown_contacts(
    node: Node, today: date, *, show_unconfirmed: bool, wish: Wish = Wish.ANY, is_open: bool = True
) -> tuple[Contact, ...]:
    """The contacts of a node that may be shown, the one to use first in front."""
    shown = [
        contact
        for contact in node.contacts
        if not contact.staff_only and (show_unconfirmed or contact.is_confirmed(today))
    ]
    return tuple(sorted(shown, key=lambda contact: _use_first(contact, wish, is_open=is_open)))


def kilometres_between(here: tuple[float, float], there: tuple[float, float]) -> float:
    """As the crow flies. Flat earth: right to one part in two hundred within a region."""
    shrink = math.cos(math.radians((here[0] + there[0]) / 2))
    return _KM_A_DEGREE * math.hypot(there[0] - here[0], (there[1] - here[1]) * shrink)


def _candidates(search: _Search) -> Iterator[_Candidate]:
    here = search.points.point(search.area) if search.area else None
    for node in search.directory.nodes:
        if not node.is_door() or not _may_be_shown(node, search):
            continue
        there = _point(node, search.points)
        km = kilometres_between(here, there) if here and there else None
        if search.far and search.area and (km is None or km < FAR_FROM_KM):
            continue
        yield _Candidate(node, km, _is_open(node, search))


def _may_be_shown(node: Node, search: _Search) -> bool:
    # A door whose number nobody has confirmed leads a woman to a stranger's phone.
    return any(
        contact.kind in _PHONES
        and not contact.staff_only
        and (search.show_unconfirmed or contact.is_confirmed(search.today))
        for contact in node.contacts
    )


def _is_within(node: Node, area: AreaCode) -> bool:
    return node.area == area or (area == MILANO and node.area is not None and node.area[0] == "M")


def _point(node: Node, points: Points) -> tuple[float, float] | None:
    if node.point is not None:
        return node.point
    return points.point(node.area) if node.area else None


def _is_open(node: Node, search: _Search) -> bool:
    return (
        _hours_believed(node, search) and node.hours is not None and node.hours.is_open(search.now)
    )


def _hours_believed(node: Node, search: _Search) -> bool:
    if node.hours_fact is None:
        return False
    return search.show_unconfirmed or node.hours_fact.is_confirmed(search.today)


def _rank(found: _Candidate, search: _Search) -> tuple[bool, float, int]:
    if found.kilometres is None:
        # Without a distance a door that is open goes first, then the order of the data.
        return (not _is_wished(found, search), math.inf, _later(found))
    worth = OPEN_IS_WORTH_KM if found.is_open else 0.0
    if search.area in found.node.serves and not search.far:
        worth += OWN_NETWORK_IS_WORTH_KM
    return (not _is_wished(found, search), found.kilometres - worth, found.node.number)


def _later(found: _Candidate) -> int:
    return found.node.number if found.is_open else 1_000_000 + found.node.number


def _is_wished(found: _Candidate, search: _Search) -> bool:
    if search.wish is Wish.ANY:
        return False
    within = found.kilometres is None or found.kilometres <= WISH_REACH_KM
    return Service(search.wish) in found.node.services and within


def _distinct(ordered: list[_Candidate], search: _Search, limit: int) -> Iterator[_Candidate]:
    taken: list[_Candidate] = []
    for found in ordered:
        if len(taken) == limit:
            return
        if not any(_same_door(found.node, other.node, search.points) for other in taken):
            taken.append(found)
            yield found


def _same_door(one: Node, other: Node, points: Points) -> bool:
    if not _numbers(one) & _numbers(other):
        return False
    here, there = _point(one, points), _point(other, points)
    return here is not None and there is not None and kilometres_between(here, there) < SAME_DOOR_KM


def _numbers(node: Node) -> set[str]:
    return {contact.value for contact in node.contacts if contact.kind in _PHONES}


def _near(found: _Candidate, search: _Search) -> Near:
    node = found.node
    contacts = shown_contacts(
        node,
        search.today,
        show_unconfirmed=search.show_unconfirmed,
        wish=search.wish,
        is_open=found.is_open,
    )
    day_and_night = any(contact.kind is ContactKind.LINE24 for contact in contacts)
    status = _status(node, search)
    if day_and_night and status == TO_CONFIRM:
        status = DAY_AND_NIGHT
    reasons = tuple(
        _reasons(found, search, day_and_night=day_and_night and status != DAY_AND_NIGHT)
    )
    return Near(
        node=node,
        kilometres=found.kilometres,
        reasons=reasons,
        status=status,
        contacts=contacts,
        address=_address(node, search),
        unconfirmed=not all(contact.is_confirmed(search.today) for contact in contacts),
    )


def _status(node: Node, search: _Search) -> Phrase:
    if node.hours is None or not _hours_believed(node, search):
        return TO_CONFIRM
    return node.hours.status(search.now)


def _reasons(found: _Candidate, search: _Search, *, day_and_night: bool) -> Iterator[Phrase]:
    if _is_wished(found, search):
        yield DOES[search.wish]
    yield _distance(found, search)
    if search.area in found.node.serves and not search.far:
        yield Phrase(N_("Lavora insieme al tuo comune"))
    if day_and_night:
        yield _LINE


def _distance(found: _Candidate, search: _Search) -> Phrase:
    if search.area is not None and _is_within(found.node, search.area):
        return Phrase(N_("Nel tuo municipio") if search.area[0] == "M" else N_("Nel tuo comune"))
    if found.kilometres is None:
        return Phrase(N_("Ogni donna può chiamare qui"))
    km = {"km": str(max(1, round(found.kilometres)))}
    if search.far:
        return Phrase(N_("Lontano da dove vivi: circa {km} km in linea d'aria"), km)
    return Phrase(N_("A circa {km} km in linea d'aria"), km)


def _address(node: Node, search: _Search) -> str | None:
    if node.phone_only or node.address is None or node.seat is None:
        return None
    believed = search.show_unconfirmed or node.seat.is_confirmed(search.today)
    return node.address if believed else None


def _use_first(contact: Contact, wish: Wish, *, is_open: bool) -> tuple[bool, int]:
    for_her = contact.service is not None and contact.service.value == wish.value
    by_day = (ContactKind.PHONE, ContactKind.MOBILE, ContactKind.LINE24)
    by_night = (ContactKind.LINE24, ContactKind.PHONE, ContactKind.MOBILE)
    order = (*(by_day if is_open else by_night), ContactKind.EMAIL, ContactKind.WEB)
    return (not for_her, order.index(contact.kind))
