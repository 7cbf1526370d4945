"""What is wrong with a translation (it cannot be kept), and what may be better (it can)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from locales.desk.sentences import Part
from locales.phrase import S_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from locales.desk.glossary import Glossary
    from locales.desk.sentences import Sentence

# As the checks of the flows count (`flows.checks`); a test holds them together.
LONGEST_BUTTON = 44
LONGEST_TITLE = 40
MOST_WORDS_IN_BUBBLE = 60
MOST_WORDS_IN_SENTENCE = 15
#: What a locked phone shows at most.
PREVIEW = 60

#: Languages whose words no space parts: theirs cannot be counted.
_UNSPACED = frozenset({"zh-Hans"})
#: So short a sentence may well be the same in two languages: a name, a number.
_FEW = 3

_PLACES = re.compile(r"\{([^{}]*)\}")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
# Marks that nobody sees and that turn the order of what follows: 1522 would read 2251.
_TURNING = re.compile("[\u202a-\u202e]")
# Control characters, halves of a character, and letters of somebody's own.
_NO_TEXT = frozenset({"Cc", "Cs", "Co"})
_LOOK_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK"})
_NONE = S_("nessuno")
_SENTENCE_END = re.compile(r"(?<=[.!?…؟。])\s+|\n+")


class Kind(StrEnum):
    """What a remark is about: a sentence of the console's catalogue, without its full stop."""

    # Faults.
    BLANK = S_("non dice niente")
    PLACES = S_("le parti tra graffe sono {told} invece di {wanted}")
    BRACES = S_("una parentesi graffa è aperta o chiusa da sola")
    NUMBERS = S_("i numeri sono {told} invece di {wanted}")
    ALPHABETS = S_("«{word}» mescola lettere di due alfabeti")
    TURNING = S_("un segno invisibile rovescia l'ordine delle lettere")
    CONTROL = S_("c'è un carattere invisibile che non è testo")
    EDGES = S_("comincia o finisce con un a capo dove l'italiano non lo fa, o il contrario")
    # Hints.
    LONG_BUTTON = S_("{length} caratteri: su un bottone ne stanno {most}")
    LONG_TITLE = S_("{length} caratteri: in un titolo ne stanno {most}")
    LONG_BUBBLE = S_("{length} parole: per un messaggio ne bastano {most}")
    LONG_SENTENCE = S_("una frase ha {length} parole: fino a {most} si leggono bene")
    GLOSSARY = S_("per «{term}» la rete dice «{word}»")
    UNTRANSLATED = S_("è la frase italiana")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about a translation."""

    kind: Kind
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def phrase(self) -> Phrase:
        """It in words."""
        return Phrase(self.kind.value, self.values)

    def __str__(self) -> str:
        return str(self.phrase)


def faults(sentence: Sentence, words: str) -> Iterator[Remark]:
    """What would break the sentence, or lose one of its facts: such words are refused."""
    if not words.strip():
        yield Remark(Kind.BLANK)
        return
    yield from _other_places(sentence.source, words)
    if sentence.is_of_flows:
        yield from _other_numbers(sentence.source, words)
    yield from _unseen(words)
    if _edges(sentence.source) != _edges(words):
        yield Remark(Kind.EDGES)


def hints(
    sentence: Sentence,
    words: str,
    language: str,
    glossary: Glossary,
    values: Mapping[str, str] | None = None,
) -> Iterator[Remark]:
    """What may be shorter, easier, or said with the network's word.

    `values` are what stands in the places when she reads it: `{"112": "112"}`.
    """
    if not words.strip():
        return
    if words == sentence.source and len(_words(words)) >= _FEW:
        yield Remark(Kind.UNTRANSLATED)
    if not sentence.is_of_flows:
        # "dopo 1 minuto" may well be said without a digit.
        yield from _other_numbers(sentence.source, words)
    yield from _lengths(sentence, filled(words, values or {}), language)
    for term in glossary.missed(sentence.source, words, language):
        yield Remark(Kind.GLOSSARY, {"term": term.name, "word": term.word(language)})


def filled(words: str, values: Mapping[str, str]) -> str:
    """A sentence with its facts in their places, as it is read."""
    return _PLACES.sub(lambda place: values.get(place[1], place[0]), words)


def preview(words: str, values: Mapping[str, str] | None = None) -> str:
    """What a locked phone may show of the sentence a screen begins with."""
    return filled(words, values or {})[:PREVIEW]


def _other_places(source: str, words: str) -> Iterator[Remark]:
    wanted, told = set(_PLACES.findall(source)), set(_PLACES.findall(words))
    if wanted != told:
        yield Remark(
            Kind.PLACES, {"told": _listed(told, "{%s}"), "wanted": _listed(wanted, "{%s}")}
        )
    bare = _PLACES.sub("", words)
    if ("{" in bare or "}" in bare) and bare.count("{") + bare.count("}") != _braces(source):
        yield Remark(Kind.BRACES)


def _other_numbers(source: str, words: str) -> Iterator[Remark]:
    wanted, told = _digits_in(source), _digits_in(words)
    if wanted != told:
        yield Remark(Kind.NUMBERS, {"told": _listed(told), "wanted": _listed(wanted)})


def _braces(source: str) -> int:
    bare = _PLACES.sub("", source)
    return bare.count("{") + bare.count("}")


def _digits_in(words: str) -> set[str]:
    """The numbers in digits, those of other scripts too; one said twice counts once."""
    return {
        "".join(str(unicodedata.decimal(digit)) for digit in run)
        for run in _DIGITS.findall(_PLACES.sub(" ", words))
    }


def _unseen(words: str) -> Iterator[Remark]:
    if words.isascii() and words.isprintable():
        return
    for word in _WORD.findall(words):
        if not word.isascii() and len(_scripts(word) & _LOOK_ALIKE) > 1:
            yield Remark(Kind.ALPHABETS, {"word": word})
    if _TURNING.search(words):
        yield Remark(Kind.TURNING)
    if any(
        unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"}
        for letter in words
        if letter != "\n"
    ):
        yield Remark(Kind.CONTROL)


def _scripts(word: str) -> set[str]:
    return {unicodedata.name(letter, "?").split(" ", 1)[0] for letter in word}


def _edges(words: str) -> tuple[bool, bool]:
    return words.startswith("\n"), words.endswith("\n")


def _lengths(sentence: Sentence, words: str, language: str) -> Iterator[Remark]:
    if sentence.part is Part.BUTTON:
        yield from _too_many(Kind.LONG_BUTTON, len(words), LONGEST_BUTTON)
    elif sentence.part is Part.TITLE:
        yield from _too_many(Kind.LONG_TITLE, len(words), LONGEST_TITLE)
    elif sentence.part is Part.BUBBLE and language not in _UNSPACED:
        yield from _too_many(Kind.LONG_BUBBLE, len(_words(words)), MOST_WORDS_IN_BUBBLE)
        longest = max(len(_words(each)) for each in _SENTENCE_END.split(words))
        yield from _too_many(Kind.LONG_SENTENCE, longest, MOST_WORDS_IN_SENTENCE)


def _too_many(kind: Kind, length: int, most: int) -> Iterator[Remark]:
    if length > most:
        yield Remark(kind, {"length": length, "most": most})


def _words(words: str) -> list[str]:
    return [word for word in words.split() if any(map(str.isalnum, word))]


def _listed(names: set[str], form: str = "%s") -> str | Phrase:
    return ", ".join(form % name for name in sorted(names)) or Phrase(_NONE)
