"""Tokens and rows: what opens, and all that does not."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import TokenTooLongError
from storage.keyring import Keyring
from storage.vault import LONGEST_BODY, Vault

if TYPE_CHECKING:
    from collections.abc import Iterator

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
DAY = timedelta(days=1)
URL_ALPHABET = string.ascii_letters + string.digits + "-_"

bodies = st.binary(max_size=LONGEST_BODY)
contexts = st.binary(max_size=40)


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.open(tmp_path / "keys", NOON)


@pytest.fixture
def vault(keyring: Keyring) -> Vault:
    return Vault(keyring)


@pytest.fixture(scope="module")
def steady() -> Iterator[Vault]:
    """One vault for the many examples of a property."""
    with TemporaryDirectory() as folder:
        yield Vault(Keyring.open(Path(folder) / "keys", NOON))


@given(body=bodies, context=contexts)
def test_token_comes_back(steady: Vault, body: bytes, context: bytes) -> None:
    """What was sealed opens, in the same words each time, and fits a button."""
    token = steady.seal_token(body, context)

    assert body == steady.open_token(token, context)
    assert token == steady.seal_token(body, context)
    assert 64 >= len(token.encode())
    assert set(token) <= set(URL_ALPHABET)


def test_longest_position_fits_exactly(vault: Vault) -> None:
    """32 bytes make 64 characters; one more is refused with a sentence."""
    assert 64 == len(vault.seal_token(b"x" * 32, b"chat"))

    with pytest.raises(TokenTooLongError, match="33 bytes"):
        vault.seal_token(b"x" * 33, b"chat")


@given(body=bodies, context=contexts, other=contexts)
def test_other_context_opens_nothing(
    steady: Vault, body: bytes, context: bytes, other: bytes
) -> None:
    """A token belongs to one chat: in another it is noise."""
    token = steady.seal_token(body, context)

    assert (body if other == context else None) == steady.open_token(token, other)


@given(body=bodies, data=st.data())
def test_changed_character_opens_nothing(steady: Vault, body: bytes, data: st.DataObject) -> None:
    """Any one character changed, to any other, is refused: also in the last one's spare bits."""
    token = steady.seal_token(body, b"chat")
    place = data.draw(st.integers(0, len(token) - 1) | st.just(len(token) - 1))
    other = data.draw(st.sampled_from(sorted(set(URL_ALPHABET + "+/=\n é") - {token[place]})))

    assert None is steady.open_token(token[:place] + other + token[place + 1 :], b"chat")


@pytest.mark.parametrize("size", range(LONGEST_BODY + 1))
def test_every_other_last_character_is_refused(vault: Vault, size: int) -> None:
    """Base64 writes the same bytes in several ways; only ours opens."""
    token = vault.seal_token(b"x" * size, b"chat")
    others = [token[:-1] + last for last in URL_ALPHABET if last != token[-1]]

    assert [None] * 63 == [vault.open_token(other, b"chat") for other in others]


@given(junk=st.text(max_size=80) | st.text(alphabet=URL_ALPHABET, max_size=80))
def test_random_text_opens_nothing(steady: Vault, junk: str) -> None:
    """Whatever arrives as callback data is answered with nothing, never with an error."""
    assert None is steady.open_token(junk, b"chat")


@pytest.mark.parametrize("junk", ["", "é" * 40, "\ud800" * 40, "\0" * 40, "A" * 10**6, "A" * 45])
def test_odd_text_opens_nothing(vault: Vault, junk: str) -> None:
    """Neither other scripts, nor broken ones, nor a million characters."""
    assert None is vault.open_token(junk, b"chat")


@given(body=bodies, tail=st.text(alphabet=URL_ALPHABET + "=", min_size=1, max_size=4))
def test_longer_token_opens_nothing(steady: Vault, body: bytes, tail: str) -> None:
    """A token with something after it is not ours, padding included."""
    assert None is steady.open_token(steady.seal_token(body, b"chat") + tail, b"chat")


