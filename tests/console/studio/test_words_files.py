"""PO files out and in over HTTP: looked at first, nothing signed replaced, nothing lost."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from bot.editions.paths import catalogue_path
from locales.catalogues import FLOWS, INTERFACE, Status
from locales.desk.changes import sign, translate
from locales.desk.library import saved
from locales.desk.parcels import unpack
from locales.po import read_rows
from storage.staff.people import Role
from tests.console.studio.words_stage import PLACE, TITLE, text, words_house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from locales.desk.sentences import Book
    from tests.console.door.office import Answer, Browser
    from tests.console.studio.words_stage import WordsHouse

WORK = "near.work.title"
FAR = "near.far.title"


@pytest.fixture
async def desk() -> AsyncIterator[WordsHouse]:
    """A draft on what is shipped."""
    async with words_house() as each:
        yield each


@pytest.fixture
async def tina(desk: WordsHouse) -> Browser:
    """A translator."""
    return await desk.house.made("Tina", Role.TRANSLATOR)


async def exported(desk: WordsHouse, browser: Browser, tag: str = "en", domain: str = FLOWS) -> str:
    """A catalogue as it is sent to a translator's own editor."""
    answer = await browser.get(desk.path(tag, f"{domain}.po"))
    assert 200 == answer.status
    return answer.text


async def keep(desk: WordsHouse, book: Book) -> None:
    """Have a book in the draft."""
    await desk.change({f"locales/{name}.po": told for name, told in saved(book).items()})


async def take(desk: WordsHouse, browser: Browser, *ticked: str) -> Answer:
    """Say yes to what is on the preview."""
    book = await desk.book()
    fields = {"replace": book.sentence(ticked[0]).id} if ticked else {}
    return await browser.post(desk.path("import", "take"), fields)


def with_target(text_: str, key: str, target: str) -> str:
    """A PO file in which one sentence says something else."""
    head, found, rest = text_.partition(f'msgctxt "{key}"\n')
    assert found
    before, _, after = rest.partition("msgstr ")
    return f'{head}{found}{before}msgstr "{target}"\n{after.partition(chr(10))[2]}'


async def test_an_export_names_itself_and_carries_notes_and_contexts(
    desk: WordsHouse, tina: Browser
) -> None:
    """As Weblate and Poedit expect it: a file of ours that reads back as itself."""
    answer = await tina.get(desk.path("es", "flows.po"))
    parcel = unpack(answer.text)

    assert 'attachment; filename="soglia-es-flows.po"' == answer.headers["Content-Disposition"]
    assert ("es", FLOWS) == (parcel.language, parcel.domain)
    rows = {row.context: row for row in parcel.file.rows}
    assert "title, 40 characters at most" in " ".join(rows[TITLE].notes)
    assert ["near.yaml"] == rows[TITLE].files
    assert ("es", INTERFACE) == (
        unpack(await exported(desk, tina, "es", INTERFACE)).language,
        unpack(await exported(desk, tina, "es", INTERFACE)).domain,
    )


async def test_all_languages_come_in_one_file(desk: WordsHouse, tina: Browser) -> None:
    """Each language and catalogue once, always the same bytes but for the moment in their heads."""
    headers = {"Cookie": tina.cookie}
    async with tina.session.get(tina.address + desk.path("all.zip"), headers=headers) as answer:
        body = await answer.read()
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        names = packed.namelist()
        assert [
            f"{tag}/{domain}.po" for tag in ("en", "es", "ar") for domain in (FLOWS, INTERFACE)
        ] == names
        assert read_rows(packed.read("ar/flows.po").decode()).rows


async def test_what_was_just_exported_changes_nothing(desk: WordsHouse, tina: Browser) -> None:
    """Through a real form and back: each language, both catalogues, with and without a mark."""
    before = await desk.bench.files(desk.draft)
    for tag in ("en", "es", "ar"):
        for domain in (FLOWS, INTERFACE):
            body = (await exported(desk, tina, tag, domain)).encode()
            for each in (body, b"\xef\xbb\xbf" + body.replace(b"\n", b"\r\n")):
                answer = await desk.upload(tina, each)
                assert (200, True) == (
                    answer.status,
                    "Questo file non cambia niente" in text(answer),
                )
    await take(desk, tina)
    assert before == await desk.bench.files(desk.draft)


