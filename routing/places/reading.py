"""What she typed, read: the words of a place, and the words that only stand around them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from routing.errors import GazetteerError
from routing.gazetteer import Kind
from routing.places.spelling import plain, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = "words.toml"
_DIGITS_OF_A_POSTCODE = 5
#: From here on words are not parted by spaces.
_FIRST_CHINESE = "\u3400"
_THE_CITY = "milano"
_GLUED_NUMBER = re.compile(r"第?(\D*)([1-9])(\D*)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A place as she asked for it."""

    #: The words left when postcodes and a municipio's number are taken out.
    words: tuple[str, ...]
    postcodes: tuple[str, ...] = ()
    municipio: int | None = None
    #: She says where she is not, or what she wants to be far from.
    is_away: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Knows the words that stand around a place, in the first languages."""

    around: frozenset[str]
    around_glued: tuple[str, ...]
    away: frozenset[str]
    never: frozenset[str]
    never_glued: tuple[str, ...]
    kinds: Mapping[str, frozenset[Kind]]
    municipio_words: frozenset[str]
    between: frozenset[str]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]

    @classmethod
    def load(cls) -> Reader:
        """Read the words that the project ships."""
        try:
            text = resources.files("routing.gazetteer").joinpath(_FILE).read_text("utf-8")
            return cls._of(tomllib.loads(text))
        except (OSError, ValueError, KeyError) as exc:
            raise GazetteerError(_FILE) from exc

    @classmethod
    def _of(cls, table: Mapping[str, Any]) -> Reader:
        municipio = table["municipio"]
        never = _set(table["never"])
        return cls(
            around=_set(table["around"]) | _set(table["around_elsewhere"]),
            around_glued=tuple(plain(word) for word in table["around_glued"]),
            away=_set(table["away"]),
            never=never,
            never_glued=tuple(word for word in never if word >= _FIRST_CHINESE),
            kinds=_kinds(table["kinds"]),
            municipio_words=_set(municipio["words"]),
            between=_set(municipio["between"]),
            numbers=_numbers(municipio["numbers"]),
            ordinals=_numbers(municipio["ordinals"]),
        )

    def read(self, typed: str) -> Asked:
        """Take the place out of what was typed."""
        words = self._unglued(words_of(typed))
        is_away = any(word in self.away for word in words)
        words = _joined(words)
        postcodes = tuple(word for word in words if _is_postcode(word))
        words = [word for word in words if not _is_postcode(word)]
        municipio = self._municipio(words)
        return Asked(tuple(words), postcodes, municipio, is_away)

    def core(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words without those around them, at the front and at the back."""
        return _stripped(words, [self._is_around(word) for word in words])

    def bare(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """As `core`, but with the words for a kind of place: "stazione" alone says something."""
        return _stripped(words, [word in self.around for word in words])

    def _is_around(self, word: str) -> bool:
        return word in self.around or word in self.kinds or word in self.away

    def is_left_over(self, word: str) -> bool:
        """Whether the word may change what place is meant."""
        return not self._is_around(word)

    def says_no_place(self, word: str) -> bool:
        """Whether the word is of those that people write about something else."""
        return word in self.never or any(glued in word for glued in self.never_glued)

    def kinds_wanted(self, words: tuple[str, ...]) -> frozenset[Kind]:
        """The kinds of place that the words speak of."""
        return frozenset(kind for word in words for kind in self.kinds.get(word, ()))

    def _unglued(self, words: list[str]) -> list[str]:
        """Chinese and Japanese without the words that are written onto the name."""
        return [self._cut(word) for word in words]

    def _cut(self, word: str) -> str:
        if word.isascii():
            return word
        for glued in self.around_glued:
            if len(word) > len(glued) + 1:
                word = word.removeprefix(glued)
            if len(word) > len(glued) + 1:
                word = word.removesuffix(glued)
        return word

    def _municipio(self, words: list[str]) -> int | None:
        """The number beside a word for municipio; both are taken out of the words."""
        for at, word in enumerate(words):
            number = self._number_within(word)
            if number:
                del words[at]
                return number
            if word in self.municipio_words:
                number = self._number_beside(words, at)
            if number:
                return number
        return None

    def _number_within(self, word: str) -> int | None:
        """The number in "zona3" and in "第3区"."""
        glued = _GLUED_NUMBER.fullmatch(word)
        if glued is None or (glued[1] or glued[3]) not in self.municipio_words:
            return None
        return int(glued[2])

    def _ends(self, words: list[str], at: int) -> bool:
        """Whether no name goes on here: "zona tre", and not "zona Tre Torri"."""
        return all(word in self.around or word == _THE_CITY for word in words[at:])

    def _number_beside(self, words: list[str], at: int) -> int | None:
        before = words[at - 1] if at else ""
        last = at + 1
        while last < len(words) and words[last] in self.between:
            last += 1
        after = words[last] if last < len(words) else ""
        if after in self.numbers and (after.isdecimal() or self._ends(words, last + 1)):
            del words[at : last + 1]
            return self.numbers[after]
        if before in self.ordinals or before in self.numbers:
            del words[at - 1 : at + 1]
            return self.ordinals.get(before) or self.numbers[before]
        return None


def _stripped(words: tuple[str, ...], around: list[bool]) -> tuple[str, ...]:
    inside = [at for at, is_around in enumerate(around) if not is_around]
    return words[inside[0] : inside[-1] + 1] if inside else ()


def _set(words: str) -> frozenset[str]:
    return frozenset(word for written in words.split() for word in words_of(written))


def _kinds(table: Mapping[str, str]) -> dict[str, frozenset[Kind]]:
    by_word: dict[str, set[Kind]] = {}
    for kind, words in table.items():
        for word in _set(words):
            by_word.setdefault(word, set()).add(Kind(kind))
    return {word: frozenset(kinds) for word, kinds in by_word.items()}


def _numbers(table: Mapping[str, str]) -> dict[str, int]:
    words = {word: int(number) for number, ways in table.items() for word in _set(ways)}
    return words | {number: int(number) for number in table}


def _is_postcode(word: str) -> bool:
    return len(word) == _DIGITS_OF_A_POSTCODE and word.isdecimal()


def _joined(words: list[str]) -> list[str]:
    """Two groups of digits that a space parted, as one when they make a postcode."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1].isdecimal() and _is_postcode(joined[-1] + word):
            joined[-1] += word
        else:
            joined.append(word)
    return joined
