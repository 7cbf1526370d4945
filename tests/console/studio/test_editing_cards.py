"""Every operation of a card over HTTP: what the file says then, and where she is led."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.staff.people import Role
from tests.console.studio.desk_of_edits import Editor, forms_of
from tests.console.studio.stage import LIBRARY

if TYPE_CHECKING:
    from tests.console.door.office import Browser, House

WHERE = "near.where"


@pytest.fixture
def editor(house: House, coordinator: Browser, draft: str) -> Editor:
    """Carla, in a draft of hers."""
    return Editor(house, coordinator, draft)


async def test_a_sentence_is_changed_and_nothing_else(editor: Editor) -> None:
    """Byte for byte what an author would have typed; the same card is open again."""
    before = (await editor.sources())["near.yaml"]
    answer = await editor.says("near.where.say.1", "Scrivi un posto vicino a te.")
    after = (await editor.sources())["near.yaml"]
    old = "Scrivi un posto: comune, quartiere, CAP o fermata. Non serve la via."

    assert (303, f"{editor.path('near')}?edit=where#s-where") == (
        answer.status, answer.headers["Location"],
    )  # fmt: skip
    assert before.replace(old, "Scrivi un posto vicino a te.") == after


async def test_what_is_live_stays_as_it_is(editor: Editor) -> None:
    """A draft is a draft: the edition that women read has the old words."""
    await editor.says("near.where.title", "Un altro titolo")

    live = (await editor.browser.get("/studio/live/flows/near")).text
    assert "Un altro titolo" not in live
    assert "Un altro titolo" in await editor.page()


async def test_a_title_that_is_emptied_goes(editor: Editor) -> None:
    """And comes again when it is typed."""
    await editor.says("near.where.title", "")
    assert "" == await editor.text("near.where.title")
    await editor.says("near.where.title", "Dove sei")

    assert "Dove sei" == await editor.text("near.where.title")


async def test_bubbles_are_added_copied_moved_and_taken_out(editor: Editor) -> None:
    """Each from the list as she saw it."""
    first = await editor.text("near.where.say.1")
    await editor.on("say", "bubble-add", WHERE, number="9", words="Una frase in più.")
    assert "Una frase in più." == await editor.text("near.where.say.4")
    await editor.on("say", "bubble-copy", WHERE, number="1")
    assert first == await editor.text("near.where.say.2")
    await editor.on("say", "bubble-move", WHERE, number="5", to="1")
    assert "Una frase in più." == await editor.text("near.where.say.1")
    await editor.on("say", "bubble-remove", WHERE, number="1")

    assert first == await editor.text("near.where.say.1")


async def test_a_bubble_is_shown_only_there_and_only_then(editor: Editor) -> None:
    """Channel, desk, remembered facts and the facts it rests on, in one form."""
    await editor.on(
        "say", "bubble-shown", WHERE, number="1", on="web", only="desk", when="far=yes",
        fact="centre_free",
    )  # fmt: skip
    text = (await editor.sources())["near.yaml"]

    assert '{if: {far: "yes"}, on: web, only: desk, fact: centre_free, say: "Scrivi' in text


async def test_a_choice_is_added_and_leads_to_a_step_that_is_made_for_it(editor: Editor) -> None:
    """One change: undone, both are gone."""
    before = await editor.sources()
    await editor.on(
        "choices", "choice-add", WHERE, words="Voglio pensarci", go="+", new="Prenditi il tempo."
    )
    text = (await editor.sources())["near.yaml"]

    assert '{id: voglio_pensarci, label: "Voglio pensarci", go: prenditi_tempo}' in text
    assert '\n  prenditi_tempo:\n    say: "Prenditi il tempo."\n' in text
    bench = editor.house.parts.bench
    assert bench is not None
    kept = await bench.drafts.get(editor.draft)
    await bench.undo(editor.draft, editor.house.people["Carla"], kept.version)
    assert before == await editor.sources()


async def test_a_choice_leads_elsewhere_and_remembers(editor: Editor) -> None:
    """Its target, what it remembers, when it is shown, a copy of it, its place, and its end."""
    unit = "choices.far"
    await editor.on(unit, "choice-go", WHERE, choice="far", go="menu.menu")
    await editor.on(unit, "choice-remember", WHERE, choice="far", remember="far=yes")
    await editor.on(unit, "choice-shown", WHERE, choice="far", on="telegram", when="alone=yes")
    text = (await editor.sources())["near.yaml"]
    line = next(each for each in text.splitlines() if "id: far" in each)
    wanted = (
        '      - {id: far, label: "Lontano da dove vivo", go: menu.menu, '
        'remember: {far: "yes"}, if: {alone: "yes"}, on: telegram}'
    )

    assert wanted == line
    await editor.on("choices", "choice-copy", WHERE, choice="far")
    await editor.on("choices", "choice-move", WHERE, choice="far", to="1")
    await editor.on("choices.far_2", "choice-remove", WHERE, choice="far_2")
    text = (await editor.sources())["near.yaml"]
    assert "far_2" not in text
    assert text.index("id: far") < text.index("id: work")


async def test_where_what_is_typed_leads(editor: Editor) -> None:
    """The two ways of a step that asks for a place."""
    await editor.on("step", "goes", WHERE, way="unknown", go="menu.menu")

    assert "    unknown: menu.menu\n" in (await editor.sources())["near.yaml"]


async def test_a_step_is_added_after_this_one_with_two_choices(editor: Editor) -> None:
    """And a choice of this one leads to it; she is led to its card."""
    answer = await editor.do(
        "step-add", step=WHERE, words="Respira. Non c'è fretta.", label="Un momento",
        label1="Torna", go1=WHERE, label2="Menu", go2="menu.menu",
    )  # fmt: skip
    text = (await editor.sources())["near.yaml"]

    assert answer.headers["Location"].endswith("?edit=respira_fretta#s-respira_fretta")
    assert text.index("  where:") < text.index("  respira_fretta:") < text.index("where_again:")
    assert '{id: momento, label: "Un momento", go: respira_fretta}' in text
    assert '{id: torna, label: "Torna", go: where}' in text
    assert '{id: menu, label: "Menu", go: menu.menu}' in text


async def test_a_step_that_others_lead_to_asks_where_they_lead_then(editor: Editor) -> None:
    """Without an answer nothing goes; with one they lead there."""
    page = await editor.page(edit="where_again")
    refused = await editor.on("step", "step-remove", "near.where_again")

    assert "Se lo togli, dove devono portare adesso?" in page
    assert 422 == refused.status
    assert "scegli dove devono portare" in refused.text
    await editor.on("step", "step-remove", "near.where_again", instead=WHERE)
    text = (await editor.sources())["near.yaml"]
    assert "where_again" not in text
    assert "unknown: where\n" in text


async def test_a_renamed_step_keeps_its_old_name(editor: Editor) -> None:
    """Whoever is on it stays: `was` tells the next edition; everything that leads there follows."""
    await editor.do("step-rename", step=WHERE, name="luogo")
    sources = await editor.sources()

    assert "    was: where\n" in sources["near.yaml"]
    assert "near.luogo" in sources["menu.yaml"] + sources["library.yaml"]


async def test_a_step_moves_is_copied_and_ends_on_purpose(editor: Editor) -> None:
    """Within its file; the copy is another; an end is said."""
    await editor.do("step-move", step=WHERE, to="down")
    await editor.do("step-copy", step=WHERE)
    await editor.on("end", "step-end", "near.where_2", end="yes")
    text = (await editor.sources())["near.yaml"]

    assert text.index("  where_again:") < text.index("  where:") < text.index("  where_2:")
    assert "    end: true\n" in text


async def test_numbers_to_call_are_ticked(editor: Editor) -> None:
    """The list is as the form has it."""
    await editor.on("numbers", "step-numbers", WHERE, number="1522")

    assert '    numbers: ["1522"]\n' in (await editor.sources())["near.yaml"]


async def test_a_note_for_translators_stands_above_its_sentence(editor: Editor) -> None:
    """As an author would have typed it, and it goes when it is emptied."""
    before = await editor.sources()
    await editor.do("note", key="near.where.say.1", words="Keep it short.")
    assert "      # Translators: Keep it short.\n" in (await editor.sources())["near.yaml"]
    await editor.do("note", key="near.where.say.1", words="")

    assert before == await editor.sources()


async def test_a_group_moves_into_a_flow_of_its_own(editor: Editor) -> None:
    """Its steps keep their old names; what led to them follows."""
    page = await editor.page()
    assert 'name="steps" value="near.work"' in page
    answer = await editor.do("steps-move", flow="+", name="Al lavoro", steps="near.work")
    sources = await editor.sources()

    assert answer.headers["Location"].endswith("/flows/al_lavoro?edit=work#s-work")
    assert "    was: near.work\n" in sources["al_lavoro.yaml"]
    assert "go: al_lavoro.work" in sources["near.yaml"]


async def test_a_group_is_copied_to_be_used_again(editor: Editor) -> None:
    """The copy leads to its own steps, and elsewhere to where the first does."""
    before = (await editor.sources())["near.yaml"]
    await editor.do("steps-copy", flow="+", name="Ancora", steps="near.where_again")
    sources = await editor.sources()

    assert before == sources["near.yaml"]
    assert "    unknown: where_again\n" in sources["ancora.yaml"]
    assert "    found: near.centres\n" in sources["ancora.yaml"]


async def test_a_new_flow_begins_with_one_step(editor: Editor) -> None:
    """Named by its coordinator's words, answered for by who she says."""
    answer = await editor.browser.post(
        editor.path("edit"),
        {"op": "flow-add", "name": "La scuola", "owner": "rete", "words": "Parliamo della scuola."},
    )
    text = (await editor.sources())["scuola.yaml"]

    assert 303 == answer.status
    assert text.startswith('flow: scuola\nowner: rete\nsteps:\n  parliamo_scuola:\n    say: "Par')


