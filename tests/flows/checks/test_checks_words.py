"""What must not be said, or not here: in the source and in each translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_library import Translations

from flows.checks.matching import Lists

if TYPE_CHECKING:
    from small_library import Checked

BUBBLE = "the bubble b.start.say.2"


def in_english(source: str, english: str) -> Translations:
    """One sentence said otherwise in English."""
    return Translations({("en", source): english})


def test_forbidden_promise(checked: Checked) -> None:
    """A promise nobody can keep is found in any case and with any accent."""
    expected = [f"{BUBBLE} promises what nobody can keep: 'sei al sicuro'"]

    assert expected == checked.bubble("Qui SEI AL SICURÒ.")
    assert expected == checked.bubble("Qui sei al si\u00adcuro.")
    assert [] == checked.bubble("Nessuno qui chiede il nome. Sei al centro.")


def test_forbidden_promise_in_a_translation(checked: Checked) -> None:
    """A translation is held to the list of its language, at the place of the Italian."""
    said = in_english("Qui finisce.", "Here you are safe.")
    issues = checked.issues(translations=said, languages=("it", "en"))

    expected = "in 'en', the bubble b.start.say.1 promises what nobody can keep: 'you are safe'"
    assert [expected] == [issue.what for issue in issues]
    assert "b.yaml:4" == str(issues[0].place)


def test_forbidden_order(checked: Checked) -> None:
    """An order is refused; to say that she need not is no order."""
    assert [f"{BUBBLE} gives an order: 'devi'"] == checked.bubble("Ora devi parlare.")
    assert [] == checked.bubble("Non devi decidere adesso.")


def test_phrase_does_not_cross_sentences(checked: Checked) -> None:
    """The end of one sentence and the beginning of the next are no phrase."""
    assert [] == checked.bubble("Qui sei. Al sicuro puoi scrivere dopo.")


@pytest.mark.parametrize(
    ("words", "is_said"),
    [
        ("العنف", True),  # "the violence": the article is written as one word
        ("وبالعنف", True),  # "and with the violence"
        ("عُنف", True),  # with its vowel
        ("عـنف", True),  # stretched
        ("عنيف", False),  # another word
    ],
)
def test_arabic_words_are_found_joined(words: str, *, is_said: bool) -> None:
    """What Arabic writes together with a word does not hide it."""
    found = list(Lists({"sensitive": ["عنف"]}, "ar").find(f"هذا {words} هنا"))

    assert is_said == bool(found)


def test_open_words_match_their_beginning() -> None:
    """A trailing `*` matches the rest of a word, and only there."""
    lists = Lists({"sensitive": ["violenz*", "capo"]}, "it")

    assert ["violenz*"] == [found.phrase for found in lists.find("Le violenze del caporale")]


def test_sensitive_opening(checked: Checked) -> None:
    """The first sixty characters of a screen show on a locked phone."""
    opening = "Una pagina calma che si legge in fretta, poi la parola: "
    early = f'start: {{say: "{opening}violenza.", end: true}}'
    late = f'start: {{say: "{opening}qui violenza.", end: true}}'

    assert 56 == len(opening)
    assert ["step 'b.start' says 'violenz*' in its first 60 characters"] == checked.says(early)
    assert [] == checked.says(late)


def test_title_opens_the_screen(checked: Checked) -> None:
    """What stands above the bubbles is read first."""
    told = checked.says('start: {title: "La violenza", say: "Una pagina.", end: true}')

    assert ["step 'b.start' says 'violenz*' in its first 60 characters"] == told


def test_opening_of_every_channel(checked: Checked) -> None:
    """A long bubble that only the web shows does not cover a word on Telegram."""
    long = "Questa pagina si legge con calma e si chiude quando vuoi, sempre."
    hidden = f'start: {{say: [{{on: web, say: "{long}"}}, "Che cosa è violenza."], end: true}}'
    covered = hidden.replace("on: web, ", "")

    assert 1 == len(checked.says(hidden))
    assert [] == checked.says(covered)


def test_opening_on_one_channel(checked: Checked) -> None:
    """A word that only Telegram shows is found, and told once for all ways a step can look."""
    step = 'start: {say: [{on: telegram, say: "Violenza."}, {on: web, say: "Ciao."}], end: true}'
    titled = step.replace("{say", '{title: "Violenza", say')

    expected = ["step 'b.start' says 'violenz*' in its first 60 characters"]
    assert expected == checked.says(step)
    assert expected == checked.says(titled)


def test_opening_of_the_question_back(checked: Checked) -> None:
    """Asking which of several places she meant is a screen of its own."""
    told = checked.says(flow=checked.flow().replace("Quale di questi?", "Violenza: dove?"))

    assert ["step 'a.where' says 'violenz*' in its first 60 characters"] == told


def test_opening_when_a_fact_has_lapsed(checked: Checked) -> None:
    """The sentence that takes a lapsed one's place is shorter, and later words come forward."""
    long = "La regola di oggi si dice con molte parole, calme, qui e adesso."
    rule = f'start: {{say: [{{fact: rule, say: "{long}"}}, "Una violenza."], end: true}}'

    assert 1 == len(checked.says(rule, facts=checked.fact("rule")))
    assert [] == checked.says(rule.replace("fact: rule, ", ""))


