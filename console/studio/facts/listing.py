"""The facts as rows: what state each is in, where it is told, and which ones she looks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.editions.paths import FLOWS, part
from console.studio.facts.told import KINDS, STATES
from console.studio.flow_order import flow_of
from console.studio.script import state_of
from flows.reader import LIBRARY_FILE
from locales.phrase import Phrase
from routing.network.hours_said import day_said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from bot.editions.reading import Reading
    from flows.definition import Library, Step
    from flows.registered import Fact

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a fact is told."""

    flow: str
    #: As it stands on the script's card: `s-where`.
    anchor: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One fact."""

    fact: Fact
    state: str
    uses: Sequence[Use]
    #: Also told on every screen, by library.yaml.
    is_everywhere: bool

    @property
    def means(self) -> Phrase:
        """What its state means for whoever reads the conversation."""
        day = day_said(self.fact.expires_on) if self.fact.expires_on else ""
        return Phrase(STATES[self.state][3], {"day": day})

    @property
    def is_used(self) -> bool:
        """Whether something tells it."""
        return bool(self.uses) or self.is_everywhere

    @property
    def first_uses(self) -> Sequence[Use]:
        """As many as a row of the table has room for."""
        return self.uses[:_SHOWN]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which facts she looks for."""

    state: str = ""
    kind: str = ""
    words: str = ""

    @classmethod
    def of(cls, told: Mapping[str, str], words: str = "") -> Wanted:
        """What an address asks for; what it does not know counts for nothing."""
        state, kind = told.get("state", ""), told.get("kind", "")
        return cls(state if state in STATES else "", kind if kind in KINDS else "", words)

    def finds(self, row: Row) -> bool:
        """Whether a fact is one of those."""
        fact = row.fact
        told = f"{fact.id} {fact.value} {fact.says} {fact.source} {fact.owner}".casefold()
        return (
            self.state in {"", row.state}
            and self.kind in {"", fact.kind}
            and all(word in told for word in self.words.casefold().split())
        )


def rows_of(reading: Reading, today: date) -> list[Row]:
    """Every fact in the order of the registry, those that nobody may be shown first."""
    library = reading.sketch
    if library is None:
        return []
    uses = _uses(library)
    everywhere = part(reading.files, FLOWS).get(LIBRARY_FILE, "")
    rows = [
        Row(fact, state(fact, today), uses.get(name, ()), f"{{{name}}}" in everywhere)
        for name, fact in library.facts.items()
    ]
    order = list(STATES)
    return sorted(rows, key=lambda row: order.index(row.state))


def state(fact: Fact, today: date) -> str:
    """What a fact waits for: one of `STATES`."""
    if fact.permanent:
        return "overdue" if fact.is_expired(today) else "always"
    return state_of(fact, today) or "fine"


def _uses(library: Library) -> dict[str, list[Use]]:
    uses: dict[str, list[Use]] = {}
    for step in library.steps.values():
        flow, _, short = step.name.partition(".")
        use = Use(flow, f"s-{short}", step.title.source if step.title else flow_of(step.name))
        for name in dict.fromkeys(_named(step)):
            uses.setdefault(name, []).append(use)
    return uses


def _named(step: Step) -> Iterator[str]:
    yield from step.numbers
    for bubble in step.say:
        yield from bubble.facts
    for text in step.texts():
        yield from text.facts
