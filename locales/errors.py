"""What can be wrong with the catalogues."""

from __future__ import annotations


class LocaleError(Exception):
    """Words cannot be used as they are."""


class UnreadableCatalogueError(LocaleError):
    """A file is not a PO catalogue."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The catalogue {name} cannot be read as a PO file. "
            "Open it in a PO editor, or restore the last one that worked."
        )
        self.name = name
