"""`desks.toml` of a network's folder: its shape, and what its shape cannot tell."""

from __future__ import annotations

from collections import Counter
from datetime import date  # noqa: TC003 (pydantic reads the annotations)
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from routing.areas import AreaCode
from routing.desks import Criterion, Desk, DeskBook, Rule
from routing.directory import NodeKind, Service
from routing.errors import HoursError
from routing.handoff import Want  # noqa: TC001 (pydantic reads it)
from routing.hours import Closure, OpeningHours
from routing.network.file import Area, Text, Word  # noqa: TC001 (the same)
from routing.network.source import Problem, Source, shaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from routing.hours import Calendar
    from routing.network.file import NodeFile

#: Where the desks of a network are written; a network without it has none.
DESKS = "desks.toml"

_Tag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]+)?$")]
_Minutes = Annotated[int, Field(ge=5, le=240)]


class _Written(BaseModel):
    # A key misspelt is a rule nobody follows: it is refused.
    model_config = ConfigDict(extra="forbid", frozen=True)


class ClosedFile(_Written):
    """One of the `closures` of a desk."""

    begins: date
    ends: date
    why: Text


class DeskFile(_Written):
    """One `[[desk]]`."""

    node: Word
    hours: Text
    closures: tuple[ClosedFile, ...] = ()
    wants: Annotated[tuple[Want, ...], Field(min_length=1)]
    languages: Annotated[tuple[_Tag, ...], Field(min_length=1)]
    areas: tuple[Area, ...] = ()
    confirmed_by: Text | None = None
    sample: bool = False


class WhenFile(_Written):
    """The `when` of a `[[rule]]`: empty is always."""

    want: tuple[Want, ...] = ()
    language: tuple[_Tag, ...] = ()


class PreferFile(_Written):
    """The `prefer` of a `[[rule]]`."""

    nodes: tuple[Word, ...] = ()
    services: tuple[Service, ...] = ()


class RuleFile(_Written):
    """One `[[rule]]`."""

    when: WhenFile = WhenFile()
    prefer: PreferFile


class DesksFile(_Written):
    """`desks.toml`."""

    order: Annotated[tuple[Criterion, ...], Field(min_length=1)] = tuple(Criterion)
    ladder: Annotated[int, Field(ge=0, le=5)] = 2
    claim_minutes: Annotated[int, Field(ge=1, le=60)] = 5
    widen_minutes: _Minutes = 15
    ageing_minutes: _Minutes = 30
    rule: tuple[RuleFile, ...] = ()
    desk: tuple[DeskFile, ...] = ()


def desk_book(
    source: Source,
    nodes: Mapping[str, NodeFile],
    calendar: Callable[[NodeFile], Calendar],
    closures: Callable[[str], tuple[Closure, ...]],
    problems: list[Problem],
) -> DeskBook:
    """What the file says; what is wrong with it is added to the problems.

    `calendar` gives the clock and holidays of a node, `closures` the days on which it is shut.
    """
    written = shaped(source, DesksFile, problems)
    if written is None:
        return DeskBook()
    problems += _wrong_with(source, written, nodes)
    desks: dict[str, Desk] = {}
    for position, desk in enumerate(written.desk):
        node = nodes.get(desk.node)
        if node is None:
            continue
        own = tuple(Closure(shut.begins, shut.ends, shut.why) for shut in desk.closures)
        try:
            hours = OpeningHours(desk.hours, calendar(node), (*closures(desk.node), *own))
        except HoursError as exc:
            problems.append(_at_desk(source, position, desk, str(exc)))
            continue
        desks[desk.node] = _desk(desk, hours)
    return DeskBook(
        order=written.order,
        ladder=written.ladder,
        claim_minutes=written.claim_minutes,
        widen_minutes=written.widen_minutes,
        ageing_minutes=written.ageing_minutes,
        rules=tuple(_rule(rule) for rule in written.rule),
        desks=desks,
    )


def _desk(written: DeskFile, hours: OpeningHours) -> Desk:
    return Desk(
        node=written.node,
        hours=hours,
        wants=frozenset(written.wants),
        languages=frozenset(written.languages),
        areas=frozenset(AreaCode(area) for area in written.areas),
        confirmed_by=written.confirmed_by or "",
    )


def _rule(written: RuleFile) -> Rule:
    return Rule(
        wants=frozenset(written.when.want),
        languages=frozenset(written.when.language),
        nodes=frozenset(written.prefer.nodes),
        services=frozenset(written.prefer.services),
    )


def _wrong_with(
    source: Source, written: DesksFile, nodes: Mapping[str, NodeFile]
) -> Iterator[Problem]:
    twice = [name for name, count in Counter(written.order).items() if count > 1]
    for name in twice:
        line = source.line_of("order")
        yield Problem(source.name, line, f"order: '{name}' stands there twice. Keep it once.")
    times = Counter(desk.node for desk in written.desk)
    for position, desk in enumerate(written.desk):
        for sentence in _wrong_with_desk(desk, nodes, times[desk.node]):
            yield _at_desk(source, position, desk, sentence)
    for position, rule in enumerate(written.rule):
        line = source.line_of_item("rule", position)
        if not (rule.prefer.nodes or rule.prefer.services):
            yield Problem(source.name, line, "rule: it prefers nobody. Name nodes or services.")
        for node in rule.prefer.nodes:
            if node not in times:
                said = f"rule: '{node}' has no [[desk]]. Correct the name or add its desk."
                yield Problem(source.name, line, said)


def _wrong_with_desk(desk: DeskFile, nodes: Mapping[str, NodeFile], times: int) -> Iterator[str]:
    node = nodes.get(desk.node)
    if node is None:
        yield "it is no node of this network. Correct the name."
    elif node.kind is NodeKind.HOSPITALITY:
        yield "it offers hospitality: it is reached through a centre. Take the desk out."
    if times > 1:
        yield "it has more than one [[desk]]. Keep one."
    if desk.sample == (desk.confirmed_by is not None):
        yield "write who confirmed it (confirmed_by), or sample = true if it is made up."
    if any(shut.ends < shut.begins for shut in desk.closures):
        yield "one of its closures ends before it begins."


def _at_desk(source: Source, position: int, desk: DeskFile, sentence: str) -> Problem:
    line = source.line_of_item("desk", position)
    return Problem(source.name, line, f"Desk of '{desk.node}': {sentence}")
