"""What she told on her way to a person: read out of a position, where all of it still travels."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from flows.definition import PLACE_KIND
from routing.handoff import LONGEST_WINDOW, STAYS_FOR, Case, Want, Window

if TYPE_CHECKING:
    from datetime import datetime

    from bot.conversation import Address
    from bot.walks import Walk
    from flows.turn import Position
    from routing.directory import Directory

#: The facts of `library.yaml` that a handoff is made of, by name.
WANT, DANGER, FAR, AVOID = "want", "danger", "far", "avoid"
SIGN = ("sign_first", "sign_second")
WINDOW = "window"

_YES = "yes"
_NODE_BITS = 16
#: How many hours from now each choice of the window means.
_UNTIL = {"until_1": timedelta(hours=1), "until_2": timedelta(hours=2), "until_4": LONGEST_WINDOW}


def told(walk: Walk, position: Position, name: str) -> str:
    """Return the value of a remembered fact; empty if she said nothing of it."""
    for fact, value in zip(walk.machine.library.remembered, position.facts, strict=True):
        if fact.name == name and 0 < value <= len(fact.values):
            return fact.values[value - 1]
    return ""


def case_of(walk: Walk, position: Position, address: Address, directory: Directory) -> Case:
    """Return what routing goes by."""
    want = told(walk, position, WANT)
    return Case(
        channel=address.channel,
        language=position.language,
        area=_number(walk, position, kind=PLACE_KIND),
        want=Want(want) if want else Want.OTHER,
        far=told(walk, position, FAR) == _YES,
        avoid=_avoided(_number(walk, position, name=AVOID), directory),
        danger=told(walk, position, DANGER) == _YES,
    )


def sign_of(walk: Walk, position: Position) -> tuple[str, str] | None:
    """Return her sign and the other one, for when she is forced; `None` if she chose none."""
    first, second = (told(walk, position, name) for name in SIGN)
    if not first or not second or first == second:
        return None
    return f"{first} {second}", f"{second} {first}"


def window_of(walk: Walk, position: Position, now: datetime) -> tuple[Window, datetime | None]:
    """Return when she said it is safe to answer, and until when."""
    value = told(walk, position, WINDOW)
    if value == Window.NOW:
        return Window.NOW, now + STAYS_FOR
    if value in _UNTIL:
        return Window.UNTIL, now + _UNTIL[value]
    return Window.LATER, None


def without(walk: Walk, position: Position, *names: str) -> Position:
    """Return the position with these facts no longer said: what is kept need not travel on."""
    remembered = walk.machine.library.remembered
    facts = tuple(
        0 if fact.name in names else value
        for fact, value in zip(remembered, position.facts, strict=True)
    )
    return replace(position, facts=facts)


def _number(walk: Walk, position: Position, *, kind: str = "", name: str = "") -> int:
    for fact, value in zip(walk.machine.library.remembered, position.facts, strict=True):
        if (name and fact.name == name) or (kind and fact.kind == kind):
            return value
    return 0


def _avoided(packed: int, directory: Directory) -> tuple[str, ...]:
    """The ids of two node numbers in one fact; a node that is gone is none."""
    numbers = (packed >> _NODE_BITS, packed & (1 << _NODE_BITS) - 1)
    nodes = (directory.by_number(number) for number in numbers if number)
    return tuple(node.id for node in nodes if node)
