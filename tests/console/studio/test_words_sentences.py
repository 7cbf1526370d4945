"""The translation desk over HTTP: translated, held, signed, by whom and by whom not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.editions.paths import catalogue_path
from locales.catalogues import FLOWS, INTERFACE, Status
from locales.desk.changes import sign, translate
from locales.desk.library import saved
from storage.staff.people import Role
from tests.console.studio.words_stage import PLACE, TITLE, seen_on, text, words_house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.console.door.office import Browser
    from tests.console.studio.words_stage import WordsHouse

_ITALIAN = "Chi può aiutarti"


@pytest.fixture
async def desk() -> AsyncIterator[WordsHouse]:
    """A draft on what is shipped."""
    async with words_house() as each:
        yield each


@pytest.fixture
async def tina(desk: WordsHouse) -> Browser:
    """A translator."""
    return await desk.house.made("Tina", Role.TRANSLATOR)


@pytest.fixture
async def rana(desk: WordsHouse) -> Browser:
    """Another translator, who reads."""
    return await desk.house.made("Rana", Role.TRANSLATOR)


async def put(desk: WordsHouse, changed: dict[str, str]) -> None:
    """Have files of the draft say something else."""
    await desk.change(changed)


async def outdated(desk: WordsHouse) -> None:
    """Change the Italian of a sentence."""
    files = await desk.bench.files(desk.draft)
    flow = files["flows/near.yaml"].replace(f'title: "{_ITALIAN}"', 'title: "Chi ti può aiutare"')
    assert flow != files["flows/near.yaml"]
    await put(desk, {"flows/near.yaml": flow})


async def test_a_translator_translates_and_it_is_one_change(
    desk: WordsHouse, tina: Browser
) -> None:
    """Kept as a draft, one step of the history in her name, about this sentence."""
    answer = await desk.save(tina, TITLE, "Who can help you now")

    assert 303 == answer.status
    title = await desk.sentence(TITLE)
    assert ("Who can help you now", Status.DRAFT) == (title.target, title.status)
    done = (await desk.bench.drafts.history(desk.draft))[0]
    assert (desk.house.people["Tina"].id, ("locales/en/flows.po",)) == (done.who, done.paths)
    assert {"language": "English", "sentence": _ITALIAN}.items() <= done.what.values.items()
    live = await desk.book(at="live")
    assert "Who can help you now" != live.sentence(TITLE).target


async def test_lines_of_a_form_are_lines_of_a_catalogue(desk: WordsHouse, tina: Browser) -> None:
    """A browser ends lines its own way; the file does not."""
    assert 303 == (await desk.save(tina, TITLE, "Who can\r\nhelp")).status
    assert "Who can\nhelp" == (await desk.sentence(TITLE)).target


async def test_what_would_lose_a_place_is_refused_and_stays_typed(
    desk: WordsHouse, tina: Browser
) -> None:
    """A sentence says why; her words are in the field; a tap puts the place in."""
    before = await desk.sentence(PLACE)
    refused = await desk.save(tina, PLACE, "It answers <at once>.")

    assert 422 == refused.status
    assert "Non è stata salvata" in text(refused)
    assert "le parti tra graffe sono nessuno invece di {112}" in text(refused)
    assert "It answers &lt;at once&gt;.</textarea>" in refused.text
    assert before == await desk.sentence(PLACE)

    path = await desk.page_of(PLACE)
    asked = {"insert": "{112}", "words": "Call ", "version": before.version}
    inserted = await tina.post(path, asked)
    assert "Call {112}</textarea>" in inserted.text
    assert before == await desk.sentence(PLACE)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("   ", "non dice niente"),
        ("{112} {113}", "le parti tra graffe"),
        ("{112} in 5 minutes", "i numeri sono 5 invece di nessuno"),
        ("{112} аnswers", "mescola lettere di due alfabeti"),
        ("{112} \u202eanswers", "un segno invisibile rovescia"),
        ("{112} answers\u0007", "un carattere invisibile"),
        ("{112} {", "una parentesi graffa"),
    ],
)
async def test_hostile_words_are_refused_with_a_sentence(
    desk: WordsHouse, tina: Browser, words: str, told: str
) -> None:
    """Nothing is changed, and she reads why."""
    before = await desk.bench.files(desk.draft)
    answer = await desk.save(tina, PLACE, words)

    assert 422 == answer.status
    assert told in text(answer)
    assert before == await desk.bench.files(desk.draft)


async def test_two_people_at_once_lose_nothing(
    desk: WordsHouse, tina: Browser, rana: Browser
) -> None:
    """Who saves second sees both versions, and keeps hers only by saying so."""
    path = await desk.page_of(TITLE)
    seen = seen_on(await tina.get(path))
    await desk.save(rana, TITLE, "Rana's words")

    both = await tina.post(path, {"do": "save", "version": seen, "words": "Tina's words"})

    assert 409 == both.status
    assert "Intanto qualcuno ha cambiato questa frase" in text(both)
    assert "La tuaTina's words" in text(both)
    assert "La suaRana's words" in text(both)
    assert "Rana's words" == (await desk.sentence(TITLE)).target
    mine = {"do": "save", "version": seen_on(both), "words": "Tina's words"}
    assert 303 == (await tina.post(path, mine)).status
    assert "Tina's words" == (await desk.sentence(TITLE)).target


async def test_the_same_words_twice_are_no_conflict(
    desk: WordsHouse, tina: Browser, rana: Browser
) -> None:
    """Two people agree."""
    path = await desk.page_of(TITLE)
    seen = seen_on(await tina.get(path))
    await desk.save(rana, TITLE, "Who can help")

    same = await tina.post(path, {"do": "save", "version": seen, "words": "Who can help"})
    assert 303 == same.status


async def test_a_sentence_taken_out_meanwhile_keeps_her_words(
    desk: WordsHouse, tina: Browser
) -> None:
    """The step was removed while she was typing: an address that is gone is a calm page."""
    path = await desk.page_of(TITLE)
    files = await desk.bench.files(desk.draft)
    flow = files["flows/near.yaml"].replace(f'    title: "{_ITALIAN}"\n', "")
    await put(desk, {"flows/near.yaml": flow})

    assert 404 == (await tina.get(path)).status


async def test_whoever_wrote_it_does_not_sign_it(
    desk: WordsHouse, tina: Browser, rana: Browser
) -> None:
    """Another reader does; her name and the day stand beside it, in the file too."""
    await desk.save(tina, TITLE, "Who can help you now")
    path = await desk.page_of(TITLE)

    assert "L'hai scritta tu" in text(await tina.get(path))
    refused = await desk.press(tina, TITLE, "sign")
    assert 409 == refused.status
    assert "la firma chi la rilegge" in text(refused)
    assert Status.DRAFT is (await desk.sentence(TITLE)).status

    assert 303 == (await desk.press(rana, TITLE, "sign")).status
    title = await desk.sentence(TITLE)
    today = desk.bench.today()
    assert (Status.REVIEWED, "Rana", today) == (title.status, title.reader, title.day)
    assert f"riletta da Rana {today:%d/%m/%Y}" in " ".join(text(await tina.get(path)).split())
    files = await desk.bench.files(desk.draft)
    assert f"# reviewed: Rana {today}\n" in files[catalogue_path("en", FLOWS)]
    (noted,) = await desk.house.parts.audit.newest(1)
    assert ("words_signed", "en") == (noted.what, noted.about)


async def test_the_words_that_stand_decide_who_wrote_them(
    desk: WordsHouse, tina: Browser, rana: Browser
) -> None:
    """What somebody else wrote over hers she may sign; what was undone nobody wrote."""
    await desk.save(tina, TITLE, "Tina wrote this")
    await desk.save(rana, TITLE, "Rana wrote that")
    assert 409 == (await desk.press(rana, TITLE, "sign")).status

    draft = await desk.bench.drafts.get(desk.draft)
    await desk.bench.undo(desk.draft, desk.house.people["Rana"], draft.version)

    assert 409 == (await desk.press(tina, TITLE, "sign")).status
    assert 303 == (await desk.press(rana, TITLE, "sign")).status


async def test_what_no_history_tells_counts_as_the_authors(desk: WordsHouse, tina: Browser) -> None:
    """A draft brought onto another edition begins its history anew: the author does not sign."""
    carla = await desk.house.sign_in(desk.house.passkeys["Carla"])
    await desk.save(carla, TITLE, "Carla wrote this")
    draft, bench = await desk.bench.drafts.get(desk.draft), desk.bench
    changed = await bench.drafts.changed(desk.draft)
    await bench.drafts.rebase(
        desk.draft,
        draft.version,
        draft.base,
        changed,
        who=draft.author,
        now=bench.clock(),
    )

    assert 409 == (await desk.press(carla, TITLE, "sign")).status
    assert 303 == (await desk.press(tina, TITLE, "sign")).status


async def test_nobody_signs_what_she_has_not_read(
    desk: WordsHouse, tina: Browser, rana: Browser
) -> None:
    """The words changed while the page was open."""
    path = await desk.page_of(TITLE)
    seen = seen_on(await rana.get(path))
    await desk.save(tina, TITLE, "Other words")

    answer = await rana.post(path, {"do": "sign", "version": seen})
    assert 409 == answer.status
    assert "intanto qualcuno l'ha cambiata" in text(answer)
    assert Status.DRAFT is (await desk.sentence(TITLE)).status


async def test_a_signature_is_taken_back_and_falls_with_the_words(
    desk: WordsHouse, rana: Browser
) -> None:
    """By its button, or by other words."""
    await desk.press(rana, TITLE, "sign")
    assert 303 == (await desk.press(rana, TITLE, "unsign")).status
    assert (Status.DRAFT, "") == (
        (await desk.sentence(TITLE)).status,
        (await desk.sentence(TITLE)).reader,
    )
    await desk.press(rana, TITLE, "sign")
    await desk.save(rana, TITLE, "Changed")
    assert Status.DRAFT is (await desk.sentence(TITLE)).status


async def test_an_outdated_translation_shows_what_changed_and_may_still_hold(
    desk: WordsHouse, tina: Browser
) -> None:
    """The old Italian with what is gone and what is new; one press says that it holds."""
    target = (await desk.sentence(TITLE)).target
    await outdated(desk)

    page = await tina.get(await desk.page_of(TITLE))
    marked = "Chi<ins> ti</ins> può <del>aiutarti</del><ins>aiutare</ins>"
    assert marked in page.text
    assert "Barrato: c'era prima" in text(page)
    assert "superata da questa bozza" in text(page)
    assert 303 == (await desk.press(tina, TITLE, "hold")).status
    title = await desk.sentence(TITLE)
    assert (target, Status.DRAFT, "") == (title.target, title.status, title.previous)
    assert 409 == (await desk.press(tina, TITLE, "sign")).status


async def test_what_is_missing_or_outdated_is_not_signed(desk: WordsHouse, rana: Browser) -> None:
    """A sentence says so."""
    await outdated(desk)
    answer = await desk.press(rana, TITLE, "sign")

    assert 409 == answer.status
    assert "superata" in text(answer)


async def test_save_and_next_leads_to_what_is_left(desk: WordsHouse, tina: Browser) -> None:
    """The next one that is missing, in the same flow first."""
    book = translate(translate(await desk.book(), TITLE, ""), "near.work.title", "")
    await put(desk, {f"locales/{name}.po": told for name, told in saved(book).items()})

    answer = await desk.save(tina, TITLE, "Who can help", do="next")

    assert f"/{book.sentence('near.work.title').id}" in answer.headers["Location"]


async def test_a_script_gets_the_remarks_alone(desk: WordsHouse, tina: Browser) -> None:
    """While she types: saved with its new version, or refused and why; hints too."""
    path = await desk.page_of(TITLE)
    seen = seen_on(await tina.get(path))
    long = "Who " + "really " * 8 + "can help"
    fields = {"do": "save", "version": seen, "words": long}
    answer = await tina.post(path, fields, **{"X-Part": "words"})

    assert 200 == answer.status
    assert "<html" not in answer.text
    assert f'data-seen="{(await desk.sentence(TITLE)).version}"' in answer.text
    assert "caratteri: in un titolo ne stanno 40" in text(answer)
    fields = {"do": "save", "version": seen_on(answer), "words": "A{"}
    again = await tina.post(path, fields, **{"X-Part": "words"})
    assert (422, False) == (again.status, "<html" in again.text)
    assert 'data-saved="no"' in again.text


async def test_the_networks_words_stand_beside(desk: WordsHouse, tina: Browser) -> None:
    """Those of the glossary that the sentence uses, with their translation; missed ones hinted."""
    key = next(e.key for e in (await desk.book()).sentences if "operatrice" in e.source)
    page = text(await tina.get(await desk.page_of(key)))
    assert "operatrice" in page.partition("Parole della rete")[2]
    assert "operator" in page.partition("Parole della rete")[2]


async def test_hostile_words_of_others_stay_words(desk: WordsHouse, tina: Browser) -> None:
    """A translation is shown as it was written, and runs nothing (SAFETY 6.6)."""
    evil = "</textarea><script>alert(1)</script>{{ 7*7 }}\"'><img src=x onerror=alert(2)>"
    book = (await desk.book()).with_changed({})
    title = replace(book.sentence(TITLE), target=evil, status=Status.DRAFT)
    hurt = book.with_changed({TITLE: title})
    await put(desk, {f"locales/{name}.po": told for name, told in saved(hurt).items()})
    pages = [
        await tina.get(await desk.page_of(TITLE)),
        await tina.get(desk.path("en", FLOWS) + "?flow=near"),
    ]
    for page in pages:
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert evil in text(page) or "&lt;script&gt;" in page.text


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        (Role.TRANSLATOR, 200, 303),
        (Role.COORDINATOR, 200, 303),
        (Role.KEEPER, 200, 403),
        (Role.OPERATOR, 403, 403),
    ],
)
async def test_translators_and_coordinators_translate_and_others_read(
    desk: WordsHouse, role: Role, reads: int, writes: int
) -> None:
    """Deny by default; on what is live there is nothing to type into."""
    browser = await desk.house.made("Ada", role)
    path = await desk.page_of(TITLE)
    seen = (await desk.sentence(TITLE)).version
    assert [reads] * 4 == [
        (await browser.get(each)).status
        for each in (path, desk.path(), desk.path("ar"), "/studio/live/words")
    ]
    posted = await browser.post(path, {"do": "save", "version": seen, "words": "Ciao"})
    assert writes == posted.status


async def test_what_is_live_is_read_only(desk: WordsHouse, tina: Browser) -> None:
    """No field; a button begins a draft at the same page."""
    path = (await desk.page_of(TITLE)).replace(desk.draft, "live")
    page = await tina.get(path)

    assert "<textarea" not in page.text
    assert f'name="back" value="{path}"' in page.text
    assert 404 == (await tina.post(path, {"do": "save", "words": "Ciao"})).status


async def test_a_closed_draft_tells_it_and_shows_her_words(desk: WordsHouse, tina: Browser) -> None:
    """It was published while she was typing."""
    path = await desk.page_of(TITLE)
    seen = seen_on(await tina.get(path))
    await desk.bench.drafts.close(desk.draft, desk.house.clock())

    answer = await tina.post(path, {"do": "save", "version": seen, "words": "My words"})
    assert 409 == answer.status
    assert "Questa bozza è chiusa" in text(answer)
    assert "My words" in text(answer)


async def test_the_languages_say_how_far_and_why_hidden(desk: WordsHouse, tina: Browser) -> None:
    """In words: what is missing, outdated, read by nobody; nothing by colour alone."""
    await outdated(desk)
    told = text(await tina.get(desk.path()))

    for name in ("English", "Español", "العربية"):
        assert name in told
    assert "frasi superate, perché l'italiano è cambiato: 1" in told
    assert "frasi che nessuna ha ancora riletto" in told
    assert "○ bozza: 984" in told


async def test_a_language_wholly_signed_is_visible(desk: WordsHouse, tina: Browser) -> None:
    """Both catalogues: what she reads of the flows and of the programs."""
    changed: dict[str, str] = {}
    for domain in (FLOWS, INTERFACE):
        book = await desk.book("es", domain)
        for each in book.sentences:
            book = sign(book, each.key, "Rana", desk.bench.today())
        changed |= {f"locales/{name}.po": told for name, told in saved(book).items()}
    await put(desk, changed)

    card = (await tina.get(desk.path())).text.partition('id="l-es"')[2].partition("</li>")[0]
    assert "Sarà visibile: è completa" in card


async def test_a_language_is_added_once(desk: WordsHouse, tina: Browser) -> None:
    """All of it is missing; women do not see it; a second time or one unknown is a sentence."""
    added = await tina.post(desk.path("add"), {"tag": "sq"})

    assert (303, desk.path("sq")) == (added.status, added.headers["Location"])
    assert {Status.MISSING} == {each.status for each in (await desk.book("sq")).sentences}
    assert {Status.MISSING} == {e.status for e in (await desk.book("sq", INTERFACE)).sentences}
    assert "frasi che mancano" in text(await tina.get(desk.path()))
    assert 409 == (await tina.post(desk.path("add"), {"tag": "sq"})).status
    assert 422 == (await tina.post(desk.path("add"), {"tag": "xx"})).status
    draft = await desk.bench.drafts.get(desk.draft)
    await desk.bench.undo(desk.draft, desk.house.people["Tina"], draft.version)
    assert 'id="l-sq"' not in (await tina.get(desk.path())).text


async def test_the_list_is_narrowed_by_status_flow_and_words(
    desk: WordsHouse, tina: Browser
) -> None:
    """Words that are looked for are never part of an address."""
    await outdated(desk)
    path = desk.path("en", FLOWS)
    one = await tina.get(f"{path}?status=outdated")
    assert "Frasi trovate: 1" in text(one)
    flow = await tina.get(f"{path}?flow=near&status=draft")
    assert "near.where" in text(flow)
    assert "law.start" not in text(flow).partition("Frasi trovate")[2].partition("Quanto manca")[0]
    found = await tina.post(path + "/find", {"text": "Chi ti può aiutare", "flow": "near"})
    assert "Frasi trovate: 1" in text(found)
    assert "Chi ti" not in "".join(re.findall(r'(?:href|action)="([^"]*)"', found.text))
    assert 'value="Chi ti può aiutare"' in found.text
    assert "Nessuna frase così" in text(await tina.post(path + "/find", {"text": "zzzz"}))
    last = await tina.get(f"{path}?page=99999")
    assert "Pagina 17 di 17" in text(last)


@pytest.mark.parametrize(
    "path", ["it", "xx", "en/console", "en/flows/0000000000000000", "zz/flows"]
)
async def test_what_is_not_there_is_not_there(desk: WordsHouse, tina: Browser, path: str) -> None:
    """A calm page."""
    assert 404 == (await tina.get(desk.path(path))).status


async def test_every_sentence_of_every_language_can_be_opened(
    desk: WordsHouse, tina: Browser
) -> None:
    """From the first list page, and the first of the programs', right to left too."""
    for tag in ("en", "es", "ar"):
        for domain in (FLOWS, INTERFACE):
            listed = await tina.get(desk.path(tag, domain))
            links = re.findall(rf'href="({desk.path(tag, domain)}/[0-9a-f]{{16}})"', listed.text)
            assert links
            for link in (links[0], links[len(links) // 2], links[-1]):
                page = await tina.get(link)
                assert 200 == page.status
                direction = "rtl" if tag == "ar" else "ltr"
                assert f'lang="{tag}" dir="{direction}"' in page.text


async def test_a_problem_leads_to_its_sentence_or_its_step(desk: WordsHouse, tina: Browser) -> None:
    """By the sentence's key to its page; by a step to the step's sentences."""
    book = await desk.book("ar")
    named = await tina.get(desk.path("ar") + f"?key={TITLE}")
    assert (303, desk.path("ar", FLOWS, book.sentence(TITLE).id)) == (
        named.status,
        named.headers["Location"],
    )
    count = sum(each.step == "near.where" for each in book.sentences)
    listed = await tina.get(desk.path("ar") + "?step=near.where")
    assert f"Frasi trovate: {count}" in text(listed)
    assert 200 == (await tina.get(desk.path("ar") + "?key=near.nowhere.title")).status


async def test_a_draft_that_leads_nowhere_keeps_its_translations(
    desk: WordsHouse, tina: Browser
) -> None:
    """A coordinator is in the middle of something: translators go on, and nothing is put aside."""
    before = await desk.book()
    flow = (await desk.bench.files(desk.draft))["flows/near.yaml"]
    broken = flow.replace("go: near.work", "go: near.nowhere").replace("go: work", "go: nowhere")
    assert broken != flow
    await desk.change({"flows/near.yaml": broken})
    assert (await desk.bench.reading(desk.draft)).library is None

    assert 303 == (await desk.save(tina, TITLE, "Who can help you now")).status
    after = await desk.book()
    assert len(before.sentences) == len(after.sentences)
    assert before.gone == after.gone
    shown = (await desk.bench.reading(desk.draft)).catalogues
    work = before.sentence("near.work.title")
    assert work.target == shown.translation(work.key, work.source, "en")
