"""The translation desk: how far each sentence is, and what may be done to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from flows.checks import length, openings
from flows.checks.texts import Role, lines_of
from flows.reader import read_library, shipped_library
from locales.catalogues import FLOWS, Status
from locales.desk import judging
from locales.desk.changes import sign, take_back, translate
from locales.desk.glossary import Glossary, read_glossary, shipped_glossary
from locales.desk.judging import Kind, faults, hints
from locales.desk.progress import Progress, found, progress, progress_by_flow
from locales.desk.sentences import Book, Part, Sentence, file_of, open_book
from locales.desk.shelf import Shelf
from locales.errors import (
    MovedOnError,
    NothingToSignError,
    UnfitSignatureError,
    UnfitWordsError,
    UnknownSentenceError,
    UnreadableGlossaryError,
)
from locales.texts import messages_of
from tests.locales.books import KEPT, TODAY, book, messages, po

if TYPE_CHECKING:
    from flows.definition import Text

DAY = date(2026, 12, 1)
TITLE, SAY, CHOICE = TODAY
PARTS = {
    Role.TITLE: Part.TITLE,
    Role.BUBBLE: Part.BUBBLE,
    Role.CHOICE: Part.BUTTON,
    Role.ASK: Part.BUTTON,
    Role.BUTTON: Part.BUTTON,
}


def kinds(words: str, key: str = SAY) -> list[Kind]:
    """What is wrong with a translation of one of today's sentences."""
    return [fault.kind for fault in faults(book().sentence(key), words)]


def test_the_desk_counts_as_the_checks_of_the_flows() -> None:
    """A hint and an error never contradict each other: the same limits, the same buttons."""
    library, _ = read_library(shipped_library())
    assert library is not None
    desk = open_book("en", FLOWS, messages_of(library.texts())).by_key()

    assert {line.text.context: PARTS[line.role] for line in lines_of(library)} == {
        key: each.part for key, each in desk.items()
    }
    assert (length.LONGEST_LABEL, length.LONGEST_TITLE, openings.PREVIEW) == (
        judging.LONGEST_BUTTON,
        judging.LONGEST_TITLE,
        judging.PREVIEW,
    )
    assert (length.MOST_WORDS_IN_BUBBLE, length.MOST_WORDS_IN_SENTENCE) == (
        judging.MOST_WORDS_IN_BUBBLE,
        judging.MOST_WORDS_IN_SENTENCE,
    )


def test_each_sentence_says_where_it_stands() -> None:
    """Flow, step, what it is on the screen, and which one a locked phone shows."""
    title, say, choice = book().sentences

    assert ("menu", "menu.menu", Part.TITLE) == (title.flow, title.step, title.part)
    assert (Part.BUBBLE, Part.BUTTON) == (say.part, choice.part)
    assert {TITLE} == book().openings()
    assert {SAY} == book(sources={SAY: TODAY[SAY], CHOICE: TODAY[CHOICE]}).openings()


def test_a_translation_is_a_draft_until_it_is_signed() -> None:
    """And signed until it changes; the signature tells who and when, in the file too."""
    signed = sign(book(), TITLE, " a  reader ", DAY)
    read = book(file_of(signed).decode()).sentence(TITLE)
    changed = translate(signed, TITLE, "Where do you start?").sentence(TITLE)

    assert (Status.REVIEWED, "a reader", DAY) == (read.status, read.reader, read.day)
    assert b"# reviewed: a reader 2026-12-01\n" in file_of(signed)
    assert (Status.DRAFT, "", None) == (changed.status, changed.reader, changed.day)
    assert signed == translate(signed, TITLE, KEPT[TITLE])
    assert book() == take_back(signed, TITLE)


def test_a_second_readers_signature_is_kept_and_goes_with_the_first() -> None:
    """Two may have signed; nobody's name stays above words they never read."""
    twice = book(po(above="# reviewed: one 2026-11-01\n# reviewed: two 2026-11-02\n"))

    assert b"# reviewed: two 2026-11-02\n" in file_of(twice)
    assert b"\n# reviewed" not in file_of(take_back_all(twice))


