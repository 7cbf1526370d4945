"""What an operator does with a handoff: each act gives the change to keep, or says why not.

Every act raises `routing.errors.HandoffError`, whose sentence a page can show.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from routing.desk.life import Event, Mark, after, changed, closing, latest, mark
from routing.errors import (
    AlreadyClaimedError,
    NodeExcludedError,
    NotAgreedError,
    NotForYouError,
    NotYoursError,
    WindowClosedError,
)
from routing.handoff import Ending, Handoff, Proposal, Reason, Stage
from routing.ports import By, Change, NewLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


class Keeps(Protocol):
    """What knows until when an unanswered handoff is kept at a node: the desk book."""

    def kept_until(self, node: str, now: datetime) -> datetime:
        """Return the moment."""
        ...


class Upward(StrEnum):
    """Why an operator moved a handoff up (RK-5): what she read or heard, never a label."""

    DANGER_IN_HER_WORDS = "danger_in_her_words"
    CHILDREN = "children"
    HEALTH = "health"
    ANOTHER_SERVICE_CALLED = "another_service_called"
    OTHER = "other"


def claim(handoff: Handoff, operator: str, now: datetime) -> Change:
    """She takes it: from now on she answers. Claiming twice is claiming once."""
    if operator in handoff.not_for:
        raise NotForYouError
    if handoff.stage is Stage.TALKING:
        if handoff.operator != operator:
            raise AlreadyClaimedError
        return Change(handoff=handoff)
    taken = after(
        handoff,
        Event.CLAIM,
        operator=operator,
        claimed_at=now,
        operators_at=now,
        unanswered_since=handoff.unanswered_since or now,
    )
    return changed(handoff, taken, now, Mark.CLAIMED, operator=operator)


def answer(handoff: Handoff, operator: str, text: str, source: str, now: datetime) -> Change:
    """She wrote to her. The line waits until it may be shown; the other nodes' keys go."""
    _check_hers(handoff, operator)
    answered = after(
        handoff,
        Event.ANSWER,
        answered=True,
        ladder=(),
        operators_at=latest(handoff.operators_at, now),
        unanswered_since=None,
    )
    line = NewLine(by=By.OPERATOR, text=text, at=now, source=source, operator=operator)
    return Change(handoff=answered, lines=(line,), only_nodes=(handoff.node,))


def note(handoff: Handoff, operator: str, text: str, source: str, now: datetime) -> Change:
    """A private note: sealed like every line, never for her."""
    _check_hers(handoff, operator)
    noted = after(handoff, Event.NOTE, operators_at=latest(handoff.operators_at, now))
    line = NewLine(by=By.NOTE, text=text, at=now, source=source, operator=operator)
    return Change(handoff=noted, lines=(line,))


def attended(handoff: Handoff, operator: str, now: datetime) -> Change:
    """She is at it, typing a long answer: her claim does not lapse meanwhile."""
    _check_hers(handoff, operator)
    return Change(
        handoff=after(handoff, Event.NOTE, operators_at=latest(handoff.operators_at, now))
    )


def hand_back(handoff: Handoff, operator: str, now: datetime, book: Keeps) -> Change:
    """Back into the queue, at the place her arrival gives her."""
    _check_hers(handoff, operator)
    return changed(
        handoff, requeued(handoff, Event.HAND_BACK, now, book), now, Mark.HANDED_BACK,
        operator=operator,
    )  # fmt: skip


def conflict(handoff: Handoff, operator: str, now: datetime, book: Keeps) -> Change:
    """This operator must not see it: it goes to the queue and is never hers again."""
    not_for = tuple(dict.fromkeys((*handoff.not_for, operator)))
    if handoff.stage is Stage.TALKING:
        _check_hers(handoff, operator)
        freed = replace(requeued(handoff, Event.CONFLICT, now, book), not_for=not_for)
    else:
        freed = after(handoff, Event.CONFLICT, not_for=not_for)
    # Without her id in the mark: colleagues need not know whose conflict it is.
    return changed(handoff, freed, now, Mark.CONFLICT)


