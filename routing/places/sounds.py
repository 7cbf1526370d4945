"""How names sound: what a name in Cyrillic, Arabic or Chinese letters has in common with ours.

A name written in another script is spelled by ear. Both sides are brought to a
few sounds: an Italian name by the rules of Italian, any other by the letters it
is romanised to. Consonants carry the name; vowels only decide between equals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from anyascii import anyascii

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Ear(StrEnum):
    """Whose sounds a text is written in: which of ours it cannot tell apart differs."""

    EUROPE = "europe"
    ARABIC = "arabic"
    EAST_ASIA = "east asia"


@dataclass(frozen=True, slots=True)
class Sound:
    """A name by its sounds."""

    #: Consonants and vowels.
    full: str
    #: Consonants alone, with a vowel only at the front.
    bones: str


# Sounds: C as in "ciao", J as in "gelo", S as in "scena"; s stands for s, z and ts.
_ITALIAN = (
    ("sch", "sk"),
    ("sc(?=[ei])", "S"),
    ("ch", "k"),
    ("gh", "g"),
    ("cc?i(?=[aou])", "C"),
    ("cc?(?=[ei])", "C"),
    ("gg?i(?=[aou])", "J"),
    ("gg?(?=[ei])", "J"),
    ("gli", "li"),
    ("gn", "n"),
    ("qu", "ku"),
    ("[cq]", "k"),
    ("z", "s"),
    ("x", "ks"),
    ("[jy]", "i"),
    ("w", "v"),
    ("h", ""),
)
_ROMANISED = {
    Ear.EUROPE: (
        ("shch|sch|sh", "S"),
        ("dzh|dj|zh|j|gi(?=[aou])|g(?=[ei])", "J"),
        ("tch|ch|cz", "C"),
        ("kkh|kh|x", "k"),
        ("ts|tz|dz|z", "s"),
        ("kv|kw|qu|q", "ku"),
        ("ph", "f"),
        ("th", "t"),
        ("c(?=[ei])", "C"),
        ("c", "k"),
        ("y", "i"),
        ("w", "v"),
        ("['`h]", ""),
    ),
    Ear.ARABIC: (
        ("tsh|ch", "C"),
        ("dj|j|zh", "J"),
        ("sh", "S"),
        ("ts|z|dz", "s"),
        ("th", "t"),
        ("dh", "d"),
        ("gh|kh|q", "k"),
        ("p", "b"),
        ("w", "u"),
        ("y", "i"),
        ("['`h]", ""),
    ),
    Ear.EAST_ASIA: (
        ("jia", "ga"),
        ("sh|x", "S"),
        ("zh|j", "J"),
        ("ch|q", "C"),
        ("ts|z|c", "s"),
        ("ng", "n"),
        ("w(?=[aei])", "v"),
        ("w", ""),
        ("yu", "u"),
        ("y", "i"),
        ("['`h]", ""),
    ),
}
# An ear that does not tell two sounds apart writes either: fold both sides alike.
_FOLDS = {
    Ear.EUROPE: str.maketrans("", ""),
    Ear.ARABIC: str.maketrans("pvgqJS", "bfkkJs"),
    Ear.EAST_ASIA: str.maketrans("pdgrJSf", "btklCsv"),
}
_VOWELS = str.maketrans("eo", "iu")
_TWICE = re.compile(r"(.)\1+")
_INNER_VOWEL = re.compile(r"(?<=.)[aiu]")
_NASAL = re.compile(r"m(?=[pb])")
_ARABIC_ALEF = str.maketrans({"ا": "a", "ى": "a", "ة": "a", "ع": "a"})
_RULES = {
    ear: [(re.compile(pattern), sound) for pattern, sound in rules]
    for ear, rules in _ROMANISED.items()
}
_ITALIAN_RULES = [(re.compile(pattern), sound) for pattern, sound in _ITALIAN]


def ear_of(words: Sequence[str]) -> Ear:
    """Whose letters the words are written in."""
    for sign in "".join(words):
        if "\u0590" <= sign <= "\u08ff":
            return Ear.ARABIC
        if sign >= "\u1100" and not "\u1e00" <= sign <= "\u2bff":
            return Ear.EAST_ASIA
    return Ear.EUROPE


def sounds_of_italian(words: Iterable[str]) -> dict[Ear, Sound]:
    """How an Italian name sounds to each ear."""
    said = _ruled("".join(words), _ITALIAN_RULES)
    return {ear: _sound(said, ear) for ear in Ear}


def sound_as_heard(words: Iterable[str], ear: Ear) -> Sound:
    """The sounds of a name written by ear, in any script."""
    text = " ".join(words)
    if ear is Ear.ARABIC:
        text = text.translate(_ARABIC_ALEF)
    roman = anyascii(text).lower().replace(" ", "").replace("-", "")
    return _sound(_ruled(roman, _RULES[ear]), ear)


def _ruled(text: str, rules: list[tuple[re.Pattern[str], str]]) -> str:
    for pattern, sound in rules:
        text = pattern.sub(sound, text)
    return text


def _sound(text: str, ear: Ear) -> Sound:
    folded = _NASAL.sub("n", text).translate(_VOWELS).translate(_FOLDS[ear])
    full = _TWICE.sub(r"\1", folded)
    return Sound(full=full, bones=_INNER_VOWEL.sub("", full))
