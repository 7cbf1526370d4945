"""YAML as its author typed it: plain values, each with its line.

Every scalar stays the string that was written (`yes`, `112` and `2026-11-22`
are words here), so that nothing is guessed before it is understood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.composing import RefusedError, compose
from flows.definition import Place
from flows.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.composing import Raw

_NOTE = "# Translators:"


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a file: a word, a list or a mapping."""

    value: str | list[Node] | dict[str, Node]
    place: Place
    #: What a `# Translators:` comment right above it says.
    note: str = ""

    @property
    def kind(self) -> str:
        """What it is, in an author's words."""
        return {str: "a text", list: "a list", dict: "a mapping"}[type(self.value)]

    def items(self) -> Iterator[tuple[str, Node]]:
        """The pairs of a mapping, in the author's order; nothing for the others."""
        if isinstance(self.value, dict):
            yield from self.value.items()

    def entries(self) -> Iterator[Node]:
        """The entries of a list; a single value is a list of one."""
        if isinstance(self.value, list):
            yield from self.value
        else:
            yield self

    def words(self) -> str:
        """The text itself; empty for what is no text."""
        return self.value if isinstance(self.value, str) else ""


def read_document(name: str, text: str) -> Node:
    """Read one file.

    Raises:
        UnreadableFileError: if it is not YAML, uses anchors, says a key twice,
            or is larger or deeper than a flow can be.
    """
    try:
        root = compose(text)
    except RefusedError as problem:
        raise UnreadableFileError(Place(name, problem.line + 1), problem.why) from problem
    return _Understood(name, text.splitlines()).node(root, root.line)


class _Understood:
    """Turns what was composed into nodes, each with its note."""

    def __init__(self, name: str, lines: list[str]) -> None:
        self._name = name
        self._lines = lines
        self._comments = {
            number for number, line in enumerate(lines) if line.lstrip().startswith("#")
        }

    def node(self, raw: Raw, line: int) -> Node:
        place = Place(self._name, line + 1)
        note = self._note_above(line)
        if isinstance(raw.value, str):
            return Node(raw.value, place, note)
        if raw.is_mapping:
            # What a key leads to stands on the key's line.
            pairs = {str(key.value): self.node(value, key.line) for key, value in raw.pairs}
            return Node(pairs, place, note)
        return Node([self.node(each, each.line) for each in raw.entries], place, note)

    def _note_above(self, line: int) -> str:
        if line - 1 not in self._comments:
            return ""
        found: list[str] = []
        for above in range(line - 1, -1, -1):
            if above not in self._comments:
                break
            found.append(self._lines[above].strip())
        note = " ".join(words.lstrip("# ") for words in reversed(found))
        start = note.find(_NOTE.lstrip("# "))
        return note[start + len(_NOTE) - 2 :].strip() if start >= 0 else ""
