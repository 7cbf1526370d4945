"""`examples.yaml` changed: one example added, renamed, brought up to date or taken out.

Whatever else stands in the file, comments too, stays byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.editions.errors import WorkError
from bot.editions.examples.form import is_blank
from bot.editions.examples.reading import read_examples
from bot.editions.examples.records import MOMENT, NOBODY, CaseExample, Press
from flows.composing import RefusedError, compose
from flows.editing.errors import EditError
from flows.editing.tree import branch_of
from flows.editing.writing import in_brackets, quoted, word
from locales.phrase import S_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.editions.examples.records import Did, Example, Holds
    from bot.editions.phone import Setting
    from flows.composing import Raw

_GONE: Final = S_("L'esempio «{name}» non c'è più: qualcuna l'ha tolto o rinominato.")
_TAKEN: Final = S_("C'è già un esempio che si chiama «{name}».")
_NO_NAME: Final = S_("Scrivi un nome, senza segni strani.")
_NOTHING: Final = S_("Scegli almeno una cosa che deve valere.")
_FLAWED: Final = S_("Prima va corretto il file degli esempi. {what}")
_STEP_IN: Final = "  "


class CannotWriteError(WorkError):
    """The file stays as it is; the phrase says why."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(str(why))
        self.why = why


def with_example(text: str, example: Example) -> str:
    """The file with one more example, at its end.

    Raises:
        CannotWriteError: its name is taken or none, or the file cannot be read.
    """
    _see_that_it_reads(text)
    _see_that_it_is_free(text, example.name)
    if example.holds.is_empty:
        raise CannotWriteError(Phrase(_NOTHING))
    if is_blank(text):
        return _comments_of(text) + _entry(example, "")
    root = compose(text)
    if root.is_flow:
        raise CannotWriteError(_flawed(text))
    column = root.start - (text.rfind("\n", 0, root.start) + 1)
    end = "" if text.endswith("\n") else "\n"
    return _checked(text + end + _entry(example, " " * column))


def with_name(text: str, name: str, new: str) -> str:
    """The file with an example called otherwise.

    Raises:
        CannotWriteError: it is not there, the name is taken, or the file cannot be read.
    """
    entry = _entry_of(text, name)
    if new != name:
        _see_that_it_is_free(text, new)
    value = next(value for key, value in entry.pairs if key.value == "name")
    return _checked(text[: value.start] + _name(new) + text[value.end :])


def with_holds(text: str, name: str, holds: Holds) -> str:
    """The file with what must hold for an example now.

    Raises:
        CannotWriteError: it is not there, nothing is to hold, or the file cannot be read.
    """
    if holds.is_empty:
        raise CannotWriteError(Phrase(_NOTHING))
    entry = _entry_of(text, name)
    value = next(value for key, value in entry.pairs if key.value == "holds")
    pairs = list(_holds(holds))
    if value.is_flow:
        new = "{" + ", ".join(pairs) + "}"
    else:
        indent = value.start - (text.rfind("\n", 0, value.start) + 1)
        new = f"\n{' ' * indent}".join(pairs)
    return _checked(text[: value.start] + new + text[value.end :])


def without(text: str, name: str) -> str:
    """The file without an example, and without the comment right above it.

    Raises:
        CannotWriteError: it is not there, or the file cannot be read.
    """
    entry, root = _entry_of(text, name), compose(text)
    branch = branch_of(root, text)
    at = next(n for n, each in enumerate(root.entries) if each.start == entry.start)
    above, below = text[: root.start], text[root.end :]
    if not at:
        above = _without_own_comment(above)
    del branch.children[at]
    if not branch.children:
        return _comments_of(above) or "[]\n"
    left = branch.written()
    # The line of the last one ends behind the list: one end is enough.
    return _checked(above + left + (below[1:] if left.endswith("\n") else below))


def _without_own_comment(above: str) -> str:
    """What stands before the first example, without the comment right above it.

    What heads the whole file stays: an empty line parts the two.
    """
    head, empty, own = above.rpartition("\n\n")
    is_own = empty and all(line.lstrip().startswith("#") for line in own.splitlines())
    return head + empty if is_own else above


