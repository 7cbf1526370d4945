"""From the words she typed to the names they may be, and what is left unexplained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.areas import MILANO
from routing.gazetteer import Kind, Nearness
from routing.lookup import Hit, name_words, plainest
from routing.spelling import is_latin, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.lookup import Name, NameIndex
    from routing.reading import Reader
    from routing.soundalikes import SoundIndex

#: No name has more words.
_LONGEST_NAME = 8
#: How many mistakes it counts for, when a name was typed only in part.
_CUT_SHORT = 1
_INNER_WORD = 2
_BARE_STREET = 1
_LESS_EXPLAINED = 1.5
_MOST_LONGER = 3


@dataclass(frozen=True, slots=True)
class Match:
    """What the words may mean."""

    #: Names that stand in the text just so.
    names: tuple[Name, ...] = ()
    #: Some words are explained by no name, or two names speak of different areas.
    is_doubtful: bool = False
    #: Names that may have been meant instead.
    likely: tuple[Hit, ...] = ()
    #: Letters in the words that were compared.
    length: int = 0
    #: However likely one of them is, she is asked.
    must_ask: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing like a place was found."""
        return not self.names and not self.likely


@dataclass(frozen=True, slots=True)
class _Span:
    names: tuple[Name, ...]
    words: tuple[str, ...]


class Matcher:
    """Finds names inside a sentence."""

    def __init__(self, index: NameIndex, sounds: SoundIndex, reader: Reader) -> None:
        self._index = index
        self._sounds = sounds
        self._reader = reader

    def match(self, words: tuple[str, ...]) -> Match:
        """The names in the words; where they explain too little, those that may be meant."""
        core = self._reader.core(words)
        names = self._whole(words, core or self._reader.bare(words))
        if self._says_no_place(words, core):
            # "Ora" and "Re" are comuni, and words of every day.
            return Match(names, must_ask=True)
        if names:
            return Match((*self._longer(names, words), *names))
        names, left = self._inside(words)
        if names and not left:
            return Match(names)
        if not core or any(self._reader.says_no_place(word) for word in core):
            # A sentence about something else: nothing in it is a name with a mistake.
            return Match(names, must_ask=True)
        return self._likely(names, self._without_city(names, core, left), words)

    def _without_city(
        self, names: tuple[Name, ...], core: tuple[str, ...], left: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The words that name something in Milan, when Milan itself is only said beside them."""
        is_only_city = bool(names) and all(name.areas == (MILANO,) for name in names)
        return left if is_only_city and left else core

    def _says_no_place(self, words: tuple[str, ...], core: tuple[str, ...]) -> bool:
        if len(words) > 1 and Kind.STREET in self._reader.kinds_wanted(words):
            return False
        return all(self._reader.says_no_place(word) or word.isdecimal() for word in core)

    def _whole(self, words: tuple[str, ...], core: tuple[str, ...]) -> tuple[Name, ...]:
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

    def _inside(self, words: tuple[str, ...]) -> tuple[tuple[Name, ...], tuple[str, ...]]:
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

    def _longer(self, names: tuple[Name, ...], words: tuple[str, ...]) -> tuple[Name, ...]:
        """Names near Milan that begin so, when what she typed is no comune near Milan.

        "Quarto" is a comune in Campania and the way to say Quarto Oggiaro; "San
        Donato" is a stop in Milan and the comune behind it.
        """
        near = [name for name in names if name.nearness is Nearness.NEAR]
        if any(name.kind is Kind.COMUNE for name in near):
            return ()
        is_far = all(name.nearness is Nearness.FAR for name in names)
        longer = [n for n in self._index.beginning(words) if n.nearness is Nearness.NEAR]
        longer = [n for n in longer if n.kind is Kind.COMUNE or (is_far and not n.is_nickname)]
        # "Ponte" and "Cascina" begin too many names to say which.
        return tuple(longer) if len(_areas(longer)) <= _MOST_LONGER else ()

    def _heard(self, core: tuple[str, ...]) -> list[Hit]:
        """The names that sound so, with every other place that is written as they are."""
        alike = self._sounds.alike(core)
        namesakes = {hit.name.words: hit.mistakes for hit in reversed(alike)}
        return [
            *alike,
            *(
                Hit(name, mistakes)
                for words, mistakes in namesakes.items()
                for name in plainest(self._index.written(words))
            ),
        ]

    def _length(self, core: tuple[str, ...]) -> int:
        return len(key_of(core)) if is_latin(core) else self._sounds.length(core)

    def _likely(
        self, names: tuple[Name, ...], core: tuple[str, ...], words: tuple[str, ...]
    ) -> Match:
        longer = self._index.beginning(core)
        hits = [Hit(name, _CUT_SHORT) for name in longer]
        hits += [Hit(name, _BARE_STREET) for name in self._index.streets(core)]
        # "De" stands around a name, and at the front of "De Amicis"; more words explain more.
        longest = self._index.mistyped(words) if core != words else []
        extra = _LESS_EXPLAINED if longest else 0
        hits += longest
        hits += [Hit(hit.name, hit.mistakes + extra) for hit in self._index.mistyped(core)]
        if len(core) == 1:
            hits += [Hit(name, _INNER_WORD) for name in self._index.holding(core[0])]
        hits += self._heard(core)
        return Match(
            names,
            is_doubtful=True,
            likely=tuple(hits),
            length=self._length(core),
            must_ask=len(_areas(longer)) > 1,
        )


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
        common = frozenset.intersection(*(_areas(names) for names in kept))
        if common:
            # "Pronto soccorso Mangiagalli": the narrower of the two says where.
            narrowest = min(kept, key=lambda names: len(_areas(names)))
            return tuple(n for n in narrowest if _areas((n,)) & common)
    return tuple(name for names in kept for name in names)


def _areas(names: Sequence[Name]) -> frozenset[str]:
    return frozenset(area for name in names for area in name.areas)
