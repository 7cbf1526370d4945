"""Any sequence of changes: the text reads back as what they describe, and nothing else moved."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from flows.composing import compose
from flows.definition import Channel
from flows.editing import (
    NewChoice,
    Shown,
    add_bubble,
    add_choice,
    copy_choice,
    copy_step,
    move_bubble,
    move_choice,
    move_step,
    move_steps,
    remove_bubble,
    remove_choice,
    remove_step,
    rename_step,
    set_bubble_shown,
    set_choice_shown,
    set_go,
    set_note,
    set_remember,
    set_text,
)
from tests.flows.studio.lively import Described, after, described, lively, read

Model = dict[str, Described]

WORDS = st.text(
    st.sampled_from("aZ09àé'\"\\:#{}[],&*!|>%@`-? \t\nأ٣…"), min_size=1, max_size=30
).filter(lambda words: words.strip())
WHEN = st.sampled_from([{}, {"alone": frozenset({"no"})}, {"alone": frozenset({"no", "yes"})}])
NAMED = {"talk.hello", "talk.menu", "talk.danger", "talk.where", "talk.person"}


def typed_steps(files: dict[str, str]) -> dict[str, str]:
    """Each step as it stands in its file."""
    return {
        f"{name.removesuffix('.yaml')}.{key.value}": text[value.start : value.end]
        for name, text in files.items()
        for top, steps in compose(text).pairs
        if top.value == "steps"
        for key, value in steps.pairs
    }


def everything_renamed(model: Model, old: str, new: str) -> Model:
    """The model with one step called otherwise wherever something leads to it."""

    def now(step: str) -> str:
        return new if step == old else step

    renamed = {}
    for name, entry in model.items():
        step = deepcopy(entry)
        step["choices"] = [(a, b, now(go), c, d) for a, b, go, c, d in step["choices"]]  # type: ignore[attr-defined]
        if step["ask"]:
            step["ask"] = tuple(now(each) for each in step["ask"])  # type: ignore[attr-defined]
        if step["show"]:
            kind, pick = step["show"]  # type: ignore[misc]
            step["show"] = kind, now(pick) if pick else ""  # type: ignore[has-type]
        renamed[name] = step
    return renamed


class Changes:
    """Draws one change after the other and says what each should come to."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.files = lively()
        self.model: Model = {n: described(s) for n, s in read(self.files).steps.items()}
        self.count = 0

    def draw(self, strategy: st.SearchStrategy[Any]) -> Any:
        """Something of this kind."""
        return self.data.draw(strategy)

    def one(self) -> None:
        """Make a change, and compare."""
        self.count += 1
        kind = self.draw(st.sampled_from([self.words, self.bubbles, self.choices, self.names]))
        step = self.draw(st.sampled_from(sorted(self.model)))
        before, typed = deepcopy(self.model), typed_steps(self.files)
        self.model = deepcopy(self.model)
        kind(step)
        now = read(self.files)
        assert self.model == {n: described(s) for n, s in now.steps.items()}
        for name, text in typed_steps(self.files).items():
            if name != step and name in typed and before[name] == self.model[name]:
                assert typed[name].rstrip() == text.rstrip()

    def words(self, step: str) -> None:
        """Other words, or a note to the translators."""
        told = self.draw(WORDS)
        entry = self.model[step]
        say, choices = entry["say"], entry["choices"]
        what = self.draw(
            st.sampled_from(["title", "note", *["say"] * bool(say), *["label"] * bool(choices)])
        )
        if what == "title":
            self.files = after(self.files, set_text, f"{step}.title", told)
            entry["title"] = " ".join(told.split())
        elif what == "say":
            number = self.draw(st.integers(1, len(say)))
            self.files = after(self.files, set_text, f"{step}.say.{number}", told)
            say[number - 1] = (" ".join(told.split()), *say[number - 1][1:])
        elif what == "label":
            number = self.draw(st.integers(0, len(choices) - 1))
            identity = choices[number][0]
            self.files = after(self.files, set_text, f"{step}.choices.{identity}", told)
            choices[number] = (identity, " ".join(told.split()), *choices[number][2:])
        elif say:
            self.files = after(self.files, set_note, f"{step}.say.1", told)

    def bubbles(self, step: str) -> None:
        """A bubble more, less, elsewhere, or for others."""
        say = self.model[step]["say"]
        number = self.draw(st.integers(1, len(say) + 1))
        if number > len(say):
            told = self.draw(WORDS)
            when = self.draw(WHEN)
            at = self.draw(st.integers(1, len(say) + 1))
            self.files = after(self.files, add_bubble, step, at, told, Shown(when=when))
            say.insert(at - 1, (" ".join(told.split()), None, None, when))
            return
        what = self.draw(st.sampled_from(["remove", "move", "shown"]))
        if what == "remove" and len(say) > 1:
            self.files = after(self.files, remove_bubble, step, number)
            del say[number - 1]
        elif what == "move":
            to = self.draw(st.integers(1, len(say)))
            self.files = after(self.files, move_bubble, step, number, to)
            say.insert(to - 1, say.pop(number - 1))
        elif what == "shown":
            when, on = self.draw(WHEN), self.draw(st.sampled_from([None, Channel.WEB]))
            self.files = after(self.files, set_bubble_shown, step, number, Shown(on=on, when=when))
            say[number - 1] = (say[number - 1][0], on, None, when)

    def choices(self, step: str) -> None:
        """A choice more, less, elsewhere, or leading elsewhere."""
        choices = self.model[step]["choices"]
        target = self.draw(st.sampled_from(sorted(self.model)))
        if not choices or self.draw(st.booleans()):
            told, at = self.draw(WORDS), self.draw(st.integers(1, len(choices) + 1))
            new = NewChoice(id=f"n{self.count}", label=told, go=target, remember={"alone": "no"})
            self.files = after(self.files, add_choice, step, at, new)
            choices.insert(at - 1, (new.id, " ".join(told.split()), target, {"alone": "no"}, {}))
            return
        number = self.draw(st.integers(0, len(choices) - 1))
        identity, label, go, remember, when = choices[number]
        what = self.draw(st.sampled_from(["remove", "move", "go", "remember", "when", "copy"]))
        if what == "remove":
            self.files = after(self.files, remove_choice, step, identity)
            del choices[number]
        elif what == "move":
            to = self.draw(st.integers(1, len(choices)))
            self.files = after(self.files, move_choice, step, identity, to)
            choices.insert(to - 1, choices.pop(number))
        elif what == "go":
            self.files = after(self.files, set_go, step, identity, target)
            choices[number] = (identity, label, target, remember, when)
        elif what == "remember":
            told = self.draw(st.sampled_from([{}, {"alone": "yes"}]))
            self.files = after(self.files, set_remember, step, identity, told)
            choices[number] = (identity, label, go, told, when)
        elif what == "when":
            told = self.draw(WHEN)
            changed = set_choice_shown(self.files, step, identity, when=told)
            self.files = {**self.files, **{n: t for n, t in changed.items() if t is not None}}
            choices[number] = (identity, label, go, remember, told)
        else:
            self.files = after(self.files, copy_choice, step, identity, f"n{self.count}")
            choices.insert(number + 1, (f"n{self.count}", label, go, remember, when))

    def names(self, step: str) -> None:
        """A step called otherwise, in another flow, twice, elsewhere, or gone."""
        flow, _, short = step.partition(".")
        new = f"n{self.count}"
        what = self.draw(st.sampled_from(["rename", "flow", "copy", "place", "remove"]))
        if what == "rename" or (what == "flow" and flow != "talk"):
            name = f"{flow}.{new}" if what == "rename" else f"{new}.{short}"
            if what == "rename":
                self.files = after(self.files, rename_step, step, new)
            else:
                self.files = after(self.files, move_steps, [step], new)
            moved = everything_renamed(self.model, step, name)
            entry = moved.pop(step)
            entry["was"] = (*entry["was"], step)  # type: ignore[misc]
            self.model = {**moved, name: entry}
        elif what == "copy":
            self.files = after(self.files, copy_step, step, new)
            self.model[f"{flow}.{new}"] = {**deepcopy(self.model[step]), "was": ()}
        elif what == "place":
            self.files = after(self.files, move_step, step, self.draw(st.integers(1, 5)))
        elif what == "remove" and step not in NAMED and flow == "talk":
            self.files = after(self.files, remove_step, step, "talk.menu")
            self.model = everything_renamed(self.model, step, "talk.menu")
            del self.model[step]


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_what_is_written_reads_back(data: st.DataObject) -> None:
    """After each change the library is what the changes describe, the rest as it was typed."""
    changes = Changes(data)
    for _ in range(data.draw(st.integers(1, 6))):
        changes.one()
