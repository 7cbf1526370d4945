"""A node itself: what it is and does, its seat, its hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import tomlkit

from locales.phrase import S_, Phrase
from routing.directory import NodeKind
from routing.errors import HoursError
from routing.hours import OpeningHours
from routing.network.editing.errors import (
    BadHoursError,
    PhoneOnlyError,
    ShelterError,
)
from routing.network.editing.facts import (
    change_node,
    owner_of,
    rewrite,
    stamp_changed,
    stamp_new,
)
from routing.network.editing.wording import address as clean_address
from routing.network.editing.wording import remark
from routing.network.hours_said import hours_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tomlkit.items import Table

    from routing.directory import Service
    from routing.hours import Calendar
    from routing.network.editing.entries import Entry, Texts
    from routing.network.editing.facts import Stamp

_NAME: Final = S_("Nome")


def set_basics(texts: Texts, id_: str, *, name: str, kind: NodeKind, area: str) -> dict[str, str]:
    """Change what it is called, what it is and where it lies.

    Raises:
        ShelterError: it would offer hospitality and have an address.
        NetworkEditError: the words are not right, or it is not there.
    """
    words = remark(name, _NAME, kind)

    def change(node: Table, entry: Entry) -> None:
        if kind is NodeKind.HOSPITALITY and entry.fact("seat") is not None:
            raise ShelterError
        _put(node, entry, "name", words)
        _put(node, entry, "kind", kind.value)
        _put(node, entry, "area", area)

    return change_node(texts, id_, change)


def set_offer(
    texts: Texts,
    id_: str,
    *,
    services: Sequence[Service],
    languages: Sequence[str],
    transport: str,
    phone_only: bool,
) -> dict[str, str]:
    """Change what it does, in which languages, how one gets there, and what may be told.

    Raises:
        PhoneOnlyError: it has an address, and would give its number only.
        NetworkEditError: the words are not right, or it is not there.
    """

    def change(node: Table, entry: Entry) -> None:
        if phone_only and entry.fact("seat") is not None:
            raise PhoneOnlyError
        kind = NodeKind(entry.raw["kind"])
        way = remark(transport, S_("Come si arriva"), kind) if transport.strip() else ""
        if way and (kind is NodeKind.HOSPITALITY or phone_only):
            raise ShelterError
        _put(node, entry, "services", [each.value for each in services])
        _put(node, entry, "languages", list(languages))
        _put(node, entry, "transport", way)
        _put(node, entry, "phone_only", phone_only)

    return change_node(texts, id_, change)


def set_seat(
    texts: Texts, id_: str, address: str, point: tuple[float, float] | None, stamp: Stamp
) -> dict[str, str]:
    """Write where its public office is; an empty address takes it out.

    Raises:
        ShelterError, PhoneOnlyError: no address of it may be written.
        NetworkEditError: the words are not right, or it is not there.
    """

    def change(node: Table, entry: Entry) -> None:
        if not address.strip():
            node.pop("seat", None)
            return
        words = clean_address(address, S_("Indirizzo"), NodeKind(entry.raw["kind"]))
        if entry.raw.get("phone_only"):
            raise PhoneOnlyError
        told: dict[str, Any] = {"address": words}
        if point is not None:
            told["point"] = list(point)
        _put_fact(node, entry, "seat", told, stamp)

    return change_node(texts, id_, change)


def set_hours(
    texts: Texts, id_: str, expression: str, calendar: Calendar, stamp: Stamp
) -> dict[str, str]:
    """Write when it is open, and the sentence for it; an empty expression takes it out.

    Raises:
        BadHoursError: it is no schedule.
        NetworkEditError: the node is not there.
    """
    if expression:
        try:
            OpeningHours(expression, calendar)
        except HoursError:
            raise BadHoursError(
                S_("Questo orario non si può leggere. Scrivilo di nuovo.")
            ) from None

    def change(node: Table, entry: Entry) -> None:
        if not expression:
            node.pop("hours", None)
            return
        _put_fact(
            node,
            entry,
            "hours",
            {"open": expression, "written": _in_italian(hours_said(expression))},
            stamp,
        )

    return change_node(texts, id_, change)


def _put(node: Table, entry: Entry, key: str, value: Any) -> None:
    """Set a key, and leave it alone where it says so already; what is empty is left out."""
    if not value:
        node.pop(key, None)
    elif entry.raw.get(key) != value:
        _place(node, key, value)


def _place(node: Table, key: str, value: Any) -> None:
    if not isinstance(value, dict):
        node[key] = value
        return
    # As a table of its own it would stand behind its node, in another piece of the file.
    inline = tomlkit.inline_table()
    inline.update(value)
    node[key] = inline


def _in_italian(phrase: Phrase) -> str:
    """A sentence as the data keep it, beside the schedule it tells."""
    told = {
        name: _in_italian(value) if isinstance(value, Phrase) else value
        for name, value in phrase.values.items()
    }
    return phrase.text.format_map(told)


def _put_fact(node: Table, entry: Entry, key: str, told: dict[str, Any], stamp: Stamp) -> None:
    """Write a fact; what stands there already and was not changed keeps its place."""
    before = entry.fact(key)
    if before is None:
        _place(node, key, {**told, **stamp_new(owner_of(entry), stamp)})
        return

    def renew(fact: dict[str, Any]) -> None:
        if key == "seat":
            fact.pop("point", None)
        fact.update(told)
        stamp_changed(fact, stamp)

    rewrite(node, key, renew)
