"""Texts are short and plain, and the same facts stand in every language (P11, P12)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import FLOW, LASTING, LIBRARY, TODAY, WORDS, Translations

from flows.checks import check
from flows.checks.gulpease import gulpease
from flows.definition import Place
from flows.issues import Issue, Level
from flows.reader import read_library

if TYPE_CHECKING:
    from small_library import Checked

BUBBLE = "the bubble b.start.say.1"
SENTENCE = "Qui puoi leggere con calma."
HARD = "Alcune informazioni riservate restano solamente negli archivi locali."


def step(words: str) -> str:
    """A step with one bubble."""
    return f'start: {{say: "{words}", end: true}}'


def choices(count: int) -> str:
    """A step with so many buttons."""
    listed = "\n".join(
        f'    - {{id: "c{number}", label: "Altro", go: a.start}}' for number in range(count)
    )
    return f'start:\n  say: "Una pagina."\n  choices:\n{listed}'


def test_issue_reads_as_a_sentence() -> None:
    """Place, what is wrong, what to do."""
    issue = Issue(Place("near.yaml", 41), Level.ERROR, "step 'near.where' has no way out", "Add it")

    assert "near.yaml:41: step 'near.where' has no way out. Add it." == str(issue)
    assert issue.is_error


def test_p12_gulpease_by_hand() -> None:
    """89 + (300 × 1 sentence - 10 × 61 letters) / 8 words; never above 100; not of three words."""
    assert 50 == gulpease(HARD)
    assert 100 == gulpease(SENTENCE)
    assert gulpease("Grazie mille davvero.") is None


def test_p12_hard_text(checked: Checked) -> None:
    """A bubble below 60 is refused."""
    assert [f"{BUBBLE} is hard to read: its Gulpease index is 50"] == checked.says(step(HARD))
    assert [] == checked.says(step(SENTENCE))


def test_long_sentence_warns(checked: Checked) -> None:
    """Past fifteen words a sentence is too much at once; it stops nothing."""
    fifteen = "Qui si può " + "dire " * 11 + "no."
    sixteen = "Qui si può " + "dire " * 12 + "no."
    warned = checked.issues(step(sixteen))

    assert [] == checked.says(step(fifteen))
    assert [f"a sentence of {BUBBLE} has 16 words"] == [issue.what for issue in warned]
    assert [Level.WARNING] == [issue.level for issue in warned]


def test_long_bubble(checked: Checked) -> None:
    """Sixty words are a bubble; one more is two."""
    assert [] == checked.says(step("Si può dire. " * 20))
    assert [f"{BUBBLE} has 63 words"] == checked.says(step("Si può dire. " * 21))


def test_long_bubble_in_a_translation(checked: Checked) -> None:
    """A translation may be longer than the Italian, but not than a bubble."""
    said = Translations({("en", "Qui finisce."): "It ends here. " * 25})

    assert [f"in 'en', {BUBBLE} has 75 words"] == checked.says(translations=said, languages=("en",))


def test_long_label_and_title(checked: Checked) -> None:
    """A label has 44 characters, a title 40."""
    label = checked.flow().replace('"Altro"', f'"{"a" * 45}"')
    title = f'start: {{title: "{"a" * 41}", say: "Una pagina.", end: true}}'

    assert ["the label a.start.choices.more has 45 characters"] == checked.says(flow=label)
    assert [] == checked.says(flow=label.replace("a" * 45, "a" * 44))
    assert ["the title b.start.title has 41 characters"] == checked.says(title)
    assert [] == checked.says(title.replace("a" * 41, "a" * 40))


def test_long_screen_on_telegram(checked: Checked) -> None:
    """What only the web shows does not count on Telegram."""
    bubbles = ", ".join(['"' + "Si può dire di sì. " * 11 + '"'] * 5)
    long = f"start: {{say: [{bubbles}], end: true}}"
    webbed = long.replace("[", '[{on: web, say: "Si può dire di sì."}, ')
    web_only = f"start: {{say: [{{on: web, say: {bubbles.replace(', ', '}, {on: web, say: ')}}}]"

    assert ["step 'b.start' has 1048 characters on Telegram"] == checked.says(long)
    assert 1 == len(checked.says(webbed))
    assert [] == checked.says(f"{web_only}, end: true}}")


def test_many_choices(checked: Checked) -> None:
    """Fourteen buttons are the most."""
    assert [] == checked.says(choices(14))
    assert ["step 'b.start' has 15 choices"] == checked.says(choices(15))


def test_p11_missing_translation(checked: Checked) -> None:
    """A language with a missing sentence is refused; one not asked for is not looked at."""
    missing = Translations(statuses={("en", "Qui finisce."): "missing"})

    assert [f"{BUBBLE} has no translation into 'en'"] == checked.says(
        translations=missing, languages=("it", "en")
    )
    assert [] == checked.says(translations=missing, languages=("it", "ar"))


def test_p11_outdated_translation(checked: Checked) -> None:
    """A translation of what was said before is refused; a draft is not."""
    outdated = Translations(statuses={("en", "Qui finisce."): "outdated"})
    draft = Translations(statuses={("en", "Qui finisce."): "draft"})

    assert [f"{BUBBLE} changed after it was translated into 'en'"] == checked.says(
        translations=outdated, languages=("en",)
    )
    assert [] == checked.says(translations=draft, languages=("en",))


@pytest.mark.parametrize(
    ("italian", "arabic", "wrong"),
    [
        ("Chiama il {1522}.", "{112}", "has places for 112 instead of 1522"),
        ("Chiama il {1522}.", "-", "has places for nothing instead of 1522"),
        ("Sono 3 passi.", "٣", None),
        ("Sono 3 passi.", "٤", "has the numbers 4 instead of 3"),
        ("Sono 3 passi.", "-", "has the numbers nothing instead of 3"),
        ("Sono pochi passi.", "3", "has the numbers 3 instead of nothing"),
        ("Passo 1 su 1.", "1", None),
    ],
)
def test_p10_same_facts_in_every_language(
    checked: Checked, italian: str, arabic: str, wrong: str | None
) -> None:
    """Places and digits are those of the Italian, also in another script's digits."""
    said = Translations({("ar", italian): arabic})
    told = checked.says(step(italian), translations=said, languages=("ar",))

    assert ([f"in 'ar', {BUBBLE} {wrong}"] if wrong else []) == told


