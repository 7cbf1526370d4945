"""Whether each sentence is there in each language, and says the same facts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from flows.definition import FACT_PLACE
from flows.issues import error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.checks.catalogues import Tongue
    from flows.checks.texts import Line
    from flows.issues import Issue

_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
# Marks that nobody sees and that turn the order of what follows: 1522 would read 2251.
_TURNING = re.compile("[\u202a-\u202e]")
_LOOK_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK"})


def check_line(line: Line, tongue: Tongue) -> Iterator[Issue]:
    """One sentence in one language."""
    words = tongue.words(line.text)
    if words is not None and any(map(_is_unreadable, words)):
        yield _unreadable(line, tongue)
    if words is not None and not words.isascii():
        yield from _mixed_letters(line, tongue, words)
        if _TURNING.search(words):
            yield _turned(line, tongue)
    if tongue.is_source:
        return
    status = tongue.status(line.text)
    if status == "outdated":
        yield _outdated(line, tongue)
    elif status == "missing" or words is None or not words.strip():
        yield _missing(line, tongue)
    else:
        yield from _other_facts(line, tongue, words)


def _other_facts(line: Line, tongue: Tongue, words: str) -> Iterator[Issue]:
    source = line.text.source
    wanted, told = set(line.text.places), set(FACT_PLACE.findall(words))
    if wanted != told:
        yield _other_places(line, tongue, wanted, told)
    digits, numbers = _digits_in(source), _digits_in(words)
    if digits != numbers:
        yield _other_digits(line, tongue, digits, numbers)


def _digits_in(words: str) -> set[str]:
    """The numbers written in digits, also in those of other scripts, places aside.

    A number said twice counts once: "24 ore su 24" may become "24 hours a day".
    """
    bare = FACT_PLACE.sub(" ", words)
    return {
        "".join(str(unicodedata.decimal(digit)) for digit in run) for run in _DIGITS.findall(bare)
    }


def _mixed_letters(line: Line, tongue: Tongue, words: str) -> Iterator[Issue]:
    # A Cyrillic "а" in an Italian word looks the same and passes every list of words.
    for word in _WORD.findall(words):
        if not word.isascii() and len(_scripts(word) & _LOOK_ALIKE) > 1:
            yield _mixed(line, tongue, word)


def _is_unreadable(sign: str) -> bool:
    """Whether a sign is none: a page or a messenger may refuse the whole screen for it."""
    if " " <= sign <= "~" or sign == "\n":
        return False
    return unicodedata.category(sign) in {"Cc", "Cn", "Co", "Cs"}


def _scripts(word: str) -> set[str]:
    return {unicodedata.name(letter, "?").split(" ", 1)[0] for letter in word}


def _missing(line: Line, tongue: Tongue) -> Issue:
    return error(
        line.text.place,
        f"{line.name} has no translation into '{tongue.language}'",
        "Translate it, or take the language out until it is complete",
    )


def _outdated(line: Line, tongue: Tongue) -> Issue:
    return error(
        line.text.place,
        f"{line.name} changed after it was translated into '{tongue.language}'",
        "Translate it again, or say that the translation still holds",
    )


def _other_places(line: Line, tongue: Tongue, wanted: set[str], told: set[str]) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} has places for {_listed(told)} instead of {_listed(wanted)}"),
        "Keep the same places, in braces, in every language",
    )


def _other_digits(line: Line, tongue: Tongue, wanted: set[str], told: set[str]) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} has the numbers {_listed(told)} instead of {_listed(wanted)}"),
        "Write the numbers of the Italian text",
    )


def _mixed(line: Line, tongue: Tongue, word: str) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} mixes letters of two alphabets in '{word}'"),
        "Type the word again with one keyboard",
    )


def _turned(line: Line, tongue: Tongue) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} has an invisible mark that turns the order of letters"),
        "Type the sentence again; the direction of a language is set by itself",
    )


def _unreadable(line: Line, tongue: Tongue) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} has a sign that cannot be shown"),
        "Type the sentence again",
    )


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"
