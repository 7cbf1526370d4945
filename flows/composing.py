"""YAML text → values with the place of each, and nothing guessed.

A flow of two thousand steps is most of a megabyte, and the parser takes seconds over it.
The steps of a flow are therefore read one by one and remembered: who changes one sentence
waits for one step.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruamel.yaml.nodes import CollectionNode
    from ruamel.yaml.nodes import Node as YamlNode

#: A flow file is a few kilobytes; a file past this is a mistake or an attack.
LONGEST_FILE = 1_000_000
#: Deeper than any flow; stops a file made to exhaust the stack.
DEEPEST = 20

#: Of a file past this, only the last few are remembered.
_LARGE = 50_000

#: Where a step is, in the depth of a flow's file.
_DEPTH_OF_STEPS = 1
# What would make a line here and a line of YAML two things.
_ODD = re.compile("[\t\r\x85\u2028\u2029\ufeff]")
# YAML can write it; no page, no messenger and no other file can.
_HALF = re.compile("[\ud800-\udfff]")
_STEPS = re.compile(r"^steps:[ ]*(?:#.*)?\n", re.MULTILINE)
_STEP = re.compile(r" +[a-z][a-z0-9_]*:(?: |\Z)")


class RefusedError(Exception):
    """The text is not the YAML that flows are written in."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        #: From nought.
        self.line = line
        self.why = why


@dataclass(frozen=True, slots=True)
class Raw:
    """One value: what it is, and from where to where it was typed."""

    #: A word, the entries of a list, or the pairs of a mapping.
    value: str | tuple[Raw, ...] | tuple[tuple[Raw, Raw], ...]
    start: int
    end: int
    #: From nought; of a mapping or list in lines of its own, its first line.
    line: int
    is_mapping: bool = False
    #: In braces or brackets, or quoted: it says itself where it begins.
    is_flow: bool = False

    @property
    def pairs(self) -> tuple[tuple[Raw, Raw], ...]:
        """The pairs of a mapping; nothing for the others."""
        return self.value if self.is_mapping else ()  # type: ignore[return-value]

    @property
    def entries(self) -> tuple[Raw, ...]:
        """The entries of a list; nothing for the others."""
        is_list = isinstance(self.value, tuple) and not self.is_mapping
        return self.value if is_list else ()  # type: ignore[return-value]

    def moved(self, by: int, lines: int) -> Raw:
        """The same value, in a text that begins so much earlier."""
        value = self.value
        if self.is_mapping:
            value = tuple([(k.moved(by, lines), v.moved(by, lines)) for k, v in self.pairs])
        elif not isinstance(value, str):
            value = tuple([each.moved(by, lines) for each in self.entries])
        return Raw(
            value,
            self.start + by,
            self.end + by,
            self.line + lines,
            self.is_mapping,
            self.is_flow,
        )


def compose(text: str) -> Raw:
    """The one value that a text is.

    Raises:
        RefusedError: if it is not YAML, uses anchors, says a key twice, or is larger or
            deeper than a flow can be.
    """
    if len(text) > LONGEST_FILE:
        raise RefusedError(0, "it is larger than a megabyte")
    return _read_lately(text) if len(text) > _LARGE else _read_once(text)


@lru_cache(maxsize=256)
def _read_once(text: str) -> Raw:
    return _read(text)


# A large one takes ten megabytes: kept while one change follows the other, and no longer.
@lru_cache(maxsize=6)
def _read_lately(text: str) -> Raw:
    return _read(text)


def _read(text: str) -> Raw:
    try:
        return _step_by_step(text) or _whole(text, 0)
    except RefusedError:
        # A quote that runs over two steps is one value: only the whole text can tell.
        return _whole(text, 0)


def _step_by_step(text: str) -> Raw | None:
    """A flow in the usual form, each step read by itself; `None` for another file."""
    begins = _STEPS.search(text)
    if begins is None or _ODD.search(text) or text.startswith(("%", "-")):
        return None
    head = _remembered(text[: begins.end()], 0)
    if not head.pairs or head.pairs[-1][0].value != "steps":
        return None
    pairs: list[tuple[Raw, Raw]] = []
    line = text.count("\n", 0, begins.end())
    at = begins.end()
    for part in _parts(text[at:]):
        step = _remembered(part, _DEPTH_OF_STEPS)
        if step.is_flow or len(step.pairs) != 1:
            return None
        pairs.append(_moved_pair(step.pairs[0], at, line))
        at += len(part)
        line += part.count("\n")
    if not pairs or len({str(key.value) for key, _ in pairs}) != len(pairs):
        return None
    steps = Raw(
        tuple(pairs), pairs[0][0].start, pairs[-1][1].end, pairs[0][0].line, is_mapping=True
    )
    return replace(head, value=(*head.pairs[:-1], (head.pairs[-1][0], steps)), end=steps.end)