def take_back_all(signed: Book) -> Book:
    """Without any signature."""
    for key in TODAY:
        signed = take_back(signed, key)
    return signed


def test_an_outdated_sentence_may_still_hold() -> None:
    """Saying the same words again makes a draft of it; before that nobody can sign it."""
    outdated = book(sources={**TODAY, TITLE: "Da dove parti?"})

    with pytest.raises(NothingToSignError, match="superata"):
        sign(outdated, TITLE, "a reader", DAY)
    assert Status.DRAFT == translate(outdated, TITLE, KEPT[TITLE]).sentence(TITLE).status


def test_two_people_do_not_overwrite_each_other() -> None:
    """Who had another sentence before her is told; nobody signs what she has not read."""
    seen = book().sentence(TITLE).version
    changed = translate(book(), TITLE, "Where to?", seen=seen)

    with pytest.raises(MovedOnError, match=TITLE):
        translate(changed, TITLE, "From where?", seen=seen)
    with pytest.raises(MovedOnError, match=TITLE):
        sign(changed, TITLE, "a reader", DAY, seen=seen)
    assert Status.REVIEWED == (
        sign(changed, TITLE, "a reader", DAY, seen=changed.sentence(TITLE).version)
        .sentence(TITLE)
        .status
    )


def test_a_translation_may_be_taken_away() -> None:
    """No words at all: it is missing, and cannot be signed."""
    missing = translate(book(), TITLE, "")

    assert Status.MISSING == missing.sentence(TITLE).status
    with pytest.raises(NothingToSignError, match="manca"):
        sign(missing, TITLE, "a reader", DAY)


@pytest.mark.parametrize("reader", ["", "  ", "x" * 61, "a\u202eb"])
def test_a_signature_tells_somebody(reader: str) -> None:
    """Nothing, a novel, or marks that turn the line are no signature."""
    with pytest.raises(UnfitSignatureError):
        sign(book(), TITLE, reader, DAY)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Answers in 2 minutes.", Kind.PLACES),
        ("{112} {1522} answers in 2 minutes.", Kind.PLACES),
        ("{ 112} answers in 2 minutes.", Kind.PLACES),
        ("{112} answers in 2 minutes}.", Kind.BRACES),
        ("{112} answers in 3 minutes.", Kind.NUMBERS),
        ("{112} answers in minutes.", Kind.NUMBERS),
        ("{112} answers in 2 minut\u0435s.", Kind.ALPHABETS),
        ("\u202e{112} answers in 2 minutes.", Kind.TURNING),
        ("{112} answers\x07 in 2 minutes.", Kind.CONTROL),
        ("{112} answers in 2 minutes.\n", Kind.EDGES),
        ("   ", Kind.BLANK),
    ],
)
def test_words_that_lose_a_fact_are_refused(words: str, kind: Kind) -> None:
    """Places and numbers stay, and nothing unseen comes in."""
    assert [kind] == kinds(words)
    with pytest.raises(UnfitWordsError, match=SAY):
        translate(book(), SAY, words)


@pytest.mark.parametrize(
    "words",
    [
        "خلال ٢ دقائق {112} يجيب.",
        "\u200f{112} يجيب \u2067בעוד\u2069 2 דקות",
        "2 分 {112}",
        "{112}: 2",
    ],
)
def test_other_scripts_and_marks_of_direction_are_fine(words: str) -> None:
    """Digits of another script are the same number."""
    assert [] == kinds(words)


