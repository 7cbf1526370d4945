"""The flows of a library, and the order in which a woman meets the steps of one."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING

from flows.checks.graph import leads_to, starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flows.definition import Library, Step

_OWNER = re.compile(r"^owner:\s*(.*?)\s*(?:#.*)?$", re.MULTILINE)


def flow_of(step: str) -> str:
    """The flow a step belongs to."""
    return step.partition(".")[0]


def by_flow(library: Library) -> dict[str, list[Step]]:
    """The steps of each flow, in the order of its file; the flow she enters by comes first."""
    flows: dict[str, list[Step]] = {}
    for step in library.steps.values():
        flows.setdefault(flow_of(step.name), []).append(step)
    first = flow_of(library.first)
    return {name: flows[name] for name in sorted(flows, key=lambda name: name != first)}


def owner_of(library: Library, flow: str) -> str:
    """Who answers for a flow's words."""
    found = _OWNER.search(library.sources.get(f"{flow}.yaml", ""))
    return found[1].strip("\"'") if found else ""


def in_order(library: Library, steps: Iterable[Step]) -> list[tuple[Step, int]]:
    """The steps breadth-first from where the flow is entered, each with how far in it is.

    The flow begins with its first step; what is only reached from other flows follows, then
    what is reached from nowhere, each with what lies behind it.
    """
    own = {step.name: step for step in steps}
    depths: dict[str, int] = {}
    for root in [*list(own)[:1], *_entered(library, own), *own]:
        if root not in depths:
            _walk(root, own, depths)
    return [(own[name], depth) for name, depth in depths.items()]


def _entered(library: Library, own: Mapping[str, Step]) -> list[str]:
    """The steps that something outside the flow leads to, in the order of the file."""
    outside = set(starts(library))
    for step in library.steps.values():
        if step.name not in own:
            outside.update(leads_to(step))
    return [name for name in own if name in outside]


def _walk(root: str, own: Mapping[str, Step], depths: dict[str, int]) -> None:
    depths[root] = 0
    ahead = deque([root])
    while ahead:
        name = ahead.popleft()
        for to in leads_to(own[name]):
            if to in own and to not in depths:
                depths[to] = depths[name] + 1
                ahead.append(to)
