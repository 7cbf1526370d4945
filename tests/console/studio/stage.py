"""What the studio is opened on: the shipped conversation, or one a test writes."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.editions.paths import FLOWS
from bot.settings import Mode, Settings
from tests.console.door.office import opened
from tests.dialogue import Clock, shipped_content
from tests.editions import begin_draft, open_bench, shipped_files

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from tests.console.door.office import House

TODAY = date(2026, 11, 24)
LIBRARY = shipped_content(Settings(mode=Mode.DEMO)).library


@asynccontextmanager
async def open_studio_house(
    changed: Mapping[str, str] | None = None, **traits: Any
) -> AsyncIterator[House]:
    """A console with a studio over what is shipped, some flows' files in others' place."""
    clock = traits.pop("clock", None) or Clock()
    flows = {f"{FLOWS}{name}": text for name, text in (changed or {}).items()}
    bench = await open_bench({**shipped_files(), **flows}, clock=clock)
    async with opened(clock, bench=bench, **traits) as house:
        yield house


async def draft_in(house: House, name: str = "Carla", title: str = "Prova") -> str:
    """A draft of somebody's on what is live; its id."""
    assert house.parts.bench is not None
    return (await begin_draft(house.parts.bench, house.people[name].id, title)).id


def long_flow(steps: int) -> str:
    """A flow of that many steps, each with two choices and a title."""
    lines = ["flow: lungo", "owner: rete", "steps:"]
    for number in range(steps):
        lines += [
            f"  s{number}:",
            f'    title: "Passo {number}"',
            f'    say: ["Un messaggio breve del passo {number}.", "E un altro, per {{1522}}."]',
            "    choices:",
            f'      - {{id: "a", label: "Avanti", go: s{min(number * 2 + 1, steps - 1)}}}',
            f'      - {{id: "b", label: "Oltre", go: s{min(number * 2 + 2, steps - 1)}}}',
        ]
    return "\n".join(lines)
