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
