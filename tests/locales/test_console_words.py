"""The staff's pages speak English too: every sentence of theirs is there, and fits."""

from __future__ import annotations

from importlib import resources

from locales.catalogues import CONSOLE, Status
from locales.desk.judging import faults
from locales.desk.sentences import Book, open_book
from locales.english import in_english, told_in_english
from locales.errors import NotPoError, UnfitFileError, UnfitWordsError
from locales.phrase import Phrase
from locales.texts import staff_messages


def english() -> Book:
    """Today's sentences of the console in English."""
    file = resources.files("locales") / "en" / "LC_MESSAGES" / f"{CONSOLE}.po"
    return open_book("en", CONSOLE, staff_messages(), file.read_text(encoding="utf-8"))


def test_every_sentence_of_the_console_is_there_in_english() -> None:
    """In code, in templates, and of the pure folders whose tools speak to the staff."""
    left = [
        (each.files, each.source)
        for each in english().sentences
        if each.status in {Status.MISSING, Status.OUTDATED}
    ]

    assert [] == left


def test_no_english_sentence_loses_a_place() -> None:
    """A place too many would fail while she reads it."""
    assert [] == [
        (each.source, str(fault))
        for each in english().sentences
        if each.target
        for fault in faults(each, each.target)
    ]


def test_what_the_pure_folders_say_is_found() -> None:
    """Operations on flows, the network's hours, the translators' desk."""
    homes = {file.partition("/")[0] for each in english().sentences for file in each.files}

    assert {"bot", "console", "flows", "locales", "routing"} <= homes


def test_the_commands_tell_an_error_in_english() -> None:
    """With each fault on its line, whatever is inside what."""
    problem = UnfitFileError(
        "Qualche frase del file perderebbe qualcosa.", faults=[Phrase("niente")]
    )
    inner = NotPoError(3, "questa non è una riga di un file PO")

    assert "Some sentence of the file would lose something. Nothing was imported.\n  nothing" == (
        told_in_english(problem)
    )
    assert "line 3: this is no line of a PO file." == told_in_english(inner)
    assert "a.b: it cannot be kept like this." == told_in_english(UnfitWordsError("a.b", []))
    assert "Nessuno lo ha mai detto" == in_english("Nessuno lo ha mai detto")
