"""YAML as its author typed it: plain values, each with its line.

Every scalar stays the string that was written (`yes`, `112` and `2026-11-22`
are words here), so that nothing is guessed before it is understood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from flows.definition import Place
from flows.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruamel.yaml.nodes import Node as YamlNode

#: A flow file is a few kilobytes; a file past this is a mistake or an attack.
LONGEST_FILE = 1_000_000
#: Deeper than any flow; stops a file made to exhaust the stack.
DEEPEST = 20

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
    if len(text) > LONGEST_FILE:
        raise UnreadableFileError(Place(name, 1), "it is larger than a megabyte")
    # An anchor lets ten lines stand for ten million; a conversation needs none.
    reader = YAML(typ="rt", pure=True)
    try:
        root = reader.compose(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = mark.line + 1 if mark else 1
        raise UnreadableFileError(
            Place(name, line), str(problem.problem or "not YAML")
        ) from problem
    except RecursionError as problem:
        raise UnreadableFileError(Place(name, 1), "it is nested too deeply") from problem
    except (YAMLError, ValueError) as problem:
        raise UnreadableFileError(Place(name, 1), "it is not YAML") from problem
    if root is None:
        raise UnreadableFileError(Place(name, 1), "it is empty")
    return _Understood(name, text.splitlines()).node(root, 0, root.start_mark.line)


class _Understood:
    """Turns the library's nodes into ours."""

    def __init__(self, name: str, lines: list[str]) -> None:
        self._name = name
        self._lines = lines

    def node(self, raw: YamlNode, depth: int, line: int) -> Node:
        place = Place(self._name, line + 1)
        if raw.anchor is not None:
            raise UnreadableFileError(place, "it uses an anchor (&name); write the words again")
        if depth > DEEPEST:
            raise UnreadableFileError(place, "it is nested too deeply")
        note = self._note_above(line)
        if isinstance(raw, ScalarNode):
            return Node(str(raw.value), place, note)
        if isinstance(raw, SequenceNode):
            return Node(
                [self.node(each, depth + 1, each.start_mark.line) for each in raw.value],
                place,
                note,
            )
        if isinstance(raw, MappingNode):
            return Node(self._pairs(raw, depth), place, note)
        raise UnreadableFileError(place, "it holds something that is no text, list or mapping")

    def _pairs(self, raw: MappingNode, depth: int) -> dict[str, Node]:
        pairs: dict[str, Node] = {}
        for key, value in raw.value:
            line = key.start_mark.line
            if not isinstance(key, ScalarNode):
                raise UnreadableFileError(Place(self._name, line + 1), "a key is not a word")
            if key.value in pairs:
                raise UnreadableFileError(
                    Place(self._name, line + 1), f"'{key.value}' is written twice in one place"
                )
            pairs[key.value] = self.node(value, depth + 1, line)
        return pairs

    def _note_above(self, line: int) -> str:
        found: list[str] = []
        for above in reversed(self._lines[:line]):
            words = above.strip()
            if not words.startswith("#"):
                break
            found.append(words)
        note = " ".join(words.lstrip("# ") for words in reversed(found))
        start = note.find(_NOTE.lstrip("# "))
        return note[start + len(_NOTE) - 2 :].strip() if start >= 0 else ""
