"""The names that sound like what was typed: for other scripts, and for names spelled by ear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from routing.gazetteer import Kind, Nearness
from routing.places.lookup import Hit
from routing.places.sounds import Ear, Sound, ear_of, sound_as_heard, sounds_of_italian
from routing.places.spelling import is_latin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routing.places.lookup import Name

#: A wrong vowel is the rule between scripts, a wrong consonant is a mistake.
_VOWEL = 0.3
#: A name spelled by ear in our own letters is a weaker sign than one in others.
_OUR_LETTERS = 1.5
_MOST_COMPARED = 24


class SoundIndex:
    """The names that somebody in Milan may write by ear."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._shelves = {ear: _Shelf() for ear in Ear}
        for name in names:
            if _is_heard(name):
                for ear, sound in sounds_of_italian(name.words).items():
                    self._shelves[ear].add(sound, name)

    def length(self, words: Sequence[str]) -> int:
        """How many sounds the words have: a Chinese sign stands for two or three."""
        return len(sound_as_heard(words, ear_of(words)).full)

    def alike(self, words: Sequence[str]) -> list[Hit]:
        """The names that sound like the words, nearest first."""
        ear = ear_of(words)
        extra = _OUR_LETTERS if is_latin(words) else 0.0
        return self._shelves[ear].around(sound_as_heard(words, ear), extra)


class _Shelf:
    """Names by their sound, to one ear."""

    def __init__(self) -> None:
        self._names: dict[Sound, list[Name]] = {}
        self._sounds: list[Sound] = []
        self._bones: list[str] = []

    def add(self, sound: Sound, name: Name) -> None:
        known = self._names.get(sound)
        if known is not None:
            known.append(name)
            return
        self._names[sound] = [name]
        self._sounds.append(sound)
        self._bones.append(sound.bones)

    def around(self, heard: Sound, extra: float) -> list[Hit]:
        most = _most_wrong(len(heard.bones))
        found = process.extract(
            heard.bones,
            self._bones,
            scorer=OSA.distance,
            score_cutoff=most,
            limit=_MOST_COMPARED,
        )
        hits = [
            Hit(name, _distance(heard, self._sounds[at], int(wrong)) + extra)
            for _, wrong, at in found
            for name in self._names[self._sounds[at]]
        ]
        return sorted(hits, key=lambda hit: hit.mistakes)


def _distance(heard: Sound, sound: Sound, wrong: int) -> float:
    """Wrong consonants, and wrong vowels for less."""
    return wrong + _VOWEL * max(OSA.distance(heard.full, sound.full) - wrong, 0)


def _most_wrong(consonants: int) -> int:
    """How many consonants of so many may be wrong."""
    return 0 if consonants < 2 else 1 if consonants < 6 else 2  # noqa: PLR2004


def _is_heard(name: Name) -> bool:
    """Whether it is known beyond its valley: Lombardy, Milan's places, the cities of Italy."""
    if name.is_nickname or name.kind in {Kind.STREET, Kind.RAIL}:
        return False
    return name.nearness is not Nearness.FAR
