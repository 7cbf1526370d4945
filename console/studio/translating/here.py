"""What the desk's handlers share: the books of an edition or a draft, kept while they are used."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from aiohttp import web

from bot.editions.paths import FLOWS, LOCALES, catalogues_in, part, put
from console.studio.at import at_of
from console.studio.here import STUDIO
from flows.reader import as_typed, read_library
from locales.desk.glossary import shipped_glossary
from locales.desk.library import DOMAINS, TAGS, Books, saved
from locales.languages import language
from locales.texts import former_steps, messages_of
from storage.editions.records import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.editions.reading import Reading
    from console.sessions import Session
    from console.studio.at import At
    from console.studio.translating.arrivals import Waiting
    from flows.definition import Library
    from locales.desk.glossary import Glossary
    from locales.desk.sentences import Book, Sentence
    from locales.languages import Language
    from storage.editions.records import Changed, Files

#: A book is a megabyte; every language of one draft, and what others look at.
_MOST: Final = 40
ONLY: Final = (LOCALES,)


@dataclass(slots=True)
class Shelf:
    """What all sessions share: books opened lately, and files that wait for a yes."""

    _books: OrderedDict[tuple[str, str, str, str], Book] = field(default_factory=OrderedDict)
    #: By session: the file goes when she does.
    waiting: WeakKeyDictionary[Session, Waiting] = field(default_factory=WeakKeyDictionary)

    async def book(self, reading: Reading, tag: str, domain: str) -> Book:
        """A language as it stands in an edition or a draft."""
        files = reading.files
        text = catalogues_in(files).get(f"{tag}/{domain}", "")
        key = (tag, domain, digest_of(part(files, FLOWS)), text)
        if key not in self._books:
            self._books[key] = await asyncio.to_thread(
                lambda: books_of(files, reading.library).book(tag, domain)
            )
            while len(self._books) > _MOST:
                self._books.popitem(last=False)
        self._books.move_to_end(key)
        return self._books[key]


#: `make_console` puts it there.
SHELF = web.AppKey("translating", Shelf)


@dataclass(frozen=True, slots=True)
class Desk:
    """One language of what the page shows."""

    at: At
    book: Book

    @property
    def language(self) -> Language:
        """The language that is translated into."""
        return language(self.book.language)

    @property
    def may_change(self) -> bool:
        """Whether she may translate here."""
        return self.at.may_change(LOCALES)

    def path(self, *parts: str) -> str:
        """The address of a page of this language."""
        return self.at.path("words", self.book.language, self.book.domain, *parts)


async def desk_of(request: web.Request) -> Desk:
    """The language that the address names.

    Raises:
        web.HTTPNotFound: there is no such language or catalogue here.
    """
    at = await at_of(request)
    tag, domain = request.match_info["tag"], request.match_info.get("domain", DOMAINS[0])
    if tag not in TAGS or domain not in DOMAINS:
        raise web.HTTPNotFound
    return Desk(at, await request.app[SHELF].book(at.reading, tag, domain))


async def library_of(request: web.Request, reading: Reading) -> Library | None:
    """The conversation as it is typed, also where it leads nowhere."""
    return await request.app[STUDIO].library(reading)


def sentence_of(request: web.Request, book: Book) -> Sentence:
    """The sentence that the address names.

    Raises:
        web.HTTPNotFound: it is not there today.
    """
    wanted = request.match_info["sentence"]
    found = next((each for each in book.sentences if each.id == wanted), None)
    if found is None:
        raise web.HTTPNotFound
    return found


def books_of(files: Files, library: Library | None = None) -> Books:
    """The books of files, opened as they are asked for."""
    if library is None:
        sources = part(files, FLOWS)
        # A slip in one step must not put another's translations aside.
        library = read_library(sources)[0] or as_typed(sources)
    texts = catalogues_in(files)
    if library is None:
        return Books((), texts)
    return Books(messages_of(library.texts()), texts, former_steps(library))


def changing(
    tag: str, domain: str, act: Callable[[Book], Book]
) -> Callable[[Mapping[str, str]], Changed]:
    """An act on one book as the bench wants it: from a draft's files to what changes in them."""

    def make(files: Mapping[str, str]) -> Changed:
        before = books_of(files).book(tag, domain)
        after = act(before)
        if after is before:
            return {}
        return put(LOCALES, {f"{name}.po": text for name, text in saved(after).items()})

    return make


@cache
def glossary() -> Glossary:
    """The network's words."""
    return shipped_glossary()
