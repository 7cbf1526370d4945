"""The list of flows tells where each is being changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.editions.records import NewEdition, Origin
from storage.staff.people import Role
from tests.console.studio.desk_of_edits import Editor
from tests.console.studio.stage import draft_in, open_studio_house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TITLE = "near.where.title"


@pytest.fixture
async def editor() -> AsyncIterator[Editor]:
    """Carla, in a draft of hers."""
    async with open_studio_house() as house:
        browser = await house.made("Carla", Role.COORDINATOR)
        yield Editor(house, browser, await draft_in(house))


async def test_a_flow_says_where_it_is_being_changed(editor: Editor) -> None:
    """In this draft, in somebody's draft, waiting, scheduled: each in words, in its row."""
    bench = editor.house.parts.bench
    assert bench is not None
    await editor.says(TITLE, "Chi ti può aiutare")
    here = await editor.browser.get(f"/studio/{editor.draft}/flows")
    live = await editor.browser.get("/studio/live/flows")

    assert 1 == here.text.count("cambiato in questa bozza")
    assert 1 == live.text.count("in una bozza: Prova")
    assert "aspetta l&#39;approvazione" not in live.text

    new = NewEdition(
        revision=b"1234", origin=Origin.DRAFT, title="Prova", base=1, proposed_by="a" * 32
    )
    edition = await bench.editions.propose(new, await bench.files(editor.draft), bench.clock())
    waiting = await editor.browser.get("/studio/live/flows")
    await bench.editions.approve(edition.number, "b" * 32, bench.clock())
    scheduled = await editor.browser.get("/studio/live/flows")

    assert "aspetta l&#39;approvazione: versione 2" in waiting.text
    assert "programmato: versione 2" in scheduled.text
