"""How sure a guess is: a share of probability, measured on the corpus (docs/places.md)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from routing.gazetteer import Kind, Nearness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.areas import AreaCode
    from routing.places.lookup import Hit, Name

    Shares = dict[AreaCode, tuple[float, Name]]

#: A guess is one answer from here on; below it she is asked.
SURE = 0.95
#: Words that name no place at all are likelier than all guesses together, below this sum.
_WORTH_ASKING = 0.02
#: A guess with less than this share is not offered beside better ones.
_WORTH_A_LINE = 0.01

#: How often a name of each kind is meant by somebody who writes to a network in Milan.
_MEANT = {Nearness.NEAR: 1.0, Nearness.REGION: 0.08, Nearness.CITY: 0.2, Nearness.FAR: 0.015}
_STREET = 0.05
#: A shade below a comune: of a stop and the town it is called after, the town comes first.
_PART_OF_MILAN = 0.99
#: Each mistake makes a name so many times (as a power of e) less likely to be meant.
_PER_MISTAKE = 4.5
#: More mistakes in a name far from Milan are asked about, whatever the letters say.
_MOST_WHEN_FAR = 1.3
#: The weight of "a word we do not know", which shrinks with each letter that fits.
_UNKNOWN = 0.7
_PER_LETTER = 1.2


def meant(name: Name) -> float:
    """How likely a name is meant, before anything was typed."""
    if name.kind is Kind.STREET:
        return _STREET
    if name.nearness is Nearness.NEAR and name.kind is not Kind.COMUNE:
        return _PART_OF_MILAN
    return _MEANT[name.nearness]


def can_be_sure(name: Name, mistakes: float) -> bool:
    """Whether so many mistakes still leave one answer, for a name so seldom meant."""
    return name.nearness is not Nearness.FAR or mistakes <= _MOST_WHEN_FAR


def weigh(hits: Iterable[Hit], length: int) -> Shares:
    """The share of each area among all that a word of so many letters may mean, best first."""
    best: dict[AreaCode, tuple[float, Name]] = {}
    for hit in hits:
        weight = meant(hit.name) * math.exp(-_PER_MISTAKE * hit.mistakes)
        for place, area in enumerate(hit.name.areas):
            # Of a name that means several areas, each gets a part, the first a little more.
            part = weight / len(hit.name.areas) * (1 - place / 100)
            if area not in best or part > best[area][0]:
                best[area] = part, hit.name
    whole = sum(weight for weight, _ in best.values()) + _unknown(length)
    shares = {area: (weight / whole, name) for area, (weight, name) in best.items()}
    return dict(sorted(shares.items(), key=lambda item: -item[1][0]))


def worth_asking(shares: Shares) -> Shares:
    """The guesses that are worth a question; none when it was hardly a place."""
    if sum(share for share, _ in shares.values()) < _WORTH_ASKING:
        return {}
    return {area: guess for area, guess in shares.items() if guess[0] >= _WORTH_A_LINE}


def _unknown(length: int) -> float:
    return _UNKNOWN * math.exp(-_PER_LETTER * length)
