"""One language's sentences as a translator meets them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message

from locales.catalogues import FLOWS, Status
from locales.errors import NotPoError, UnknownSentenceError, UnreadableCatalogueError
from locales.languages import language
from locales.po import read_catalogue
from locales.renewing import NO_FORMER, SIGNED, empty, renewed
from locales.texts import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Literal

    from locales.renewing import Former

_SIGNATURE = re.compile(rf"{SIGNED}\s*(?P<who>.*?)[\s,]*(?P<day>\d{{4}}-\d\d-\d\d)?")
_FUZZY = "fuzzy"
_BUBBLE = re.compile(r"say\.\d+")


class Part(StrEnum):
    """What a sentence is on the screen."""

    TITLE = "title"
    BUBBLE = "bubble"
    #: Something to press, or what stands beside the box she types in.
    BUTTON = "button"
    #: A sentence of the programs.
    PROGRAM = "program"


_BUTTONS = frozenset({"label", "send", "another"})
_CONTROLS = "library.controls."
_BUTTONS_OF_MACHINE = frozenset({"exit", "danger", "home", "language"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One Italian sentence and what it is in a language."""

    #: `menu.menu.title` in the flows; the Italian itself in the programs.
    key: str
    source: str
    #: Empty where it is missing.
    target: str
    status: Status
    #: What the author tells the translators.
    note: str = ""
    #: Where it stands: `menu.yaml`, `bot/centres.py`.
    files: tuple[str, ...] = ()
    #: The Italian that was translated, where it is outdated and that is known.
    previous: str = ""
    #: Who signed it, and when.
    reader: str = ""
    day: date | None = None
    #: What translators wrote beside it.
    comments: tuple[str, ...] = ()
    is_of_flows: bool = True

    @property
    def id(self) -> str:
        """What it is called in addresses: its key may be a whole Italian sentence."""
        return hashlib.sha256(self.key.encode(errors="surrogatepass")).hexdigest()[:16]

    @property
    def version(self) -> str:
        """A word that changes with what a translator or a reader has before her."""
        whole = "\0".join((self.source, self.target, self.status, self.reader, str(self.day)))
        return hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()[:16]

    @property
    def unsigned(self) -> tuple[str, ...]:
        """What translators wrote beside it, no further reader's signature among it."""
        return tuple(each for each in self.comments if not each.startswith(SIGNED))

    @property
    def flow(self) -> str:
        """The flow it belongs to; for a sentence of the programs, its first file."""
        if self.is_of_flows:
            return self.key.split(".", 1)[0]
        return self.files[0] if self.files else ""

    @property
    def step(self) -> str:
        """The step it belongs to, in full: `menu.menu`; none in the programs."""
        return ".".join(self.key.split(".")[:2]) if self.is_of_flows else ""

    @property
    def part(self) -> Part:
        """What it is on the screen."""
        if not self.is_of_flows:
            return Part.PROGRAM
        field = self.key.removeprefix(f"{self.step}.")
        if self.key.startswith(_CONTROLS):
            return Part.BUTTON if field in _BUTTONS_OF_MACHINE else Part.BUBBLE
        if field == "title":
            return Part.TITLE
        is_button = field in _BUTTONS or field.startswith("choices.")
        return Part.BUTTON if is_button else Part.BUBBLE

    @property
    def is_said(self) -> bool:
        """Whether it is one of the paragraphs a screen begins with."""
        field = self.key.removeprefix(f"{self.step}.")
        return self.is_of_flows and bool(_BUBBLE.fullmatch(field))