def test_opening_of_a_translation(checked: Checked) -> None:
    """Each language has its own words and its own first sixty characters."""
    said = in_english("Qui finisce.", "About violence.")
    told = checked.says(translations=said, languages=("en",))

    assert ["in 'en', step 'b.start' says 'violen*' in its first 60 characters"] == told


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("Come ti chiami?", True),
        ("Qual è il tuo telefono?", True),
        ("Scrivi il tuo nome.", True),
        ("Non chiediamo il nome.", False),
        ("Il nome resta tuo. Vuoi continuare?", False),
    ],
)
def test_question_about_who_she_is(checked: Checked, words: str, *, asks: bool) -> None:
    """No question and no request is about a name, a number, an address, a document."""
    assert asks == any("asks who she is" in told for told in checked.bubble(words))


def test_box_that_asks_who_she_is(checked: Checked) -> None:
    """The words beside the box she types in are a question."""
    told = checked.says(flow=checked.flow().replace("Comune o CAP", "Il tuo indirizzo"))

    assert ["the label of the box a.where.label asks who she is: 'indirizzo'"] == told


def test_her_own_question_on_a_button(checked: Checked) -> None:
    """What she asks us may name what we must not ask her."""
    told = checked.says(flow=checked.flow().replace('"Altro"', '"Devo dire il nome?"'))

    assert [] == told


def test_p9_shelter_beside_an_address(checked: Checked) -> None:
    """A shelter's word and an address do not meet in a bubble."""
    told = checked.bubble("La casa rifugio è in via Roma.")

    expected = f"{BUBBLE} says 'casa rifugio' beside 'via', as if a shelter had an address"
    assert [expected] == told
    assert [] == checked.bubble("La casa rifugio resta segreta.")
    assert [] == checked.bubble("Il centro è in piazza Roma.")


def test_p9_names_of_nodes_are_no_shelters(checked: Checked) -> None:
    """The centre that is called a house of welcome has a public address."""
    name = "Casa di Accoglienza delle Donne Maltrattate"

    assert [] == checked.bubble(f"{name} è in via Piacenza.")
    assert 1 == len(checked.bubble(f"{name}: la casa rifugio è in via Piacenza."))


def test_p8_no_level_of_risk(checked: Checked) -> None:
    """Nobody is told a level, not even to deny it; that nothing is scored may be said."""
    level = [f"{BUBBLE} tells a score or a level of risk: 'rischio basso'"]
    score = [f"{BUBBLE} tells a score or a level of risk: 'punteggi*'"]

    assert level == checked.bubble("Il tuo è un rischio basso.")
    assert level == checked.bubble("Non è un rischio basso.")
    assert score == checked.bubble("Questo è il tuo punteggio.")
    assert [] == checked.bubble("Qui non si danno punteggi.")


def test_no_mediation_is_offered(checked: Checked) -> None:
    """Couple mediation is named only to say that it is not offered."""
    told = checked.bubble("Un centro offre la mediazione.")

    assert [f"{BUBBLE} speaks of 'mediazione' as of something offered"] == told
    assert [] == checked.bubble("Un centro non offre terapia di coppia.")
    assert [] == checked.bubble("Un centro ha la mediazione culturale.")


def test_language_without_lists(checked: Checked) -> None:
    """A language whose words nobody listed cannot be checked, so it is refused."""
    told = checked.says(languages=("fr",))

    expected = "there is no list 'promises' for 'fr', so its sentences cannot be checked"
    assert expected in told
    assert 6 == len(told)


def test_word_listed_twice_is_told_once() -> None:
    """A word that is listed with and without its article is one problem."""
    lists = Lists({"sensitive": ["عنف", "العنف"]}, "ar")

    assert ["العنف"] == [found.phrase for found in lists.find("العنف")]
