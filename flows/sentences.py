"""What the flows' own tools say to a coordinator: Italian sentences, not yet in her language.

`flows` knows no catalogue. Whoever shows a sentence puts it into words (a console hands
`text` and `values` on as its phrase); `str()` gives the Italian.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING: Mapping[str, object] = MappingProxyType({})


def S_(text: str) -> str:  # noqa: N802 (the mark that the extraction looks for)
    """Mark an Italian sentence that only the staff reads and return it unchanged."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole Italian sentence and the values for its named places.

    >>> str(Sentence("Non c'è un passo '{step}'.", {"step": "near.where"}))
    "Non c'è un passo 'near.where'."
    """

    text: str
    #: A value may itself be a sentence.
    values: Mapping[str, object] = field(default_factory=lambda: _NOTHING)

    def __str__(self) -> str:
        return self.text.format_map(self.values)
