"""The translations: what each Italian sentence is in the other languages, and how sure we are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from locales.errors import NotPoError, UnreadableCatalogueError
from locales.languages import NUMBERS, SOURCE
from locales.phrase import Phrase
from locales.po import Row, read_catalogue, read_rows
from locales.renewing import NO_FORMER, SIGNED, renewed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message

    from locales.renewing import Former

#: The sentences of the flows (keyed by step) and those of the programs.
FLOWS = "flows"
INTERFACE = "interface"
#: The sentences of the staff's console: in Italian and English, whatever her languages are.
CONSOLE = "console"

_PLACES = re.compile(r"\{[^{}]*\}")


class Status(StrEnum):
    """How far one sentence has come in one language."""

    MISSING = "missing"
    #: The Italian changed after it was translated.
    OUTDATED = "outdated"
    #: Translated; no native reader of the network has signed it yet.
    DRAFT = "draft"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class _Entry:
    source: str
    target: str
    status: Status


class Catalogues:
    """Every sentence in every language, by context and Italian source."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """`texts` are PO files by name: `en/flows`, `ar/interface`.

        Raises:
            UnreadableCatalogueError: for a file that is not a PO catalogue.
        """
        self.texts = dict(texts)
        self._entries: dict[tuple[str, str], Mapping[str, _Entry]] = {}
        for name, text in texts.items():
            language, domain = name.rsplit("/", 1)
            self._entries[language, domain] = _entries(name, text, keyed=domain == FLOWS)

    def following(self, messages: Iterable[Message], former: Former = NO_FORMER) -> Catalogues:
        """These, each translation at the sentence it belongs to today.

        `messages` are the flows' sentences of today, `former` what their steps were called
        before: what moved or was renamed since a file was written keeps its translation.
        """
        today = list(messages)
        fresh = Catalogues({})
        fresh.texts, fresh._entries = self.texts, dict(self._entries)
        for (tag, domain), entries in self._entries.items():
            if domain == FLOWS:
                text = self.texts[f"{tag}/{domain}"]
                fresh._entries[tag, domain] = _followed(entries, today, text, tag, former)
        return fresh

    @property
    def languages(self) -> tuple[str, ...]:
        """Tags that have a flows catalogue, Italian first, then as numbered."""
        present = {language for language, domain in self._entries if domain == FLOWS}
        return (SOURCE, *(tag for tag in NUMBERS if tag in present and tag != SOURCE))

    @property
    def of_flows(self) -> dict[str, str]:
        """The catalogues that belong to a revision of the flows, by name."""
        return {name: text for name, text in self.texts.items() if name.endswith(f"/{FLOWS}")}

    def translation(self, context: str, source: str, language: str) -> str | None:
        """A flow's sentence in a language; `None` where it is missing or outdated."""
        if language == SOURCE:
            return source
        entry = self._entries.get((language, FLOWS), {}).get(context)
        if entry is None or entry.source != source or entry.status is Status.OUTDATED:
            return None
        return entry.target or None

    def status(self, context: str, source: str, language: str) -> Status:
        """How far a flow's sentence has come in a language."""
        if language == SOURCE:
            return Status.REVIEWED
        entry = self._entries.get((language, FLOWS), {}).get(context)
        if entry is None or not entry.target:
            return Status.MISSING
        return entry.status if entry.source == source else Status.OUTDATED

    def interface_status(self, source: str, language: str) -> Status:
        """How far a sentence of the programs has come in a language."""
        if language == SOURCE:
            return Status.REVIEWED
        entry = self._entries.get((language, INTERFACE), {}).get(source)
        return entry.status if entry and entry.target else Status.MISSING

    def interface_left(self, language: str, enough: Collection[Status]) -> int:
        """How many sentences of the programs have not come far enough in a language."""
        if language == SOURCE:
            return 0
        entries = self._entries.get((language, INTERFACE))
        if not entries:
            return 1  # nothing at all is translated
        return sum(entry.status not in enough for entry in entries.values())

    def say(self, phrase: Phrase | str, language: str) -> str:
        """A phrase of the programs in words; the Italian where it is not translated."""
        return self._say(phrase, language, INTERFACE)

    def say_to_staff(self, phrase: Phrase | str, language: str) -> str:
        """A phrase of the console in words; the Italian where it is not translated."""
        return self._say(phrase, language, CONSOLE)

    def _say(self, phrase: Phrase | str, language: str, domain: str) -> str:
        text, values = (phrase.text, phrase.values) if isinstance(phrase, Phrase) else (phrase, {})
        entry = self._entries.get((language, domain), {}).get(text)
        words = entry.target if entry and entry.target else text
        if not values:
            return words
        return words.format_map(
            {
                name: self._say(value, language, domain) if isinstance(value, Phrase) else value
                for name, value in values.items()
            }
        )


