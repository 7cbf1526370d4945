"""What is wrong with an author's file: where, what, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.definition import Place


class Level(StrEnum):
    """Whether a library with this issue may be used."""

    #: It may not: it does not start, and it is not published.
    ERROR = "error"
    #: It may; somebody should look.
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """One thing that is wrong, in sentences a coordinator understands.

    >>> from flows.definition import Place
    >>> place = Place("near.yaml", 41)
    >>> what = "step 'near.where' has no way out"
    >>> print(Issue(place, Level.ERROR, what, "Add a choice, or 'end: true'"))
    near.yaml:41: step 'near.where' has no way out. Add a choice, or 'end: true'.
    """

    place: Place
    level: Level
    #: Without a full stop: "step 'near.where' has no way out".
    what: str
    #: What to do about it, without a full stop: "Add a choice, or 'end: true'".
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}. {self.mend}."

    @property
    def is_error(self) -> bool:
        """Whether it stops the library from being used."""
        return self.level is Level.ERROR


def error(place: Place, what: str, mend: str) -> Issue:
    """Something that stops the library from being used."""
    return Issue(place, Level.ERROR, what, mend)


def warning(place: Place, what: str, mend: str) -> Issue:
    """Something that somebody should look at."""
    return Issue(place, Level.WARNING, what, mend)
