"""Names with typing mistakes, drawn from what the project ships: as many as one likes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.gazetteer import Comune, Kind, Nearness, Place, read
from routing.places.spelling import key_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

#: The keys beside each on a keyboard.
_BESIDE = {
    "a": "sqz",
    "b": "vn",
    "c": "xv",
    "d": "sf",
    "e": "wr",
    "f": "dg",
    "g": "fh",
    "h": "gj",
    "i": "uo",
    "j": "k",
    "k": "l",
    "l": "k",
    "m": "n",
    "n": "bm",
    "o": "ip",
    "p": "o",
    "q": "wa",
    "r": "et",
    "s": "ad",
    "t": "ry",
    "u": "yi",
    "v": "cb",
    "w": "e",
    "x": "s",
    "y": "t",
    "z": "xa",
}
#: Shorter names with so many mistakes are nobody's any more.
SHORTEST = {1: 4, 2: 7}


@dataclass(frozen=True, slots=True)
class Mistyped:
    """A name as it was meant, and as it was typed."""

    meant: str
    typed: str
    areas: frozenset[str]


class Names:
    """The names around Milan, or those of the rest of Italy, with all that each means."""

    def __init__(self, *, near: bool) -> None:
        means: dict[str, set[str]] = defaultdict(set)
        shown: dict[str, str] = {}
        for name, areas, is_near in _named():
            key = key_of(words_of(name))
            means[key].update(areas)
            if is_near is near:
                shown.setdefault(key, name)
        self._means = means
        self._shown = sorted(shown.items())

    def draw(self, count: int, mistakes: int, random: Random) -> Iterator[Mistyped]:
        """So many names with so many mistakes each, none of which makes another name."""
        long_enough = [(k, n) for k, n in self._shown if len(k) >= SHORTEST[mistakes]]
        while count:
            key, name = random.choice(long_enough)
            typed = name
            for _ in range(mistakes):
                typed = _with_a_mistake(typed, random)
            if key_of(words_of(typed)) not in self._means:
                count -= 1
                yield Mistyped(name, typed, frozenset(self._means[key]))


def _named() -> Iterator[tuple[str, tuple[str, ...], bool]]:
    for record in read():
        if isinstance(record, Comune):
            yield record.name, (record.area,), record.nearness is Nearness.NEAR
        elif isinstance(record, Place) and record.kind is not Kind.STREET and record.name.isascii():
            yield record.name, record.areas, record.name == record.shown


def _with_a_mistake(name: str, random: Random) -> str:
    """One letter lost, doubled, swapped with the next, or changed for one beside it."""
    letters = [at for at, sign in enumerate(name) if sign.lower() in _BESIDE]
    at = random.choice(letters)
    kind = random.randrange(4)
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[: at + 1] + name[at:]
    if kind == 2 and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + random.choice(_BESIDE[name[at].lower()]) + name[at + 1 :]
