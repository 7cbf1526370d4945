"""Three versions of one mapping or list, brought together part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from flows.comparing.matching import matched
from flows.editing.parts import as_list, insert, move, put_value, remove, shifted
from flows.editing.tree import Branch, Child, Typed, Words, opened, plain
from flows.editing.writing import listed, on_one_line
from flows.merging.conflicts import Conflict, told

if TYPE_CHECKING:
    from flows.merging.conflicts import Where


#: What the parts of the three versions are called, in their order.
_Names: TypeAlias = tuple[list[str], list[str], list[str]]


class _Sides(NamedTuple):
    """One part as it was, as the first person has it, and as the second has it."""

    base: Child | None
    mine: Child | None
    theirs: Child | None


class Merger:
    """Changes what the first person has, and notes what both changed."""

    def __init__(self, as_theirs: frozenset[Where]) -> None:
        self.as_theirs = as_theirs
        self.conflicts: list[Conflict] = []

    def is_theirs(self, where: Where, base: object, mine: object, theirs: object) -> bool:
        """Whether a conflict is settled for the second person; noted, if it is not."""
        if where in self.as_theirs:
            return True
        before, first, second = (
            None if each is None else told(each) for each in (base, mine, theirs)
        )
        self.conflicts.append(Conflict(where, before, first, second))
        return False

    def mappings(self, where: Where, base: Branch | None, mine: Branch, theirs: Branch) -> None:
        """Bring the pairs of a mapping together."""
        names = _names(base), _names(mine), _names(theirs)
        self._parts(where, (base, mine, theirs), names)

    def _parts(
        self, where: Where, branches: tuple[Branch | None, Branch, Branch], called: _Names
    ) -> None:
        base, mine, theirs = branches
        base_names, names, their_names = called
        was = dict(zip(base_names, base.children if base else [], strict=True))
        now = dict(zip(names, mine.children, strict=True))
        other = dict(zip(their_names, theirs.children, strict=True))
        taken = _Taken(mine, theirs, names, their_names)
        for name in dict.fromkeys([*their_names, *names]):
            sides = _Sides(was.get(name), now.get(name), other.get(name))
            self._part((*where, name), sides, taken, name)
        for name in base_names:
            # Gone on their side only: it was passed over above if it is gone on both.
            if name in now and name not in other and _same(now[name], was[name]):
                taken.without(name)
        self._order(where, taken, base_names, their_names)

    def _part(self, where: Where, sides: _Sides, taken: _Taken, name: str) -> None:
        base, mine, theirs = sides
        if _same(theirs, base) or _same(mine, theirs):
            return
        if _same(mine, base):
            if theirs is not None:
                taken.take(name, theirs)
            return
        if mine is not None and theirs is not None:
            self._both(where, base, mine, theirs, taken)
        elif self.is_theirs(where, *(each and _meaning(each) for each in sides)):
            if theirs is None:
                taken.without(name)
            else:
                taken.take(name, theirs)

    def _both(
        self, where: Where, base: Child | None, mine: Child, theirs: Child, taken: _Taken
    ) -> None:
        meanings = [_meaning(each) if each else None for each in (base, mine, theirs)]
        if meanings[1] != meanings[2] and where[-1] == "was":
            put_value(mine, listed(dict.fromkeys([*_list(meanings[1]), *_list(meanings[2])])))
        elif all(isinstance(each, dict) for each in meanings[1:]):
            self._notes(base, mine, theirs)
            branches = [opened(each) if each else None for each in (base, mine, theirs)]
            before = branches[0] if branches[0] and branches[0].is_mapping else None
            if branches[1] and branches[2]:
                self.mappings(where, before, branches[1], branches[2])
        elif where[-1] in {"choices", "say"} and base is not None:
            self._lists(where, _Sides(base, mine, theirs), taken)
        elif meanings[2] in (meanings[0], meanings[1]):
            self._notes(base, mine, theirs)
        elif meanings[1] == meanings[0] or self.is_theirs(where, *meanings):
            taken.take(where[-1], theirs)

    def _lists(self, where: Where, sides: _Sides, taken: _Taken) -> None:
        meanings = [_list_of(_meaning(each)) if each else [] for each in sides]
        names = _by_id(*meanings) or _by_words(*meanings)
        base, mine, theirs = (
            as_list(each, around) if each else None
            for each, around in zip(sides, (taken.theirs, taken.mine, taken.theirs), strict=True)
        )
        if mine is not None and theirs is not None:
            self._parts(where, (base, mine, theirs), names)

    def _notes(self, base: Child | None, mine: Child, theirs: Child) -> None:
        """Comments that only the second person changed are hers."""
        before, now, other = (_comments(each) for each in (base, mine, theirs))
        if other not in (before, now) and now == before:
            commented(mine, other)

    def _order(
        self, where: Where, taken: _Taken, base_names: list[str], their_names: list[str]
    ) -> None:
        common = [name for name in base_names if name in taken.names and name in their_names]
        theirs = [name for name in their_names if name in common]
        mine = [name for name in taken.names if name in common]
        if theirs in (common, mine) or where[-1] not in {"choices", "say", "steps"}:
            return
        if mine == common or self.is_theirs((*where, "order"), common, mine, theirs):
            taken.reorder(theirs)


class _Taken:
    """The first person's mapping or list while parts of the second's are put into it."""

    def __init__(
        self, mine: Branch, theirs: Branch, names: list[str], their_names: list[str]
    ) -> None:
        self.mine = mine
        self.theirs = theirs
        self.names = list(names)
        self._their_names = their_names

    def take(self, name: str, theirs: Child) -> None:
        """Have a part as the second person has it, where she has it."""
        moved = self._moved(theirs)
        if name in self.names:
            child = self.mine.children[self.names.index(name)]
            child.value, child.gap = moved.value, moved.gap
            if not self.mine.is_flow:
                child.tail = moved.tail if moved.tail.endswith("\n") else moved.tail + "\n"
                commented(child, _comments(theirs))
            return
        before = self._their_names[: self._their_names.index(name)]
        index = max([self.names.index(each) for each in before if each in self.names], default=-1)
        self.names.insert(index + 1, name)
        insert(self.mine, index + 1, moved)

    def without(self, name: str) -> None:
        """Take a part out."""
        index = self.names.index(name)
        remove(self.mine, index)
        del self.names[index]

    def reorder(self, order: list[str]) -> None:
        """Have parts in this order, where they stand among the others."""
        places = sorted(self.names.index(name) for name in order)
        for place, name in zip(places, order, strict=True):
            index = self.names.index(name)
            move(self.mine, index, place)
            self.names.insert(place, self.names.pop(index))

    def _moved(self, theirs: Child) -> Child:
        whole = theirs.gap + theirs.value.written()
        if self.mine.is_flow and "\n" in whole:
            whole = (": " if theirs.key else "") + on_one_line(_meaning(theirs))
        above, line, below = whole.partition("\n")
        whole = above + line + shifted(below, self.mine.column - self.theirs.column)
        tail = "" if self.theirs.is_flow else theirs.tail
        return Child(theirs.lead, theirs.key, theirs.name, "", Words(whole), tail)


def _same(one: Child | None, other: Child | None) -> bool:
    """Whether two parts are the same text under the same comments."""
    if one is None or other is None:
        return one is other
    texts = [each.gap.strip() + each.value.written() for each in (one, other)]
    return texts[0] == texts[1] and _comments(one) == _comments(other)


def commented(part: Child, comments: list[str]) -> None:
    """Have other comments stand above a part, if it begins its line."""
    *_, indent = part.lead.split("\n")
    if not indent or comments == _comments(part):
        return
    blank = "\n" if part.lead.startswith("\n") else ""
    margin = indent[: len(indent) - len(indent.lstrip())]
    part.lead = blank + "".join(f"{margin}{line}\n" for line in comments) + indent


def _comments(part: Child | None) -> list[str]:
    lines = part.lead.split("\n") if part else []
    return [line.strip() for line in lines if line.strip().startswith("#")]


def _meaning(part: Child) -> object:
    """What a part that nobody opened means."""
    return plain(part.value.raw) if isinstance(part.value, Typed) else part.value.written()


def _names(branch: Branch | None) -> list[str]:
    return [each.name for each in branch.children] if branch else []


def _list(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _list_of(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _by_id(was: list[object], now: list[object], other: list[object]) -> _Names | None:
    names = []
    for entries in (was, now, other):
        ids = [str(each.get("id", "")) if isinstance(each, dict) else "" for each in entries]
        if not all(ids) or len(set(ids)) != len(ids):
            return None
        names.append(ids)
    return names[0], names[1], names[2]


def _by_words(was: list[object], now: list[object], other: list[object]) -> _Names:
    """A name for each bubble: the place it had; of a new one, what it says."""
    names = [f"{number}" for number in range(1, len(was) + 1)]
    return names, _as_were(was, now), _as_were(was, other)


def _as_were(was: list[object], now: list[object]) -> list[str]:
    names: dict[int, str] = {}
    for then, number in matched([_said(each) for each in was], [_said(each) for each in now]):
        if number is not None:
            name = f"{then + 1}" if then is not None else f"+{_said(now[number])}"
            while name in names.values():
                name += "+"
            names[number] = name
    return [names[number] for number in range(len(now))]


def _said(bubble: object) -> str:
    return str(bubble.get("say", "")) if isinstance(bubble, dict) else str(bubble)
