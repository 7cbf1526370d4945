"""What the shape of a network's files cannot tell: names, numbers, dates and shelters."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from routing.directory import NodeKind
from routing.network.source import Problem
from routing.shelters import names_shelter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from routing.network.file import FactFile, NetworkFile, NodeFile
    from routing.network.source import Source, Written


def wrong_with_head(source: Source, head: NetworkFile, ids: set[str]) -> Iterator[Problem]:
    """What is wrong with `network.toml`, the nodes being these."""
    lines = {line.id for line in head.line}
    if not any(line.id == "112" for line in head.line):
        yield Problem(
            source.name, 1, "There is no [[line]] with id '112'. It must always be there."
        )
    if len(lines) < len(head.line):
        yield Problem(source.name, source.line_of("[[line]]"), "Two [[line]] have the same id.")
    if head.register_source is not None and head.register_source not in head.sources:
        line = source.line_of("register_source")
        said = f"The source '{head.register_source}' is not under [sources]. Add it there."
        yield Problem(source.name, line, said)
    for closure in head.closure:
        yield from _unknown(source, closure.nodes, ids, "closure")
        if closure.ends < closure.begins:
            yield Problem(
                source.name,
                source.line_of("[[closure]]", str(closure.begins)),
                "This closure ends before it begins.",
            )
    for territory in head.territory:
        yield from _unknown(source, territory.doors, ids, f"territory '{territory.id}'")
        for key in set(territory.sources) - set(head.sources):
            yield Problem(
                source.name,
                source.line_of(f'"{key}"'),
                f"The source '{key}' is not under [sources].",
            )


def _unknown(source: Source, named: Iterable[str], ids: set[str], where: str) -> Iterator[Problem]:
    for id_ in named:
        if id_ not in ids:
            yield Problem(
                source.name,
                source.line_of(f'"{id_}"'),
                f"The {where} names '{id_}', which is no node. Correct the name.",
            )


def wrong_with_nodes(head: NetworkFile, written: list[Written]) -> Iterator[Problem]:
    """What is wrong with the nodes, each and together."""
    ids = Counter(each.node.id for each in written)
    numbers = Counter(each.node.number for each in written)
    for each in written:
        node = each.node
        for sentence in _wrong_with(node, head):
            yield each.problem(f"Node '{node.id}': {sentence}")
        if ids[node.id] > 1:
            yield each.problem(f"Two nodes are called '{node.id}'. Give one another id.")
        if numbers[node.number] > 1:
            said = f"Two nodes have number {node.number}. A number belongs to one node for ever."
            yield each.problem(said)
        if node.part_of is not None and node.part_of not in ids:
            yield each.problem(f"Node '{node.id}' is part of '{node.part_of}', which is no node.")


def _wrong_with(node: NodeFile, head: NetworkFile) -> Iterator[str]:
    facts: list[FactFile] = [*node.contacts]
    facts += [fact for fact in (node.seat, node.hours) if fact is not None]
    for fact in facts:
        if fact.source not in head.sources:
            yield f"the source '{fact.source}' is not under [sources]. Add it there."
        if fact.expires_on < fact.checked_on:
            yield "a fact expires before it was checked. Correct one of the dates."
    if node.seat is not None and node.kind is NodeKind.HOSPITALITY:
        yield "it offers hospitality: no address of it may be written here. Take the seat out."
    if node.seat is not None and names_shelter(f"{node.name}, {node.seat.address}"):
        yield "its address names a shelter. Take it out: no shelter has an address here."
    if node.seat is not None and node.phone_only:
        yield "it asks that only its number is given. Take the seat out."
