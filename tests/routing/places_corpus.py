"""Queries with what they mean, and how well the gazetteer answers them.

`corpus/tuning.tsv` may be looked at while the weights are chosen;
`corpus/held_back.tsv` only says how good they are.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.places.finding import Found

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True, slots=True)
class Query:
    """One line of the corpus."""

    typed: str
    #: The areas that are right; none for something that is no place.
    means: frozenset[str]
    #: Only she can tell which: one answer would be a guess.
    is_ambiguous: bool
    group: str
    language: str
    script: str

    def is_wrong(self, found: Found) -> bool:
        """Whether she is sent, without a question, to a place she did not mean."""
        return found.sure is not None and (self.is_ambiguous or found.sure.area not in self.means)

    def is_right(self, found: Found) -> bool:
        """Whether the answer is right, or the first of the choices is."""
        if found.sure is not None:
            return not self.is_wrong(found)
        first = {choice.area for choice in found.choices[:1]}
        if self.is_ambiguous:
            first = {choice.area for choice in found.choices}
        return bool(first & self.means) if self.means else not found.choices


def queries(name: str) -> list[Query]:
    """The lines of one half of the corpus: "tuning" or "held_back"."""
    file = CORPUS / f"{name}.tsv"
    with file.open(encoding="utf-8", newline="") as opened:
        rows = csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Query(
                typed=row["query"],
                means=frozenset(row["means"].split()),
                is_ambiguous=row["ask"] == "ask",
                group=row["group"],
                language=row["language"],
                script=row["script"],
            )
            for row in rows
        ]
