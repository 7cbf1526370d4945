"""Plays the same eight-step conversation with our bot and with bots of three libraries.

Real HTTP, two Bot API calls a turn, one core for the bot, the other for the load. Nothing
is asserted: it prints what was measured beside what was promised.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import statistics
import subprocess
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import uvloop
from rich.console import Console

from tests.load.browsers import Visitors, first_page, largest_page
from tests.load.contestants import (
    BARE,
    PEERS,
    Contestant,
    ContestantDiedError,
    make_peers_environment,
    ours,
    peer,
    welcome,
    write_screens,
)
from tests.load.machine import ROOT, split_cores
from tests.load.measures import Round, middle, watch
from tests.load.people import NoLoopError
from tests.load.tables import Goal, goals_table, remarks, rounds_table

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

PEOPLE: Final = 100
PEOPLE_FAR: Final = 200
BROWSERS: Final = 32
#: Half of a round trip of 40 ms.
ONE_WAY_SECONDS: Final = 0.020
_WARM_UP_SECONDS: Final = 0.5
_PRESSES_FOR_SIZE: Final = 400
#: Measured by themselves, one after the other.
_MORE: Final = (
    "tests.load.handoffs_bench",
    "tests.load.studio_bench",
    "tests.load.places_bench",
)


@dataclass(frozen=True)
class Length:
    """How long is measured."""

    #: Rounds with everybody in a hurry, and of everything else.
    rounds: int
    fewer: int
    seconds: float
    starts: int


FULL: Final = Length(rounds=5, fewer=3, seconds=3.0, starts=5)
QUICK: Final = Length(rounds=2, fewer=1, seconds=1.5, starts=2)


@dataclass
class Report:
    """Everything that was measured."""

    full_load: dict[str, Round] = field(default_factory=dict)
    half_load: dict[str, Round] = field(default_factory=dict)
    #: With the round trip on every call, and on every call but asking for updates.
    far: dict[str, Round] = field(default_factory=dict)
    half_far: dict[str, Round] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    web: Round | None = None
    page_kb: float = 0.0
    first_screen: float = 0.0
    first_page: float = 0.0


async def measure(length: Length, core: int | None, console: Console) -> Report:
    """Measure everything, in the order in which it is printed."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        await _measure_starts(report, length, core, Path(folder))
        async with AsyncExitStack() as stack:
            everybody = await _gather(stack, core, Path(folder))
            soglia, libraries = everybody[0], everybody[:-1]
            console.print("Everybody presses again at once …", style="dim")
            report.full_load = await _rounds(length.rounds, everybody, _hurry(length, PEOPLE))
            report.memory = {one.name: one.process.resident_mb() for one in everybody}
            console.print("At half of what each can do …", style="dim")
            pace = _pace(length, report.full_load)
            report.half_load = await _rounds(length.fewer, libraries, pace)
            console.print("A round trip of 40 ms …", style="dim")
            for one in libraries:
                await welcome(one, PEOPLE_FAR)
            far = _far(length, updates_travel=True)
            report.far = await _rounds(length.fewer, libraries, far)
            half_far = _far(length, updates_travel=False)
            report.half_far = await _rounds(length.fewer, libraries, half_far)
            console.print("The web chat …", style="dim")
            report.web = await _measure_web(length, soglia)
            report.page_kb = await largest_page(soglia.web_port, _PRESSES_FOR_SIZE) / 1000
            report.memory["Soglia"] = soglia.process.resident_mb()
    return report


async def _measure_starts(report: Report, length: Length, core: int | None, folder: Path) -> None:
    """Start with nothing but the program, several times; the first time is not counted."""
    screens, pages = [], []
    for number in range(length.starts + 1):
        async with ours(folder / f"start{number}", core) as soglia:
            page = asyncio.create_task(first_page(soglia.web_port))
            await welcome(soglia, 1)
            screens.append(soglia.crowd.first_shown_at - soglia.process.started_at)
            pages.append(await page - soglia.process.started_at)
    report.first_screen = statistics.median(screens[1:])
    report.first_page = statistics.median(pages[1:])


async def _gather(stack: AsyncExitStack, core: int | None, folder: Path) -> list[Contestant]:
    """Start every bot and bring it its people: ours first, the bare one last."""
    soglia = await stack.enter_async_context(ours(folder / "ours", core))
    await welcome(soglia, 1)
    screens = folder / "screens.json"
    write_screens(await soglia.crowd.learn(), screens)
    everybody = [soglia]
    for kind in (*PEERS, BARE):
        everybody.append(await stack.enter_async_context(peer(kind, screens, core)))
        await welcome(everybody[-1], 1)
    for one in everybody:
        await welcome(one, PEOPLE)
    return everybody


async def _rounds(
    number: int,
    contestants: list[Contestant],
    once: Callable[[Contestant], Coroutine[None, None, Round]],
) -> dict[str, Round]:
    """Let them take turns, so that whatever else the machine does meets each alike."""
    seen: dict[str, list[Round]] = {one.name: [] for one in contestants}
    for _ in range(number):
        for one in contestants:
            seen[one.name].append(await once(one))
            await one.crowd.settle()
    return {name: middle(rounds) for name, rounds in seen.items()}


