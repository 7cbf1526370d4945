"""Where a library names its steps, and how each name is written."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flows.editing.parts import put_value
from flows.editing.tree import Branch, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flows.composing import Raw
    from flows.editing.draft import Draft

_OF_STEP = frozenset({"found", "unknown", "pick"})
_OF_CHOICE = frozenset({"go", "otherwise"})
_OF_LIBRARY = ("first", "home", "danger", "place", "person")


def in_full(written: str, flow: str) -> str:
    """A step's whole name, as a flow names it."""
    return written if "." in written else f"{flow}.{written}"


def as_written(step: str, flow: str) -> str:
    """A step's name as a flow would write it: short for its own."""
    return step.removeprefix(f"{flow}.")


def mend_references(draft: Draft, renamed: Mapping[str, str]) -> None:
    """Have everything that names a step of `renamed` name it as it will be called.

    The steps themselves must still stand where they were.
    """
    for flow in tuple(draft.flows()):
        for short, raw in draft.names(flow).items():
            step = f"{flow}.{short}"
            after = renamed.get(step, step).partition(".")[0]
            mended = partial(_mended, flow=flow, after=after, renamed=renamed)
            if any(mended(told) != told for told in _named_in(raw)):
                _mend_step(draft.step(step), mended)
    _mend_library(draft, renamed)


def _mended(told: str, flow: str, after: str, renamed: Mapping[str, str]) -> str:
    """How a name that a flow writes is written in the flow that its step will be in."""
    target = in_full(told, flow)
    if target not in renamed and flow == after:
        return told
    now = renamed.get(target, target)
    return as_written(now, after) if "." not in told or flow != after else now


def leading_to(draft: Draft, step: str) -> list[str]:
    """The other steps that lead to one; `library` where library.yaml names it."""
    found = [
        f"{flow}.{short}"
        for flow in draft.flows()
        for short, raw in draft.names(flow).items()
        if any(in_full(told, flow) == step for told in _named_in(raw))
    ]
    told = draft.library_plain()
    handoff = told.get("handoff")
    named = {str(told.get(key)) for key in _OF_LIBRARY}
    if isinstance(handoff, dict):
        named |= {str(each) for each in handoff.values()}
    return [*(each for each in found if each != step), *(["library"] if step in named else [])]


def rewrite_step(fields: Branch, flow: str, after: str, renamed: Mapping[str, str]) -> None:
    """Have a step that was written in one flow name what it leads to as another flow does."""
    _mend_step(fields, partial(_mended, flow=flow, after=after, renamed=renamed))


def _named_in(step: Raw) -> Iterator[str]:
    for key, value in step.pairs:
        if key.value in _OF_STEP and isinstance(value.value, str):
            yield value.value
        elif key.value == "choices":
            for choice in value.entries or (value,):
                for name, target in choice.pairs:
                    if name.value in _OF_CHOICE and isinstance(target.value, str):
                        yield target.value


def _mend_step(fields: Branch, mended: Callable[[str], str]) -> None:
    _mend(fields, _OF_STEP, mended)
    pair = fields.find("choices")
    choices = opened(pair) if pair else None
    if choices is None:
        return
    for entry in [pair] if choices.is_mapping else choices.children:
        choice = opened(entry) if entry else None
        if choice is not None and choice.is_mapping:
            _mend(choice, _OF_CHOICE, mended)


def _mend(branch: Branch, keys: frozenset[str], mended: Callable[[str], str]) -> None:
    for pair in branch.children:
        told = pair.plain
        if pair.name in keys and isinstance(told, str) and mended(told) != told:
            put_value(pair, mended(told))


def _mend_library(draft: Draft, renamed: Mapping[str, str]) -> None:
    told = draft.library_plain()
    for key in _OF_LIBRARY:
        if (name := told.get(key)) in renamed:
            put_value(draft.library(key)[1], renamed[str(name)])
    handoff = told.get("handoff")
    if isinstance(handoff, dict) and renamed.keys() & {str(each) for each in handoff.values()}:
        pairs = opened(draft.library("handoff")[1])
        for pair in pairs.children if pairs else ():
            if pair.plain in renamed:
                put_value(pair, renamed[str(pair.plain)])
