"""A node's numbers, mailboxes and sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomlkit

from locales.phrase import S_
from routing.directory import ContactKind, NodeKind, Service
from routing.network.editing.errors import UnknownRowError
from routing.network.editing.facts import (
    change_node,
    owner_of,
    rewrite,
    stamp_changed,
    stamp_new,
)
from routing.network.editing.wording import remark
from routing.network.editing.wording import value as clean_value
from routing.register.contacts_written import dialled

if TYPE_CHECKING:
    from tomlkit.items import Table

    from routing.network.editing.entries import Entry, Texts
    from routing.network.editing.facts import Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A contact as somebody typed it."""

    kind: ContactKind
    value: str
    use: str
    service: Service | None = None
    staff_only: bool = False
    #: That it is no single person's.
    is_shared: bool = False

    def cleaned(self, entry: Entry, before: str = "") -> dict[str, Any]:
        """The contact as it is written beside its node; `before` is the value it takes over.

        Of a number that stands there already nobody has to say again whose it is.

        Raises:
            NetworkEditError: it cannot be written so.
        """
        kind = NodeKind(entry.raw["kind"])
        use = remark(self.use, S_("A che cosa serve"), kind)
        told: dict[str, Any] = {
            "kind": self.kind.value,
            "value": clean_value(
                self.value,
                self.kind,
                entry.name,
                use,
                is_shared=self.is_shared or dialled(self.value) == before,
                is_hidden=self.staff_only,
            ),
            "use": use,
        }
        if self.service is not None:
            told["service"] = self.service.value
        return told | ({"staff_only": True} if self.staff_only else {})


def add_contact(texts: Texts, id_: str, typed: Typed, stamp: Stamp) -> dict[str, str]:
    """Write a new contact behind the others.

    Raises:
        NetworkEditError: it cannot be written so, or the node is not there.
    """

    def change(node: Table, entry: Entry) -> None:
        cleaned = typed.cleaned(entry)
        # Pressed twice, or sent again after a page that never came: once is what she meant.
        if any({**each, **cleaned} == each for each in entry.contacts):
            return
        told = cleaned | stamp_new(owner_of(entry), stamp)
        line = tomlkit.inline_table()
        line.update(told)
        if "contacts" not in node:
            node["contacts"] = tomlkit.array().multiline(multiline=True)
        node["contacts"].append(line)

    return change_node(texts, id_, change)


def change_contact(
    texts: Texts, id_: str, position: int, typed: Typed, stamp: Stamp
) -> dict[str, str]:
    """Change a contact where it stands.

    Raises:
        UnknownRowError: there is none there.
        NetworkEditError: it cannot be written so, or the node is not there.
    """

    def change(node: Table, entry: Entry) -> None:
        _see_that_it_is_there(entry, position)
        told = typed.cleaned(entry, str(entry.contacts[position].get("value", "")))

        def renew(fact: dict[str, Any]) -> None:
            for key in ("service", "staff_only"):
                fact.pop(key, None)
            fact.update(told)
            stamp_changed(fact, stamp)

        rewrite(node["contacts"], position, renew)

    return change_node(texts, id_, change)


def drop_contact(texts: Texts, id_: str, position: int) -> dict[str, str]:
    """Take a contact out.

    Raises:
        UnknownRowError: there is none there.
        NetworkEditError: the node is not there.
    """

    def change(node: Table, entry: Entry) -> None:
        _see_that_it_is_there(entry, position)
        del node["contacts"][position]

    return change_node(texts, id_, change)


def _see_that_it_is_there(entry: Entry, position: int) -> None:
    if not 0 <= position < len(entry.contacts):
        raise UnknownRowError
