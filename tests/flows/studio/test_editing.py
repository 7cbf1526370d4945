"""Single changes: what is typed stays as it was typed, and what cannot be done is said."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import pytest

from flows.composing import compose
from flows.editing import (
    EditError,
    NewChoice,
    add_bubble,
    add_choice,
    add_step,
    applied,
    copy_step,
    move_steps,
    remove_step,
    remove_text,
    rename_step,
    set_fact,
    set_note,
    set_text,
)
from flows.reader import shipped_library
from tests.flows.libraries import library, sources
from tests.flows.studio.lively import after, lively, read

if TYPE_CHECKING:
    from collections.abc import Callable

SHIPPED = shipped_library()


def lines_of(operation: Callable[..., object], *args: object) -> list[str]:
    """The lines that an operation takes out of the shipped library, and those it puts in."""
    now = after(SHIPPED, operation, *args)  # type: ignore[arg-type]
    told = []
    for name in dict.fromkeys([*SHIPPED, *now]):
        before = SHIPPED.get(name, "").splitlines()
        found = difflib.unified_diff(before, now.get(name, "").splitlines(), n=0, lineterm="")
        told += [line for line in found if not line.startswith(("---", "+++", "@@"))]
    return told


def test_a_sentence_is_one_line() -> None:
    """Who changes a title changes a title."""
    assert [
        '-    title: "Chi può aiutarti"',
        '+    title: "Chi \\"può\\""',
    ] == lines_of(set_text, "near.where.title", 'Chi  "può"')


def test_quotes_stay_those_of_the_author() -> None:
    """Single quotes stay single, with what stands behind them."""
    text = after(lively(), set_text, "lively.begin.title", "L'altro")["lively.yaml"]

    assert "    title:   'L''altro'      # short\n" in text


def test_a_note_stands_above_its_sentence() -> None:
    """A new note is read back; an empty one takes it away."""
    noted = after(SHIPPED, set_note, "near.where.choices.far", "calm")
    bare = after(noted, set_note, "near.where.choices.far", "")

    assert ["calm"] == [
        text.note for text in read(noted).texts() if text.context == "near.where.choices.far"
    ]
    assert SHIPPED == bare


def test_one_bubble_becomes_two() -> None:
    """A single sentence is a list as soon as there is another."""
    assert [
        '-    say: "Sotto ogni nome leggi perché è qui. Scegli un nome per leggere di più."',
        "+    say:",
        '+      - "Sotto ogni nome leggi perché è qui. Scegli un nome per leggere di più."',
        '+      - "Ciao."',
    ] == lines_of(add_bubble, "near.centres", 2, "Ciao.")


def test_a_renamed_step_is_renamed_everywhere() -> None:
    """Choices, boxes, picked centres, library.yaml: all follow, and the old name is kept."""
    now = read(after(sources(), rename_step, "talk.where", "place"))

    assert "talk.place" == now.place
    assert ("talk.where",) == now.steps["talk.place"].was
    assert "talk.place" == now.called_now("talk.where")
    assert {"talk.place"} == {
        choice.go
        for step in now.steps.values()
        for choice in step.choices
        if choice.id in {"near", "where"}
    }


def test_a_name_given_back_leaves_nothing() -> None:
    """There and back is where it was, but for the name it had in between."""
    there = after(sources(), rename_step, "talk.where", "place")
    back = after(there, rename_step, "talk.place", "where")

    assert ("talk.place",) == read(back).steps["talk.where"].was
    assert library().place == read(back).place


def test_a_former_name_is_not_given_again() -> None:
    """Whoever is put on a step by its old name must not meet another."""
    renamed = after(sources(), rename_step, "talk.where", "place")

    with pytest.raises(EditError, match=r"era il nome di 'talk\.place'"):
        add_step(renamed, "talk", "where", 1, "Ciao.")


def test_moved_steps_lead_where_they_led() -> None:
    """Two steps in a flow of their own: what led to them does, what they lead to is meant."""
    now = read(after(SHIPPED, move_steps, ["near.centre", "near.address"], "door"))
    before = read(SHIPPED)
    names = {"near.centre": "door.centre", "near.address": "door.address"}

    for name, step in before.steps.items():
        moved = now.steps[names.get(name, name)]
        assert [names.get(choice.go, choice.go) for choice in step.choices] == [
            choice.go for choice in moved.choices
        ]
    assert ("near.centre",) == now.steps["door.centre"].was


def test_a_flow_without_steps_goes() -> None:
    """The last step moved takes the file with it."""
    changed = move_steps(
        lively(), [f"lively.{s}" for s in ("begin", "other", "plain", "last")], "new"
    )

    assert changed["lively.yaml"] is None
    assert "new.yaml" in applied(lively(), changed)


def test_a_copy_is_the_same_step() -> None:
    """Comments and all, under its own name."""
    text = after(lively(), copy_step, "lively.begin", "again")["lively.yaml"]

    assert 2 == text.count("# Translators: a door.")


def test_a_fact_is_checked_again() -> None:
    """Its day and its status; the number beside it keeps its quotes."""
    now = after(sources(), set_fact, "draft", {"checked_on": "2026-12-01", "status": "confirmed"})
    fact = read(now).facts["draft"]

    assert ("confirmed", "2026-12-01", "3") == (fact.status, str(fact.checked_on), fact.value)
    assert "checked_on: 2026-12-01," in now["facts.yaml"]


@pytest.mark.parametrize(
    ("operation", "args", "sentence"),
    [
        (set_text, ("talk.nowhere.title", "x"), "Non c'è un passo 'talk.nowhere'"),
        (set_text, ("none.nowhere.title", "x"), "Non c'è un passo 'none.nowhere'"),
        (set_text, ("talk.menu.say.9", "x"), "non ha 'say.9'"),
        (set_text, ("talk.menu.say.²", "x"), "non ha 'say.²'"),
        (set_text, ("talk.menu.choices.x", "x"), "non ha 'choices.x'"),
        (set_text, ("talk.menu.title", " \n"), "servono delle parole"),
        (set_text, ("talk.menu.title", "a\0b"), "carattere invisibile"),
        (set_text, ("talk.menu.title", "x" * 1_000_001), "più grande di un megabyte"),
        (set_fact, ("none", {"value": "1"}), "non ha 'none'"),
        (set_fact, ("draft", {"colour": "red"}), "non ha 'draft.colour'"),
        (remove_text, ("talk.menu.title",), "non ha 'title'"),
        (rename_step, ("talk.menu", "where"), "'talk.where' c'è già"),
        (rename_step, ("talk.menu", "mеnu"), "non può essere un nome"),  # a Cyrillic "е"
        (rename_step, ("talk.menu", "../x"), "non può essere un nome"),
        (add_step, ("talk", "Ciao", 1, "x"), "non può essere un nome"),
        (add_step, ("none", "ciao", 1, "x"), "Non c'è un flusso 'none'"),
        (add_step, ("library", "ciao", 1, "x"), "Non c'è un flusso 'library'"),
        (move_steps, (["talk.menu"], "a/b"), "non può essere un nome"),
        (remove_step, ("talk.menu", "talk.none"), "Non c'è un passo 'talk.none'"),
        (add_choice, ("talk.menu", 1, NewChoice(id="near", label="x", go="a.b")), "c'è già"),
    ],
)
def test_what_cannot_be_done_is_said(
    operation: Callable[..., object], args: tuple[object, ...], sentence: str
) -> None:
    """A sentence for a coordinator, and nothing is changed."""
    with pytest.raises(EditError) as told:
        operation(sources(), *args)
    assert sentence in str(told.value.sentence)


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "x" * 10_000_000,
        "[" * 5_000,
        "flow: talk\nsteps:\n  a: {say: 'x\n  b: {say: y}\n",
        "\ud800",
        "? [a]\n: b\n",
        "",
    ],
)
def test_hostile_files_get_a_sentence(text: str) -> None:
    """What nobody can read, nobody can change: the file is named, and nothing else happens."""
    with pytest.raises(EditError, match=r"talk\.yaml"):
        set_text({**sources(), "talk.yaml": text}, "talk.menu.title", "x")


@pytest.mark.parametrize(
    "text",
    [
        "flow: talk\nsteps:\n  a: [1]\n",
        "flow: talk\nsteps:\n  a:\n",
        "flow: talk\nsteps: 7\n",
        "- just\n- a list\n",
        "flow: talk\n",
    ],
)
def test_wrong_types_get_a_sentence(text: str) -> None:
    """A list where a step should be, a number where steps should be."""
    with pytest.raises(EditError):
        set_text({**sources(), "talk.yaml": text}, "talk.a.title", "x")


def test_reading_by_steps_changes_nothing() -> None:
    """Each step read by itself is what the whole file read at once is."""
    for name, text in {**SHIPPED, **lively()}.items():
        # A tab in a comment has the file read as a whole.
        assert compose(text) == compose(f"{text}#\t\n"), name
