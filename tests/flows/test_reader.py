"""Authors' files: what is wrong is told with file, line, what and what to do, all at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.issues import Level
from flows.reader import read_library, shipped_library, what_remains
from tests.flows.libraries import FACTS, LIBRARY, TALK, library, sources


def told(**changed: str) -> list[str]:
    """What is said about a library that cannot be used."""
    understood, issues = read_library(sources(**changed))
    assert understood is None
    return [str(issue) for issue in issues if issue.level is Level.ERROR]


def test_shipped_library_is_understood() -> None:
    """What we ship has no problem of form."""
    understood, issues = read_library(shipped_library())

    assert [] == issues
    assert understood is not None


def test_targets_are_full_names() -> None:
    """`where` inside a flow is the same step as `talk.where` from outside."""
    assert "talk.where" == library().steps["talk.menu"].choices[0].go


@pytest.mark.parametrize(
    ("before", "after", "line", "sentence"),
    [
        ("go: where}\n      - {id: t", "go: nowhere}\n      - {id: t", 17, "to 'talk.nowhere'"),
        ("found: centres", "found: centre_list", 32, "leads to 'talk.centre_list'"),
        ("ask: place", "ask: name", 29, "Write one of place, words, code"),
        ("show: centres", "show: everything", 41, "Write one of centres, "),
        ("show: centres", "show: centres\n    wish: peace", 42, "Write one of any, "),
        ('remember: {alone: "yes"}', 'remember: {alone: "maybe"}', 9, "which is not remembered"),
        ('title: "Ciao"', 'titel: "Ciao"', 6, "'titel', which means nothing here"),
        ("    end: true\n  later", "    end: perhaps\n  later", 22, "Write true or false"),
        ('label: "Sì"', 'labels: "Sì"', 9, "'label' is missing"),
        ("  hello:\n", "  Hello:\n", 5, "Use small letters"),
        ("flow: talk", "flow: chat", 2, "the flow is called 'chat' in a file called talk.yaml"),
        ("owner: rete\n", "", 2, "'owner' is missing"),
        ("{on: telegram, say", "{on: fax, say", 15, "'fax' is no channel"),
        ('id: "no"', 'id: "yes"', 10, "two choices called 'yes'"),
    ],
)  # fmt: skip
def test_what_is_wrong_has_its_line(before: str, after: str, line: int, sentence: str) -> None:
    """Each mistake is told where it stands, with what to do."""
    assert before in TALK
    problems = told(talk=TALK.replace(before, after, 1))

    found = [problem for problem in problems if sentence in problem]
    assert found, problems
    assert found[0].startswith(f"talk.yaml:{line}: "), found[0]


def test_all_problems_are_told_at_once() -> None:
    """An author mends a file in one go."""
    broken = TALK.replace("go: where}", "go: nowhere}", 1).replace("ask: place", "ask: name")

    assert 2 == len(told(talk=broken))


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("talk", "flow: [talk", "the file"),
        ("talk", "", "it is empty"),
        ("talk", "a: &a [1,2]\nb: [*a,*a]\n", "anchor"),
        ("talk", "flow: talk\nflow: talk\n", "written twice"),
        ("talk", "flow: talk\nowner: rete\nsteps: 7\n", "steps"),
        ("talk", "- just\n- a list\n", "is a list"),
        ("talk", "x" * 1_000_001, "larger than a megabyte"),
        ("talk", "[" * 500 + "]" * 500, "nested too deeply"),
        ("facts", "facts:\n  x: {kind: rumour}\n", "of kind 'rumour'"),
        ("facts", FACTS.replace("2027-05-22", "soon"), "Write a day as"),
        ("library", LIBRARY.replace("home: talk.menu", "home: talk.house"), "'home' leads to"),
        ("library", LIBRARY.replace("place: talk.where", "place: talk.menu"), "asks nothing"),
        ("library", LIBRARY.replace('exit: "Esci subito"', 'leave: "Esci"'), "'exit' is missing"),
        ("library", LIBRARY.replace("place: place", "place: planet"), "Write place, node"),
    ],
)
def test_hostile_or_broken_files_get_a_sentence(name: str, text: str, sentence: str) -> None:
    """No file is an exception: billion laughs, wrong types, ten megabytes."""
    problems = told(**{name: text})

    assert any(sentence.lower() in problem.lower() for problem in problems), problems


def test_translators_notes_are_kept() -> None:
    """A `# Translators:` comment belongs to the sentence below it."""
    noted = TALK.replace('    title: "Dove"', '    # Translators: one word.\n    title: "Dove"')
    title = library(talk=noted).steps["talk.where"].title

    assert title is not None
    assert "one word." == title.note


def test_revision_follows_words_and_not_facts() -> None:
    """A changed sentence is another revision; a corrected number reaches everybody at once."""
    now = library().revision

    assert now != library(talk=TALK.replace("Puoi tornare.", "Puoi tornare quando vuoi.")).revision
    assert now == library(facts=FACTS.replace('value: "12"', 'value: "18"')).revision


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("abc:{}[]-\n \"'|>&*!%@#,?0\t"), max_size=200))
def test_any_text_is_answered_with_problems(text: str) -> None:
    """Whatever stands in a flow's file, the reader answers, and never with an exception."""
    understood, issues = read_library(sources(talk=text))

    assert (understood is None) is any(issue.level is Level.ERROR for issue in issues)


def test_a_flow_in_two_files_is_refused() -> None:
    """`talk.yaml` beside `talk.yml` would hide each other's steps."""
    understood, issues = read_library({**sources(), "talk.yml": TALK})

    assert understood is None
    assert any("is also in talk.yaml" in str(issue) for issue in issues)


def test_what_remains_can_be_checked() -> None:
    """Beside a target that is missing, everything else can still be looked at."""
    broken = TALK.replace("go: where}", "go: nowhere}", 1).replace('alone: "yes"', 'alone: "so"', 1)
    remains = what_remains(sources(talk=broken))

    assert remains is not None
    assert ["no"] == [choice.id for choice in remains.steps["talk.hello"].choices]
    assert ["term", "later"] == [choice.id for choice in remains.steps["talk.menu"].choices]


def test_a_library_without_a_start_is_not_checked() -> None:
    """Without the step that home leads to nothing can be said of what is reached."""
    assert what_remains(sources(library=LIBRARY.replace("talk.menu", "talk.house"))) is None
