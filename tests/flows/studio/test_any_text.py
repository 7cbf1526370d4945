"""Whatever stands in a file: read by steps it is what it is as a whole, and a change is safe."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flows.composing import RefusedError, compose
from flows.editing import EditError, add_bubble, remove_bubble, rename_step, set_note, set_text
from flows.editing.tree import plain
from tests.flows.libraries import LIBRARY

HEAD = "flow: t\nowner: x\nsteps:\n"
LINES = st.sampled_from(
    [
        "  a:\n", "  b:\n", "  a: {say: x}\n", "    say: 'x\n", '    say: "y"\n', "    say:\n",
        "      - z\n", "      - {say: w}\n", "     y'\n", "    title: |\n", "      # c\n",
        "  # d\n", "\n", "   say: q\n", "steps:\n", "end: 1\n", "    title: 'x'\n", "\t\n",
        "    choices: [{id: i, label: l, go: a}]\n", "  b: &b x\n", "  c: *b\n", "...\n",
        "---\n", " \n", "    - u\r\n",
    ]
)  # fmt: skip


def read(text: str) -> object:
    """What a text means; the refusal's line where it is refused."""
    try:
        return plain(compose(text))
    except RefusedError as problem:
        return problem.line


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=9).map("".join))
def test_by_steps_and_as_a_whole_mean_the_same(body: str) -> None:
    """A comment with a tab has the same file read at once: nothing is another then."""
    assume("\t" not in body)
    end = "" if body.endswith("\n") or not body else "\n"
    by_steps, at_once = read(HEAD + body), read(f"#\t\n{HEAD}{body}{end}")

    # Refused is refused, wherever the fault is seen.
    assert by_steps == at_once or (isinstance(by_steps, int) and isinstance(at_once, int))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(LINES, max_size=9).map("".join),
    st.sampled_from(
        [
            (set_text, "t.a.say.1", "N"),
            (set_text, "t.a.title", "N"),
            (set_text, "t.a.choices.i", "N"),
            (set_note, "t.a.say.1", "N"),
            (add_bubble, "t.a", 1, "N"),
            (remove_bubble, "t.a", 1),
            (rename_step, "t.a", "n"),
        ]
    ),
)
def test_a_change_is_made_or_refused(body: str, change: tuple[Any, ...]) -> None:
    """Never an exception of another kind, never a file that cannot be read any more."""
    operation, *args = change
    files = {"library.yaml": LIBRARY, "t.yaml": HEAD + body}
    try:
        changed = operation(files, *args)
    except EditError:
        return
    before, after = plain(compose(HEAD + body)), plain(compose(changed.get("t.yaml", HEAD + body)))
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    for name, step in before["steps"].items():
        if name != "a" and "go: a" not in body:
            assert step == after["steps"][name]
