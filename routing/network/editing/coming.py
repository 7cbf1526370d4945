"""A new node, one that closes, and what rests on it. A number is never given twice."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from locales.phrase import S_, Phrase
from routing.network.editing.entries import (
    HEAD,
    NODES,
    entries_of,
    entry_of,
    head_of,
    node_files,
)
from routing.network.editing.errors import NameTakenError, NoWordsError, StillUsedError
from routing.network.editing.heads import without_node
from routing.network.editing.sound import see_sound
from routing.network.editing.tables import add_item, item_text, put_key, read, remove_item
from routing.network.editing.wording import remark

if TYPE_CHECKING:
    from collections.abc import Collection

    from routing.directory import NodeKind, Service
    from routing.network.editing.entries import Texts

#: Words that stand in addresses of the studio in a node's place.
_RESERVED: Final = frozenset({"new", "closures", "lines", "import"})
_LONGEST: Final = 40
_DESKS: Final = "desks.toml"
_NAME: Final = S_("Nome")


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
