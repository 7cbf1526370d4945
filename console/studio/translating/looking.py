"""One sentence as a translator meets it: what changed, what to keep, what may be better."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from locales.catalogues import Status
from locales.desk.judging import (
    LONGEST_BUTTON,
    LONGEST_TITLE,
    MOST_WORDS_IN_BUBBLE,
    faults,
    filled,
    hints,
    preview,
)
from locales.desk.sentences import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flows.definition import Library
    from locales.desk.glossary import Glossary
    from locales.desk.sentences import Book, Sentence
    from locales.phrase import Phrase

_PLACES: Final = re.compile(r"\{[^{}]*\}")
_DIGITS: Final = re.compile(r"\d+")
_PIECES: Final = re.compile(r"\s+|[^\w\s]|\w+")
_MOST_CHARACTERS: Final = {Part.BUTTON: LONGEST_BUTTON, Part.TITLE: LONGEST_TITLE}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of the Italian, and whether they stood there before and stand there now."""

    words: str
    #: `same`, `gone` or `new`.
    kind: str


@dataclass(frozen=True, slots=True)
class Term:
    """One of the network's words."""

    italian: str
    word: str
    note: str
    is_used: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """A sentence with everything that stands beside it."""

    sentence: Sentence
    #: What is in the field: what is kept, or what she typed and was refused.
    words: str
    faults: Sequence[Phrase]
    hints: Sequence[Phrase]
    #: What must not be lost: `{112}`, and numbers in digits.
    places: Sequence[str]
    numbers: Sequence[str]
    terms: Sequence[Term]
    #: The Italian as it was when it was translated, and as it is.
    changes: Sequence[Piece]
    #: What stands in the places when a woman reads it, where there are any.
    as_read: str
    #: What a locked phone shows of it; empty where it does not begin a screen.
    on_lock: str

    @property
    def most_characters(self) -> int:
        """How many fit; 0 where words are counted."""
        return _MOST_CHARACTERS.get(self.sentence.part, 0)

    @property
    def most_words(self) -> int:
        """How many words are enough; 0 where characters are counted."""
        return MOST_WORDS_IN_BUBBLE if self.sentence.part is Part.BUBBLE else 0


def look(
    book: Book, sentence: Sentence, library: Library, glossary: Glossary, words: str | None = None
) -> Looked:
    """A sentence beside the words that are kept, or those that somebody typed."""
    told = sentence.target if words is None else words
    values = {fact.id: fact.value for fact in library.facts.values() if fact.value}
    read = filled(told, values)
    return Looked(
        sentence=sentence,
        words=told,
        faults=[each.phrase for each in faults(sentence, told)] if told else [],
        hints=[each.phrase for each in hints(sentence, told, book.language, glossary, values)],
        places=list(dict.fromkeys(_PLACES.findall(sentence.source))),
        numbers=_numbers(sentence),
        terms=list(_terms(sentence, told, book.language, glossary)),
        changes=marked(sentence.previous, sentence.source) if _is_other(sentence) else [],
        as_read=read if read != told else "",
        on_lock=preview(told, values) if told and sentence.key in book.openings() else "",
    )


def marked(before: str, now: str) -> list[Piece]:
    """Two sentences as one, with what is gone and what is new."""
    old, new = _PIECES.findall(before), _PIECES.findall(now)
    pieces = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("".join(old[i:j]), "same"))
            continue
        if i < j:
            pieces.append(Piece("".join(old[i:j]), "gone"))
        if k < m:
            pieces.append(Piece("".join(new[k:m]), "new"))
    return pieces


def _is_other(sentence: Sentence) -> bool:
    return sentence.status is Status.OUTDATED and bool(sentence.previous)


def _numbers(sentence: Sentence) -> list[str]:
    if not sentence.is_of_flows:
        return []
    return list(dict.fromkeys(_DIGITS.findall(_PLACES.sub(" ", sentence.source))))


def _terms(sentence: Sentence, words: str, tag: str, glossary: Glossary) -> Iterator[Term]:
    missed = {term.name for term in glossary.missed(sentence.source, words, tag)}
    for term in glossary.terms_in(sentence.source):
        yield Term(term.name, term.word(tag), term.note, bool(words) and term.name not in missed)


def counted(sentences: Sequence[Sentence]) -> Mapping[Status, int]:
    """How many sentences are how far."""
    return {status: sum(each.status is status for each in sentences) for status in Status}
