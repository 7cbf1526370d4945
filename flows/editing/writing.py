"""How words, names and small mappings are written in a flow's file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flows.editing.errors import BadNameError, NoWordsError, UnwritableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: What YAML allows to stand in a file as it is.
_UNWRITABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029\ufeff]"
)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_BARE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?\Z")
#: Words that other readers of YAML take for yes, no or nothing.
_QUOTED = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null"})


def clean(words: str) -> str:
    """The words of a sentence, with one space between them.

    Raises:
        NoWordsError: if there are none.
        UnwritableError: if a character could not be read back.
    """
    told = " ".join(words.split())
    if not told:
        raise NoWordsError
    if _UNWRITABLE.search(told):
        raise UnwritableError
    return told


def good_name(name: str) -> str:
    """A name for a step or a flow.

    Raises:
        BadNameError: if it has letters that look like others, or none.
    """
    if not _NAME.match(name):
        raise BadNameError(name)
    return name


def quoted(words: str, instead_of: str = "") -> str:
    """A sentence in quotes: those that it had, or double ones."""
    told = clean(words)
    if instead_of.startswith("'"):
        return "'" + told.replace("'", "''") + "'"
    return '"' + told.replace("\\", "\\\\").replace('"', '\\"') + '"'


def word(told: str) -> str:
    """A name or a value, in quotes where it needs them."""
    return told if _BARE.match(told) and told not in _QUOTED else quoted(told)


def listed(words: Iterable[str]) -> str:
    """A list on one line: `["112", "1522"]`; a single word stands alone."""
    told = [word(each) for each in words]
    return told[0] if len(told) == 1 else f"[{', '.join(told)}]"


def in_brackets(words: Iterable[str]) -> str:
    """A list on one line, also of a single word."""
    return f"[{', '.join(word(each) for each in words)}]"


def mapped(pairs: Mapping[str, str]) -> str:
    """A mapping on one line, of values that are written already."""
    # `on:` is a field of ours, and stands bare wherever an author types it.
    told = (f"{key if key == 'on' else word(key)}: {value}" for key, value in pairs.items())
    return "{" + ", ".join(told) + "}"


def on_one_line(value: object) -> str:
    """Words, a list or a mapping, with everything below it, on one line."""
    if isinstance(value, dict):
        return mapped({str(key): on_one_line(each) for key, each in value.items()})
    if isinstance(value, list):
        return f"[{', '.join(on_one_line(each) for each in value)}]"
    return word(str(value)) if str(value).strip() else '""'
