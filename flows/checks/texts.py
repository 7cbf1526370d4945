"""Every sentence of a library, with what it is on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from flows.definition import FACT_PLACE, Controls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flows.definition import Bubble, Library, Step, Text
    from flows.registered import Fact

_SENTENCE_END = re.compile(r"(?<=[.!?…؟。])\s+|\n+")

#: Words of the machine that are buttons; the rest of `controls` is read as bubbles.
_BUTTONS = frozenset({"exit", "danger", "home", "language"})


class Role(StrEnum):
    """What a sentence is on the screen."""

    TITLE = "title"
    BUBBLE = "bubble"
    #: A button, in her own voice.
    CHOICE = "label"
    #: What stands beside the box she types in.
    ASK = "label of the box"
    #: A button of the machine or beside the box.
    BUTTON = "button"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence or paragraph of a library."""

    text: Text
    role: Role
    #: Empty for the words of the machine.
    step: Step | None = None
    bubble: Bubble | None = None

    @property
    def name(self) -> str:
        """How an issue calls it: "the bubble near.where.say.1"."""
        return f"the {self.role} {self.text.context}"

    @property
    def is_button(self) -> bool:
        """Whether it must fit beside or on something to press."""
        return self.role in {Role.CHOICE, Role.ASK, Role.BUTTON}

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that must be current for it to be shown."""
        return self.bubble.facts if self.bubble else self.text.facts


def lines_of(library: Library) -> Iterator[Line]:
    """Every sentence of the library, those of the machine first."""
    for name in (each.name for each in fields(Controls)):
        role = Role.BUTTON if name in _BUTTONS else Role.BUBBLE
        yield Line(getattr(library.controls, name), role)
    for step in library.steps.values():
        yield from _lines_of_step(step)


def _lines_of_step(step: Step) -> Iterator[Line]:
    if step.title:
        yield Line(step.title, Role.TITLE, step)
    for bubble in step.say:
        yield Line(bubble.text, Role.BUBBLE, step, bubble)
    for choice in step.choices:
        yield Line(choice.label, Role.CHOICE, step)
    if step.ask:
        yield Line(step.ask.label, Role.ASK, step)
        yield Line(step.ask.send, Role.BUTTON, step)
        if step.ask.unclear:
            yield Line(step.ask.unclear, Role.BUBBLE, step)
    if step.show and step.show.nothing:
        yield Line(step.show.nothing, Role.BUBBLE, step)
    if step.show and step.show.another:
        yield Line(step.show.another, Role.CHOICE, step)


def sentences_of(words: str) -> list[str]:
    """The sentences of a paragraph."""
    return [sentence for sentence in _SENTENCE_END.split(words) if sentence.strip()]


def filled(words: str, facts: Mapping[str, Fact]) -> str:
    """The sentence with its facts in their places, as it is read."""
    if "{" not in words:
        return words
    return FACT_PLACE.sub(lambda place: _value(place, facts), words)


def _value(place: re.Match[str], facts: Mapping[str, Fact]) -> str:
    fact = facts.get(place[1])
    return fact.value if fact else place[0]
