"""What somebody has before her when she changes a part, as a word that tells it from another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flows.editing.draft import Draft
from flows.editing.errors import UnknownPartError, UnknownStepError
from flows.editing.tree import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.composing import Raw


class Written:
    """The steps of a library's files as they are written; who asks for many asks once."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._draft = Draft(sources)
        self._flows = frozenset(self._draft.flows())
        self._names: dict[str, Mapping[str, Raw]] = {}

    def step(self, step: str) -> dict[str, object]:
        """A step's fields: words, lists and mappings.

        Raises:
            UnknownStepError: if no flow has it.
        """
        flow, _, short = step.partition(".")
        if flow not in self._flows:
            raise UnknownStepError(step)
        if flow not in self._names:
            self._names[flow] = self._draft.names(flow)
        raw = self._names[flow].get(short)
        told = plain(raw) if raw else None
        if not isinstance(told, dict):
            raise UnknownStepError(step)
        return told

    def part(self, step: str, part: str) -> str:
        """A step (`step`), one of its fields (`say`), or one choice (`choices.far`), in one word.

        Raises:
            EditError: if there is no such step, or it has no such choice.
        """
        told: object = self.step(step)
        if part != "step" and isinstance(told, dict):
            field, _, identity = part.partition(".")
            told = told.get(field)
            if identity:
                told = _choice(told, identity)
                if told is None:
                    raise UnknownPartError(step, part)
        return json.dumps(told, ensure_ascii=False, sort_keys=True)


def step_as_written(sources: Mapping[str, str], step: str) -> dict[str, object]:
    """A step's fields as its file has them: `Written.step` for one step."""
    return Written(sources).step(step)


def part_as_written(sources: Mapping[str, str], step: str, part: str) -> str:
    """A part of a step in one word: `Written.part` for one part."""
    return Written(sources).part(step, part)


def _choice(told: object, identity: str) -> object:
    entries = told if isinstance(told, list) else [told]
    found = (each for each in entries if isinstance(each, dict))
    return next((each for each in found if each.get("id") == identity), None)
