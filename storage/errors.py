"""What can be wrong with where things are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class StorageError(Exception):
    """Something cannot be kept, or cannot be kept safely."""


class UnsafeKeysError(StorageError):
    """The key directory would not keep its keys to itself."""


class KeysOpenToOthersError(UnsafeKeysError):
    """Other users of the machine could read the keys."""

    def __init__(self, path: Path, mode: int) -> None:
        super().__init__(
            f"{path} has mode {mode:04o}: other users of this machine could reach the keys. "
            f"Run: chmod -R go= {path}"
        )
        self.path = path
        self.mode = mode


class KeysOfAnotherUserError(UnsafeKeysError):
    """The key directory belongs to somebody else."""

    def __init__(self, path: Path, owner: int, we: int) -> None:
        super().__init__(
            f"{path} belongs to user {owner}, but the service runs as user {we}. "
            "Give the key directory to the user who runs the service."
        )
        self.path = path


class KeysBesideDatabaseError(UnsafeKeysError):
    """Whoever copies the database folder would copy the keys too, or the other way round."""

    def __init__(self, keys: Path, database: Path) -> None:
        super().__init__(
            f"The keys in {keys} and the database in {database} lie one inside the other: "
            "a copy of one would carry both. Choose two separate folders."
        )
        self.keys = keys
        self.database = database


class NotAKeyDirectoryError(UnsafeKeysError):
    """Where the keys should be there is something else, or nothing can be made."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is not a folder this service can keep keys in. "
            "Let it write there, or name another one in 'folders.keys'."
        )
        self.path = path


class TokenTooLongError(StorageError):
    """A position does not fit into a button."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"A position of {size} bytes does not fit; a button holds {limit}.")
        self.size = size
        self.limit = limit


class NotAPublicKeyError(StorageError):
    """Nothing can be sealed to these bytes."""

    def __init__(self, size: int) -> None:
        super().__init__(
            f"These {size} bytes are no public key of this program. Copy it whole and unchanged."
        )
        self.size = size


class UnknownDatabaseError(StorageError):
    """The database address names a kind of database that cannot be used here."""

    def __init__(self, kind: str) -> None:
        # Only the kind is named: the address may hold a password.
        super().__init__(
            f"A database of the kind '{kind}' cannot be used. Use sqlite, "
            "or postgresql with the package asyncpg installed."
        )
        self.kind = kind


class StorageUnavailableError(StorageError):
    """The database does not answer, is locked, or its disk is full."""

    def __init__(self) -> None:
        # What the driver says stays in the cause: it may quote what was being written.
        super().__init__(
            "The database cannot be used at the moment. "
            "See that it runs, that nobody locks it, and that its disk is not full."
        )


class DatabaseFromLaterError(StorageError):
    """A later version of the program has changed the database's tables."""

    def __init__(self) -> None:
        super().__init__(
            "A later version of this program has used this database. "
            "Start that version again, or restore a backup made before it."
        )


class NotABackupError(StorageError):
    """A backup of the staff is something else, or is damaged."""

    def __init__(self) -> None:
        super().__init__("This is no backup of the staff, or it is damaged. Take an older one.")


class StaffAlreadyThereError(StorageError):
    """A backup would be mixed with the staff that is there."""

    def __init__(self) -> None:
        super().__init__(
            "There are people or editions in this database already: "
            "a backup is restored into a new one only, before the service starts."
        )


class EditionError(StorageError):
    """What was asked of an edition or a draft cannot be done as things stand."""


class UnknownEditionError(EditionError):
    """There is no such edition."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no edition {number}.")
        self.number = number


class NotWaitingError(EditionError):
    """Somebody decided about it already."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Edition {number} does not wait for anybody any more.")
        self.number = number


class NotLiveError(EditionError):
    """It is not the edition that is live."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Edition {number} is not the one that is live.")
        self.number = number


class NothingBeforeError(EditionError):
    """No earlier edition is left to go back to."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Nothing was live before edition {number}.")
        self.number = number


class SamePersonError(EditionError):
    """Whoever proposes it cannot approve it (P11)."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Edition {number} has to be approved by a second person.")
        self.number = number


class EditionMovedOnError(EditionError):
    """Another edition went live since it was begun: it would take that one's changes away."""

    def __init__(self, number: int, live: int) -> None:
        super().__init__(f"Edition {number} was begun before edition {live} went live.")
        self.number = number
        self.live = live


class UnknownDraftError(EditionError):
    """There is no such draft."""

    def __init__(self) -> None:
        super().__init__("There is no such draft.")


class DraftMovedOnError(EditionError):
    """Somebody changed the draft meanwhile."""

    def __init__(self, version: int) -> None:
        super().__init__(f"The draft is at version {version} by now.")
        self.version = version


class DraftClosedError(EditionError):
    """Nobody changes a draft that is closed."""

    def __init__(self) -> None:
        super().__init__("The draft is closed.")
