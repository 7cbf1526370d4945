"""What a conversation remembers: a fact added, called otherwise, given other values, taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.definition import PROGRAM_PLACES
from flows.editing.draft import Changed, Draft
from flows.editing.errors import NameTakenError, NoWordsError, StillUsedError, UnknownPartError
from flows.editing.parts import drop, put, put_value
from flows.editing.starts import LIBRARY_ORDER
from flows.editing.tree import Branch, Child, opened
from flows.editing.writing import good_name, in_brackets, mapped
from flows.reader import LIBRARY_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flows.composing import Raw

_REMEMBERS = "remembers"


def add_remembered(sources: Mapping[str, str], name: str, values: Sequence[str]) -> Changed:
    """Have the conversation remember one thing more, which is one of these values.

    Raises:
        EditError: if it remembers something of this name, or there are no values.
    """
    draft = Draft(sources)
    told = _listed(values)
    if good_name(name) in remembered_names(draft) or name in PROGRAM_PLACES:
        raise NameTakenError(name)
    draft.touch(LIBRARY_FILE, _REMEMBERS)
    if _REMEMBERS in draft.library_plain():
        put(_remembers(draft), name, told)
    else:
        put(draft.library_root(), _REMEMBERS, mapped({name: told}), LIBRARY_ORDER)
    return draft.changed()


def set_remembered_values(sources: Mapping[str, str], name: str, values: Sequence[str]) -> Changed:
    """Give a list of values other ones.

    Raises:
        StillUsedError: if a value that goes is remembered or asked for somewhere.
        EditError: if there is no such list.
    """
    draft = Draft(sources)
    told = _listed(values)
    pair = _remembered(draft, name)
    if not isinstance(pair.plain, list):
        raise UnknownPartError("library", name)
    _see_unused(draft, name, {str(each) for each in pair.plain} - set(values))
    put_value(pair, told)
    return draft.changed()


def remove_remembered(sources: Mapping[str, str], name: str) -> Changed:
    """Have the conversation forget about it.

    Raises:
        StillUsedError: if something is remembered or asked for under this name.
        EditError: if there is no such thing.
    """
    draft = Draft(sources)
    _remembered(draft, name)
    _see_unused(draft, name, None)
    branch = _remembers(draft)
    drop(branch, name)
    if not branch.children:
        drop(draft.library_root(), _REMEMBERS)
    return draft.changed()


def rename_remembered(sources: Mapping[str, str], name: str, new: str) -> Changed:
    """Call it otherwise, wherever it is remembered or asked for.

    Raises:
        EditError: if there is no such thing, the program itself needs the name, or another
            has the new one.
    """
    if name == new:
        return {}
    draft = Draft(sources)
    if good_name(new) in remembered_names(draft) or {name, new} & PROGRAM_PLACES:
        raise NameTakenError(new)
    for step, key in tuple(_uses(draft, name, None)):
        _rename_in(draft.step(step), key, name, new)
    pair = _remembered(draft, name)
    pair.key = pair.name = new
    return draft.changed()


def _listed(values: Sequence[str]) -> str:
    told = [value.strip() for value in values if value.strip()]
    if not told:
        raise NoWordsError
    if repeated := next((each for each in told if told.count(each) > 1), ""):
        raise NameTakenError(repeated)
    return in_brackets(good_name(value) for value in told)


def remembered_names(draft: Draft) -> frozenset[str]:
    """What the conversation remembers, by name."""
    told = draft.library_plain().get(_REMEMBERS)
    return frozenset(told) if isinstance(told, dict) else frozenset()


def _remembers(draft: Draft) -> Branch:
    branch = opened(draft.library(_REMEMBERS)[1])
    if branch is None or not branch.is_mapping:
        raise UnknownPartError("library", _REMEMBERS)
    return branch


def _remembered(draft: Draft, name: str) -> Child:
    pair = _remembers(draft).find(name)
    if pair is None:
        raise UnknownPartError("library", name)
    return pair


def _see_unused(draft: Draft, name: str, values: set[str] | None) -> None:
    for step, _ in _uses(draft, name, values):
        raise StillUsedError(name, step)


def _uses(draft: Draft, name: str, values: set[str] | None) -> Iterator[tuple[str, str]]:
    """Steps that remember it or ask for it, and under which key; `None`: whatever its value."""
    for flow in tuple(draft.flows()):
        for short, raw in draft.names(flow).items():
            for key, told in raw.pairs:
                parts = told.entries or (told,)
                if any(_names_it(part, name, values) for part in parts):
                    yield f"{flow}.{short}", str(key.value)


def _names_it(part: Raw, name: str, values: set[str] | None) -> bool:
    for key, pairs in part.pairs:
        if key.value not in {"if", "remember"}:
            continue
        for told, value in pairs.pairs:
            wanted = {str(each.value) for each in value.entries or (value,)}
            if told.value == name and (values is None or wanted & values):
                return True
    return False


def _rename_in(fields: Branch, key: str, name: str, new: str) -> None:
    pair = fields.find(key)
    parts = opened(pair) if pair else None
    if pair is None or parts is None:
        return
    for entry in [pair] if parts.is_mapping else parts.children:
        part = opened(entry)
        for where in ("if", "remember"):
            held = part.find(where) if part else None
            found = opened(held) if held else None
            told = found.find(name) if found else None
            if told is not None:
                told.key = told.name = new
