"""A library of two thousand steps more: drawn and judged while a coordinator waits for it."""

from __future__ import annotations

import time
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
#: What a slow machine under load takes longer than ours; the limits are of seconds at work.
_PATIENCE = 2.0


@pytest.fixture
async def editor() -> AsyncIterator[Editor]:
    """Carla, in a draft of the long conversation."""
    async with open_studio_house({"lungo.yaml": long_flow(STEPS)}) as house:
        browser = await house.made("Carla", Role.COORDINATOR)
        yield Editor(house, browser, await draft_in(house))


def test_after_one_change_the_checks_take_a_moment() -> None:
    """At most a second of work: what did not change is not judged again."""
    files = {**shipped_files(), f"{FLOWS}lungo.yaml": long_flow(STEPS)}
    reading = read(files)
    judge(reading, TODAY, reading.languages)
    changed = set_text(part(files, FLOWS), "lungo.s77.say.1", "Adesso sei al sicuro.")
    files[f"{FLOWS}lungo.yaml"] = changed["lungo.yaml"] or ""
    reading = read(files)
    began = time.process_time()
    judged = judge(reading, TODAY, reading.languages)
    took = time.process_time() - began

    assert any("promises what nobody can keep" in each.what for each in judged.issues)
    assert took < 1.0 * _PATIENCE


async def test_the_page_is_drawn_in_two_seconds(editor: Editor) -> None:
    """Every card and the whole map; then one sentence, and only its card comes again."""
    await editor.browser.get(editor.path("lungo"))
    began = time.process_time()
    page = await editor.browser.get(f"{editor.path('lungo')}?edit=s77")
    took = time.process_time() - began
    digest = page.text.partition('data-digest="')[2].partition('"')[0]
    await editor.says("lungo.s77.say.1", "Un altro messaggio breve.")
    part_of_it = await editor.browser.get(
        f"{editor.path('lungo')}?edit=s77", **{"X-Part": "script", "X-Seen": digest}
    )

    assert STEPS == page.text.count("<article")
    assert took < 2.0 * _PATIENCE
    assert 1 == part_of_it.text.count("<article")
    assert "Un altro messaggio breve." in part_of_it.text
