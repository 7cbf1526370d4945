"""A draft brought onto another edition: what only one of the two changed stays as she has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.editions.paths import FLOWS, part, put, seen
from bot.editions.pieces import cuts_of, meaning, reads
from flows.editing.errors import EditError
from flows.merging import merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.editions.pieces import Cut, Pieces
    from flows.merging import Conflict
    from storage.editions.records import Files


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that both changed, each her own way; `None`: she took it out."""

    path: str
    #: From the outside in: a step and its field, a centre and its field, a sentence.
    where: tuple[str, ...]
    base: str | None
    mine: str | None
    theirs: str | None

    @property
    def id(self) -> str:
        """A word for it in a form."""
        return seen("\0".join((self.path, *self.where)))


@dataclass(frozen=True, slots=True)
class Rebased:
    """The files of both together; where they clash, the first person's unless she gave way."""

    files: Files
    clashes: tuple[Clash, ...]


def rebase(base: Files, mine: Files, theirs: Files, *, as_theirs: Iterable[str] = ()) -> Rebased:
    """Bring two versions of the same files together.

    `as_theirs` are the ids of clashes in which the second person's is to stand. All clashes
    are told, settled or not. Never raises for what is in the files.
    """
    joining = _Joining(frozenset(as_theirs))
    files = joining.flows(base, mine, theirs)
    for path in dict.fromkeys([*mine, *theirs]):
        if not path.startswith(FLOWS):
            text = joining.text(path, base.get(path), mine.get(path), theirs.get(path))
            if text is not None:
                files[path] = text
    return Rebased(files, tuple(joining.clashes))


class _Joining:
    def __init__(self, as_theirs: frozenset[str]) -> None:
        self._as_theirs = as_theirs
        self.clashes: list[Clash] = []

    def flows(self, base: Files, mine: Files, theirs: Files) -> dict[str, str]:
        """The flows, by step and field."""
        sides = [part(files, FLOWS) for files in (base, mine, theirs)]
        try:
            found = [_of_flow(each) for each in merge(*sides).conflicts]
            given = {each.where for each in found if each.id in self._as_theirs}
            sources = merge(*sides, as_theirs=given).sources
        except EditError:
            # A file that nobody can read is somebody's as a whole.
            return self._whole_files(base, mine, theirs)
        self.clashes += found
        return _there(put(FLOWS, sources))

    def _whole_files(self, base: Files, mine: Files, theirs: Files) -> dict[str, str]:
        names = (name for name in dict.fromkeys([*mine, *theirs]) if name.startswith(FLOWS))
        return _there(
            {
                name: self.text(name, base.get(name), mine.get(name), theirs.get(name))
                for name in names
            }
        )

    def text(self, path: str, base: str | None, mine: str | None, theirs: str | None) -> str | None:
        """One file, by the pieces that people change."""
        before = len(self.clashes)
        text = self._piece(path, (), (base, mine, theirs), cuts_of(path))
        if text is None or reads(path, text):
            return text
        del self.clashes[before:]
        return self._piece(path, (), (base, mine, theirs), ())

    def _piece(
        self,
        path: str,
        where: tuple[str, ...],
        sides: tuple[str | None, str | None, str | None],
        cuts: Sequence[Cut],
    ) -> str | None:
        base, mine, theirs = sides
        before, first, second = (meaning(path, each) for each in sides)
        if second in (before, first):
            return mine
        if first == before:
            return theirs
        if cuts and mine is not None and theirs is not None:
            cut = [cuts[0](_ended(each or "")) for each in sides]
            if None not in cut:
                return self._pieces(path, where, [each or {} for each in cut], cuts[1:])
        clash = Clash(path, where, base, mine, theirs)
        self.clashes.append(clash)
        return theirs if clash.id in self._as_theirs else mine

    def _pieces(
        self, path: str, where: tuple[str, ...], sides: list[Pieces], cuts: Sequence[Cut]
    ) -> str:
        base, mine, theirs = sides
        joined = ""
        for key in _in_order(list(mine), list(theirs)):
            three = (base.get(key), mine.get(key), theirs.get(key))
            joined += self._piece(path, (*where, key), three, cuts) or ""
        return joined


def _of_flow(conflict: Conflict) -> Clash:
    return Clash(
        FLOWS + conflict.where[0],
        conflict.where,
        conflict.base,
        conflict.mine,
        conflict.theirs,
    )


def _in_order(mine: list[str], theirs: list[str]) -> list[str]:
    """Hers as they stand, and each of the other's behind what it stands behind there."""
    order, last = list(mine), ""
    for key in theirs:
        if key not in order:
            order.insert(order.index(last) + 1 if last in order else len(order), key)
        last = key
    return order


def _there(files: Mapping[str, str | None]) -> dict[str, str]:
    return {path: text for path, text in files.items() if text is not None}


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"
