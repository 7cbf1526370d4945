"""How sure each of a node's facts is on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from console.studio.network.words import STATES
from routing.network.status import SOON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from routing.network.editing.entries import Entry
    from routing.network.file import FactFile

_ORDER: Final = tuple(STATES)


@dataclass(frozen=True, slots=True)
class Sure:
    """A fact and what it waits for."""

    #: `seat`, `hours`, or a contact's place as `contact-0`.
    key: str
    raw: Mapping[str, Any]
    state: str
    fact: FactFile


def state_of(fact: FactFile, today: date) -> str:
    """What a fact waits for, the worst first."""
    if fact.expires_on < today:
        return "expired"
    if fact.conflict:
        return "conflict"
    if fact.expires_on < today + SOON:
        return "soon"
    return "fine" if fact.confirmed_by else "unconfirmed"


def sure_of(entry: Entry, today: date) -> list[Sure]:
    """Every fact of a node; none of one that cannot be read."""
    node = entry.node
    if node is None:
        return []
    found = [
        Sure(key, entry.raw[key], state_of(fact, today), fact)
        for key, fact in (("seat", node.seat), ("hours", node.hours))
        if fact is not None
    ]
    return found + [
        Sure(f"contact-{place}", entry.contacts[place], state_of(contact, today), contact)
        for place, contact in enumerate(node.contacts)
    ]


def worst(entry: Entry, facts: Sequence[Sure]) -> str:
    """The state that its row in the list shows."""
    if entry.node is None:
        return "problem"
    return min((each.state for each in facts), key=_ORDER.index, default="unconfirmed")
