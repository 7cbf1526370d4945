"""The life of a handoff: what may happen when, on one flat `transitions` machine.

The acts (`operators`, `hers`, `due`) ask it first and then write what the act changes.
The library is not let out of here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from transitions import Machine

from routing.errors import NotNowError, OverError
from routing.handoff import Ending, Handoff, Stage, Window
from routing.ports import By, Change, NewLine

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

#: Without a word of either side a talk is over then, unless she said she comes back.
IDLE_AFTER = timedelta(minutes=60)
#: She said she comes back: so long after the last word, as the longest wait of a queue.
COMES_BACK_WITHIN = timedelta(hours=96)
#: What is closed is destroyed then.
DESTROYED_AFTER = timedelta(hours=24)


class Life(StrEnum):
    """The states of the machine; `stage` keeps the first two and the fifth, `proposal` the rest."""

    WAITING = "waiting"
    TALKING = "talking"
    #: A referral waits for her yes.
    PROPOSED = "proposed"
    #: She said yes; an operator's session has to hand it over.
    AGREED = "agreed"
    CLOSED = "closed"
    #: Nothing of it is left but that it was.
    GONE = "gone"


class Event(StrEnum):
    """What can happen to a handoff."""

    CLAIM = "claim"
    ANSWER = "answer"
    NOTE = "note"
    HAND_BACK = "hand_back"
    CONFLICT = "conflict"
    MOVE_UP = "move_up"
    SHOW_112 = "show_112"
    PROPOSE = "propose"
    WITHDRAW_PROPOSAL = "withdraw_proposal"
    REFER = "refer"
    CLOSE = "close"
    WRITE = "write"
    LOOK = "look"
    SET_WINDOW = "set_window"
    LEAVE = "leave"
    COME_BACK = "come_back"
    WRONG_SIGN = "wrong_sign"
    AGREE = "agree"
    REFUSE = "refuse"
    FINISH = "finish"
    WITHDRAW = "withdraw"
    WINDOW_OVER = "window_over"
    LAPSE = "lapse"
    WIDEN = "widen"
    IDLE = "idle"
    EXPIRE = "expire"
    DESTROY = "destroy"


class Mark(StrEnum):
    """What a mark among the lines tells the operator; the desk puts it into words."""

    CLAIMED = "claimed"
    HANDED_BACK = "handed_back"
    LAPSED = "lapsed"
    CONFLICT = "conflict"
    MOVED_UP = "moved_up"
    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    PROPOSAL_WITHDRAWN = "proposal_withdrawn"
    REFERRED = "referred"
    WIDENED = "widened"
    WINDOW_NOW = "window_now"
    WINDOW_UNTIL = "window_until"
    WINDOW_LATER = "window_later"
    WINDOW_OVER = "window_over"
    LEFT = "left"
    LEFT_IN_A_HURRY = "left_in_a_hurry"
    WENT_QUIET = "went_quiet"
    CAME_BACK = "came_back"
    WRONG_SIGN = "wrong_sign"
    THREE_WRONG_SIGNS = "three_wrong_signs"
    FORCED_SIGN = "forced_sign"
    SHOWN_112 = "shown_112"
    HIDDEN_112 = "hidden_112"
    CLOSED = "closed"


_TALK = (Life.TALKING, Life.PROPOSED, Life.AGREED)
_OPEN = (Life.WAITING, *_TALK)
_SAME = "="
#: Event, where it may happen, where it leads. The picture in docs/handoff-life.md is drawn from it.
TABLE: tuple[tuple[Event, tuple[Life, ...], str], ...] = (
    (Event.CLAIM, (Life.WAITING,), Life.TALKING),
    (Event.ANSWER, _TALK, _SAME),
    (Event.NOTE, _TALK, _SAME),
    (Event.HAND_BACK, _TALK, Life.WAITING),
    (Event.CONFLICT, _OPEN, Life.WAITING),
    (Event.MOVE_UP, (Life.WAITING,), _SAME),
    (Event.SHOW_112, _TALK, _SAME),
    (Event.PROPOSE, (Life.TALKING,), Life.PROPOSED),
    (Event.WITHDRAW_PROPOSAL, (Life.PROPOSED, Life.AGREED), Life.TALKING),
    (Event.REFER, (Life.AGREED,), Life.WAITING),
    (Event.CLOSE, _OPEN, Life.CLOSED),
    (Event.WRITE, _OPEN, _SAME),
    (Event.LOOK, _OPEN, _SAME),
    (Event.SET_WINDOW, _OPEN, _SAME),
    (Event.LEAVE, _OPEN, _SAME),
    (Event.COME_BACK, _OPEN, _SAME),
    (Event.WRONG_SIGN, _OPEN, _SAME),
    (Event.AGREE, (Life.PROPOSED,), Life.AGREED),
    (Event.REFUSE, (Life.PROPOSED, Life.AGREED), Life.TALKING),
    (Event.FINISH, _OPEN, Life.CLOSED),
    (Event.WITHDRAW, (*_OPEN, Life.CLOSED), Life.GONE),
    (Event.WINDOW_OVER, _OPEN, _SAME),
    (Event.LAPSE, _TALK, Life.WAITING),
    (Event.WIDEN, (Life.WAITING,), _SAME),
    (Event.IDLE, _TALK, Life.CLOSED),
    (Event.EXPIRE, (Life.WAITING,), Life.CLOSED),
    (Event.DESTROY, (Life.CLOSED,), Life.GONE),
)
_STAGES = {
    Life.WAITING: Stage.WAITING,
    Life.TALKING: Stage.TALKING,
    Life.PROPOSED: Stage.TALKING,
    Life.AGREED: Stage.TALKING,
    Life.CLOSED: Stage.CLOSED,
    Life.GONE: Stage.CLOSED,
}


class _Model:
    """The model of one act: never registered, so nothing is left behind."""

    __slots__ = ("state",)

    def __init__(self, state: Life) -> None:
        # As a plain word: the library reads an enum by its name.
        self.state = state.value


_MACHINE = Machine(
    model=None,
    states=[life.value for life in Life],
    transitions=[
        {"trigger": event.value, "source": [life.value for life in sources], "dest": str(dest)}
        for event, sources, dest in TABLE
    ],
    initial=Life.WAITING.value,
    auto_transitions=False,
)


def life_of(handoff: Handoff) -> Life:
    """Where it is in its life."""
    if handoff.stage is Stage.CLOSED:
        return Life.GONE if handoff.ending is Ending.WITHDRAWN else Life.CLOSED
    if handoff.stage is Stage.WAITING:
        return Life.WAITING
    if handoff.proposal is None:
        return Life.TALKING
    return Life.AGREED if handoff.proposal.agreed else Life.PROPOSED


def can(handoff: Handoff, event: Event) -> bool:
    """Whether it may happen now, as far as its life goes."""
    return life_of(handoff) in _MACHINE.events[event].transitions


def after(handoff: Handoff, event: Event, **changes: Any) -> Handoff:
    """The handoff after that event, with what the event changes in it.

    Raises:
        OverError: it is closed, and the event is for one that lives.
        NotNowError: the event has no meaning where it stands.
    """
    if not can(handoff, event):
        raise OverError if handoff.stage is Stage.CLOSED else NotNowError
    model = _Model(life_of(handoff))
    _MACHINE.events[event].trigger(model)
    moved = Life(model.state)
    if moved not in {Life.PROPOSED, Life.AGREED}:
        changes["proposal"] = None
    return replace(handoff, stage=_STAGES[moved], **changes)


def changed(
    before: Handoff,
    handoff: Handoff,
    now: datetime,
    *marks: str,
    operator: str = "",
    lines: Iterable[NewLine] = (),
    **rest: Any,
) -> Change:
    """The change that leads from one state to the other, its marks among the lines."""
    # A mark has no source of its own: the state it was made from and the moment make it one line.
    written = (
        NewLine(
            by=By.MARK,
            text=mark,
            at=now,
            source=f"{mark}|{before.version}|{now.timestamp()}",
            operator=operator,
        )
        for mark in marks
    )
    return Change(handoff=handoff, lines=(*lines, *written), **rest)


def mark(kind: Mark, detail: str = "") -> str:
    """A mark's text: its code and, where it has one, a node's id or another code."""
    return f"{kind}:{detail}" if detail else kind.value


def read_mark(text: str) -> tuple[Mark, str]:
    """Return a mark's code and its detail.

    Raises:
        ValueError: the text is no mark.
    """
    kind, _, detail = text.partition(":")
    return Mark(kind), detail


def closing(now: datetime, ending: Ending) -> dict[str, Any]:
    """What every close changes: where she is, her code and her signs are forgotten."""
    return {
        "ending": ending,
        "closed_at": now,
        "address": "",
        "code": "",
        "sign": "",
        "forced_sign": "",
        "present": False,
        "window": Window.LATER,
        "window_until": None,
        "emergency": False,
        "unanswered_since": None,
    }


def latest(moment: datetime | None, now: datetime) -> datetime:
    """The later of the two: a clock that jumped back takes nothing back."""
    return now if moment is None else max(moment, now)
