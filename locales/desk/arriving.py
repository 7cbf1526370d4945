"""A translator's PO file, brought in whole or not at all; nothing a reader signed is replaced."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from locales.catalogues import Status
from locales.desk.changes import translated
from locales.desk.judging import faults
from locales.desk.parcels import refuse_strange
from locales.errors import UnfitFileError, UnknownSentenceError
from locales.phrase import S_, Phrase
from locales.renewing import SIGNED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from locales.desk.parcels import Parcel
    from locales.desk.sentences import Book, Sentence
    from locales.po import Row

_FAULT = S_("riga {line}, {key}: {fault}.")


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence that an import changes."""

    before: Sentence
    after: Sentence

    @property
    def key(self) -> str:
        """The sentence."""
        return self.after.key


@dataclass(frozen=True, slots=True)
class Left:
    """One sentence of the file that was not taken over."""

    line: int
    key: str
    #: What the file says.
    words: str


@dataclass(slots=True)
class Arrival:
    """What an import changes and what it leaves, with the book as it would be."""

    book: Book
    changes: list[Change] = field(default_factory=list)
    #: Signed by a reader, and the file says something else.
    signed: list[Left] = field(default_factory=list)
    #: They translate an Italian sentence that has changed since.
    older: list[Left] = field(default_factory=list)
    #: The translator marked them as needing work.
    unsure: list[Left] = field(default_factory=list)
    #: No sentence of today's.
    gone: list[Left] = field(default_factory=list)
    #: Signatures in the file: a reader gives hers herself.
    signatures: int = 0

    def changed_to(self, status: Status, *before: Status) -> list[Change]:
        """The changes to a status, only those from some if any are named."""
        return [
            each
            for each in self.changes
            if each.after.status is status and (not before or each.before.status in before)
        ]


def arrive(book: Book, parcel: Parcel, replaces: Collection[str] = ()) -> Arrival:
    """Hold a file against today's sentences.

    `replaces` are the keys of signed sentences that may be replaced: they become drafts.

    Raises:
        UnfitFileError: if it is for another book, or a sentence lost a place or a number.
        UnknownSentenceError: if `replaces` names something else than a sentence of today's.
    """
    if (parcel.language, parcel.domain) != (book.language, book.domain):
        raise UnfitFileError(
            S_("Il file contiene {domain} in «{language}», non {wanted} in «{tag}»."),
            domain=parcel.domain,
            language=parcel.language,
            wanted=book.domain,
            tag=book.language,
        )
    known = book.by_key()
    for key in replaces:
        if key not in known:
            raise UnknownSentenceError(key)
    rows = [row for row in parcel.file.rows if not row.is_gone and row.target]
    refuse_strange(book, rows)
    arrival = _Sorting(book, known, frozenset(replaces)).sorted(rows)
    _refuse_faulty(arrival, rows)
    arrival.book = book.with_changed({each.key: each.after for each in arrival.changes})
    return arrival


class _Sorting:
    """Decides of each row whether it changes something."""

    def __init__(self, book: Book, known: Mapping[str, Sentence], replaces: frozenset[str]) -> None:
        self._known = known
        self._replaces = replaces
        self._empty: dict[str, list[Sentence]] = {}
        for each in book.sentences:
            if each.status is Status.MISSING:
                self._empty.setdefault(each.source, []).append(each)
        self._taken: set[str] = set()
        self._arrival = Arrival(book)

    def sorted(self, rows: Iterable[Row]) -> Arrival:
        later = []
        for row in rows:
            sentence = self._known.get(row.key)
            if sentence is None:
                later.append(row)
            else:
                self._sort(sentence, row)
        # After the others, so that a sentence with a row of its own keeps it.
        for row in later:
            self._sort_unknown(row)
        return self._arrival

    def _sort(self, sentence: Sentence, row: Row) -> None:
        words = row.target or ""
        is_signed_in_file = any(comment.startswith(SIGNED) for comment in row.comments)
        if is_signed_in_file and sentence.status is not Status.REVIEWED:
            self._arrival.signatures += 1
        if row.source != sentence.source:
            self._sort_older(sentence, row)
        elif row.is_fuzzy:
            self._leave(self._arrival.unsure, row, sentence)
        elif sentence.status is Status.OUTDATED or words != sentence.target:
            if sentence.status is Status.REVIEWED and sentence.key not in self._replaces:
                self._leave(self._arrival.signed, row, sentence)
            else:
                self._change(sentence, translated(sentence, words))

    def _sort_older(self, sentence: Sentence, row: Row) -> None:
        # Work on an older sentence is kept where there is nothing better, marked as what it is.
        is_all_there_is = sentence.status is Status.MISSING or (
            sentence.status is Status.OUTDATED and sentence.previous == row.source
        )
        if is_all_there_is and not row.is_fuzzy and row.target != sentence.target:
            after = replace(
                translated(sentence, row.target or ""),
                status=Status.OUTDATED,
                previous=row.source or "",
            )
            self._change(sentence, after)
        self._leave(self._arrival.older, row, sentence)

    def _sort_unknown(self, row: Row) -> None:
        for sentence in self._empty.get(row.source or "", ()):
            if sentence.key not in self._taken and not row.is_fuzzy:
                self._change(sentence, translated(sentence, row.target or ""))
                return
        self._arrival.gone.append(Left(row.line, row.key, row.target or ""))

    def _change(self, before: Sentence, after: Sentence) -> None:
        self._taken.add(after.key)
        self._arrival.changes.append(Change(before, after))

    def _leave(self, pile: list[Left], row: Row, sentence: Sentence) -> None:
        if row.target != sentence.target:
            pile.append(Left(row.line, sentence.key, row.target or ""))


def _refuse_faulty(arrival: Arrival, rows: list[Row]) -> None:
    lines = {(row.source, row.target): row.line for row in rows}
    told = []
    for change in arrival.changes:
        after = change.after
        is_outdated = after.status is Status.OUTDATED
        meant = replace(after, source=after.previous) if is_outdated else after
        line = lines[meant.source, after.target]
        for fault in faults(meant, after.target):
            values = {"line": line, "key": after.key, "fault": fault.phrase}
            told.append((line, Phrase(_FAULT, values)))
    if told:
        told.sort(key=lambda each: each[0])
        raise UnfitFileError(
            S_("Qualche frase del file perderebbe qualcosa."), faults=[each for _, each in told]
        )
