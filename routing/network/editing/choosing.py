"""How a node is chosen, changed by small operations: order, times, preferences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from locales.phrase import S_, Phrase
from routing.desks import Criterion
from routing.network.editing.desk_text import (
    added,
    changed,
    put_table,
    raw_of,
    removed,
    with_head,
)
from routing.network.editing.errors import NetworkEditError, NoWordsError, UnknownRowError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tomlkit.items import Table

    from routing.network.editing.entries import Texts

#: Each number of the file with the least and the most it may be, and what is meant by default.
TIMES: Final[Mapping[str, tuple[int, int, int]]] = {
    "ladder": (0, 5, 2),
    "claim_minutes": (1, 60, 5),
    "widen_minutes": (5, 240, 15),
    "ageing_minutes": (5, 240, 30),
}
_ORDER: Final = "order"


class BadCountError(NetworkEditError):
    """A number that is none, or outside what makes sense."""

    def __init__(self, field_name: str, least: int, most: int) -> None:
        super().__init__(
            S_("In «{field}» scrivi un numero da {least} a {most}."),
            field=Phrase(field_name),
            least=least,
            most=most,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTold:
    """When she needs this, these go first."""

    wants: Sequence[str] = ()
    languages: Sequence[str] = ()
    nodes: Sequence[str] = ()
    services: Sequence[str] = ()


def order_of(texts: Texts) -> list[str]:
    """By what desks are compared, first to last."""
    return [str(each) for each in raw_of(texts).get(_ORDER, list(Criterion))]


def move_criterion(texts: Texts, name: str, by: int) -> dict[str, str]:
    """Have a criterion count before the one above it, or after the one below.

    Raises:
        UnknownRowError: it does not count at all.
    """
    order = order_of(texts)
    if name not in order:
        raise UnknownRowError
    at = order.index(name)
    order.insert(min(max(at + by, 0), len(order) - 1), order.pop(at))
    return _with_order(texts, order)


def count_criterion(texts: Texts, name: str, *, counts: bool) -> dict[str, str]:
    """Have a criterion count, last of all, or not count any more.

    Raises:
        NoWordsError: nothing would be left to go by.
        UnknownRowError: there is no such criterion.
    """
    if name not in set(Criterion):
        raise UnknownRowError
    order = [each for each in order_of(texts) if each != name]
    if counts:
        order.append(name)
    if not order:
        raise NoWordsError(S_("Che cosa conta"))
    return _with_order(texts, order)


def set_times(texts: Texts, typed: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Set how long things last. `names` is what the form calls each.

    Raises:
        BadCountError: one is no number, or outside its limits.
    """
    told: dict[str, int] = {}
    for key, words in typed.items():
        least, most, _ = TIMES[key]
        count = words.strip()
        if not (count.isascii() and count.isdigit()) or not least <= int(count) <= most:
            raise BadCountError(names[key], least, most)
        if raw_of(texts).get(key, TIMES[key][2]) != int(count):
            told[key] = int(count)
    return with_head(texts, told) if told else {}


def add_rule(texts: Texts, told: RuleTold) -> dict[str, str]:
    """Write one rule more behind the others.

    Raises:
        NetworkEditError: it prefers nobody, or a node without a desk.
    """
    when, prefer = _of_rule(told)
    return added(texts, "rule", {**({"when": when} if when else {}), "prefer": prefer})


def set_rule(texts: Texts, position: int, told: RuleTold) -> dict[str, str]:
    """Have a rule say something else.

    Raises:
        NetworkEditError: it is not there, prefers nobody, or a node without a desk.
    """
    when, prefer = _of_rule(told)

    def change(rule: Table) -> None:
        put_table(rule, "when", when)
        put_table(rule, "prefer", prefer)

    return changed(texts, "rule", position, change)


def drop_rule(texts: Texts, position: int) -> dict[str, str]:
    """Take a rule out, with the remark right above it.

    Raises:
        UnknownRowError: it is not there.
    """
    return removed(texts, "rule", position)


def _of_rule(told: RuleTold) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    if not told.nodes and not told.services:
        raise NoWordsError(S_("Chi viene prima"))
    when = {"want": list(told.wants), "language": list(told.languages)}
    prefer = {"nodes": list(told.nodes), "services": list(told.services)}
    return _full(when), _full(prefer)


def _full(lists: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {key: each for key, each in lists.items() if each}


def _with_order(texts: Texts, order: Sequence[str]) -> dict[str, str]:
    return with_head(texts, {_ORDER: list(order)})
