"""Seals and opens under the service's own keys. Only `envelopes` also uses `cryptography`.

Everything comes back as `None` when it cannot be opened, whatever the reason:
what reaches the vault was on a stranger's phone or on a disk.
"""

from __future__ import annotations

import binascii
import hmac
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.errors import TokenTooLongError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from storage.keyring import DayKey, Keyring, LiveKeys

#: Telegram's `callback_data` holds 64 bytes: 48 in base64, 16 of them the seal.
LONGEST_BODY: Final = 32

_LONGEST_TOKEN: Final = 64
_SHORTEST_TOKEN: Final = 22
_TAG: Final = 16
_NONCE: Final = 12
_DAY: Final = 3
_BLOCK: Final = 64
_ID: Final = 16
_STANDARD_ALPHABET: Final = str.maketrans("-_", "+/")
_URL_ALPHABET: Final = bytes.maketrans(b"+/", b"-_")


@dataclass(frozen=True, slots=True)
class _ServiceKey:
    """One day's service key, split: what seals never also names."""

    day: date
    rows: AESGCM = field(repr=False)
    names: bytes = field(repr=False)
    secret: bytes = field(repr=False)

    @classmethod
    def of(cls, key: DayKey) -> _ServiceKey:
        rows, names = (_derive(key.secret, use) for use in (b"rows", b"names"))
        return cls(key.day, AESGCM(rows), names, key.secret)

    def cipher(self, own: bytes) -> AESGCM:
        """What seals rows; those of one thing alone with its own key mixed in."""
        return AESGCM(_derive(self.secret + own, b"own rows")) if own else self.rows


class Vault:
    """Seals positions into tokens and rows into the database, under a keyring's live keys."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._seen: LiveKeys | None = None
        self._renew()

    def seal_token(self, body: bytes, context: bytes) -> str:
        """Seal a position for one chat or session; the same in gives the same out all day.

        Raises:
            TokenTooLongError: When the body is over 32 bytes: a flow the checker should refuse.
        """
        if len(body) > LONGEST_BODY:
            raise TokenTooLongError(len(body), LONGEST_BODY)
        self._renew()
        return _to_text(self._token_now.encrypt(body, [context]))

    def open_token(self, token: str, context: bytes) -> bytes | None:
        """Return the position, or `None` for anything we did not seal so, here, these days."""
        sealed = _from_text(token)
        if sealed is None:
            return None
        self._renew()
        for cipher in self._tokens:
            try:
                return cipher.decrypt(sealed, [context])
            except InvalidTag:
                continue
        return None

    @property
    def folder(self) -> Path:
        """Where the keys lie."""
        return self._keyring.folder

    def seal_row(self, body: bytes, context: bytes, own: bytes = b"") -> bytes:
        """Seal a row under today's service key, bound to the context (table and row).

        With a key of its `own` as well it takes both to open. The size is rounded up to
        64 bytes, so that it says little.
        """
        self._renew()
        key = self._service_now
        head = key.day.toordinal().to_bytes(_DAY, "big") + os.urandom(_NONCE)
        sealed = key.cipher(own).encrypt(head[_DAY:], _padded(body), head[:_DAY] + context)
        return head + sealed

    def open_row(self, sealed: bytes, context: bytes, own: bytes = b"") -> bytes | None:
        """Return what was sealed for that context, with that `own` key, or `None`."""
        if len(sealed) < _DAY + _NONCE + _BLOCK + _TAG:
            return None
        self._renew()
        day, nonce, body = sealed[:_DAY], sealed[_DAY : _DAY + _NONCE], sealed[_DAY + _NONCE :]
        key = self._service.get(int.from_bytes(day, "big"))
        if key is None:
            return None
        try:
            return _unpadded(key.cipher(own).decrypt(nonce, body, day + context))
        except InvalidTag:
            return None

    def blind(self, value: str, purpose: str) -> list[bytes]:
        """Name a value without saying it: under each live service key, newest first.

        Once a day's key is destroyed, nobody can tell which value a name of that
        day stood for, not even by trying all of them.
        """
        self._renew()
        return [_name(key, value, purpose) for key in self._service.values()]

    def blind_now(self, value: str, purpose: str) -> bytes:
        """Name a value as `blind` does, under the key that seals now."""
        self._renew()
        return _name(self._service_now, value, purpose)

    def _renew(self) -> None:
        live = self._keyring.live
        if live is self._seen:
            return
        self._tokens = tuple(AESSIV(key.secret) for key in live.token)
        self._token_now = AESSIV(live.token_now.secret)
        self._service = {key.day.toordinal(): _ServiceKey.of(key) for key in live.service}
        self._service_now = self._service[live.service_now.day.toordinal()]
        self._seen = live


def _name(key: _ServiceKey, value: str, purpose: str) -> bytes:
    text = b"%d|%s|%s" % (len(purpose), purpose.encode(), value.encode())
    return hmac.digest(key.names, text, "sha256")[:_ID]


def _derive(secret: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"soglia/1|" + use).derive(secret)


def _to_text(sealed: bytes) -> str:
    text = binascii.b2a_base64(sealed, newline=False)
    return text.translate(_URL_ALPHABET).rstrip(b"=").decode("ascii")


def _from_text(token: str) -> bytes | None:
    if not _SHORTEST_TOKEN <= len(token) <= _LONGEST_TOKEN or not token.isascii():
        return None
    padded = token.translate(_STANDARD_ALPHABET) + "=" * (-len(token) % 4)
    try:
        sealed = binascii.a2b_base64(padded)
    except binascii.Error:
        return None
    # Base64 can spell the same bytes in several ways; only the way we write is ours.
    return sealed if _to_text(sealed) == token else None


def _padded(body: bytes) -> bytes:
    marked = body + b"\x80"
    return marked + b"\0" * (-len(marked) % _BLOCK)


def _unpadded(padded: bytes) -> bytes:
    return padded.rstrip(b"\0")[:-1]
