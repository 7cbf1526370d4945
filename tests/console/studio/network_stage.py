"""A console with a workbench and one draft, for the pages of the network."""

from __future__ import annotations

import html
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import FormData

from bot.editions.paths import NETWORK, part
from routing.network.editing.entries import entry_of
from storage.staff.people import Role
from tests.console.door.office import HERE, opened
from tests.dialogue import Clock
from tests.editions import begin_draft, open_bench

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from bot.editions.bench import Workbench
    from routing.network.editing.entries import Entry
    from tests.console.door.office import Answer, Browser, House

_FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
_INPUT = re.compile(r"<input\b[^>]*>")
_SELECT = re.compile(r"<select\b[^>]*name=\"([^\"]+)\"[^>]*>(.*?)</select>", re.DOTALL)
_OPTION = re.compile(r"<option\b[^>]*>")
_AREA = re.compile(r"<textarea\b[^>]*name=\"([^\"]+)\"[^>]*>\n?(.*?)</textarea>", re.DOTALL)


@dataclass
class NetworkHouse:
    """The console, its bench, and one draft."""

    house: House
    bench: Workbench
    draft: str

    def path(self, *parts: str, at: str = "") -> str:
        """The address of a page about the draft's network."""
        return "/".join(("/studio", at or self.draft, "network", *parts))

    async def texts(self) -> dict[str, str]:
        """The draft's network, file by file."""
        return part(await self.bench.files(self.draft), NETWORK)

    async def entry(self, node: str = HERE) -> Entry:
        """One node as it stands in the draft."""
        return entry_of(await self.texts(), node)

    async def lead(self, name: str = "Lea", node: str = HERE) -> Browser:
        """A node's lead, signed in."""
        return await self.house.made(name, Role.OPERATOR, Role.LEAD, node=node)

    async def coordinator(self, name: str = "Carla") -> Browser:
        """A coordinator, signed in."""
        return await self.house.made(name, Role.COORDINATOR)


@asynccontextmanager
async def network_house() -> AsyncIterator[NetworkHouse]:
    """Serve a console over what is shipped, with an empty draft."""
    clock = Clock()
    bench = await open_bench(clock=clock)
    async with opened(clock, bench=bench) as house:
        yield NetworkHouse(house, bench, (await begin_draft(bench)).id)


def form_of(page: Answer, action: str, holds: str = "") -> list[tuple[str, str]]:
    """A form as a browser would send it untouched: by how its address ends, and words in it."""
    found = next(
        form
        for form in _FORM.findall(page.text)
        if re.match(rf'<form\b[^>]*action="[^"]*{re.escape(action)}"', form) and holds in form
    )
    pairs = []
    for field in _INPUT.findall(found):
        name, kind = _told(field, "name"), _told(field, "type")
        if name and (kind not in {"checkbox", "radio"} or " checked" in field):
            pairs.append((name, _told(field, "value")))
    for name, options in _SELECT.findall(found):
        chosen = [each for each in _OPTION.findall(options) if " selected" in each]
        first = chosen or _OPTION.findall(options)
        pairs.append((name, _told(first[0], "value")))
    pairs += [(name, html.unescape(words)) for name, words in _AREA.findall(found)]
    return pairs


def with_values(
    pairs: list[tuple[str, str]], values: Mapping[str, str | Sequence[str]]
) -> list[tuple[str, str]]:
    """The form with some of its fields filled in; a list is boxes that are ticked."""
    kept = [(name, value) for name, value in pairs if name not in values]
    for name, value in values.items():
        kept += [(name, each) for each in ([value] if isinstance(value, str) else value)]
    return kept


async def send(browser: Browser, path: str, pairs: list[tuple[str, str]]) -> Answer:
    """Post a form."""
    told = [pair for pair in pairs if pair[0] != "csrf"]
    return await _post(browser, path, FormData([("csrf", browser.csrf), *told]))


async def upload(browser: Browser, path: str, data: bytes) -> Answer:
    """Upload a file as a browser does."""
    form = FormData()
    form.add_field("csrf", browser.csrf)
    form.add_field("file", data, filename="elenco.csv", content_type="text/csv")
    return await _post(browser, path, form)


async def _post(browser: Browser, path: str, form: FormData) -> Answer:
    # A name several times over, or an upload: the stage's own `post` knows neither.
    headers = {"Origin": browser.origin}
    return await browser._ask("POST", path, form, headers)  # type: ignore[arg-type]


def _told(tag: str, attribute: str) -> str:
    found = re.search(rf'\b{attribute}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""