@dataclass(frozen=True, slots=True)
class Book:
    """All sentences of one catalogue in one language. A change makes another book."""

    language: str
    domain: str
    sentences: tuple[Sentence, ...]
    #: What stands above everything else in the file.
    header: str = ""
    #: Translations of sentences that were taken out; kept in the file.
    gone: tuple[Message, ...] = ()

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """How a field for this language is written."""
        return language(self.language).direction

    def by_key(self) -> dict[str, Sentence]:
        """Every sentence by its key."""
        return {each.key: each for each in self.sentences}

    def sentence(self, key: str) -> Sentence:
        """One sentence.

        Raises:
            UnknownSentenceError: if there is none with this key today.
        """
        for each in self.sentences:
            if each.key == key:
                return each
        raise UnknownSentenceError(key)

    def openings(self) -> frozenset[str]:
        """The keys of the sentences a screen begins with: what a locked phone may show."""
        first: dict[str, Sentence] = {}
        for each in self.sentences:
            if each.part is Part.TITLE or (each.is_said and each.step not in first):
                first[each.step] = each
        return frozenset(each.key for each in first.values())

    def with_changed(self, changed: Mapping[str, Sentence]) -> Book:
        """The book with some of its sentences replaced."""
        return replace(
            self, sentences=tuple(changed.get(each.key, each) for each in self.sentences)
        )


def open_book(
    tag: str,
    domain: str,
    messages: Iterable[Message],
    kept: str = "",
    former: Former = NO_FORMER,
) -> Book:
    """The book of today's sentences with every translation that a PO file holds of them.

    `former` are the names that steps had before: their translations follow them.

    Raises:
        UnreadableCatalogueError: if `kept` is no PO file.
    """
    try:
        catalogue = renewed(messages, read_catalogue(kept) if kept else Catalog(), tag, former)
    except NotPoError:
        raise UnreadableCatalogueError(f"{tag}/{domain}") from None
    return Book(
        language=tag,
        domain=domain,
        sentences=tuple(_sentence(each, domain) for each in catalogue if each.id),
        header=catalogue.header_comment,
        gone=tuple(catalogue.obsolete.values()),
    )


def catalogue_of(book: Book) -> Catalog:
    """A book as Babel's catalogue."""
    catalogue = empty(Catalog(header_comment=book.header), book.language)
    for each in book.sentences:
        added = catalogue.add(
            each.source,
            each.target,
            context=each.key if book.domain == FLOWS else None,
            auto_comments=[each.note] if each.note else [],
            locations=[(file, 0) for file in each.files],
            user_comments=list(_comments(each)),
            flags={_FUZZY} if each.status is Status.OUTDATED else set(),
            previous_id=[each.previous] if each.previous else [],
        )
        added.flags.discard("python-format")
    for old in book.gone:
        catalogue.obsolete[str(old.context or old.id), str(old.id)] = old
    return catalogue


def file_of(book: Book) -> bytes:
    """A book as the PO file it is kept in: the bytes that `make texts` would write."""
    return written(catalogue_of(book))


def _sentence(message: Message, domain: str) -> Sentence:
    source, target = str(message.id), str(message.string or "")
    signature = _signature(message) if target and not message.fuzzy else None
    # Beside the first signature another reader's may stand: it goes when the words change.
    used = signature.string if signature else None
    comments = [
        each
        for each in message.user_comments
        if each != used and (signature or not each.startswith(SIGNED))
    ]
    return Sentence(
        key=str(message.context or source) if domain == FLOWS else source,
        source=source,
        target=target,
        status=_status(message, signature),
        note=" ".join(message.auto_comments),
        files=tuple(dict.fromkeys(file for file, _ in message.locations)),
        previous=str(message.previous_id[0]) if message.previous_id else "",
        reader=signature["who"] if signature else "",
        day=_day(signature["day"]) if signature and signature["day"] else None,
        comments=tuple(comments),
        is_of_flows=domain == FLOWS,
    )


def _signature(message: Message) -> re.Match[str] | None:
    found = (_SIGNATURE.fullmatch(comment) for comment in message.user_comments)
    return next((each for each in found if each), None)


def _status(message: Message, signature: re.Match[str] | None) -> Status:
    if not message.string:
        return Status.MISSING
    if message.fuzzy:
        return Status.OUTDATED
    return Status.REVIEWED if signature else Status.DRAFT


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _comments(sentence: Sentence) -> Iterator[str]:
    yield from sentence.comments
    if sentence.status is Status.REVIEWED:
        yield " ".join(
            part for part in (SIGNED, sentence.reader, sentence.day and str(sentence.day)) if part
        )
