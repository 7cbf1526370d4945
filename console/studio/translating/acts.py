"""What a translator and a reader do to one sentence, as changes of a book."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.studio.conflict import ChangedMeanwhileError
from locales.catalogues import Status
from locales.desk.changes import sign, take_back, translate
from locales.errors import MovedOnError, UnknownSentenceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from locales.desk.sentences import Book, Sentence

    Act = Callable[[Book], Book]


def writing(key: str, words: str, seen: str) -> Act:
    """The sentence says this from now on; no words at all take the translation away.

    `seen` is the version of the sentence that she had before her. What somebody else wrote
    meanwhile is never replaced: the act raises `ChangedMeanwhileError` with both.
    """

    def act(book: Book) -> Book:
        sentence = _found(book, key, words)
        if sentence.target == words and sentence.status is not Status.OUTDATED:
            return book
        try:
            return translate(book, key, words, seen=seen)
        except MovedOnError:
            raise ChangedMeanwhileError(words, sentence.target) from None

    return act


def holding(key: str, seen: str) -> Act:
    """The translation of an older Italian sentence holds for today's too."""

    def act(book: Book) -> Book:
        return translate(book, key, book.sentence(key).target, seen=seen)

    return act


def signing(key: str, reader: str, day: date, seen: str) -> Act:
    """A reader signs what she had before her."""

    def act(book: Book) -> Book:
        return sign(book, key, reader, day, seen=seen)

    return act


def unsigning(key: str) -> Act:
    """The signature is taken back."""
    return lambda book: take_back(book, key)


def adding() -> Act:
    """The language gets a file: every sentence is missing.

    A book that has none is written although nothing in it changes.
    """
    return replace


def _found(book: Book, key: str, words: str) -> Sentence:
    try:
        return book.sentence(key)
    except UnknownSentenceError:
        # It was taken out of the flow while she was writing: her words are shown to her.
        raise ChangedMeanwhileError(words, "") from None
