"""What somebody has before her when she changes a part, as a word that tells it from another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flows.editing.draft import Draft
from flows.editing.errors import UnknownPartError, UnknownStepError
from flows.editing.tree import plain

if TYPE_CHECKING:
    from collections.abc import Mapping


def step_as_written(sources: Mapping[str, str], step: str) -> dict[str, object]:
    """A step's fields as its file has them: words, lists and mappings.

    Raises:
        UnknownStepError: if no flow has it.
    """
    flow, _, short = step.partition(".")
    draft = Draft(sources)
    raw = draft.names(flow).get(short) if flow in set(draft.flows()) else None
    told = plain(raw) if raw else None
    if not isinstance(told, dict):
        raise UnknownStepError(step)
    return told


def part_as_written(sources: Mapping[str, str], step: str, part: str) -> str:
    """A step (`step`), one of its fields (`say`), or one choice (`choices.far`), in one word.

    Raises:
        EditError: if there is no such step, or it has no such choice.
    """
    told: object = step_as_written(sources, step)
    if part != "step" and isinstance(told, dict):
        field, _, identity = part.partition(".")
        told = told.get(field)
        if identity:
            entries = told if isinstance(told, list) else [told]
            found = (each for each in entries if isinstance(each, dict))
            told = next((each for each in found if each.get("id") == identity), None)
            if told is None:
                raise UnknownPartError(step, part)
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
