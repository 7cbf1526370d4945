"""Passkeys: what the browser is asked, and what of its answer is believed (`webauthn`)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import orjson
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    options_to_json_dict,
    parse_client_data_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from console.errors import PasskeyRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from storage.staff.people import Credential, Person

#: A ceremony that takes longer begins again.
CHALLENGE_LIVES = timedelta(minutes=2)
#: What every passkey mixes its secret with. The same for all, because at sign-in nobody has
#: said yet who she is; the passkey's own secret makes the output hers.
_MIXED_WITH: Final = hashlib.sha256(b"soglia/1|console|sealing").digest()
_SECRET_BYTES: Final = 32
#: Open ceremonies: a flood pushes the oldest out.
_OPEN: Final = 2048
#: A passkey's answer is under 2 kB; some attestations reach ten.
ANSWER_LIMIT: Final = 16_384


@dataclass(frozen=True, slots=True)
class Registered:
    """A passkey that was just made."""

    id: bytes
    public_key: bytes
    sign_count: int


class Ceremonies:
    """Asks for passkeys and verifies what comes back. Every challenge works once."""

    def __init__(self, origin: str, host: str, clock: Callable[[], datetime]) -> None:
        self._origin = origin
        self._host = host
        self._clock = clock
        self._challenges: dict[bytes, tuple[str, datetime]] = {}

    def ask_to_register(
        self, person: Person, known: Iterable[Credential], purpose: str
    ) -> dict[str, Any]:
        """What the browser is asked in order to make a passkey for somebody."""
        options = generate_registration_options(
            rp_id=self._host,
            rp_name=self._host,
            user_name=person.name,
            # Random bytes of ours, not her name (WebAuthn 14.6.1).
            user_id=bytes.fromhex(person.id),
            challenge=self._challenge(purpose),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=each.id) for each in known],
            timeout=int(CHALLENGE_LIVES.total_seconds() * 1000),
        )
        return _with_prf(options_to_json_dict(options))

    def ask_to_sign(self, purpose: str, only: bytes | None = None) -> dict[str, Any]:
        """What the browser is asked in order to prove who is there."""
        options = generate_authentication_options(
            rp_id=self._host,
            challenge=self._challenge(purpose),
            allow_credentials=[PublicKeyCredentialDescriptor(id=only)] if only else None,
            user_verification=UserVerificationRequirement.REQUIRED,
            timeout=int(CHALLENGE_LIVES.total_seconds() * 1000),
        )
        return _with_prf(options_to_json_dict(options))

    def registered(self, answer: dict[str, Any], purpose: str) -> Registered:
        """Verify that a passkey was made here and now, by somebody it knows.

        Raises:
            PasskeyRefusedError: when it was not.
        """
        challenge = self._spend(answer, purpose)
        try:
            made = verify_registration_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError):
            raise PasskeyRefusedError("registration") from None
        return Registered(made.credential_id, made.credential_public_key, made.sign_count)

    def signed(self, answer: dict[str, Any], credential: Credential, purpose: str) -> int:
        """Verify that the passkey signed here and now; return its new count.

        Raises:
            PasskeyRefusedError: when it did not, when it did not verify who holds
                it, or when its count went back: then there is a copy of it.
        """
        challenge = self._spend(answer, purpose)
        try:
            proof = verify_authentication_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                credential_public_key=credential.public_key,
                credential_current_sign_count=credential.sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError):
            raise PasskeyRefusedError("signature") from None
        return proof.new_sign_count

    def _challenge(self, purpose: str) -> bytes:
        now = self._clock()
        for old, (_, until) in list(self._challenges.items()):
            if until > now and len(self._challenges) < _OPEN:
                break
            del self._challenges[old]
        challenge = secrets.token_bytes(32)
        self._challenges[challenge] = (purpose, now + CHALLENGE_LIVES)
        return challenge

    def _spend(self, told: Mapping[str, Any], purpose: str) -> bytes:
        """The challenge that was answered: ours, for this purpose, young, not answered before."""
        try:
            data = base64url_to_bytes(told["response"]["clientDataJSON"])
            challenge = parse_client_data_json(data).challenge
        except (WebAuthnException, ValueError, KeyError, TypeError):
            raise PasskeyRefusedError("form") from None
        meant, until = self._challenges.pop(challenge, ("", self._clock()))
        if meant != purpose or until <= self._clock():
            raise PasskeyRefusedError("challenge")
        return challenge


def read_answer(text: str) -> dict[str, Any]:
    """Read what the browser posted.

    Raises:
        PasskeyRefusedError: when it is no answer.
    """
    try:
        answer = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise PasskeyRefusedError("form") from None
    if not isinstance(answer, dict):
        raise PasskeyRefusedError("form")
    return answer


def credential_id(answer: Mapping[str, Any]) -> bytes:
    """Which passkey answers.

    Raises:
        PasskeyRefusedError: when that cannot be read.
    """
    try:
        return base64url_to_bytes(answer["rawId"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise PasskeyRefusedError("form") from None


def secret_of(told: str) -> bytes | None:
    """The passkey's own secret, if it computed one. It is never kept."""
    try:
        secret = base64url_to_bytes(told)
    except ValueError:
        return None
    return secret if len(secret) == _SECRET_BYTES else None


def _with_prf(options: dict[str, Any]) -> dict[str, Any]:
    options["extensions"] = {"prf": {"eval": {"first": bytes_to_base64url(_MIXED_WITH)}}}
    return options