async def test_what_is_remembered_is_added_renamed_and_taken_out(editor: Editor) -> None:
    """A list of values; one that is used cannot go, and says where it is."""
    path = editor.path("edit")
    before = await editor.sources()
    told = {"op": "memory-add", "name": "Con figli", "values": "sì, no"}
    await editor.browser.post(path, told)
    assert '  con_figli: [si, "no"]\n' in (await editor.sources())["library.yaml"]
    await editor.browser.post(path, {"op": "memory-rename", "name": "con_figli", "new": "figli"})
    told = {"op": "memory-values", "name": "figli", "values": "si, no, forse"}
    await editor.browser.post(path, told)
    assert '  figli: [si, "no", forse]\n' in (await editor.sources())["library.yaml"]
    await editor.browser.post(path, {"op": "memory-remove", "name": "figli"})
    assert before == await editor.sources()
    refused = await editor.browser.post(path, {"op": "memory-remove", "name": "want"})

    assert 422 == refused.status
    assert "handoff.want" in refused.text


async def test_the_words_of_every_screen_and_where_its_buttons_lead(editor: Editor) -> None:
    """They stand on the page of all flows, and she is led back there."""
    page = (await editor.browser.get(editor.path())).text
    form = next(e for e in forms_of(page, "text") if e["key"] == "library.controls.lost")
    told = {"op": "text", "key": form["key"], "seen": form["seen"], "words": "Si riparte da qui."}
    answer = await editor.browser.post(editor.path("edit"), told)

    assert f"{editor.path()}#controls" == answer.headers["Location"]
    assert '  lost: "Si riparte da qui."\n' in (await editor.sources())["library.yaml"]
    assert 409 == (await editor.browser.post(editor.path("edit"), told | {"words": "No."})).status
    await editor.browser.post(
        editor.path("edit"), {"op": "start", "start": "first", "step": "menu.menu"}
    )
    assert "first: menu.menu\n" in (await editor.sources())["library.yaml"]