def _hurry(length: Length, people: int) -> Callable[[Contestant], Coroutine[None, None, Round]]:
    async def once(one: Contestant) -> Round:
        one.crowd.hurry(people)
        await asyncio.sleep(_WARM_UP_SECONDS)
        found = await watch(one.crowd, one.process, length.seconds)
        one.crowd.stop()
        return found

    return once


def _far(
    length: Length, *, updates_travel: bool
) -> Callable[[Contestant], Coroutine[None, None, Round]]:
    hurry = _hurry(length, PEOPLE_FAR)

    async def once(one: Contestant) -> Round:
        one.standin.one_way, one.standin.updates_travel = ONE_WAY_SECONDS, updates_travel
        found = await hurry(one)
        one.standin.one_way = 0.0
        return found

    return once


def _pace(
    length: Length, full: dict[str, Round]
) -> Callable[[Contestant], Coroutine[None, None, Round]]:
    async def once(one: Contestant) -> Round:
        a_second = full[one.name].turns_a_second / 2
        await one.crowd.pace(a_second, _WARM_UP_SECONDS)
        pacing = one.crowd.pace(a_second, length.seconds)
        return await watch(one.crowd, one.process, length.seconds, pacing)

    return once


async def _measure_web(length: Length, soglia: Contestant) -> Round:
    rounds = []
    for _ in range(length.fewer):
        visitors = Visitors(soglia.web_port)
        browsers = await visitors.hurry(BROWSERS)
        await asyncio.sleep(_WARM_UP_SECONDS)
        rounds.append(await watch(visitors, soglia.process, length.seconds))
        visitors.stop()
        await asyncio.sleep(_WARM_UP_SECONDS)
        for browser in browsers:
            browser.close()
    return middle(rounds)


def _goals(report: Report) -> list[Goal]:
    full, half, far, web = report.full_load, report.half_load, report.far, report.web
    assert web is not None, "It was measured."
    soglia = full["Soglia"]

    def times(rounds: dict[str, Round], name: str) -> float:
        return rounds["Soglia"].turns_a_second / max(rounds[name].turns_a_second, 0.1)

    return [
        Goal("turns/s beside aiogram", 5, times(full, "aiogram"), "×"),
        Goal("turns/s beside pyTelegramBotAPI", 2, times(full, "pyTelegramBotAPI"), "×"),
        Goal("turns/s beside aiogram, 40 ms away, 200 people", 10, times(far, "aiogram"), "×"),
        Goal("the same, updates at hand", 10, times(report.half_far, "aiogram"), "×"),
        Goal("CPU of a turn", 250, soglia.cpu_us, "µs", at_least=False),
        Goal("press to screen at half load, p99", 20, half["Soglia"].p99_ms, "ms", at_least=False),
        Goal("web turns on one core", 2500, web.turns_a_second, "/s"),
        Goal("largest page, compressed", 12, report.page_kb, "kB", at_least=False),
        Goal("start to first Telegram screen", 1.5, report.first_screen, "s", at_least=False),
        Goal("start to first web page", 1.5, report.first_page, "s", at_least=False),
        Goal("resident after all of it", 130, report.memory["Soglia"], "MB", at_least=False),
    ]


def _print(report: Report, console: Console) -> None:
    assert report.web is not None, "It was measured."
    parts = {
        f"{PEOPLE} people press again at once": report.full_load,
        "Half of what each can do, presses by chance": report.half_load,
        f"A round trip of 40 ms, {PEOPLE_FAR} people press again at once": report.far,
        "The same, but updates are there as soon as they are asked for": report.half_far,
        f"The web chat, {BROWSERS} browsers without scripts": {"Soglia": report.web},
    }
    for title, rounds in parts.items():
        memory = report.memory if rounds is report.full_load else {}
        console.print(rounds_table(title, rounds, memory))
    console.print(goals_table(_goals(report)))
    ceiling = report.full_load[BARE.name]
    console.print(
        f"'{BARE.name}' shows what the load side can carry: {ceiling.turns_a_second:,.0f} turns/s"
        f" ({ceiling.load_percent:.0f}% of its core). With 40 ms each poll brings at most 100"
        " presses and takes 40 ms at least: nobody who polls passes 2,500 turns/s.",
        style="dim",
    )
    for title, rounds in list(parts.items())[:-1]:
        libraries = {name: one for name, one in rounds.items() if name != BARE.name}
        for remark in remarks(title, libraries):
            console.print(remark, style="yellow")


def _measured(length: Length, console: Console) -> Report:
    cores = split_cores()
    where = f"core {cores[0]} for the bot, core {cores[1]} for the load" if cores else "one core"
    console.print(f"Python {platform.python_version()}, {where}.", style="dim")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(measure(length, cores[0] if cores else None, console))


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a minute instead of five")
    is_quick = parser.parse_args().quick
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    try:
        make_peers_environment()
        report = _measured(QUICK if is_quick else FULL, console)
    except (subprocess.CalledProcessError, ContestantDiedError, NoLoopError) as problem:
        console.print(str(problem), style="bold red", markup=False)
        sys.exit(1)
    _print(report, console)
    for module in _MORE:
        subprocess.run(
            [sys.executable, "-m", module, *(["--quick"] if is_quick else [])],
            cwd=ROOT,
            check=False,
        )


if __name__ == "__main__":
    main()
