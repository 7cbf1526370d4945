"""A group of steps once more, in a flow of its own or another: the same talk, used again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.editing.draft import Changed, Draft, applied
from flows.editing.errors import NoWordsError
from flows.editing.parts import drop, shifted
from flows.editing.references import rewrite_step
from flows.editing.renaming import new_or_known, take_placeholder
from flows.editing.steps import look_free, put_step
from flows.editing.tree import Child, Words
from flows.editing.writing import good_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def copy_steps(
    sources: Mapping[str, str], steps: Sequence[str], flow: str, owner: str = ""
) -> Changed:
    """Have a group of steps also be in another flow, in this order; a new one, if there is none.

    What leads from one of them to another leads to the copy; what leads elsewhere leads there
    still. Nothing leads to the copies yet. `owner` is who answers for a new flow.

    Raises:
        EditError: if a step is not there, or one is or was called so in the other flow.
    """
    if not steps:
        raise NoWordsError
    draft = Draft(sources)
    copies = {step: f"{flow}.{step.partition('.')[2]}" for step in dict.fromkeys(steps)}
    target = new_or_known(draft, good_name(flow), owner, steps[0])
    for step, copy in copies.items():
        pair = draft.step_pair(step)
        look_free(draft, copy)
        name = copy.partition(".")[2]
        draft.touch(draft.flow_file(flow), name)
        column = draft.steps(step.partition(".")[0]).column
        text = shifted(pair.value.written(), target.column - column)
        lead = shifted(pair.lead, target.column - column)
        put_step(
            target, len(target.children), Child(lead, name, name, pair.gap, Words(text), pair.tail)
        )
        take_placeholder(target)
    return _led_on(sources, draft.changed(), copies)


def _led_on(sources: Mapping[str, str], changed: Changed, copies: Mapping[str, str]) -> Changed:
    """Have each copy lead where its step does, or to the copy of it."""
    again = Draft(applied(sources, changed))
    for step, copy in copies.items():
        fields = again.step(copy)
        rewrite_step(fields, step.partition(".")[0], copy.partition(".")[0], copies)
        # Who was on the step under an older name stays with the one that kept its name.
        drop(fields, "was")
    return {**changed, **again.changed()}