async def test_somebody_else_answers_for_a_flow(editor: Editor) -> None:
    """One word of its file."""
    await editor.do("flow-owner", owner="legale")

    assert "owner: legale\n" in (await editor.sources())["near.yaml"]


async def test_every_card_of_what_is_shipped_opens(editor: Editor) -> None:
    """Each step, with a form for each of its sentences."""
    for name, step in LIBRARY.steps.items():
        flow, _, short = name.partition(".")
        answer = await editor.browser.get(f"{editor.path(flow)}?edit={short}")
        keys = {each.get("key", "") for each in forms_of(answer.text, "text")}

        assert 200 == answer.status
        assert {text.context for text in step.texts()} <= keys


@pytest.mark.parametrize(
    ("roles", "status"),
    [
        ((Role.COORDINATOR,), 303),
        ((Role.TRANSLATOR,), 403),
        ((Role.KEEPER,), 403),
        ((Role.OPERATOR, Role.LEAD), 403),
        ((Role.OPERATOR,), 403),
    ],
)
async def test_only_coordinators_change_the_conversation(
    editor: Editor, roles: tuple[Role, ...], status: int
) -> None:
    """Others read along, and their pages have no form of it."""
    other = await editor.house.made("Ada", *roles)
    told = {"op": "text", "key": "near.where.title", "words": "Altro"}

    assert status == (await other.post(editor.path("near", "edit"), told)).status
    if status == 403:
        page = await other.get(f"{editor.path('near')}?edit=where")
        assert "data-open" not in page.text
        assert 'value="text"' not in page.text


