"""A flow's file: taken away, changed in an editor, brought back; whatever is brought."""

from __future__ import annotations

import html
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from aiohttp import FormData

from flows.merging import merge
from tests.console.studio.desk_of_edits import Editor
from tests.console.studio.stage import LIBRARY

if TYPE_CHECKING:
    from tests.console.door.office import Answer, Browser, House

OLD = "Vicino al lavoro, non a casa"


@pytest.fixture
def editor(house: House, coordinator: Browser, draft: str) -> Editor:
    """Carla, in a draft of hers."""
    return Editor(house, coordinator, draft)


async def bring(editor: Editor, body: bytes | str, **fields: str) -> Answer:
    """Upload a file as a browser does."""
    form = FormData()
    form.add_field("csrf", editor.browser.csrf)
    for name, value in fields.items():
        form.add_field(name, value)
    raw = body.encode() if isinstance(body, str) else body
    form.add_field(
        "file", BytesIO(raw), filename="near.yaml", content_type="application/octet-stream"
    )
    address = editor.house.address + editor.path("near", "file")
    headers = {"Cookie": editor.browser.cookie, "Origin": editor.browser.origin}
    async with editor.browser.session.post(
        address, data=form, headers=headers, allow_redirects=False
    ) as told:
        return type(await editor.browser.get("/account"))(
            told.status, html.unescape(await told.text()), told.headers
        )


async def test_the_file_is_sent_as_it_is(editor: Editor) -> None:
    """Byte for byte, by its name, to be kept."""
    await editor.says("near.where.title", "Dove sei")
    sent = await editor.browser.get(editor.path("near", "file", "near.yaml"))

    assert (await editor.sources())["near.yaml"] == sent.text
    assert 'attachment; filename="near.yaml"' == sent.headers["Content-Disposition"]
    assert 404 == (await editor.browser.get(editor.path("near", "file", "menu.yaml"))).status
    assert 404 == (await editor.browser.get(editor.path("library", "file"))).status


async def test_a_file_comes_back_with_its_comments(editor: Editor) -> None:
    """What an author typed is what the draft has."""
    text = "# Una nota mia.\n" + (await editor.sources())["near.yaml"].replace(OLD, "Al lavoro")
    answer = await bring(editor, text)

    assert 303 == answer.status
    assert text == (await editor.sources())["near.yaml"]


async def test_what_was_done_here_meanwhile_stays(editor: Editor) -> None:
    """Base is what is live; both changes are there afterwards."""
    text = (await editor.sources())["near.yaml"].replace(OLD, "Al lavoro")
    await editor.says("near.where.title", "Dove sei")
    await bring(editor, text)

    assert "Dove sei" == await editor.text("near.where.title")
    assert "Al lavoro" == await editor.text("near.where.choices.work")


async def test_both_changed_the_same_and_somebody_decides(editor: Editor) -> None:
    """Nothing is done before; then what she ticked is as the file has it."""
    text = (await editor.sources())["near.yaml"].replace(OLD, "Come nel file")
    await editor.says("near.where.choices.work", "Come qui")
    told = await bring(editor, text)

    assert 409 == told.status
    assert "Come qui" == await editor.text("near.where.choices.work")
    where = told.text.partition('name="theirs" value="')[2].partition('"')[0]
    done = await editor.browser.post(editor.path("near", "file"), {"text": text, "theirs": where})
    assert 303 == done.status
    assert "Come nel file" == await editor.text("near.where.choices.work")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("a: &a [x]\nb: [*a, *a]\n", "c'è un rimando"),
        ("flow: near\nowner: rete\nsteps: [1, 2]\n", "Nel file non ci sono passi."),
        ("flow: near\nowner: rete\nsteps:\n  uno: 3\n", "Qui c'è un valore di un altro tipo"),
        ("flow: near\nowner: rete\nsteps:\n  w\u0456here:\n    say: x\n", "Un passo si chiama"),
        ("flow: menu\nowner: rete\nsteps:\n  uno:\n    say: x\n", "si chiama «menu»"),
        ("flow: near\nowner: [a]\nsteps:\n  uno:\n    say: {b: c}\n", "Riga"),
        ("flow: near\nowner: rete\nsteps:\n  uno:\n    say: x\n    run: rm\n", "«run»"),
        ("[" * 5000, "Il file non si legge"),
        ("\x00\x01", "Il file non si legge"),
        ("flow: near\nflow: near\n", "scritto due volte"),
        ("{", "Il file non si legge"),
        (b"\xff\xfe\x00", "non è un testo in UTF-8"),
        (b"", "Scegli prima un file"),
        (b"x" * 1_500_000, "più grande di un megabyte"),
        (b"x" * 10_000_000, "più grande di un megabyte"),
    ],
)
async def test_a_hostile_file_is_answered_with_a_sentence(
    editor: Editor, body: bytes | str, told: str
) -> None:
    """Billion laughs, ten megabytes, wrong types, look-alike letters: nothing is done."""
    before = await editor.sources()
    answer = await bring(editor, body)

    assert 422 == answer.status
    assert told in answer.text
    assert before == await editor.sources()


async def test_look_alike_letters_in_a_sentence_are_told_on_its_card(editor: Editor) -> None:
    """The file is taken; what is wrong in it stands where it is mended."""
    text = (await editor.sources())["near.yaml"].replace("Dove si trova", "D\u043eve si trova")
    await bring(editor, text)

    assert "mescola lettere di due alfabeti" in await editor.page()


async def test_a_flow_made_here_and_in_an_editor_cannot_be_told_apart(editor: Editor) -> None:
    """What the studio wrote, exported and brought back, is no change at all."""
    await editor.says("near.where.say.1", "Scrivi dove sei.")
    await editor.do("step-add", step="near.where", words="Un passo nuovo.", label="Avanti",
                    label1="Indietro", go1="near.where")  # fmt: skip
    made = await editor.sources()
    bench = editor.house.parts.bench
    assert bench is not None
    version = (await bench.drafts.get(editor.draft)).version
    await bring(editor, made["near.yaml"])

    assert version == (await bench.drafts.get(editor.draft)).version
    again = merge(LIBRARY.sources, made, made)
    assert made == dict(again.sources)


async def test_only_coordinators_bring_files(editor: Editor) -> None:
    """And only into a draft."""
    answer = await editor.browser.post("/studio/live/flows/near/file", {"text": "x"})

    assert 404 == answer.status
