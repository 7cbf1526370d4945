"""Which doors to name first to a woman who has said where she is, each with its reason."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from locales.phrase import N_, Phrase
from routing.areas import MILANO
from routing.directory import Contact, ContactKind, Node, Service
from routing.hours import TO_CONFIRM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from routing.areas import AreaCode
    from routing.directory import Directory

_PHONES = frozenset({ContactKind.PHONE, ContactKind.MOBILE, ContactKind.LINE24})
LINE_DAY_AND_NIGHT = Phrase(N_("Al telefono risponde giorno e notte"))

#: A door that answers now goes before a silent one up to this much nearer.
OPEN_IS_WORTH_KM = 5.0
#: A door in her own comune, or of the network her comune is in, goes before one up to
#: this much nearer. A hint: which network a comune is in comes from old newspapers.
OWN_IS_WORTH_KM = 2.0
#: A service she asks for goes first up to this distance: about as far as the metropolitan city.
WISH_REACH_KM = 40.0
#: Less than this is not far from where she lives.
FAR_FROM_KM = 6.0
#: Farther than this is no help: 1522 knows the centres of the whole country.
REACH_KM = 80.0
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
    answers: bool


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
    doors = _within_reach(_doors(search), limit, search)
    found = (_Candidate(node, km, _answers(node, search)) for node, km in doors)
    ordered = sorted(found, key=lambda door: _rank(door, search))
    return tuple(_near(found, search) for found in _distinct(ordered, search, limit))


def one(
    directory: Directory, points: Points, node: Node, *, now: datetime, show_unconfirmed: bool
) -> Near | None:
    """One door, picked from those named before: `None` if nothing of it may be shown any more."""
    today = now.astimezone(directory.zone).date()
    search = _Search(directory, points, None, Wish.ANY, False, now, today, show_unconfirmed)  # noqa: FBT003
    if not node.is_door() or not any(_phones(node, search)):
        return None
    return _near(_Candidate(node, None, _answers(node, search)), search)


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


def _doors(search: _Search) -> Iterator[tuple[Node, float | None]]:
    here = search.points.point(search.area) if search.area else None
    for node in search.directory.nodes:
        there = _point(node, search.points) if here else None
        km = kilometres_between(here, there) if here and there else None
        if here and (km is None or km > REACH_KM or (search.far and km < FAR_FROM_KM)):
            continue
        if node.is_door() and any(_phones(node, search)):
            yield node, km


def _within_reach(
    doors: Iterable[tuple[Node, float | None]], limit: int, search: _Search
) -> list[tuple[Node, float | None]]:
    """Only the doors that could come first: most are too far to be made up for by anything."""
    known = sorted(doors, key=lambda door: door[1] or 0.0)
    if len(known) <= 2 * limit:
        return known
    # Twice as many as asked for: some may be one door listed twice.
    enough = (known[2 * limit][1] or 0.0) + OPEN_IS_WORTH_KM + OWN_IS_WORTH_KM
    return [
        (node, km) for node, km in known if km is None or km <= enough or _does(node, search.wish)
    ]


def _does(node: Node, wish: Wish) -> bool:
    return wish is not Wish.ANY and Service(wish.value) in node.services


def _phones(node: Node, search: _Search) -> Iterator[Contact]:
    # A door whose number nobody has confirmed leads a woman to a stranger's phone.
    return (
        contact
        for contact in node.contacts
        if contact.kind in _PHONES
        and not contact.staff_only
        and (search.show_unconfirmed or contact.is_confirmed(search.today))
    )


def _answers(node: Node, search: _Search) -> bool:
    """Whether somebody answers now, at the door or on a line that never closes."""
    return _is_open(node, search) or any(
        contact.kind is ContactKind.LINE24 for contact in _phones(node, search)
    )


def _is_within(node: Node, area: AreaCode) -> bool:
    return node.area == area or (area == MILANO and node.area is not None and node.area[0] == "M")


def _is_own(node: Node, area: AreaCode | None) -> bool:
    """Whether the door is in her comune or of its network. A border between municipi is nothing."""
    return area is not None and area[0] == "C" and (area in node.serves or node.area == area)


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
    worth = OPEN_IS_WORTH_KM if found.answers else 0.0
    if not search.far and _is_own(found.node, search.area):
        worth += OWN_IS_WORTH_KM
    return (not _is_wished(found, search), found.kilometres - worth, found.node.number)


def _later(found: _Candidate) -> int:
    return found.node.number if found.answers else 1_000_000 + found.node.number


def _is_wished(found: _Candidate, search: _Search) -> bool:
    within = found.kilometres is None or found.kilometres <= WISH_REACH_KM
    return within and _does(found.node, search.wish)


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
        is_open=_is_open(node, search),
    )
    return Near(
        node=node,
        kilometres=found.kilometres,
        reasons=tuple(_reasons(found, search)),
        status=_status(node, search, contacts),
        contacts=contacts,
        address=_address(node, search),
        unconfirmed=not all(contact.is_confirmed(search.today) for contact in contacts),
    )


def _status(node: Node, search: _Search, contacts: tuple[Contact, ...]) -> Phrase:
    door = TO_CONFIRM
    if node.hours is not None and _hours_believed(node, search):
        door = node.hours.status(search.now)
    if not any(contact.kind is ContactKind.LINE24 for contact in contacts):
        return door
    if door == TO_CONFIRM:
        return LINE_DAY_AND_NIGHT
    if _is_open(node, search):
        return Phrase(N_("{door}. Al telefono risponde giorno e notte"), {"door": door})
    # At night "opens on Wednesday" alone would send her away from a line that answers.
    return Phrase(N_("Al telefono risponde giorno e notte. {door}"), {"door": door})


def _reasons(found: _Candidate, search: _Search) -> Iterator[Phrase]:
    if _is_wished(found, search):
        yield DOES[search.wish]
    yield _distance(found, search)
    if search.area is None or search.far or _is_within(found.node, search.area):
        return
    if search.area in found.node.serves:
        yield Phrase(N_("Lavora insieme al tuo comune"))


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
