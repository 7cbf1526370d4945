"""What she told on her way to a person: read out of a position, where all of it still travels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.definition import SIGN_PLACES
from routing.handoff import Case, Want, Window

if TYPE_CHECKING:
    from bot.conversation import Address
    from bot.walks import Walk
    from flows.turn import Position
    from routing.directory import Directory

_YES = "yes"
#: How many hours from now each choice of the window means.
_UNTIL = {"until_1": 1.0, "until_2": 2.0, "until_4": 4.0}


def case_of(walk: Walk, position: Position, address: Address, directory: Directory) -> Case:
    """Return what routing goes by."""
    said = walk.machine.said
    want = said(position, "want")
    avoided = (directory.by_number(number) for number in walk.machine.avoided(position))
    return Case(
        channel=address.channel,
        language=position.language,
        area=walk.machine.area(position),
        want=Want(want) if want in set(Want) else Want.OTHER,
        far=said(position, "far") == _YES,
        avoid=tuple(node.id for node in avoided if node),
        danger=said(position, "danger") == _YES,
    )


def sign_of(walk: Walk, position: Position) -> tuple[str, str] | None:
    """Return her sign and the other one, for when she is forced; `None` if she chose none."""
    first, second = (walk.machine.said(position, name) for name in SIGN_PLACES)
    if not first or not second or first == second:
        return None
    return f"{first} {second}", f"{second} {first}"


def window_of(walk: Walk, position: Position) -> tuple[Window, float]:
    """Return when she said it is safe to answer, and for how many hours."""
    value = walk.machine.said(position, "window")
    if value == Window.NOW:
        return Window.NOW, 0.0
    if value in _UNTIL:
        return Window.UNTIL, _UNTIL[value]
    return Window.LATER, 0.0
