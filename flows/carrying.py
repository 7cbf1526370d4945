"""Somebody on one revision is put where she would be on another.

Needed only when a revision is withdrawn: otherwise she finishes the one she began.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.turn import Position

if TYPE_CHECKING:
    from flows.definition import Library
    from flows.remembered import Remembered


def carried(position: Position, before: Library, after: Library) -> Position:
    """The same step, and what she said, in another library; on home if the step is not there.

    A step renamed since is found by the names it had, forwards and backwards. A fact whose
    value the other library does not know counts as not said.
    """
    step = after.called_now(position.step)
    if not step:
        former = before.steps[position.step].was
        step = next((name for name in former if name in after.steps), after.home)
    said = dict(zip((each.name for each in before.remembered), position.facts, strict=True))
    known = {each.name: each for each in before.remembered}
    facts = tuple(
        _value(known[each.name], each, said[each.name]) if each.name in known else 0
        for each in after.remembered
    )
    return Position(after.revision, step, position.language, facts)


def _value(before: Remembered, after: Remembered, value: int) -> int:
    if before.kind != after.kind:
        return 0
    if not before.values:
        return value
    told = before.values[value - 1] if 0 < value <= len(before.values) else ""
    return after.values.index(told) + 1 if told in after.values else 0
