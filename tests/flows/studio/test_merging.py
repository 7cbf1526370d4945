"""Two drafts of one text: what one changed is kept, what both changed is told."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.editing import (
    NewChoice,
    add_bubble,
    add_choice,
    add_step,
    move_choice,
    move_steps,
    remove_choice,
    remove_step,
    rename_step,
    set_note,
    set_numbers,
    set_text,
)
from flows.merging import merge
from tests.flows.libraries import sources
from tests.flows.studio.lively import after, described, lively, read

BASE = lively()

#: Changes that touch different parts: any two of them merge.
APART: list[tuple[Any, ...]] = [
    (set_text, "lively.begin.title", "Altro"),
    (set_text, "lively.begin.say.2", "Un'altra."),
    (set_note, "lively.begin.title", "short"),
    (set_text, "lively.begin.choices.b", "Un'altra B"),
    (add_choice, "lively.begin", 4, NewChoice(id="n", label="N", go="lively.other")),
    (set_text, "lively.other.say.1", "Corta."),
    (add_bubble, "lively.plain", 2, "Ancora."),
    (set_numbers, "lively.last", ["112"]),
    (set_text, "library.controls.home", "Inizio"),
    (rename_step, "talk.where", "place"),
    (move_steps, ["lively.plain"], "simple"),
    (add_step, "talk", "fresh", 2, "Nuovo."),
    (remove_step, "talk.later", "talk.term"),
    (set_text, "talk.again.say.1", "Non so."),
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(range(len(APART))), unique=True, min_size=2, max_size=4), st.data())
def test_changes_to_different_parts_merge(picked: list[int], data: st.DataObject) -> None:
    """Whoever made which: the result is what one person making all of them would have."""
    cut = data.draw(st.integers(0, len(picked)))
    mine, theirs, both = BASE, BASE, BASE
    for number in picked[:cut]:
        mine = after(mine, *APART[number])
    for number in picked[cut:]:
        theirs = after(theirs, *APART[number])
    # A change made to a step by its old name comes before the renaming.
    for number in sorted(picked, key=lambda each: APART[each][0] in {rename_step, move_steps}):
        both = after(both, *APART[number])
    merged = merge(BASE, mine, theirs)

    assert () == merged.conflicts
    whole = read(dict(merged.sources))
    assert {n: described(s) for n, s in read(both).steps.items()} == {
        n: described(s) for n, s in whole.steps.items()
    }


def test_who_changed_alone_keeps_every_byte() -> None:
    """Nothing to merge is nothing changed."""
    mine = after(BASE, set_text, "lively.begin.title", "Mio")

    assert mine == merge(BASE, mine, BASE).sources
    assert mine == merge(BASE, BASE, mine).sources
    assert mine == merge(BASE, mine, mine).sources


def test_what_both_changed_is_told_with_both() -> None:
    """The first person's stays until somebody decides."""
    mine = after(BASE, set_text, "lively.begin.title", "Mio")
    theirs = after(BASE, set_text, "lively.begin.title", "Loro")
    merged = merge(BASE, mine, theirs)

    assert ["lively.begin, title: tu dici «Mio», l'altra dice «Loro»."] == [
        str(each.sentence) for each in merged.conflicts
    ]
    assert mine == merged.sources
    where = [each.where for each in merged.conflicts]
    assert theirs == merge(BASE, mine, theirs, as_theirs=where).sources


def test_a_choice_taken_out_and_changed_is_told() -> None:
    """One person's words are not lost because the other took the choice out."""
    mine = after(BASE, remove_choice, "lively.begin", "a")
    theirs = after(BASE, set_text, "lively.begin.choices.a", "Ah")
    merged = merge(BASE, mine, theirs)

    assert ["lively.begin, choices.a: tu l'hai tolto, l'altra dice «Ah»."] == [
        str(each.sentence) for each in merged.conflicts
    ]


def test_a_step_taken_out_and_changed_is_told() -> None:
    """Also when it is a whole step."""
    mine = after(BASE, set_text, "talk.later.say.1", "Mio")
    theirs = after(BASE, remove_step, "talk.later", "talk.term")
    merged = merge(BASE, mine, theirs)

    assert ["talk.later: tu dici «Mio», l'altra l'ha tolto."] == [
        str(each.sentence) for each in merged.conflicts
    ]


def test_two_names_for_one_step_are_told() -> None:
    """The first person's name stays, and everything leads to it."""
    mine = after(sources(), rename_step, "talk.where", "place")
    theirs = after(sources(), rename_step, "talk.where", "town")
    merged = merge(sources(), mine, theirs)

    assert [("talk.where", "name")] == [each.where for each in merged.conflicts]
    assert "talk.place" == read(dict(merged.sources)).place


def test_an_order_of_theirs_is_kept() -> None:
    """Choices in another order, beside words of mine."""
    mine = after(BASE, set_text, "talk.menu.choices.term", "Mio")
    theirs = after(BASE, move_choice, "talk.menu", "later", 1)
    merged = read(dict(merge(BASE, mine, theirs).sources)).steps["talk.menu"]

    assert ["later", "near", "term"] == [choice.id for choice in merged.choices]
    assert "Mio" == merged.choices[2].label.source
