"""How far a language has come, and the sentences one looks for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from locales.catalogues import Status
    from locales.desk.sentences import Book, Sentence


@dataclass(frozen=True, slots=True)
class Progress:
    """How many sentences are how far."""

    missing: int = 0
    outdated: int = 0
    draft: int = 0
    reviewed: int = 0

    @property
    def total(self) -> int:
        """How many there are."""
        return self.missing + self.outdated + self.draft + self.reviewed

    @property
    def is_complete(self) -> bool:
        """Whether each is translated: what demo mode asks for."""
        return not self.missing and not self.outdated and bool(self.total)

    @property
    def is_signed(self) -> bool:
        """Whether a reader signed each: what service mode asks for."""
        return self.is_complete and not self.draft

    def percent(self, *statuses: Status) -> int:
        """The share that is so far, rounded down: 100 only when it is all."""
        count = sum(int(getattr(self, status.value)) for status in statuses)
        return 100 * count // self.total if self.total else 0


def progress(book: Book) -> Progress:
    """How far the whole catalogue is."""
    return _counted(book.sentences)


def progress_by_flow(book: Book) -> dict[str, Progress]:
    """How far each flow is, in the order of the conversation."""
    flows: dict[str, list[Sentence]] = {}
    for each in book.sentences:
        flows.setdefault(each.flow, []).append(each)
    return {flow: _counted(sentences) for flow, sentences in flows.items()}


def found(
    book: Book, *, statuses: Iterable[Status] = (), flow: str = "", text: str = ""
) -> Iterator[Sentence]:
    """The sentences that are so far, of that flow, and with that text in either language."""
    wanted, sought = frozenset(statuses), text.casefold()
    for each in book.sentences:
        if wanted and each.status not in wanted:
            continue
        if flow and each.flow != flow:
            continue
        if any(sought in words.casefold() for words in (each.source, each.target, each.key)):
            yield each


def _counted(sentences: Iterable[Sentence]) -> Progress:
    counted = Counter(each.status.value for each in sentences)
    return Progress(**counted)
