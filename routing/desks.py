"""Who answers in writing, when, and by which rules a node is chosen: `desks.toml`, understood.

`routing.network.desk_file` reads it; `routing.policy` goes by it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from routing.directory import NodeKind
from routing.handoff import Case, Want

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.areas import AreaCode
    from routing.directory import Directory, Node, Service
    from routing.hours import OpeningHours

#: Unanswered, a handoff is kept so long after the desk's next opening …
KEPT_AFTER_OPENING = timedelta(hours=4)
#: … and never longer than this.
KEPT_AT_MOST = timedelta(hours=96)
#: A desk that does not open so soon is not offered: she would wait unread.
OPENS_WITHIN = KEPT_AT_MOST - KEPT_AFTER_OPENING


class Criterion(StrEnum):
    """By what desks are compared, one after the other, in the order of the book."""

    LANGUAGE = "language"
    WANT = "want"
    ON_SHIFT = "on_shift"
    OPEN = "open"
    TERRITORY = "territory"
    LOAD = "load"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When she needs this, these go first among those who can answer."""

    wants: frozenset[Want] = frozenset()
    languages: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    services: frozenset[Service] = frozenset()

    def prefers(self, case: Case, node: Node) -> bool:
        """Whether the rule puts this node first for her."""
        for_her = (not self.wants or case.want in self.wants) and (
            not self.languages or speaks(case.language, self.languages)
        )
        return for_her and (node.id in self.nodes or not self.services.isdisjoint(node.services))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The desk of a node: when somebody answers in writing, and for what."""

    node: str
    hours: OpeningHours
    wants: frozenset[Want] = frozenset(Want)
    languages: frozenset[str] = frozenset({"it"})
    areas: frozenset[AreaCode] = frozenset()
    confirmed_by: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether it is made up, for demonstrations only."""
        return not self.confirmed_by


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskBook:
    """Every desk of a network and the rules coordinators gave them."""

    order: tuple[Criterion, ...] = tuple(Criterion)
    #: How many nodes after the first she is told of.
    ladder: int = 2
    claim_minutes: int = 5
    widen_minutes: int = 15
    ageing_minutes: int = 30
    rules: tuple[Rule, ...] = ()
    desks: Mapping[str, Desk] = field(default_factory=dict)

    @property
    def claim_after(self) -> timedelta:
        """How long a claim may stay silent."""
        return timedelta(minutes=self.claim_minutes)

    @property
    def widen_after(self) -> timedelta:
        """How long a queue may wait for somebody before it widens."""
        return timedelta(minutes=self.widen_minutes)

    @property
    def ageing_after(self) -> timedelta:
        """How long one waits before every third place is for the longest wait."""
        return timedelta(minutes=self.ageing_minutes)

    def confirmed(self) -> DeskBook:
        """The same book with the desks a node has confirmed: what service mode goes by."""
        kept = {node: desk for node, desk in self.desks.items() if not desk.is_sample}
        return replace(self, desks=kept)

    def is_open(self, node: str, now: datetime) -> bool:
        """Whether its hours say that somebody answers now."""
        desk = self.desks.get(node)
        return desk is not None and desk.hours.is_open(now)

    def opens_at(self, node: str, now: datetime) -> datetime | None:
        """When that desk opens; `now` if it is open, `None` if it does not, or is none."""
        desk = self.desks.get(node)
        return desk.hours.next_opening(now) if desk else None

    def open_until(self, node: str, now: datetime) -> datetime | None:
        """When a desk that is open closes."""
        desk = self.desks.get(node)
        return desk.hours.open_until(now) if desk else None

    def kept_until(self, node: str, now: datetime) -> datetime:
        """Until when a handoff that begins to wait there now is kept unanswered.

        Four hours after the desk opens; where it is open and shuts before they are over, four
        hours after it opens again: nobody runs out of time at a door that is closing.
        """
        now = now.astimezone(UTC)  # four hours are four hours, also in the night of a clock change
        opens = self.opens_at(node, now)
        shuts = self.open_until(node, now)
        if shuts is not None and shuts < now + KEPT_AFTER_OPENING:
            opens = self.opens_at(node, shuts)
        longest = now + KEPT_AT_MOST
        return longest if opens is None else min(opens + KEPT_AFTER_OPENING, longest)

    def prefers(self, case: Case, node: Node) -> bool:
        """Whether a rule puts this node first for her."""
        return any(rule.prefers(case, node) for rule in self.rules)


def may_have_desk(directory: Directory, node: str) -> bool:
    """Whether that node may answer in writing: hospitality is reached through a centre (P9)."""
    known = directory.by_id(node)
    return known is not None and known.kind is not NodeKind.HOSPITALITY


def speaks(language: str, spoken: frozenset[str]) -> bool:
    """Whether a language is among those; Brazilian is spoken where Portuguese is."""
    return _language(language) in {_language(each) for each in spoken}


def _language(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0].lower()
