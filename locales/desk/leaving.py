"""A language's sentences as the PO file a translator opens in her own editor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from locales.desk.judging import LONGEST_BUTTON, LONGEST_TITLE
from locales.desk.sentences import Part, catalogue_of
from locales.texts import written

if TYPE_CHECKING:
    from datetime import datetime

    from locales.desk.glossary import Glossary
    from locales.desk.sentences import Book, Sentence

_MOST = {Part.BUTTON: LONGEST_BUTTON, Part.TITLE: LONGEST_TITLE}


def exported(book: Book, glossary: Glossary, now: datetime) -> bytes:
    """The book for a PO editor: what to keep in mind stands above each sentence.

    What is outdated is marked as needing work, beside the Italian it translated. Its head
    names language and catalogue, by which `arriving` knows the file again.
    """
    noted = replace(
        book,
        sentences=tuple(
            replace(each, note=_note(each, book.language, glossary)) for each in book.sentences
        ),
        gone=(),
    )
    catalogue = catalogue_of(noted)
    catalogue.version = book.domain
    return written(
        catalogue,
        (
            f"PO-Revision-Date: {now:%Y-%m-%d %H:%M}+0000",
            "Last-Translator: ",
            "Language-Team: ",
        ),
    )


def _note(sentence: Sentence, language: str, glossary: Glossary) -> str:
    told = [sentence.note.rstrip(".")] if sentence.note else []
    if sentence.part in _MOST:
        told.append(f"{sentence.part}, {_MOST[sentence.part]} characters at most")
    words = [
        f"{term.name} = {term.word(language)}"
        for term in glossary.terms_in(sentence.source)
        if term.word(language)
    ]
    if words:
        told.append(f"the network says: {', '.join(words)}")
    return ". ".join(told)
