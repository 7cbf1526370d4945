"""Names inside a sentence: which stand in it, and which words they leave unexplained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.gazetteer import Kind
from routing.places.lookup import name_words, plainest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.places.lookup import Name, NameIndex
    from routing.places.reading import Reader

#: No name has more words.
_LONGEST_NAME = 8


@dataclass(frozen=True, slots=True)
class _Span:
    names: tuple[Name, ...]
    words: tuple[str, ...]


class NameFinder:
    """Finds the names that are written right."""

    def __init__(self, index: NameIndex, reader: Reader) -> None:
        self._index = index
        self._reader = reader

    def whole(self, words: tuple[str, ...], core: tuple[str, ...]) -> tuple[Name, ...]:
        """The names that the words are as a whole, with or without those around them."""
        if not words:
            return ()
        found = plainest(self._written(words))
        if found or not core or core == words:
            return found
        for less in _between(words, core):
            found = self._written(less)
            if found:
                break
        around = _without(words, less)
        is_told_apart = any(word in name.lies_in for name in found for word in around)
        is_a_street = Kind.STREET in self._reader.kinds_wanted(around)
        if is_told_apart or is_a_street:
            return ()
        return self._of_kind(found, around)

    def _written(self, words: tuple[str, ...]) -> tuple[Name, ...]:
        found = tuple(self._index.written(words))
        if len(words) > 1 and words[0] in self._reader.around:
            # "A Dro" is not Adro, nor "a Rezzo" Arezzo.
            return tuple(name for name in found if name.words == words)
        return found

    def _of_kind(self, names: tuple[Name, ...], words: tuple[str, ...]) -> tuple[Name, ...]:
        """Of the names, those of the kind that the other words speak of."""
        wanted = self._reader.kinds_wanted(words)
        kept = tuple(name for name in names if name.kind in wanted)
        return kept or plainest(names)

    def inside(self, words: tuple[str, ...]) -> tuple[tuple[Name, ...], tuple[str, ...]]:
        """The names in the text, and the words that they leave unexplained."""
        spans, left = _qualified(*self._spans(words))
        outside = tuple(word for word in left if self._reader.is_left_over(word))
        wanted = self._reader.kinds_wanted((*left, *(span.words[0] for span in spans)))
        if Kind.STREET in wanted:
            outside = tuple(word for word in outside if not word.isdecimal())
        kept = [self._of_kind(span.names, left) for span in spans]
        if Kind.STREET in wanted and not self._has_street(spans):
            outside = outside or left
        return _together(kept), outside

    def _has_street(self, spans: Sequence[_Span]) -> bool:
        return any(Kind.STREET in self._reader.kinds_wanted(span.words[:1]) for span in spans)

    def _spans(self, words: tuple[str, ...]) -> tuple[list[_Span], tuple[str, ...]]:
        """The longest names in the text, none over another; and the words in none of them."""
        taken: dict[int, _Span] = {}
        for length in range(min(len(words), _LONGEST_NAME), 0, -1):
            # From the back: "Milano, Tre Torri" is not "Milano Tre" and something else.
            for start in range(len(words) - length, -1, -1):
                places = range(start, start + length)
                if any(at in taken for at in places):
                    continue
                span = self._span(words[start : start + length])
                if span:
                    taken.update(dict.fromkeys(places, span))
        left = tuple(word for at, word in enumerate(words) if at not in taken)
        return list({id(span): span for _, span in sorted(taken.items())}.values()), left

    def _span(self, words: tuple[str, ...]) -> _Span | None:
        # "Ora", "Re" and "Lei" are comuni too, but not in the middle of a sentence.
        is_common = len(words) == 1 and not self._reader.core(words)
        if is_common or words[0] in self._reader.around:
            return None
        names = tuple(self._index.written(words))
        return _Span(names, words) if names else None


def _between(words: tuple[str, ...], core: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words with fewer and fewer of those around: "Borgo San Siro" before "San Siro"."""
    first = next(at for at in range(len(words)) if words[at : at + len(core)] == core)
    for start in range(first + 1):
        for end in range(len(words), first + len(core) - 1, -1):
            yield words[start:end]


def _without(words: tuple[str, ...], less: tuple[str, ...]) -> tuple[str, ...]:
    first = next(at for at in range(len(words)) if words[at : at + len(less)] == less)
    return words[:first] + words[first + len(less) :]


def _qualified(spans: list[_Span], left: tuple[str, ...]) -> tuple[list[_Span], tuple[str, ...]]:
    """Names narrowed by the province or city said beside them: "Livo (CO)", "Milano Lambrate"."""
    for of in spans:
        for other in spans:
            if of is other:
                continue
            kept = tuple(n for n in of.names if _lies_in(n, other))
            if kept and of.words != other.words:
                rest = [_Span(kept, of.words) if s is of else s for s in spans if s is not other]
                return _qualified(rest, left)
    for word in left:
        for of in spans:
            kept = tuple(n for n in of.names if word in n.lies_in)
            if kept:
                rest = [_Span(kept, of.words) if s is of else s for s in spans]
                return _qualified(rest, tuple(w for w in left if w != word))
    return spans, left


def _lies_in(name: Name, other: _Span) -> bool:
    """Whether the other words name the city or province that the first lies in."""
    cities = [n.text for n in other.names if n.kind is Kind.COMUNE]
    return any(name.lies_in.issuperset(name_words(city)) for city in cities)


def _together(kept: Sequence[tuple[Name, ...]]) -> tuple[Name, ...]:
    """What several names in one text mean: where they overlap, or else all of it."""
    if len(kept) > 1:
        common = frozenset.intersection(*(areas_of(names) for names in kept))
        if common:
            # "Pronto soccorso Mangiagalli": the narrower of the two says where.
            narrowest = min(kept, key=lambda names: len(areas_of(names)))
            return tuple(n for n in narrowest if areas_of((n,)) & common)
    return tuple(name for names in kept for name in names)


def areas_of(names: Sequence[Name]) -> frozenset[str]:
    """Every area that the names may mean."""
    return frozenset(area for name in names for area in name.areas)
