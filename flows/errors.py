"""What can be wrong with flows, each error writing its own sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.definition import Place


class FlowError(Exception):
    """A flow cannot be used as it is written."""


class UnreadableFileError(FlowError):
    """A file is not the YAML that flows are written in."""

    def __init__(self, place: Place, why: str) -> None:
        super().__init__(f"{place}: the file cannot be read: {why}.")
        self.place = place
        self.why = why


class TooManyFactsError(FlowError):
    """A position would not fit in a button."""

    def __init__(self, bits: int, most: int) -> None:
        super().__init__(
            f"The conversation remembers {bits} bits; a button has room for {most}. "
            "Remember fewer facts, or facts with fewer values."
        )
