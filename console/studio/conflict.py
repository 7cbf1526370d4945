"""Two people changed the same thing: nobody's words are lost, and a person decides."""

from __future__ import annotations

from bot.editions.errors import WorkError
from bot.editions.paths import seen


class ChangedMeanwhileError(WorkError):
    """What she changes is not what she had before her any more.

    The page shows both, side by side, and lets her keep hers, theirs, or write a third.
    """

    def __init__(self, mine: str, theirs: str) -> None:
        super().__init__("Somebody else changed it meanwhile.")
        #: What she typed.
        self.mine = mine
        #: What stands there now; empty: it is gone.
        self.theirs = theirs


def see_unchanged(before: str, now: str, mine: str) -> None:
    """See that what she changes still is what she saw.

    `before` is the word (`bot.editions.paths.seen`) that her form carried, `now` what stands
    there, `mine` what she typed. The same words twice are no conflict.

    Raises:
        ChangedMeanwhileError: it is not.
    """
    if before and seen(now) != before and now != mine:
        raise ChangedMeanwhileError(mine, now)
