"""What of a network's data still waits for somebody: unconfirmed, contradicted, or running out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.directory import Directory, Node, Provenance

#: Enough time to ask a node by telephone and to hear back.
SOON = timedelta(days=30)


class State(StrEnum):
    """What a fact waits for. The worst first."""

    EXPIRED = "expired"
    CONFLICT = "conflict"
    UNCONFIRMED = "unconfirmed"
    EXPIRES_SOON = "expires_soon"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact that waits for somebody."""

    #: A node's id, or a national number.
    where: str
    #: A number, a mailbox, "hours" or "seat".
    what: str
    state: State
    #: Who can settle it.
    owner: str
    #: The conflict in words, or the last day.
    detail: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}: {self.state} ({self.detail}). Ask {self.owner}."


def network_status(
    directory: Directory, today: date, soon: timedelta = SOON
) -> tuple[Finding, ...]:
    """Every fact that is not confirmed and settled for some time to come, in the data's order.

    A national number that nobody confirmed is listed too, though it is always shown.
    """
    found = [*_lines(directory, today, soon)]
    for node in directory.nodes:
        found += _node(node, today, soon)
    return tuple(found)


def overdue_lines(directory: Directory, today: date) -> tuple[Finding, ...]:
    """The national numbers whose check has expired: they stay shown, and alarm the keeper."""
    return tuple(
        finding
        for finding in _lines(directory, today, timedelta(0))
        if finding.state is State.EXPIRED
    )


def _lines(directory: Directory, today: date, soon: timedelta) -> Iterator[Finding]:
    for line in directory.lines:
        yield from _fact(line.id, line.number, line, today, soon)


def _node(node: Node, today: date, soon: timedelta) -> Iterator[Finding]:
    for what, fact in _facts(node):
        if fact is not None:
            yield from _fact(node.id, what, fact, today, soon)


def _fact(
    where: str, what: str, fact: Provenance, today: date, soon: timedelta
) -> Iterator[Finding]:
    last = str(fact.expires_on)
    if fact.is_expired(today):
        yield Finding(where, what, State.EXPIRED, fact.owner, last)
    if fact.conflict is not None:
        yield Finding(where, what, State.CONFLICT, fact.owner, fact.conflict)
    if not fact.confirmed_by:
        yield Finding(where, what, State.UNCONFIRMED, fact.owner, f"source {fact.source}")
    elif not fact.is_expired(today) and fact.is_expired(today + soon):
        yield Finding(where, what, State.EXPIRES_SOON, fact.owner, last)


@dataclass(frozen=True, slots=True)
class Expiring:
    """A fact that is over, or soon will be."""

    #: A node's id, or that of a national number.
    where: str
    name: str
    #: `seat`, `hours`, `line`, or a contact's value.
    what: str
    owner: str
    last_day: date
    is_over: bool


def expiring(
    directory: Directory, today: date, node: str | None = None, soon: timedelta = SOON
) -> tuple[Expiring, ...]:
    """What is over or will be within a month, confirmed or not; the first to go first.

    With a node, only what is that node's own.
    """
    found = [] if node is not None else [*_expiring_lines(directory)]
    for each in directory.nodes:
        if node in {None, each.id}:
            found += [
                (each.id, each.name, what, fact) for what, fact in _facts(each) if fact is not None
            ]
    rows = (
        Expiring(where, name, what, fact.owner, fact.expires_on, fact.is_expired(today))
        for where, name, what, fact in found
        if fact.expires_on is not None and fact.is_expired(today + soon)
    )
    return tuple(sorted(rows, key=lambda row: (row.last_day, row.name, row.what)))


def _expiring_lines(directory: Directory) -> Iterator[tuple[str, str, str, Provenance]]:
    return ((line.id, line.name, "line", line) for line in directory.lines)


def _facts(node: Node) -> list[tuple[str, Provenance | None]]:
    facts: list[tuple[str, Provenance | None]] = [("seat", node.seat), ("hours", node.hours_fact)]
    return [*facts, *((contact.value, contact) for contact in node.contacts)]
