"""What a translator and a reader do to a sentence. Nothing is written: a change is another book."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from locales.catalogues import Status
from locales.desk.judging import faults
from locales.errors import (
    MovedOnError,
    NothingToSignError,
    UnfitSignatureError,
    UnfitWordsError,
)

if TYPE_CHECKING:
    from datetime import date

    from locales.desk.sentences import Book, Sentence

#: With the day it must fit into one line of a comment.
LONGEST_SIGNATURE = 60


def translate(book: Book, key: str, words: str, *, seen: str = "") -> Book:
    """The sentence says this from now on: a draft, until a reader signs it.

    The same words on a sentence that is not outdated change nothing, a signature
    included; on one that is outdated they say that the translation still holds.
    No words at all take the translation away. `seen` is the version she had before her.

    Raises:
        UnknownSentenceError: if there is none with this key today.
        MovedOnError: if somebody changed it since.
        UnfitWordsError: if the words would lose a place or a number.
    """
    sentence = _as_seen(book, key, seen)
    if words == sentence.target and sentence.status is not Status.OUTDATED:
        return book
    wrong = [fault.phrase for fault in faults(sentence, words)] if words else []
    if wrong:
        raise UnfitWordsError(key, wrong)
    return book.with_changed({key: translated(sentence, words)})


def translated(sentence: Sentence, words: str) -> Sentence:
    """A sentence with other words, which nobody has signed."""
    return replace(
        sentence,
        target=words,
        status=Status.DRAFT if words else Status.MISSING,
        previous="",
        reader="",
        day=None,
        comments=sentence.unsigned,
    )


def sign(book: Book, key: str, reader: str, day: date, *, seen: str = "") -> Book:
    """A native reader says that the sentence is right, as she had it before her (`seen`).

    Raises:
        UnknownSentenceError: if there is none with this key today.
        MovedOnError: if somebody changed it since: nobody signs what she has not read.
        NothingToSignError: if it is missing or outdated.
        UnfitWordsError: if the words have lost a place or a number.
        UnfitSignatureError: if nobody can be told from the signature.
    """
    reader = _name(reader)
    sentence = _as_seen(book, key, seen)
    if sentence.status in {Status.MISSING, Status.OUTDATED}:
        raise NothingToSignError(key, is_outdated=sentence.status is Status.OUTDATED)
    wrong = [fault.phrase for fault in faults(sentence, sentence.target)]
    if wrong:
        raise UnfitWordsError(key, wrong)
    signed = replace(sentence, status=Status.REVIEWED, reader=reader, day=day)
    return book.with_changed({key: signed})


def take_back(book: Book, key: str) -> Book:
    """The signature is withdrawn: the sentence is a draft again.

    Raises:
        UnknownSentenceError: if there is none with this key today.
    """
    sentence = book.sentence(key)
    if sentence.status is not Status.REVIEWED:
        return book
    unsigned = replace(
        sentence, status=Status.DRAFT, reader="", day=None, comments=sentence.unsigned
    )
    return book.with_changed({key: unsigned})


def _as_seen(book: Book, key: str, seen: str) -> Sentence:
    sentence = book.sentence(key)
    if seen and seen != sentence.version:
        raise MovedOnError(key)
    return sentence


def _name(reader: str) -> str:
    name = " ".join(reader.split())
    if not name or len(name) > LONGEST_SIGNATURE or not name.isprintable():
        raise UnfitSignatureError(LONGEST_SIGNATURE)
    return name
