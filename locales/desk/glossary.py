"""The network's words: which one it chose for a thing, and where a translation uses another."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING

from locales.errors import UnreadableGlossaryError
from locales.languages import NUMBERS, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FILE = "glossary.toml"
_ITALIAN, _NOTE = "italian", "note"
#: In these an article or "and" is written onto the word.
_JOINING = frozenset({"ar", "fa"})
_TATWEEL = "\u0640"


@dataclass(frozen=True, slots=True)
class Term:
    """One of the network's words."""

    #: As the flows write it, then its other forms.
    italian: tuple[str, ...]
    #: By language: the chosen word, then what is accepted beside it.
    chosen: Mapping[str, tuple[str, ...]]
    note: str = ""

    @property
    def name(self) -> str:
        """The Italian word the glossary lists it under."""
        return self.italian[0]

    def word(self, language: str) -> str:
        """The word that was chosen; empty where none was yet."""
        return self.chosen.get(language, ("",))[0]


@dataclass(frozen=True)
class Glossary:
    """All of the network's words."""

    terms: tuple[Term, ...] = ()

    @cached_property
    def _italian(self) -> list[tuple[re.Pattern[str], Term]]:
        # The longest first: "centro antiviolenza" is not also a "centro".
        forms = [(form, term) for term in self.terms for form in term.italian]
        forms.sort(key=lambda each: -len(each[0]))
        return [(re.compile(rf"(?<!\w){re.escape(_folded(f))}(?!\w)"), term) for f, term in forms]

    def terms_in(self, source: str) -> tuple[Term, ...]:
        """The network's words that an Italian sentence uses."""
        left, found = _folded(source), {}
        for pattern, term in self._italian:
            left, count = pattern.subn("\n", left)
            if count:
                found[term.name] = term
        return tuple(found.values())

    def missed(self, source: str, target: str, language: str) -> Iterator[Term]:
        """The words of the network for which a translation says something else."""
        told = _folded(target)
        for term in self.terms_in(source):
            forms = term.chosen.get(language, ())
            if forms and not any(_is_in(_folded(form), told, language) for form in forms):
                yield term


def shipped_glossary() -> Glossary:
    """The glossary that comes with the program."""
    return read_glossary((resources.files("locales") / _FILE).read_text(encoding="utf-8"))


def read_glossary(text: str) -> Glossary:
    """A glossary as its authors wrote it.

    Raises:
        UnreadableGlossaryError: with what is wrong.
    """
    try:
        entries = tomllib.loads(text).get("term", [])
    except tomllib.TOMLDecodeError as problem:
        raise UnreadableGlossaryError(f"{problem}") from None
    if not isinstance(entries, list):
        raise UnreadableGlossaryError("each word begins with [[term]]")
    return Glossary(tuple(_term(entry, number) for number, entry in enumerate(entries, start=1)))


def _term(entry: object, number: int) -> Term:
    if not isinstance(entry, dict) or _ITALIAN not in entry:
        raise UnreadableGlossaryError(f"term {number} has no 'italian'")
    unknown = set(entry) - {_ITALIAN, _NOTE, *NUMBERS} | set(entry) & {SOURCE}
    if unknown:
        raise UnreadableGlossaryError(f"term {number} has '{min(unknown)}', which is no language")
    forms = {name: _forms(entry[name], name, number) for name in entry if name != _NOTE}
    note = entry.get(_NOTE, "")
    if not isinstance(note, str):
        raise UnreadableGlossaryError(f"the note of term {number} is no text")
    return Term(forms.pop(_ITALIAN), forms, note)


def _forms(value: object, name: str, number: int) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise UnreadableGlossaryError(f"'{name}' of term {number} is no list of words")
    if not all(isinstance(form, str) and form.strip() for form in value):
        raise UnreadableGlossaryError(f"'{name}' of term {number} has something that is no word")
    return tuple(value)


def _is_in(form: str, words: str, language: str) -> bool:
    if language in _JOINING or not form[:1].isascii():
        return form in words
    return re.search(rf"(?<!\w){re.escape(form)}", words) is not None


def _folded(words: str) -> str:
    """Small letters, without the marks of vowels and stretched lines of Arabic."""
    bare = unicodedata.normalize("NFC", words).casefold().replace("’", "'").replace(_TATWEEL, "")
    return "".join(letter for letter in bare if unicodedata.category(letter) != "Mn")
