"""Sentences and the translators' notes above them, each found by its key in the catalogues."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from flows.editing.draft import Changed, Draft
from flows.editing.errors import UnknownPartError
from flows.editing.fields import STEP_ORDER
from flows.editing.parts import drop, put, put_value
from flows.editing.tree import Branch, Child, Typed, opened
from flows.editing.writing import clean, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTE = "Translators:"
#: Sentences that a step may have or not.
_FIELDS = ("title", "label", "send", "unclear", "nothing", "another")


_Around: TypeAlias = tuple[tuple[Branch, Child], ...]


class _Found(NamedTuple):
    """A sentence, and the parts that it lies in, the innermost last."""

    part: Child
    around: _Around


def set_text(sources: Mapping[str, str], context: str, words: str) -> Changed:
    """Have a sentence say something else.

    `context` is its key in the catalogues: `near.where.title`, `near.where.say.2`,
    `near.where.choices.far`, `library.controls.exit`. A step that had no such field has
    it then.

    Raises:
        EditError: if there is no such part, or the words are none.
    """
    draft = Draft(sources)
    step, field = _split(context)
    if field in _FIELDS and step != "library.controls":
        fields = draft.step(step)
        pair = fields.find(field)
        put(fields, field, quoted(words, _typed(pair)), STEP_ORDER)
    else:
        part = _found(draft, step, field).part
        put_value(part, quoted(words, _typed(part)))
    return draft.changed()


def text_of(sources: Mapping[str, str], context: str) -> str:
    """What a sentence says, as it is written; empty where a step has no such field.

    Raises:
        EditError: if there is no such step, or no such part of it.
    """
    draft = Draft(sources)
    step, field = _split(context)
    if field in _FIELDS and step != "library.controls":
        pair = draft.step(step).find(field)
        return str(pair.plain) if pair else ""
    return str(_found(draft, step, field).part.plain)


def note_of(sources: Mapping[str, str], context: str) -> str:
    """What the translators are told about a sentence.

    Raises:
        EditError: if there is no such sentence.
    """
    for branch, child in reversed(_found(Draft(sources), *_split(context)).around):
        if branch.begins_line(child):
            return _note_in(child.lead)
    return ""


def remove_text(sources: Mapping[str, str], context: str) -> Changed:
    """Take out a sentence that a step need not have: its title, what it says of nothing.

    Raises:
        EditError: if it is not there, or has to be.
    """
    draft = Draft(sources)
    step, field = _split(context)
    if field not in _FIELDS or not drop(draft.step(step), field):
        raise UnknownPartError(step, field)
    return draft.changed()


def set_note(sources: Mapping[str, str], context: str, note: str) -> Changed:
    """Tell the translators something about a sentence; empty takes the note away.

    Raises:
        EditError: if there is no such sentence.
    """
    draft = Draft(sources)
    told = clean(note) if note.strip() else ""
    found = _found(draft, *_split(context))
    for branch, child in reversed(found.around):
        if branch.begins_line(child):
            child.lead = _noted(child.lead, told)
            return draft.changed()
    raise UnknownPartError(*_split(context))


def _note_in(lead: str) -> str:
    told: list[str] = []
    for line in reversed(lead.split("\n")[:-1]):
        if not line.strip().startswith("#"):
            break
        told.insert(0, line.strip().lstrip("# "))
    _, found, note = " ".join(told).partition(_NOTE)
    return note.strip() if found else ""


def _noted(lead: str, note: str) -> str:
    *above, indent = lead.split("\n")
    margin = indent[: len(indent) - len(indent.lstrip())]
    for number in range(len(above) - 1, -1, -1):
        if not above[number].strip().startswith("#"):
            break
        before, found, _ = above[number].partition(_NOTE)
        if found:
            # A note goes on until the sentence: what stands below its first line is its own.
            kept = [before.rstrip()] if before.strip(" #") else []
            above[number:] = kept
            break
    if note:
        above.append(f"{margin}# {_NOTE} {note}")
    return "\n".join([*above, indent])


def _split(context: str) -> tuple[str, str]:
    if context.startswith("library.controls."):
        return "library.controls", context.removeprefix("library.controls.")
    flow, _, rest = context.partition(".")
    short, _, field = rest.partition(".")
    return f"{flow}.{short}", field


def _typed(part: Child | None) -> str:
    return part.value.written() if part and isinstance(part.value, Typed) else ""


def _found(draft: Draft, step: str, field: str) -> _Found:
    """Where a sentence is.

    Raises:
        UnknownPartError: if it is nowhere.
    """
    if step == "library.controls":
        root, controls = draft.library("controls")
        found = _in_mapping(opened(controls), field, ((root, controls),))
    else:
        fields = draft.step(step)
        name, _, rest = field.partition(".")
        pair = fields.find(name)
        # A step that is all on one line has its notes above itself.
        outside = ((draft.steps(step.partition(".")[0]), draft.step_pair(step)),)
        around = (*outside, (fields, pair)) if pair else ()
        if pair is not None and name == "say":
            found = _bubble(pair, rest, around)
        elif pair is not None and name == "choices":
            found = _label(pair, rest, around)
        else:
            found = _Found(pair, around) if pair is not None and name in _FIELDS else None
    if found is None:
        raise UnknownPartError(step, field)
    return found


def _in_mapping(branch: Branch | None, key: str, around: _Around) -> _Found | None:
    pair = branch.find(key) if branch else None
    return _Found(pair, (*around, (branch, pair))) if branch and pair else None


def _bubble(pair: Child, number: str, around: _Around) -> _Found | None:
    entry: Child = pair
    branch = opened(pair)
    if branch is not None and not branch.is_mapping:
        if not number.isascii() or not number.isdigit():
            return None
        if not 1 <= int(number) <= len(branch.children):
            return None
        entry = branch.children[int(number) - 1]
        around = (*around, (branch, entry))
        branch = opened(entry)
    elif number != "1":
        return None
    return _Found(entry, around) if branch is None else _in_mapping(branch, "say", around)


def _label(pair: Child, identity: str, around: _Around) -> _Found | None:
    branch = opened(pair)
    if branch is None:
        return None
    single = branch.is_mapping
    for entry in [pair] if single else branch.children:
        choice = opened(entry)
        named = choice.find("id") if choice else None
        if named is not None and named.plain == identity:
            inside = around if single else (*around, (branch, entry))
            return _in_mapping(choice, "label", inside)
    return None
