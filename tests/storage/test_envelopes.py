"""Envelopes: who opens them, and all who do not."""

from __future__ import annotations

import hashlib
import pickle
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import envelopes
from storage.envelopes import Pair, new_pair, seal, unwrap, wrap
from storage.errors import NotAPublicKeyError

INFO = b"soglia/1|line|body|00|1"
HERS, OTHERS = Pair(b"h" * 32), Pair(b"o" * 32)


@settings(max_examples=40)
@given(body=st.binary(max_size=700), info=st.binary(max_size=60))
def test_p7_envelope_opens_for_its_holder_alone(body: bytes, info: bytes) -> None:
    """The right pair reads it back; another pair, row or column reads nothing."""
    sealed = seal(HERS.public, body, info)

    assert body == HERS.open(sealed, info)
    assert None is OTHERS.open(sealed, info)
    assert None is HERS.open(sealed, info + b"|")


def test_sizes_say_little() -> None:
    """One letter and a few sentences have the same size; a longer one grows by 256 bytes."""
    sizes = {len(seal(HERS.public, b"a" * length, INFO)) for length in (0, 1, 255)}

    assert {envelopes.OVERHEAD + 256} == sizes
    assert envelopes.OVERHEAD + 512 == len(seal(HERS.public, b"a" * 256, INFO))


def test_body_may_end_like_its_padding() -> None:
    """What looks like padding in the body comes back with it."""
    for body in (b"", b"\0\0", b"a\x80\0", b"\x80"):
        assert body == HERS.open(seal(HERS.public, body, INFO), INFO)


@settings(max_examples=40)
@given(garbage=st.binary(max_size=1_400))
def test_garbage_opens_to_nothing(garbage: bytes) -> None:
    """Whatever lies in the database, opening never raises."""
    assert None is HERS.open(garbage, INFO)
    assert None is unwrap(HERS, garbage, INFO)


def test_p7_one_changed_bit_opens_nothing() -> None:
    """A row tampered with anywhere does not open."""
    sealed = seal(HERS.public, b"words", INFO)
    for place in (0, 600, 1_100, 1_119, 1_120, len(sealed) - 1):
        changed = bytearray(sealed)
        changed[place] ^= 1
        assert None is HERS.open(bytes(changed), INFO)


def test_key_pair_is_x_wings() -> None:
    """Seed to public key is as in the X-Wing draft's first vector: others can open ours."""
    seed = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")

    public = Pair(seed).public
    assert envelopes.PUBLIC_BYTES == len(public)
    assert "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5" == public[:32].hex()


def test_wrapped_pair_is_the_same_pair() -> None:
    """A private half travels to another holder and opens what the original opens."""
    wrapped = wrap(OTHERS.public, HERS, INFO)
    again = unwrap(OTHERS, wrapped, INFO)

    assert 1_168 == len(wrapped)
    assert again is not None
    assert b"words" == again.open(seal(HERS.public, b"words", INFO), INFO)
    assert None is unwrap(HERS, wrapped, INFO)
    assert None is unwrap(OTHERS, wrapped, INFO + b"x")


def test_two_holders_open_together_or_not_at_all() -> None:
    """The nested copy: the first peels, the second unwraps; no other order and no one alone."""
    first, second, node = new_pair(), new_pair(), new_pair()
    nested = envelopes.wrap_nested(first.public, second.public, node, INFO)
    peeled = envelopes.peel(first, nested, INFO)

    assert None is not peeled
    opened = envelopes.unwrap_peeled(second, peeled, INFO)
    assert None is not opened
    assert node.public == opened.public
    assert None is envelopes.peel(second, nested, INFO)
    assert None is envelopes.unwrap_peeled(first, peeled, INFO)
    assert None is envelopes.unwrap_peeled(second, nested, INFO)


@pytest.mark.parametrize("size", [0, 32, 1_184, 1_215, 1_217])
def test_wrong_public_key_is_refused_in_words(size: int) -> None:
    """Nobody seals to something that only looks like a key, and the bytes are not quoted."""
    with pytest.raises(NotAPublicKeyError, match=f"These {size} bytes"):
        seal(b"k" * size, b"words", INFO)
    assert not envelopes.is_public(b"k" * size)
    assert envelopes.is_public(HERS.public)


def test_pair_shows_nothing_of_itself() -> None:
    """Neither printing nor pickling gives a key away."""
    assert "Pair(…)" == repr(HERS) == str(HERS)
    with pytest.raises(TypeError):
        pickle.dumps(HERS)


def test_secret_and_purpose_make_a_pair() -> None:
    """The same passkey gives the same pair for one purpose and another for another."""
    secret = hashlib.sha256(b"prf").digest()
    pair = envelopes.pair_of_secret(secret, "operator")

    assert pair.public == envelopes.pair_of_secret(secret, "operator").public
    assert pair.public != envelopes.pair_of_secret(secret, "else").public
    assert pair.public != Pair(secret).public


def test_passphrase_and_salt_make_a_pair() -> None:
    """Spelt on another keyboard it is the same pair; with another salt it is not."""
    salt = b"s" * 16
    pair = envelopes.pair_of_passphrase("perché no", salt)

    assert (
        pair.public
        == envelopes.pair_of_passphrase(" perche\N{COMBINING ACUTE ACCENT} no", salt).public
    )
    assert pair.public != envelopes.pair_of_passphrase("perché no", b"t" * 16).public


def test_p5_sign_matches_in_its_order_only() -> None:
    """The forced sign, the same words the other way round, is another sign."""
    kept = envelopes.digest("mare pane")

    assert kept != envelopes.digest("mare pane")
    assert envelopes.matches(kept, "mare pane")
    assert not envelopes.matches(kept, "pane mare")


@pytest.mark.parametrize("kept", ["", envelopes.DUMMY])
def test_nobodys_sign_costs_the_same(kept: str) -> None:
    """Where there is no sign to compare with, the same work is done and nothing matches."""
    real = envelopes.digest("mare pane")

    assert not envelopes.matches(kept, "luna sole")
    assert 0.4 < _seconds(kept) / _seconds(real) < 2.5


def _seconds(kept: str) -> float:
    """The shortest of a few tries: the machine may be busy, never faster than it is."""
    tries = []
    for _ in range(5):
        began = perf_counter()
        envelopes.matches(kept, "luna sole")
        tries.append(perf_counter() - began)
    return min(tries)


def test_fingerprint_can_be_read_aloud() -> None:
    """Ten groups of four, another for another key."""
    assert 10 == len(envelopes.fingerprint(HERS.public).split(" "))
    assert envelopes.fingerprint(HERS.public) != envelopes.fingerprint(OTHERS.public)
