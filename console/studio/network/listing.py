"""The list of the network's nodes: looked through, and what each waits for."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.here import page
from console.studio.network.here import area_name, net_of, said_of
from console.studio.network.states import sure_of, worst
from console.studio.network.words import FACTS, KINDS, STATES
from routing.network.editing.entries import NODES
from routing.network.editing.told import problem_said
from routing.network.status import expiring

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from aiohttp import web

    from console.studio.network.here import Net
    from locales.phrase import Phrase
    from routing.network.editing.entries import Entry
    from routing.network.status import Expiring

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One node in the list."""

    id: str
    name: str
    kind: str
    area: str
    #: What is told of it first.
    state: str
    #: How many of its facts are in which state.
    counts: Sequence[tuple[str, int]]
    hours: Phrase | None
    #: The first day on which one of its facts is over.
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Sought:
    """What she looks for."""

    words: str = ""
    kind: str = ""
    area: str = ""
    state: str = ""

    def finds(self, row: Row) -> bool:
        """Whether a row is meant."""
        told = _plain(f"{row.name} {row.area} {row.id}")
        return (
            all(word in told for word in _plain(self.words).split())
            and self.kind in {"", row.kind}
            and self.area in {"", row.area}
            and self.state in {"", row.state, *(state for state, _ in row.counts)}
        )


async def show_network(request: web.Request) -> web.StreamResponse:
    """Show every node that she looks for, and what each waits for."""
    net = await net_of(request, also_broken=True)
    asked = request.query
    sought = Sought(*(asked.get(name, "")[:_LONGEST] for name in ("q", "kind", "area", "state")))
    # The network's own nodes before those of the region's lists.
    entries = sorted(net.entries(), key=lambda entry: entry.file != NODES)
    rows = [row_of(net, entry) for entry in entries]
    return page(
        request,
        "network_list.html",
        at=net.at,
        net=net,
        sought=sought,
        rows=[row for row in rows if sought.finds(row)],
        count=len(rows),
        states=_states_of(rows),
        areas=sorted({row.area for row in rows if row.area}),
        kinds=KINDS,
        state_words=STATES,
        fact_words=FACTS,
        problems=_problems(net),
        soon=_soon(net),
        mine=next((row for row in rows if net.only and row.id == net.only), None),
    )


def row_of(net: Net, entry: Entry) -> Row:
    """A node's row."""
    facts = sure_of(entry, net.at.today)
    counted = Counter(each.state for each in facts)
    return Row(
        id=entry.id,
        name=entry.name,
        kind=str(entry.raw.get("kind", "")),
        area=area_name(str(entry.raw.get("area", ""))),
        state=worst(entry, facts),
        counts=[(state, counted[state]) for state in STATES if counted[state]],
        hours=said_of(net, entry),
        expires_on=min((each.fact.expires_on for each in facts), default=None),
    )


def _soon(net: Net) -> Sequence[Expiring]:
    """What is over or soon will be: to a lead what is her node's, to others the lines' and all."""
    network = net.at.reading.network
    return expiring(network.directory, net.at.today, net.only) if network else ()


def _states_of(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """In how many nodes something is in which state."""
    counted: Counter[str] = Counter()
    for row in rows:
        counted.update({row.state, *(state for state, _ in row.counts)})
    return [(state, counted[state]) for state in STATES if counted[state]]


def _problems(net: Net) -> list[tuple[str, str]]:
    """What is wrong with the network: where it can be mended, and what."""
    entries = net.entries()
    found = []
    for problem in net.at.reading.problems:
        words = net.say(problem_said(problem))
        node = next((entry.id for entry in entries if f"'{entry.id}'" in problem.sentence), "")
        found.append((node, words))
    return found


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign))
