"""What time alone does to a handoff."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from routing.desk.hers import destroyed, has_run_out
from routing.desk.life import (
    COMES_BACK_WITHIN,
    DESTROYED_AFTER,
    IDLE_AFTER,
    Event,
    Mark,
    after,
    can,
    changed,
    closing,
    latest,
    mark,
)
from routing.desk.operators import requeued
from routing.handoff import CLOCK_SLACK, Ending, Handoff, Reason, Stage, Window
from routing.ports import Change

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from routing.ports import DeskNow

#: The moments from which waits are counted.
_COUNTED_FROM: Final = ("queued_at", "unanswered_since", "operators_at", "hers_at")


class Rules(Protocol):
    """What of the desk book time needs (`routing.desks.DeskBook`)."""

    @property
    def claim_after(self) -> timedelta:
        """How long a claim may stay silent."""
        ...

    @property
    def widen_after(self) -> timedelta:
        """How long a queue may wait for somebody before it widens."""
        ...

    def kept_until(self, node: str, now: datetime) -> datetime:
        """Until when an unanswered handoff is kept at that node."""
        ...

    def opens_at(self, node: str, now: datetime) -> datetime | None:
        """When that desk opens; `now` if it is open, `None` if it does not."""
        ...


def due(
    handoff: Handoff, now: datetime, book: Rules, desks: Mapping[str, DeskNow]
) -> Change | None:
    """The next thing time does to it, `None` when there is nothing.

    One thing a call: whoever applies it asks again until nothing is left. A change that
    destroys is for one that `is_over`: after it the whole row goes (`Handoffs.remove`).
    """
    if is_over(handoff, now):
        return destroyed(handoff, now, handoff.ending)
    if handoff.stage is Stage.CLOSED:
        return None
    if ahead := _ahead(handoff, now):
        return Change(handoff=replace(handoff, **ahead))
    if handoff.window_until is not None and not handoff.is_window_open(now):
        return _window_over(handoff, now)
    if handoff.stage is Stage.WAITING:
        return _waiting(handoff, now, book, desks)
    return _talking(handoff, now, book)


def is_over(handoff: Handoff, now: datetime) -> bool:
    """Whether it has been closed for a day: everything of it goes."""
    return handoff.closed_at is not None and now >= handoff.closed_at + DESTROYED_AFTER


def _ahead(handoff: Handoff, now: datetime) -> dict[str, Any]:
    """What a clock that jumped back has to count anew: else she would wait for it in silence."""
    moments = {name: getattr(handoff, name) for name in _COUNTED_FROM}
    soon = now + CLOCK_SLACK
    return {name: now for name, moment in moments.items() if moment is not None and moment > soon}


def _window_over(handoff: Handoff, now: datetime) -> Change:
    # `window` stays as she chose it: a window that ran out is not one she never opened (P4).
    shut = after(handoff, Event.WINDOW_OVER, window_until=None, emergency=False)
    return changed(handoff, shut, now, Mark.WINDOW_OVER, forget_shown=True)


def _waiting(
    handoff: Handoff, now: datetime, book: Rules, desks: Mapping[str, DeskNow]
) -> Change | None:
    if now >= handoff.keep_until:
        over = after(handoff, Event.EXPIRE, **closing(now, Ending.EXPIRED))
        return changed(handoff, over, now, mark(Mark.CLOSED, Ending.EXPIRED), forget_shown=True)
    node = _next_node(handoff, now, book, desks)
    if node is None:
        return None
    moved = after(
        handoff,
        Event.WIDEN,
        node=node,
        ladder=handoff.ladder[handoff.ladder.index(node) + 1 :],
        reasons=(Reason.LADDER,),
        queued_at=latest(handoff.queued_at, now),
        keep_until=max(handoff.keep_until, book.kept_until(node, now)),
    )
    return changed(handoff, moved, now, mark(Mark.WIDENED, handoff.node))


def _next_node(
    handoff: Handoff, now: datetime, book: Rules, desks: Mapping[str, DeskNow]
) -> str | None:
    """The node of the ladder that serves her sooner, if nobody serves her where she is."""
    here = desks.get(handoff.node)
    reachable = [node for node in handoff.ladder if node in desks]
    if here is None:
        # The node was taken out of the network while she waits.
        return reachable[0] if reachable else None
    waits = now - handoff.queued_at
    is_there = here.there_for(handoff) > 0
    if waits < book.widen_after or (is_there and here.talking):
        return None
    opens = book.opens_at(handoff.node, now)
    for node in reachable:
        there = book.opens_at(node, now)
        sooner = there is not None and (opens is None or there < opens)
        if desks[node].there_for(handoff) or (sooner and not is_there):
            return node
    return None


def _talking(handoff: Handoff, now: datetime, book: Rules) -> Change | None:
    if _is_idle(handoff, now):
        over = after(handoff, Event.IDLE, **closing(now, Ending.IDLE))
        return changed(handoff, over, now, mark(Mark.CLOSED, Ending.IDLE), forget_shown=True)
    waits = handoff.unanswered_since
    if waits is None or now < latest(waits, handoff.operators_at or waits) + book.claim_after:
        return None
    free = requeued(handoff, Event.LAPSE, now, book)
    return changed(handoff, free, now, Mark.LAPSED)


def _is_idle(handoff: Handoff, now: datetime) -> bool:
    if not can(handoff, Event.IDLE):
        return False
    last = latest(handoff.operators_at, latest(handoff.hers_at, handoff.opened_at))
    comes_back = handoff.window is Window.LATER or not has_run_out(handoff, now)
    # One who comes back is waited for as long as one nobody has answered yet.
    return now >= last + (COMES_BACK_WITHIN if comes_back else IDLE_AFTER)
