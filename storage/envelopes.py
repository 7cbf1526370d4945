"""Envelopes that anyone here can close and nobody here can open: HPKE, and its private halves.

Hybrid on purpose: X25519 and ML-KEM-768 together (X-Wing), so that what a thief copies today
does not open in twenty years. Opening returns `None` for anything that does not open, whatever
the reason. Measured on one core: an envelope adds 1136 bytes, 0.13 ms to close, 0.1 ms to open.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from typing import Final

from cryptography.exceptions import InvalidKey, InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.errors import NotAPublicKeyError

#: What an envelope holds is rounded up to so many bytes: "sì" and two sentences look alike.
STEP: Final = 256
#: Bytes an envelope adds to what it holds.
OVERHEAD: Final = 1136
SEED_BYTES: Final = 32
PUBLIC_BYTES: Final = 1216
SALT_BYTES: Final = 16

_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_MLKEM_SEED: Final = 64
_MLKEM_PUBLIC: Final = 1184
_MARK: Final = b"\x80"

#: A digest that no words match, for whom there is nobody to compare with: it costs the same.
DUMMY: Final = "$argon2id$v=19$m=19456,t=2,p=1$c29nbGlhbm9ib2R5YQ$" + "A" * 43


class Pair:
    """A key pair; whoever holds it opens what was sealed to its public half."""

    __slots__ = ("_private", "_seed", "public")

    def __init__(self, seed: bytes) -> None:
        """Make the pair of a 32-byte seed: the same seed, the same pair."""
        if len(seed) != SEED_BYTES:
            # A number only: the seed itself must not reach an error's text.
            raise ValueError(len(seed))
        # X-Wing's own way from one seed to both halves (draft-connolly-cfrg-xwing-kem).
        both = hashlib.shake_256(seed).digest(_MLKEM_SEED + 32)
        lattice = MLKEM768PrivateKey.from_seed_bytes(both[:_MLKEM_SEED])
        curve = X25519PrivateKey.from_private_bytes(both[_MLKEM_SEED:])
        self._seed = seed
        self._private = MLKEM768X25519PrivateKey(lattice, curve)
        #: 1216 bytes that may lie in the clear.
        self.public: Final = (
            lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
        )

    def open(self, sealed: bytes, info: bytes) -> bytes | None:
        """Return what `seal` closed for this pair and this row and column; else `None`."""
        padded = self._decrypt(sealed, info)
        return None if padded is None else _unpadded(padded)

    def _decrypt(self, sealed: bytes, info: bytes) -> bytes | None:
        try:
            return _SUITE.decrypt(sealed, self._private, info=info)
        except (InvalidTag, ValueError):
            return None

    def __repr__(self) -> str:
        # Whatever prints a pair by mistake, a log or a traceback, prints no key.
        return "Pair(…)"

    def __reduce__(self) -> str:
        raise TypeError(self.__class__.__name__)


def new_pair() -> Pair:
    """Make a pair nobody has seen."""
    return Pair(os.urandom(SEED_BYTES))


def seal(public: bytes, body: bytes, info: bytes) -> bytes:
    """Close an envelope for the holder of that public key, bound to its row and column.

    The size is 1136 bytes and the body rounded up to 256.

    Raises:
        NotAPublicKeyError: When that is no public key of ours.
    """
    return _encrypt(public, _padded(body), info)


def wrap(public: bytes, pair: Pair, info: bytes) -> bytes:
    """Close the private half of a pair into an envelope, 1168 bytes.

    Raises:
        NotAPublicKeyError: When that is no public key of ours.
    """
    return _encrypt(public, pair._seed, info)  # noqa: SLF001 (seeds leave pairs here only)


def unwrap(pair: Pair, wrapped: bytes, info: bytes) -> Pair | None:
    """Return the pair that was wrapped for this one, or `None`."""
    seed = pair._decrypt(wrapped, info)  # noqa: SLF001 (as above)
    return Pair(seed) if seed is not None and len(seed) == SEED_BYTES else None


def wrap_nested(first: bytes, second: bytes, pair: Pair, info: bytes) -> bytes:
    """Wrap a pair so that it takes two holders to open: `peel` by the first, then `unwrap`.

    Neither of them alone, nor a thief with one of their keys, learns anything. 2560 bytes.

    Raises:
        NotAPublicKeyError: When one of them is no public key of ours.
    """
    return seal(first, wrap(second, pair, info + b"|inner"), info + b"|outer")


def peel(pair: Pair, nested: bytes, info: bytes) -> bytes | None:
    """Take off the outer envelope: what remains is closed to the second holder."""
    return pair.open(nested, info + b"|outer")


def unwrap_peeled(pair: Pair, peeled: bytes, info: bytes) -> Pair | None:
    """Take off the inner envelope: the pair that was wrapped, or `None`."""
    return unwrap(pair, peeled, info + b"|inner")


def is_public(public: bytes) -> bool:
    """Whether something can be sealed to these bytes."""
    try:
        seal(public, b"", b"")
    except NotAPublicKeyError:
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Name a public key in 40 hexadecimal digits, in groups two people can read to each other."""
    digits = hashlib.sha256(b"soglia/1|fingerprint|" + public).hexdigest()[:40]
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def pair_of_secret(secret: bytes, purpose: str) -> Pair:
    """Make the pair of a random secret of 32 bytes, such as a passkey's PRF output."""
    if len(secret) != SEED_BYTES:
        raise ValueError(len(secret))
    info = b"soglia/1|pair|" + purpose.encode()
    return Pair(HKDF(algorithm=SHA256(), length=SEED_BYTES, salt=None, info=info).derive(secret))


def pair_of_passphrase(text: str, salt: bytes) -> Pair:
    """Make the pair of a passphrase: Argon2id, 64 MiB, three rounds, some 0.13 s.

    Run it in a thread: it blocks, but lets others run.
    """
    # Two keyboards may write the same letter in two ways.
    typed = unicodedata.normalize("NFKC", text).strip().encode()
    slow = Argon2id(salt=salt, length=SEED_BYTES, iterations=3, lanes=4, memory_cost=64 * 1024)
    return Pair(slow.derive(typed))


def new_salt() -> bytes:
    """Make the salt of one passphrase."""
    return os.urandom(SALT_BYTES)


def digest(words: str) -> str:
    """Turn a sign into what it can be compared with: Argon2id, 19 MiB, two rounds, 32 ms.

    There are few signs, so this alone hides none: it is kept sealed. Run it in a thread.
    """
    slow = Argon2id(
        salt=os.urandom(SALT_BYTES), length=SEED_BYTES, iterations=2, lanes=1, memory_cost=19 * 1024
    )
    return slow.derive_phc_encoded(words.encode())


def matches(kept: str, words: str) -> bool:
    """Whether these words are the digest's. As slow without a digest as with one."""
    try:
        Argon2id.verify_phc_encoded(words.encode(), kept or DUMMY)
    except InvalidKey:
        return False
    return True


def _encrypt(public: bytes, body: bytes, info: bytes) -> bytes:
    try:
        holder = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC:]),
        )
        return _SUITE.encrypt(body, holder, info=info)
    except ValueError as exc:
        raise NotAPublicKeyError(len(public)) from exc


def _padded(body: bytes) -> bytes:
    marked = body + _MARK
    return marked + b"\0" * (-len(marked) % STEP)


def _unpadded(padded: bytes) -> bytes | None:
    body = padded.rstrip(b"\0")
    return body[:-1] if body.endswith(_MARK) else None
