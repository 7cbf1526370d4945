"""A console with one draft of the shipped edition, for the pages of facts and rules."""

from __future__ import annotations

import html
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.editions.paths import FLOWS, NETWORK, part
from flows.reader import read_library
from routing.network.loading import read_network
from storage.staff.people import Role
from tests.console.door.office import opened
from tests.dialogue import Clock
from tests.editions import begin_draft, open_bench, shipped_files

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.editions.bench import Workbench
    from flows.definition import Library
    from routing.desks import DeskBook
    from tests.console.door.office import Answer, Browser, House


@dataclass
class RulesHouse:
    """The console, its bench, Carla who coordinates, and a draft of hers."""

    house: House
    bench: Workbench
    carla: Browser
    draft: str

    def path(self, *parts: str) -> str:
        """The address of a page about the draft."""
        return "/".join((f"/studio/{self.draft}", *parts))

    async def files(self) -> dict[str, str]:
        """What the draft holds."""
        return await self.bench.files(self.draft)

    async def library(self) -> Library:
        """The draft's conversation."""
        library, issues = read_library(part(await self.files(), FLOWS))
        assert library is not None, [str(issue) for issue in issues]
        return library

    async def book(self) -> DeskBook:
        """The draft's rules."""
        network, problems = read_network(part(await self.files(), NETWORK))
        assert network is not None
        assert problems == []
        return network.book

    async def send(
        self, browser: Browser, page: str, form: str, fields: dict[str, str], to: str = ""
    ) -> Answer:
        """Open a page, fill in the form whose `do` (and `which`) is told, and send it."""
        seen = seen_on(await browser.get(page), form)
        return await browser.post(to or page, {"seen": seen, "do": form, **fields})


@asynccontextmanager
async def rules_house(*, confirmed: bool = False) -> AsyncIterator[RulesHouse]:
    """Serve it, the shipped desks as samples, or as if their nodes had confirmed them."""
    clock, files = Clock(), shipped_files()
    if confirmed:
        desks = files["network/desks.toml"]
        told = desks.replace("\nsample = true", '\nconfirmed_by = "il centro"')
        files["network/desks.toml"] = told
    bench = await open_bench(files, clock)
    async with opened(clock, bench=bench) as house:
        carla = await house.made("Carla", Role.COORDINATOR)
        draft = await begin_draft(bench, house.people["Carla"].id)
        yield RulesHouse(house, bench, carla, draft.id)


def seen_on(answer: Answer, form: str) -> str:
    """The word that one of a page's forms carries."""
    found = re.search(rf'name="seen" value="(\w+)"><input type="hidden" name="do" value="{form}"',
                      answer.text)  # fmt: skip
    return found[1] if found else ""


def read(answer: Answer) -> str:
    """A page as it is read."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
