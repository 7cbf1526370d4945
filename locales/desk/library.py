"""The books of one set of files: an edition's, or a draft's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locales.catalogues import FLOWS, INTERFACE
from locales.desk.sentences import file_of, open_book
from locales.desk.shelf import program_sentences
from locales.errors import UnknownDomainError, UnknownLanguageError
from locales.languages import NUMBERS, SOURCE
from locales.renewing import NO_FORMER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from babel.messages.catalog import Message

    from locales.desk.sentences import Book
    from locales.renewing import Former

#: What a language needs to go live. The console's own sentences change with a release only.
DOMAINS = (FLOWS, INTERFACE)
#: The languages that can be translated into.
TAGS = tuple(tag for tag in NUMBERS if tag != SOURCE)


class Books:
    """Every language of a set of files, each catalogue opened when it is asked for.

    A sentence that moved, or whose step was renamed, since a file was written takes its
    translation along as the book is opened; the file itself is written when somebody
    translates. A draft of the flows so changes no file of a translator's.
    """

    def __init__(
        self,
        of_flows: Iterable[Message],
        texts: Mapping[str, str],
        former: Former = NO_FORMER,
    ) -> None:
        """`texts` are PO files by name: `en/flows`; `former`, what steps were called before."""
        self._of_flows = tuple(of_flows)
        self._texts = texts
        self._former = former

    def languages(self) -> tuple[str, ...]:
        """The languages that have a file, as they are numbered."""
        present = {name.partition("/")[0] for name in self._texts}
        return tuple(tag for tag in TAGS if tag in present)

    def book(self, tag: str, domain: str) -> Book:
        """Today's sentences in a language; all missing where it has no file yet.

        Raises:
            UnknownLanguageError: if the service has no number for the language.
            UnknownDomainError: if there is no such catalogue in an edition.
            UnreadableCatalogueError: if the file is no PO file.
        """
        if tag not in TAGS:
            raise UnknownLanguageError(tag, TAGS)
        if domain not in DOMAINS:
            raise UnknownDomainError(domain, DOMAINS)
        messages = self._of_flows if domain == FLOWS else program_sentences(domain)
        return open_book(tag, domain, messages, self._texts.get(name_of(tag, domain), ""),
                         self._former)  # fmt: skip


def name_of(tag: str, domain: str) -> str:
    """What a catalogue is called among others: `en/flows`."""
    return f"{tag}/{domain}"


def saved(book: Book) -> dict[str, str]:
    """The file that a book is kept in, by its name."""
    return {name_of(book.language, book.domain): file_of(book).decode()}
