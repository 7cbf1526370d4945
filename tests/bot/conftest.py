"""Parts of the conversation that tests of `bot` share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.dialogue import Clock, Dialogue, conversation

if TYPE_CHECKING:
    from pathlib import Path

    from bot.conversation import Conversation


@pytest.fixture
def clock() -> Clock:
    """A Tuesday morning in Milan."""
    return Clock()


@pytest.fixture
def talk(tmp_path: Path, clock: Clock) -> Conversation:
    """The shipped conversation in demo mode."""
    return conversation(tmp_path / "keys", clock=clock)


@pytest.fixture
def dialogue(talk: Conversation) -> Dialogue:
    """Somebody who has just opened the chat."""
    return Dialogue(talk)
