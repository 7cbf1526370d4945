"""What the network's pages share: its rows, what she may change of them, and how it is done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from bot.editions.paths import NETWORK, part, put
from console.here import language_of, parts_of, session_of
from console.studio.at import At, at_of, bench_of
from locales.phrase import S_
from routing.areas import MILANO
from routing.hours import Closure
from routing.network.editing.entries import entries_of, entry_of, head_of
from routing.network.editing.errors import NetworkEditError, NotHersError, UnknownNodeError
from routing.network.editing.sound import see_hers
from routing.network.hours_said import hours_said
from routing.register.comuni import Comuni
from storage.editions.records import What
from storage.staff.audit import Deed
from storage.staff.people import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from locales.phrase import Phrase
    from routing.network.editing.entries import Entry, Texts
    from storage.staff.people import Person

_MUNICIPIO: Final = re.compile(r"(?:municipio|zona|m)\s*([1-9])", re.IGNORECASE)


class UnknownPlaceError(NetworkEditError):
    """No municipio and no comune, or more than one."""

    def __init__(self) -> None:
        super().__init__(
            S_("Non conosco questo posto. Scrivi un municipio («Municipio 5») o un comune.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """The network that a page is about, and how far she reaches in it."""

    at: At
    texts: Texts
    #: What `network.toml` says; nothing when the network cannot be read.
    head: Mapping[str, Any]
    #: The only node whose rows she may change; `None`: all of them.
    only: str | None
    #: Puts Italian sentences into the page's language.
    say: Callable[[Phrase | str], str]

    def may_change(self, node: str | None = None) -> bool:
        """Whether she may change a node's rows here; without one, the network's."""
        if not self.at.may_change(NETWORK):
            return False
        return self.only is None or (node is not None and node == self.only)

    def may_begin(self, node: str | None = None) -> bool:
        """Whether she could in a draft of hers."""
        if self.at.is_draft or not self.at.may_begin(NETWORK):
            return False
        return self.only is None or (node is not None and node == self.only)

    def entries(self) -> list[Entry]:
        """Every node."""
        return list(entries_of(self.texts))


async def net_of(request: web.Request, *, also_broken: bool = False) -> Net:
    """The network of what the address names.

    Raises:
        web.HTTPNotFound: there is no such edition or draft.
        web.HTTPConflict: nothing of it can be read; the list says why.
    """
    at = await at_of(request)
    if at.reading.network is None and not also_broken:
        raise web.HTTPConflict
    texts = part(at.reading.files, NETWORK)
    return Net(
        at=at,
        texts=texts,
        head=head_of(texts) if at.reading.network is not None else {},
        only=reach_in_network(at.person),
        say=lambda said: parts_of(request).say(said, language_of(request)),
    )


def reach_in_network(person: Person) -> str | None:
    """The only node whose rows somebody may change; `None`: those of all."""
    return None if Role.COORDINATOR in person.roles else person.node


def entry_in(net: Net, node: str) -> Entry:
    """One node.

    Raises:
        web.HTTPNotFound: there is none of this name.
    """
    try:
        return entry_of(net.texts, node)
    except UnknownNodeError:
        raise web.HTTPNotFound from None


async def change(
    request: web.Request, text: str, make: Callable[[Texts], Mapping[str, str]], **values: str
) -> None:
    """Change the draft that the address names, as one step with these words.

    Raises:
        web.HTTPNotFound: it is no draft.
        web.HTTPForbidden: she changes what is others'.
        NetworkEditError, WorkError, EditionError: it cannot be done; nothing was changed.
    """
    me, bench, draft = session_of(request).person, bench_of(request), request.match_info["at"]
    only = reach_in_network(me)

    def made(files: dict[str, str]) -> dict[str, str | None]:
        texts = part(files, NETWORK)
        changed = make(texts)
        if only is not None:
            see_hers(texts, changed, only)
        return put(NETWORK, changed)

    if not (await at_of(request)).may_change(NETWORK):
        raise web.HTTPForbidden
    try:
        await bench.change(draft, me, What(text, values), made, only=(NETWORK,))
    except NotHersError:
        await parts_of(request).audit.note(me.id, Deed.REFUSED, about=me.node)
        raise web.HTTPForbidden from None


@cache
def comuni() -> Comuni:
    """The comuni of Italy, read once."""
    return Comuni.shipped()


def area_typed(typed: str) -> str:
    """The area that somebody wrote; empty for none.

    Raises:
        UnknownPlaceError: it is none that is known.
    """
    words = " ".join(typed.split())
    if not words:
        return ""
    if municipio := _MUNICIPIO.fullmatch(words):
        return f"M{municipio[1]}"
    name, _, province = words.partition(" (")
    found = comuni().named(name, province.rstrip(")").upper())
    if found is None:
        raise UnknownPlaceError
    return found.area


def area_name(area: str | None) -> str:
    """An area as people write it: "Municipio 5", "Rho"."""
    if not area:
        return ""
    if area == MILANO:
        return "Milano"
    if area.startswith("M"):
        return f"Municipio {area[1:]}"
    found = comuni().by_code(area.removeprefix("C"))
    if found is None:
        return area
    is_alone = comuni().named(found.name) is not None
    return found.name if is_alone else f"{found.name} ({found.sigla})"


def said_of(net: Net, entry: Entry) -> Phrase | None:
    """When a node is open, in one sentence; nothing where no hours are written."""
    hours = entry.fact("hours") or {}
    if not hours.get("open"):
        return None
    closures = [
        Closure(each["begins"], each["ends"])
        for each in net.head.get("closure", ())
        if entry.id in each["nodes"] and each["ends"] >= net.at.today
    ]
    area = entry.raw.get("area")
    local = [
        (int(each["day"][:2]), int(each["day"][3:]))
        for each in net.head.get("local_holiday", ())
        if area in each["areas"] or not each["areas"]
    ]
    return hours_said(str(hours["open"]), sorted(closures, key=lambda each: each.begins), local)
