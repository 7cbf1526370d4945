"""A revision is withdrawn: whoever walks it is put where she would be on another."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from flows.carrying import carried
from flows.editing import remove_step, rename_step
from flows.machine import Machine
from flows.packing import Packer
from flows.turn import Position
from tests.flows.libraries import LIBRARY, library, sources
from tests.flows.studio.lively import after, read

OLD = library()
RENAMED = read(after(sources(), rename_step, "talk.where", "place"))
SHUFFLED = library(
    library=LIBRARY.replace(
        '  place: place\n  node: node\n  alone: ["yes", "no"]\n',
        '  alone: ["no", perhaps, "yes"]\n  place: place\n  node: node\n',
    )
)


def at(step: str, *facts: int) -> Position:
    """Somebody on a step of the small library."""
    return Position(OLD.revision, step, "it", facts or (0, 0, 0))


def test_a_renamed_step_is_the_same_step() -> None:
    """Forwards, and back again when the renaming is taken back."""
    there = carried(at("talk.where"), OLD, RENAMED)

    assert "talk.place" == there.step
    assert at("talk.where") == carried(there, RENAMED, OLD)


def test_a_step_that_is_gone_leads_home() -> None:
    """Nobody meets a step that is not there."""
    without = read(after(sources(), remove_step, "talk.later", "talk.term"))

    assert "talk.menu" == carried(at("talk.later"), OLD, without).step


def test_what_she_said_is_what_she_said() -> None:
    """Facts in another order, values in another order: the same answers."""
    there = carried(at("talk.menu", 15146, 7, 2), OLD, SHUFFLED)

    assert (1, 15146, 7) == there.facts
    assert (15146, 7, 2) == carried(there, SHUFFLED, OLD).facts


def test_what_nobody_asks_any_more_is_not_said() -> None:
    """A value that the other library does not know is no value of it."""
    there = Position(SHUFFLED.revision, "talk.menu", "it", (2, 0, 0))

    assert (0, 0, 0) == carried(there, SHUFFLED, OLD).facts


@given(st.sampled_from(sorted(OLD.steps)), st.integers(0, 2), st.integers(0, 65535))
def test_wherever_she_is_her_buttons_can_be_made(step: str, alone: int, node: int) -> None:
    """The other library's packer takes every position that was carried."""
    for other in (RENAMED, SHUFFLED):
        there = carried(at(step, 15146, node, alone), OLD, other)
        assert len(Packer(other, {"it": 1}).at(there)(0, 0)) >= 8
        assert replace(there, step=other.home) == Machine(other, lambda *_: None, []).moved(
            there, "talk.nowhere"
        )
