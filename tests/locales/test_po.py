"""The PO format: whatever is written is read again, and what is no PO file is a sentence."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locales.catalogues import FLOWS, Catalogues, Status, shipped_catalogues
from locales.desk.arriving import arrive
from locales.desk.glossary import Glossary, shipped_glossary
from locales.desk.leaving import exported
from locales.desk.parcels import unpack
from locales.desk.sentences import Book, Sentence, file_of, open_book
from locales.desk.shelf import Shelf
from locales.errors import NotPoError
from locales.po import read_rows
from locales.texts import messages_of, shipped_flows
from tests.locales.books import HEAD, book, messages, po, row

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 22, 19, tzinfo=UTC)

# What breaks readers of lines: quotes, backslashes, new lines of every kind, marks of direction.
AWKWARD = '"\\\n\r\t\x85\u2028\u2029\x0b\x0c\x1c{}#|~\u200f\u202e\u2067é的عн'
TEXTS = st.text(
    st.one_of(
        st.sampled_from(AWKWARD),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    min_size=1,
    max_size=60,
)
STATUSES = st.sampled_from([Status.MISSING, Status.OUTDATED, Status.DRAFT, Status.REVIEWED])


@st.composite
def sentences(draw: st.DrawFn) -> tuple[Sentence, ...]:
    """Sentences of one step, in every state."""
    made = []
    for number, source in enumerate(draw(st.lists(TEXTS, min_size=1, max_size=4, unique=True))):
        status = draw(STATUSES)
        previous = draw(TEXTS) if status is Status.OUTDATED else ""
        made.append(
            Sentence(
                key=f"menu.menu.say.{number}",
                source=source,
                target="" if status is Status.MISSING else draw(TEXTS),
                status=status,
                files=("menu.yaml",),
                previous="" if previous == source else previous,
                reader="a reader" if status is Status.REVIEWED else "",
                day=NOW.date() if status is Status.REVIEWED else None,
            )
        )
    return tuple(made)


@settings(max_examples=150, deadline=None)
@given(sentences())
def test_what_is_written_is_read_again(written: tuple[Sentence, ...]) -> None:
    """Any words in any language: sentence, translation, what it translated, who signed it."""
    book = Book("ar", FLOWS, written)
    today = messages({each.key: each.source for each in written})

    again = open_book("ar", FLOWS, today, file_of(book).decode())

    assert written == again.sentences
    assert file_of(book) == file_of(again)


@settings(max_examples=50, deadline=None)
@given(sentences())
def test_an_export_is_read_again(written: tuple[Sentence, ...]) -> None:
    """The notes for the translator change no word of it."""
    file = read_rows(exported(Book("ar", FLOWS, written), Glossary(), NOW).decode())

    assert [(each.source, each.target, each.previous or "") for each in written] == [
        (each.source, each.target, each.previous or "") for each in file.rows
    ]


@pytest.mark.parametrize("name", shipped_catalogues())
def test_shipped_catalogues_stand_as_the_desk_writes_them(name: str) -> None:
    """Opening and writing one back changes no byte, so that only real changes show."""
    language, domain = name.split("/")

    again = file_of(Shelf(messages_of(shipped_flows().texts())).book(language, domain))

    assert shipped_catalogues()[name] == again.decode()


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
def test_exports_satisfy_gettext(tmp_path: Path) -> None:
    """`msgfmt` finds nothing to say, also of outdated and signed sentences."""
    above = '# reviewed: a reader 2026-11-01\n#| msgid "Il {112}\\n\\"dice\\""\n#, fuzzy\n'
    for language in ("ar", "zh-Hans", "ro"):
        book = open_book(language, FLOWS, messages(), po(language=language, above=above))
        file = tmp_path / f"{language}.po"
        file.write_bytes(exported(book, shipped_glossary(), NOW))

        done = subprocess.run(
            ["msgfmt", "--check", "-o", "/dev/null", file], capture_output=True, check=False
        )

        assert (0, b"") == (done.returncode, done.stderr)


@pytest.mark.skipif(not shutil.which("msgcat"), reason="gettext is not installed")
def test_a_file_that_another_editor_wrote_anew_says_the_same(tmp_path: Path) -> None:
    """Lines broken elsewhere, also those of what an outdated sentence translated."""
    sources = {"a.b.say.1": "Una frase che oggi dice un'altra cosa.", "a.b.say.2": "Due."}
    before = {**sources, "a.b.say.1": 'Una frase più lunga, che dice: \\"Chiama quando puoi\\".'}
    kept = po({"a.b.say.1": "One.", "a.b.say.2": "Two."}, sources=before)
    at = book(kept, sources)
    file = tmp_path / "en.po"
    file.write_bytes(exported(at, shipped_glossary(), NOW))

    subprocess.run(["msgcat", "--width=30", "-o", file, file], check=True)
    arrival = arrive(at, unpack(file.read_text(encoding="utf-8")))

    assert [Status.OUTDATED, Status.DRAFT] == [each.status for each in at.sentences]
    assert ([], at) == (arrival.changes, arrival.book)
    assert at.sentences[0].previous == read_rows(file.read_text(encoding="utf-8")).rows[0].previous


def test_marks_of_other_editors_are_understood() -> None:
    """A byte order mark, Windows line ends, an older sentence over two lines, one taken out."""
    text = HEAD.format("en") + row(
        "a.b.title", "Ora", "Now", '#, fuzzy, no-wrap\n#| msgid ""\n#| "Una "\n#| "volta"\n'
    )
    text += '#~| msgid "Prima"\n#~ msgctxt "a.b.say.1"\n#~ msgid "Dopo"\n#~ msgstr "After"\n'

    now, gone = read_rows("\ufeff" + text.replace("\n", "\r\n")).rows

    assert ("Ora", "Now", "Una volta", True) == (now.source, now.target, now.previous, now.is_fuzzy)
    assert ("Dopo", "After", True) == (gone.source, gone.target, gone.is_gone)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<html>\n", 1),
        ('msgid "a"\nmsgstr "b\n', 2),
        ('msgid "a"\nmsgstr "b" x"\n', 2),
        ('msgid "a"\n', 2),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', 2),
        ('msgstr "a"\n', 1),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 4),
        ('"a"\n', 1),
    ],
)
def test_what_is_no_po_file_names_its_line(text: str, line: int) -> None:
    """Broken quotes, plural forms, a sentence twice: where, so that it can be mended."""
    with pytest.raises(NotPoError, match=f"riga {line}: "):
        read_rows(text)


def test_older_sentences_do_not_disturb_the_service() -> None:
    """The catalogue of the running service takes what stands above a sentence for a remark."""
    text = po(above='#| msgid "Una volta"\n#, fuzzy\n')

    catalogues = Catalogues({"en/flows": text})

    assert Status.OUTDATED == catalogues.status("menu.menu.title", "Da dove vuoi partire?", "en")
