"""Which sentences a list shows, and which comes before and after one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from locales.catalogues import Status
from locales.desk.progress import found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from locales.desk.sentences import Book, Sentence

#: Sentences on one page of a list.
_MOST: Final = 60
_DIGITS: Final = 6
#: A step's name in full is no longer than this.
_LONGEST: Final = 120
#: What a translator has to do; the next of these is a key away.
TO_DO: Final = (Status.MISSING, Status.OUTDATED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. Words she typed are never part of an address."""

    status: str = ""
    flow: str = ""
    text: str = ""
    #: In full: `near.where`.
    step: str = ""

    @classmethod
    def of(cls, told: Mapping[str, str], text: str = "") -> Wanted:
        """What an address or a form asks for; what is unknown counts as not said."""
        status = told.get("status", "")
        known = status if status in set(Status) else ""
        return cls(known, told.get("flow", "")[:_LONGEST], text, told.get("step", "")[:_LONGEST])

    def address(self, **others: str) -> str:
        """The end of an address that asks for the same, some of it otherwise."""
        told = {"status": self.status, "flow": self.flow, "step": self.step, **others}
        query = urlencode({name: value for name, value in told.items() if value})
        return f"?{query}" if query else ""

    def found(self, book: Book) -> list[Sentence]:
        """The sentences that fit."""
        statuses = [Status(self.status)] if self.status else []
        listed = found(book, statuses=statuses, flow=self.flow, text=self.text)
        return [each for each in listed if not self.step or each.step == self.step]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    sentences: Sequence[Sentence]
    total: int
    number: int

    @property
    def last(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // _MOST))


def page_of(sentences: Sequence[Sentence], told: str) -> Page:
    """A page by its number, the first where it is none."""
    last = max(1, -(-len(sentences) // _MOST))
    is_number = told.isascii() and told.isdigit() and len(told) < _DIGITS
    number = max(min(int(told), last), 1) if is_number else 1
    start = (number - 1) * _MOST
    return Page(sentences[start : start + _MOST], len(sentences), number)


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around a sentence in the list it was opened from."""

    number: int
    total: int
    before: Sentence | None
    after: Sentence | None
    #: The next one that is missing or outdated, from the top again at the end.
    to_do: Sentence | None


def around(book: Book, sentence: Sentence, wanted: Wanted) -> Around:
    """Where a sentence stands among those of its flow and status.

    One that has just been translated is no longer among the missing: its neighbours are.
    """
    stays = {each.key for each in wanted.found(book)} | {sentence.key}
    listed = [each for each in book.sentences if each.key in stays]
    at = next(number for number, each in enumerate(listed) if each.key == sentence.key)
    return Around(
        number=at + 1,
        total=len(listed),
        before=listed[at - 1] if at else None,
        after=listed[at + 1] if at + 1 < len(listed) else None,
        to_do=_next_to_do(book, sentence, wanted.flow),
    )


def _next_to_do(book: Book, sentence: Sentence, flow: str) -> Sentence | None:
    at = next(n for n, each in enumerate(book.sentences) if each.key == sentence.key)
    turned = (*book.sentences[at + 1 :], *book.sentences[:at])
    left = [each for each in turned if each.status in TO_DO]
    return next((each for each in left if each.flow == flow), left[0] if left else None)
