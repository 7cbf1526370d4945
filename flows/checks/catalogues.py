"""What the checks need to know of the other languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from flows.definition import Text

#: The language the flows are written in.
SOURCE = "it"


class Catalogues(Protocol):
    """Where the translations of a library are."""

    def translation(self, context: str, source: str, language: str) -> str | None:
        """The sentence in that language, if there is one."""

    def status(self, context: str, source: str, language: str) -> str:
        """How far it has come: `missing`, `outdated`, `draft` or `reviewed`."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A library's sentences in one language, each looked up once."""

    language: str
    catalogues: Catalogues
    _known: dict[tuple[str, str], str | None] = field(default_factory=dict)

    @property
    def is_source(self) -> bool:
        """Whether this is the language the flows are written in."""
        return self.language == SOURCE

    def words(self, text: Text) -> str | None:
        """The sentence in this language; `None` where there is none."""
        if self.is_source:
            return text.source
        key = text.context, text.source
        if key not in self._known:
            self._known[key] = self.catalogues.translation(*key, self.language)
        return self._known[key]

    def status(self, text: Text) -> str:
        """How far the sentence has come in this language."""
        return self.catalogues.status(text.context, text.source, self.language)

    def named(self, what: str) -> str:
        """A problem, with the language it is in: the place is always that of the Italian text."""
        return what if self.is_source else f"in '{self.language}', {what}"
