"""Names and where they are found: written right, cut short, or mistyped.

An index never decides what she meant. It gives every name that may be meant and
how far it lies from what was typed; `routing.places.confidence` weighs them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from routing.gazetteer import Kind, Nearness
from routing.places.spelling import is_latin, key_of, loose_key_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routing.areas import AreaCode

#: Names of this length and fewer letters are looked up as typed: one mistake makes another name.
_TOO_SHORT = 2
_MISTAKES_BY_LENGTH = ((3, 1), (5, 2), (9, 3))
_TWICE = re.compile(r"(.)\1")
_DOUBLED = 0.5
_FIRST_LETTER = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """One way of naming one area, or several between which only she can tell."""

    text: str
    kind: Kind
    #: Most likely first.
    areas: tuple[AreaCode, ...]
    nearness: Nearness
    words: tuple[str, ...]
    #: For a comune: the two letters, the province and the region it lies in, in plain words.
    lies_in: frozenset[str] = frozenset()
    is_nickname: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that may be meant."""

    name: Name
    #: Letters to change, add, drop or swap to get there; a wrong vowel may count for less.
    mistakes: float = 0


class NameIndex:
    """Every name of the gazetteer, by the ways it may be typed."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._exact: dict[str, list[Name]] = defaultdict(list)
        self._loose: dict[str, list[Name]] = defaultdict(list)
        self._by_first_word: dict[str, list[Name]] = defaultdict(list)
        self._by_inner_word: dict[str, list[Name]] = defaultdict(list)
        self._bare_streets: dict[str, list[Name]] = defaultdict(list)
        for name in names:
            self._add(name)
        self._near = _Shelf(k for k, found in self._exact.items() if _is_near(found))
        self._far = _Shelf(k for k, found in self._exact.items() if not _is_near(found))

    def _add(self, name: Name) -> None:
        words = list(name.words)
        self._exact[key_of(words)].append(name)
        loose = loose_key_of(words)
        if loose != key_of(words) and len(loose) > _TOO_SHORT:
            self._loose[loose].append(name)
        if name.kind is Kind.STREET:
            bare = [word for word in words[1:] if len(word) > 1]
            self._bare_streets[loose_key_of(bare)].append(name)
        elif len(words) > 1:
            self._by_first_word[words[0]].append(name)
            if name.nearness is Nearness.NEAR:
                for word in words[1:]:
                    self._by_inner_word[word].append(name)

    def written(self, words: Sequence[str]) -> list[Name]:
        """The names written just so, but for spaces and the small words inside."""
        key = key_of(words)
        found = self._exact.get(key)
        if found is None and len(words) > 1:
            found = self._loose.get(loose_key_of(words))
        if found is None:
            found = self._loose.get(key)
        return found or []

    def beginning(self, words: Sequence[str]) -> list[Name]:
        """The longer names whose first words these are."""
        if not words:
            return []
        count = len(words)
        wanted = tuple(words)
        return [n for n in self._by_first_word.get(words[0], ()) if n.words[:count] == wanted]

    def holding(self, word: str) -> list[Name]:
        """The names near Milan that have this word after their first."""
        return self._by_inner_word.get(word, [])

    def streets(self, words: Sequence[str]) -> list[Name]:
        """The streets, squares and the like called so."""
        return self._bare_streets.get(loose_key_of(words), [])

    def mistyped(self, words: Sequence[str]) -> list[Hit]:
        """The names a few letters away."""
        if not is_latin(words):
            return []
        key = key_of(words)
        return [
            Hit(name, mistakes_between(key, near, wrong))
            for near, wrong in (*self._near.around(key), *self._far.around(key))
            for name in plainest(self._exact[near])
        ]


class _Shelf:
    """Keys by length, so that only those that can match are compared."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for key in keys:
            if key.isascii():
                self._by_length[len(key)].append(key)

    def around(self, typed: str) -> list[tuple[str, int]]:
        """The keys within the mistakes that a name of that length may have."""
        most = mistakes_allowed(len(typed))
        if not most:
            return []
        found: list[tuple[str, int]] = []
        for length in range(len(typed) - most, len(typed) + most + 1):
            found += (
                (key, int(distance))
                for key, distance, _ in process.extract(
                    typed,
                    self._by_length.get(length, ()),
                    scorer=OSA.distance,
                    score_cutoff=most,
                    limit=8,
                )
            )
        return found


def mistakes_between(typed: str, key: str, wrong: int) -> float:
    """So many wrong letters, counted as people make them.

    A letter typed once instead of twice is half a mistake; the first letter is
    seldom wrong.
    """
    once = OSA.distance(_TWICE.sub(r"\1", typed), _TWICE.sub(r"\1", key))
    counted = wrong if once >= wrong else once + _DOUBLED * (wrong - once)
    return counted if typed[:1] == key[:1] else counted + _FIRST_LETTER


def mistakes_allowed(length: int) -> int:
    """How many mistakes a name of so many letters can have and still be known."""
    return max((most for least, most in _MISTAKES_BY_LENGTH if length >= least), default=0)


def _is_near(names: list[Name]) -> bool:
    return any(n.nearness is Nearness.NEAR and n.kind is not Kind.STREET for n in names)


def plainest(names: Sequence[Name]) -> tuple[Name, ...]:
    """Without the streets and the stations of a name that also means something plainer."""
    plain = tuple(n for n in names if n.kind not in {Kind.STREET, Kind.RAIL})
    return plain or tuple(n for n in names if n.kind is not Kind.STREET) or tuple(names)


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name as the index knows them."""
    return tuple(words_of(text))
