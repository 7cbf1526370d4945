"""The little work before a handoff: what passes, once, for whom, and how long."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.channels.webchat.proofs import BITS, PIECES, WAIT_SECONDS, Proofs, Verdict
from bot.conversation import Address
from flows.definition import Channel
from storage.keyring import Keyring
from storage.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

HER = Address(Channel.WEB, "a" * 22)
OTHER = Address(Channel.WEB, "b" * 22)


class Seconds:
    """A clock of seconds that a test moves."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        """Tell them."""
        return self.now


def solved(text: str) -> str:
    """Do the work as her browser does it."""
    found = []
    for piece in range(PIECES):
        number = 0
        while _zeros(f"{text}.{piece}.{number}") < BITS:
            number += 1
        found.append(str(number))
    return ".".join(found)


def _zeros(sentence: str) -> int:
    return 256 - int.from_bytes(hashlib.sha256(sentence.encode()).digest(), "big").bit_length()


@pytest.fixture
def clock() -> Seconds:
    """The clock of the proofs."""
    return Seconds()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """A vault of this test."""
    return Vault(Keyring.open(tmp_path / "keys", datetime.now(UTC)))


@pytest.fixture
def proofs(vault: Vault, clock: Seconds) -> Proofs:
    """Proofs over a real vault."""
    return Proofs(vault, clock)


def test_t5_solved_work_passes_once(proofs: Proofs) -> None:
    """The second time it is used up."""
    text = proofs.ask(HER).text
    answer = solved(text)

    assert Verdict.PASSED is proofs.judge(HER, text, answer)
    assert Verdict.REFUSED is proofs.judge(HER, text, answer)


def test_t5_another_session_cannot_use_it(proofs: Proofs) -> None:
    """Work is done for one visit."""
    text = proofs.ask(HER).text

    assert Verdict.REFUSED is proofs.judge(OTHER, text, solved(text))


def test_t5_work_is_known_to_every_process_with_the_keys(
    proofs: Proofs, vault: Vault, clock: Seconds
) -> None:
    """Nothing of a challenge is kept where it was made."""
    text = proofs.ask(HER).text

    assert Verdict.PASSED is Proofs(vault, clock).judge(HER, text, solved(text))


def test_t5_work_grows_old_in_ten_minutes(proofs: Proofs, clock: Seconds) -> None:
    """Nobody stores solved challenges for a flood."""
    text = proofs.ask(HER).text
    answer = solved(text)
    clock.now += 601

    assert Verdict.REFUSED is proofs.judge(HER, text, answer)


@pytest.mark.parametrize(
    "answer", ["", "0.0.0.0.0.0.0.0", "1.2.3", "-1." * 7 + "-1", "٣." * 7 + "٣", "9" * 90, "x"]
)
def test_t5_what_is_no_answer_does_not_pass(proofs: Proofs, answer: str) -> None:
    """Guesses, too few, too long, other digits: wait or work."""
    assert Verdict.EARLY is proofs.judge(HER, proofs.ask(HER).text, answer)


def test_t5_a_button_is_no_challenge(proofs: Proofs, vault: Vault) -> None:
    """What is sealed for her buttons opens nothing here."""
    button = vault.seal_token(b"\0" * 16, HER.context)

    assert Verdict.REFUSED is proofs.judge(HER, button, "")


def test_without_scripts_waiting_passes(proofs: Proofs, clock: Seconds) -> None:
    """Twenty seconds after the page, and not before."""
    text = proofs.ask(HER).text
    clock.now += WAIT_SECONDS - 1
    assert Verdict.EARLY is proofs.judge(HER, text, "")
    clock.now += 1
    assert Verdict.PASSED is proofs.judge(HER, text, "")
    assert Verdict.REFUSED is proofs.judge(HER, text, "")


def test_t5_many_who_only_wait_pass_one_by_one(proofs: Proofs, clock: Seconds) -> None:
    """A flood that does no work gets few places; who works is never held up by it."""
    texts = [proofs.ask(HER).text for _ in range(50)]
    clock.now += WAIT_SECONDS

    assert 5 == [proofs.judge(HER, text, "") for text in texts].count(Verdict.PASSED)
    assert Verdict.PASSED is proofs.judge(HER, texts[-1], solved(texts[-1]))
    clock.now += 120
    assert Verdict.PASSED is proofs.judge(HER, texts[-2], "")
