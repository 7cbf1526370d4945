"""Steps that one of two people renamed or moved while the other changed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.editing.draft import Draft, applied
from flows.editing.errors import EditError
from flows.editing.names import all_names, former_names
from flows.editing.renaming import move_steps, rename_step
from flows.merging.conflicts import Conflict

if TYPE_CHECKING:
    from collections.abc import Mapping

Sources = dict[str, str]


def renamed_alike(
    base: Sources, mine: Sources, theirs: Sources
) -> tuple[Sources, Sources, Sources, list[Conflict]]:
    """The three libraries with every step called as it is called last.

    A step that both called otherwise keeps the first person's name, and is a conflict.
    """
    by_me, by_them = _renamed(base, mine), _renamed(base, theirs)
    conflicts = []
    for old in by_me.keys() & by_them.keys():
        if by_me[old] != by_them[old]:
            conflicts.append(Conflict((old, "name"), old, by_me[old], by_them[old]))
            theirs = _called(theirs, {by_them[old]: by_me[old]})
    only_them = {old: new for old, new in by_them.items() if old not in by_me}
    both = {**only_them, **by_me}
    return _called(base, both), _called(mine, only_them), _called(theirs, by_me), conflicts


def _renamed(base: Sources, after: Sources) -> dict[str, str]:
    draft = Draft(after)
    names = all_names(draft)
    known = all_names(Draft(base))
    former = former_names(draft)
    return {old: new for old, new in former.items() if old in known and old not in names}


def _called(sources: Sources, renamed: Mapping[str, str]) -> Sources:
    for old, new in renamed.items():
        try:
            sources = _called_so(sources, old, new)
        except EditError:
            # She took the step out, or has another of that name: the merge tells it as such.
            continue
    return sources


def _called_so(sources: Sources, old: str, new: str) -> Sources:
    if old not in all_names(Draft(sources)):
        return sources
    flow, _, short = new.partition(".")
    before = old.partition(".")[2]
    if old.partition(".")[0] != flow:
        sources = applied(sources, move_steps(sources, [old], flow))
    return applied(sources, rename_step(sources, f"{flow}.{before}", short))
