"""From the words she typed to the names they may be, and what is left unexplained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.areas import MILANO
from routing.gazetteer import Kind, Nearness
from routing.places.lookup import Hit, plainest
from routing.places.sentences import NameFinder, areas_of
from routing.places.spelling import is_latin, key_of

if TYPE_CHECKING:
    from routing.places.lookup import Name, NameIndex
    from routing.places.reading import Reader
    from routing.places.soundalikes import SoundIndex

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


class Matcher:
    """Says what the words of a place may mean."""

    def __init__(self, index: NameIndex, sounds: SoundIndex, reader: Reader) -> None:
        self._index = index
        self._names = NameFinder(index, reader)
        self._sounds = sounds
        self._reader = reader

    def match(self, words: tuple[str, ...]) -> Match:
        """The names in the words; where they explain too little, those that may be meant."""
        core = self._reader.core(words)
        names = self._names.whole(words, core or self._reader.bare(words))
        if self._says_no_place(words, core):
            # "Ora" and "Re" are comuni, and words of every day.
            return Match(names, must_ask=True)
        if names:
            return Match((*self._longer(names, words), *names))
        names, left = self._names.inside(words)
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
        return tuple(longer) if len(areas_of(longer)) <= _MOST_LONGER else ()

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
            must_ask=len(areas_of(longer)) > 1,
        )
