"""What the steps of a library are called, and were called."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from flows.definition import FACT_PLACE
from flows.editing.draft import Draft
from flows.editing.references import in_full

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from flows.composing import Raw


#: Longer names say no more, and may be 40 letters at most.
_LONGEST: Final = 24
_LEAST: Final = 2
_WORD: Final = re.compile(r"[a-z0-9]+")
#: Words that a name does without.
_SMALL: Final = frozenset(
    {"il", "lo", "la", "le", "gli", "un", "una", "uno", "di", "da", "del", "della", "che", "non"}
)


def name_for(words: str, taken: Collection[str], otherwise: str) -> str:
    """A short name made of somebody's words, that nothing in `taken` has."""
    bare = unicodedata.normalize("NFKD", FACT_PLACE.sub(" ", words)).encode("ascii", "ignore")
    told = [each for each in _WORD.findall(bare.decode().lower()) if len(each) >= _LEAST]
    kept = [each for each in told if each not in _SMALL] or told
    name = otherwise
    for count in range(1, len(kept) + 1):
        longer = "_".join(kept[:count]).lstrip("0123456789_")
        if len(longer) > _LONGEST:
            break
        name = longer or name
    number = 1
    while (named := name if number == 1 else f"{name}_{number}") in taken:
        number += 1
    return named


def free_step(sources: Mapping[str, str], flow: str, words: str) -> str:
    """A short name for a new step of a flow, that no step has or had."""
    draft = Draft(sources)
    taken = {*all_names(draft), *former_names(draft)}
    own = {name.partition(".")[2] for name in taken if name.startswith(f"{flow}.")}
    return name_for(words, own, "passo")


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
