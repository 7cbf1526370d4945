"""`examples.yaml` understood: its examples, and a sentence with its line for what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from bot.editions.examples import form
from bot.editions.examples.form import Flaw, Form
from bot.editions.examples.records import (
    MOMENT,
    NOBODY,
    NOW,
    CaseExample,
    Holds,
    Press,
    Type,
    WalkExample,
)
from bot.editions.paths import EXAMPLES
from bot.editions.phone import Setting, Shift
from flows.definition import Channel
from flows.document import read_document
from flows.errors import UnreadableFileError
from locales.languages import NUMBERS, SOURCE
from locales.phrase import S_
from routing.handoff import Case, Want

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

    from bot.editions.examples.records import Did, Example
    from flows.document import Node

Word = TypeVar("Word", bound="StrEnum")

#: More than anybody looks after; a file with more is a mistake or an attack.
MOST: Final = 500
_LONGEST_WALK: Final = 100

_BOTH = frozenset({"name", "at", "on_shift", "demo", "holds"})
_WALK = _BOTH | {"channel", "language", "from", "walk"}
_CASE = _BOTH | {"case"}
_OF_CASE = frozenset({"place", "language", "want", "danger", "far", "avoid", "channel"})
_OF_HOLDS = frozenset({"step", "gone", "says", "numbers", "centres", "node", "ladder", "opens"})
_OF_ROUTE = frozenset({"node", "ladder", "opens"})

_NOT_A_LIST = S_("Gli esempi si scrivono come un elenco, uno per ogni trattino.")
_TOO_MANY = S_("Ci sono più di {most} esempi.")
_TWICE = S_("Due esempi si chiamano «{name}».")
_NO_WALK = S_("L'esempio «{name}» ha più di {most} mosse.")
_NOTHING = S_("L'esempio «{name}» non dice che cosa deve valere («holds»).")
_NO_DID = S_("Una mossa è «press: passo:scelta» oppure «type: parole».")
_NO_MOMENT = S_("«{told}» non è un momento. Si scrive come 2026-11-29 02:00.")
_NOT_ONE_OF = S_("«{told}» non va bene per «{key}». Può essere: {known}.")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every example that can be understood, and what is wrong with the others."""

    examples: tuple[Example, ...] = ()
    flaws: tuple[Flaw, ...] = ()

    def named(self, name: str) -> Example | None:
        """The example of this name."""
        return next((each for each in self.examples if each.name == name), None)


def read_examples(text: str) -> Shelf:
    """Understand the file. Never raises for what is in it; no text is no example."""
    return _read(text)


@lru_cache(maxsize=8)
def _read(text: str) -> Shelf:
    if form.is_blank(text):
        return Shelf()
    if form.is_deep(text):
        return Shelf(flaws=(Flaw(1, form.unreadable("deeply")),))
    try:
        root = read_document(EXAMPLES, text)
    except UnreadableFileError as problem:
        return Shelf(flaws=(Flaw(problem.place.line, form.unreadable(problem.why)),))
    reader = Form()
    examples = _examples(root, reader)
    return Shelf(tuple(examples), tuple(sorted(reader.flaws, key=lambda flaw: flaw.line)))


def _examples(root: Node, reader: Form) -> list[Example]:
    if not isinstance(root.value, list):
        reader.flaw(root, _NOT_A_LIST)
        return []
    if len(root.value) > MOST:
        reader.flaw(root, _TOO_MANY, most=MOST)
        return []
    found: dict[str, Example] = {}
    for node in root.value:
        before = len(reader.flaws)
        example = _example(node, reader)
        if len(reader.flaws) > before:
            continue
        if example.name in found:
            reader.flaw(node, _TWICE, name=example.name)
        found.setdefault(example.name, example)
    return list(found.values())


def _example(node: Node, reader: Form) -> Example:
    before = len(reader.flaws)
    is_case = isinstance(node.value, dict) and "case" in node.value
    known = reader.mapping(node, _CASE if is_case else _WALK)
    name = reader.word(known, "name", node)
    setting = Setting(_at(known, reader), _on_shift(known, reader))
    holds = _holds(known.get("holds"), reader, _OF_ROUTE if is_case else _OF_HOLDS)
    if holds.is_empty and len(reader.flaws) == before:
        reader.flaw(node, _NOTHING, name=name)
    is_demo, line = reader.flag(known, "demo"), node.place.line
    if is_case:
        case, place = _case(known["case"], reader)
        return CaseExample(
            name=name,
            case=case,
            place=place,
            setting=setting,
            holds=holds,
            is_demo=is_demo,
            line=line,
        )
    return WalkExample(
        name=name,
        channel=_one_of(known, "channel", reader, Channel, Channel.WEB),
        language=_language(known, reader),
        setting=setting,
        start=reader.word(known, "from"),
        walk=_walk(known.get("walk"), reader, name),
        holds=holds,
        is_demo=is_demo,
        line=line,
    )


