"""What cannot be done to a draft, in sentences for whoever tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class WorkError(Exception):
    """Something cannot be done as things stand; nothing was changed."""


class NotYoursError(WorkError):
    """Somebody's role does not reach so far: a page of ours never offers it."""

    def __init__(self, paths: Iterable[str]) -> None:
        super().__init__("She may not change: " + ", ".join(sorted(paths)))


class TooBusyError(WorkError):
    """The draft was changed by others again and again while this change was made."""

    def __init__(self) -> None:
        super().__init__("The draft is being changed by others. Try again.")


class NotGreenError(WorkError):
    """A check, an example or a language stands against publishing it (P11)."""

    def __init__(self) -> None:
        super().__init__("Something stands against publishing it.")


class NothingChangedError(WorkError):
    """It says what is live already."""

    def __init__(self) -> None:
        super().__init__("It is what is live already.")


class NoTitleError(WorkError):
    """A draft or an edition has to be called something."""

    def __init__(self) -> None:
        super().__init__("It has no title.")


class NoMomentError(WorkError):
    """An edition cannot go live at the moment that was named; `why` is for whoever named it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class MustBeRebasedError(WorkError):
    """Another edition went live since the draft was begun: its changes would be lost."""

    def __init__(self, base: int, live: int) -> None:
        super().__init__(f"The draft was begun on edition {base}; edition {live} is live.")


class UndecidedError(WorkError):
    """Two people changed the same, and nobody has said which is to stand."""

    def __init__(self) -> None:
        super().__init__("Somebody has to decide between two versions.")
