"""What an operator may see and open: her node's, on her shift, and never what is not for her."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.handoff import Ending, Stage
from storage.staff.people import Role

if TYPE_CHECKING:
    from routing.handoff import Handoff
    from storage.staff.people import Person
    from storage.staff.shifts import Shift


def is_her_nodes(handoff: Handoff, person: Person) -> bool:
    """Whether it is at her node and nobody keeps it from her."""
    return bool(person.node) and handoff.node == person.node and person.id not in handoff.not_for


def sees_queue(person: Person, shift: Shift | None) -> bool:
    """Whether the queue is shown to her: on shift or pausing; to the node's lead always."""
    return shift is not None or Role.LEAD in person.roles


def may_open(handoff: Handoff, person: Person, shift: Shift | None) -> bool:
    """Whether she may read its lines. Each first time is noted in the audit log.

    Hers always, also for the day after the close; one that waits while she is on shift; a
    colleague's only if she leads the node.
    """
    if not is_her_nodes(handoff, person) or handoff.ending is Ending.WITHDRAWN:
        return False
    if handoff.operator == person.id or Role.LEAD in person.roles:
        return True
    return handoff.stage is Stage.WAITING and shift is not None


def may_act(handoff: Handoff, person: Person, shift: Shift | None) -> bool:
    """Whether she may try to do something with it; each act has conditions of its own.

    One that a colleague has is let through, so that who claims a moment later is told who was
    faster.
    """
    if not is_her_nodes(handoff, person):
        return False
    return handoff.operator == person.id or sees_queue(person, shift)
