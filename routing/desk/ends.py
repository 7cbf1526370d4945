"""When time alone will end a handoff: what `due` does, told beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.desk.life import COMES_BACK_WITHIN, DESTROYED_AFTER, IDLE_AFTER, latest
from routing.handoff import Handoff, Stage, Window

if TYPE_CHECKING:
    from datetime import datetime


def closes_at(handoff: Handoff) -> datetime:
    """When it closes by itself, if nobody does anything until then; when it did, if it is."""
    if handoff.closed_at is not None:
        return handoff.closed_at
    if handoff.stage is Stage.WAITING:
        return handoff.keep_until
    last = latest(handoff.operators_at, latest(handoff.hers_at, handoff.opened_at))
    longest = last + COMES_BACK_WITHIN
    if handoff.window is Window.LATER:
        return longest
    idle = last + IDLE_AFTER
    return min(longest, latest(handoff.window_until, idle))


def goes_at(handoff: Handoff) -> datetime:
    """When everything of it is destroyed at the latest."""
    return closes_at(handoff) + DESTROYED_AFTER
