"""A sentence that has not been put into a language yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING: Mapping[str, object] = MappingProxyType({})


def N_(text: str) -> str:  # noqa: N802 (gettext's own name for "extract this, translate it later")
    """Mark an Italian sentence for the catalogues and return it unchanged."""
    return text


def S_(text: str) -> str:  # noqa: N802 (beside N_)
    """Mark an Italian sentence of a pure folder that only the staff reads; return it unchanged.

    It belongs in the console's catalogue: no language of hers has to wait for it.
    """
    return text


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole Italian sentence and the values for its named places.

    The pure folders return phrases; `Translator.say` turns one into words. A
    value may itself be a phrase.
    """

    #: The Italian sentence, as it stands in the catalogue: `N_("A circa {km} km")`.
    text: str
    values: Mapping[str, object] = field(default_factory=lambda: _NOTHING)

    def __str__(self) -> str:
        """The Italian, as the pure folders themselves say it."""
        return self.text.format_map(self.values) if self.values else self.text
