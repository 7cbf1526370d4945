"""The registry of facts (P10) and the lists of words, as their owners keep them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flows.registered import Fact, FactKind, FactStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.definition import Words
    from flows.document import Node
    from flows.form import Form

_KEYS = frozenset(
    [
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
    ]
)


def read_facts(node: Node | None, form: Form) -> dict[str, Fact]:
    """Every fact of `facts.yaml`, by its id."""
    if node is None:
        return {}
    listed = form.mapping(node, {"facts"}, "the registry").get("facts")
    facts = {}
    for name, entry in listed.items() if listed else ():
        fact = _fact(name, entry, form)
        if fact is not None:
            facts[name] = fact
    return facts


def _fact(name: str, node: Node, form: Form) -> Fact | None:
    known = form.mapping(node, _KEYS, f"the fact '{name}'")
    kind = form.word(known, "kind", node, required=True)
    status = form.word(known, "status", node, required=True)
    permanent = form.flag(known, "permanent")
    checked_on = _day(known, "checked_on", node, form, required=True)
    expires_on = _day(known, "expires_on", node, form, required=not permanent)
    says = form.word(known, "says", node, required=True)
    source = form.word(known, "source", node, required=True)
    owner = form.word(known, "owner", node, required=True)
    if kind not in set(FactKind):
        form.error(
            node.place,
            f"the fact '{name}' is of kind '{kind}'",
            f"Write one of {', '.join(FactKind)}",
        )
        return None
    if status not in set(FactStatus):
        form.error(
            node.place, f"the fact '{name}' has status '{status}'", "Write confirmed or draft"
        )
        return None
    if checked_on is None:
        return None
    return Fact(
        id=name,
        kind=FactKind(kind),
        value=known["value"].words().strip() if "value" in known else "",
        says=says,
        source=source,
        checked_on=checked_on,
        owner=owner,
        expires_on=expires_on,
        status=FactStatus(status),
        place=node.place,
        permanent=permanent,
        checked_by=form.word(known, "checked_by", node),
    )


def _day(
    known: Mapping[str, Node], key: str, whole: Node, form: Form, *, required: bool
) -> date | None:
    word = form.word(known, key, whole, required=required)
    if not word:
        return None
    try:
        return date.fromisoformat(word)
    except ValueError:
        form.error(known[key].place, f"'{key}' is '{word}'", "Write a day as 2026-11-22")
        return None


def read_words(node: Node | None, form: Form) -> Words:
    """`words.yaml`: by language, then by list; a list beside the languages is for all of them."""
    everywhere: dict[str, tuple[str, ...]] = {}
    words: dict[str, dict[str, tuple[str, ...]]] = {"": everywhere}
    for name, below in node.items() if node else ():
        if isinstance(below.value, dict):
            words[name] = {each: _listed(entries) for each, entries in below.items()}
        elif isinstance(below.value, list):
            everywhere[name] = _listed(below)
        else:
            form.error(below.place, f"'{name}' is {below.kind}", "Write lists of words below it")
    return words


def _listed(node: Node) -> tuple[str, ...]:
    return tuple(word for each in node.entries() if (word := each.words().strip()))
