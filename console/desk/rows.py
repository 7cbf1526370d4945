"""The lists of the desk: who waits, who is hers, who is with a colleague."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.desk.words import (
    REASONS,
    WANTS,
    clock,
    her_state,
    speaks,
    waited,
    warning,
)
from locales.phrase import N_, Phrase
from routing.areas import area_of
from routing.errors import UnknownAreaError
from routing.handoff import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from console.parts import Parts
    from routing.handoff import Case, Handoff

_MOVED_UP = N_("Una collega l'ha fatta passare avanti")
#: A flood of contacts must not make the page slow: who comes first is always on it.
_SHOWN = 50
_NOWHERE = N_("non ha detto dove")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What she chose, in words: nothing computed, nothing of what she wrote."""

    place: str | Phrase
    language: str
    #: Its tag, for the page.
    tag: str
    want: str
    danger: bool
    #: "vuole essere lontana", "non: Centro X".
    wishes: tuple[Phrase, ...]
    rehearsal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One handoff in a list."""

    #: This session's number for it.
    number: int
    facts: Facts
    waited: Phrase
    #: Why it came to this node.
    reasons: tuple[str, ...]
    notes: tuple[str, ...] = ()
    state: Phrase | None = None
    warning: Phrase | None = None
    #: The colleague who answers.
    who: str = ""
    #: She wrote, and nobody has answered yet.
    unanswered: bool = False
    may_open: bool = False
    #: "12:40", on what is over.
    closed_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """All of them, in the order they are served."""

    #: The first of them, as many as a page bears.
    waiting: tuple[Row, ...] = ()
    #: How many wait in all; rehearsals are in no count.
    waiting_count: int = 0
    #: How many come after those that are shown.
    more: int = 0
    mine: tuple[Row, ...] = ()
    colleagues: tuple[Row, ...] = ()
    closed: tuple[Row, ...] = ()

    @property
    def news(self) -> int:
        """How many wait for this operator."""
        mine = (row.unanswered and not row.facts.rehearsal for row in self.mine)
        return self.waiting_count + sum(mine)


class Drawer:
    """Puts handoffs into rows for one operator at one moment."""

    def __init__(
        self,
        parts: Parts,
        now: datetime,
        number: Callable[[bytes], int],
        names: Mapping[str, str],
    ) -> None:
        self._parts = parts
        self._now = now
        self._number = number
        #: Staff names by id.
        self._names = names

    def lists(
        self,
        known: list[Handoff],
        node: str,
        person: str,
        *,
        sees_queue: bool,
        may_open: Callable[[Handoff], bool],
    ) -> Lists:
        """Sort a node's into the lists of one operator."""
        seen = [each for each in known if person not in each.not_for]
        talking = [each for each in seen if each.stage is Stage.TALKING]
        # The whole queue tells whose turn it is, also by those that are not for her.
        queue = self._parts.orders.of(node, known, self._now).queue if sees_queue else ()

        def rows(some: Iterable[Handoff]) -> tuple[Row, ...]:
            return tuple(self.row(each, may_open=may_open(each)) for each in some)

        waiting = [each for each in queue if person not in each.not_for]
        return Lists(
            waiting=rows(waiting[:_SHOWN]),
            waiting_count=sum(not each.case.rehearsal for each in waiting),
            more=max(0, len(waiting) - _SHOWN),
            mine=rows(each for each in talking if each.operator == person),
            colleagues=rows(each for each in talking if each.operator != person)
            if sees_queue
            else (),
            closed=rows(
                each for each in seen if each.stage is Stage.CLOSED and each.operator == person
            ),
        )

    def row(self, handoff: Handoff, *, may_open: bool) -> Row:
        """Put one into a row."""
        zone = self._parts.directory.zone
        waits = handoff.stage is Stage.WAITING
        since = handoff.opened_at if waits else handoff.unanswered_since or handoff.opened_at
        return Row(
            number=self._number(handoff.id),
            facts=facts(handoff.case, self._parts),
            waited=waited(self._now - since),
            reasons=tuple(REASONS[reason] for reason in handoff.reasons),
            notes=(_MOVED_UP,) if handoff.moved_up and waits else (),
            state=None if waits else her_state(handoff, self._now, zone),
            warning=warning(handoff),
            who=self._names.get(handoff.operator, ""),
            unanswered=handoff.stage is Stage.TALKING and handoff.unanswered_since is not None,
            may_open=may_open,
            closed_at=clock(handoff.closed_at, zone) if handoff.closed_at else "",
        )


def facts(case: Case, parts: Parts) -> Facts:
    """What she chose, in words."""
    wishes = [Phrase(N_("vuole un centro lontano da dove vive"))] if case.far else []
    names = node_names(parts)
    wishes += [Phrase(N_("non vuole: {node}"), {"node": names.get(n, n)}) for n in case.avoid]
    return Facts(
        place=_place(case, parts),
        language=speaks(case.language),
        tag=case.language,
        want=WANTS[case.want],
        danger=case.danger,
        wishes=tuple(wishes),
        rehearsal=case.rehearsal,
    )


def node_names(parts: Parts) -> dict[str, str]:
    """Return every node's name by id."""
    return {node.id: node.name for node in parts.directory.nodes}


def _place(case: Case, parts: Parts) -> str | Phrase:
    try:
        return parts.gazetteer.name(area_of(case.area))
    except UnknownAreaError:
        return Phrase(_NOWHERE)
