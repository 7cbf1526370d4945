"""A step gets another name or another flow: its translations are where it is now, none is lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.editing import move_steps, rename_step, set_text
from flows.reader import read_library, shipped_library
from locales.catalogues import FLOWS, Catalogues, Status, shipped_catalogues
from locales.desk.changes import sign, translate
from locales.desk.library import Books, saved
from locales.errors import UnknownDomainError, UnknownLanguageError
from locales.texts import former_steps, messages_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from locales.desk.sentences import Book, Sentence

SOURCES = shipped_library()
TEXTS = shipped_catalogues()
STEP = "near.where"
TITLE = "near.where.title"


def books(sources: Mapping[str, str | None], texts: dict[str, str] | None = None) -> Books:
    """The books of these flows."""
    library, issues = read_library(_with({}, sources))
    assert library is not None, [str(issue) for issue in issues]
    return Books(messages_of(library.texts()), texts or TEXTS, former_steps(library))


def followed(sources: Mapping[str, str | None], texts: dict[str, str]) -> Catalogues:
    """What the conversation itself makes of the same files."""
    library, _ = read_library(_with({}, sources))
    assert library is not None
    return Catalogues(texts).following(messages_of(library.texts()), former_steps(library))


def signed_in(book: Book, step: str) -> Book:
    """A book in which a reader has signed a step."""
    for each in book.sentences:
        if each.step == step:
            book = sign(book, each.key, "Rana", date(2026, 11, 1))
    return book


def said(book: Book, step: str) -> list[tuple[str, str, str]]:
    """What a step says, how far it is, and who signed it."""
    return [(e.target, e.status, e.reader) for e in book.sentences if e.step == step]


@pytest.mark.parametrize("tag", ["en", "es", "ar"])
def test_a_renamed_step_keeps_translations_and_signatures(tag: str) -> None:
    """She who signed read the same screen; only its name is another."""
    before = signed_in(books(SOURCES).book(tag, FLOWS), STEP)
    renamed = {**SOURCES, **rename_step(SOURCES, STEP, "posto")}

    after = books(renamed, {**TEXTS, **saved(before)}).book(tag, FLOWS)

    assert said(before, STEP) == said(after, "near.posto")
    assert {Status.REVIEWED} == {status for _, status, _ in said(after, "near.posto")}
    assert len(before.sentences) == len(after.sentences)
    assert before.gone == after.gone


def test_a_step_renamed_and_changed_is_outdated_and_knows_what_it_translated() -> None:
    """In one draft or in several: the translation is there, beside the Italian of before."""
    before = signed_in(books(SOURCES).book("es", FLOWS), STEP)
    italian = before.sentence(TITLE)
    draft = _with(SOURCES, rename_step(SOURCES, STEP, "posto"))
    draft = _with(draft, set_text(draft, "near.posto.title", "Dove ti trovi oggi?"))
    draft = _with(draft, rename_step(draft, "near.posto", "luogo"))

    title = books(draft, {**TEXTS, **saved(before)}).book("es", FLOWS).sentence("near.luogo.title")

    assert (italian.target, Status.OUTDATED, italian.source, "") == (
        title.target,
        title.status,
        title.previous,
        title.reader,
    )


def test_steps_moved_to_another_flow_keep_their_translations() -> None:
    """Also into a flow that is new; what was written since in the old place is not mixed up."""
    before = signed_in(books(SOURCES).book("ar", FLOWS), STEP)
    moved = {**SOURCES, **move_steps(SOURCES, [STEP], "posti")}

    after = books(moved, {**TEXTS, **saved(before)}).book("ar", FLOWS)

    assert said(before, STEP) == said(after, "posti.where")


def test_undone_everything_is_as_it_was() -> None:
    """The files of translators were not touched by the new name, nor are they by the old one."""
    texts = {**TEXTS, **saved(signed_in(books(SOURCES).book("es", FLOWS), STEP))}
    renamed = {**SOURCES, **rename_step(SOURCES, STEP, "posto")}
    later = books(renamed, texts).book("es", FLOWS)
    kept = {**texts, **saved(translate(later, "near.posto.title", "¿Dónde?"))}

    assert said(books(SOURCES, texts).book("es", FLOWS), STEP) == said(later, "near.posto")
    title = books(renamed, kept).book("es", FLOWS).sentence("near.posto.title")
    assert ("¿Dónde?", Status.DRAFT) == (title.target, title.status)


def test_p11_the_conversation_follows_like_the_desk() -> None:
    """Women read a renamed step in their language at once, before a translator opens anything."""
    before = books(SOURCES).book("ar", FLOWS)
    renamed = {**SOURCES, **rename_step(SOURCES, STEP, "posto")}
    title = before.sentence(TITLE)

    told = followed(renamed, TEXTS)

    assert title.target == told.translation("near.posto.title", title.source, "ar")
    assert told.texts == TEXTS


STEPS = ("near.where", "near.centres", "menu.menu", "law.start", "about.start")


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(STEPS), st.sampled_from(["rename", "move", "say"])),
        min_size=1,
        max_size=5,
    )
)
def test_nothing_is_ever_lost(acts: list[tuple[str, str]]) -> None:
    """Whatever is renamed, moved and said anew, every translation is somewhere, and both agree."""
    sources, names = dict(SOURCES), {step: step for step in STEPS}
    for number, (step, act) in enumerate(acts):
        name = names[step]
        if act == "rename":
            names[step] = f"{name.partition('.')[0]}.nome{number}"
            sources |= _texts(rename_step(sources, name, f"nome{number}"))
        elif act == "move":
            names[step] = f"altro{number}.{name.partition('.')[2]}"
            sources = _with(sources, move_steps(sources, [name], f"altro{number}"))
        else:
            library, _ = read_library(sources)
            assert library is not None
            text = next(iter(library.steps[name].texts()))
            sources |= _texts(set_text(sources, text.context, f"Una frase nuova {number}."))
    before, after = books(SOURCES).book("es", FLOWS), books(sources).book("es", FLOWS)
    told = followed(sources, TEXTS)

    everything = {each.target for each in after.sentences} | {str(e.string) for e in after.gone}
    assert {each.target for each in before.sentences} <= everything
    for each in after.sentences:
        assert each.status == told.status(each.key, each.source, "es")
        if each.status in {Status.DRAFT, Status.REVIEWED}:
            assert each.target == told.translation(each.key, each.source, "es")


def _with(sources: Mapping[str, str], changed: Mapping[str, str | None]) -> dict[str, str]:
    merged = {**sources, **changed}
    return {name: text for name, text in merged.items() if text is not None}


def _texts(changed: Mapping[str, str | None]) -> dict[str, str]:
    return _with({}, changed)


def test_a_language_without_a_file_is_all_missing_and_can_be_kept() -> None:
    """What a new language begins with reads back as the same book."""
    fresh = books(SOURCES).book("sq", FLOWS)
    again = books(SOURCES, {**TEXTS, **saved(fresh)})

    assert {Status.MISSING} == {each.status for each in fresh.sentences}
    assert fresh == again.book("sq", FLOWS)
    assert ("en", "es", "ar", "sq") == again.languages()


@pytest.mark.parametrize(("tag", "domain"), [("it", FLOWS), ("xx", FLOWS), ("en", "console")])
def test_what_is_no_catalogue_of_an_edition_is_refused(tag: str, domain: str) -> None:
    """The Italian, a language without a number, the console's own words."""
    with pytest.raises((UnknownLanguageError, UnknownDomainError)):
        books(SOURCES).book(tag, domain)


def test_an_address_names_a_sentence_whatever_it_says() -> None:
    """Sixteen digits, the same for the same key, no two alike."""
    book: Book = books(SOURCES).book("en", FLOWS)
    ids = {each.id for each in book.sentences}

    assert len(book.sentences) == len(ids)
    assert {16} == {len(each) for each in ids}
    again: Sentence = books(SOURCES).book("es", FLOWS).sentence(TITLE)
    assert book.sentence(TITLE).id == again.id
