"""In which order a node's queue is served, and how many are before her.

Declared danger and those an operator moved up come first, then arrival; nobody is ever put
back. So that nobody starves, every third to be claimed is whoever has waited longest of all,
once that is longer than the book's `ageing_minutes`:

* a declared danger among any number that declare none is first or second;
* who has `n` older than herself is first after `3 × (n + 1)` claims at most, however many
  declare danger after her;
* declaring danger never makes anybody later: both picks take the oldest they may take, and
  danger only adds her to a second list.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from routing.handoff import Ending, Handoff, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, timedelta

#: Every so-manieth to be claimed is the oldest of all.
EVERY = 3


class Ageing(Protocol):
    """What of the desk book the order needs."""

    @property
    def ageing_after(self) -> timedelta:
        """How long one waits before every third place is for the longest wait."""
        ...


def in_order(handoffs: Iterable[Handoff], now: datetime, book: Ageing) -> list[Handoff]:
    """Those that wait, first to be served first.

    Give it all that `Handoffs.of_node` returns: the served ones tell whose turn it is.
    """
    known = list(handoffs)
    waiting = sorted((each for each in known if each.stage is Stage.WAITING), key=_arrival)
    real = [each for each in waiting if not each.case.rehearsal]
    # A rehearsal is never before a woman who waits.
    return [*_served(real, _urgent_in_a_row(known), now, book), *_rehearsed(waiting)]


def before(handoff: Handoff, queue: Iterable[Handoff], now: datetime, book: Ageing) -> int:
    """How many are served before her as things stand; also of one that has not begun yet."""
    others = (each for each in queue if each.id != handoff.id)
    return [each.id for each in in_order([*others, handoff], now, book)].index(handoff.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A queue in its order, and how long it is in that order if nothing changes."""

    queue: tuple[Handoff, ...]
    #: How many are before each, by id.
    before: Mapping[bytes, int]
    since: datetime
    #: The next of them counts as one who has waited long then.
    until: datetime | None

    def holds_at(self, now: datetime) -> bool:
        """Whether it is the order of that moment, too."""
        return self.since <= now and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class Orders:
    """The order of each queue, worked out once for the thousands who look at it unchanged."""

    book: Ageing
    _known: dict[str, tuple[list[Handoff], Order]] = field(default_factory=dict)

    def of(self, node: str, handoffs: list[Handoff], now: datetime) -> Order:
        """Return the order of all that `Handoffs.of_node` returned."""
        known = self._known.get(node)
        # Most are the same objects: to see that they are takes next to nothing.
        if known is None or known[0] != handoffs or not known[1].holds_at(now):
            known = self._known[node] = (handoffs, self._worked_out(handoffs, now))
        return known[1]

    def _worked_out(self, handoffs: list[Handoff], now: datetime) -> Order:
        queue = in_order(handoffs, now, self.book)
        ages = (each.opened_at + self.book.ageing_after for each in queue)
        return Order(
            queue=tuple(queue),
            before={each.id: place for place, each in enumerate(queue)},
            since=now,
            until=min((moment for moment in ages if moment > now), default=None),
        )


def is_urgent(handoff: Handoff) -> bool:
    """Whether she declared danger, or an operator moved her up."""
    return handoff.case.danger or handoff.moved_up


def _served(waiting: list[Handoff], in_a_row: int, now: datetime, book: Ageing) -> list[Handoff]:
    urgent = [each for each in waiting if is_urgent(each)]
    placed: set[bytes] = set()
    oldest, first = iter(waiting), iter(urgent)
    next_oldest, next_urgent = next(oldest, None), next(first, None)
    order: list[Handoff] = []
    turn = max(0, EVERY - 1 - in_a_row)
    while next_oldest is not None:
        aged = now - next_oldest.opened_at >= book.ageing_after
        is_turn = len(order) >= turn and (len(order) - turn) % EVERY == 0
        pick = next_oldest if next_urgent is None or (is_turn and aged) else next_urgent
        placed.add(pick.id)
        order.append(pick)
        while next_oldest is not None and next_oldest.id in placed:
            next_oldest = next(oldest, None)
        while next_urgent is not None and next_urgent.id in placed:
            next_urgent = next(first, None)
    return order


def _urgent_in_a_row(handoffs: Iterable[Handoff]) -> int:
    """How many urgent ones were claimed since the last that was not."""
    claimed = [each for each in handoffs if each.claimed_at is not None and not each.case.rehearsal]
    claimed.sort(key=lambda each: (each.claimed_at, each.id), reverse=True)
    in_a_row = 0
    for each in claimed:
        # One that was claimed and then taken back may have been urgent: nobody knows any more. Not
        # counted, a flood that takes itself back would keep the oldest from her turn.
        if not is_urgent(each) and each.ending is not Ending.WITHDRAWN:
            break
        in_a_row += 1
    return in_a_row


def _rehearsed(waiting: Iterable[Handoff]) -> list[Handoff]:
    return [each for each in waiting if each.case.rehearsal]


def _arrival(handoff: Handoff) -> tuple[datetime, bytes]:
    return (handoff.opened_at, handoff.id)
