"""What she does with her handoff, on her phone or away from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from routing.desk.life import Event, Mark, after, changed, closing, latest, mark
from routing.errors import SignNeededError, SignRefusedError
from routing.handoff import LONGEST_WINDOW, STAYS_FOR, Case, Ending, Handoff, Window
from routing.ports import By, Change, NewLine

if TYPE_CHECKING:
    from datetime import datetime

#: Wrong signs before the operator is told and the right one stops opening.
MANY_WRONG = 3
#: How long it does not.
LOCKED_FOR = timedelta(hours=1)
_WINDOW_MARKS = {
    Window.NOW: Mark.WINDOW_NOW,
    Window.UNTIL: Mark.WINDOW_UNTIL,
    Window.LATER: Mark.WINDOW_LATER,
}


def wrote(handoff: Handoff, text: str, source: str, now: datetime) -> Change:
    """She wrote. Her words are kept whatever her window is."""
    written = after(
        handoff,
        Event.WRITE,
        **_tap(handoff, now),
        unanswered_since=handoff.unanswered_since or now,
    )
    line = NewLine(by=By.HERS, text=text, at=now, source=source)
    return Change(handoff=written, lines=(line,))


def tapped(handoff: Handoff, now: datetime) -> Change:
    """She tapped or looked: "I stay here now" is ten minutes from this tap, if it is not over."""
    return Change(handoff=after(handoff, Event.LOOK, **_tap(handoff, now)))


def set_window(handoff: Handoff, window: Window, now: datetime, *, hours: float = 0.0) -> Change:
    """When it is safe to answer her, as she says now.

    Raises:
        SignNeededError: she left, or the window she opened is over. The phone may be in
            another's hands since: only her sign opens another (P4).
    """
    if window is not Window.LATER and (not handoff.present or has_run_out(handoff, now)):
        raise SignNeededError
    chosen = after(
        handoff,
        Event.SET_WINDOW,
        window=window,
        window_until=_ends(window, now, hours),
        window_from=now,
        hers_at=latest(handoff.hers_at, now),
    )
    closes = handoff.window_until is not None and window is Window.LATER
    return changed(handoff, chosen, now, _WINDOW_MARKS[window], forget_shown=closes)


def has_run_out(handoff: Handoff, now: datetime) -> bool:
    """Whether she opened a window and it is over."""
    return handoff.window is not Window.LATER and not handoff.is_window_open(now)


def left(handoff: Handoff, now: datetime, *, in_a_hurry: bool = True) -> Change:
    """She used the way out: nothing is shown until she comes back with her sign (P3)."""
    away = _away(handoff, left_at=latest(handoff.left_at, now))
    # Pressed twice it is one exit.
    kinds = (Mark.LEFT_IN_A_HURRY if in_a_hurry else Mark.LEFT,) if handoff.left_at is None else ()
    return changed(handoff, away, now, *kinds, forget_shown=True)


def went_quiet(handoff: Handoff, now: datetime) -> Change:
    """Her screen was taken away, as every idle one is: she comes back with her sign."""
    kinds = (Mark.WENT_QUIET,) if handoff.present else ()
    return changed(handoff, _away(handoff), now, *kinds, forget_shown=True)


def _away(handoff: Handoff, **rest: Any) -> Handoff:
    # Whoever is away comes back by herself: her talk is not closed for being idle.
    return after(
        handoff,
        Event.LEAVE,
        present=False,
        window=Window.LATER,
        window_until=None,
        emergency=False,
        **rest,
    )


def came_back(handoff: Handoff, address: str, now: datetime) -> Change:
    """She gave her sign: she is here, in this place, and her window is open.

    Raises:
        SignRefusedError: after three wrong signs, for an hour.
    """
    if is_locked(handoff, now):
        raise SignRefusedError
    back = after(
        handoff,
        Event.COME_BACK,
        address=address,
        present=True,
        left_at=None,
        window=Window.NOW,
        window_until=now + STAYS_FOR,
        window_from=now,
        hers_at=latest(handoff.hers_at, now),
        wrong_signs=0,
    )
    return changed(handoff, back, now, Mark.CAME_BACK)


def is_locked(handoff: Handoff, now: datetime) -> bool:
    """Whether even the right sign opens nothing now."""
    return (
        handoff.wrong_signs >= MANY_WRONG
        and handoff.forced_at is not None
        and now < handoff.forced_at + LOCKED_FOR
    )


def wrong_sign(handoff: Handoff, now: datetime) -> Change:
    """Somebody gave words that are no sign of hers. The third time the operator is told."""
    wrong = handoff.wrong_signs + 1
    # While it is locked further tries do not make it longer: nobody could shut her out for ever.
    if is_locked(handoff, now):
        return Change(handoff=after(handoff, Event.WRONG_SIGN, wrong_signs=wrong))
    alarms = wrong >= MANY_WRONG
    counted = after(
        handoff,
        Event.WRONG_SIGN,
        wrong_signs=wrong,
        forced_at=now if alarms else handoff.forced_at,
    )
    return changed(handoff, counted, now, Mark.THREE_WRONG_SIGNS if alarms else Mark.WRONG_SIGN)


def forced_sign(handoff: Handoff, now: datetime) -> Change:
    """She gave the other sign: somebody forces her. Nothing is shown, the operator is told."""
    return changed(handoff, after(handoff, Event.WRONG_SIGN, forced_at=now), now, Mark.FORCED_SIGN)


def agree(handoff: Handoff, now: datetime) -> Change:
    """She says yes to the other node."""
    proposal = replace(handoff.proposal, agreed=True) if handoff.proposal else None
    agreed = after(handoff, Event.AGREE, proposal=proposal, **_tap(handoff, now))
    return changed(handoff, agreed, now, Mark.AGREED)


def refuse(handoff: Handoff, now: datetime) -> Change:
    """She stays where she is."""
    return changed(handoff, after(handoff, Event.REFUSE, **_tap(handoff, now)), now, Mark.REFUSED)


def finish(handoff: Handoff, now: datetime) -> Change:
    """She ended it."""
    over = after(handoff, Event.FINISH, **closing(now, Ending.FINISHED))
    return changed(handoff, over, now, mark(Mark.CLOSED, Ending.FINISHED), forget_shown=True)


def withdraw(handoff: Handoff, now: datetime) -> Change:
    """She takes back what she wrote: everything is destroyed at once (P13)."""
    return destroyed(after(handoff, Event.WITHDRAW), now, Ending.WITHDRAWN)


def destroyed(handoff: Handoff, now: datetime, ending: Ending | None) -> Change:
    """What remains: that there was one at this node, and who answered it."""
    case = Case(
        channel=handoff.case.channel,
        language=handoff.case.language,
        rehearsal=handoff.case.rehearsal,
    )
    closed_at = handoff.closed_at or now
    tombstone = Handoff(
        id=handoff.id,
        case=case,
        node=handoff.node,
        stage=handoff.stage,
        operator=handoff.operator,
        claimed_at=handoff.claimed_at,
        opened_at=closed_at,
        queued_at=closed_at,
        keep_until=closed_at,
        present=False,
        ending=ending,
        closed_at=closed_at,
        version=handoff.version,
    )
    return Change(handoff=tombstone, destroy=True, forget_shown=True, only_nodes=())


def _tap(handoff: Handoff, now: datetime) -> dict[str, Any]:
    """What each tap of hers changes."""
    renewed = handoff.window is Window.NOW and handoff.may_be_answered(now)
    return {
        "hers_at": latest(handoff.hers_at, now),
        # Not the later of the two: after a clock that ran ahead her window would stay open.
        "window_until": now + STAYS_FOR if renewed else handoff.window_until,
        "window_from": now if renewed else handoff.window_from,
    }


def _ends(window: Window, now: datetime, hours: float) -> datetime | None:
    if window is Window.NOW:
        return now + STAYS_FOR
    if window is Window.UNTIL:
        return now + min(timedelta(hours=max(hours, 0.0)), LONGEST_WINDOW)
    return None
