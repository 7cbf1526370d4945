"""Whether a text says one of a list of words: whole words, case and accents aside."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
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
class Word:
    """One word of a text, as it is compared."""

    letters: str
    #: Where it begins and ends in the folded text.
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A listed word or phrase that a text says."""

    list_name: str
    #: As it is listed.
    phrase: str
    start: int
    end: int


def fold(text: str) -> str:
    """The text without case, accents and what cannot be seen; as long as the text or shorter."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.lower())
    return "".join(
        letter
        for letter in parts
        if letter != _TATWEEL and unicodedata.category(letter) not in _DROPPED
    )


def words_of(folded: str) -> list[Word]:
    """The words of a folded text."""
    return [Word(found[0], found.start(), found.end()) for found in _WORD.finditer(folded)]


@dataclass(frozen=True, slots=True)
class _Phrase:
    list_name: str
    told: str
    words: tuple[str, ...]
    #: Which of its words match the beginning of a word: those written with a `*`.
    is_open: tuple[bool, ...]

    def is_at(self, words: list[Word], index: int) -> bool:
        """Whether the phrase begins at this word."""
        if index + len(self.words) > len(words):
            return False
        return all(
            _is_same(words[index + offset].letters, word, is_open=is_open)
            for offset, (word, is_open) in enumerate(zip(self.words, self.is_open, strict=True))
        )


def _is_same(letters: str, word: str, *, is_open: bool) -> bool:
    return letters.startswith(word) if is_open else letters == word


class Lists:
    """Named lists of words of one language, looked for in one walk over a text."""

    def __init__(self, lists: Mapping[str, Iterable[str]], language: str) -> None:
        self._joined = _JOINED.get(language)
        # By the first letter: few phrases are ever compared with a word.
        self._phrases: dict[str, list[_Phrase]] = defaultdict(list)
        for name, phrases in lists.items():
            for told in phrases:
                phrase = _phrase(name, told)
                if phrase.words:
                    self._phrases[phrase.words[0][:1]].append(phrase)

    def find(self, text: str) -> Iterator[Found]:
        """Every listed word or phrase that the text says, in its order."""
        folded = fold(text)
        words = words_of(folded)
        for index, word in enumerate(words):
            yield from self._at(words, index, folded)
            if self._joined and (joint := self._joined.match(word.letters)):
                bare = Word(word.letters[joint.end() :], word.start, word.end)
                yield from self._at([*words[:index], bare, *words[index + 1 :]], index, folded)

    def _at(self, words: list[Word], index: int, folded: str) -> Iterator[Found]:
        start = words[index].start
        for phrase in self._phrases.get(words[index].letters[0], ()):
            if phrase.is_at(words, index):
                end = words[index + len(phrase.words) - 1].end
                if not _STOP.search(folded, start, end):
                    yield Found(phrase.list_name, phrase.told, start, end)


def _phrase(list_name: str, told: str) -> _Phrase:
    folded = fold(told)
    words = words_of(folded)
    return _Phrase(
        list_name,
        told,
        tuple(word.letters for word in words),
        tuple(folded[word.end : word.end + 1] == "*" for word in words),
    )