def _entry_of(text: str, name: str) -> Raw:
    _see_that_it_reads(text)
    for entry in () if is_blank(text) else compose(text).entries:
        if any(key.value == "name" and value.value == name for key, value in entry.pairs):
            return entry
    raise CannotWriteError(Phrase(_GONE, {"name": name}))


def _see_that_it_reads(text: str) -> None:
    if is_blank(text):
        return
    try:
        root = compose(text)
    except RefusedError:
        raise CannotWriteError(_flawed(text)) from None
    if root.is_mapping or isinstance(root.value, str):
        raise CannotWriteError(_flawed(text))


def _see_that_it_is_free(text: str, name: str) -> None:
    if any(each.name == name for each in read_examples(text).examples):
        raise CannotWriteError(Phrase(_TAKEN, {"name": name}))


def _flawed(text: str) -> Phrase:
    flaws = read_examples(text).flaws
    return Phrase(_FLAWED, {"what": flaws[0].phrase if flaws else ""})


def _checked(text: str) -> str:
    """What was written reads back, or it is not written at all."""
    _see_that_it_reads(text)
    return text


def _comments_of(text: str) -> str:
    kept = [line for line in text.splitlines() if line.lstrip().startswith("#") or not line.strip()]
    return "".join(f"{line}\n" for line in kept)


def _entry(example: Example, indent: str) -> str:
    lines = list(_case(example) if isinstance(example, CaseExample) else _walk(example))
    if example.is_demo:
        lines.insert(0, "demo: true")
    told = [*_setting(example.setting), *lines, "holds:"]
    told += [f"{_STEP_IN}{pair}" for pair in _holds(example.holds)]
    body = [f"{indent}- name: {_name(example.name)}"]
    body += [f"{indent}{_STEP_IN}{line}" for line in told]
    return "".join(f"{line}\n" for line in body)


def _setting(setting: Setting) -> Iterator[str]:
    if setting.at is not None:
        yield f'at: "{setting.at:{MOMENT}}"'
    if setting.on_shift is not None:
        told = [f"{each.node}:{','.join(each.languages)}" for each in setting.on_shift]
        yield f"on_shift: {in_brackets(told or [NOBODY])}"


def _walk(example: Example) -> Iterator[str]:
    assert not isinstance(example, CaseExample)
    yield f"channel: {example.channel}"
    yield f"language: {_word(example.language)}"
    if example.start:
        yield f"from: {_word(example.start)}"
    if example.walk:
        yield "walk:"
        yield from (f"{_STEP_IN}- {_did(did)}" for did in example.walk)


def _did(did: Did) -> str:
    return f"press: {quoted(str(did))}" if isinstance(did, Press) else f"type: {_name(did.words)}"


def _case(example: CaseExample) -> Iterator[str]:
    case = example.case
    yield "case:"
    told = {
        "place": quoted(example.place) if example.place else "",
        "language": _word(case.language),
        "want": case.want,
        "danger": "true" if case.danger else "",
        "far": "true" if case.far else "",
        "avoid": in_brackets(case.avoid) if case.avoid else "",
    }
    yield from (f"{_STEP_IN}{key}: {value}" for key, value in told.items() if value)


def _holds(holds: Holds) -> Iterator[str]:
    if holds.step:
        yield f"step: {_word(holds.step)}"
    if holds.is_gone:
        yield "gone: true"
    for key, words in (
        ("says", holds.says or None),
        ("numbers", holds.numbers or None),
        ("centres", holds.centres),
        ("ladder", holds.ladder),
    ):
        if words is not None:
            yield f"{key}: [{', '.join(_word(each) for each in words)}]"
    if holds.node:
        yield f"node: {_word(holds.node)}"
    if holds.opens:
        yield f"opens: {_word(holds.opens)}"


def _name(words: str) -> str:
    try:
        return quoted(words)
    except EditError:
        raise CannotWriteError(Phrase(_NO_NAME)) from None


def _word(told: str) -> str:
    try:
        return word(told)
    except EditError:
        raise CannotWriteError(Phrase(_NO_NAME)) from None
