"""Texts cut into the pieces that people change: a centre, a field, a sentence, an example."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from bot.editions.paths import EXAMPLES, LOCALES, NETWORK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: Every piece under its name; put together again they are the text.
Pieces: TypeAlias = dict[str, str]
Cut: TypeAlias = "Callable[[str], Pieces | None]"

_HEADER: Final = re.compile(r"\[(\[)?\s*([\w-]+)([.\w-]*)\s*\]")
_NAMED: Final = re.compile(r"(?m)^(?:id|node)\s*=\s*(.+)$")
_STATEMENT: Final = re.compile(r"([\w-]+)\s*=")
_ITEM: Final = re.compile(r"(\s*)- ")
_CALLED: Final = re.compile(r"(?m)^[\s-]*name:\s*(.+)$")
_BLANKS: Final = re.compile(r"\n(?:[ \t]*\n)+")
_KEYS: Final = re.compile(r'(?m)^(#~ )?(msgctxt|msgid) (".*"(?:\n(?:#~ )?".*")*)')
#: Where a sentence stands and what it notes change with the Italian, never by a translator.
_NOISE: Final = re.compile(r"(?m)^#[:.].*\n?")


def cuts_of(path: str) -> Sequence[Cut]:
    """How a text is cut, the larger pieces first; nothing: it is one piece."""
    if path.startswith(NETWORK):
        return (_tables, _statements)
    if path.startswith(LOCALES):
        return (_entries,)
    return (_items,) if path == EXAMPLES else ()


def meaning(path: str, text: str | None) -> str | None:
    """What of a piece somebody wrote."""
    if text is None or not path.startswith(LOCALES):
        return text and text.strip()
    return _NOISE.sub("", text).strip()


def reads(path: str, text: str) -> bool:
    """Whether a text that was put together is still a file of its kind."""
    if not path.startswith(NETWORK):
        return True
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _tables(text: str) -> Pieces | None:
    """The tables of a TOML file; what follows each other without a name is one piece."""
    pieces: list[tuple[str, str]] = []
    for head, body in _begun(text, _table_begins):
        named = _NAMED.search(body)
        key = f"{head}:{named[1].strip()}" if named else head
        if pieces and pieces[-1][0] == key and not named:
            pieces[-1] = key, pieces[-1][1] + body
        else:
            pieces.append((key, body))
    return _once(pieces)


def _table_begins(line: str, before: str) -> str | None:
    found = _HEADER.match(line)
    if found is None:
        return None
    is_list, name, rest = found.groups()
    # `[[node.contacts]]` belongs to the node above it.
    is_inner = bool(rest) and before.startswith(f"[{name}")
    return None if is_inner else (f"[{name}" if is_list else f"{name}{rest}")


def _statements(text: str) -> Pieces | None:
    """The lines of one table, each with what goes on below it."""
    found = (_STATEMENT.match(line) for line in text.splitlines())
    if not any(found):
        return None
    return _once(list(_begun(text, lambda line, _: _begin_of(_STATEMENT, line))))


def _items(text: str) -> Pieces | None:
    """The examples of a list, each under its name."""
    dashes = [found[1] for line in text.splitlines() if (found := _ITEM.match(line))]
    if not dashes:
        return None
    margin = f"{dashes[0]}- "
    cut = _begun(text, lambda line, _: line if line.startswith(margin) else None)
    named = ((_CALLED.search(body), body) for _, body in cut)
    return _once([(found[1].strip() if found else "", body) for found, body in named])


def _entries(text: str) -> Pieces | None:
    """The sentences of a PO file."""
    ends = [0, *(found.end() for found in _BLANKS.finditer(text)), len(text)]
    bodies = [text[start:end] for start, end in pairwise(ends) if start < end]
    return _once([(_entry_key(body), body) for body in bodies])


def _entry_key(body: str) -> str:
    keys = {kind: f"{gone}{words}" for gone, kind, words in _KEYS.findall(body)}
    return keys.get("msgctxt") or keys.get("msgid") or ""


def _begun(text: str, begins: Callable[[str, str], str | None]) -> Iterator[tuple[str, str]]:
    """Cut before each line that begins something, with the comments right above it."""
    name, body, above = "", "", ""
    for line in text.splitlines(keepends=True):
        begun = begins(line, name)
        if begun is not None:
            if body:
                yield name, body
            name, body, above = begun, above + line, ""
        elif line.startswith("#"):
            above += line
        else:
            body, above = body + above + line, ""
    if body + above:
        yield name, body + above


def _begin_of(pattern: re.Pattern[str], line: str) -> str | None:
    found = pattern.match(line)
    return found[1] if found else None


def _once(pieces: list[tuple[str, str]]) -> Pieces | None:
    """By name; nothing when a name stands for two, which nobody could tell apart."""
    found = dict(pieces)
    return found if len(found) == len(pieces) else None
