"""What stands in `network.toml`: closures, national numbers, local holidays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from locales.phrase import S_
from routing.directory import ContactKind, NodeKind
from routing.network.editing.entries import HEAD, entries_of, head_of
from routing.network.editing.errors import (
    BadDatesError,
    BadNumberError,
    NoWordsError,
    UnknownNodeError,
    UnknownRowError,
)
from routing.network.editing.facts import stamp_again
from routing.network.editing.sound import see_sound
from routing.network.editing.tables import add_item, change_item, item_text, read, remove_item
from routing.network.editing.wording import plain, remark
from routing.network.editing.wording import value as clean_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tomlkit.items import Table

    from routing.network.editing.entries import Texts
    from routing.network.editing.facts import Stamp

_LONGEST: Final = timedelta(days=366)
_FARTHEST: Final = timedelta(days=3 * 366)
_DIALLED: Final = re.compile(r"1\d{2,5}|80[03]\d{6,7}")
_MONTH_DAY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_LEAP: Final = 2024


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """Days on which nodes are shut, as somebody typed them."""

    nodes: tuple[str, ...]
    begins: date
    ends: date
    why: str

    def cleaned(self, texts: Texts, today: date) -> dict[str, Any]:
        """The closure as it is written.

        Raises:
            NetworkEditError: the days cannot be, a node is not there, or words are wrong.
        """
        kinds = {entry.id: NodeKind(entry.raw["kind"]) for entry in entries_of(texts)}
        if not self.nodes:
            raise NoWordsError(S_("Quali centri"))
        if any(node not in kinds for node in self.nodes):
            raise UnknownNodeError
        if self.ends < self.begins:
            raise BadDatesError(
                S_("La chiusura finisce prima di cominciare. Scambia i due giorni.")
            )
        if self.ends < today:
            raise BadDatesError(S_("Questi giorni sono già passati."))
        if self.ends - self.begins > _LONGEST or self.begins - today > _FARTHEST:
            raise BadDatesError(S_("Una chiusura dura al massimo un anno, entro tre anni da oggi."))
        hosts = any(kinds[node] is NodeKind.HOSPITALITY for node in self.nodes)
        kind = NodeKind.HOSPITALITY if hosts else NodeKind.CENTRE
        why = remark(self.why, S_("Perché"), kind)
        nodes = tuple(dict.fromkeys(self.nodes))
        return {"nodes": nodes, "begins": self.begins, "ends": self.ends, "why": why}


def closures_of(texts: Texts) -> tuple[Mapping[str, Any], ...]:
    """The closures as they are written."""
    return tuple(head_of(texts).get("closure", ()))


def add_closure(texts: Texts, shut: Shut, today: date) -> dict[str, str]:
    """Shut nodes on some days.

    Raises:
        NetworkEditError: it cannot be written so.
    """
    return _add(texts, "closure", shut.cleaned(texts, today))


def change_closure(texts: Texts, position: int, shut: Shut, today: date) -> dict[str, str]:
    """Change a closure.

    Raises:
        NetworkEditError: it cannot be written so, or it is not there.
    """
    told = shut.cleaned(texts, today)

    def change(row: Table) -> None:
        for key, value in told.items():
            if row.get(key) != value:
                row[key] = list(value) if isinstance(value, tuple) else value

    return _change(texts, "closure", position, change)


def drop_closure(texts: Texts, position: int) -> dict[str, str]:
    """Take a closure out.

    Raises:
        NetworkEditError: it is not there.
    """
    return _drop(texts, "closure", position)


def set_line(
    texts: Texts,
    id_: str,
    *,
    number: str,
    use: str,
    languages: Sequence[str],
    web: str,
    stamp: Stamp,
) -> dict[str, str]:
    """Change a national number, and note that it was looked at.

    Raises:
        NetworkEditError: it cannot be written so, or it is not there.
    """
    dialled = re.sub(r"[\s./()-]", "", number)
    if not _DIALLED.fullmatch(dialled):
        raise BadNumberError
    words = plain(use, S_("A che cosa serve"))
    site = web.strip()
    if site:
        site = clean_value(site, ContactKind.WEB, id_, words, is_shared=True, is_hidden=False)
    told = {"number": dialled, "use": words, "languages": list(languages), "web": site}

    def change(row: Table) -> None:
        for key, value in told.items():
            if not value:
                row.pop(key, None)
            elif row.get(key) != value:
                row[key] = value
        stamp_again(row, stamp)

    position = _position(texts, "line", lambda row: row.get("id") == id_)
    return _change(texts, "line", position, change)


def add_holiday(texts: Texts, *, day: str, name: str, areas: Sequence[str]) -> dict[str, str]:
    """Write a day that is a holiday in some areas only.

    Raises:
        NetworkEditError: it cannot be written so.
    """
    words = plain(name, S_("Nome"))
    if not areas:
        raise NoWordsError(S_("Dove"))
    try:
        date.fromisoformat(f"{_LEAP}-{day if _MONTH_DAY.fullmatch(day) else ''}")
    except ValueError:
        raise BadDatesError(S_("Questo giorno non esiste.")) from None
    told = {"day": day, "name": words, "areas": tuple(dict.fromkeys(areas))}
    return _add(texts, "local_holiday", told)


def drop_holiday(texts: Texts, position: int) -> dict[str, str]:
    """Take a local holiday out.

    Raises:
        NetworkEditError: it is not there.
    """
    return _drop(texts, "local_holiday", position)


def without_node(text: str, id_: str) -> str:
    """`network.toml` with a node out of its closures and territories; empty closures go."""
    for table, key in (("closure", "nodes"), ("territory", "doors")):
        for position in reversed(list(_naming(read(HEAD, text), table, key, id_))):
            names = read(HEAD, text)[table][position][key]
            if table == "closure" and set(names) == {id_}:
                text = remove_item(HEAD, text, table, position)
            else:
                text = change_item(HEAD, text, table, position, _taking_out(key, id_))
    return text


def _taking_out(key: str, id_: str) -> Callable[[Table], None]:
    def change(row: Table) -> None:
        names: Any = row[key]
        for place in reversed([at for at, name in enumerate(names) if name == id_]):
            del names[place]

    return change


def _naming(head: Mapping[str, Any], table: str, key: str, id_: str) -> Iterator[int]:
    for position, row in enumerate(head.get(table, ())):
        if id_ in row.get(key, ()):
            yield position


def _position(texts: Texts, table: str, is_it: Callable[[Mapping[str, Any]], bool]) -> int:
    rows = head_of(texts).get(table, ())
    found = next((at for at, row in enumerate(rows) if is_it(row)), None)
    if found is None:
        raise UnknownRowError
    return found


def _add(texts: Texts, table: str, values: Mapping[str, Any]) -> dict[str, str]:
    # Pressed twice, or sent again after a page that never came: once is what she meant.
    if any({**told, **_listed(values)} == told for told in head_of(texts).get(table, ())):
        return {}
    return _sound(texts, add_item(HEAD, texts[HEAD], table, item_text(table, values)))


def _listed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: list(told) if isinstance(told, tuple) else told for key, told in values.items()}


def _change(
    texts: Texts, table: str, position: int, change: Callable[[Table], None]
) -> dict[str, str]:
    head_of(texts)
    return _sound(texts, change_item(HEAD, texts[HEAD], table, position, change))


def _drop(texts: Texts, table: str, position: int) -> dict[str, str]:
    head_of(texts)
    return _sound(texts, remove_item(HEAD, texts[HEAD], table, position))


def _sound(texts: Texts, made: str) -> dict[str, str]:
    see_sound(texts, {HEAD: made})
    return {HEAD: made} if made != texts[HEAD] else {}
