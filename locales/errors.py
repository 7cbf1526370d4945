"""What can be wrong with the catalogues, and with what is asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


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


class NotPoError(LocaleError):
    """A text is not in the PO format."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"line {line}: {what}.")
        self.line = line


class UnknownSentenceError(LocaleError):
    """No sentence of today's has this key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no sentence '{key}'. `soglia words export` lists them all.")
        self.key = key


class UnfitWordsError(LocaleError):
    """A translation would break the sentence it stands for."""

    def __init__(self, key: str, faults: Sequence[str]) -> None:
        super().__init__(f"{key}: {'; '.join(faults)}.")
        self.key = key
        self.faults = tuple(faults)


class NothingToSignError(LocaleError):
    """A sentence that is missing or outdated cannot be signed."""

    def __init__(self, key: str, status: str) -> None:
        super().__init__(f"{key} is {status}: it can be signed once it is translated.")
        self.key = key


class MovedOnError(LocaleError):
    """A sentence is not what somebody had before her any more."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"Somebody changed {key} meanwhile. Look at it again: nothing of hers was replaced."
        )
        self.key = key


class UnfitSignatureError(LocaleError):
    """Nobody can be told from this signature."""

    def __init__(self, longest: int) -> None:
        super().__init__(
            f"A signature is a name or a role on one line, of {longest} characters at most."
        )


class UnknownLanguageError(LocaleError):
    """The service has no number for a language."""

    def __init__(self, tag: str, known: Sequence[str]) -> None:
        super().__init__(
            f"'{tag}' is no language that can be translated into here: {', '.join(known)}."
        )


class UnknownDomainError(LocaleError):
    """There is no catalogue of that kind."""

    def __init__(self, domain: str, known: Sequence[str]) -> None:
        super().__init__(f"'{domain}' is no catalogue: {', '.join(known)}.")


class UnfitFileError(LocaleError):
    """A translator's file cannot be brought in; nothing of it was."""

    def __init__(self, what: str, faults: Sequence[str] = ()) -> None:
        listed = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(f"{what}\n{listed}" if listed else what)
        self.faults = tuple(faults)


class CatalogueFolderError(LocaleError):
    """A catalogue cannot be written."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} cannot be written. Check its folder and rights.")


class UnreadableGlossaryError(LocaleError):
    """The network's glossary is not as it should be."""

    def __init__(self, what: str) -> None:
        super().__init__(f"glossary.toml: {what}.")
