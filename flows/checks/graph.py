"""Whether every step can be reached, and left."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

from flows.issues import error
from flows.packing import FACT_BYTES
from flows.remembered import NODE_KIND, PLACE_KIND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flows.checks.screens import Screens
    from flows.definition import Library, Step
    from flows.issues import Issue
    from flows.remembered import Remembered

#: The room that the remembered facts have in a button.
MOST_BITS = FACT_BYTES * 8


def check_graph(library: Library, screens: Screens) -> Iterator[Issue]:
    """Steps nobody reaches, steps without a way out, facts that do not fit in a button."""
    reached = _reached(library)
    for step in library.steps.values():
        if step.name not in reached:
            yield _unreachable(step)
        yield from _dead_end(step, screens)
    yield from _over_budget(library.remembered)


def starts(library: Library) -> tuple[str, ...]:
    """The steps that lie behind no button of a flow."""
    of_handoff = astuple(library.handoff) if library.handoff else ()
    return (*entrances(library), *of_handoff)


def entrances(library: Library) -> tuple[str, ...]:
    """The steps where anybody can begin, or be at any moment."""
    return library.first, library.home, library.danger, library.place, library.person


def leads_to(step: Step) -> Iterator[str]:
    """Every step that something of this step leads to."""
    for choice in step.choices:
        yield choice.go
        if choice.otherwise:
            yield choice.otherwise
    if step.ask:
        yield step.ask.found
        yield step.ask.unknown
    if step.show and step.show.pick:
        yield step.show.pick


def _reached(library: Library) -> set[str]:
    reached: set[str] = set()
    ahead = list(starts(library))
    while ahead:
        name = ahead.pop()
        step = library.steps.get(name)
        if step is not None and name not in reached:
            reached.add(name)
            ahead.extend(leads_to(step))
    return reached


def _dead_end(step: Step, screens: Screens) -> Iterable[Issue]:
    if step.end:
        return
    stuck = [way for way in screens.ways(step) if not way.has_way_out]
    if not stuck:
        return
    if step.choices:
        yield _sometimes_dead_end(step)
    else:
        yield _always_dead_end(step)


def _over_budget(remembered: tuple[Remembered, ...]) -> Iterator[Issue]:
    used = 0
    for fact in remembered:
        used += fact.bits
        if used > MOST_BITS:
            yield _does_not_fit(fact, used)
            return


def _unreachable(step: Step) -> Issue:
    return error(
        step.place,
        f"step '{step.name}' is reached from nowhere",
        "Lead a choice to it, or take it out",
    )


def _always_dead_end(step: Step) -> Issue:
    return error(step.place, f"step '{step.name}' has no way out", "Add a choice, or 'end: true'")


def _sometimes_dead_end(step: Step) -> Issue:
    return error(
        step.place,
        f"step '{step.name}' has no way out when none of its choices is shown",
        "Add a choice without 'if:' and 'on:', or 'end: true'",
    )


def _does_not_fit(fact: Remembered, used: int) -> Issue:
    largest = f"A '{PLACE_KIND}' takes 17 bits, a '{NODE_KIND}' 16, a list of values a few"
    return error(
        fact.place,
        f"with '{fact.name}' the conversation remembers {used} bits, "
        f"and a button carries {MOST_BITS}",
        f"{largest}; remember fewer facts, or fewer values",
    )
