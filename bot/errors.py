"""What keeps the program from starting, in words for the keeper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class StartError(Exception):
    """The program cannot start as it is told to."""


class SettingsError(StartError):
    """The settings are wrong or unsafe."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class ContentError(StartError):
    """The flows, the translations or the network cannot be used."""

    def __init__(self, what: str, problems: Sequence[str]) -> None:
        listed = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"{what}\n{listed}" if listed else what)
        self.problems = tuple(problems)


class PortTakenError(StartError):
    """The service cannot listen where it should."""

    def __init__(self, host: str, port: int, setting: str) -> None:
        super().__init__(
            f"Cannot listen on {host}:{port}: another program does, or this user may not. "
            f"Stop that program, or set another port in '{setting}'."
        )


class DataFolderError(StartError):
    """What little is kept cannot be written where it should."""

    def __init__(self, folder: object) -> None:
        super().__init__(
            f"{folder} is not a folder this service can keep its data in. "
            "Let it write there, or name another one in 'folders.data'."
        )


class ModeMixedError(StartError):
    """Data made in one mode would be used in the other."""

    def __init__(self, folder: object, mode: str) -> None:
        super().__init__(
            f"The folder {folder} was begun in another mode than '{mode}'. "
            "Set 'folders.data' and 'folders.keys' to folders of this mode's own."
        )
