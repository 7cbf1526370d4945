"""What the page of the rules shows: each part with its sentence and what its form carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.editions.paths import seen
from console.studio.network.here import area_name
from console.studio.rules.words import CRITERIA, rule_said
from routing.desks import Criterion, may_have_desk
from routing.network.editing.choosing import TIMES, order_of
from routing.network.editing.desk_text import raw_of
from routing.network.editing.entries import unit_of
from routing.network.editing.errors import UnknownRowError
from routing.network.hours_said import hours_said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.editions.reading import Reading
    from locales.phrase import Phrase
    from routing.network.editing.entries import Texts


@dataclass(frozen=True, slots=True)
class Weighed:
    """One criterion, in its place."""

    id: str
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Number:
    """One of the numbers."""

    key: str
    stands: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule."""

    place: int
    said: Phrase
    seen: str
    raw: Mapping[str, Any]

    def ticked(self, part: str, key: str) -> Sequence[str]:
        """What of a list is set."""
        return [str(each) for each in self.raw.get(part, {}).get(key, ())]


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One desk."""

    node: str
    name: str
    hours: Phrase
    seen: str
    raw: Mapping[str, Any]
    areas: Sequence[str]

    @property
    def is_sample(self) -> bool:
        """Whether service mode does not know it."""
        return not self.raw.get("confirmed_by")

    def ticked(self, key: str) -> Sequence[str]:
        """What of a list is set."""
        return [str(each) for each in self.raw.get(key, ())]

    def one(self, key: str) -> str:
        """One of its words."""
        return str(self.raw.get(key, ""))


def weighed_of(texts: Texts) -> list[Weighed]:
    """The criteria that count, first to last."""
    known = (each for each in order_of(texts) if each in CRITERIA)
    return [Weighed(each, *CRITERIA[each]) for each in known]


def weightless_of(texts: Texts) -> list[Weighed]:
    """The criteria that do not count."""
    order = order_of(texts)
    return [Weighed(each, *CRITERIA[each]) for each in Criterion if each not in order]


def numbers_of(texts: Texts) -> list[Number]:
    """The numbers as they stand."""
    raw = raw_of(texts)
    return [
        Number(key, raw.get(key, default), least, most)
        for key, (least, most, default) in TIMES.items()
    ]


def rules_of(texts: Texts, names: Mapping[str, str]) -> list[RuleRow]:
    """The rules as they stand."""
    return [
        RuleRow(place, rule_said(raw, names), seen(rule_unit(texts, place)), raw)
        for place, raw in enumerate(raw_of(texts).get("rule", ()))
    ]


def desks_of(texts: Texts, reading: Reading) -> list[DeskRow]:
    """The desks as they stand."""
    names = names_of(reading)
    return [
        DeskRow(
            node=str(raw.get("node", "")),
            name=names.get(str(raw.get("node")), str(raw.get("node"))),
            hours=hours_said(str(raw.get("hours", ""))),
            seen=seen(desk_unit(texts, str(raw.get("node", "")))),
            raw=raw,
            areas=[area_name(str(each)) for each in raw.get("areas", ())],
        )
        for raw in raw_of(texts).get("desk", ())
    ]


def free_nodes(texts: Texts, reading: Reading) -> dict[str, str]:
    """The nodes that could answer in writing and do not, by id."""
    if reading.network is None:
        return {}
    taken = {desk.get("node") for desk in raw_of(texts).get("desk", ())}
    directory = reading.network.directory
    return {
        node.id: node.name
        for node in sorted(directory.nodes, key=lambda each: each.name.casefold())
        if node.id not in taken and may_have_desk(directory, node.id)
    }


def names_of(reading: Reading) -> dict[str, str]:
    """The nodes' names by their ids."""
    nodes = reading.network.directory.nodes if reading.network else ()
    return {node.id: node.name for node in nodes}


def order_unit(texts: Texts) -> str:
    """What somebody has before her when she changes the order."""
    return unit_of({"order": order_of(texts)})


def times_unit(texts: Texts) -> str:
    """What somebody has before her when she changes the numbers."""
    return unit_of({each.key: each.stands for each in numbers_of(texts)})


def rule_unit(texts: Texts, place: int) -> str:
    """What somebody has before her when she changes a rule.

    Raises:
        UnknownRowError: it is not there.
    """
    rules = raw_of(texts).get("rule", ())
    if not 0 <= place < len(rules):
        raise UnknownRowError
    return unit_of(rules[place])


def desk_unit(texts: Texts, node: str) -> str:
    """What somebody has before her when she changes a desk.

    Raises:
        UnknownRowError: it is not there.
    """
    desks = raw_of(texts).get("desk", ())
    found = next((desk for desk in desks if desk.get("node") == node), None)
    if found is None:
        raise UnknownRowError
    return unit_of(found)
