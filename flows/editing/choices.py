"""The choices of a step: added, copied, moved, taken out, where each leads and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flows.editing.bubbles import condition
from flows.editing.draft import Changed, Draft
from flows.editing.errors import NameTakenError, UnknownPartError
from flows.editing.fields import CHOICE_ORDER, STEP_ORDER
from flows.editing.parts import drop, insert, move, put, remove
from flows.editing.references import as_written
from flows.editing.tree import Branch, Child, Words, opened
from flows.editing.writing import mapped, quoted, word

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from flows.definition import Act, Channel, Only


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChoice:
    """A choice that is not there yet."""

    id: str
    label: str
    #: In full: `flow.step`.
    go: str
    remember: Mapping[str, str] = field(default_factory=dict)
    when: Mapping[str, Collection[str]] = field(default_factory=dict)
    on: Channel | None = None
    only: Only | None = None
    act: Act | None = None
    otherwise: str = ""

    def written(self, flow: str) -> str:
        """The choice on one line, as a step of this flow has it."""
        told = {
            "id": word(self.id),
            "label": quoted(self.label),
            "act": self.act or "",
            "go": as_written(self.go, flow),
            "otherwise": as_written(self.otherwise, flow) if self.otherwise else "",
            "remember": memory(self.remember),
            "if": condition(self.when),
            "on": self.on or "",
            "only": self.only or "",
        }
        return mapped({key: value for key, value in told.items() if value})


def memory(remember: Mapping[str, str]) -> str:
    """A `remember:` as it stands in the file; empty for nothing."""
    return mapped({name: word(value) for name, value in remember.items()}) if remember else ""


def add_choice(sources: Mapping[str, str], step: str, number: int, choice: NewChoice) -> Changed:
    """A new choice, the `number`th of its step (from 1; past the last: the last).

    Raises:
        NameTakenError: if the step has a choice with this id.
    """
    draft = Draft(sources)
    value = choice.written(step.partition(".")[0])
    fields = draft.step(step)
    if fields.find("choices") is None:
        if fields.is_flow:
            put(fields, "choices", f"[{value}]", STEP_ORDER)
        else:
            dash = " " * (fields.column + 2) + "- "
            put(fields, "choices", f"{dash}{value}", STEP_ORDER, ":\n")
        return draft.changed()
    _, choices = draft.entries(step, "choices")
    if choice.id in _ids(choices):
        raise NameTakenError(choice.id)
    insert(choices, number - 1, Child("", "", "", "", Words(value), ""))
    return draft.changed()


def remove_choice(sources: Mapping[str, str], step: str, identity: str) -> Changed:
    """Take a choice out."""
    draft = Draft(sources)
    choices, number = _place(draft, step, identity)
    remove(choices, number)
    if not choices.children:
        drop(draft.step(step), "choices")
    return draft.changed()


def move_choice(sources: Mapping[str, str], step: str, identity: str, to: int) -> Changed:
    """Have a choice stand at another place of its step (from 1)."""
    draft = Draft(sources)
    choices, number = _place(draft, step, identity)
    move(choices, number, min(max(to, 1), len(choices.children)) - 1)
    return draft.changed()


def copy_choice(sources: Mapping[str, str], step: str, identity: str, new: str) -> Changed:
    """The same choice once more, below itself, under another id.

    Raises:
        NameTakenError: if the step has a choice with the new id.
    """
    draft = Draft(sources)
    choices, number = _place(draft, step, identity)
    if new in _ids(choices):
        raise NameTakenError(new)
    pairs = opened(choices.children[number])
    assert pairs is not None, "Only a mapping has an id."
    put(pairs, "id", word(new))
    copied = pairs.written() if pairs.is_flow else _one_line(pairs)
    put(pairs, "id", word(identity))
    insert(choices, number + 1, Child("", "", "", "", Words(copied), ""))
    return draft.changed()


def _one_line(pairs: Branch) -> str:
    return mapped({each.name: each.value.written().strip() for each in pairs.children})


def set_go(sources: Mapping[str, str], step: str, identity: str, go: str) -> Changed:
    """Where a choice leads, in full."""
    draft = Draft(sources)
    flow = step.partition(".")[0]
    put(draft.choice(step, identity), "go", as_written(go, flow), CHOICE_ORDER)
    return draft.changed()


def set_act(
    sources: Mapping[str, str], step: str, identity: str, act: Act | None, otherwise: str = ""
) -> Changed:
    """What a choice does for her, and where it leads if that cannot be done."""
    flow = step.partition(".")[0]
    target = as_written(otherwise, flow) if otherwise else ""
    return _set(sources, step, identity, act=act or "", otherwise=target)


def set_remember(
    sources: Mapping[str, str], step: str, identity: str, remember: Mapping[str, str]
) -> Changed:
    """What a choice has the conversation remember; empty is nothing."""
    return _set(sources, step, identity, remember=memory(remember))


def set_choice_shown(
    sources: Mapping[str, str],
    step: str,
    identity: str,
    *,
    when: Mapping[str, Collection[str]],
    on: Channel | None = None,
    only: Only | None = None,
) -> Changed:
    """When a choice is shown; nothing of it is always."""
    told = {"if": condition(when), "on": on or "", "only": only or ""}
    return _set(sources, step, identity, **told)


def _set(sources: Mapping[str, str], step: str, identity: str, **told: str) -> Changed:
    draft = Draft(sources)
    choice = draft.choice(step, identity)
    for key, value in told.items():
        if value:
            put(choice, key, value, CHOICE_ORDER)
        else:
            drop(choice, key)
    return draft.changed()


def _ids(choices: Branch) -> list[object]:
    told = [each.plain for each in choices.children]
    return [each.get("id") for each in told if isinstance(each, dict)]


def _place(draft: Draft, step: str, identity: str) -> tuple[Branch, int]:
    _, choices = draft.entries(step, "choices")
    ids = _ids(choices)
    if identity not in ids:
        raise UnknownPartError(step, f"choices.{identity}")
    return choices, ids.index(identity)