def test_hints_are_told_and_refuse_nothing() -> None:
    """Length, easy sentences, the network's word: for a person to judge."""
    glossary = shipped_glossary()
    long = "Who could possibly be able to help me somewhere near"
    saying = "{112} answers " + "very " * 60 + "soon, in 2 minutes."

    assert [Kind.LONG_BUTTON] == [
        hint.kind for hint in hints(book().sentence(CHOICE), long, "en", glossary)
    ]
    assert [Kind.LONG_BUBBLE, Kind.LONG_SENTENCE, Kind.GLOSSARY] == [
        hint.kind for hint in hints(book().sentence(SAY), saying, "en", glossary)
    ]
    assert Status.DRAFT == translate(book(), CHOICE, long).sentence(CHOICE).status
    assert [Kind.UNTRANSLATED] == [
        hint.kind for hint in hints(book().sentence(TITLE), TODAY[TITLE], "en", Glossary())
    ]


def test_lengths_are_those_she_sees() -> None:
    """With the fact in its place, not with the name of the place."""
    sentence = Sentence("a.b.choices.c", "{where_areu_app_name_long}", "", Status.MISSING)
    words = "Open the app {where_areu_app_name_long} now"

    assert [] == list(
        hints(sentence, words, "en", Glossary(), {"where_areu_app_name_long": "112 Where"})
    )
    assert (
        "Open the app 112"
        == judging.preview(words, {"where_areu_app_name_long": "112" + " " * 60}).rstrip()
    )


def test_progress_counts_and_filters_find() -> None:
    """By status, flow and words of either language."""
    some = sign(translate(book(), SAY, ""), TITLE, "a reader", DAY)

    assert Progress(missing=1, draft=1, reviewed=1) == progress(some)
    assert {"menu": progress(some)} == progress_by_flow(some)
    assert 33 == progress(some).percent(Status.REVIEWED)
    assert [False, True] == [progress(each).is_complete for each in (some, book())]
    assert [SAY] == [each.key for each in found(some, statuses=[Status.MISSING])]
    assert [CHOICE] == [each.key for each in found(some, text="HELP near")]
    assert [CHOICE] == [each.key for each in found(some, text="vicino", flow="menu")]
    assert [] == list(found(some, flow="law"))


def test_the_right_side_is_known() -> None:
    """Fields for Arabic begin at the right."""
    assert "rtl" == open_book("ar", FLOWS, messages()).direction
    assert "ltr" == book().direction


def test_an_unknown_sentence_is_told() -> None:
    """A key of yesterday's."""
    with pytest.raises(UnknownSentenceError, match=r"menu\.old\.title"):
        translate(book(), "menu.old.title", "words")


def test_the_glossary_fits_the_catalogues_that_are_there() -> None:
    """Seeded from them, it has next to nothing to say of them; what it has is a hint."""
    glossary, shelf = shipped_glossary(), Shelf(messages_of(_shipped_texts()))

    assert 25 == len(glossary.terms)
    for language in ("en", "es", "ar"):
        told = [
            each.key
            for each in shelf.book(language).sentences
            if any(True for _ in glossary.missed(each.source, each.target, language))
        ]
        assert len(told) <= 5, told


def _shipped_texts() -> list[Text]:
    library, _ = read_library(shipped_library())
    assert library is not None
    return list(library.texts())


def test_the_longest_word_of_the_network_counts() -> None:
    """A centro antiviolenza is not also a centro; articles are written onto Arabic words."""
    glossary = shipped_glossary()

    assert ["centro antiviolenza"] == [t.name for t in glossary.terms_in("Un Centro antiviolenza.")]
    assert [] == list(glossary.missed("Un'operatrice", "والعامِلة هنا", "ar"))
    assert ["operatrice"] == [t.name for t in glossary.missed("Le operatrici", "The staff", "en")]
    assert [] == list(glossary.missed("Le operatrici", "The staff", "sq"))


@pytest.mark.parametrize(
    "text",
    ["[[term", "term = 3", "[[term]]\nen = ['a']", "[[term]]\nitalian = []",
     "[[term]]\nitalian = ['a']\nde = ['b']", "[[term]]\nitalian = ['a']\nen = [3]"],
)  # fmt: skip
def test_a_broken_glossary_is_a_sentence(text: str) -> None:
    """What is wrong, and in which word."""
    with pytest.raises(UnreadableGlossaryError, match=r"glossary\.toml: "):
        read_glossary(text)
