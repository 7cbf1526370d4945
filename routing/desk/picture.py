"""The life of a handoff as a picture, drawn from the machine: `python -m routing.desk.picture`.

What it prints stands in docs/handoff-life.md; a test keeps the two equal.
"""

from __future__ import annotations

import sys
from collections import defaultdict

from routing.desk.life import TABLE, Life

_KEEPS = "="


def mermaid() -> str:
    """The states, and on each way from one to another the events that lead there."""
    ways: dict[tuple[str, str], list[str]] = defaultdict(list)
    for event, sources, leads in TABLE:
        for source in sources:
            if leads != _KEEPS:
                ways[source.value, str(leads)].append(event.value)
    lines = ["stateDiagram-v2", "    direction LR", f"    [*] --> {Life.WAITING.value}"]
    lines += [f"    {here} --> {there}: {', '.join(told)}" for (here, there), told in ways.items()]
    return "\n".join([*lines, f"    {Life.GONE.value} --> [*]"]) + "\n"


def staying() -> str:
    """A table of the events that may happen in a state without leaving it."""
    rows = [
        f"| `{event.value}` | {', '.join(source.value for source in sources)} |"
        for event, sources, leads in TABLE
        if leads == _KEEPS
    ]
    return "\n".join(["| event | where |", "| --- | --- |", *rows]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(f"```mermaid\n{mermaid()}```\n\n{staying()}")
