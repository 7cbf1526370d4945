"""The languages the service can speak: own name, direction, a number for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: The language every sentence is first written in.
SOURCE = "it"


@dataclass(frozen=True, slots=True)
class Language:
    """One language as its speakers see it."""

    tag: str
    #: It travels in buttons (`flows.packing`): numbers are only ever added.
    number: int
    #: In its own letters: "Italiano", "العربية".
    name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    #: What stands between the entries of a list.
    comma: str = ", "


#: The set is SAFETY LA-1, first and second. Written out rather than asked of Babel,
#: which reads two megabytes a language to tell a name.
_LANGUAGES = (
    Language("it", 1, "Italiano"),
    Language("en", 2, "English"),
    Language("es", 3, "Español"),
    Language("ar", 4, "العربية", "rtl", "، "),
    Language("zh-Hans", 5, "中文（简体）", comma="、"),
    Language("fil", 6, "Filipino"),
    Language("ro", 7, "Română"),
    Language("uk", 8, "Українська"),
    Language("fr", 9, "Français"),
    Language("sq", 10, "Shqip"),
    Language("ru", 11, "Русский"),
    Language("pt", 12, "Português"),
    Language("si", 13, "සිංහල"),
    Language("bn", 14, "বাংলা"),
    Language("fa", 15, "فارسی", "rtl", "، "),
    Language("pl", 16, "Polski"),
)
_BY_TAG = {language.tag: language for language in _LANGUAGES}

NUMBERS = {language.tag: language.number for language in _LANGUAGES}


def language(tag: str) -> Language:
    """A language by its tag.

    Raises:
        KeyError: if the service has no number for it.
    """
    return _BY_TAG[tag]