def move_up(handoff: Handoff, operator: str, reason: Upward, now: datetime) -> Change:
    """Beside those who declared danger. There is no way down (P8)."""
    moved = after(handoff, Event.MOVE_UP, moved_up=True)
    return changed(handoff, moved, now, mark(Mark.MOVED_UP, reason), operator=operator)


def propose(
    handoff: Handoff, operator: str, node: str, lines: Iterable[int], now: datetime
) -> Change:
    """Offer her another node, with these lines of hers if she says yes."""
    _check_hers(handoff, operator)
    if node == handoff.node or node in handoff.case.avoid:
        raise NodeExcludedError
    offered = after(
        handoff,
        Event.PROPOSE,
        proposal=Proposal(node=node, at=now, lines=tuple(lines)),
        operators_at=latest(handoff.operators_at, now),
    )
    return changed(handoff, offered, now, mark(Mark.PROPOSED, node), operator=operator)


def withdraw_proposal(handoff: Handoff, operator: str, now: datetime) -> Change:
    """The operator thinks better of it."""
    _check_hers(handoff, operator)
    kept = after(handoff, Event.WITHDRAW_PROPOSAL, operators_at=latest(handoff.operators_at, now))
    return changed(handoff, kept, now, Mark.PROPOSAL_WITHDRAWN, operator=operator)


def refer(
    handoff: Handoff, operator: str, wraps: Mapping[str, bytes], now: datetime, book: Keeps
) -> Change:
    """She said yes: it goes to the other node's queue, with the time she has waited already.

    `wraps` holds the private half wrapped to the new node, made inside the operator's session.
    """
    _check_hers(handoff, operator)
    if handoff.proposal is None or not handoff.proposal.agreed:
        raise NotAgreedError
    node = handoff.proposal.node
    moved = after(
        handoff,
        Event.REFER,
        **_queued(replace(handoff, node=node), now, book),
        node=node,
        ladder=(),
        reasons=(Reason.REFERRED,),
    )
    marks = mark(Mark.REFERRED, handoff.node)
    return changed(
        handoff, moved, now, marks, operator=operator, only_nodes=(node,), wraps=dict(wraps)
    )


def close(handoff: Handoff, operator: str, ending: Ending, now: datetime) -> Change:
    """It is over, with an outcome from the list. One that waits may be closed unclaimed."""
    if handoff.stage is Stage.TALKING:
        _check_hers(handoff, operator)
    over = after(handoff, Event.CLOSE, **closing(now, ending))
    return changed(
        handoff, over, now, mark(Mark.CLOSED, ending), operator=operator, forget_shown=True
    )


def show_112(handoff: Handoff, operator: str, now: datetime) -> Change:
    """112 comes before her, inside her window only."""
    _check_hers(handoff, operator)
    if not handoff.may_be_answered(now):
        raise WindowClosedError
    shown = after(
        handoff, Event.SHOW_112, emergency=True, operators_at=latest(handoff.operators_at, now)
    )
    return changed(handoff, shown, now, Mark.SHOWN_112, operator=operator)


def hide_112(handoff: Handoff, operator: str, now: datetime) -> Change:
    """Her screen goes back to the talk."""
    _check_hers(handoff, operator)
    hidden = after(
        handoff, Event.SHOW_112, emergency=False, operators_at=latest(handoff.operators_at, now)
    )
    return changed(handoff, hidden, now, Mark.HIDDEN_112, operator=operator)


def requeued(handoff: Handoff, event: Event, now: datetime, book: Keeps) -> Handoff:
    """The handoff back in its node's queue."""
    return after(handoff, event, **_queued(handoff, now, book))


def _queued(handoff: Handoff, now: datetime, book: Keeps) -> dict[str, object]:
    return {
        "operator": "",
        "claimed_at": None,
        "queued_at": latest(handoff.queued_at, now),
        # The time she was told passed while somebody talked to her: it begins again.
        "keep_until": max(handoff.keep_until, book.kept_until(handoff.node, now)),
        "emergency": False,
    }


def _check_hers(handoff: Handoff, operator: str) -> None:
    if handoff.stage is not Stage.CLOSED and handoff.operator != operator:
        raise NotYoursError