def _case(node: Node, reader: Form) -> tuple[Case, str]:
    known = reader.mapping(node, _OF_CASE)
    case = Case(
        channel=_one_of(known, "channel", reader, Channel, Channel.WEB),
        language=_language(known, reader),
        want=_one_of(known, "want", reader, Want, Want.OTHER),
        far=reader.flag(known, "far"),
        danger=reader.flag(known, "danger"),
        avoid=reader.words(known, "avoid") or (),
    )
    return case, reader.word(known, "place")


def _walk(node: Node | None, reader: Form, name: str) -> tuple[Did, ...]:
    if node is None or node.value == "":
        return ()
    entries = node.value if isinstance(node.value, list) else [node]
    if len(entries) > _LONGEST_WALK:
        reader.flaw(node, _NO_WALK, name=name, most=_LONGEST_WALK)
        return ()
    return tuple(did for each in entries if (did := _did(each, reader)) is not None)


def _did(node: Node, reader: Form) -> Did | None:
    pairs = node.value if isinstance(node.value, dict) else {}
    told = {key: value.words().strip() for key, value in pairs.items()}
    if told.keys() == {"type"} and told["type"]:
        return Type(told["type"])
    step, _, what = told.get("press", "").partition(":")
    if told.keys() == {"press"} and what:
        return Press(step, what)
    reader.flaw(node, _NO_DID)
    return None


def _holds(node: Node | None, reader: Form, keys: frozenset[str]) -> Holds:
    if node is None:
        return Holds()
    known = reader.mapping(node, keys)
    opens = reader.word(known, "opens")
    if opens not in {"", NOW}:
        opens = f"{moment:{MOMENT}}" if (moment := _moment(known["opens"], reader)) else ""
    return Holds(
        step=reader.word(known, "step"),
        is_gone=reader.flag(known, "gone"),
        says=reader.words(known, "says") or (),
        numbers=reader.words(known, "numbers") or (),
        centres=reader.words(known, "centres"),
        node=reader.word(known, "node"),
        ladder=reader.words(known, "ladder"),
        opens=opens,
    )


def _at(known: dict[str, Node], reader: Form) -> datetime | None:
    node = known.get("at")
    return None if node is None or node.words() in {"", NOW} else _moment(node, reader)


def _moment(node: Node, reader: Form) -> datetime | None:
    try:
        return datetime.strptime(node.words().replace("T", " "), MOMENT)  # noqa: DTZ007
    except ValueError:
        reader.flaw(node, _NO_MOMENT, told=node.words()[:40])
        return None


def _on_shift(known: dict[str, Node], reader: Form) -> tuple[Shift, ...] | None:
    told = reader.words(known, "on_shift")
    if told is None or told == (NOBODY,):
        return None if told is None else ()
    return tuple(shift_of(each) for each in told)


def shift_of(told: str) -> Shift:
    """Somebody on shift, as it is written: `cerchi-dacqua:ar,it`."""
    node, _, languages = told.partition(":")
    tags = (tag.strip() for tag in languages.split(","))
    return Shift(node.strip(), tuple(tag for tag in tags if tag) or (SOURCE,))


def _language(known: dict[str, Node], reader: Form) -> str:
    tag = reader.word(known, "language") or SOURCE
    if tag not in NUMBERS:
        _refuse(known["language"], reader, "language", NUMBERS)
    return tag


def _one_of(
    known: dict[str, Node], key: str, reader: Form, kind: type[Word], otherwise: Word
) -> Word:
    told = reader.word(known, key)
    if not told:
        return otherwise
    try:
        return kind(told)
    except ValueError:
        _refuse(known[key], reader, key, list(kind))
        return otherwise


def _refuse(node: Node, reader: Form, key: str, known: Iterable[str]) -> None:
    reader.flaw(node, _NOT_ONE_OF, told=node.words()[:40], key=key, known=", ".join(known))
