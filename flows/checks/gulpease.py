"""How easy an Italian text is to read: the Gulpease index (LA-4)."""

from __future__ import annotations

from math import floor

from flows.checks.texts import sentences_of

#: Below it a text asks for more than lower secondary school.
LEAST = 60
#: What half of a library's texts reach.
MEDIAN = 70
EASIEST = 100

#: The index was made on running text. With three words one long name moves it
#: by thirty points, so that it says nothing of "Consultori familiari." or "Grazie."
FEWEST_WORDS = 5


def gulpease(text: str) -> int | None:
    """From 0 to 100, the higher the easier; `None` for a text too short to judge.

    Words are what stands between spaces ("c'è" is one), as in the tools that
    made the index common.
    """
    words = words_between_spaces(text)
    if len(words) < FEWEST_WORDS:
        return None
    letters = sum(map(str.isalnum, text))
    index = 89 + (300 * len(sentences_of(text)) - 10 * letters) / len(words)
    return max(0, min(EASIEST, floor(index)))


def words_between_spaces(text: str) -> list[str]:
    """The words of a text, marks that stand alone left out."""
    return [word for word in text.split() if word.isalnum() or any(map(str.isalnum, word))]
