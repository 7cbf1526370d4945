"""A flow as people really type it: every layout that YAML allows beside the usual one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.reader import read_library
from tests.flows.libraries import LIBRARY, sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.definition import Library, Step
    from flows.editing import Changed

LIVELY = """\
# Who wrote this, and when.

flow: lively
owner: rete   # the network

steps:

  # Where it begins.
  begin:
    title:   'L''inizio'      # short
    say:
    - "One."
    # Translators: softly.
    - on: web
      # About the words.
      say: "Two."

    - {on: telegram, say: "Three, with a comma: and a colon."}   # behind
    choices:
      - {id: a, label: "A", go: other}
      # Translators: a door.
      - id: b
        label: >
          B, over
          two lines
        go: lively.other
        remember:
          alone: "yes"
      - { id: "c" , label : 'C' , go : other, if: {alone: ["yes", "no"]} }
      # Nothing below this.

  other: {say: ["Short.", "Shorter."], choices: [{id: x, label: X, go: begin}]}
  plain:
    say: no quotes at all
    end: true
  last:
      say:
          on: web
          say: "Far to the right."
      choices:
          - {id: y,
             label: "Y",   # in the middle
             go: plain}
# The end.
"""


def lively() -> dict[str, str]:
    """The small good library with the lively flow in it."""
    return {**sources(library=LIBRARY), "lively.yaml": LIVELY}


def read(files: dict[str, str]) -> Library:
    """The library that files are."""
    library, issues = read_library(files)
    assert library is not None, "\n".join(map(str, issues))
    return library


def after(
    files: dict[str, str], operation: Callable[..., Changed], *args: object
) -> dict[str, str]:
    """The files after an operation."""
    changed = operation(files, *args)
    return {name: text for name, text in {**files, **changed}.items() if text is not None}


Described = dict[str, object]


def described(step: Step) -> Described:
    """What a step is, wherever it stands."""
    return {
        "title": step.title.source if step.title else "",
        "say": [
            (bubble.text.source, bubble.channel, bubble.only, dict(bubble.when))
            for bubble in step.say
        ],
        "choices": [
            (each.id, each.label.source, each.go, dict(each.remember), dict(each.when))
            for each in step.choices
        ],
        "ask": (step.ask.found, step.ask.unknown) if step.ask else None,
        "show": (step.show.kind, step.show.pick) if step.show else None,
        "numbers": step.numbers,
        "end": step.end,
        "was": step.was,
    }
