"""The registry of facts: what a fact says, who checked it when, and where it is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flows.definition import PROGRAM_PLACES
from flows.editing.draft import Changed, Draft
from flows.editing.errors import (
    NameTakenError,
    NoWordsError,
    PermanentFactError,
    StillUsedError,
    UnknownPartError,
)
from flows.editing.parts import drop, insert, put
from flows.editing.remembering import remembered_names
from flows.editing.tree import Branch, Child, Typed, Words, plain
from flows.editing.writing import good_name, quoted, word
from flows.registered import FactKind, FactStatus, trusted_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

_ORDER = (
    "kind",
    "value",
    "says",
    "source",
    "checked_on",
    "checked_by",
    "owner",
    "expires_on",
    "status",
    "permanent",
)
#: What a fact cannot be without.
_NEEDED = ("kind", "says", "source", "checked_on", "owner", "status")
#: The keys of a step under which facts are named.
_NAMES_FACTS = ("fact", "numbers")
_STEP = 2
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def set_fact(sources: Mapping[str, str], identity: str, told: Mapping[str, str]) -> Changed:
    """Have a fact of facts.yaml say something else, several fields at once; empty takes one out.

    Raises:
        EditError: if there is no such fact, or it can have no such field.
    """
    draft = Draft(sources)
    _fill(draft.fact(identity), identity, told)
    return draft.changed()


def add_fact(sources: Mapping[str, str], identity: str, told: Mapping[str, str]) -> Changed:
    """Write one fact more at the end of facts.yaml.

    Raises:
        EditError: if the name is taken or none, or a field cannot be written.
    """
    draft = Draft(sources)
    facts = draft.facts()
    if good_name(identity) in _names(facts) | PROGRAM_PLACES | remembered_names(draft):
        raise NameTakenError(identity)
    if not all(told.get(key, "").strip() for key in _NEEDED):
        raise NoWordsError
    unknown = next((key for key in told if key not in _ORDER), None)
    if unknown is not None:
        raise UnknownPartError("facts", f"{identity}.{unknown}")
    indent = "\n" + " " * (facts.column + _STEP)
    kept = (key for key in _ORDER if told.get(key, "").strip())
    written = Words("".join(f"{indent}{key}: {_written(told[key])}" for key in kept))
    insert(facts, len(facts.children), Child("", identity, identity, ":", written, ""))
    return draft.changed()


def remove_fact(sources: Mapping[str, str], identity: str) -> Changed:
    """Take a fact out, with the comment right above it.

    Raises:
        PermanentFactError: if it is one of the two numbers that never disappear.
        StillUsedError: if something still tells it.
        EditError: if there is no such fact.
    """
    draft = Draft(sources)
    if draft.fact(identity).find("permanent") is not None:
        raise PermanentFactError(identity)
    used = next(uses_of_fact(sources, identity), None)
    if used is not None:
        raise StillUsedError(identity, used)
    drop(draft.facts(), identity)
    return draft.changed()


def confirm_fact(sources: Mapping[str, str], identity: str, who: str, today: date) -> Changed:
    """Note that somebody found it at its source today: it holds as long as its kind may.

    `who` is an office, never a person: the registry is public.

    Raises:
        NoWordsError: if nobody is named.
        EditError: if there is no such fact.
    """
    fields = Draft(sources).fact(identity)
    kind = fields.find("kind")
    told = str(kind.plain) if kind else ""
    known = FactKind(told) if told in set(FactKind) else FactKind.NUMBER
    quoted(who)
    confirmed = {
        "checked_on": today.isoformat(),
        "checked_by": who,
        "expires_on": trusted_until(known, today).isoformat(),
        "status": FactStatus.CONFIRMED,
    }
    return set_fact(sources, identity, confirmed)


def fact_as_written(sources: Mapping[str, str], identity: str) -> str:
    """A fact's fields as they stand in the file, to see whether somebody changed them.

    Raises:
        EditError: if there is no such fact.
    """
    return Draft(sources).fact(identity).written()


def fact_fields(sources: Mapping[str, str], identity: str) -> dict[str, str]:
    """What a fact says, by field.

    Raises:
        EditError: if there is no such fact.
    """
    pairs = Draft(sources).fact(identity).children
    return {each.name: str(each.plain).strip() for each in pairs}


def uses_of_fact(sources: Mapping[str, str], identity: str) -> Iterator[str]:
    """The steps that tell a fact, in full; `library` where library.yaml does."""
    draft = Draft(sources)
    for flow in draft.flows():
        for short, raw in draft.names(flow).items():
            if _tells(plain(raw), identity):
                yield f"{flow}.{short}"
    if _tells(draft.library_plain(), identity):
        yield "library"


def _tells(part: object, identity: str) -> bool:
    """Whether a sentence has a place for it, or a list of facts or numbers names it."""
    if isinstance(part, str):
        return f"{{{identity}}}" in part
    if isinstance(part, list):
        return any(_tells(each, identity) for each in part)
    if not isinstance(part, dict):
        return False
    named = (part.get(key, ()) for key in _NAMES_FACTS)
    listed = [each for told in named for each in ([told] if isinstance(told, str) else told)]
    return identity in listed or any(_tells(each, identity) for each in part.values())


def _names(facts: Branch) -> frozenset[str]:
    return frozenset(each.name for each in facts.children)


def _fill(fields: Branch, identity: str, told: Mapping[str, str]) -> None:
    for key, words in told.items():
        if key not in _ORDER:
            raise UnknownPartError("facts", f"{identity}.{key}")
        found = fields.find(key)
        typed = found.value.written() if found and isinstance(found.value, Typed) else ""
        if not words.strip() and key in _NEEDED:
            raise NoWordsError
        if not words.strip():
            drop(fields, key)
        elif typed.startswith(('"', "'")):
            put(fields, key, quoted(words, typed), _ORDER)
        else:
            put(fields, key, _written(words), _ORDER)


def _written(words: str) -> str:
    return words if _DAY.match(words) else word(words)
