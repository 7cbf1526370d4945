"""Which node answers her, and who comes after it: by the book's rules, with the reasons."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from routing.areas import MILANO, area_of
from routing.desks import OPENS_WITHIN, Criterion, may_have_desk, speaks
from routing.distance import kilometres_between
from routing.errors import UnknownAreaError
from routing.handoff import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from routing.areas import AreaCode
    from routing.desks import Desk, DeskBook
    from routing.directory import Directory, Node
    from routing.distance import Points
    from routing.handoff import Case
    from routing.ports import DeskNow

#: Two desks in the same ring are equally near: then a free operator counts for more.
RING_KM = 5.0
#: Her area is none of those a desk serves.
ELSEWHERE = 2


class Obstacle(StrEnum):
    """Why a desk cannot answer her."""

    NO_KEY = "no_key"
    NO_DESK = "no_desk"
    HOSPITALITY = "hospitality"
    AVOIDED = "avoided"
    OPENS_TOO_LATE = "opens_too_late"
    #: She would rather be far, and this is the nearest.
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class Question:
    """What she needs, what goes on at the desks, by which book, where and when."""

    case: Case
    desks: Mapping[str, DeskNow]
    book: DeskBook
    directory: Directory
    points: Points
    now: datetime

    @property
    def area(self) -> AreaCode | None:
        """The place she named."""
        try:
            return area_of(self.case.area) if self.case.area else None
        except UnknownAreaError:
            return None

    def opens(self, node: str) -> datetime | None:
        """When somebody answers there; on shift she does, whatever the hours say."""
        if node in self.desks and self.desks[node].on_shift:
            return self.now
        return self.book.opens_at(node, self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Who answers, said to her before she agrees."""

    node: str
    #: The nodes after it, in order.
    ladder: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    #: When the desk opens; `None` if somebody answers now.
    opens_at: datetime | None = None
    #: Unanswered it is kept until then.
    keep_until: datetime
    #: Somebody on shift there speaks her language (LA-2: else it is said).
    is_spoken: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A desk that could answer her, with what it is compared by."""

    node: Node
    desk: Desk
    staff: DeskNow
    #: When somebody answers there; the moment of asking if somebody does now.
    opens: datetime
    kilometres: float | None
    #: 0 where it serves her very area, 1 the city around it; else `ELSEWHERE`.
    apart: int
    #: A rule puts it first.
    is_preferred: bool
    speaks_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was found: those that can answer, best first, and why the others cannot."""

    order: tuple[Criterion, ...]
    candidates: tuple[Candidate, ...]
    obstacles: Mapping[str, Obstacle]


def route(  # noqa: PLR0917 (the order everybody calls it in)
    case: Case,
    desks: Mapping[str, DeskNow],
    book: DeskBook,
    directory: Directory,
    gazetteer: Points,
    now: datetime,
) -> Route | None:
    """The node to ask and those after it; `None` if no desk can answer: then it is 1522."""
    judged = judge(Question(case, desks, book, directory, gazetteer, now))
    if not judged.candidates:
        return None
    first, *others = judged.candidates
    return Route(
        node=first.node.id,
        ladder=tuple(other.node.id for other in others[: book.ladder]),
        reasons=tuple(reasons(case, judged, now)),
        opens_at=first.opens if first.opens > now else None,
        keep_until=book.kept_until(first.node.id, now),
        is_spoken=first.speaks_now,
    )


def judge(asked: Question) -> Judged:
    """Every desk, compared for her; the same for `route` and for whoever asks why."""
    case = asked.case
    ids = dict.fromkeys((*asked.book.desks, *asked.desks))
    obstacles = {id_: wrong for id_ in ids if (wrong := _obstacle(id_, asked)) is not None}
    nodes = [asked.directory.by_id(id_) for id_ in ids if id_ not in obstacles]
    found = [_candidate(node, asked) for node in nodes if node is not None]
    if case.far and len(found) > 1 and (near := _nearest(found)) is not None:
        found.remove(near)
        obstacles[near.node.id] = Obstacle.NEAREST
    order = _order(case, asked.book)
    found.sort(key=lambda each: _rank(each, case, order, asked.now))
    return Judged(order=order, candidates=tuple(found), obstacles=obstacles)


def reasons(case: Case, judged: Judged, now: datetime) -> Iterator[Reason]:
    """Why the first of those judged is the first, in the order they were weighed."""
    first, *others = judged.candidates
    if not others:
        yield Reason.ONLY
    for criterion in judged.order:
        reason = _reason(criterion, first, others, case, now)
        if reason is not None:
            yield reason
    if Obstacle.AVOIDED in judged.obstacles.values():
        yield Reason.AVOIDED


def _order(case: Case, book: DeskBook) -> tuple[Criterion, ...]:
    if not case.danger:
        return book.order
    # Danger only shows help sooner (P8): whoever answers first comes first.
    sooner = (Criterion.ON_SHIFT, Criterion.OPEN)
    return (*sooner, *(each for each in book.order if each not in sooner))