def _moved_pair(pair: tuple[Raw, Raw], by: int, lines: int) -> tuple[Raw, Raw]:
    return pair[0].moved(by, lines), pair[1].moved(by, lines)


def _parts(body: str) -> Iterator[str]:
    """What stands below `steps:`, a step each; the whole of it where that cannot be seen."""
    lines = body.splitlines(keepends=True)
    starts: list[int] = []
    column = 0
    for number, line in enumerate(lines):
        words = line.lstrip(" ")
        if not words.strip() or words.startswith("#"):
            continue
        indent = len(line) - len(words)
        column = column or indent
        if indent < column or not indent:
            raise RefusedError(number, "something stands after the steps")
        if indent == column:
            if not _STEP.match(line.rstrip("\n")):
                raise RefusedError(number, "a step is called otherwise")
            starts.append(number)
    # What stands above the first step is its own.
    for first, after in zip([0, *starts[1:]], [*starts[1:], len(lines)], strict=False):
        yield "".join(lines[first:after])


@lru_cache(maxsize=8192)
def _remembered(text: str, depth: int) -> Raw:
    return _whole(text, depth)


class _Shallow(Composer):
    """Stops at once where a file goes too deep: a stack that overflows takes half a minute."""

    _depth = 0

    def compose_node(self, parent: object, index: object) -> YamlNode | None:
        self._depth += 1
        if self._depth > 2 * DEEPEST:
            raise RefusedError(self.parser.peek_event().start_mark.line, "it is nested too deeply")
        node: YamlNode | None = super().compose_node(parent, index)
        self._depth -= 1
        return node


def _whole(text: str, depth: int) -> Raw:
    try:
        # An anchor lets ten lines stand for ten million; a conversation needs none.
        reader = YAML(typ="safe", pure=True)
        reader.Composer = _Shallow
        reader.composer.warn_double_anchors = False  # each is refused below
        root = reader.compose(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        raise RefusedError(mark.line if mark else 0, str(problem.problem or "not YAML")) from None
    except RecursionError:
        raise RefusedError(0, "it is nested too deeply") from None
    except (YAMLError, ValueError):
        raise RefusedError(0, "it is not YAML") from None
    if root is None:
        raise RefusedError(0, "it is empty")
    return _raw(root, text, depth)


def _raw(node: YamlNode, text: str, depth: int) -> Raw:
    start, line = node.start_mark.index, node.start_mark.line
    if node.anchor is not None:
        raise RefusedError(line, "it uses an anchor (&name); write the words again")
    if depth > DEEPEST:
        raise RefusedError(line, "it is nested too deeply")
    if isinstance(node, ScalarNode):
        if not node.value.isascii() and _HALF.search(node.value):
            raise RefusedError(line, "it holds half a sign, which nothing can show")
        # A text in lines of its own ends where its words do, not where the next thing begins.
        end = node.end_mark.index
        if node.style in {"|", ">"}:
            end = start + len(text[start:end].rstrip())
        return Raw(str(node.value), start, end, line, is_flow=node.style in {'"', "'"})
    if isinstance(node, SequenceNode):
        is_flow = bool(node.flow_style)
        entries = tuple(_raw(each, text, depth + 1) for each in node.value)
        return Raw(entries, start, _end(node, entries), line, is_flow=is_flow)
    if isinstance(node, MappingNode):
        pairs = _pairs(node, text, depth)
        values = tuple(value for _, value in pairs)
        is_flow = bool(node.flow_style)
        return Raw(pairs, start, _end(node, values), line, is_mapping=True, is_flow=is_flow)
    raise RefusedError(line, "it holds something that is no text, list or mapping")


def _end(node: CollectionNode, values: tuple[Raw, ...]) -> int:
    # Without brackets the parser's end lies behind comments that belong to what follows.
    return node.end_mark.index if node.flow_style or not values else values[-1].end


def _pairs(node: MappingNode, text: str, depth: int) -> tuple[tuple[Raw, Raw], ...]:
    pairs: dict[str, tuple[Raw, Raw]] = {}
    for key, value in node.value:
        line = key.start_mark.line
        if not isinstance(key, ScalarNode):
            raise RefusedError(line, "a key is not a word")
        if key.value in pairs:
            raise RefusedError(line, f"'{key.value}' is written twice in one place")
        pairs[str(key.value)] = _raw(key, text, depth + 1), _raw(value, text, depth + 1)
    return tuple(pairs.values())
