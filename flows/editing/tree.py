"""A file as a tree whose parts put together are the very text that was typed.

Every comment, blank line, dash, comma and quote belongs to exactly one part. A part that
is not touched is written back as it was; only a part that is opened can be changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.composing import Raw


@dataclass(slots=True)
class Typed:
    """A value as it was typed, and not opened."""

    raw: Raw
    text: str

    def written(self) -> str:
        """The text of it."""
        return self.text[self.raw.start : self.raw.end]


@dataclass(slots=True)
class Words:
    """A value that is new."""

    words: str

    def written(self) -> str:
        """The text of it."""
        return self.words


@dataclass(slots=True)
class Branch:
    """A mapping or a list, opened."""

    is_mapping: bool
    is_flow: bool
    #: Where the keys or dashes of a block stand.
    column: int
    open: str = ""
    close: str = ""
    children: list[Child] = field(default_factory=list)

    def written(self) -> str:
        """The text of it."""
        return self.open + "".join(each.written() for each in self.children) + self.close

    @property
    def is_inline(self) -> bool:
        """Whether the first pair stands behind the dash of the list that it is an entry of."""
        return not self.is_flow and self.column > 0 and not self.children[0].lead

    def begins_line(self, child: Child) -> bool:
        """Whether a comment right above one of its parts is that part's own."""
        if self.is_flow:
            return "\n" in child.lead
        return bool(child.lead) or not self.column

    def find(self, key: str) -> Child | None:
        """The pair with this key."""
        return next((each for each in self.children if each.name == key), None)


Value: TypeAlias = Typed | Words | Branch


@dataclass(slots=True)
class Child:
    """A pair of a mapping or an entry of a list, with everything around it."""

    #: Comments above, indentation, the dash.
    lead: str
    #: As typed; empty in a list.
    key: str
    #: What the key means.
    name: str
    #: Colon, space, perhaps a comment and a new line.
    gap: str
    value: Value
    #: The rest of the line, or the comma.
    tail: str

    def written(self) -> str:
        """The text of it."""
        return self.lead + self.key + self.gap + self.value.written() + self.tail

    @property
    def plain(self) -> object:
        """What it means, as words, lists and mappings; of what was typed only."""
        return plain(self.value.raw) if isinstance(self.value, Typed) else None


def plain(raw: Raw) -> object:
    """A value without its place: words, lists and mappings."""
    if raw.is_mapping:
        return {str(key.value): plain(value) for key, value in raw.pairs}
    return raw.value if isinstance(raw.value, str) else [plain(each) for each in raw.entries]


def opened(child: Child) -> Branch | None:
    """The mapping or list that a pair or an entry holds, ready to be changed; `None` for words."""
    if isinstance(child.value, Branch):
        return child.value
    if not isinstance(child.value, Typed) or isinstance(child.value.raw.value, str):
        return None
    branch = branch_of(child.value.raw, child.value.text)
    if not branch.is_flow:
        above, line, below = child.gap.partition("\n")
        if line:
            child.gap, branch.children[0].lead = above + line, below + branch.children[0].lead
        # What ends the line ends it for the last of its parts.
        branch.children[-1].tail += child.tail
        child.tail = ""
    child.value = branch
    return branch


def branch_of(raw: Raw, text: str) -> Branch:
    """A mapping or a list with its parts, none of them opened yet."""
    column = raw.start - (text.rfind("\n", 0, raw.start) + 1)
    branch = Branch(raw.is_mapping, raw.is_flow, column)
    parts = list(_parts(raw))
    at = raw.start
    lead = ""
    for number, (key, value) in enumerate(parts):
        start = (key or value).start
        lead += text[at:start]
        if raw.is_flow and not number:
            branch.open, lead = lead[:1], lead[1:]
        child = Child(lead, "", "", "", Typed(value, text), "")
        if key is not None:
            child.key, child.name = text[key.start : key.end], str(key.value)
            child.gap = text[key.end : value.start]
        at = value.end
        lead = ""
        if number + 1 < len(parts):
            after, following = parts[number + 1]
            glue = text[at : (after or following).start]
            child.tail, lead = _in_flow(glue) if raw.is_flow else in_block(glue, column)
            at += len(glue)
        branch.children.append(child)
    branch.close = text[at : raw.end]
    if raw.is_flow and not parts:
        branch.open, branch.close = text[raw.start : raw.end - 1], text[raw.end - 1 : raw.end]
    return branch


def _parts(raw: Raw) -> Iterator[tuple[Raw | None, Raw]]:
    if raw.is_mapping:
        yield from raw.pairs
    else:
        yield from ((None, each) for each in raw.entries)


def _in_flow(glue: str) -> tuple[str, str]:
    before, comma, after = glue.partition(",")
    return before + comma, after


def in_block(glue: str, column: int) -> tuple[str, str]:
    """What lies between two parts: what belongs to the first, and what to the second.

    The rest of the line is the first one's, and comments that stand deeper than the second.
    """
    lines = glue.splitlines(keepends=True)
    if not lines or not lines[0].endswith("\n"):
        return "", glue
    own = 1
    for number, line in enumerate(lines[1:], start=1):
        words = line.lstrip(" ")
        if words.startswith("#"):
            if len(line) - len(words) <= column:
                break
            own = number + 1
        elif words.strip():
            break
    return "".join(lines[:own]), "".join(lines[own:])
