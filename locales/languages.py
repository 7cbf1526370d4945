"""The languages the service can speak: own name, direction, a number for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from babel import Locale

#: The language every sentence is first written in.
SOURCE = "it"

#: A language's number travels in buttons (`flows.packing`): numbers are only ever
#: added. The set is SAFETY LA-1, first and second.
NUMBERS = {
    "it": 1,
    "en": 2,
    "es": 3,
    "ar": 4,
    "zh-Hans": 5,
    "fil": 6,
    "ro": 7,
    "uk": 8,
    "fr": 9,
    "sq": 10,
    "ru": 11,
    "pt": 12,
    "si": 13,
    "bn": 14,
    "fa": 15,
    "pl": 16,
}

#: Babel has no own name for these as their speakers write them, or writes it small.
_OWN_NAMES = {"zh-Hans": "中文（简体）", "fil": "Filipino"}


@dataclass(frozen=True, slots=True)
class Language:
    """One language as its speakers see it."""

    tag: str
    number: int
    #: In its own letters: "Italiano", "العربية".
    name: str
    direction: Literal["ltr", "rtl"]


def language(tag: str) -> Language:
    """A language by its tag.

    Raises:
        KeyError: if the service has no number for it.
    """
    number = NUMBERS[tag]
    locale = Locale.parse(tag, sep="-")
    name = _OWN_NAMES.get(tag) or str(locale.get_language_name(tag) or tag)
    direction: Literal["ltr", "rtl"] = "rtl" if locale.text_direction == "rtl" else "ltr"
    return Language(tag, number, name[:1].upper() + name[1:], direction)