def shipped_catalogues() -> dict[str, str]:
    """The PO files that come with the program, as `Catalogues` takes them."""
    return read_catalogues(resources.files("locales"))


def read_catalogues(folder: Traversable | Path) -> dict[str, str]:
    """Every `<language>/LC_MESSAGES/<domain>.po` of a folder."""
    return dict(_found(folder))


def _found(folder: Traversable | Path) -> Iterable[tuple[str, str]]:
    for tag in NUMBERS:
        for domain in (FLOWS, INTERFACE, CONSOLE):
            file = folder / tag.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"
            if file.is_file():
                try:
                    text = file.read_text(encoding="utf-8")
                except (OSError, UnicodeDecodeError):
                    raise UnreadableCatalogueError(f"{tag}/{domain}") from None
                yield f"{tag}/{domain}", text


# A draft is read anew after each change, and most of its catalogues are as they were.
@lru_cache(maxsize=64)
def _entries(name: str, text: str, *, keyed: bool) -> Mapping[str, _Entry]:
    try:
        file = read_rows(text)
    except NotPoError as problem:
        raise UnreadableCatalogueError(name) from problem
    entries = {}
    for row in file.rows:
        if row.source and not row.is_gone:
            status = _status(row, keyed=keyed)
            target = row.target or "" if status is not Status.MISSING else ""
            entries[(row.context or "") if keyed else row.source] = _Entry(
                row.source, target, status
            )
    return entries


def _followed(
    entries: Mapping[str, _Entry], today: list[Message], text: str, tag: str, former: Former
) -> Mapping[str, _Entry]:
    """A language's entries at today's sentences; most of them stand where they stood."""
    standing: dict[str, _Entry] = {}
    loose: set[str] = set()
    sources, keys = _translated(text)
    for message in today:
        key, source = str(message.context), str(message.id)
        entry = entries.get(key)
        stands = entry is not None and entry.source == source
        if entry is not None and stands and entry.target and entry.status is not Status.OUTDATED:
            standing[key] = entry
        elif source in sources or key in keys or ".".join(key.split(".")[:2]) in former:
            loose.add(key)
        elif entry is not None and stands:
            standing[key] = entry
    if loose:
        kept = _catalogue(text)
        found = renewed(today, kept, tag, former, only=loose)
        standing |= {str(each.context): _entry_of(each) for each in found if each.id}
    return standing


@lru_cache(maxsize=32)
def _catalogue(text: str) -> Catalog:
    return read_catalogue(text)


@lru_cache(maxsize=32)
def _translated(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The sources of everything a file has translated, and their keys, also of what is gone."""
    rows = [row for row in read_rows(text).rows if row.source and row.target]
    return (
        frozenset(row.source or "" for row in rows),
        frozenset(row.context or "" for row in rows),
    )


def _entry_of(message: Message) -> _Entry:
    target = str(message.string or "")
    row = Row(
        source=str(message.id),
        target=target,
        comments=message.user_comments,
        flags=message.flags,
    )
    return _Entry(str(message.id), target, _status(row, keyed=True))


def _status(row: Row, *, keyed: bool) -> Status:
    source, target = row.source or "", row.target or ""
    # A sentence of the programs with a place too many would fail while she reads it.
    if not target or (not keyed and set(_PLACES.findall(source)) != set(_PLACES.findall(target))):
        return Status.MISSING
    if row.is_fuzzy:
        return Status.OUTDATED
    is_signed = any(comment.startswith(SIGNED) for comment in row.comments)
    return Status.REVIEWED if is_signed else Status.DRAFT
