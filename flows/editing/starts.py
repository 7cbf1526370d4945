"""Flows as wholes: a new one, who answers for it, and where the conversation begins and leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.editing.draft import Changed, Draft
from flows.editing.errors import NameTakenError, UnknownPartError
from flows.editing.parts import put
from flows.editing.writing import good_name, quoted, word
from flows.reader import FACTS_FILE, LIBRARY_FILE, WORDS_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What leads to one step of the whole conversation.
STARTS = ("first", "home", "danger", "place", "person")
LIBRARY_ORDER = (*STARTS, "remembers", "handoff", "controls")
_FLOW_ORDER = ("flow", "owner", "steps")
#: What a flow cannot be called: their files are others.
_TAKEN = frozenset(name.removesuffix(".yaml") for name in (LIBRARY_FILE, FACTS_FILE, WORDS_FILE))


def add_flow(sources: Mapping[str, str], flow: str, owner: str, step: str, words: str) -> Changed:
    """A new flow with one step that says one thing and has no way on yet.

    Raises:
        NameTakenError: if there is a flow of this name, or another file is called so.
    """
    draft = Draft(sources)
    if good_name(flow) in {*draft.flows(), *_TAKEN}:
        raise NameTakenError(flow)
    first = f"  {good_name(step)}:\n    say: {quoted(words)}\n"
    draft.add_flow(flow, f"flow: {flow}\nowner: {word(owner)}\nsteps:\n{first}")
    return draft.changed()


def set_owner(sources: Mapping[str, str], flow: str, owner: str) -> Changed:
    """Who answers for a flow's words.

    Raises:
        EditError: if there is no such flow, or nobody is named.
    """
    draft = Draft(sources)
    draft.touch(draft.flow_file(flow), "owner")
    put(draft.flow_root(flow), "owner", word(owner), _FLOW_ORDER)
    return draft.changed()


def set_start(sources: Mapping[str, str], start: str, step: str) -> Changed:
    """The step where the conversation begins (`first`), or that one of its buttons leads to.

    Raises:
        EditError: if there is no such step, or nothing of this name leads to one.
    """
    if start not in STARTS:
        raise UnknownPartError("library", start)
    draft = Draft(sources)
    draft.step_pair(step)
    draft.touch(LIBRARY_FILE, start)
    put(draft.library_root(), start, step, LIBRARY_ORDER)
    return draft.changed()
