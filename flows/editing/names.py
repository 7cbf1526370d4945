"""What the steps of a library are called, and were called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.editing.references import in_full

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.composing import Raw
    from flows.editing.draft import Draft


def all_names(draft: Draft) -> frozenset[str]:
    """Every step by its whole name."""
    return frozenset(f"{flow}.{short}" for flow in draft.flows() for short in draft.names(flow))


def former_names(draft: Draft) -> dict[str, str]:
    """Every name that a step had, in full, and the step that had it."""
    return {
        in_full(name, flow): f"{flow}.{short}"
        for flow in draft.flows()
        for short, raw in draft.names(flow).items()
        for name in former_of(raw)
    }


def former_of(step: Raw) -> Iterator[str]:
    """The names that a step had, as its file writes them."""
    for key, value in step.pairs:
        if key.value == "was":
            for each in value.entries or (value,):
                if isinstance(each.value, str) and each.value:
                    yield each.value
