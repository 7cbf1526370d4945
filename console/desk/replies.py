"""Ready-made replies: every language of a sentence side by side, to be edited before it is sent."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from locales.languages import NUMBERS, SOURCE

if TYPE_CHECKING:
    from collections.abc import Mapping

_FACTS: Final = frozenset({"id", "when", "first", "reviewed"})
#: HL-1: put into the box, not sent, when an operator takes over.
PRIVACY: Final = "privacy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One sentence an operator may start from."""

    id: str
    #: When it helps, for the operator.
    when: str
    #: Neutral enough to be the first thing she reads.
    first: bool
    #: Languages that a native reader of the network has signed.
    reviewed: frozenset[str]
    #: The words by language; Italian is always there.
    words: Mapping[str, str]

    @property
    def italian(self) -> str:
        """The source."""
        return self.words[SOURCE]

    def put(self, language: str) -> str:
        """The words in her language, Italian where there are none."""
        return self.words.get(language, self.italian)

    def is_draft(self, language: str) -> bool:
        """Whether nobody has signed it in this language yet."""
        return language not in self.reviewed


def shipped_replies() -> tuple[Reply, ...]:
    """Read the replies shipped with the desk, in the order of the file."""
    text = files(__package__).joinpath("replies.toml").read_text(encoding="utf-8")
    return tuple(_reply(entry) for entry in tomllib.loads(text)["reply"])


def _reply(entry: Mapping[str, object]) -> Reply:
    reviewed = entry["reviewed"]
    return Reply(
        id=str(entry["id"]),
        when=str(entry["when"]),
        first=bool(entry["first"]),
        reviewed=frozenset(map(str, reviewed)) if isinstance(reviewed, list) else frozenset(),
        words={tag: str(text) for tag, text in entry.items() if _is_language(tag)},
    )


def _is_language(key: str) -> bool:
    if key in NUMBERS:
        return True
    if key in _FACTS:
        return False
    # A misspelt language would silently leave a woman with the Italian.
    raise KeyError(key)
