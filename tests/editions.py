"""The shipped conversation, translations and network as an edition, and a bench over it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from bot.editions.bench import Workbench
from bot.editions.paths import EXAMPLES, FLOWS, NETWORK, catalogue_path
from bot.settings import Mode, Settings
from bot.simulator import Phones
from flows.reader import shipped_library
from locales.catalogues import CONSOLE, shipped_catalogues
from routing.network.loading import shipped_folder
from routing.places.finding import Gazetteer
from storage.editions.records import NewEdition, Origin
from storage.memory.drafts import MemoryDrafts
from storage.memory.editions import MemoryEditions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

    from storage.editions.records import Draft

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def shipped_files() -> dict[str, str]:
    """Everything that is shipped, by its path in an edition."""
    catalogues = (name.split("/") for name in shipped_catalogues())
    texts = shipped_catalogues()
    return {
        **{f"{FLOWS}{name}": text for name, text in shipped_library().items()},
        **{
            catalogue_path(tag, domain): texts[f"{tag}/{domain}"]
            for tag, domain in catalogues
            if domain != CONSOLE
        },
        **{
            f"{NETWORK}{file.name}": file.read_text(encoding="utf-8")
            for file in shipped_folder().iterdir()
            if file.name.endswith(".toml")
        },
        EXAMPLES: (shipped_folder() / EXAMPLES).read_text(encoding="utf-8"),
    }


async def open_bench(
    files: Mapping[str, str] | None = None,
    clock: Callable[[], datetime] = lambda: NOW,
    zone: ZoneInfo | None = None,
) -> Workbench:
    """A bench in memory with one edition live: what is shipped, or these files."""
    editions = MemoryEditions()
    new = NewEdition(revision=b"\0\0\0\1", origin=Origin.FILES, title="")
    await editions.begin(new, files or shipped_files(), clock())
    return Workbench(
        editions,
        MemoryDrafts(editions),
        clock=clock,
        zone=zone or UTC,
        phones=Phones(Settings(mode=Mode.DEMO), shipped_gazetteer(), clock),
    )


@cache
def shipped_gazetteer() -> Gazetteer:
    """The places that are shipped."""
    return Gazetteer.load()


async def begin_draft(bench: Workbench, author: str = "a" * 32, title: str = "Prova") -> Draft:
    """A draft on what is live."""
    live = await bench.live()
    return await bench.drafts.open(title, author, live.number, bench.clock())
