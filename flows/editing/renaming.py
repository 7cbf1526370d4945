"""A step gets another name, or another flow, and everything that leads to it follows.

A position names its step by number, in the revision it was made in; that revision is kept
for two days and walked to its end. Whoever is on a step is therefore never lost by a new
name. The old name is still needed where two revisions meet: when one is withdrawn, and
whoever walks it is put on the same step of another; when the translations, the saved
examples and a colleague's draft look for the step by its name. So the step keeps it, under
`was:`, and nothing else may be called so while it is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.editing.draft import Changed, Draft
from flows.editing.errors import NoWordsError
from flows.editing.fields import STEP_ORDER
from flows.editing.names import former_names, former_of
from flows.editing.parts import drop, put, shifted
from flows.editing.references import as_written, in_full, mend_references
from flows.editing.steps import look_free, put_step, take_step
from flows.editing.tree import Branch, Child, Words
from flows.editing.writing import good_name, listed, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def rename_step(sources: Mapping[str, str], step: str, name: str) -> Changed:
    """Call a step of a flow otherwise, wherever it is named.

    Raises:
        EditError: if there is no such step, or another is or was called so.
    """
    flow, _, short = step.partition(".")
    if short == name:
        return {}
    new = f"{flow}.{good_name(name)}"
    draft = Draft(sources)
    pair = draft.step_pair(step)
    if former_names(draft).get(new) != step:
        look_free(draft, new)
    draft.touch(draft.flow_file(flow), name)
    mend_references(draft, {step: new})
    _keep_names(draft, step, new)
    pair.key = pair.name = name
    return draft.changed()


def move_steps(
    sources: Mapping[str, str], steps: Sequence[str], flow: str, owner: str = ""
) -> Changed:
    """Have a group of steps be in another flow, in this order; a new one, if there is none.

    A flow that is left without steps goes. `owner` is who answers for a new flow: without
    one, whoever answers for the flow that the first step comes from.

    Raises:
        EditError: if a step is not there, or one is or was called so in the other flow.
    """
    if not steps:
        raise NoWordsError
    draft = Draft(sources)
    renamed = {
        step: f"{flow}.{step.partition('.')[2]}"
        for step in dict.fromkeys(steps)
        if step.partition(".")[0] != flow
    }
    target = new_or_known(draft, good_name(flow), owner, steps[0])
    former = former_names(draft)
    for step, new in renamed.items():
        draft.step_pair(step)
        if former.get(new) != step:
            look_free(draft, new)
        draft.touch(draft.flow_file(flow), new.partition(".")[2])
    mend_references(draft, renamed)
    for step, new in renamed.items():
        _keep_names(draft, step, new)
    _carry_over(draft, renamed, target)
    return draft.changed()


def new_or_known(draft: Draft, flow: str, owner: str, first: str) -> Branch:
    """The steps of a flow; of a new one, with nothing but a placeholder, where there is none."""
    if flow not in set(draft.flows()):
        told = owner or draft.owner(first.partition(".")[0])
        # A flow has a step; this one goes as soon as another is there.
        draft.touch(f"{flow}.yaml", _NONE)
        draft.add_flow(flow, f"flow: {flow}\nowner: {word(told)}\nsteps:\n  {_NONE}: none\n")
    return draft.steps(flow)


#: Longer than a step's name may be, so that none is called so.
_NONE = "x" * 41


def _carry_over(draft: Draft, renamed: Mapping[str, str], target: Branch) -> None:
    for step, new in renamed.items():
        flow, _, short = step.partition(".")
        home = draft.steps(flow)
        column = home.column
        pair = take_step(home, short)
        text = shifted(pair.value.written(), target.column - column)
        name = new.partition(".")[2]
        moved = Child(pair.lead, name, name, pair.gap, Words(text), pair.tail)
        put_step(target, len(target.children), moved)
        take_placeholder(target)
        if not home.children:
            draft.remove_flow(flow)


def take_placeholder(target: Branch) -> None:
    """A new flow has its first step: what stood in for it goes."""
    if target.find(_NONE):
        take_step(target, _NONE)


def _keep_names(draft: Draft, step: str, new: str) -> None:
    """Note what a step was called, in the words of the flow that it will be in."""
    flow, short = step.partition(".")[::2]
    after = new.partition(".")[0]
    raw = draft.names(flow)[short]
    names = [in_full(name, flow) for name in former_of(raw)]
    kept = [name for name in dict.fromkeys([*names, step]) if name != new]
    fields = draft.step(step)
    if kept:
        put(fields, "was", listed(as_written(name, after) for name in kept), STEP_ORDER)
    else:
        drop(fields, "was")
