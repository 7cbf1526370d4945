"""What is remembered, whole flows and groups of steps: changed byte for byte, and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.editing import (
    EditError,
    Written,
    add_flow,
    add_remembered,
    applied,
    copy_steps,
    free_step,
    move_steps,
    name_for,
    note_of,
    remove_remembered,
    rename_remembered,
    set_note,
    set_owner,
    set_remembered_values,
    set_start,
    set_text,
    text_of,
)
from flows.reader import read_library, shipped_library

SHIPPED = shipped_library()
_READ = read_library(SHIPPED)[0]
assert _READ is not None
LIBRARY = _READ
FLOWS = sorted(name for name in SHIPPED if name.removesuffix(".yaml") not in
               {"library", "facts", "words"})  # fmt: skip


def test_something_is_remembered_and_forgotten_again() -> None:
    """One line more, and the file as it was."""
    changed = add_remembered(SHIPPED, "children", ["yes", "no", "unsaid"])
    line = '  children: ["yes", "no", unsaid]\n'
    last = '  talking: ["yes", "no"]\n'

    assert {"library.yaml": SHIPPED["library.yaml"].replace(last, last + line)} == changed
    assert SHIPPED == applied(
        applied(SHIPPED, changed), remove_remembered(applied(SHIPPED, changed), "children")
    )


def test_a_library_that_remembers_nothing_begins_to() -> None:
    """Where authors write it: behind what leads to the steps."""
    sources = {
        "library.yaml": "first: a.a\nhome: a.a\ndanger: a.a\nplace: a.a\nperson: a.a\n"
        "controls:\n  exit: x\n",
        "facts.yaml": "facts: {}\n",
        "a.yaml": "flow: a\nowner: rete\nsteps:\n  a:\n    say: x\n",
    }
    text = add_remembered(sources, "far", ["yes", "no"])["library.yaml"]

    assert text is not None
    assert 'person: a.a\nremembers: {far: ["yes", "no"]}\ncontrols:' in text
    assert (
        sources["library.yaml"]
        == applied(
            applied(sources, {"library.yaml": text}),
            remove_remembered(applied(sources, {"library.yaml": text}), "far"),
        )["library.yaml"]
    )


@pytest.mark.parametrize("name", [fact.name for fact in LIBRARY.remembered if not fact.kind])
def test_another_name_is_another_name_everywhere(name: str) -> None:
    """Wherever it is remembered or asked for; called as before, the files are as before."""
    after = applied(SHIPPED, rename_remembered(SHIPPED, name, "another_name"))
    library, issues = read_library(after)

    assert library is not None, issues
    assert not any(name in choice.remember or name in choice.when
                   for step in library.steps.values() for choice in step.choices)  # fmt: skip
    assert SHIPPED == applied(after, rename_remembered(after, "another_name", name))


@pytest.mark.parametrize("name", [fact.name for fact in LIBRARY.remembered if not fact.kind])
def test_what_is_used_cannot_go(name: str) -> None:
    """Neither the fact nor its values; where it is used is told."""
    with pytest.raises(EditError, match="serve ancora nel passo"):
        remove_remembered(SHIPPED, name)
    with pytest.raises(EditError, match="serve ancora nel passo"):
        set_remembered_values(SHIPPED, name, ["something_else"])


def test_values_are_added_at_their_place() -> None:
    """The list alone is another."""
    changed = set_remembered_values(SHIPPED, "far", ["no", "yes", "maybe"])
    old, new = '  far: ["yes", "no"]\n', '  far: ["no", "yes", maybe]\n'

    assert {"library.yaml": SHIPPED["library.yaml"].replace(old, new)} == changed


@pytest.mark.parametrize(
    ("name", "values"),
    [("far", ["yes"]), ("x y", ["a"]), ("new", []), ("new", ["a", "a"]), ("new", ["À"]),
     ("web_address", ["a"])],
)  # fmt: skip
def test_what_cannot_be_remembered_is_refused(name: str, values: list[str]) -> None:
    """A name that is taken or cannot be one; no values, or one twice."""
    with pytest.raises(EditError):
        add_remembered(SHIPPED, name, values)


def test_a_flow_begins_with_a_step() -> None:
    """A file as an author would begin it; its name cannot be one of ours."""
    changed = add_flow(SHIPPED, "school", "rete", "start", 'Dicono "ciao".')
    text = 'flow: school\nowner: rete\nsteps:\n  start:\n    say: "Dicono \\"ciao\\"."\n'

    assert {"school.yaml": text} == changed
    for taken in ("near", "facts", "library", "words", "Near"):
        with pytest.raises(EditError):
            add_flow(SHIPPED, taken, "rete", "start", "Ciao.")


@pytest.mark.parametrize("flow", [name.removesuffix(".yaml") for name in FLOWS])
def test_who_answers_for_a_flow(flow: str) -> None:
    """One word of one line, and back."""
    after = applied(SHIPPED, set_owner(SHIPPED, flow, "legale"))
    before = Written(SHIPPED)
    changed = [name for name in SHIPPED if SHIPPED[name] != after[name]]
    owner = next(line for line in SHIPPED[f"{flow}.yaml"].splitlines() if "owner:" in line)

    assert [f"{flow}.yaml"] == changed
    assert before.step(next(iter(LIBRARY.steps)))
    assert SHIPPED == applied(after, set_owner(after, flow, owner.partition(": ")[2]))


@pytest.mark.parametrize("start", ["first", "home", "danger", "place", "person"])
def test_where_it_begins(start: str) -> None:
    """One line of library.yaml; a step that is not there is refused."""
    changed = set_start(SHIPPED, start, "near.where")
    line = f"{start}: {getattr(LIBRARY, start)}\n"
    wanted = SHIPPED["library.yaml"].replace(line, f"{start}: near.where\n", 1)

    assert wanted == applied(SHIPPED, changed)["library.yaml"]
    with pytest.raises(EditError):
        set_start(SHIPPED, start, "near.nobody")


@pytest.mark.parametrize("flow", [name.removesuffix(".yaml") for name in FLOWS])
def test_a_copied_flow_reads_like_the_first(flow: str) -> None:
    """Each step once more, word by word; what is copied leads to copies, the rest elsewhere."""
    steps = [name for name in LIBRARY.steps if name.startswith(f"{flow}.")]
    after = applied(SHIPPED, copy_steps(SHIPPED, steps, "again_here"))
    library, issues = read_library(after)
    assert library is not None, issues

    assert {name: after[name] for name in SHIPPED} == SHIPPED
    for name in steps:
        copy = library.steps[name.replace(f"{flow}.", "again_here.", 1)]
        first = LIBRARY.steps[name]
        assert [text.source for text in first.texts()] == [text.source for text in copy.texts()]
        led = [choice.go for choice in first.choices]
        told = [go.replace(f"{flow}.", "again_here.", 1) if go in steps else go for go in led]
        assert told == [choice.go for choice in copy.choices]


def test_a_copy_has_no_former_names() -> None:
    """Whoever was on the step is on the first; a name that is or was taken is refused."""
    renamed = applied(SHIPPED, move_steps(SHIPPED, ["near.work"], "law"))
    after = applied(renamed, copy_steps(renamed, ["law.work"], "menu"))

    assert "was:" in after["law.yaml"]
    assert "was:" not in after["menu.yaml"]
    with pytest.raises(EditError):
        copy_steps(after, ["law.work"], "near")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(LIBRARY.texts())), st.text(min_size=1, max_size=60))
def test_what_is_written_is_read_again(text: object, words: str) -> None:
    """Sentences and notes, whatever they say, or a sentence that says why not."""
    context = text.context  # type: ignore[attr-defined]
    told = " ".join(words.split())
    try:
        after = applied(SHIPPED, set_text(SHIPPED, context, words))
        noted = applied(SHIPPED, set_note(SHIPPED, context, words))
    except EditError as problem:
        assert str(problem)
        return

    assert told == text_of(after, context)
    assert told == note_of(noted, context) or not told


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_a_name_is_made_of_any_words(words: str) -> None:
    """Small letters, digits and _, never one that is taken."""
    name = name_for(words, {"passo", "ciao"}, "passo")

    assert name not in {"passo", "ciao"}
    assert name[0].isalpha()
    assert name.isascii()
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")


def test_a_new_steps_name_is_none_that_was() -> None:
    """Old names bring people back: nothing else may be called so."""
    renamed = applied(SHIPPED, move_steps(SHIPPED, ["near.work"], "law"))

    assert "work_2" == free_step(renamed, "near", "Work")
    assert "work_2" == free_step(renamed, "law", "work")
