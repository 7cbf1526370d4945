"""Two coordinators over a bench, and what they do in a few words."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.content import offered_in
from bot.editions.bench import Workbench
from bot.editions.paths import FLOWS, NETWORK
from bot.settings import Mode, Settings
from bot.simulator import Phones
from storage.editions.records import State, What
from storage.staff.people import Role
from tests.console.door.office import opened
from tests.console.studio.stage import draft_in
from tests.dialogue import Clock
from tests.editions import open_bench, shipped_gazetteer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from storage.editions.records import Edition
    from tests.console.door.office import Answer, Browser, House

ROME = ZoneInfo("Europe/Rome")
MENU = f"{FLOWS}menu.yaml"
#: A sentence as it is shipped, and what a coordinator makes of it: every language has to follow.
SAID, SAYS = "Scegli da dove partire.", "Scegli da dove vuoi partire."
NODES = f"{NETWORK}nodes.toml"
#: A centre's hours on Fridays, and other ones: nobody has to translate anything.
WAS_OPEN, IS_OPEN = "Mo-Th 10:00-18:00; Fr 10:00-16:00", "Mo-Th 10:00-18:00; Fr 10:00-14:00"


class Two:
    """A house with Carla and Dora, both coordinators."""

    def __init__(self, house: House, carla: Browser, dora: Browser) -> None:
        self.house = house
        self.carla = carla
        self.dora = dora

    @property
    def bench(self) -> Workbench:
        """Where it all lies."""
        assert self.house.parts.bench is not None
        return self.house.parts.bench

    async def draft(self, path: str = NODES, before: str = WAS_OPEN, after: str = IS_OPEN) -> str:
        """A draft of Carla's with one thing changed; its id."""
        draft = await draft_in(self.house)
        await self.change(draft, path, before, after)
        return draft

    async def change(self, draft: str, path: str, before: str, after: str) -> None:
        """Put other words into a draft's file."""
        files = await self.bench.files(draft)
        text = files[path].replace(before, after, 1)
        assert text != files[path], "There is nothing like this in the file."
        carla = self.house.people["Carla"]
        await self.bench.change(draft, carla, What("Prova"), lambda _: {path: text})

    async def propose(self, draft: str, browser: Browser | None = None, **fields: str) -> Answer:
        """Press «Proponi»."""
        seen = str((await self.bench.drafts.get(draft)).version)
        told = {"seen": seen, "title": "Saluti", "when": "now", **fields}
        return await (browser or self.carla).post(f"/studio/{draft}/changes", told)

    async def propose_hiding(self, draft: str, *tags: str) -> int:
        """Press «Proponi» with some languages ticked; the answer's status."""
        seen = str((await self.bench.drafts.get(draft)).version)
        fields = [("csrf", self.carla.csrf), ("seen", seen), ("title", "Menu")]
        told = await self.house.client.post(
            f"{self.house.address}/studio/{draft}/changes",
            data=[*fields, *(("hides", tag) for tag in tags)],
            headers={"Cookie": self.carla.cookie, "Origin": self.carla.origin},
            allow_redirects=False,
        )
        return told.status

    async def act(self, browser: Browser, number: int, what: str, **fields: str) -> Answer:
        """Press a button of an edition's page."""
        return await browser.post(f"/studio/editions/{number}/{what}", fields)

    async def edition(self, number: int) -> Edition:
        """An edition as it is kept."""
        return await self.bench.editions.get(number)

    async def go_live(self, number: int) -> None:
        """What the running service does with what was approved."""
        assert (await self.edition(number)).state is State.SCHEDULED
        await self.bench.editions.put_live(number, self.house.clock())

    async def publish(self, draft: str) -> int:
        """The whole way; the edition's number."""
        number = (await self.bench.editions.all())[0].number + 1
        await self.propose(draft)
        await self.act(self.dora, number, "approve")
        await self.go_live(number)
        return number


def workbench(
    kept: Workbench, clock: Clock, *, is_running: bool = False, **others: Any
) -> Workbench:
    """A bench over what is shipped; languages are offered as in a demonstration.

    A running service puts live what is approved, as soon as it is told to look.
    """

    async def look() -> None:
        due = await kept.editions.due(clock())
        if due is not None:
            await kept.editions.put_live(due.number, clock())

    return Workbench(
        kept.editions,
        kept.drafts,
        clock=clock,
        zone=ROME,
        offered=lambda reading: offered_in(reading, Settings(mode=Mode.DEMO)),
        phones=Phones(Settings(mode=Mode.DEMO), shipped_gazetteer(), clock),
        look=look if is_running else None,
        **others,
    )


@asynccontextmanager
async def open_publishing_house(**traits: Any) -> AsyncIterator[House]:
    """A console over such a bench."""
    clock = traits.pop("clock", None) or Clock()
    wishes = {name: traits.pop(name) for name in ("installed", "is_running") if name in traits}
    bench = workbench(await open_bench(clock=clock), clock, **wishes)
    async with opened(clock, bench=bench, **traits) as house:
        yield house


@asynccontextmanager
async def two_coordinators(**traits: Any) -> AsyncIterator[Two]:
    """Two coordinators, signed in."""
    async with open_publishing_house(**traits) as house:
        carla = await house.made("Carla", Role.COORDINATOR)
        dora = await house.made("Dora", Role.COORDINATOR)
        yield Two(house, carla, dora)
