"""Where a fact comes from, renewed when somebody changes or confirms it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import tomlkit
from tomlkit.items import InlineTable

from locales.phrase import S_
from routing.network.editing.entries import HEAD, entry_of, head_of
from routing.network.editing.errors import NoWordsError, UnknownRowError
from routing.network.editing.sound import OWN_SOURCE, see_sound
from routing.network.editing.tables import change_item
from routing.network.editing.wording import plain
from routing.network.text import toml_value
from routing.register.importer import BELIEVED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, MutableMapping
    from datetime import date

    from tomlkit.items import Table

    from routing.network.editing.entries import Entry, Texts

_TITLE: Final = "Comunicato dal centro stesso"
#: What of a node is a fact by itself, beside its contacts.
FACTS: Final = ("seat", "hours")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changes or confirms, and when."""

    today: date
    #: Who of the node confirms it: a word for them, never a person's name. Empty: nobody yet.
    confirmed_by: str = ""

    @property
    def expires_on(self) -> date:
        """The last day on which it is believed."""
        return self.today + BELIEVED


def stamp_new(owner: str, stamp: Stamp) -> dict[str, Any]:
    """Where a new fact comes from."""
    told: dict[str, Any] = {
        "source": OWN_SOURCE,
        "checked_on": stamp.today,
        "owner": owner,
        "expires_on": stamp.expires_on,
    }
    return told | ({"confirmed_by": stamp.confirmed_by} if stamp.confirmed_by else {})


def rewrite(place: Any, key: str | int, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a table within a line; it is written anew, and nothing else is."""
    fact = place[key]
    values = fact.unwrap()
    change(values)
    if not isinstance(fact, InlineTable):
        for name in set(fact) - set(values):
            fact.pop(name)
        fact.update(values)
        return
    line = tomlkit.inline_table()
    line.update(values)
    place[key] = line


def stamp_changed(fact: MutableMapping[str, Any], stamp: Stamp) -> None:
    """Renew where a changed fact comes from.

    What contradicted it stays until the node itself confirms the new one.
    """
    fact["source"] = OWN_SOURCE
    stamp_again(fact, stamp)


def stamp_again(fact: MutableMapping[str, Any], stamp: Stamp) -> None:
    """Note that it was looked at; confirmed, nothing contradicts it any more."""
    fact["checked_on"] = stamp.today
    fact["expires_on"] = stamp.expires_on
    if stamp.confirmed_by:
        fact["confirmed_by"] = stamp.confirmed_by
        fact.pop("conflict", None)
    else:
        fact.pop("confirmed_by", None)


def owner_of(entry: Entry) -> str:
    """Who answers for its facts: whoever does so for the others."""
    known = (entry.fact("seat"), entry.fact("hours"), *entry.contacts)
    named = (str(fact["owner"]) for fact in known if fact and fact.get("owner"))
    return next(named, entry.name)


def change_node(texts: Texts, id_: str, change: Callable[[Table, Entry], None]) -> dict[str, str]:
    """Change one node's own piece of its file, and see that the network is still sound.

    Raises:
        NetworkEditError: it is not there, or it would not be.
    """
    entry = entry_of(texts, id_)
    made = change_item(
        entry.file, texts[entry.file], "node", entry.position, lambda node: change(node, entry)
    )
    changed = {entry.file: made}
    if f'"{OWN_SOURCE}"' in made:
        changed |= with_own_source(texts, made)
    see_sound(texts, changed)
    return {name: text for name, text in changed.items() if text != texts.get(name)}


def with_own_source(texts: Texts, made: str) -> dict[str, str]:
    """`network.toml` with the source of what nodes say of themselves, where it is not yet."""
    head = head_of(texts)
    if OWN_SOURCE in head.get("sources", {}) or f'source = "{OWN_SOURCE}"' not in made:
        return {}
    text = texts[HEAD]
    gap = "\n" if text.endswith("\n") else "\n\n"
    return {
        HEAD: f"{text}{gap}[sources.{OWN_SOURCE}]\n"
        f"title = {toml_value(_TITLE)}\ndate = {toml_value('alla verifica')}\n"
    }


def confirm(
    texts: Texts, id_: str, which: Collection[str], contacts: Collection[int], stamp: Stamp
) -> dict[str, str]:
    """Confirm some of a node's facts: `seat`, `hours`, and contacts by their place.

    Raises:
        NoWordsError: nobody is named who confirms.
        NetworkEditError: the node or a row is not there.
    """
    by = plain(stamp.confirmed_by, S_("Chi conferma"))
    if not which and not contacts:
        raise NoWordsError(S_("Che cosa confermi"))
    own = Stamp(stamp.today, by)

    def change(node: Table, entry: Entry) -> None:
        for key in which:
            if key not in FACTS or entry.fact(key) is None:
                raise UnknownRowError
            rewrite(node, key, lambda fact: stamp_again(fact, own))
        for position in contacts:
            if not 0 <= position < len(entry.contacts):
                raise UnknownRowError
            rewrite(node["contacts"], position, lambda fact: stamp_again(fact, own))

    return change_node(texts, id_, change)
