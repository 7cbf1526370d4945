"""Bringing a node's key back: the files that travel between the keeper and two people.

The keeper writes a request: the key, in two envelopes, and for whom. The first person takes off
the outer envelope, the second the inner one, and what she writes back is closed to the new
lead's passkey. At no moment does the key lie open in a file, and the keeper never sees it.
"""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError

from bot.errors import (
    FileTakenError,
    RecoveryFileError,
    StillClosedError,
    WrongPassphraseError,
    WrongRecoveryKeyError,
)
from storage import envelopes
from storage.staff.node_keys import HeldKey, KeyCopy, close_copy, recovery_info

if TYPE_CHECKING:
    from pathlib import Path

    from storage.envelopes import Pair
    from storage.staff.node_keys import RecoveryCopy
    from storage.staff.people import Credential

#: A passphrase that is shorter falls to somebody with the file and a few machines.
SHORTEST_PASSPHRASE = 20

_KEY_INFO = b"soglia/1|recovery_key|wrapped"
_PUBLIC_FILE = "soglia recovery key 1 "
#: Envelopes around a node's key, and so people it takes.
_ENVELOPES = 2


def _from_text(value: object) -> object:
    return base64.b64decode(value, validate=True) if isinstance(value, str) else value


def _to_text(value: bytes) -> str:
    return base64.b64encode(value).decode()


Bytes64 = Annotated[bytes, BeforeValidator(_from_text), PlainSerializer(_to_text, when_used="json")]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


_Kind = TypeVar("_Kind", bound=_File)


class KeyFile(_File):
    """A key that one person keeps outside: its private half closed to a passphrase."""

    soglia: Literal["recovery key, secret"] = "recovery key, secret"
    public: Bytes64
    salt: Bytes64
    wrapped: Bytes64


class Request(_File):
    """A node's key on its way back to somebody."""

    soglia: Literal["recovery request"] = "recovery request"
    node: str
    generation: int
    #: The node's public key: what comes out must have it.
    public: Bytes64
    #: The passkey it is for, and what it unlocks.
    credential: Bytes64
    sealing_key: Bytes64
    #: How many envelopes have been taken off.
    step: Annotated[int, Field(ge=0, le=2)] = 0
    sealed: Bytes64

    @property
    def fingerprint(self) -> str:
        """What the new lead's own page shows of her key: compared before an envelope opens."""
        return envelopes.fingerprint(self.sealing_key)

    @property
    def is_open(self) -> bool:
        """Whether both have done their part."""
        return self.step == _ENVELOPES


def make_key(file: Path, passphrase: str) -> str:
    """Make a key pair: the secret file there, the public one beside it; return its fingerprint.

    Raises:
        FileTakenError: when one of them is there already.
    """
    pair, salt = envelopes.new_pair(), envelopes.new_salt()
    lock = envelopes.pair_of_passphrase(passphrase, salt)
    wrapped = envelopes.wrap(lock.public, pair, _KEY_INFO)
    secret = KeyFile(public=pair.public, salt=salt, wrapped=wrapped)
    write_new(file, secret.model_dump_json(indent=1))
    write_new(public_file(file), _PUBLIC_FILE + _to_text(pair.public))
    return envelopes.fingerprint(pair.public)


def public_file(file: Path) -> Path:
    """Where the public half of a key file lies."""
    return file.with_name(f"{file.name}.pub")


def read_public(file: Path) -> bytes:
    """Read the public half of somebody's key.

    Raises:
        RecoveryFileError: when that is something else.
    """
    wanted = "a public recovery key"
    text = _read(file, wanted).strip()
    if not text.startswith(_PUBLIC_FILE):
        raise RecoveryFileError(file, wanted)
    try:
        public = base64.b64decode(text.removeprefix(_PUBLIC_FILE), validate=True)
    except ValueError:
        raise RecoveryFileError(file, wanted) from None
    if not envelopes.is_public(public):
        raise RecoveryFileError(file, wanted)
    return public


def read_key(file: Path, passphrase: str) -> Pair:
    """Open somebody's key file.

    Raises:
        RecoveryFileError, WrongPassphraseError: when it is none, or stays closed.
    """
    kept = _parsed(KeyFile, file, "a secret recovery key")
    lock = envelopes.pair_of_passphrase(passphrase, kept.salt)
    pair = envelopes.unwrap(lock, kept.wrapped, _KEY_INFO)
    if pair is None or pair.public != kept.public:
        raise WrongPassphraseError(file)
    return pair


def request_for(copy: RecoveryCopy, passkey: Credential) -> Request:
    """Ask the two people to bring a node's key back to one passkey."""
    return Request(
        node=copy.node,
        generation=copy.generation,
        public=copy.public,
        credential=passkey.id,
        sealing_key=passkey.sealing_key,
        sealed=copy.nested,
    )


def read_request(file: Path) -> Request:
    """Read a request, at whatever step.

    Raises:
        RecoveryFileError: when that is something else.
    """
    return _parsed(Request, file, "a recovery request")


def open_one(request: Request, pair: Pair) -> Request:
    """Take off the envelope that is on top; the last one is replaced by the passkey's own.

    Raises:
        WrongRecoveryKeyError: when this key does not open it.
    """
    info = recovery_info(request.node, request.generation)
    sealed = None
    if request.step == 0:
        sealed = envelopes.peel(pair, request.sealed, info)
    elif not request.is_open:
        key = envelopes.unwrap_peeled(pair, request.sealed, info)
        # A key of somebody's own making in its place would have women's words sealed to her.
        if key is not None and key.public == request.public:
            held = HeldKey(node=request.node, generation=request.generation, pair=key)
            sealed = close_copy(held, request.credential, request.sealing_key).wrapped
    if sealed is None:
        raise WrongRecoveryKeyError(min(request.step + 1, _ENVELOPES), _ENVELOPES)
    return request.model_copy(update={"sealed": sealed, "step": request.step + 1})


def finished(request: Request) -> KeyCopy:
    """The copy for the passkey that a request was for, once both have done their part.

    Raises:
        StillClosedError: when an envelope is left.
    """
    if not request.is_open:
        raise StillClosedError(_ENVELOPES - request.step)
    return KeyCopy(
        node=request.node,
        generation=request.generation,
        credential=request.credential,
        wrapped=request.sealed,
    )


def write_request(file: Path, request: Request) -> None:
    """Write a request to a new file.

    Raises:
        FileTakenError: when there is one of that name.
    """
    write_new(file, request.model_dump_json(indent=1))


def write_new(file: Path, text: str) -> None:
    """Write a file that only its owner reads, and never over another.

    Raises:
        FileTakenError: when there is one of that name, or none can be made.
    """
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as target:
            target.write(text + "\n")
    except OSError:
        raise FileTakenError(file) from None


def _parsed(kind: type[_Kind], file: Path, wanted: str) -> _Kind:
    try:
        return kind.model_validate_json(_read(file, wanted))
    except ValidationError:
        raise RecoveryFileError(file, wanted) from None


def _read(file: Path, wanted: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise RecoveryFileError(file, wanted) from None
