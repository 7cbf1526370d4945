"""How far each language is, and why women may choose it or not, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from locales.catalogues import Status
from locales.desk.progress import Progress, progress
from locales.phrase import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from locales.desk.sentences import Book
    from locales.languages import Language

#: From the left, the surest first.
ORDER: Final = (Status.REVIEWED, Status.DRAFT, Status.OUTDATED, Status.MISSING)

_MISSING: Final = N_("frasi che mancano: {count}")
_OUTDATED: Final = N_("frasi superate, perché l'italiano è cambiato: {count}")
_UNSIGNED: Final = N_("frasi che nessuna ha ancora riletto: {count}")
_HIDDEN: Final = N_("chi l'ha proposta ha scelto di tenerla nascosta")
_NOT_NAMED: Final = N_("le impostazioni del servizio non la nominano")


@dataclass(frozen=True, slots=True)
class Strip:
    """One piece of a bar, in hundredths of its length."""

    status: Status
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Bar:
    """How far something is, to be drawn and said."""

    progress: Progress

    @property
    def strips(self) -> Iterator[Strip]:
        """The pieces that are not empty."""
        start = 0.0
        for status, count in self.counts:
            length = 100 * count / self.progress.total
            yield Strip(status, round(start, 2), round(length, 2))
            start += length

    @property
    def counts(self) -> list[tuple[Status, int]]:
        """How many are how far, the surest first; nothing that is none."""
        told = ((status, int(getattr(self.progress, status.value))) for status in ORDER)
        return [(status, count) for status, count in told if count]


@dataclass(frozen=True, slots=True)
class Row:
    """One language."""

    language: Language
    #: By domain.
    bars: Mapping[str, Bar]
    #: Whether women may choose it.
    is_offered: bool
    #: Why not; without any, they may.
    why: Sequence[Phrase]


def row_of(
    language: Language, books: Mapping[str, Book], *, offered: bool, hidden: bool, drafts: bool
) -> Row:
    """A language, from its books by domain.

    `offered` is whether the settings and the checks let women choose it; `hidden`, whether
    whoever proposed the edition keeps it hidden; `drafts`, whether unsigned ones are enough.
    """
    bars = {domain: Bar(progress(book)) for domain, book in books.items()}
    why = list(_why([bar.progress for bar in bars.values()], drafts=drafts))
    if hidden:
        why.append(Phrase(_HIDDEN))
    if not why and not offered:
        why.append(Phrase(_NOT_NAMED))
    return Row(language, bars, not why, why)


def _why(counted: Sequence[Progress], *, drafts: bool) -> Iterator[Phrase]:
    reasons = [
        (_MISSING, sum(each.missing for each in counted)),
        (_OUTDATED, sum(each.outdated for each in counted)),
        (_UNSIGNED, 0 if drafts else sum(each.draft for each in counted)),
    ]
    for text, count in reasons:
        if count:
            yield Phrase(text, {"count": count})
