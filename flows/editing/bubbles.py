"""The bubbles of a step: added, copied, moved, taken out, and when each is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flows.editing.draft import Changed, Draft
from flows.editing.errors import NoWordsError, UnknownPartError
from flows.editing.fields import BUBBLE_ORDER, STEP_ORDER
from flows.editing.parts import drop, insert, move, put, put_value, remove
from flows.editing.tree import Branch, Child, Words, opened
from flows.editing.writing import listed, mapped, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from flows.definition import Channel, Only


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """When a bubble is shown; nothing of it is always."""

    on: Channel | None = None
    only: Only | None = None
    #: Remembered facts and the values that each may have.
    when: Mapping[str, Collection[str]] = field(default_factory=dict)
    #: Facts that it rests on as a whole (`fact:`); those in its places need not be named.
    facts: tuple[str, ...] = ()

    def written(self) -> dict[str, str]:
        """Each field as it stands in the file."""
        told = {
            "if": condition(self.when),
            "on": self.on or "",
            "only": self.only or "",
            "fact": listed(self.facts) if self.facts else "",
        }
        return {key: value for key, value in told.items() if value}


ALWAYS = Shown()


def condition(when: Mapping[str, Collection[str]]) -> str:
    """An `if:` as it stands in the file; empty for no condition."""
    return mapped({name: listed(sorted(values)) for name, values in when.items() if values})[
        : None if any(when.values()) else 0
    ]


def add_bubble(
    sources: Mapping[str, str], step: str, number: int, words: str, shown: Shown = ALWAYS
) -> Changed:
    """A new bubble, the `number`th of its step (from 1; past the last: the last)."""
    draft = Draft(sources)
    told = shown.written()
    value = mapped({**told, "say": quoted(words)}) if told else quoted(words)
    fields = draft.step(step)
    if fields.find("say") is None:
        put(fields, "say", value, STEP_ORDER)
    else:
        _, bubbles = draft.entries(step, "say")
        insert(bubbles, number - 1, Child("", "", "", "", Words(value), ""))
    return draft.changed()


def remove_bubble(sources: Mapping[str, str], step: str, number: int) -> Changed:
    """Take a bubble out."""
    draft = Draft(sources)
    bubbles = _bubbles(draft, step, number)
    remove(bubbles, number - 1)
    if not bubbles.children:
        drop(draft.step(step), "say")
    return draft.changed()


def move_bubble(sources: Mapping[str, str], step: str, number: int, to: int) -> Changed:
    """Have a bubble stand at another place of its step."""
    draft = Draft(sources)
    bubbles = _bubbles(draft, step, number)
    move(bubbles, number - 1, min(max(to, 1), len(bubbles.children)) - 1)
    return draft.changed()


def copy_bubble(sources: Mapping[str, str], step: str, number: int, into: str, at: int) -> Changed:
    """The same bubble once more, in this step or another, the `at`th there."""
    draft = Draft(sources)
    said, shown = _read(_bubbles(draft, step, number).children[number - 1])
    told = mapped({**shown, "say": said}) if shown else said
    if draft.step(into).find("say") is None:
        put(draft.step(into), "say", told, STEP_ORDER)
    else:
        _, bubbles = draft.entries(into, "say")
        insert(bubbles, at - 1, Child("", "", "", "", Words(told), ""))
    return draft.changed()


def set_bubble_shown(sources: Mapping[str, str], step: str, number: int, shown: Shown) -> Changed:
    """When a bubble is shown, and which facts it rests on."""
    draft = Draft(sources)
    bubbles = _bubbles(draft, step, number)
    entry = bubbles.children[number - 1]
    branch, told = opened(entry), shown.written()
    if branch is None:
        if told:
            put_value(entry, mapped({**told, "say": entry.value.written()}))
        return draft.changed()
    for key in BUBBLE_ORDER[:-1]:
        if key in told:
            put(branch, key, told[key], BUBBLE_ORDER)
        else:
            drop(branch, key)
    return draft.changed()


def _bubbles(draft: Draft, step: str, number: int) -> Branch:
    _, bubbles = draft.entries(step, "say")
    if not 1 <= number <= len(bubbles.children):
        raise UnknownPartError(step, f"say.{number}")
    return bubbles


def _read(entry: Child) -> tuple[str, dict[str, str]]:
    """The words of a bubble and the rest of it, as they can stand on one line."""
    told = entry.plain
    if isinstance(told, str):
        return quoted(told), {}
    if not isinstance(told, dict) or not isinstance(told.get("say"), str):
        raise NoWordsError
    rest: dict[str, str] = {}
    for key, value in told.items():
        if key == "if" and isinstance(value, dict):
            rest[key] = mapped({name: listed(_words(each)) for name, each in value.items()})
        elif key != "say":
            rest[key] = listed(_words(value))
    return quoted(told["say"]), rest


def _words(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]
