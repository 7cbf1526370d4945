"""Whether a text says one of a list of words: whole words, case and accents aside."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_WORD = re.compile(r"\w+")
_STOP = re.compile(r"[.!?…؟\n]")

# Joined or invisible: a soft hyphen, a zero-width joint or a tatweel inside a
# word must not carry it past the lists.
_DROPPED = frozenset({"Mn", "Cf"})
_TATWEEL = "\u0640"

# "and", "in", "the" are written as one word with what follows them.
_JOINED = {"ar": re.compile(r"(?:[وف]?(?:[بك]?ال|لل|[بكل])|[وف])(?=\w{3})")}


@dataclass(frozen=True, slots=True)
class Found:
    """A listed word or phrase that a text says."""

    list_name: str
    #: As it is listed.
    phrase: str
    start: int
    end: int


class _Letters(dict[int, int | None]):
    """What `str.translate` keeps of each letter, learned letter by letter."""

    def __missing__(self, point: int) -> int | None:
        letter = chr(point)
        dropped = letter == _TATWEEL or unicodedata.category(letter) in _DROPPED
        self[point] = None if dropped else point
        return self[point]


_LETTERS = _Letters()


def fold(text: str) -> str:
    """The text without case, accents and what cannot be seen; as long as the text or shorter."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text.lower()).translate(_LETTERS)


def words_of(folded: str) -> list[str]:
    """The words of a folded text."""
    return _WORD.findall(folded)


@dataclass(frozen=True, slots=True)
class _Part:
    """One word of a listed phrase."""

    letters: str
    #: Written with a `*`: it matches the beginning of a word.
    is_open: bool

    def matches(self, word: str) -> bool:
        return word.startswith(self.letters) if self.is_open else word == self.letters


@dataclass(frozen=True, slots=True)
class _Phrase:
    list_name: str
    told: str
    parts: tuple[_Part, ...]

    def follows(self, words: list[str], index: int) -> bool:
        """Whether the rest of the phrase follows the word at `index`."""
        rest = self.parts[1:]
        return index + len(rest) < len(words) and all(
            part.matches(word) for part, word in zip(rest, words[index + 1 :], strict=False)
        )


class Lists:
    """Named lists of words of one language, looked for in one walk over a text."""

    def __init__(self, lists: Mapping[str, Iterable[str]], language: str) -> None:
        self._joined = _JOINED.get(language)
        # By their first word, so that few phrases are ever compared: whole
        # words by all their letters, open ones by the first two.
        self._whole: dict[str, list[_Phrase]] = defaultdict(list)
        self._open: dict[str, list[_Phrase]] = defaultdict(list)
        self._known: dict[str, tuple[_Phrase, ...]] = {}
        for name, phrases in lists.items():
            for told in phrases:
                self._add(_phrase(name, told))

    def find(self, text: str) -> Iterator[Found]:
        """What the text says of each list, in its order: at each word, a list speaks once."""
        folded = fold(text)
        words = words_of(folded)
        for index, word in enumerate(words):
            told: set[str] = set()
            for phrase in self._beginning(word):
                if phrase.list_name not in told and phrase.follows(words, index):
                    for found in _found(phrase, folded, index):
                        told.add(found.list_name)
                        yield found

    def _add(self, phrase: _Phrase) -> None:
        if not phrase.parts:
            return
        first = phrase.parts[0]
        if first.is_open:
            self._open[first.letters[:2]].append(phrase)
        else:
            self._whole[first.letters].append(phrase)

    def _beginning(self, word: str) -> tuple[_Phrase, ...]:
        """The phrases whose first word this is; texts say the same words again and again."""
        if word not in self._known:
            likely = [self._whole.get(word, []), self._open.get(word[:2], [])]
            if len(word) > 1:
                likely.append(self._open.get(word[0], []))
            phrases = [each for each in chain(*likely) if each.parts[0].matches(word)]
            if self._joined and (joint := self._joined.match(word)):
                phrases += self._beginning(word[joint.end() :])
            self._known[word] = tuple(phrases)
        return self._known[word]


def _found(phrase: _Phrase, folded: str, index: int) -> Iterator[Found]:
    """The phrase at the word of this number, unless a sentence ends within it."""
    spans = [word.span() for word in _WORD.finditer(folded)]
    start, end = spans[index][0], spans[index + len(phrase.parts) - 1][1]
    if not _STOP.search(folded, start, end):
        yield Found(phrase.list_name, phrase.told, start, end)


def _phrase(list_name: str, told: str) -> _Phrase:
    folded = fold(told)
    parts = [
        _Part(word[0], is_open=folded[word.end() : word.end() + 1] == "*")
        for word in _WORD.finditer(folded)
    ]
    return _Phrase(list_name, told, tuple(parts))
