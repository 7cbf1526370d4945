"""The way to a person: consent, the notice, the way back, and what may not be left out."""

from __future__ import annotations

from datetime import date

import pytest
from small_library import WORDS, Translations

from flows.checks import check
from flows.checks.handoff import REMEMBERED
from flows.issues import Level
from flows.reader import read_library, what_remains
from routing.handoff import Want
from tests.flows.handoff_library import (
    AGAIN,
    BACK,
    HELP,
    TALKS,
    WITH_HANDOFF,
    library,
    sources,
)
from tests.flows.libraries import LIBRARY

TODAY = date(2026, 11, 22)


def says(**changed: str) -> list[str]:
    """What keeps the small library with a handoff, changed in one place, from going live."""
    understood, problems = read_library({**sources(**changed), "words.yaml": WORDS})
    assert understood is not None, problems
    found = check(understood, Translations(), TODAY, ("it",))
    return [issue.what for issue in found if issue.level is Level.ERROR]


def refused(**changed: str) -> list[str]:
    """What is told of a library that cannot even be read."""
    understood, problems = read_library(sources(**changed))
    assert understood is None
    return [str(problem) for problem in problems]


def swapped(text: str, before: str, after: str) -> str:
    """The text with one thing changed."""
    assert text.count(before) >= 1, before
    return text.replace(before, after, 1)


def test_sound_handoff_has_no_issue() -> None:
    """The small library that the other tests break is whole."""
    assert [] == says()


def test_library_without_handoff_is_whole() -> None:
    """An older revision, or a network without desks, needs none of it."""
    assert library(library=WITH_HANDOFF).handoff is not None
    understood, problems = read_library(
        {name: text for name, text in sources(library=LIBRARY).items() if name[0] not in "ha"}
        | {"talk.yaml": TALKS.replace(BACK, "").replace("help.notice", "person")}
    )

    assert [] == problems
    assert understood is not None
    assert understood.handoff is None


def test_p13_taking_back_is_always_at_hand() -> None:
    """From waiting, talk and proposal what she wrote can be destroyed, asked once at most."""
    without = swapped(
        HELP, '      - {id: erase, label: "Cancella", act: withdraw, go: ended}\n', ""
    )
    without = swapped(
        without,
        "found: talk\n    choices:\n",
        'found: talk\n    choices:\n      - {id: back, label: "Indietro", act: look, go: talk}\n',
    )
    sometimes = swapped(HELP, "act: withdraw, go: ended}", "act: withdraw, go: ended, on: web}")

    expected = "from step 'help.talk' she cannot take back what she wrote (P13)"
    assert [expected] == says(help=without)
    assert expected in says(help=sometimes)


def test_words_need_consent() -> None:
    """No path reaches a box for a person without the choice that consents."""
    around = swapped(HELP, 'label: "Sì", go: sign}', 'label: "Sì", go: waiting}')

    assert (
        "step 'help.waiting' takes words for a person, and can be reached without consent"
        in says(help=around)
    )


def test_words_need_the_notice() -> None:
    """TG-9: no path to free text on Telegram without the web chat's address."""
    silent = swapped(HELP, "Il sito si apre da qui: {web_address}", "Il sito c'è.")
    sometimes = swapped(HELP, "{on: telegram, say", '{on: telegram, if: {alone: "no"}, say')
    back = swapped(AGAIN, "Il sito si apre da qui: {web_address}", "Il sito c'è.")

    expected = (
        "step 'help.waiting' takes words for a person, and can be reached on Telegram "
        "without the notice (TG-9)"
    )
    assert expected in says(help=silent)
    assert expected in says(help=sometimes)
    assert expected.replace("waiting", "talk") in says(again=back)


def test_way_back_is_on_every_first_screen() -> None:
    """A fresh start looks the same for everybody: the way back is always there."""
    gone = swapped(TALKS, BACK, "")
    sometimes = swapped(TALKS, BACK, BACK.replace("go: again.sign", "go: again.sign, on: web"))
    expected = "step 'talk.hello' is a first screen and does not lead to 'Sono già stata qui'"

    assert expected in says(talk=gone)
    assert expected in says(talk=sometimes)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("    show: waiting\n", "", "is the handoff's 'waiting' and does not show it"),
        ("    show: code\n", "", "is the handoff's 'code' and does not show it"),
        ('    numbers: ["112", "1522"]\n', "", "'emergency' and does not begin with 112"),
        ('    numbers: ["1522", "112"]\n', "", "'nobody' and does not begin with 1522"),
        ('label: "Mare", go', 'label: "{web_address}", go', "cannot be left out where it is"),
        ("remember: {sign_first: mare}", "remember: {sign_first: mare, sign_second: mare}",
         "is both words of a sign"),
    ],
)  # fmt: skip
def test_steps_are_what_they_are_called(before: str, after: str, sentence: str) -> None:
    """The program counts on what these steps show and begin with."""
    found = says(help=swapped(HELP, before, after))

    assert any(sentence in each for each in found), found


