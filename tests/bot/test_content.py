"""What may be offered, and what alarms the keeper."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.content import load_content, load_flows, offered, overdue
from bot.errors import ContentError
from bot.settings import Content, Mode, Settings, WebChat
from flows.reader import shipped_library
from locales.catalogues import Catalogues, shipped_catalogues
from locales.phrase import Phrase
from locales.texts import program_messages
from tests.dialogue import shipped_content
from tests.flows.libraries import TALK, library, sources

if TYPE_CHECKING:
    from pathlib import Path

    from flows.definition import Library

TODAY = date(2026, 11, 22)
HEADER = """
msgid ""
msgstr "Language: en"

"""
SIGNED = "# reviewed: a reader, 2026-11-22\n"


def english(
    library_: Library, *, reviewed: bool, interface: bool = True, leave_out: str = ""
) -> Catalogues:
    """An English catalogue of a library, signed or not, one sentence left out."""
    entries = [HEADER]
    for text in library_.texts():
        if text.source != leave_out:
            comment = SIGNED if reviewed else ""
            entries.append(
                f'{comment}msgctxt "{text.context}"\nmsgid "{text.source}"\nmsgstr "English"\n\n'
            )
    words = f'{HEADER}{SIGNED if interface else ""}msgid "Aperto adesso"\nmsgstr "Open now"\n'
    return Catalogues({"en/flows": "".join(entries), "en/interface": words})


def tags(mode: Mode, catalogues: Catalogues, *wanted: str) -> list[str]:
    """The languages a woman may choose."""
    settings = Settings(mode=mode, content=Content(languages=wanted))
    return [language.tag for language in offered(settings, library(), catalogues)]


def test_a_draft_language_is_offered_in_demo_only() -> None:
    """LA-3: complete drafts may be tried; women read what somebody signed."""
    draft = english(library(), reviewed=False)

    assert ["it", "en"] == tags(Mode.DEMO, draft)
    assert ["it"] == tags(Mode.SERVICE, draft)


def test_a_reviewed_language_is_offered() -> None:
    """Complete and signed, a language goes live."""
    assert ["it", "en"] == tags(Mode.SERVICE, english(library(), reviewed=True))


def test_unsigned_words_of_the_programs_hide_a_language() -> None:
    """What the programs say beside the flows is read by the same women."""
    half = english(library(), reviewed=True, interface=False)

    assert ["it"] == tags(Mode.SERVICE, half)


def test_a_translation_with_another_place_is_not_used() -> None:
    """A translator's slip cannot stop a turn: the Italian is said instead."""
    wrong = f'{HEADER}msgid "A circa {{km}} km"\nmsgstr "About {{miles}} miles"\n'
    catalogues = Catalogues({"en/interface": wrong})

    assert "A circa 3 km" == catalogues.say(Phrase("A circa {km} km", {"km": 3}), "en")


def test_a_missing_sentence_hides_a_language() -> None:
    """LA-1: a language with a missing sentence is not offered at all."""
    partly = english(library(), reviewed=True, leave_out="Puoi tornare.")

    assert ["it"] == tags(Mode.DEMO, partly)


def test_asking_for_an_unfinished_language_stops_the_start() -> None:
    """A keeper who names it is told how much is missing."""
    with pytest.raises(ContentError, match="'en' has 1 sentences"):
        tags(Mode.DEMO, english(library(), reviewed=True, leave_out="Puoi tornare."), "en")


def test_shipped_languages_are_complete_drafts() -> None:
    """English, Spanish and Arabic are complete, left to right and right to left."""
    content = shipped_content(Settings())

    assert ["it", "en", "es", "ar"] == [language.tag for language in content.languages]
    assert {"ltr", "rtl"} == {language.direction for language in content.languages}


def test_shipped_interface_is_translated() -> None:
    """Every sentence of the programs is there in every language that is offered."""
    catalogues = Catalogues(shipped_catalogues())
    missing = [
        (tag, message.id)
        for message in program_messages()
        for tag in ("en", "es", "ar")
        if catalogues.interface_status(str(message.id), tag) == "missing"
    ]

    assert [] == missing


def test_p10_an_overdue_1522_alarms_and_stays() -> None:
    """112 and 1522 never disappear: overdue, they alarm the keeper."""
    content = shipped_content(Settings())

    assert [] == overdue(content, date(2026, 11, 24))
    assert any("1522" in number for number in overdue(content, date(2040, 1, 1)))


def test_a_catalogue_that_is_no_text_is_a_sentence(tmp_path: Path) -> None:
    """Bytes of something else under a catalogue's name: which one, and what to do."""
    own = shipped_folder(tmp_path)
    arabic = own / "locales" / "ar" / "LC_MESSAGES" / "flows.po"
    arabic.parent.mkdir(parents=True)
    arabic.write_bytes(b"\xff\xfe")

    with pytest.raises(ContentError, match="ar/flows cannot be read"):
        load_flows(own, TODAY)


def shipped_folder(tmp_path: Path) -> Path:
    """A copy of the library that is shipped."""
    own = tmp_path / "library"
    own.mkdir()
    for name, text in shipped_library().items():
        (own / name).write_text(text, encoding="utf-8")
    return own


def test_every_problem_is_told_at_once() -> None:
    """An unknown target does not hide a promise in the same file."""
    broken = TALK.replace("go: where}", "go: nowhere}", 1).replace(
        "Puoi tornare.", "Torna: sei al sicuro."
    )
    files = {name: text for name, text in sources(talk=broken).items() if name != "words.yaml"}
    flows = load_flows(None, date(2026, 11, 24), files)
    told = [str(issue) for issue in flows.errors]

    assert flows.library is None
    assert any("talk.nowhere" in problem for problem in told)
    assert any("al sicuro" in problem for problem in told)


def test_an_incomplete_language_stops_nothing(tmp_path: Path) -> None:
    """LA-1: with a sentence missing in Spanish the service starts, without Spanish."""
    own = shipped_folder(tmp_path)
    spanish = own / "locales" / "es" / "LC_MESSAGES" / "flows.po"
    spanish.parent.mkdir(parents=True)
    whole = shipped_catalogues()["es/flows"]
    at = whole.index('msgctxt "menu.menu.title"')
    spanish.write_text(whole[:at] + whole[whole.index("\n\n", at) + 2 :], encoding="utf-8")
    content = load_content(Settings(content=Content(flows=own)), date(2026, 11, 24))

    assert ["it", "en", "ar"] == [language.tag for language in content.languages]


def test_qe_12_a_title_that_tells_stops_the_start() -> None:
    """QE-12: nothing sensitive stands in the tab's title, and so in the history."""
    with pytest.raises(ContentError, match="Choose a plain word"):
        load_content(Settings(webchat=WebChat(title="Centro antiviolenza")), TODAY)
