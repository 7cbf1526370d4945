"""What a change makes of the whole network: still readable, and only hers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from routing.errors import NetworkError
from routing.network.editing.entries import entries_of, head_of
from routing.network.editing.errors import NotHersError, ProblemsError, UnreadableError
from routing.network.editing.told import problem_said
from routing.network.loading import read_network

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.network.editing.entries import Texts
    from routing.network.source import Problem

#: The source of what a node says of itself.
OWN_SOURCE = "nodo"


def after(texts: Texts, changed: Mapping[str, str]) -> dict[str, str]:
    """The files with what is changed in them."""
    return {**texts, **changed}


def see_sound(texts: Texts, changed: Mapping[str, str]) -> None:
    """See that a change brings no problem that was not there.

    Raises:
        ProblemsError: it does.
    """
    before = {problem.sentence for problem in problems_of(texts)}
    for problem in problems_of(after(texts, changed)):
        if problem.sentence not in before:
            raise ProblemsError(problem_said(problem))


def problems_of(texts: Texts) -> list[Problem]:
    """Everything that is wrong with the network's files.

    Raises:
        UnreadableError: they cannot be read at all.
    """
    try:
        return read_network(texts)[1]
    except NetworkError:
        raise UnreadableError("network.toml") from None


def see_hers(texts: Texts, changed: Mapping[str, str], node: str) -> None:
    """See that a change touches one node's own rows and the closures of that node alone.

    Raises:
        NotHersError: it touches what is others'. No form of ours offers it.
    """
    both = after(texts, changed)
    if set(both) != set(texts) or _others(texts, node) != _others(both, node):
        raise NotHersError


def _others(texts: Texts, node: str) -> list[object]:
    """Everything that is not hers."""
    head: dict[str, Any] = dict(head_of(texts))
    closures = [each for each in head.pop("closure", ()) if each.get("nodes") != [node]]
    sources = {key: told for key, told in head.pop("sources", {}).items() if key != OWN_SOURCE}
    nodes = [_mine(entry.raw) if entry.id == node else entry.raw for entry in entries_of(texts)]
    desks = texts.get("desks.toml")
    return [head, closures, sources, nodes, desks]


def _mine(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What of her own node a lead may not change."""
    fixed = ("id", "number", "name", "kind", "area", "part_of", "listed_as")
    return {key: raw.get(key) for key in fixed}
