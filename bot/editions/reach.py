"""How far a role reaches in an edition's files, whatever page asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.editions.errors import NotYoursError
from bot.editions.paths import LOCALES, NETWORK
from storage.staff.people import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.editions.records import Done
    from storage.staff.people import Person

#: What somebody may change by her role; the network's rows are narrowed by its pages.
_REACH: Final = {
    Role.COORDINATOR: ("",),
    Role.TRANSLATOR: (LOCALES,),
    Role.LEAD: (NETWORK,),
}


def may_undo(who: Person, done: Done) -> bool:
    """Whether somebody may take a step back, or do it again."""
    if not all(path.startswith(reach_of(who)) for path in done.paths):
        return False
    # A path does not tell whose rows of the network it holds: a node's lead takes back her own
    # steps only.
    is_of_network = any(path.startswith(NETWORK) for path in done.paths)
    return Role.COORDINATOR in who.roles or not is_of_network or done.who == who.id


def see_that_she_may_undo(who: Person, done: Done | None) -> None:
    """See that a step is hers to take back.

    Raises:
        NotYoursError: it is not.
    """
    if done is not None and not may_undo(who, done):
        raise NotYoursError(done.paths)


def reach_of(who: Person, only: Sequence[str] = ()) -> tuple[str, ...]:
    """The beginnings of the paths that somebody may change."""
    reach = tuple(prefix for role in who.roles for prefix in _REACH.get(role, ()))
    if not only:
        return reach
    return tuple(prefix for prefix in only if prefix.startswith(reach))
