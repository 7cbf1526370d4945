"""Two drafts that began from the same files become one, by step and field and not by line.

What only one of the two changed is as she has it, comments and layout included. What both
changed, each her own way, stays as the first has it and is told with both versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.editing.draft import SourceFile
from flows.merging.conflicts import Conflict, Where
from flows.merging.renames import renamed_alike
from flows.merging.sides import Merger

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["Conflict", "Merged", "Where", "merge"]


@dataclass(frozen=True, slots=True)
class Merged:
    """The files of both, and what somebody has to decide."""

    sources: Mapping[str, str]
    conflicts: tuple[Conflict, ...]


def merge(
    base: Mapping[str, str],
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    *,
    as_theirs: Collection[Where] = (),
) -> Merged:
    """Bring two drafts together.

    `as_theirs` are the places of conflicts that are to be as the second person has them.

    Raises:
        EditError: if a file that both changed cannot be read, or is too unusual.
    """
    base, mine, theirs, conflicts = renamed_alike(dict(base), dict(mine), dict(theirs))
    merged: dict[str, str] = {}
    merger = Merger(frozenset(as_theirs))
    for name in dict.fromkeys([*mine, *theirs]):
        text = _file(merger, name, base.get(name), mine.get(name), theirs.get(name))
        if text is not None:
            merged[name] = text
    conflicts = [each for each in conflicts if each.where not in merger.as_theirs]
    return Merged(merged, (*conflicts, *merger.conflicts))


def _file(
    merger: Merger, name: str, base: str | None, mine: str | None, theirs: str | None
) -> str | None:
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    if mine is None or theirs is None:
        told = [text and name for text in (base, mine, theirs)]
        return theirs if merger.is_theirs((name,), *told) else mine
    sides = [SourceFile(name, text) if text else None for text in (base, mine, theirs)]
    file, theirs_file = sides[1], sides[2]
    assert file is not None, "Neither is without its file here."
    assert theirs_file is not None, "Neither is without its file here."
    before = sides[0].branch() if sides[0] else None
    merger.mappings((name,), before, file.branch(), theirs_file.branch())
    file.read_back()
    return file.written()
