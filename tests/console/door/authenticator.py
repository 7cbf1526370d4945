"""A passkey in software, as a phone would hold one: keys, a counter, a secret of its own."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Passkey:
    """One passkey. What it answers is a form's fields, as the page's script posts them."""

    origin: str
    #: Whether it asks for a finger, a face or a PIN, as it must.
    verifies: bool = True
    #: Whether it can compute a secret (PRF).
    has_prf: bool = True
    #: Whether it counts its signatures; those that phones share between them do not.
    counts: bool = True
    count: int = 0
    id: bytes = field(default_factory=lambda: os.urandom(32))
    _key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    _secret: bytes = field(default_factory=lambda: os.urandom(32))

    def make(self, options: dict[str, Any]) -> dict[str, str]:
        """Answer `navigator.credentials.create`."""
        numbers = self._key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1}
        cose |= {-2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}  # type: ignore[dict-item]
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(cose)
        data = self._data(options["rp"]["id"], _ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        told = self._client("webauthn.create", options)
        return self._answer(
            options, {"clientDataJSON": told, "attestationObject": _text(attestation)}
        )

    def sign(self, options: dict[str, Any]) -> dict[str, str]:
        """Answer `navigator.credentials.get`."""
        self.count += self.counts
        data = self._data(options["rpId"], 0)
        told = self._client("webauthn.get", options)
        hashed = hashlib.sha256(_bytes(told)).digest()
        signature = self._key.sign(data + hashed, ECDSA(SHA256()))
        return self._answer(
            options,
            {
                "clientDataJSON": told,
                "authenticatorData": _text(data),
                "signature": _text(signature),
                "userHandle": None,
            },
        )

    def _data(self, host: str, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        whose = hashlib.sha256(host.encode()).digest()
        return whose + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, what: str, options: dict[str, Any]) -> str:
        told = {"type": what, "challenge": options["challenge"], "origin": self.origin}
        return _text(json.dumps(told).encode())

    def _answer(self, options: dict[str, Any], response: dict[str, Any]) -> dict[str, str]:
        answer = {"id": _text(self.id), "rawId": _text(self.id), "type": "public-key"}
        mixed = _bytes(options["extensions"]["prf"]["eval"]["first"])
        secret = hmac.digest(self._secret, mixed, "sha256")
        return {
            "answer": json.dumps({**answer, "response": response}),
            "secret": _text(secret) if self.has_prf else "",
        }


def _text(told: bytes) -> str:
    return urlsafe_b64encode(told).rstrip(b"=").decode()


def _bytes(told: str) -> bytes:
    return urlsafe_b64decode(told + "=" * (-len(told) % 4))
