"""`desks.toml` as text: what it says, and one piece of it changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError

from routing.network.desk_file import DESKS
from routing.network.editing.errors import LayoutError
from routing.network.editing.sound import see_sound
from routing.network.editing.tables import add_item, change_item, item_text, read, remove_item

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tomlkit.items import Table

    from routing.network.editing.entries import Texts

_FIRST_TABLE: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)
_REMARKS: Final = re.compile(r"(?:^[ \t]*(?:#[^\n]*)?(?:\n|\Z))+\Z", re.MULTILINE)


def raw_of(texts: Texts) -> Mapping[str, Any]:
    """What the file says; nothing where there is none.

    Raises:
        UnreadableError: it is no TOML.
    """
    return read(DESKS, texts.get(DESKS, ""))


def added(texts: Texts, table: str, values: Mapping[str, Any]) -> dict[str, str]:
    """The file with one more `[[rule]]` or `[[desk]]`.

    Raises:
        NetworkEditError: the network would not be sound.
    """
    text = texts.get(DESKS, "")
    return sound(texts, add_item(DESKS, text, table, item_text(table, values)))


def changed(
    texts: Texts, table: str, position: int, change: Callable[[Table], None]
) -> dict[str, str]:
    """The file with one `[[rule]]` or `[[desk]]` changed.

    Raises:
        NetworkEditError: it is not there, or the network would not be sound.
    """
    return sound(texts, change_item(DESKS, texts.get(DESKS, ""), table, position, change))


def removed(texts: Texts, table: str, position: int) -> dict[str, str]:
    """The file without one `[[rule]]` or `[[desk]]`, and without the remark right above it.

    Raises:
        NetworkEditError: it is not there, or the network would not be sound.
    """
    return sound(texts, remove_item(DESKS, texts.get(DESKS, ""), table, position))


def put_table(item: Table, key: str, values: dict[str, list[str]]) -> None:
    """Give an item a table within a line; nothing in it: the key goes."""
    if not values:
        item.pop(key, None)
    elif item.get(key) != values:
        line = tomlkit.inline_table()
        line.update(values)
        item[key] = line


def with_head(texts: Texts, values: Mapping[str, Any]) -> dict[str, str]:
    """The file with other values before its tables; remarks stay where they are.

    Raises:
        NetworkEditError: the network would not be sound.
    """
    text = texts.get(DESKS, "")
    whole = read(DESKS, text)
    first = _FIRST_TABLE.search(text)
    end = first.start() if first else len(text)
    remarks = _REMARKS.search(text[:end])
    at = remarks.start() if remarks else end
    try:
        head = tomlkit.parse(text[:at])
        head.update(values)
        made = head.as_string() + text[at:]
    except TOMLKitError:
        raise LayoutError(DESKS) from None
    if read(DESKS, made) != {**whole, **values}:
        raise LayoutError(DESKS)
    return sound(texts, made)


def sound(texts: Texts, made: str) -> dict[str, str]:
    """What changes, once the whole network is seen to be sound with it.

    Raises:
        ProblemsError: it is not.
    """
    see_sound(texts, {DESKS: made})
    return {DESKS: made} if made != texts.get(DESKS, "") else {}