@pytest.mark.parametrize("step", ["proposal", "emergency"])
def test_words_are_heard_wherever_she_may_write(step: str) -> None:
    """On Telegram nothing tells her box from another: what she types may not become a place."""
    start = HELP.index(f"  {step}:\n")
    end = HELP.index("    choices:", start)
    asks = HELP.index("    ask: words\n", start)
    silent = HELP[:asks] + HELP[end:]

    assert any("what she types there is taken for a place" in each for each in says(help=silent))


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("legal, foreigners", "legal, housing", "'want' does not remember"),
        ('  danger: ["yes", "no"]\n', "", "'danger' does not remember"),
        ("  avoid: nodes\n", "", "which centre she does not want"),
        ("libro, neve]}\n", "neve, libro]}\n", "chosen from different lists"),
        (", gatto, albero, libro, neve]}", "]}", "or one of too few"),
    ],
)
def test_a_handoff_is_made_of_what_is_remembered(before: str, after: str, sentence: str) -> None:
    """What the program would not understand is told to the author, not lost."""
    found = says(library=swapped(WITH_HANDOFF, before, after))

    assert any(sentence in each for each in found), found


def test_wants_are_those_that_routing_knows() -> None:
    """The list the checks hold is the list that routing goes by."""
    assert REMEMBERED["want"] == {want.value for want in Want}


def test_steps_of_a_handoff_need_its_section() -> None:
    """A library that forgot to name the steps is told so."""
    start, end = WITH_HANDOFF.index("handoff:"), WITH_HANDOFF.index("controls:")
    found = says(library=WITH_HANDOFF[:start] + WITH_HANDOFF[end:])

    assert "step 'help.offer' belongs to a handoff, and the library has none" in found
    assert "step 'again.code' belongs to a handoff, and the library has none" in found


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (", otherwise: nothing}", "}", "which may fail, and no 'otherwise'"),
        ("otherwise: nothing", "otherwise: nowhere", "leads to 'again.nowhere'"),
        ("act: return", "act: dance", "'dance' is no act"),
        ("act: return", "act: write", "no button can write for her"),
        ("act: return, ", "", "has 'otherwise' and no 'act'"),
        ("ask: code", "ask: name", "'name' is no thing to ask for"),
        ("    found: help.talk\n", "", "'found' is missing"),
        ('    send: "Avanti"\n', '    send: "Avanti"\n    unclear: "Quale?"\n', "only a place can"),
        ("sign_first: mare}", "sign_first: sole}", "'sign_first: sole', which is not remembered"),
    ],
)
def test_acts_and_questions_are_read_or_refused(before: str, after: str, sentence: str) -> None:
    """What is not understood is told with what to do."""
    found = refused(again=swapped(AGAIN, before, after))

    assert any(sentence in each for each in found), found


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("  talk: help.talk\n", "", "'talk' is missing"),
        ("talk: help.talk", "talk: help.gone", "'handoff: talk' leads to 'help.gone'"),
        ("avoid: nodes", "avoid: both", "Write place, node, nodes"),
        ("place: talk.where", "place: help.talk", "asks nothing, or something else"),
    ],
)
def test_the_section_names_steps(before: str, after: str, sentence: str) -> None:
    """Each step of a handoff is named, and is one."""
    found = refused(library=swapped(WITH_HANDOFF, before, after))

    assert any(sentence in each for each in found), found


def test_only_the_offer_has_another() -> None:
    """Where somebody is offered, the button for somebody else has its words."""
    found = refused(help=swapped(HELP, '    another: "Un altro centro"\n', ""))

    assert any("'another' is missing" in each for each in found), found


def test_a_number_can_only_be_said_or_not() -> None:
    """A place is asked for by whether it was said, and set by no button."""
    asked = refused(help=swapped(HELP, "{place: unsaid}", "{place: milan}"))
    set_ = refused(help=swapped(HELP, "remember: {sign_first: mare}", "remember: {place: said}"))

    assert any("'place: milan', which is not remembered" in each for each in asked), asked
    assert any("'place: said', which is not remembered" in each for each in set_), set_


def test_what_remains_of_a_broken_handoff_is_checked() -> None:
    """Without a step that `handoff:` names nothing more is told; without another, the rest is."""
    gone = swapped(WITH_HANDOFF, "talk: help.talk", "talk: help.gone")
    broken = swapped(AGAIN, "otherwise: nothing", "otherwise: nowhere")
    remains = what_remains(sources(again=broken))

    assert what_remains(sources(library=gone)) is None
    assert remains is not None
    assert () == remains.steps["again.code"].choices
