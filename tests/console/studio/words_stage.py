"""A console with a workbench, a draft on what is shipped, and translators in front of it."""

from __future__ import annotations

import html
import io
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import FormData

from console.studio.translating.here import books_of
from locales.catalogues import FLOWS
from storage.editions.records import What
from storage.staff.people import Role
from tests.console.door.office import Answer, opened
from tests.dialogue import Clock
from tests.editions import begin_draft, open_bench, shipped_files

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.editions.bench import Workbench
    from locales.desk.sentences import Book, Sentence
    from storage.editions.records import Changed
    from tests.console.door.office import Browser, House

_SEEN = re.compile(r'name="version" value="(\w+)"')
TITLE = "near.where.title"
#: A sentence with a place for a number that may not be lost.
PLACE = "children.now.say.1"


@dataclass
class WordsHouse:
    """The console, its bench, and one draft."""

    house: House
    bench: Workbench
    draft: str

    async def book(self, tag: str = "en", domain: str = FLOWS, at: str = "") -> Book:
        """A language as it stands in the draft."""
        return books_of(await self.bench.files(at or self.draft)).book(tag, domain)

    async def sentence(self, key: str, tag: str = "en") -> Sentence:
        """One sentence as it stands in the draft."""
        return (await self.book(tag)).sentence(key)

    def path(self, *parts: str) -> str:
        """The address of a page about the draft."""
        return "/".join((f"/studio/{self.draft}/words", *parts))

    async def page_of(self, key: str, tag: str = "en") -> str:
        """The address of a sentence."""
        return self.path(tag, FLOWS, (await self.sentence(key, tag)).id)

    async def change(self, changed: Changed, who: str = "Carla") -> None:
        """Somebody changes the draft's files, whatever they are."""
        await self.bench.change(
            self.draft, self.house.people[who], What("Prova"), lambda _: changed
        )

    async def save(
        self, browser: Browser, key: str, words: str, tag: str = "en", **fields: str
    ) -> Answer:
        """Open a sentence, type, and press Salva."""
        path = await self.page_of(key, tag)
        seen = seen_on(await browser.get(path))
        return await browser.post(path, {"do": "save", "version": seen, "words": words, **fields})

    async def press(self, browser: Browser, key: str, do: str, tag: str = "en") -> Answer:
        """Open a sentence and press one of its buttons."""
        path = await self.page_of(key, tag)
        answer = await browser.get(path)
        return await browser.post(path, {"do": do, "version": seen_on(answer)})

    async def upload(self, browser: Browser, body: bytes, **fields: str) -> Answer:
        """Bring a file to the import page."""
        form = FormData({"csrf": browser.csrf, **fields})
        form.add_field("file", io.BytesIO(body), filename="es.po", content_type="text/plain")
        headers = {"Cookie": browser.cookie, "Origin": browser.origin}
        async with browser.session.post(
            browser.address + self.path("import"), data=form, headers=headers, allow_redirects=False
        ) as told:
            return Answer(told.status, await told.text(), told.headers)


@asynccontextmanager
async def words_house(files: dict[str, str] | None = None) -> AsyncIterator[WordsHouse]:
    """Serve it; Carla is a coordinator, the draft is hers."""
    clock = Clock()
    bench = await open_bench({**shipped_files(), **(files or {})}, clock)
    async with opened(clock, bench=bench) as house:
        await house.made("Carla", Role.COORDINATOR)
        draft = await begin_draft(bench, house.people["Carla"].id)
        yield WordsHouse(house, bench, draft.id)


def seen_on(answer: Answer) -> str:
    """The version of the sentence that a page shows."""
    found = _SEEN.search(answer.text)
    return found[1] if found else ""


def text(answer: Answer) -> str:
    """A page as it is read."""
    return html.unescape(re.sub(r"<[^>]+>", "", answer.text))
