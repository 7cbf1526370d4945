"""How long a coordinator waits with 2,000 steps: `python -m tests.load.studio_bench`.

Beside each figure stands what reading the same bytes as plain YAML takes (ruamel.yaml, safe, the
same machine, the same run): read the ratios.
"""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from rich.console import Console
from ruamel.yaml import YAML

from bot.editions.examples import play_all, read_examples, with_example
from bot.editions.paths import EXAMPLES, FLOWS, part
from bot.editions.reading import judge, read
from bot.settings import Mode, Settings
from bot.simulator import Phones
from flows.editing import set_text
from storage.staff.people import Role
from tests.console.studio.desk_of_edits import Editor
from tests.console.studio.stage import draft_in, long_flow, open_studio_house
from tests.dialogue import TUESDAY
from tests.editions import shipped_files, shipped_gazetteer
from tests.load.tables import Goal, goals_table

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_STEPS: Final = 2000
_EXAMPLES: Final = 50
_TODAY: Final = date(2026, 11, 24)
_ROUNDS: Final = 3
_LONG: Final = "lungo.yaml"


def _least(work: Callable[[int], object]) -> float:
    """Seconds of the quickest of some rounds."""
    times = []
    for number in range(_ROUNDS):
        began = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - began)
    return min(times)


async def _least_of(work: Callable[[int], Awaitable[object]]) -> float:
    times = []
    for number in range(_ROUNDS):
        began = time.perf_counter()
        await work(number)
        times.append(time.perf_counter() - began)
    return min(times)


def _changed(files: dict[str, str], number: int) -> dict[str, str]:
    changed = set_text(part(files, FLOWS), "lungo.s77.say.1", f"Un messaggio breve, il {number}.")
    return {**files, f"{FLOWS}{_LONG}": changed[_LONG] or ""}


def _checked(files: dict[str, str]) -> float:
    """The checks alone, after one sentence was changed."""
    times = []
    for number in range(_ROUNDS + 1):
        reading = read(_changed(files, number))
        began = time.perf_counter()
        judge(reading, _TODAY, reading.languages)
        times.append(time.perf_counter() - began)
    return min(times[1:])


async def _drawn() -> tuple[float, float]:
    """A page of every card with its map, and one sentence kept and its card drawn again."""
    async with open_studio_house({_LONG: long_flow(_STEPS)}) as house:
        browser = await house.made("Carla", Role.COORDINATOR)
        editor = Editor(house, browser, await draft_in(house))
        path = f"{editor.path('lungo')}?edit=s77"
        await browser.get(path)
        page = await _least_of(lambda _: browser.get(path))

        async def one_sentence(number: int) -> None:
            seen = (await browser.get(path)).text.partition('data-digest="')[2].partition('"')[0]
            await editor.says("lungo.s77.say.1", f"Un altro messaggio, il {number}.")
            await browser.get(path, **{"X-Part": "script", "X-Seen": seen})

        return page, await _least_of(one_sentence) - page


def _played() -> float:
    """What is shipped, again and again until there are fifty; the first time, nothing is known."""
    shipped = shipped_files()
    examples = read_examples(shipped[EXAMPLES]).examples
    fifty = ""
    for number in range(_EXAMPLES):
        each = examples[number % len(examples)]
        fifty = with_example(fifty, replace(each, name=f"{number}: {each.name}"))
    phones = Phones(Settings(mode=Mode.DEMO), shipped_gazetteer(), lambda: TUESDAY)
    reading = read({**shipped, EXAMPLES: fifty})
    began = time.perf_counter()
    result = play_all(reading, phones)
    took = time.perf_counter() - began
    assert _EXAMPLES == len(result.outcomes), "not all were played"
    return took


def main() -> None:
    """Print the report; end with 1 when a promise is not kept."""
    text = long_flow(_STEPS)
    plain = _least(lambda _: YAML(typ="safe", pure=True).load(text))
    files = {**shipped_files(), f"{FLOWS}{_LONG}": text}
    checks = _checked(files)
    page, kept = asyncio.run(_drawn())
    played = _played()
    console = Console()
    console.print(f"The same {len(text):,} bytes as plain YAML: {plain:.2f} s", highlight=False)
    figures = {
        "checks after one change": checks,
        "the page of 2,000 steps": page,
        "one sentence kept, its card drawn again": kept,
        "fifty examples": played,
    }
    for what, seconds in figures.items():
        console.print(f"{what}: {seconds:.2f} s, {seconds / plain:.2f} x", highlight=False)
    goals = [
        Goal("2,000 steps: checks after one change", 1.0, checks, "s", at_least=False),
        Goal("2,000 steps: the page", 2.0, page, "s", at_least=False),
        Goal("fifty examples", 2.0, played, "s", at_least=False),
    ]
    console.print(goals_table(goals))
    sys.exit(0 if all(goal.is_met for goal in goals) else 1)


if __name__ == "__main__":
    main()
