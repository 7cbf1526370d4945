"""Operations on what the conversation remembers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from console.studio.editing.operation import Operation, Outcome
from flows.editing import (
    add_remembered,
    name_for,
    remove_remembered,
    rename_remembered,
    set_remembered_values,
)
from locales.phrase import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.studio.editing.operation import Asked, Sources


_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


def _named(words: str, otherwise: str) -> str:
    """A name as it is, words as a name."""
    told = words.strip()
    return told if _NAME.match(told) else name_for(told, (), otherwise)


def _values(asked: Asked) -> list[str]:
    """The values as she typed them, each as a name."""
    told = asked.words("values").replace("\n", ",").split(",")
    return list(dict.fromkeys(_named(words, "valore") for words in told if words.strip()))


def _add(sources: Sources, asked: Asked) -> Outcome:
    name = _named(asked.words("name"), "cosa")
    return Outcome(add_remembered(sources, name, _values(asked)))


def _set(sources: Sources, asked: Asked) -> Outcome:
    return Outcome(set_remembered_values(sources, asked.name("name"), _values(asked)))


def _rename(sources: Sources, asked: Asked) -> Outcome:
    new = _named(asked.words("new"), "cosa")
    return Outcome(rename_remembered(sources, asked.name("name"), new))


def _remove(sources: Sources, asked: Asked) -> Outcome:
    return Outcome(remove_remembered(sources, asked.name("name")))


OPERATIONS: Mapping[str, Operation] = {
    "memory-add": Operation(_add, N_("Una cosa in più che si ricorda")),
    "memory-values": Operation(_set, N_("I valori di una cosa che si ricorda"), "memory"),
    "memory-rename": Operation(_rename, N_("Il nome di una cosa che si ricorda"), "memory"),
    "memory-remove": Operation(_remove, N_("Una cosa in meno che si ricorda"), "memory"),
}
