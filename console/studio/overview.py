"""The list of flows: what each is, how complete its languages are, which facts need somebody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.studio.flow_order import by_flow, flow_of, owner_of
from console.studio.script import state_of
from locales.languages import SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from console.studio.here import Studio
    from console.studio.problems import Problem, Problems
    from flows.definition import Library, Step
    from flows.registered import Fact


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a flow has come in one language."""

    missing: int
    outdated: int
    draft: int

    @property
    def is_complete(self) -> bool:
        """Whether every sentence is there, as the Italian now says it."""
        return not self.missing and not self.outdated


@dataclass(frozen=True, slots=True)
class Row:
    """One flow."""

    name: str
    #: What its first step is called.
    title: str
    owner: str
    steps: int
    problems: Sequence[Problem]
    progress: Mapping[str, Progress]


@dataclass(frozen=True, slots=True)
class Minded:
    """A fact that somebody has to look after."""

    fact: Fact
    #: `draft`, `expired` or `soon`.
    state: str
    #: The flows whose sentences rest on it.
    flows: Sequence[str]


def rows_of(studio: Studio, problems: Problems, name_of: Callable[[Step], str]) -> list[Row]:
    """Every flow, the one she enters by first."""
    library = studio.library
    tags = [each.tag for each in studio.languages if each.tag != SOURCE]
    rows = []
    for flow, steps in by_flow(library).items():
        texts = [text for step in steps for text in step.texts()]
        progress = {}
        for tag in tags:
            count = Counter(
                str(studio.catalogues.status(text.context, text.source, tag)) for text in texts
            )
            progress[tag] = Progress(count["missing"], count["outdated"], count["draft"])
        rows.append(
            Row(
                name=flow,
                title=name_of(steps[0]),
                owner=owner_of(library, flow),
                steps=len(steps),
                problems=problems.of_flow(flow),
                progress=progress,
            )
        )
    return rows


def facts_to_mind(library: Library, today: date) -> list[Minded]:
    """The facts that have expired, soon will, or that nobody has confirmed; those first."""
    used: dict[str, dict[str, None]] = {}
    for step in library.steps.values():
        named = [name for bubble in step.say for name in bubble.facts]
        told = [name for text in step.texts() for name in text.facts]
        for name in (*step.numbers, *named, *told):
            used.setdefault(name, {})[flow_of(step.name)] = None
    order = ("expired", "soon", "draft")
    minded = [
        Minded(fact, state, list(used.get(fact.id, ())))
        for fact in library.facts.values()
        if (state := state_of(fact, today))
    ]
    return sorted(minded, key=lambda each: (order.index(each.state), each.fact.expires_on or today))
