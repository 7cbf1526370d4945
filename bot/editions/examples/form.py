"""One mapping of `examples.yaml`: what is missing, unknown or of the wrong kind, in sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from locales.phrase import S_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows.document import Node

_YES: Final = frozenset({"true", "yes"})
_NO: Final = frozenset({"false", "no"})
#: A sentence quotes no more than this of what was typed.
_QUOTED: Final = 40
#: Nothing but comments and an empty list.
_BLANK: Final = re.compile(r"(?:\s|#[^\n]*(?:\n|\Z)|\[\s*\])*\Z")

#: Brackets or dashes that open one in the other, or a line that stands far too far in.
_DEEP: Final = re.compile(r"(?:[\[{]\s*){20}|(?:[-?]\s+){20}|^[ ]{80}", re.MULTILINE)

_WHOLE: Final = S_("Il file degli esempi non si legge: {why}")
_LINE: Final = S_("Riga {line}: {what}")
_WHY: Final = (
    ("larger", S_("è più lungo di un megabyte.")),
    ("anchor", S_("usa un'ancora (&nome). Scrivi di nuovo le parole.")),
    ("deeply", S_("una cosa sta dentro l'altra troppe volte.")),
    ("twice", S_("nello stesso posto la stessa voce è scritta due volte.")),
    ("key is not", S_("una voce non è una parola.")),
)
_OTHERWISE: Final = S_("non è scritto come un elenco di esempi.")
_NO_MAPPING: Final = S_("Qui ci vogliono delle voci: {known}.")
_UNKNOWN: Final = S_("«{key}» qui non vuol dire niente. Le voci sono: {known}.")
_MISSING: Final = S_("Manca «{key}».")
_NO_WORD: Final = S_("«{key}» dev'essere una parola o una frase.")
_NO_WORDS: Final = S_("«{key}» dev'essere un elenco di parole.")
_NO_FLAG: Final = S_("«{key}» dev'essere «true» o «false».")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong in the file."""

    line: int
    what: Phrase

    @property
    def phrase(self) -> Phrase:
        """The sentence with its line."""
        return Phrase(_LINE, {"line": self.line, "what": self.what})


def is_blank(text: str) -> bool:
    """Whether there is no example in a text, and nothing else."""
    return bool(_BLANK.match(text))


def is_deep(text: str) -> bool:
    """Whether a text is made to wear out whoever reads it: no example is nested so."""
    return bool(_DEEP.search(text))


def unreadable(why: str) -> Phrase:
    """Why a file cannot be read, in a coordinator's words."""
    told = next((words for mark, words in _WHY if mark in why), _OTHERWISE)
    return Phrase(_WHOLE, {"why": Phrase(told)})


class Form:
    """Takes words and lists out of nodes and gathers every flaw on the way."""

    def __init__(self) -> None:
        self.flaws: list[Flaw] = []

    def flaw(self, node: Node, text: str, **values: object) -> None:
        """Note something wrong."""
        self.flaws.append(Flaw(node.place.line, Phrase(text, values)))

    def mapping(self, node: Node, keys: Iterable[str]) -> dict[str, Node]:
        """The pairs of a mapping that mean something."""
        known = ", ".join(sorted(keys))
        if not isinstance(node.value, dict):
            self.flaw(node, _NO_MAPPING, known=known)
            return {}
        for key, value in node.value.items():
            if key not in set(keys):
                self.flaw(value, _UNKNOWN, key=key[:_QUOTED], known=known)
        return {key: value for key, value in node.value.items() if key in set(keys)}

    def word(self, known: dict[str, Node], key: str, whole: Node | None = None) -> str:
        """One word or sentence; `whole` is what it has to stand in."""
        node = known.get(key)
        if node is not None and not isinstance(node.value, str):
            self.flaw(node, _NO_WORD, key=key)
            return ""
        told = node.words().strip() if node else ""
        if whole is not None and not told:
            self.flaw(whole, _MISSING, key=key)
        return told

    def words(self, known: dict[str, Node], key: str) -> tuple[str, ...] | None:
        """A list of words; a single one is a list of one. `None`: it is not there."""
        node = known.get(key)
        if node is None:
            return None
        told = [each.words().strip() for each in node.entries()]
        if isinstance(node.value, dict) or not all(told):
            self.flaw(node, _NO_WORDS, key=key)
            return None
        return tuple(told)

    def flag(self, known: dict[str, Node], key: str) -> bool:
        """Yes or no; no where it is not written."""
        node = known.get(key)
        told = node.words().strip().lower() if node else "no"
        if node is not None and told not in _YES | _NO:
            self.flaw(node, _NO_FLAG, key=key)
        return told in _YES
