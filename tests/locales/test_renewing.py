"""When the Italian changes, translations become outdated, and none is lost."""

from __future__ import annotations

from locales.catalogues import Status
from locales.desk.sentences import Sentence, file_of
from tests.locales.books import TODAY, book, po

SIGNED = "# reviewed: a reader 2026-11-01\n"
TITLE = "menu.menu.title"


def standing(kept: str, **sources: str) -> dict[str, Sentence]:
    """The sentences by key, after the flow says other things."""
    return book(kept, {key.replace("__", "."): said for key, said in sources.items()}).by_key()


def test_a_changed_sentence_is_outdated_for_good() -> None:
    """What it translated stays known, however often the catalogue is renewed."""
    once = book(po(above=SIGNED), {**TODAY, TITLE: "Da dove parti?"})
    twice = book(file_of(once).decode(), {**TODAY, TITLE: "Da dove inizi?"})

    for each in (once, twice):
        title = each.sentence(TITLE)
        assert (Status.OUTDATED, TODAY[TITLE]) == (title.status, title.previous)
        assert ("Where would you like to start?", "") == (title.target, title.reader)


def test_a_sentence_changed_back_fits_again() -> None:
    """As a draft: the signature went with the change."""
    changed = book(po(above=SIGNED), {**TODAY, TITLE: "Da dove parti?"})
    back = book(file_of(changed).decode(), TODAY)

    assert (Status.DRAFT, "") == (back.sentence(TITLE).status, back.sentence(TITLE).previous)


def test_a_paragraph_taken_out_leaves_the_others_signed() -> None:
    """Those below it move up with translation and signature; they were read on this screen."""
    before = {"menu.menu.say.1": "Uno.", "menu.menu.say.2": "Due."}
    kept = po({"menu.menu.say.1": "One.", "menu.menu.say.2": "Two."}, sources=before, above=SIGNED)

    after = book(kept, {"menu.menu.say.1": "Due."})

    assert ("Two.", "a reader") == (after.sentences[0].target, after.sentences[0].reader)
    assert ["One."] == [each.string for each in after.gone]


def test_a_paragraph_put_in_is_missing_and_not_outdated() -> None:
    """The new one takes no other's translation."""
    kept = po({"menu.menu.say.1": "One."}, sources={"menu.menu.say.1": "Uno."})

    after = book(kept, {"menu.menu.say.1": "Zero.", "menu.menu.say.2": "Uno."})

    assert [Status.MISSING, Status.DRAFT] == [each.status for each in after.sentences]


def test_a_sentence_elsewhere_is_a_draft() -> None:
    """A renamed step keeps its translations; whoever signed read them on another screen."""
    after = book(po(above=SIGNED), {"menu.begin.title": TODAY[TITLE]})

    title = after.sentences[0]
    assert ("Where would you like to start?", Status.DRAFT) == (title.target, title.status)


def test_what_is_taken_out_comes_back() -> None:
    """A step removed and put in again finds its translations at the end of the file."""
    without = book(po(), {TITLE: TODAY[TITLE]})
    again = book(file_of(without).decode(), TODAY)

    assert 2 == len(without.gone)
    assert [Status.DRAFT] * 3 == [each.status for each in again.sentences]
    assert () == again.gone
