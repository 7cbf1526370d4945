"""What a coordinator breaks is told on its card, in her words, with a button that mends it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from tests.console.studio.desk_of_edits import Editor, forms_of

if TYPE_CHECKING:
    from tests.console.door.office import Browser, House

STEP = "near.work"


@pytest.fixture
def editor(house: House, coordinator: Browser, draft: str) -> Editor:
    """Carla, in a draft of hers."""
    return Editor(house, coordinator, draft)


async def card(editor: Editor, short: str, flow: str = "near") -> str:
    """A step's card, as it is drawn."""
    page = await editor.page(flow)
    return page.partition(f'id="s-{short}"')[2].partition("</article>")[0]


async def press(editor: Editor, told: dict[str, str], **others: str) -> None:
    """Press a mending button as it stands on its card."""
    fields = {key: html.unescape(value) for key, value in told.items() if key != "csrf"} | others
    answer = await editor.do(**fields)
    assert 303 == answer.status, answer.text


async def test_a_dead_end_is_mended_by_a_choice(editor: Editor) -> None:
    """Or said to be meant: both buttons stand on the card."""
    await editor.do("step-add", step="near.where", words="Un passo senza uscita.", label="Vai")
    drawn = await card(editor, "passo_senza_uscita")

    assert "Da questo passo non si va da nessuna parte." in drawn
    assert "È una fine voluta" in drawn
    add, end = forms_of(drawn, "choice-add")[0], forms_of(drawn, "step-end")[0]
    await press(editor, add, go="menu.menu", words="Torna all'inizio")
    assert "non si va da nessuna parte" not in await card(editor, "passo_senza_uscita")
    assert "yes" == end["end"]


async def test_a_meant_end_is_one(editor: Editor) -> None:
    """One press, and the problem is gone."""
    await editor.do("step-add", step="near.where", words="Qui si finisce.", label="Vai")
    await press(editor, forms_of(await card(editor, "qui_si_finisce"), "step-end")[0])

    assert "non si va da nessuna parte" not in await card(editor, "qui_si_finisce")


async def test_a_step_reached_from_nowhere(editor: Editor) -> None:
    """Another step gets a choice that leads there, or it goes."""
    await editor.do("step-add", step="near.where", words="Sono sola qui.")
    drawn = await card(editor, "sono_sola_qui")

    assert "A questo passo non si arriva da nessuna parte." in drawn
    await press(editor, forms_of(drawn, "choice-from")[0], target="near.where", words="Ecco")
    assert "non si arriva" not in await card(editor, "sono_sola_qui")


async def test_a_typed_number_becomes_its_fact(editor: Editor) -> None:
    """The place of the fact that the registry has for it."""
    await editor.says("near.work.say.1", "Puoi chiamare lo 02 5503 2489 quando vuoi.")
    drawn = await card(editor, "work")

    assert "contiene il numero «02 5503 2489» scritto a mano" in drawn
    await press(editor, forms_of(drawn, "text")[0])
    assert "Puoi chiamare lo {svsed_sexual} quando vuoi." == await editor.text("near.work.say.1")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Chiama Anna al 333 1234567.", "sembra il cellulare di una persona"),
        ("Il rifugio è in via Padova 12.", "Le vie non si scrivono mai"),
        ("Adesso sei al sicuro.", "promette quello che nessuna può mantenere"),
        ("Scrivi a anna@example.org.", "L'indirizzo di una persona non si scrive mai"),
    ],
)
async def test_p9_what_must_never_stand_there_is_explained_and_taken_out(
    editor: Editor, words: str, told: str
) -> None:
    """On its card, on the map, in the flow's head, and one press takes it out."""
    await editor.on("say", "bubble-add", STEP, number="9", words=words)
    page = await editor.page()
    drawn = await card(editor, "work")

    assert told in drawn
    assert 'class="node error"' in page
    assert "nessun problema" not in page.partition('id="flow-head"')[2].partition("</header>")[0]
    await press(editor, forms_of(drawn, "bubble-remove")[0])
    assert words not in (await editor.sources())["near.yaml"]


async def test_a_fact_that_is_not_there_leads_to_the_facts(editor: Editor) -> None:
    """And so does a rule that no fact answers for."""
    await editor.says("near.work.say.1", "Vale {una_regola}.")
    drawn = await card(editor, "work")

    assert "tra i fatti non c'è" in drawn
    assert f'href="/studio/{editor.draft}/facts"' in drawn


async def test_an_outdated_translation_leads_to_its_place(editor: Editor) -> None:
    """In each language that has it, at that sentence's step."""
    await editor.says("near.work.say.1", "Scrivi un posto vicino.")
    drawn = await card(editor, "work")

    assert "Frasi cambiate dopo la traduzione: 1." in drawn
    assert f'href="/studio/{editor.draft}/words/ar?step=near.work"' in drawn


async def test_a_choice_to_a_step_that_is_not_there_is_seen_and_mended(editor: Editor) -> None:
    """An upload can leave one: the card shows it, and asks where it should lead."""
    bench = editor.house.parts.bench
    assert bench is not None
    text = (await editor.sources())["near.yaml"].replace("go: work}", "go: nessuno}")
    await editor.browser.post(editor.path("near", "file"), {"text": text})
    drawn = await card(editor, "where")

    assert "un passo che non c'è" in drawn
    assert "Da qui si va a «near.nessuno»" in drawn
    await press(editor, forms_of(drawn, "choice-go")[0], go=STEP)
    assert "che non c'è" not in await card(editor, "where")


async def test_an_edition_shows_problems_without_buttons(editor: Editor) -> None:
    """What is live is mended in a draft."""
    await editor.do("step-add", step="near.where", words="Un passo senza uscita.", label="Vai")
    page = (await editor.browser.get("/studio/live/flows/near")).text

    assert "data-mend" not in page
    assert "data-mend" in await editor.page()