async def test_what_is_live_has_no_form_and_no_address_to_change_it(editor: Editor) -> None:
    """An edition is looked at; nothing of the table would change it."""
    page = await editor.browser.get("/studio/live/flows/near?edit=where")
    told = {"op": "text", "key": "near.where.title", "words": "Altro"}

    assert 'name="op"' not in page.text
    assert 404 == (await editor.browser.post("/studio/live/flows/near/edit", told)).status


@pytest.mark.parametrize(
    "fields",
    [
        {"op": "nothing"},
        {"op": "bubble-remove", "step": WHERE, "number": "x"},
        {"op": "bubble-remove", "step": WHERE, "number": "99"},
        {"op": "choice-go", "step": WHERE, "choice": "nobody", "go": WHERE},
        {"op": "text", "key": "near.nobody.title", "words": "Ciao"},
        {"op": "text", "key": "near", "words": "Ciao"},
        {"op": "step-rename", "step": WHERE, "name": "Where It's"},
        {"op": "step-add", "step": WHERE, "words": ""},
        {"op": "note", "key": "near.where.say.9", "words": "x"},
        {"op": "memory-remove", "name": "nobody"},
        {"op": "goes", "step": "menu.menu", "way": "found", "go": WHERE},
        {"op": "steps-move", "flow": "library", "steps": WHERE},
        {"op": "steps-move", "flow": "+", "name": "..", "steps": "near.nobody"},
        {"op": "text", "key": "near.where.title", "words": "a\u202eb\x07"},
        {"op": "choice-otherwise", "step": WHERE, "choice": "far", "act": "boom", "go": WHERE},
    ],
)
async def test_a_form_nobody_made_is_refused_in_a_sentence(
    editor: Editor, fields: dict[str, str]
) -> None:
    """Never an error of the program, and nothing is changed."""
    before = await editor.sources()
    answer = await editor.do(**fields)

    assert answer.status in {400, 404, 422}
    assert before == await editor.sources()
