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


class EditionUnusableError(StartError):
    """What was put live in the studio cannot be used by this program."""

    def __init__(self, number: int, what: str) -> None:
        super().__init__(
            f"Edition {number}, which is live, cannot be used.\n{what}\n"
            "Have an earlier one live again with: soglia edition back. "
            "See them all with: soglia edition list."
        )


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


class CommandError(Exception):
    """A command cannot do what it is asked."""


class UnknownNodeError(CommandError):
    """No node of the network has this id."""

    def __init__(self, node: str) -> None:
        super().__init__(
            f"No node of the network has the id '{node}'. The studio, or its files, have all."
        )


class UnknownPersonError(CommandError):
    """Nobody of the staff has this id, or she is not in the state that the command needs."""

    def __init__(self, person: str, wanted: str) -> None:
        super().__init__(
            f"'{person}' is not the id of somebody who is {wanted}. See: soglia staff list."
        )


class NobodyAdmitsError(CommandError):
    """An operator would wait for ever: her node has no lead."""

    def __init__(self, node: str) -> None:
        super().__init__(
            f"'{node}' has no lead who could admit an operator. Invite its first lead: "
            "soglia staff invite --lead."
        )


class LeadAmongThemError(CommandError):
    """A new lead would wait for ever: those who hold the node's key have no lead."""

    def __init__(self, node: str) -> None:
        super().__init__(
            f"The operators of '{node}' hold its key, but none of them leads. Make one of them "
            "its lead, who then admits others: soglia staff roles ID --lead --operator."
        )


class RecoveryKeysError(CommandError):
    """The public keys of the two people outside cannot be used."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"'recovery.keys': {problem} It names two files made by: soglia recovery key."
        )


class RecoveryFileError(CommandError):
    """A file of the recovery is not what it should be."""

    def __init__(self, file: object, wanted: str) -> None:
        super().__init__(f"{file} is not {wanted}, or is damaged. Ask for it again.")


class FileTakenError(CommandError):
    """A file that exists would be written over, or its folder cannot be written."""

    def __init__(self, file: object) -> None:
        super().__init__(
            f"{file} cannot be written, or is there already. Choose another name or folder."
        )


class WrongPassphraseError(CommandError):
    """The passphrase does not open the key file."""

    def __init__(self, file: object) -> None:
        super().__init__(f"That passphrase does not open {file}. Try again.")


class WrongRecoveryKeyError(CommandError):
    """This key does not open the envelope that is on top now."""

    def __init__(self, step: int, count: int) -> None:
        super().__init__(
            f"This key does not open envelope {step} of {count}. "
            "The keys open in the order in which 'recovery.keys' names them."
        )


class StillClosedError(CommandError):
    """Not everybody has done their part of a recovery."""

    def __init__(self, left: int) -> None:
        super().__init__(
            f"{left} envelope{'s are' if left > 1 else ' is'} still closed. "
            "Each of the two people opens one with: soglia recovery open."
        )


class NothingToRecoverError(CommandError):
    """A node has no copy of its key for the two people outside."""

    def __init__(self, node: str) -> None:
        super().__init__(
            f"The key of '{node}' has no copy for recovery: 'recovery.keys' was empty when it "
            "was made. A new lead who signs in begins a new key."
        )


class RecoveryTooLateError(CommandError):
    """What was recovered is for a key or a passkey that is no longer there."""

    def __init__(self, node: str) -> None:
        super().__init__(
            f"The key of '{node}' or the passkey of its lead has changed since the request. "
            "Begin again with: soglia recovery request."
        )
