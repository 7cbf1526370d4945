"""The steps of a flow: added, copied, reordered, taken out, and what each is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.editing.draft import Changed, Draft
from flows.editing.errors import FormerNameError, NameTakenError, UnknownPartError
from flows.editing.fields import STEP_ORDER
from flows.editing.names import all_names, former_names
from flows.editing.parts import drop, insert, put, remove
from flows.editing.references import as_written, mend_references
from flows.editing.tree import Branch, Child, Words
from flows.editing.writing import good_name, in_brackets, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flows.definition import AskKind, ShowKind, Wish


def add_step(sources: Mapping[str, str], flow: str, name: str, number: int, words: str) -> Changed:
    """A new step that says one thing and has no way on yet, the `number`th of its flow."""
    draft = Draft(sources)
    steps = draft.steps(flow)
    look_free(draft, f"{flow}.{good_name(name)}")
    draft.touch(draft.flow_file(flow), name)
    if steps.is_flow:
        value, gap = "{say: " + quoted(words) + "}", ": "
    else:
        value, gap = f"{' ' * (steps.column + 2)}say: {quoted(words)}", ":\n"
    put_step(steps, number - 1, Child("", name, name, gap, Words(value), ""))
    return draft.changed()


def remove_step(sources: Mapping[str, str], step: str, instead: str = "") -> Changed:
    """Take a step out.

    What leads to it leads to the step `instead` then; without one, `soglia check` tells
    what leads nowhere. Who is on it finishes the version she began.
    """
    draft = Draft(sources)
    flow, _, short = step.partition(".")
    draft.step_pair(step)
    steps = draft.steps(flow)
    if instead:
        draft.step_pair(instead)
        mend_references(draft, {step: instead})
    take_step(steps, short)
    if not steps.children:
        draft.remove_flow(flow)
    return draft.changed()


def copy_step(sources: Mapping[str, str], step: str, name: str) -> Changed:
    """The same step once more, below itself, under another name; comments and all."""
    draft = Draft(sources)
    flow, _, _short = step.partition(".")
    pair = draft.step_pair(step)
    steps = draft.steps(flow)
    look_free(draft, f"{flow}.{good_name(name)}")
    draft.touch(draft.flow_file(flow), name)
    number = steps.children.index(pair)
    copied = Child(pair.lead, name, name, pair.gap, Words(pair.value.written()), pair.tail)
    put_step(steps, number + 1, copied)
    # Who was on the step under an older name stays with the one that kept its name.
    again = Draft({**sources, **_texts(draft.changed())})
    drop(again.step(f"{flow}.{name}"), "was")
    return {**draft.changed(), **again.changed()}


def move_step(sources: Mapping[str, str], step: str, to: int) -> Changed:
    """Have a step stand at another place of its flow (from 1)."""
    draft = Draft(sources)
    flow, _, short = step.partition(".")
    draft.step_pair(step)
    steps = draft.steps(flow)
    names = [each.name for each in steps.children]
    number, to = names.index(short), min(max(to, 1), len(names)) - 1
    if number != to:
        put_step(steps, to, take_step(steps, short))
    return draft.changed()


def set_numbers(sources: Mapping[str, str], step: str, numbers: Sequence[str]) -> Changed:
    """The numbers to call that a step shows; none takes them away."""
    return _set(sources, step, numbers=in_brackets(numbers) if numbers else "")


def set_end(sources: Mapping[str, str], step: str, *, ends: bool) -> Changed:
    """Whether a step has no way on, on purpose."""
    return _set(sources, step, end="true" if ends else "")


def set_ask(
    sources: Mapping[str, str],
    step: str,
    kind: AskKind | None,
    *,
    found: str = "",
    unknown: str = "",
) -> Changed:
    """What a step waits for, and where what is typed leads; `None`: for nothing."""
    flow = step.partition(".")[0]
    told = {"found": found, "unknown": unknown} if kind else {}
    written = {key: as_written(value, flow) for key, value in told.items()}
    gone = dict.fromkeys(("label", "send", "unclear", "found", "unknown"), "")
    return _set(sources, step, ask=kind or "", **({} if kind else gone), **written)


def set_show(
    sources: Mapping[str, str],
    step: str,
    kind: ShowKind | None,
    *,
    wish: Wish | None = None,
    far: bool = False,
    pick: str = "",
) -> Changed:
    """What is filled in in a step; `None`: nothing."""
    flow = step.partition(".")[0]
    told = {"wish": wish or "", "far": "true" if far else "", "pick": as_written(pick, flow)}
    gone = dict.fromkeys(("nothing", "another"), "")
    return _set(sources, step, show=kind or "", **told, **({} if kind else gone))


def _set(sources: Mapping[str, str], step: str, **told: str) -> Changed:
    draft = Draft(sources)
    fields = draft.step(step)
    for key, value in told.items():
        if value:
            put(fields, key, value, STEP_ORDER)
        else:
            drop(fields, key)
        if not fields.children:
            raise UnknownPartError(step, "say")
    return draft.changed()


def look_free(draft: Draft, step: str) -> None:
    """See to it that a step can be called so.

    Raises:
        NameTakenError: if one is.
        FormerNameError: if one was.
    """
    if step in all_names(draft):
        raise NameTakenError(step)
    now = former_names(draft).get(step)
    if now is not None:
        raise FormerNameError(step, now)


def put_step(steps: Branch, index: int, pair: Child) -> None:
    """Put a step among the others, apart from them by a line as they are from each other."""
    is_only = not steps.children[1:]
    apart = not steps.is_flow and (is_only or steps.children[1].lead.startswith("\n"))
    insert(steps, index, pair)
    if not apart:
        return
    for each in steps.children[max(index, 1) : max(index, 1) + 1]:
        each.lead = "\n" + each.lead.lstrip("\n")
    if not index:
        steps.children[0].lead = steps.children[0].lead.lstrip("\n")


def take_step(steps: Branch, short: str) -> Child:
    """Take a step from among the others."""
    number = [each.name for each in steps.children].index(short)
    pair = remove(steps, number)
    if steps.children and not number:
        steps.children[0].lead = steps.children[0].lead.lstrip("\n")
    return pair


def _texts(changed: Changed) -> dict[str, str]:
    return {name: text for name, text in changed.items() if text is not None}