def _obstacle(id_: str, asked: Question) -> Obstacle | None:
    if id_ not in asked.book.desks or asked.directory.by_id(id_) is None:
        return Obstacle.NO_DESK
    if not may_have_desk(asked.directory, id_):
        return Obstacle.HOSPITALITY
    if id_ in asked.case.avoid:
        return Obstacle.AVOIDED
    if id_ not in asked.desks or not asked.desks[id_].public_key:
        return Obstacle.NO_KEY
    opens = asked.opens(id_)
    if opens is None or opens - asked.now > OPENS_WITHIN:
        return Obstacle.OPENS_TOO_LATE
    return None


def _candidate(node: Node, asked: Question) -> Candidate:
    desk, staff, area = asked.book.desks[node.id], asked.desks[node.id], asked.area
    return Candidate(
        node=node,
        desk=desk,
        staff=staff,
        opens=asked.opens(node.id) or asked.now,
        kilometres=_kilometres(node, area, asked.points),
        apart=_apart(desk, area),
        is_preferred=asked.book.prefers(asked.case, node),
        speaks_now=staff.on_shift > 0 and speaks(asked.case.language, staff.languages),
    )


def _apart(desk: Desk, area: AreaCode | None) -> int:
    """Milan as a whole holds its municipi, and each of them lies in it."""
    if area in desk.areas:
        return 0
    if area is not None and area[0] == "M":
        return 1 if MILANO in desk.areas else ELSEWHERE
    return 1 if area == MILANO and any(each[0] == "M" for each in desk.areas) else ELSEWHERE


def _kilometres(node: Node, area: AreaCode | None, points: Points) -> float | None:
    here = points.point(area) if area else None
    there = node.point or (points.point(node.area) if node.area else None)
    return kilometres_between(here, there) if here and there else None


def _nearest(found: Sequence[Candidate]) -> Candidate | None:
    placed = [each for each in found if each.kilometres is not None]
    return min(placed, key=lambda each: each.kilometres or 0.0, default=None)


def _rank(
    each: Candidate, case: Case, order: Sequence[Criterion], now: datetime
) -> tuple[tuple[float, ...], ...]:
    ranks = (_worth(criterion, each, case, now) for criterion in order)
    # At last the distance itself, then the order of the data: two askers get the same answer.
    return (*ranks, (_signed(each, case), each.node.number))


def _worth(criterion: Criterion, each: Candidate, case: Case, now: datetime) -> tuple[float, ...]:
    """How a desk stands in one criterion; less is better."""
    if criterion is Criterion.LANGUAGE:
        return (_language(each, case),)
    if criterion is Criterion.WANT:
        return (0 if each.is_preferred else 1 if case.want in each.desk.wants else 2,)
    if criterion is Criterion.ON_SHIFT:
        return (each.staff.on_shift == 0,)
    if criterion is Criterion.OPEN:
        return ((each.opens - now).total_seconds(),)
    if criterion is Criterion.TERRITORY:
        signed = _signed(each, case)
        ring = signed // RING_KM if math.isfinite(signed) else signed
        return (0 if case.far else each.apart, ring)
    return (_load(each),)


def _language(each: Candidate, case: Case) -> int:
    if each.speaks_now:
        return 0
    return 1 if speaks(case.language, each.desk.languages) else 2


def _signed(each: Candidate, case: Case) -> float:
    if each.kilometres is None:
        return math.inf
    return -each.kilometres if case.far else each.kilometres


def _load(each: Candidate) -> float:
    return (each.staff.waiting + each.staff.talking) / max(each.staff.on_shift, 1)


def _reason(
    criterion: Criterion, first: Candidate, others: Sequence[Candidate], case: Case, now: datetime
) -> Reason | None:
    if criterion is Criterion.LANGUAGE:
        return Reason.LANGUAGE if first.speaks_now else None
    if criterion is Criterion.WANT:
        is_for = first.is_preferred or case.want in first.desk.wants
        return Reason.WANT if is_for else None
    if criterion is Criterion.ON_SHIFT:
        return Reason.ON_SHIFT if first.staff.on_shift else None
    if criterion is Criterion.OPEN:
        return _reason_of_hours(first, others, now)
    if criterion is Criterion.TERRITORY:
        far = Reason.FAR if case.far and first.kilometres is not None else None
        return far or (Reason.TERRITORY if first.apart < ELSEWHERE else None)
    is_free = bool(others) and all(_load(first) < _load(each) for each in others)
    return Reason.LOAD if is_free else None


def _reason_of_hours(first: Candidate, others: Sequence[Candidate], now: datetime) -> Reason | None:
    if first.opens <= now:
        return Reason.OPEN
    opens_first = bool(others) and all(first.opens < each.opens for each in others)
    return Reason.OPENS_FIRST if opens_first else None
