"""A translator's file that waits for a yes: what it would change, looked at before it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.editions.errors import WorkError
from locales.catalogues import Status
from locales.desk.arriving import arrive
from locales.desk.parcels import unpack
from locales.errors import UnfitFileError, UnknownSentenceError
from locales.phrase import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from locales.desk.arriving import Arrival, Change, Left
    from locales.desk.parcels import Parcel
    from locales.desk.sentences import Book, Sentence


class ArrivalMovedOnError(WorkError):
    """Since the file was looked at, somebody changed what it would change."""

    def __init__(self) -> None:
        super().__init__("Somebody changed meanwhile what the file would change.")


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed sentence for which the file says something else: replaced by hand only."""

    sentence: Sentence
    words: str


@dataclass(frozen=True, slots=True)
class Older:
    """A row that translates Italian of another day."""

    sentence: Sentence
    words: str
    #: Whether it is kept, marked as outdated, because there is nothing better.
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that somebody is looking at."""

    #: The draft it is meant for.
    at: str
    parcel: Parcel
    #: The book it was held against.
    book: Book
    arrival: Arrival

    @property
    def new(self) -> Sequence[Change]:
        """Sentences that were missing."""
        return self.arrival.changed_to(Status.DRAFT, Status.MISSING)

    @property
    def others(self) -> Sequence[Change]:
        """Drafts that would say something else."""
        return self.arrival.changed_to(Status.DRAFT, Status.DRAFT)

    @property
    def renewed(self) -> Sequence[Change]:
        """Outdated sentences that would be up to date again."""
        return self.arrival.changed_to(Status.DRAFT, Status.OUTDATED)

    @property
    def signed(self) -> Sequence[Signed]:
        """What is replaced only where it is ticked by hand."""
        known = self.book.by_key()
        return [Signed(known[each.key], each.words) for each in self.arrival.signed]

    @property
    def older(self) -> Sequence[Older]:
        """What translates Italian of another day."""
        known = self.book.by_key()
        kept = {each.key for each in self.arrival.changed_to(Status.OUTDATED)}
        return [Older(known[e.key], e.words, e.key in kept) for e in self.arrival.older]

    @property
    def unsure(self) -> Sequence[Left]:
        """What the translator herself marked as needing work."""
        return self.arrival.unsure

    @property
    def gone(self) -> Sequence[Left]:
        """What belongs to no sentence of today's."""
        return self.arrival.gone

    @property
    def is_empty(self) -> bool:
        """Whether it could change nothing, whatever is ticked."""
        return not (self.arrival.changes or self.arrival.signed)


def text_of(file: bytes) -> str:
    """An uploaded file as text.

    Raises:
        UnfitFileError: if it is empty, or in another charset than UTF-8.
    """
    if not file.strip():
        raise UnfitFileError(N_("Il file è vuoto, o non ne è stato scelto nessuno."))
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnfitFileError(
            N_("Il file non è scritto in UTF-8. Salvalo così nel tuo programma e riprova.")
        ) from None


def parcel_of(file: bytes) -> Parcel:
    """An uploaded file, by what its head says.

    Raises:
        UnfitFileError: if it is none of ours.
    """
    return unpack(text_of(file))


def waiting(at: str, parcel: Parcel, book: Book) -> Waiting:
    """A file held against a book; nothing is changed.

    Raises:
        UnfitFileError: if it does not fit, with each fault.
    """
    return Waiting(at, parcel, book, arrive(book, parcel))


def chosen(waits: Waiting, ticked: Collection[str]) -> Arrival:
    """What changes when these signed sentences (by id) are replaced too."""
    signed = {each.key for each in waits.arrival.signed}
    known = waits.book.by_key()
    return arrive(waits.book, waits.parcel, [key for key in signed if known[key].id in ticked])


def taking(waits: Waiting, ticked: Collection[str]) -> Callable[[Book], Book]:
    """The import as an act on a book: exactly what was looked at, or nothing.

    The act raises `ArrivalMovedOnError` where it would change something else by now.
    """
    wanted = _changes(chosen(waits, ticked))
    keys = [each.key for each in chosen(waits, ticked).changes]
    replaced = [each.key for each in waits.arrival.signed if each.key in keys]

    def act(book: Book) -> Book:
        try:
            now = arrive(book, waits.parcel, replaced)
        except UnknownSentenceError:
            raise ArrivalMovedOnError from None
        if _changes(now) != wanted:
            raise ArrivalMovedOnError
        return now.book

    return act


def _changes(arrival: Arrival) -> list[tuple[str, str, str]]:
    return [(each.key, each.before.version, each.after.target) for each in arrival.changes]