def test_two_alphabets_in_one_word(checked: Checked) -> None:
    """A Cyrillic letter that looks Latin would carry a word past every list."""
    assert [f"{BUBBLE} mixes letters of two alphabets in 'cаlma'"] == checked.says(
        step("Una pagina c\u0430lma.")
    )
    assert [] == checked.says(step("Una pagina per Мария e per perché."))


def test_mark_that_turns_letters(checked: Checked) -> None:
    """An invisible override would show a number from its end."""
    expected = [f"{BUBBLE} has an invisible mark that turns the order of letters"]

    assert expected == checked.says(step("Chiama \u202eil {1522}\u202c."))


def test_p12_library_is_easy_as_a_whole(checked: Checked) -> None:
    """Half of the bubbles reach 70, or the coordinators are told."""
    passable = "Una lettura riservata resta un poco complicata da capire."
    bubbles = ", ".join([f'"{passable}"'] * 9)

    expected = "half of the bubbles have a Gulpease index of 69 or less"
    assert [expected] == checked.says(f"start: {{say: [{bubbles}], end: true}}")


def test_all_problems_at_once_in_order(checked: Checked) -> None:
    """Every problem is shown, file by file, line by line, in the author's order."""
    issues = checked.issues(
        'start: {say: "Chiama il 112."}\nlonely: {say: "Fine.", end: true}',
        flow=checked.flow().replace('"Altro"', f'"{"a" * 45}"'),
        facts=checked.fact("rule", permanent=True),
    )

    places = [str(issue.place) for issue in issues]
    assert ["facts.yaml:22", "a.yaml:9", "b.yaml:4", "b.yaml:4", "b.yaml:5"] == places


def test_each_sentence_is_looked_up_once_a_language() -> None:
    """The work grows with the sentences, not with their screens, channels or checks."""
    asked = {}
    for count in (10, 20):
        translations = Translations()
        steps = "".join(
            f'  s{number}: {{say: ["Uno.", {{if: {{alone: "yes"}}, say: "Due."}}], end: true}}\n'
            for number in range(count)
        )
        library, _ = read_library(
            {
                "library.yaml": LIBRARY,
                "facts.yaml": f"facts:\n{LASTING}",
                "words.yaml": WORDS,
                "a.yaml": FLOW.replace("b.start", "start"),
                "b.yaml": f"flow: b\nowner: rete\nsteps:\n{steps}",
            }
        )
        assert library is not None
        check(library, translations, TODAY, ("en", "ar"))
        asked[count] = translations.asked

    assert 2 * 2 * 10 == asked[20] - asked[10]


@given(st.text(max_size=200))
def test_p11_checks_survive_any_words(words: str) -> None:
    """No sentence, in whatever script, stops the checks themselves."""
    library, _ = read_library(
        {
            "library.yaml": LIBRARY,
            "facts.yaml": f"facts:\n{LASTING}",
            "words.yaml": WORDS,
            "a.yaml": FLOW.replace("b.start", "start"),
        }
    )
    assert library is not None
    said = Translations({("ar", "Quale di questi?"): words})

    assert isinstance(check(library, said, date(2026, 11, 22), ("ar",)), list)
