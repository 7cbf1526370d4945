"""A translator's file: whole or not at all, and nothing a reader signed is replaced."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locales.catalogues import FLOWS, Status
from locales.desk.arriving import Arrival, arrive
from locales.desk.changes import sign, translate
from locales.desk.glossary import Glossary
from locales.desk.leaving import exported
from locales.desk.parcels import unpack
from locales.desk.sentences import Book, open_book
from locales.errors import UnfitFileError, UnknownSentenceError
from tests.locales.books import HEAD, KEPT, TODAY, book, messages, po, row

TITLE, SAY, CHOICE = TODAY
NOW = datetime(2026, 11, 22, tzinfo=UTC)
SIGNED = sign(book(), TITLE, "a reader", date(2026, 11, 1))


def arrived(text: str, at: Book | None = None, *replaces: str) -> Arrival:
    """What a file changes."""
    return arrive(at or book(), unpack(text), replaces)


def test_a_file_just_exported_changes_nothing() -> None:
    """Not even a comment."""
    arrival = arrived(exported(SIGNED, Glossary(), NOW).decode(), SIGNED)

    assert ([], SIGNED) == (arrival.changes, arrival.book)


def test_new_and_changed_sentences_are_drafts() -> None:
    """Each is told with what it was before; what the file leaves empty stays as it is."""
    at = translate(book(), CHOICE, "")
    arrival = arrived(po({TITLE: "Where to?", SAY: "", CHOICE: "Who is near"}), at)

    assert [(TITLE, KEPT[TITLE], "Where to?"), (CHOICE, "", "Who is near")] == [
        (each.key, each.before.target, each.after.target) for each in arrival.changes
    ]
    assert [KEPT[SAY]] == [each.target for each in arrival.book.sentences if each.key == SAY]


def test_a_signed_sentence_is_left_and_told() -> None:
    """Whatever the file says, also one that calls itself signed."""
    for above in ("", "# reviewed: somebody else 2026-11-20\n"):
        arrival = arrived(po({TITLE: "Where to?"}, above=above), SIGNED)

        assert [(TITLE, "Where to?")] == [(each.key, each.words) for each in arrival.signed]
        assert SIGNED == arrival.book


def test_a_signed_sentence_is_replaced_by_name_only() -> None:
    """It becomes a draft: nobody signed the new words."""
    arrival = arrived(po({TITLE: "Where to?", SAY: "{112}: 2"}), SIGNED, TITLE)

    title = arrival.book.sentence(TITLE)
    assert ("Where to?", Status.DRAFT, "") == (title.target, title.status, title.reader)
    with pytest.raises(UnknownSentenceError, match=r"menu\.other"):
        arrived(po(), SIGNED, "menu.other.title")


def test_no_file_brings_a_signature() -> None:
    """A reader signs here; what the file claims is counted and told."""
    arrival = arrived(po(above="# reviewed: somebody 2026-11-20\n"))

    assert (3, book()) == (arrival.signatures, arrival.book)


def test_a_file_of_last_month_updates_what_still_fits() -> None:
    """What translates an older Italian sentence is told, and overwrites nothing newer."""
    today = {**TODAY, TITLE: "Da dove parti?"}
    at = translate(book(sources=today), TITLE, "From where?")
    arrival = arrived(po({TITLE: "Where to?", CHOICE: "Who is near"}), at)

    assert [(TITLE, "Where to?")] == [(each.key, each.words) for each in arrival.older]
    assert ("From where?", "Who is near") == (
        arrival.book.sentence(TITLE).target,
        arrival.book.sentence(CHOICE).target,
    )


def test_work_on_an_older_sentence_is_not_lost() -> None:
    """Where there is nothing better it is kept, marked as what it translates."""
    at = open_book("en", FLOWS, messages({**TODAY, TITLE: "Da dove parti?"}))
    title = arrived(po(), at).book.sentence(TITLE)

    assert (KEPT[TITLE], Status.OUTDATED, TODAY[TITLE]) == (
        title.target,
        title.status,
        title.previous,
    )


def test_a_translator_says_that_an_outdated_sentence_still_holds() -> None:
    """She takes the mark away; where she leaves it, the sentence stays outdated."""
    at = book(sources={**TODAY, TITLE: "Da dove parti?"})
    text = exported(at, Glossary(), NOW).decode()

    assert [] == arrived(text, at).changes
    arrival = arrived(text.replace("#, fuzzy\n", ""), at)
    assert [Status.DRAFT] == [each.after.status for each in arrival.changes]


def test_what_she_is_not_sure_of_is_left_and_told() -> None:
    """Marked as needing work in her editor."""
    arrival = arrived(po({TITLE: "Where to?"}, above="#, fuzzy\n"))

    assert (["Where to?"], book()) == ([each.words for each in arrival.unsure], arrival.book)


def test_sentences_of_another_day_are_told() -> None:
    """A step that is gone; one that was renamed keeps the work where nothing is translated."""
    at = open_book("en", FLOWS, messages({"menu.begin.title": TODAY[TITLE]}))
    arrival = arrived(po({TITLE: "Where to?", CHOICE: "Who is near"}), at)

    assert [CHOICE] == [each.key for each in arrival.gone]
    assert "Where to?" == arrival.book.sentence("menu.begin.title").target


WORDS = st.sampled_from(["", "Where to?", "{112} says it in 2 minutes.", *KEPT.values()])
ITALIAN = st.sampled_from(["Una frase.", "Un'altra frase.", *TODAY.values()])
ABOVE = st.sampled_from(["", "#, fuzzy\n", "# reviewed: somebody 2026-11-20\n"])


@st.composite
def files(draw: st.DrawFn) -> str:
    """A translator's file of any day: some sentences are today's, some were once."""
    keys = draw(st.lists(st.sampled_from([*TODAY, "menu.old.title"]), unique=True))
    rows = (row(key, draw(ITALIAN), draw(WORDS), draw(ABOVE)) for key in keys)
    return HEAD.format("en") + "".join(rows)


@settings(max_examples=200, deadline=None)
@given(kept=files(), brought=files())
def test_no_file_takes_anything_away(kept: str, brought: str) -> None:
    """Whatever comes in: what was signed stays, what was translated stays translated.

    And bringing the same file again changes nothing more.
    """
    before = book(kept)
    try:
        after = arrived(brought, before).book
    except UnfitFileError:
        return

    for was, now in zip(before.sentences, after.sentences, strict=True):
        assert was == now or was.status is not Status.REVIEWED
        assert now.target or not was.target
        assert now.status is not Status.REVIEWED or was == now
        assert not (now.status is Status.OUTDATED and was.status is Status.DRAFT)
    assert [] == arrived(brought, after).changes


def test_a_lost_place_refuses_the_whole_file_with_its_lines() -> None:
    """And so does a lost number: nothing of the file is taken."""
    text = po({TITLE: "Where to?", SAY: "{112} in 3 minutes.", CHOICE: "Who\u202e"})

    with pytest.raises(UnfitFileError) as refused:
        arrived(text)

    line = 1 + [each.startswith('msgid "Il {112}') for each in text.splitlines()].index(True)
    assert 2 == len(refused.value.faults)
    told = "i numeri sono 3 invece di 2"
    assert f"riga {line}, {SAY}: {told}." == str(refused.value.faults[0])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (po(language="es"), "in «es», non flows in «en»"),
        (po(language="de"), "«de», che qui non c'è: en, es"),
        (po(language="it"), "«it», che qui non c'è: en"),
        (po().replace("Language: en", "X: y"), "non dice in che lingua"),
        (po().replace("soglia flows", "soglia interface"), "contiene interface"),
        (HEAD.format("en").replace(" flows", "") + 'msgid "a"\nmsgstr "b"\n', "quale catalogo"),
        (
            HEAD.format("en") + row("other.project.title", "Ciao", "Hello"),
            "Nessuna frase del file",
        ),
        (
            po({TITLE: "من أين تريدين أن تبدئي، وإلى أين تريدين الوصول اليوم؟"}),
            "lettere sono Arabic",
        ),
        ("not a PO file", "riga 1"),
        (po() + "#\n" * 1_000_000, "troppo lungo"),
    ],
)
def test_a_file_that_is_not_for_this_book_is_a_sentence(text: str, told: str) -> None:
    """Another language, another catalogue, another project, no PO file."""
    with pytest.raises(UnfitFileError, match=told):
        arrived(text)


def test_a_file_from_weblate_needs_no_catalogue_in_its_head() -> None:
    """Contexts are enough, and a country behind the language is no other language."""
    parcel = unpack(po(language="en_GB").replace("soglia flows", "PACKAGE VERSION"))

    assert ("en", FLOWS) == (parcel.language, parcel.domain)
