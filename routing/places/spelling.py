"""How names are written: one plain form for the many ways of typing the same one.

Nothing here knows a place. What is typed and what the gazetteer holds pass
through the same functions, so that they meet in the middle.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Longer than any name with a sentence around it; what follows is not read.
LONGEST = 160
#: More words than these are a story, not a place.
MOST_WORDS = 24

# Marks that carry a letter's value (Bengali, Sinhala, Japanese) stay; the others
# (accents, Arabic vowel signs) are left out by half of those who type.
_MARKS_KEPT = frozenset({0, 7, 8, 9})
_TATWEEL = "\u0640"
_NO_LETTER = re.compile(r"[^\w]+|_+")

_ABBREVIATIONS = {
    "piazza": r"p\.? ?zz?a",
    "piazzale": r"p\.? ?le|p\.? ?zz?ale",
    "porta": r"p\.? ?ta",
    "viale": r"v\.? ?le",
    "corso": r"c\.? ?so",
    "largo": r"l\.? ?go",
    "cascina": r"c\.? ?na|casc",
    "quartiere": r"q\.? ?re|q\.? ?tiere|quart",
    "stazione": r"staz|stz|staz\.?ne",
    "ospedale": r"osp",
    "municipio": r"munic|mun",
    "universita": r"univ",
    "monte": r"m\.? ?te",
    "ponte": r"p\.? ?te",
}
_ABBREVIATED = re.compile(
    r"(?<!\w)(?:"
    + "|".join(f"(?P<{word}>{forms})" for word, forms in _ABBREVIATIONS.items())
    + r")\.?(?!\w)"
)
_SAINT = re.compile(r"(?<!\w)ss?\.(?=\s?\w)")
_SAINTS = frozenset({"s", "san", "santo", "santa", "sant", "santi"})
_SAINT_GLUED = re.compile(r"sant(?=[aeiou]\w{2})")
#: Words that people leave out, add or change inside a name.
_JOINTS = frozenset(
    [
        "a",
        "ai",
        "al",
        "all",
        "alla",
        "alle",
        "con",
        "d",
        "da",
        "dal",
        "dalla",
        "de",
        "dei",
        "degli",
        "del",
        "dell",
        "della",
        "delle",
        "dello",
        "di",
        "e",
        "ed",
        "il",
        "i",
        "in",
        "la",
        "le",
        "lo",
        "l",
        "nel",
        "nell",
        "nella",
        "of",
        "on",
        "per",
        "presso",
        "sopra",
        "su",
        "sul",
        "sull",
        "sulla",
        "sulle",
        "sur",
        "the",
    ]
)


def plain(typed: str) -> str:
    """The text in small letters, without accents, signs that do not show, or foreign digits."""
    text = typed[:LONGEST]
    if not text.isascii():
        text = _unmarked(text)
    return text.casefold()


def _unmarked(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    kept = (
        _ascii_digit(sign)
        for sign in apart
        if unicodedata.combining(sign) in _MARKS_KEPT
        and sign != _TATWEEL
        and unicodedata.category(sign) not in {"Cf", "Cs", "Co", "Cn"}
    )
    return unicodedata.normalize("NFC", "".join(kept))[:LONGEST]


def _ascii_digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def words_of(typed: str) -> list[str]:
    """The words, abbreviations opened, every saint a "san"."""
    text = _SAINT.sub("san ", plain(typed))
    text = _ABBREVIATED.sub(lambda found: f"{found.lastgroup} ", text)
    return [_saint(word) for word in _split(text)]


def _split(text: str) -> list[str]:
    spaced = _NO_LETTER.sub(" ", text) if text.isascii() else _letters(text)
    return spaced.split()[:MOST_WORDS]


def _letters(text: str) -> str:
    # For Python's \w a vowel sign of Bengali or Sinhala is no letter: it would cut the word.
    return "".join(s if unicodedata.category(s)[0] in "LMN" else " " for s in text)


def _saint(word: str) -> str:
    if word in _SAINTS:
        return "san"
    return _SAINT_GLUED.sub("san", word, count=1) if word.startswith("sant") else word


def key_of(words: Sequence[str]) -> str:
    """The words written as one: how a name is looked up, however it was spaced."""
    return "".join(words)


def loose_key_of(words: Sequence[str]) -> str:
    """The key without the small words: "Cernusco Naviglio" for "Cernusco sul Naviglio"."""
    return "".join(word for word in words if word not in _JOINTS)


def is_latin(words: Sequence[str]) -> bool:
    """Whether every word is written in the letters that Italian uses."""
    return all(word.isascii() for word in words)
