"""The forms of a node's numbers, mailboxes and sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.editions.paths import seen
from console.here import fields_of
from console.studio.network.filled import see_same
from console.studio.network.saving import done, node_of, stamp_of
from locales.phrase import N_
from routing.directory import ContactKind, Service
from routing.network.editing import contacts
from routing.network.editing.entries import entry_of, unit_of
from routing.network.editing.errors import UnknownRowError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from console.forms import Fields
    from routing.network.editing.entries import Entry, Texts

_WORDS = 600


async def add(request: web.Request) -> web.StreamResponse:
    """Write a new number, mailbox or site."""
    node, fields, stamp = node_of(request), fields_of(request), stamp_of(request)

    def make(texts: Texts) -> Mapping[str, str]:
        return contacts.add_contact(texts, node, _typed(fields), stamp)

    return await done(request, "contact-new", N_("{name}: nuovo recapito"), make)


async def save(request: web.Request) -> web.StreamResponse:
    """Keep a contact, or take it out."""
    node, fields, stamp = node_of(request), fields_of(request), stamp_of(request)
    drops = fields.one("act") == "drop"

    def make(texts: Texts) -> Mapping[str, str]:
        place = _place_of(entry_of(texts, node), fields)
        if drops:
            return contacts.drop_contact(texts, node, place)
        return contacts.change_contact(texts, node, place, _typed(fields), stamp)

    text = N_("{name}: un recapito tolto") if drops else N_("{name}: un recapito")
    return await done(request, f"contact-{fields.one('place', 4)}", text, make)


def _place_of(entry: Entry, fields: Fields) -> int:
    """Where the contact that she saw stands now: others may have come before it."""
    before = fields.one("seen")
    for place, contact in enumerate(entry.contacts):
        if seen(unit_of(contact)) == before:
            return place
    told = fields.one("place", 4)
    if not told.isdigit() or int(told) >= len(entry.contacts):
        raise UnknownRowError
    see_same(before, unit_of(entry.contacts[int(told)]))
    raise UnknownRowError


def _typed(fields: Fields) -> contacts.Typed:
    told, service = fields.one("kind"), fields.one("service")
    return contacts.Typed(
        kind=ContactKind(told) if told in set(ContactKind) else ContactKind.PHONE,
        value=fields.one("value", _WORDS),
        use=fields.one("use", _WORDS),
        service=Service(service) if service in set(Service) else None,
        staff_only=bool(fields.one("staff_only")),
        is_shared=bool(fields.one("is_shared")),
    )
