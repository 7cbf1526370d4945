"""A coordinator at a draft: what her forms carry, and what came of them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.editions.paths import FLOWS, part, seen
from flows.editing import part_as_written, text_of

if TYPE_CHECKING:
    from tests.console.door.office import Answer, Browser, House


@dataclass
class Editor:
    """Somebody who has a draft open."""

    house: House
    browser: Browser
    draft: str

    async def sources(self) -> dict[str, str]:
        """The flows' files of the draft as they are now."""
        assert self.house.parts.bench is not None
        return part(await self.house.parts.bench.files(self.draft), FLOWS)

    async def do(self, op: str, inside: str = "near", **fields: str) -> Answer:
        """Send a form of a card."""
        return await self.browser.post(self.path(inside, "edit"), {"op": op, **fields})

    async def on(self, part_of_step: str, op: str, step: str, **fields: str) -> Answer:
        """Send a form of a card that still is as she saw it."""
        word = seen(part_as_written(await self.sources(), step, part_of_step))
        return await self.do(op, step.partition(".")[0], step=step, seen=word, **fields)

    async def says(self, key: str, words: str) -> Answer:
        """Change a sentence that still is as she saw it."""
        word = seen(text_of(await self.sources(), key))
        return await self.do("text", key.partition(".")[0], key=key, words=words, seen=word)

    async def text(self, key: str) -> str:
        """What a sentence says now."""
        return text_of(await self.sources(), key)

    async def page(self, flow: str = "near", **query: str) -> str:
        """A flow's page, as it is read."""
        told = "&".join(f"{name}={value}" for name, value in query.items())
        return html.unescape((await self.browser.get(f"{self.path(flow)}?{told}")).text)

    def path(self, *parts: str) -> str:
        """An address in her draft."""
        return "/".join((f"/studio/{self.draft}/flows", *parts))


def forms_of(page: str, op: str) -> list[dict[str, str]]:
    """The hidden fields of every form that does this."""
    return [
        dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
        for form in re.findall(r"<form\b.*?</form>", page, re.DOTALL)
        if f'name="op" value="{op}"' in form
    ]
