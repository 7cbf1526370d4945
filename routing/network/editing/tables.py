"""Items of a TOML file (`[[node]]`, `[[closure]]`…) changed each in its own piece of the text."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError

from routing.network.editing.errors import LayoutError, UnknownRowError, UnreadableError
from routing.network.text import toml_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tomlkit.items import Table

_HEADER: Final = re.compile(
    r"^[ \t]*\[\[?[ \t]*(?P<name>[A-Za-z0-9_.\"' -]+?)[ \t]*\]\]?[ \t]*(?:#.*)?$", re.MULTILINE
)
#: Empty lines and remarks at the end of a piece: they stand before the next.
_TAIL: Final = re.compile(r"(?:^[ \t]*(?:#[^\n]*)?(?:\n|\Z))+\Z", re.MULTILINE)
#: Remarks right above a header: they are its own.
_ABOVE: Final = re.compile(r"(?:\A|\n[ \t]*\n)(?P<own>(?:[ \t]*#[^\n]*\n)+)\Z")


def read(name: str, text: str) -> dict[str, Any]:
    """What a file says.

    Raises:
        UnreadableError: it is no TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise UnreadableError(name) from None


def pieces(text: str, table: str) -> list[tuple[int, int]]:
    """Where each item of a table begins and ends, its sub-tables with it."""
    heads = list(_HEADER.finditer(text))
    found: list[tuple[int, int]] = []
    for place, head in enumerate(heads):
        ends = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        if head["name"] == table and text[head.start() : head.end()].lstrip().startswith("[["):
            found.append((head.start(), ends))
        elif found and head["name"].startswith(f"{table}.") and found[-1][1] == head.start():
            found[-1] = (found[-1][0], ends)
    return found


def change_item(
    name: str, text: str, table: str, position: int, change: Callable[[Table], None]
) -> str:
    """Change one item; every byte outside it stays.

    Raises:
        UnknownRowError: there is no such item.
        LayoutError, UnreadableError: the file is not one that can be changed piece by piece.
    """
    begins, ends, whole = _piece(name, text, table, position)
    try:
        ends = begins + _own_end(text[begins:ends])
        piece = tomlkit.parse(text[begins:ends])
        change(piece[table][0])
        made = text[:begins] + piece.as_string() + text[ends:]
    except TOMLKitError:
        raise LayoutError(name) from None
    after = read(name, made)
    expected = {**whole, table: list(whole[table])}
    expected[table][position] = after[table][position] if table in after else None
    if after != expected:
        raise LayoutError(name)
    return made


def remove_item(name: str, text: str, table: str, position: int) -> str:
    """Take one item out, with the remarks right above it.

    Raises:
        UnknownRowError, LayoutError, UnreadableError: as above.
    """
    begins, ends, whole = _piece(name, text, table, position)
    ends = begins + _own_end(text[begins:ends])
    above = _ABOVE.search(text[:begins])
    begins = above.start("own") if above and above.start("own") else begins
    if text[:begins].endswith("\n\n") and text[ends:].startswith("\n"):
        ends += 1
    elif text[:begins].endswith("\n\n") and not text[ends:]:
        begins -= 1
    made = text[:begins] + text[ends:]
    expected = {**whole, table: [*whole[table][:position], *whole[table][position + 1 :]]}
    if {table: [], **read(name, made)} != expected:
        raise LayoutError(name)
    return made


def add_item(name: str, text: str, table: str, lines: str) -> str:
    """Put an item behind the last of its table, else at the end of the file.

    Raises:
        LayoutError, UnreadableError: as above.
    """
    whole = read(name, text)
    found = pieces(text, table)
    at = len(text)
    if found:
        begins, ends = found[-1]
        at = begins + _own_end(text[begins:ends])
    before = text[:at]
    gap = "" if not before or before.endswith("\n\n") else "\n" * (1 + (before[-1] != "\n"))
    made = f"{before}{gap}{lines}{text[at:]}"
    after = read(name, made)
    added = after.get(table, [None])[-1]
    if after != {**whole, table: [*whole.get(table, []), added]}:
        raise LayoutError(name)
    return made


def item_text(table: str, values: Mapping[str, Any]) -> str:
    """A new item as it is written."""
    rows = (f"{key} = {toml_value(value)}" for key, value in values.items())
    return "\n".join((f"[[{table}]]", *rows)) + "\n"


def put_key(name: str, text: str, key: str, value: int) -> str:
    """Set a number that stands before every table of the file.

    Raises:
        LayoutError, UnreadableError: as above.
    """
    whole = read(name, text)
    line = f"{key} = {value}\n"
    first = _HEADER.search(text)
    head = text[: first.start()] if first else text
    written = re.search(rf"^{re.escape(key)}[ \t]*=[ \t]*\d+[ \t]*\n", head, re.MULTILINE)
    if written:
        made = text[: written.start()] + line + text[written.end() :]
    else:
        any_key = re.search(r"^[a-z_]+[ \t]*=", head, re.MULTILINE)
        if any_key is None:
            raise LayoutError(name)
        made = text[: any_key.start()] + line + text[any_key.start() :]
    if read(name, made) != {**whole, key: value}:
        raise LayoutError(name)
    return made


def _own_end(piece: str) -> int:
    """Where a piece ends without the empty lines and remarks that stand before the next."""
    remarks = _TAIL.search(piece)
    return remarks.start() if remarks else len(piece)


def _piece(name: str, text: str, table: str, position: int) -> tuple[int, int, dict[str, Any]]:
    whole = read(name, text)
    items = whole.get(table, [])
    if not 0 <= position < len(items):
        raise UnknownRowError
    found = pieces(text, table)
    if len(found) != len(items):
        raise LayoutError(name)
    begins, ends = found[position]
    try:
        alone = tomllib.loads(text[begins:ends])
    except tomllib.TOMLDecodeError:
        raise LayoutError(name) from None
    if alone != {table: [items[position]]}:
        raise LayoutError(name)
    return begins, ends, whole
