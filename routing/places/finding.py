"""Where she is, from what she typed: one place when it is sure, otherwise a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing import gazetteer
from routing.areas import MILANO, AreaCode, municipio_of
from routing.errors import UnknownAreaError
from routing.gazetteer import Kind
from routing.places import confidence
from routing.places import labels as place_labels
from routing.places.atlas import Atlas
from routing.places.lookup import Hit, NameIndex
from routing.places.matching import Matcher
from routing.places.reading import Reader
from routing.places.soundalikes import SoundIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from locales.phrase import Phrase
    from routing.places.lookup import Name
    from routing.places.matching import Match
    from routing.places.reading import Asked

#: More than this cannot be taken in at a glance by somebody in a hurry.
MOST_CHOICES = 5
#: From this share on, a mistyped name is likelier than a part of what she typed taken alone.
_LIKELIER = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """An area she may mean, told apart from the others in words."""

    area: AreaCode
    #: "Corsico, comune", "via Corsico, Milano, Municipio 6".
    label: Phrase


@dataclass(frozen=True, slots=True)
class Found:
    """One sure area, or up to five to choose from, or neither: then the place is unknown."""

    sure: Candidate | None = None
    #: Most likely first; empty when `sure` is given.
    choices: tuple[Candidate, ...] = ()
    #: For a name not written right, how likely the first is the one meant (docs/places.md).
    share: float | None = None


@dataclass(frozen=True, slots=True)
class _Guess:
    """Areas that may be meant, best first, and whether the first is meant beyond doubt."""

    candidates: tuple[Candidate, ...] = ()
    is_sure: bool = False
    share: float | None = None

    def areas(self) -> frozenset[AreaCode]:
        return frozenset(candidate.area for candidate in self.candidates)

    def within(self, areas: frozenset[AreaCode]) -> _Guess:
        kept = tuple(c for c in self.candidates if c.area in areas)
        return _Guess(kept, self.is_sure or len(kept) == 1)


_NOTHING = _Guess()


class Gazetteer:
    """All the places a woman may name, ready to be looked up."""

    def __init__(self, atlas: Atlas, reader: Reader) -> None:
        self._atlas = atlas
        self._reader = reader
        names = list(atlas.names())
        self._matcher = Matcher(NameIndex(names), SoundIndex(names), reader)

    @classmethod
    def load(cls) -> Gazetteer:
        """Read the gazetteer that the project ships."""
        return cls(Atlas(gazetteer.read()), Reader.load())

    def find(self, typed: str) -> Found:
        """What place the typed words mean. Any text is safe to give, of any length."""
        asked = self._reader.read(typed)
        guess = _both(self._by_number(asked), self._by_words(asked))
        if guess.is_sure and not asked.is_away:
            return Found(sure=guess.candidates[0], share=guess.share)
        return Found(choices=guess.candidates[:MOST_CHOICES], share=guess.share)

    def name(self, area: AreaCode) -> str:
        """The name people know the area by: "Municipio 3", "Corsico"."""
        return self._atlas.known(area).name

    def point(self, area: AreaCode) -> tuple[float, float] | None:
        """Latitude and longitude of a point in the area, in its town where one is known."""
        try:
            return self._atlas.known(area).point
        except UnknownAreaError:
            return None

    def areas(self) -> Iterable[AreaCode]:
        """Every area the gazetteer knows: the municipi, then the comuni."""
        return (*self._atlas.municipi, *self._atlas.comuni)

    def _by_number(self, asked: Asked) -> _Guess:
        """What a municipio's number and the postcodes say."""
        found: dict[AreaCode, Phrase] = {}
        if asked.municipio is not None:
            area = AreaCode(f"M{asked.municipio}")
            found[area] = place_labels.of_municipio(asked.municipio)
        sharing = [self._atlas.with_postcode(code) for code in asked.postcodes]
        for areas in sharing:
            for area, quarters in areas:
                found.setdefault(area, self._label_of_postcode(area, quarters))
        candidates = tuple(Candidate(area, label) for area, label in found.items())
        # 20100 was Milan's for all who knew no better: it says the city, and asks.
        is_sure = len(found) == 1 and all(sharing) and MILANO not in found
        return _Guess(candidates, is_sure)

    def _label_of_postcode(self, area: AreaCode, quarters: str) -> Phrase:
        number = municipio_of(area)
        if number is None:
            return place_labels.of_comune(self._atlas.comuni[area])
        if not quarters:
            return place_labels.of_municipio(number)
        return place_labels.of_part(quarters, number)

    def _by_words(self, asked: Asked) -> _Guess:
        """What the words say: names written right, then cut short, mistyped or by their sound."""
        match = self._matcher.match(asked.words)
        if match.is_empty:
            return _NOTHING
        if not match.is_doubtful:
            return self._guess_of_names(match)
        return self._guess_of_likely(match)

    def _guess_of_names(self, match: Match) -> _Guess:
        candidates = self._candidates(match.names)
        is_hint = all(name.kind is Kind.STREET for name in match.names)
        return _Guess(
            candidates, is_sure=len(candidates) == 1 and not is_hint and not match.must_ask
        )

    def _guess_of_likely(self, match: Match) -> _Guess:
        shares = confidence.weigh(match.likely, match.length)
        worth = confidence.worth_asking(shares)
        candidates = tuple(self._candidate(area, name) for area, (_, name) in worth.items())
        if not candidates:
            return _Guess(self._candidates(match.names))
        best, name = next(iter(worth.values()))
        is_hint = (
            name.kind is Kind.STREET
            or match.must_ask
            or _is_shared(name, match.likely)
            or not confidence.can_be_sure(name, _mistakes(name, match.likely))
        )
        if best >= confidence.SURE and not is_hint:
            return _Guess(candidates[:1], is_sure=True, share=best)
        merged = _merged(candidates, self._candidates(match.names), best)
        return _Guess(merged, share=None if is_hint else best)

    def _candidates(self, names: Sequence[Name]) -> tuple[Candidate, ...]:
        shares = confidence.weigh([Hit(name) for name in names], length=1)
        return tuple(self._candidate(area, name) for area, (_, name) in shares.items())

    def _candidate(self, area: AreaCode, name: Name) -> Candidate:
        return Candidate(area, place_labels.of_name(name, area, self._atlas.comuni.get(area)))


def _is_shared(name: Name, likely: Iterable[Hit]) -> bool:
    """Whether other areas have the very same name, so that a mistyped one is asked about too."""
    return any(hit.name.words == name.words and hit.name.areas != name.areas for hit in likely)


def _mistakes(name: Name, likely: Iterable[Hit]) -> float:
    return min(hit.mistakes for hit in likely if hit.name is name)


def _both(by_number: _Guess, by_words: _Guess) -> _Guess:
    """What numbers and words say together: where they agree; a doubt where they do not."""
    if not by_number.candidates or not by_words.candidates:
        return by_words if by_words.candidates else by_number
    agreed = by_number.areas() & by_words.areas()
    if agreed:
        return by_words.within(agreed)
    if by_words.areas() == {MILANO} and any(municipio_of(a) for a in by_number.areas()):
        return by_number
    return _Guess((*by_number.candidates, *by_words.candidates))


def _merged(
    likely: tuple[Candidate, ...], partial: tuple[Candidate, ...], best: float
) -> tuple[Candidate, ...]:
    ordered = (*likely, *partial) if best >= _LIKELIER else (*partial, *likely)
    return tuple({candidate.area: candidate for candidate in reversed(ordered)}.values())[::-1]
