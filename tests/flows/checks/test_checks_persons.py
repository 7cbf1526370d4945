"""Sentences that would lead to one person's door are refused, in every language (P9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.editions.paths import FLOWS, catalogue_path, part, put
from bot.editions.reading import judge, read
from flows.editing import set_text
from tests.console.studio.stage import TODAY
from tests.editions import shipped_files

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEY = "near.where.say.2"


def found_in(files: Mapping[str, str]) -> str:
    """Everything that is wrong with an edition, as one text."""
    reading = read(files)
    return "\n".join(each.what for each in judge(reading, TODAY, reading.languages).issues)


def saying(words: str, key: str = _KEY) -> dict[str, str]:
    """What is shipped, one sentence saying this."""
    files = shipped_files()
    changed = put(FLOWS, set_text(part(files, FLOWS), key, words))
    return {**files, **{path: text for path, text in changed.items() if text is not None}}


@pytest.mark.parametrize(
    "words",
    [
        "Chiama il 333 1234567.",
        "Chiama Anna: +39 333 123 4567.",
        "Il mio numero: 0039 3331234567",
        "Scrivi al 333.123.45.67.",
    ],
)
def test_p9_a_personal_mobile_is_refused(words: str) -> None:
    """It is said to be a person's, not sent to the registry of facts."""
    found = found_in(saying(words))

    assert "looks like somebody's own mobile" in found
    assert "written by hand" not in found


@pytest.mark.parametrize(
    "words", ["Il {1522} risponde sempre.", "Dal 2013 al 2023.", "Costa 300 000 euro."]
)
def test_other_numbers_are_no_mobile(words: str) -> None:
    """Years, amounts and the places of facts."""
    assert "own mobile" not in found_in(saying(words))


@pytest.mark.parametrize(
    "words",
    ["Vieni in via Padova 12.", "Piazza del Duomo, n. 3", "in via padova 12.", "Viale Monza 4/b"],
)
def test_p9_a_street_with_its_number_is_refused(words: str) -> None:
    """Whatever it is the address of: a coordinator cannot tell who is looked for there."""
    assert "has the street" in found_in(saying(words))


@pytest.mark.parametrize(
    "words", ["Puoi andare via dopo 2 giorni.", "Vai via alle 10.", "Un corso di 3 mesi."]
)
def test_going_away_is_no_street(words: str) -> None:
    """The word for a street is also "away", the one for an avenue a course."""
    assert "has the street" not in found_in(saying(words))


def test_p9_a_shelter_and_a_street_in_two_messages_are_one_address() -> None:
    """What is refused in one sentence is refused in two."""
    files = saying("C'è un rifugio per te.")
    files |= {
        path: text or ""
        for path, text in put(
            FLOWS, set_text(part(files, FLOWS), "near.where.say.1", "Siamo in via Padova.")
        ).items()
    }

    assert "speaks of a shelter and of the street 'via Padova'" in found_in(files)


def test_a_mail_address_is_refused() -> None:
    """A person's least of all."""
    found = found_in(saying("Scrivi ad anna.rossi@example.org."))

    assert "mail address 'anna.rossi@example.org'" in found


@pytest.mark.parametrize(
    ("tag", "words", "what"),
    [
        ("en", "You are safe now. Call +39 333 123 4567.", "own mobile"),
        ("en", "You are safe now.", "promises what nobody can keep"),
        ("es", "Ahora estás a salvo.", "promises what nobody can keep"),
        ("ar", "أنتِ بأمان الآن.", "promises what nobody can keep"),
        ("ar", "اتصلي على ٣٣٣ ١٢٣ ٤٥٦٧", "own mobile"),
        ("es", "El refugio está en via Padova 12.", "has the street"),
    ],
)
def test_p9_translations_are_read_like_the_italian(tag: str, words: str, what: str) -> None:
    """A promise, a person's number, a street: in the other scripts' digits, too."""
    files = shipped_files()
    path = catalogue_path(tag, "flows")
    before, found, after = files[path].partition(f'msgctxt "{_KEY}"')
    assert found
    head, _, rest = after.partition('msgstr "')
    _, _, tail = rest.partition("\n\n")
    files[path] = f'{before}{found}{head}msgstr "{words}"\n\n{tail}'

    issues = found_in(files).splitlines()

    assert any(what in each and f"in '{tag}'" in each and _KEY in each for each in issues)


@pytest.mark.parametrize(
    "words", ["Adesso sei al sicuro.", "Qui non corri rischi.", "Ora sei salva."]
)
def test_p9_it_never_says_that_she_is_safe(words: str) -> None:
    """In the words a coordinator would take for it."""
    assert "promises what nobody can keep" in found_in(saying(words))
