"""A library of two thousand steps more: what one change touches (its speed: studio_bench)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.editions.paths import FLOWS, part
from bot.editions.reading import judge, read
from flows.editing import set_text
from storage.staff.people import Role
from tests.console.studio.desk_of_edits import Editor
from tests.console.studio.stage import TODAY, draft_in, long_flow, open_studio_house
from tests.editions import shipped_files

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

STEPS = 2000


@pytest.fixture
async def editor() -> AsyncIterator[Editor]:
    """Carla, in a draft of the long conversation."""
    async with open_studio_house({"lungo.yaml": long_flow(STEPS)}) as house:
        browser = await house.made("Carla", Role.COORDINATOR)
        yield Editor(house, browser, await draft_in(house))


def test_one_change_among_two_thousand_is_judged() -> None:
    """What is not judged again is remembered; what changed is found all the same."""
    files = {**shipped_files(), f"{FLOWS}lungo.yaml": long_flow(STEPS)}
    reading = read(files)
    judge(reading, TODAY, reading.languages)
    changed = set_text(part(files, FLOWS), "lungo.s77.say.1", "Adesso sei al sicuro.")
    files[f"{FLOWS}lungo.yaml"] = changed["lungo.yaml"] or ""
    reading = read(files)
    judged = judge(reading, TODAY, reading.languages)

    assert any("promises what nobody can keep" in each.what for each in judged.issues)


async def test_the_page_has_every_card(editor: Editor) -> None:
    """Every card and the whole map; then one sentence, and only its card comes again."""
    await editor.browser.get(editor.path("lungo"))
    page = await editor.browser.get(f"{editor.path('lungo')}?edit=s77")
    digest = page.text.partition('data-digest="')[2].partition('"')[0]
    await editor.says("lungo.s77.say.1", "Un altro messaggio breve.")
    part_of_it = await editor.browser.get(
        f"{editor.path('lungo')}?edit=s77", **{"X-Part": "script", "X-Seen": digest}
    )

    assert STEPS == page.text.count("<article")
    assert 1 == part_of_it.text.count("<article")
    assert "Un altro messaggio breve." in part_of_it.text
