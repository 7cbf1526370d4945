"""Where the books are: the catalogues of a folder, beside or instead of those shipped."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from locales.catalogues import FLOWS
from locales.desk.parcels import DOMAINS
from locales.desk.sentences import file_of, open_book
from locales.errors import (
    CatalogueFolderError,
    UnknownDomainError,
    UnknownLanguageError,
    UnreadableCatalogueError,
)
from locales.languages import NUMBERS, SOURCE
from locales.po import read_catalogue
from locales.renewing import NO_FORMER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

    from babel.messages.catalog import Message

    from locales.desk.sentences import Book
    from locales.renewing import Former


class Shelf:
    """The catalogues of one library."""

    def __init__(
        self, of_flows: Iterable[Message], own: Path | None = None, former: Former = NO_FORMER
    ) -> None:
        """`of_flows` are the library's sentences (`locales.texts.messages_of`).

        `own` is its folder of catalogues, if it has one; `former`, what its steps were called
        before.

        What the own folder lacks is read from those shipped. Written is to the own folder,
        or to the shipped ones where there is none.
        """
        self._of_flows = tuple(of_flows)
        self._shipped = resources.files("locales")
        self._own = own
        self._former = former

    def languages(self, domain: str = FLOWS) -> tuple[str, ...]:
        """The languages that have such a catalogue."""
        return tuple(tag for tag in NUMBERS if tag != SOURCE and self._find(tag, domain))

    def book(self, tag: str, domain: str = FLOWS) -> Book:
        """Today's sentences in a language; all missing where it has no catalogue yet.

        Raises:
            UnknownLanguageError: if the service has no number for the language.
            UnknownDomainError: if there is no such catalogue.
            UnreadableCatalogueError: if the file is no PO file.
        """
        if tag not in NUMBERS or tag == SOURCE:
            raise UnknownLanguageError(tag, [each for each in NUMBERS if each != SOURCE])
        if domain not in DOMAINS:
            raise UnknownDomainError(domain, DOMAINS)
        file = self._find(tag, domain)
        try:
            kept = file.read_text(encoding="utf-8") if file else ""
        except (OSError, UnicodeDecodeError):
            raise UnreadableCatalogueError(f"{tag}/{domain}") from None
        return open_book(tag, domain, self._messages(domain), kept, self._former)

    def save(self, book: Book) -> Path:
        """Write a book back, whole or not at all.

        Raises:
            CatalogueFolderError: if its file cannot be written.
        """
        home = self._own or Path(str(self._shipped))
        file = home / _path(book.language, book.domain)
        beside = file.with_suffix(".new")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(file_of(book))
            beside.replace(file)
        except OSError:
            beside.unlink(missing_ok=True)
            raise CatalogueFolderError(file) from None
        return file

    def _messages(self, domain: str) -> Iterable[Message]:
        if domain == FLOWS:
            return self._of_flows
        return program_sentences(domain)

    def _find(self, tag: str, domain: str) -> Traversable | Path | None:
        homes: list[Traversable | Path] = [self._own] if self._own else []
        for home in (*homes, self._shipped):
            file = home / _path(tag, domain)
            if file.is_file():
                return file
        return None


def program_sentences(domain: str) -> list[Message]:
    """Today's sentences of the programs: they change with a release only, as their template."""
    template = (resources.files("locales") / f"{domain}.pot").read_text(encoding="utf-8")
    return [message for message in read_catalogue(template) if message.id]


def _path(tag: str, domain: str) -> str:
    return f"{tag.replace('-', '_')}/LC_MESSAGES/{domain}.po"
