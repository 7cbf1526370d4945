"""Which doors may be named to a woman, and in which order."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.definition import Wish
from routing.areas import MILANO
from routing.directory import PHONES, ContactKind, Service
from routing.distance import kilometres_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from routing.areas import AreaCode
    from routing.directory import Contact, Directory, Node, Provenance
    from routing.distance import Points

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was asked, of which directory, and when."""

    directory: Directory
    points: Points
    area: AreaCode | None = None
    wish: Wish = Wish.ANY
    far: bool = False
    now: datetime
    #: The day of `now` in the network's own time.
    today: date
    show_unconfirmed: bool

    def may_tell(self, fact: Provenance) -> bool:
        """Whether the fact may be shown to her: confirmed and unexpired, or all are (demo)."""
        return self.show_unconfirmed or fact.is_confirmed(self.today)


@dataclass(frozen=True, slots=True)
class Door:
    """A node that may be named, and what its place in the order hangs on."""

    node: Node
    kilometres: float | None
    answers: bool


def doors_in_order(search: Search, limit: int) -> Iterator[Door]:
    """The doors to name, best first: what she wants, who answers now, how far."""
    placed = _within_reach(_placed(search), limit, search)
    found = [Door(node, km, answers(node, search)) for node, km in placed]
    found.sort(key=lambda door: _rank(door, search))
    if search.area is None and any(is_wished(door, search) for door in found):
        # Without a place there is nothing to weigh a wish against.
        found = [door for door in found if is_wished(door, search)]
    named = list(_distinct(found, search, limit))
    return iter(named if search.far else _with_nearest(named, found, search, limit))


def _with_nearest(named: list[Door], found: list[Door], search: Search, limit: int) -> list[Door]:
    """The same doors, the nearest among them: closed on a Sunday, it is still the one near her."""
    near = min(found, key=lambda door: door.kilometres or 0.0, default=None)
    if near is None or not 1 < limit == len(named):
        return named
    if any(door is near or _same_door(door.node, near.node, search.points) for door in named):
        return named
    return [*named[:-1], near]


def door_of(node: Node, search: Search) -> Door | None:
    """The node as a door, without a distance, if it may be named."""
    if not node.is_door() or not any(shown_phones(node, search)):
        return None
    return Door(node, None, answers(node, search))


def _placed(search: Search) -> Iterator[tuple[Node, float | None]]:
    here = search.points.point(search.area) if search.area else None
    for node in search.directory.nodes:
        there = _point(node, search.points) if here else None
        km = kilometres_between(here, there) if here and there else None
        if here and (km is None or km > REACH_KM or (search.far and km < FAR_FROM_KM)):
            continue
        if node.is_door() and any(shown_phones(node, search)):
            yield node, km


def _within_reach(
    doors: Iterable[tuple[Node, float | None]], limit: int, search: Search
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


def shown_phones(node: Node, search: Search) -> Iterator[Contact]:
    """The telephones of a node that may be shown."""
    # A door whose number nobody has confirmed leads a woman to a stranger's phone.
    return (
        contact
        for contact in node.contacts
        if contact.kind in PHONES and not contact.staff_only and search.may_tell(contact)
    )


def answers(node: Node, search: Search) -> bool:
    """Whether somebody answers now, at the door or on a line that never closes."""
    return is_open(node, search) or any(
        contact.kind is ContactKind.LINE24 for contact in shown_phones(node, search)
    )


def is_within(node: Node, area: AreaCode) -> bool:
    """Whether the node stands in the area; Milan as a whole holds its municipi."""
    return node.area == area or (area == MILANO and node.area is not None and node.area[0] == "M")


def _is_own(node: Node, area: AreaCode | None) -> bool:
    """Whether the door is in her comune or of its network. A border between municipi is nothing."""
    return area is not None and area[0] == "C" and (area in node.serves or node.area == area)


def _point(node: Node, points: Points) -> tuple[float, float] | None:
    if node.point is not None:
        return node.point
    return points.point(node.area) if node.area else None


def is_open(node: Node, search: Search) -> bool:
    """Whether somebody is at the door now, by hours that may be believed."""
    return (
        hours_believed(node, search) and node.hours is not None and node.hours.is_open(search.now)
    )


def hours_believed(node: Node, search: Search) -> bool:
    """Whether its hours may be shown."""
    return node.hours_fact is not None and search.may_tell(node.hours_fact)


def _rank(found: Door, search: Search) -> tuple[bool, float, int]:
    if found.kilometres is None:
        # Without a distance a door that is open goes first, then the order of the data.
        return (not is_wished(found, search), math.inf, _later(found))
    worth = OPEN_IS_WORTH_KM if found.answers else 0.0
    if not search.far and _is_own(found.node, search.area):
        worth += OWN_IS_WORTH_KM
    return (not is_wished(found, search), found.kilometres - worth, found.node.number)


def _later(found: Door) -> int:
    return found.node.number if found.answers else 1_000_000 + found.node.number


def is_wished(found: Door, search: Search) -> bool:
    """Whether it does what she asks for, and not too far away to be named for it."""
    within = found.kilometres is None or found.kilometres <= WISH_REACH_KM
    return within and _does(found.node, search.wish)


def _distinct(ordered: list[Door], search: Search, limit: int) -> Iterator[Door]:
    taken: list[Door] = []
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
    return {contact.value for contact in node.contacts if contact.kind in PHONES}
