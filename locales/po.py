"""The PO format as PO editors write it, read row by row with the line of each.

Babel's own reader drops what a changed sentence said before (`#|`), stops at the same
in sentences taken out (`#~|`), and lets a sentence that stands twice overwrite itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import unescape

from locales.errors import NotPoError
from locales.phrase import S_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)\s*(?=\")")
_PLURAL = re.compile(r"msgid_plural|msgstr\[")
#: Which field of a row each keyword fills.
_FIELDS = {"msgctxt": "context", "msgid": "source", "msgstr": "target"}
_FUZZY = "fuzzy"


@dataclass(slots=True)
class Row:
    """One sentence of a PO file."""

    #: Where its `msgid` stands in the file, from 1.
    line: int = 0
    context: str | None = None
    source: str | None = None
    target: str | None = None
    #: What the source said when this was translated: `#| msgid "…"`.
    previous: str | None = None
    #: Of the translators (`# …`); a signature is one of them.
    comments: list[str] = field(default_factory=list)
    #: To the translators (`#. …`).
    notes: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    #: It was taken out of the texts; its translation is kept.
    is_gone: bool = False

    @property
    def key(self) -> str:
        """What it is known by: its context or, without one, itself."""
        return self.context or self.source or ""

    @property
    def is_fuzzy(self) -> bool:
        """Whether somebody has to look at it again."""
        return _FUZZY in self.flags


@dataclass(frozen=True, slots=True)
class PoFile:
    """A PO file: its first entry, and all the others."""

    header: Mapping[str, str]
    #: What stands above the first entry.
    comments: tuple[str, ...]
    rows: tuple[Row, ...]


def read_rows(text: str) -> PoFile:
    """A PO file as it is written.

    Raises:
        NotPoError: with the line at which it is none.
    """
    rows = list(_Reader().rows(text))
    twice = _twice(rows)
    if twice:
        raise NotPoError(twice.line, S_("«{key}» c'è due volte"), key=twice.context or twice.source)
    head = rows[0] if rows and not rows[0].source and rows[0].context is None else Row()
    return PoFile(
        header=_header(head.target or ""),
        comments=tuple(head.comments),
        rows=tuple(row for row in rows if row.source),
    )


def read_catalogue(text: str) -> Catalog:
    """A PO file as Babel's catalogue, with what changed sentences said before.

    Raises:
        NotPoError: with the line at which it is none.
    """
    file = read_rows(text)
    catalogue = Catalog(header_comment="\n".join(f"# {c}".rstrip() for c in file.comments))
    for row in file.rows:
        message = as_message(row)
        if row.is_gone:
            source = str(message.id)
            catalogue.obsolete[row.context or source, source] = message
        else:
            catalogue[message.id] = message
    return catalogue


def as_message(row: Row) -> Message:
    """A row as Babel's message."""
    return Message(
        row.source or "",
        row.target or "",
        context=row.context,
        locations=[(file, 0) for file in row.files],
        flags=row.flags,
        auto_comments=row.notes,
        user_comments=row.comments,
        previous_id=row.previous or (),
        lineno=row.line,
    )


def _twice(rows: list[Row]) -> Row | None:
    seen: set[tuple[str | None, str | None]] = set()
    for row in rows:
        if row.is_gone:
            continue
        key = (row.context, row.source if row.context is None else None)
        if key in seen:
            return row
        seen.add(key)
    return None


def _header(words: str) -> dict[str, str]:
    lines = (line.partition(":") for line in words.split("\n") if ":" in line)
    return {name.strip().casefold(): value.strip() for name, _, value in lines}


class _Reader:
    """Goes through the lines of one file."""

    def __init__(self) -> None:
        self._row = Row()
        #: Which field a line that begins with a quote goes on with.
        self._open: str | None = None
        self._said: list[str] = []
        self._line = 0

    def rows(self, text: str) -> Iterator[Row]:
        # Not `splitlines`: a sentence may hold characters that it takes for an end of line.
        for self._line, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
            yield from self._read(line.strip(" \t\r"))
        self._close()
        if self._is_complete():
            yield self._row
        elif self._row.source is not None or self._row.context is not None:
            raise self._wrong(S_("l'ultima frase non ha la sua traduzione (msgstr)"))

    def _read(self, line: str) -> Iterator[Row]:
        if not line:
            return
        if line.startswith("#~"):
            line, is_gone = line[2:].lstrip(), True
            if not line or line.startswith("|"):
                return
        else:
            is_gone = False
        if self._is_complete() and (line.startswith(("#", "msgctxt", "msgid"))):
            self._close()
            yield self._row
            self._row = Row()
        if line.startswith("#"):
            self._comment(line)
        else:
            self._row.is_gone = self._row.is_gone or is_gone
            self._words(line)

    def _is_complete(self) -> bool:
        return self._row.source is not None and (
            self._row.target is not None or self._open == "target"
        )

    def _comment(self, line: str) -> None:
        kind, told = line[:2], line[2:].strip()
        if kind == "#|":
            self._before(told)
        elif kind == "#,":
            self._row.flags |= {flag.strip() for flag in told.split(",") if flag.strip()}
        elif kind == "#.":
            self._row.notes += [told] if told else []
        elif kind == "#:":
            self._row.files += [name.rpartition(":")[0] or name for name in told.split()]
        else:
            self._row.comments.append(line[1:].strip())

    def _before(self, told: str) -> None:
        found = _KEYWORD.match(told)
        if found:
            self._close()
            self._open = "previous" if found[1] == "msgid" else None
            told = told[found.end() :]
        if self._open == "previous":
            self._said.append(self._unquoted(told))

    def _words(self, line: str) -> None:
        if _PLURAL.match(line):
            raise self._wrong(S_("le frasi con forme plurali non sono delle nostre"))
        found = _KEYWORD.match(line)
        if found:
            self._begin(_FIELDS[found[1]])
            line = line[found.end() :]
        elif self._open is None or not line.startswith('"'):
            raise self._wrong(S_("questa non è una riga di un file PO"))
        self._said.append(self._unquoted(line))

    def _close(self) -> None:
        if self._open is not None:
            setattr(self._row, self._open, "".join(self._said))
        self._open, self._said = None, []

    def _begin(self, name: str) -> None:
        self._close()
        if getattr(self._row, name) is not None or (name == "target" and self._row.source is None):
            raise self._wrong(S_("un msgctxt, msgid o msgstr è dove non può stare"))
        if name == "source":
            self._row.line = self._line
        self._open = name

    def _unquoted(self, words: str) -> str:
        if not _QUOTED.fullmatch(words):
            raise self._wrong(S_("le virgolette di questa riga non si chiudono"))
        return str(unescape(words))

    def _wrong(self, what: str) -> NotPoError:
        return NotPoError(self._line, what)
