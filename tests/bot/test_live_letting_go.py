"""Edition after edition in one process: what is over is let go of, and nobody waits for it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from flows.machine import Machine
from tests.flows.libraries import TALK
from tests.living import Kept, Process, small_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLD_WORDS = "Scegli da dove partire."


@pytest.fixture
def _started() -> Iterator[None]:
    """Garbage is looked for when somebody says so only, and a start is frozen."""
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


def _walked() -> int:
    """How many editions' machines are in memory, beside those of the start."""
    return sum(isinstance(each, Machine) for each in gc.get_objects())


@pytest.mark.usefixtures("_started")
async def test_editions_that_are_over_leave_nothing_behind(tmp_path: Path) -> None:
    """Only what is live is left of three, and what was frozen at the start stays frozen."""
    kept = Kept(tmp_path / "keys")
    await kept.begin(small_files())
    process = await Process(kept).start()
    gc.collect()
    gc.freeze()
    frozen = gc.get_freeze_count()
    for number in range(3):
        await kept.approve({"flows/talk.yaml": TALK.replace(OLD_WORDS, f"Da {number} in poi.")})
        await process.live.look()

    assert 4 == process.live.now.edition.number
    assert 1 == _walked()
    assert 0.9 * frozen < gc.get_freeze_count() <= frozen
