"""What of a broken library can still be checked, so that every problem is told at once."""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import TYPE_CHECKING

from flows.definition import AskKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.definition import Library, Step


def without_broken_parts(library: Library) -> Library | None:
    """The library without what leads nowhere or depends on what is not remembered.

    `None` when one of the steps that `library.yaml` names is missing: then nothing
    can be said of what can be reached. It is only ever checked, never walked.
    """
    steps = library.steps
    of_handoff = astuple(library.handoff) if library.handoff else ()
    starts = (library.first, library.home, library.danger, library.place, library.person)
    if any(start not in steps for start in (*starts, *of_handoff)):
        return None
    values = {fact.name: fact.conditions for fact in library.remembered}
    kept = {name: _kept(step, steps, values) for name, step in steps.items()}
    asks = kept[library.place].ask
    return replace(library, steps=kept) if asks and asks.kind is AskKind.PLACE else None


def _kept(step: Step, steps: Mapping[str, Step], values: Mapping[str, frozenset[str]]) -> Step:
    def is_remembered(when: Mapping[str, frozenset[str]]) -> bool:
        return all(wanted <= values.get(name, frozenset()) for name, wanted in when.items())

    ask, show = step.ask, step.show
    kept = replace(
        step,
        say=tuple(bubble for bubble in step.say if is_remembered(bubble.when)),
        choices=tuple(
            choice
            for choice in step.choices
            if choice.go in steps
            and (not choice.otherwise or choice.otherwise in steps)
            and is_remembered(choice.when)
            and is_remembered({name: frozenset({to}) for name, to in choice.remember.items()})
        ),
        ask=ask if ask and {ask.found, ask.unknown} <= steps.keys() else None,
        show=show if show and (not show.pick or show.pick in steps) else None,
    )
    # What was left out is told already: the step is no dead end because of it.
    return kept if kept == step else replace(kept, end=True)
