"""How one mapping of a file is understood: what is missing, unknown or of the wrong kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.definition import Text
from flows.issues import Issue, Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from flows.definition import Place
    from flows.document import Node

_YES = frozenset({"true", "yes"})
_NO = frozenset({"false", "no"})


class Form:
    """Takes words, texts and flags out of nodes and gathers every problem on the way."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def error(self, place: Place, what: str, mend: str) -> None:
        """Note something that keeps the library from being used."""
        self.issues.append(Issue(place, Level.ERROR, what, mend))

    def mapping(self, node: Node, keys: AbstractSet[str], whose: str) -> dict[str, Node]:
        """The pairs of a mapping; unknown keys are problems."""
        if not isinstance(node.value, dict):
            self.error(node.place, f"{whose} is {node.kind}", f"Write {_listed(keys)} below it")
            return {}
        for key, value in node.items():
            if key not in keys:
                self.error(
                    value.place,
                    f"{whose} has '{key}', which means nothing here",
                    f"It can have {_listed(keys)}",
                )
        return {key: value for key, value in node.items() if key in keys}

    def word(
        self, known: Mapping[str, Node], key: str, whole: Node, *, required: bool = False
    ) -> str:
        """A single word or number; empty, with a problem, when it is missing and required."""
        node = known.get(key)
        if node is None:
            if required:
                self.error(whole.place, f"'{key}' is missing", f"Add '{key}:'")
            return ""
        if not isinstance(node.value, str) or not node.value.strip():
            self.error(
                node.place,
                f"'{key}' is {node.kind if node.value else 'empty'}",
                "Write one word or number",
            )
            return ""
        return node.value.strip()

    def flag(self, known: Mapping[str, Node], key: str) -> bool:
        """`true` or `false`; false when it is not written."""
        node = known.get(key)
        if node is None:
            return False
        told = node.words().lower()
        if told not in _YES | _NO:
            self.error(node.place, f"'{key}' is '{told}'", "Write true or false")
        return told in _YES

    def text(
        self,
        known: Mapping[str, Node],
        key: str,
        context: str,
        whole: Node,
        *,
        required: bool = False,
    ) -> Text | None:
        """A sentence for people."""
        node = known.get(key)
        if node is None:
            if required:
                self.error(whole.place, f"'{key}' is missing", f"Add '{key}:' with its words")
            return None
        return self.plain_text(node, context)

    def plain_text(self, node: Node, context: str) -> Text | None:
        """The sentence that a node is."""
        words = " ".join(node.words().split())
        if not words:
            self.error(
                node.place,
                f"a sentence was expected and this is {node.kind}",
                "Write the words in quotes",
            )
            return None
        return Text(context, words, node.place, node.note)


def _listed(keys: AbstractSet[str]) -> str:
    return ", ".join(sorted(keys))
