"""What typed words mean, the same at every step: a way out, a number, a fresh start."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.definition import Words

#: What she may type of numbers: they all open the screen with 112 and 1522.
_HELPLINES = frozenset({"112", "113", "118", "1522"})
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
#: Nobody names a place with more; the rest is not even looked at.
LONGEST_WORDS = 200


class Understanding:
    """Tells ways out, numbers and restarts from words that may name a place."""

    def __init__(self, words: Words) -> None:
        """`words` are the library's word lists; `leave` is read in every language."""
        self._leave = {_plain(word) for lists in words.values() for word in lists.get("leave", ())}

    def leaves(self, text: str) -> bool:
        """Whether the words are a way out, in whatever language and spelling."""
        return _plain(text) in self._leave

    def asks_for_help(self, text: str) -> bool:
        """Whether they are one of the numbers that help at once."""
        return _digits(text) in _HELPLINES

    def choice(self, text: str) -> int | None:
        """The place of the choice she means in the list she sees: "2", "٢" → 1."""
        digits = _digits(text)
        if not digits or len(digits) > 2:  # noqa: PLR2004 (five digits are a postcode)
            return None
        return int(digits) - 1

    def digits_of(self, text: str) -> str:
        """The digits of a code, in European ones, however she spaced them."""
        kept = (letter for letter in text[:LONGEST_WORDS] if letter.isdecimal())
        return "".join(str(unicodedata.decimal(letter)) for letter in kept)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text[:LONGEST_WORDS]).casefold()
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(_EDGES.sub("", bare).split())


def _digits(text: str) -> str:
    """The number that the whole text is, in European digits; empty if it is none."""
    bare = _EDGES.sub("", text[:LONGEST_WORDS])
    if not bare.isdecimal():
        return ""
    return "".join(str(unicodedata.decimal(letter)) for letter in bare)