async def test_nothing_changes_before_her_yes(desk: WordsHouse, tina: Browser) -> None:
    """New and changed sentences are listed, then taken over as one change that can be undone."""
    await keep(desk, translate(await desk.book(), WORK, ""))
    before = await desk.bench.files(desk.draft)
    file = with_target(await exported(desk, tina), TITLE, "Who is here for you")
    file = with_target(file, WORK, "Close to work")

    seen = await desk.upload(tina, file.encode())
    assert "Nuove (1)" in text(seen)
    assert "Cambiate (1)" in text(seen)
    assert "Niente è ancora cambiato" in text(seen)
    assert before == await desk.bench.files(desk.draft)

    taken = await take(desk, tina)
    assert (303, desk.path("en", FLOWS)) == (taken.status, taken.headers["Location"])
    book = await desk.book()
    assert ("Who is here for you", "Close to work") == (
        book.sentence(TITLE).target,
        book.sentence(WORK).target,
    )
    done = (await desk.bench.drafts.history(desk.draft))[0]
    assert ("English", "2") == (done.what.values["language"], done.what.values["count"])
    draft = await desk.bench.drafts.get(desk.draft)
    await desk.bench.undo(desk.draft, desk.house.people["Tina"], draft.version)
    assert before == await desk.bench.files(desk.draft)


async def test_whoever_imports_does_not_sign_what_she_brought(
    desk: WordsHouse, tina: Browser
) -> None:
    """The words are hers; the others of the language she may sign."""
    file = with_target(await exported(desk, tina), TITLE, "Who is here for you")
    await desk.upload(tina, file.encode())
    await take(desk, tina)

    assert 409 == (await desk.press(tina, TITLE, "sign")).status
    assert 303 == (await desk.press(tina, WORK, "sign")).status


async def test_a_signed_sentence_is_replaced_only_by_hand(desk: WordsHouse, tina: Browser) -> None:
    """Not ticked it stays, whatever the file says; ticked, it becomes a draft."""
    today = desk.bench.today()
    book = sign(sign(await desk.book(), TITLE, "Rana", today), WORK, "Rana", today)
    await keep(desk, book)
    file = with_target(await exported(desk, tina), TITLE, "Who is here for you")
    file = with_target(with_target(file, WORK, "Close to work"), FAR, "Far away")

    seen = await desk.upload(tina, file.encode())
    assert "Già rilette, e il file dice altro (2)" in text(seen)
    await take(desk, tina)
    after = await desk.book()
    assert [book.sentence(TITLE), book.sentence(WORK)] == [
        after.sentence(TITLE),
        after.sentence(WORK),
    ]
    assert "Far away" == after.sentence(FAR).target

    await desk.upload(tina, file.encode())
    await take(desk, tina, WORK)
    after = await desk.book()
    assert book.sentence(TITLE) == after.sentence(TITLE)
    work = after.sentence(WORK)
    assert ("Close to work", Status.DRAFT, "") == (work.target, work.status, work.reader)


async def test_a_file_of_last_month_loses_nothing(desk: WordsHouse, tina: Browser) -> None:
    """The Italian has changed, a colleague has translated it anew, another step was renamed."""
    month_old = with_target(await exported(desk, tina), TITLE, "Last month's words")
    month_old = with_target(month_old, WORK, "Last month's work")
    month_old = with_target(month_old, FAR, "Last month's far")
    files = await desk.bench.files(desk.draft)
    flow = files["flows/near.yaml"].replace("Chi può aiutarti", "Chi ti può aiutare")
    flow = flow.replace('title: "Vicino al lavoro"', 'title: "Accanto al lavoro"')
    await desk.change({"flows/near.yaml": flow})
    await desk.save(tina, TITLE, "This month's words")
    await keep(desk, translate(await desk.book(), WORK, ""))

    seen = text(await desk.upload(tina, month_old.encode()))
    assert "Traducono un italiano di prima (2)" in seen
    assert "si tiene come superata" in seen
    assert "resta la traduzione che c'è" in seen
    await take(desk, tina)

    book = await desk.book()
    assert "This month's words" == book.sentence(TITLE).target
    work = book.sentence(WORK)
    assert ("Last month's work", Status.OUTDATED, "Vicino al lavoro") == (
        work.target,
        work.status,
        work.previous,
    )
    assert "Last month's far" == book.sentence(FAR).target


async def test_what_changed_since_she_looked_is_looked_at_again(
    desk: WordsHouse, tina: Browser
) -> None:
    """A colleague's words are not replaced by a yes that was meant for others."""
    rana = await desk.house.made("Rana", Role.TRANSLATOR)
    file = with_target(await exported(desk, tina), TITLE, "Who is here for you")
    await desk.upload(tina, file.encode())
    await desk.save(rana, TITLE, "Rana's words")

    again = await take(desk, tina)
    assert 409 == again.status
    assert "Intanto qualcuno ha cambiato" in text(again)
    assert "Rana's words" in text(again)
    assert "Rana's words" == (await desk.sentence(TITLE)).target
    assert 303 == (await take(desk, tina)).status
    assert "Who is here for you" == (await desk.sentence(TITLE)).target


