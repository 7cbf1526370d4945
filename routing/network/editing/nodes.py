"""A node itself: what it is and does, its seat, its hours; a new one, and one that closes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import tomlkit

from locales.phrase import S_, Phrase
from routing.directory import NodeKind
from routing.errors import HoursError
from routing.hours import OpeningHours
from routing.network.editing.entries import (
    HEAD,
    NODES,
    entries_of,
    entry_of,
    head_of,
    node_files,
)
from routing.network.editing.errors import (
    BadHoursError,
    NameTakenError,
    NoWordsError,
    PhoneOnlyError,
    ShelterError,
    StillUsedError,
)
from routing.network.editing.facts import (
    change_node,
    owner_of,
    rewrite,
    stamp_changed,
    stamp_new,
)
from routing.network.editing.heads import without_node
from routing.network.editing.sound import see_sound
from routing.network.editing.tables import add_item, item_text, put_key, read, remove_item
from routing.network.editing.wording import address as clean_address
from routing.network.editing.wording import remark
from routing.network.hours_said import hours_said

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tomlkit.items import Table

    from routing.directory import Service
    from routing.hours import Calendar
    from routing.network.editing.entries import Entry, Texts
    from routing.network.editing.facts import Stamp

#: Words that stand in addresses of the studio in a node's place.
_RESERVED: Final = frozenset({"new", "closures", "lines", "import"})
_LONGEST: Final = 40
_DESKS: Final = "desks.toml"
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


@dataclass(frozen=True, slots=True)
class Uses:
    """What rests on a node."""

    desks: int = 0
    rules: int = 0
    parts: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    closures: int = 0

    def hold_it(self) -> tuple[Phrase, ...]:
        """What has to be settled before it can be taken out."""
        held = []
        if self.desks:
            held.append(Phrase(S_("risponde per iscritto (pagina «Regole»)")))
        if self.rules:
            held.append(Phrase(S_("una regola lo preferisce (pagina «Regole»)")))
        if self.parts:
            told = {"names": ", ".join(self.parts)}
            held.append(Phrase(S_("ne fanno parte altre sedi: {names}"), told))
        return tuple(held)


def uses_of(texts: Texts, id_: str) -> Uses:
    """What of the network rests on a node."""
    desks = read(_DESKS, texts[_DESKS]) if _DESKS in texts else {}
    head = head_of(texts)
    return Uses(
        desks=sum(each.get("node") == id_ for each in desks.get("desk", ())),
        rules=sum(id_ in each.get("prefer", {}).get("nodes", ()) for each in desks.get("rule", ())),
        parts=tuple(each.name for each in entries_of(texts) if each.raw.get("part_of") == id_),
        territories=tuple(
            str(each.get("name", each.get("id", "")))
            for each in head.get("territory", ())
            if id_ in each.get("doors", ())
        ),
        closures=sum(id_ in each.get("nodes", ()) for each in head.get("closure", ())),
    )


def add_node(
    texts: Texts, *, name: str, kind: NodeKind, area: str, services: Collection[Service]
) -> tuple[dict[str, str], str]:
    """Write a new node; the files that are others now, and its name in the data.

    Raises:
        NameTakenError: another is called so.
        NetworkEditError: the words are not right.
    """
    words = remark(name, _NAME, kind)
    entries = list(entries_of(texts))
    if any(entry.name.casefold() == words.casefold() for entry in entries):
        raise NameTakenError
    id_ = _free_id(words, {entry.id for entry in entries})
    values: dict[str, Any] = {
        "id": id_,
        "number": last_number(texts) + 1,
        "name": words,
        "kind": kind.value,
    }
    if area:
        values["area"] = area
    if services:
        values["services"] = [each.value for each in services]
    file = NODES if NODES in texts else next(iter(node_files(texts)), NODES)
    made = add_item(file, texts.get(file, ""), "node", item_text("node", values))
    see_sound(texts, {file: made})
    return {file: made}, id_


def remove_node(texts: Texts, id_: str) -> dict[str, str]:
    """Take a node out, and out of closures and territories. Its number is nobody's ever after.

    Raises:
        StillUsedError: others rest on it.
        NetworkEditError: it is not there.
    """
    entry = entry_of(texts, id_)
    if held := uses_of(texts, id_).hold_it():
        raise StillUsedError(held)
    made = remove_item(entry.file, texts[entry.file], "node", entry.position)
    head = without_node(texts[HEAD], id_)
    # It travels in buttons already on somebody's phone: another node must never answer to it.
    head = put_key(HEAD, head, "last_number", last_number(texts))
    changed = {entry.file: made, HEAD: head}
    see_sound(texts, changed)
    return {name: text for name, text in changed.items() if texts.get(name) != text}


def last_number(texts: Texts) -> int:
    """The highest number that a node has, or had."""
    numbers = (entry.raw.get("number") for entry in entries_of(texts))
    given = [number for number in numbers if isinstance(number, int)]
    kept = head_of(texts).get("last_number", 0)
    return max([*given, kept if isinstance(kept, int) else 0])


def _free_id(name: str, taken: Collection[str]) -> str:
    bare = unicodedata.normalize("NFKD", name.casefold())
    words = re.findall(
        r"[a-z0-9]+", "".join(sign for sign in bare if not unicodedata.combining(sign))
    )
    if not words:
        raise NoWordsError(_NAME)
    stem = "-".join(words)[:_LONGEST].strip("-")
    wished = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 4))]
    return next(each for each in wished if each not in taken and each not in _RESERVED)


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
