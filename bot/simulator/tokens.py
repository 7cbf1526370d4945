"""Buttons of simulated phones: sealed so that those of one open on no other, and at no door."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from typing import Final

_TAG: Final = 16
_KEY_BYTES: Final = 32


class MadeUpTokens:
    """`bot.assembly.Tokens` of one process: as long as the vault's, and gone with it."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(_KEY_BYTES)

    def seal_token(self, body: bytes, context: bytes) -> str:
        """Seal packed bytes for one phone."""
        sealed = self._tag(body, context) + body
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def open_token(self, token: str, context: bytes) -> bytes | None:
        """The packed bytes; `None` for anything not sealed so, here."""
        try:
            sealed = base64.b64decode(token + "=" * (-len(token) % 4), b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        tag, body = sealed[:_TAG], sealed[_TAG:]
        return body if hmac.compare_digest(tag, self._tag(body, context)) else None

    def _tag(self, body: bytes, context: bytes) -> bytes:
        whole = len(context).to_bytes(4, "big") + context + body
        return hmac.digest(self._key, whole, "sha256")[:_TAG]