@pytest.mark.parametrize(("later", "opens"), [(0, True), (1, True), (2, False), (3, False)])
def test_p2_token_lives_two_days(keyring: Keyring, vault: Vault, later: int, opens: bool) -> None:  # noqa: FBT001
    """A position opens on its day and the next, then never."""
    token = vault.seal_token(b"here", b"chat")
    keyring.tend(NOON + later * DAY)

    assert (b"here" if opens else None) == vault.open_token(token, b"chat")


@pytest.mark.parametrize(("later", "opens"), [(2, True), (3, False)])
def test_p7_row_lives_three_days(keyring: Keyring, vault: Vault, later: int, opens: bool) -> None:  # noqa: FBT001
    """A row opens on its day and the two after, unless it is wrapped anew."""
    sealed = vault.seal_row(b"row", b"table|1")
    keyring.tend(NOON + later * DAY)

    assert (b"row" if opens else None) == vault.open_row(sealed, b"table|1")


def test_restart_opens_yesterdays_buttons(tmp_path: Path) -> None:
    """Buttons on phones survive a restart of the service."""
    token = Vault(Keyring.open(tmp_path / "keys", NOON)).seal_token(b"here", b"chat")

    assert b"here" == Vault(Keyring.open(tmp_path / "keys", NOON + DAY)).open_token(token, b"chat")


@given(body=st.binary(max_size=300), context=contexts)
def test_row_comes_back(steady: Vault, body: bytes, context: bytes) -> None:
    """A row opens for its own table and place only, zeros at its end included."""
    sealed = steady.seal_row(body + b"\0", context)

    assert body + b"\0" == steady.open_row(sealed, context)
    assert None is steady.open_row(sealed, context + b"x")


@given(body=st.binary(max_size=100), place=st.integers(0), bit=st.integers(0, 7))
def test_changed_row_opens_nothing(steady: Vault, body: bytes, place: int, bit: int) -> None:
    """Any bit turned, in the day, the nonce or the body, is refused."""
    sealed = bytearray(steady.seal_row(body, b"table|1"))
    sealed[place % len(sealed)] ^= 1 << bit

    assert None is steady.open_row(bytes(sealed), b"table|1")


@given(junk=st.binary(max_size=200))
def test_random_row_opens_nothing(steady: Vault, junk: bytes) -> None:
    """What lies in the database is not trusted either."""
    assert None is steady.open_row(junk, b"table|1")


def test_p7_row_size_says_little(vault: Vault) -> None:
    """Everything up to 63 bytes has one size, and the same row never looks the same twice."""
    sizes = {len(vault.seal_row(b"x" * size, b"t")) for size in range(64)}

    assert 1 == len(sizes)
    assert vault.seal_row(b"x", b"t") != vault.seal_row(b"x", b"t")


def test_p7_blinded_name_dies_with_its_key(keyring: Keyring, vault: Vault) -> None:
    """The name of a chat can be found for three days, then not even by trying every chat."""
    name = vault.blind_now("12345", "ledger")
    found = []
    for _ in range(4):
        found.append(name in vault.blind("12345", "ledger"))
        keyring.tend(NOON + len(found) * DAY)

    assert [True, True, True, False] == found


def test_blinded_names_keep_purposes_apart(vault: Vault) -> None:
    """The same number has another name for another purpose, also where the pieces would join."""
    assert vault.blind("1|2", "a") != vault.blind("2", "a|1")
    assert vault.blind("1", "ledger") != vault.blind("1", "other")


def test_tokens_cost_microseconds(vault: Vault) -> None:
    """Opening costs little, rightly or wrongly sealed (3 µs measured; ten times that fails)."""
    token = vault.seal_token(b"x" * 14, b"chat")
    costs = []
    for context in (b"chat", b"other"):
        start = perf_counter()
        for _ in range(2_000):
            vault.open_token(token, context)
        costs.append((perf_counter() - start) / 2_000)

    assert 30e-6 > max(costs)