async def test_a_yes_without_a_file_is_a_sentence(desk: WordsHouse, tina: Browser) -> None:
    """She signed in anew, or said yes twice."""
    answer = await take(desk, tina)

    assert 409 == answer.status
    assert "sceglilo di nuovo" in text(answer)


async def test_every_fault_is_told_with_its_line(desk: WordsHouse, tina: Browser) -> None:
    """Whole or not at all: what would lose a number or a place, mixes alphabets, hides a mark."""
    before = await desk.bench.files(desk.draft)
    file = with_target(await exported(desk, tina), PLACE, "It answers at once.")
    file = with_target(file, TITLE, "Whо can help")
    file = with_target(file, WORK, "\u202ekrow ot esolC")

    answer = await desk.upload(tina, file.encode())
    assert 422 == answer.status
    told = text(answer)
    assert "Non è stato importato niente" in told
    for key, fault in [
        (PLACE, "le parti tra graffe sono nessuno invece di {112}"),
        (TITLE, "«Whо» mescola lettere di due alfabeti"),
        (WORK, "un segno invisibile rovescia l'ordine delle lettere"),
    ]:
        line = 1 + file[: file.index("msgid", file.index(f'msgctxt "{key}"'))].count("\n")
        assert f"riga {line}, {key}: {fault}." in told
    assert before == await desk.bench.files(desk.draft)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda _: b"", "Il file è vuoto"),
        (lambda text_: text_.encode("utf-16"), "non è scritto in UTF-8"),
        (lambda text_: text_.replace("Who", "Wh\xf6").encode("latin-1", "replace"), "UTF-8"),
        (lambda text_: text_.replace("Language: en", "Language: es").encode(), "non in «en»"),
        (lambda text_: text_.replace("Language: en", "Language: xx").encode(), "che qui non c'è"),
        (lambda text_: text_.replace(" flows\\n", " console\\n").encode(), "cambia solo con"),
        (lambda _: b"GIF89a;", "Questo non è un nostro file PO: riga 1"),
        (lambda _: b"\x00" * 1000, "Questo non è un nostro file PO"),
        (lambda text_: (text_ + text_[text_.index("msgctxt") :]).encode(), "c'è due volte"),
        (lambda text_: text_.encode() + b"#\n" * 1_100_000, "troppo lungo"),
    ],
)
async def test_a_hostile_file_is_answered_with_a_sentence(
    desk: WordsHouse, tina: Browser, spoil: object, told: str
) -> None:
    """Whatever it is, nothing of it is kept."""
    before = await desk.bench.files(desk.draft)
    assert callable(spoil)
    answer = await desk.upload(tina, spoil(await exported(desk, tina)), tag="en")

    assert 422 == answer.status
    assert told in text(answer)
    assert before == await desk.bench.files(desk.draft)


async def test_ten_megabytes_are_answered_with_a_sentence(desk: WordsHouse, tina: Browser) -> None:
    """Of somebody who may import; of anybody else not even read."""
    answer = await desk.upload(tina, b"#\n" * 5_000_000)

    assert 413 == answer.status
    assert "Il file è troppo grande" in text(answer)


async def test_other_letters_than_its_head_says_are_refused(
    desk: WordsHouse, tina: Browser
) -> None:
    """The Arabic file under the name of the English one."""
    arabic = (await exported(desk, tina, "ar")).replace("Language: ar", "Language: en")
    answer = await desk.upload(tina, arabic.encode())

    assert 422 == answer.status
    assert "le sue lettere sono Arabic" in text(answer)


@pytest.mark.parametrize("role", [Role.KEEPER, Role.OPERATOR])
async def test_others_do_not_import(desk: WordsHouse, role: Role) -> None:
    """Deny by default."""
    browser = await desk.house.made("Ada", role)

    assert 403 == (await desk.upload(browser, b"x")).status
    assert 403 == (await take(desk, browser)).status


async def test_a_file_for_what_is_live_begins_nothing(desk: WordsHouse, tina: Browser) -> None:
    """What is live is changed in a draft only."""
    path = desk.path("import", "take").replace(desk.draft, "live")

    assert 409 == (await tina.post(path)).status


async def test_rows_exported_here_are_what_an_editor_expects(
    desk: WordsHouse, tina: Browser
) -> None:
    """The catalogue's path in an edition and the file that was sent hold the same translations."""
    kept = (await desk.bench.files(desk.draft))[catalogue_path("es", FLOWS)]
    sent = await exported(desk, tina, "es")

    assert {row.key: row.target for row in read_rows(kept).rows if not row.is_gone} == {
        row.key: row.target for row in read_rows(sent).rows
    }
