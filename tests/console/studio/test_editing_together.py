"""Two coordinators in one draft: each sees the other, and nothing that was typed is lost."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING

import pytest

from storage.staff.people import Role
from tests.console.studio.desk_of_edits import Editor, forms_of

if TYPE_CHECKING:
    from tests.console.door.office import Browser, House

KEY = "near.where.say.1"


@pytest.fixture
def carla(house: House, coordinator: Browser, draft: str) -> Editor:
    """Carla, in a draft of hers."""
    return Editor(house, coordinator, draft)


@pytest.fixture
async def bruna(house: House, draft: str) -> Editor:
    """Bruna, in the same draft."""
    return Editor(house, await house.made("Bruna", Role.COORDINATOR), draft)


async def test_both_versions_are_told_and_one_is_kept(carla: Editor, bruna: Editor) -> None:
    """The second is asked: hers, the other's, or a third; her words are in the form."""
    form = _form(await carla.page(edit="where"))
    await bruna.says(KEY, "Come dice Bruna.")
    told = await carla.do("text", key=KEY, words="Come dice Carla.", seen=form["seen"])
    page = html.unescape(told.text)

    assert 409 == told.status
    assert "Come dice Bruna." == await carla.text(KEY)
    assert "Come dice Carla." in page
    assert "Come dice Bruna." in page
    mine, third = forms_of(told.text, "text")
    assert "Come dice Carla." == html.unescape(mine["words"])
    assert mine["seen"] == third["seen"] != form["seen"]
    kept = await carla.do("text", key=KEY, words="Come dice Carla.", seen=mine["seen"])
    assert 303 == kept.status
    assert "Come dice Carla." == await carla.text(KEY)


async def test_what_both_decide_is_asked_again(carla: Editor, bruna: Editor) -> None:
    """Who decides over words that changed once more is told so again."""
    first = _form(await carla.page(edit="where"))["seen"]
    await bruna.says(KEY, "Una.")
    told = await carla.do("text", key=KEY, words="Mia.", seen=first)
    then = forms_of(told.text, "text")[0]["seen"]
    await bruna.says(KEY, "Due.")

    assert 409 == (await carla.do("text", key=KEY, words="Mia.", seen=then)).status
    assert "Due." == await carla.text(KEY)


async def test_the_same_words_twice_are_no_conflict(carla: Editor) -> None:
    """A form that is sent again after a lost answer changes nothing, and is no second change."""
    word = _form(await carla.page(edit="where"))["seen"]
    told = {"key": KEY, "words": "Scrivi dove sei.", "seen": word}
    assert 303 == (await carla.do("text", **told)).status
    bench = carla.house.parts.bench
    assert bench is not None
    version = (await bench.drafts.get(carla.draft)).version

    assert 303 == (await carla.do("text", **told)).status
    assert version == (await bench.drafts.get(carla.draft)).version


async def test_an_added_message_is_not_added_twice(carla: Editor) -> None:
    """The second time the list is another than she saw."""
    page = await carla.page(edit="where")
    form = next(each for each in forms_of(page, "bubble-add"))
    told = {key: form[key] for key in ("step", "number", "seen")} | {"words": "Una volta sola."}
    assert 303 == (await carla.do("bubble-add", **told)).status
    again = await carla.do("bubble-add", **told)
    text = (await carla.sources())["near.yaml"]

    assert 409 == again.status
    assert "Una volta sola." in html.unescape(again.text)
    assert 1 == text.count("Una volta sola.")


async def test_a_message_that_a_colleague_moved_is_found(carla: Editor, bruna: Editor) -> None:
    """Her words go where the sentence is now, not over the one that took its place."""
    word = _form(await carla.page(edit="where"))["seen"]
    await bruna.on("say", "bubble-move", "near.where", number="1", to="3")
    other = await carla.text(KEY)
    await carla.do("text", key=KEY, words="Scrivi dove sei.", seen=word)

    assert other == await carla.text(KEY)
    assert "Scrivi dove sei." == await carla.text("near.where.say.3")


async def test_words_for_a_step_that_is_gone_are_not_lost(carla: Editor, bruna: Editor) -> None:
    """They are on the page that says so."""
    word = _form(await carla.page(edit="work"), "near.work.title")["seen"]
    await bruna.on("step", "step-remove", "near.work", instead="near.where")
    told = await carla.do("text", key="near.work.title", words="Parole mie.", seen=word)

    assert 422 == told.status
    assert "Parole mie." in told.text
    assert "Non c'è un passo" in html.unescape(told.text)


async def test_a_step_that_changed_meanwhile_is_not_taken_out(carla: Editor, bruna: Editor) -> None:
    """What a colleague has just written does not go unread."""
    page = await carla.page(edit="where_again")
    word = forms_of(page, "step-remove")[0]["seen"]
    await bruna.says("near.where_again.title", "Riproviamo")
    told = await carla.do("step-remove", step="near.where_again", seen=word, instead="near.where")

    assert 409 == told.status
    assert "Riproviamo" == await carla.text("near.where_again.title")


async def test_each_sees_who_else_is_there_and_at_which_card(carla: Editor, bruna: Editor) -> None:
    """Told by the page's own quiet look; not to herself, not in another draft."""
    await bruna.browser.get(f"{bruna.path('near', 'now')}?step=near.where")
    told = json.loads((await carla.browser.get(carla.path("near", "now"))).text)
    hers = json.loads((await bruna.browser.get(bruna.path("near", "now"))).text)

    assert [{"name": "Bruna", "step": "near.where"}] == told["others"]
    assert [{"name": "Carla", "step": ""}] == hers["others"]
    assert 1 == told["version"]


async def test_who_left_is_not_there_any_more(carla: Editor, bruna: Editor) -> None:
    """A page that says nothing for twenty seconds is closed."""
    await bruna.browser.get(f"{bruna.path('near', 'now')}?step=near.where")
    await carla.browser.get(carla.path("near", "now"))
    clock = carla.house.clock
    clock.now = clock.now.replace(second=clock.now.second + 21)
    told = json.loads((await carla.browser.get(carla.path("near", "now"))).text)

    assert [] == told["others"]


async def test_a_script_is_sent_the_cards_that_are_others_now(carla: Editor, bruna: Editor) -> None:
    """Those a colleague changed, the one that is open, and the order of all."""
    page = await carla.page(edit="work")
    digest = page.partition('data-digest="')[2].partition('"')[0]
    await bruna.says("near.where_again.title", "Riproviamo")
    part = await carla.browser.get(
        f"{carla.path('near')}?edit=work", **{"X-Part": "script", "X-Seen": digest}
    )
    drawn = {each.partition('"')[0] for each in part.text.split("<article")[1:] for each in
             [each.partition('id="s-')[2]]}  # fmt: skip

    assert {"work", "where_again"} <= drawn
    assert "centre" not in drawn
    assert 'data-order="s-where' in part.text


def _form(page: str, key: str = KEY) -> dict[str, str]:
    return next(each for each in forms_of(page, "text") if each["key"] == key)
