"""The one-time link, and every further passkey."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING

from aiohttp import web

from console.errors import PasskeyRefusedError
from console.here import arrival_of, console_of, fields_of, page, parts_of, session_of
from console.passkeys import ANSWER_LIMIT, read_answer, secret_of
from console.signing_in import refused, sealing_pair
from locales.phrase import N_
from storage.envelopes import new_salt, pair_of_passphrase
from storage.staff.audit import Deed
from storage.staff.people import AT_THE_DESK, Credential, Unlocks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from storage.staff.people import Person

#: A passphrase that is shorter falls to somebody with the disk and a few cards in days.
SHORTEST_PHRASE = 12
_LINK_LIMIT = 64
_LABEL_LIMIT = 40
_PHRASE_LIMIT = 1000

_NO_LINK = N_("Il link non vale più: è stato usato, o sono passate 48 ore. Chiedine un altro.")
_NOT_MADE = N_("La passkey non è stata accettata. Deve verificare chi la usa (PIN, dito o volto).")
_SHORT = N_("La frase deve avere almeno 12 lettere.")
_LOCKED = N_("Prima apri la chiave del tuo nodo, poi aggiungi la passkey.")


async def show_enrolment(request: web.Request) -> web.Response:
    """Show what a link leads to. Its secret stays in the browser until the button is pressed."""
    return page(request, "enrol.html", minimum=SHORTEST_PHRASE)


async def ask_to_enrol(request: web.Request) -> web.Response:
    """Tell the browser what passkey to make, if the link is good."""
    console = console_of(request)
    console.tries.check(arrival_of(request))
    link = fields_of(request).one("link", _LINK_LIMIT)
    person = await console.parts.staff.invited(link, console.parts.clock())
    if person is None:
        console.tries.failed(arrival_of(request))
        return refused(request, _NO_LINK, status=404)
    return _asked(request, person, [], f"enrol|{person.id}")


async def enrol(request: web.Request) -> web.Response:
    """Keep her passkey and use the link up."""
    console = console_of(request)
    console.tries.check(arrival_of(request))
    staff, now = console.parts.staff, console.parts.clock()
    link = fields_of(request).one("link", _LINK_LIMIT)
    person = await staff.invited(link, now)
    if person is None:
        console.tries.failed(arrival_of(request))
        return refused(request, _NO_LINK, status=404)

    async def keep(credential: Credential) -> bool:
        enrolled = await staff.enrol(link, credential, now)
        if enrolled is not None:
            await console.parts.audit.note(person.id, Deed.ENROLLED)
        return enrolled is not None

    return await _register(request, person, f"enrol|{person.id}", keep, "/enrolled")


async def show_enrolled(request: web.Request) -> web.Response:
    """Tell her what comes next."""
    return page(request, "enrolled.html")


async def ask_for_another(request: web.Request) -> web.Response:
    """Tell the browser to make a further passkey."""
    person = session_of(request).person
    known = await parts_of(request).staff.credentials(person.id)
    return _asked(request, person, known, f"add|{person.id}")


async def add_another(request: web.Request) -> web.Response:
    """Keep a further passkey, and close to it the node's keys that lie open in her session."""
    parts, session = parts_of(request), session_of(request)
    person = session.person
    if person.holds_keys and not session.is_unlocked:
        return refused(request, _LOCKED)

    async def keep(credential: Credential) -> bool:
        if not await parts.staff.add_credential(person.id, credential):
            return False
        await parts.node_keys.give(session.node_keys, person.id)
        await parts.audit.note(person.id, Deed.KEY_ADDED)
        return True

    return await _register(request, person, f"add|{person.id}", keep, "/account")


def _asked(
    request: web.Request, person: Person, known: list[Credential], purpose: str
) -> web.Response:
    options = console_of(request).ceremonies.ask_to_register(person, known, purpose)
    return web.json_response(
        {"options": options, "needsKey": _needs_key(person), "minimum": SHORTEST_PHRASE}
    )


async def _register(
    request: web.Request,
    person: Person,
    purpose: str,
    keep: Callable[[Credential], Awaitable[bool]],
    then: str,
) -> web.Response:
    """Verify a passkey that was made, and keep it with what it unlocks."""
    fields = fields_of(request)
    try:
        answer = read_answer(fields.one("answer", ANSWER_LIMIT))
        made = console_of(request).ceremonies.registered(answer, purpose)
    except PasskeyRefusedError:
        console_of(request).tries.failed(arrival_of(request))
        return refused(request, _NOT_MADE)
    unlocks, salt, sealing_key = await _sealing(request, person)
    if _needs_key(person) and not sealing_key:
        return refused(request, _SHORT)
    credential = Credential(
        id=made.id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        label=fields.one("label", _LABEL_LIMIT).strip() or secrets.token_hex(2),
        unlocks=unlocks,
        salt=salt,
        sealing_key=sealing_key,
    )
    if not await keep(credential):
        return refused(request, _NO_LINK, status=409)
    return web.json_response({"next": then})


async def _sealing(request: web.Request, person: Person) -> tuple[Unlocks, bytes, bytes]:
    """What the new passkey unlocks: by its own secret, else by a phrase; nothing off the desk."""
    secret = secret_of(fields_of(request).one("secret"))
    if secret is not None:
        return Unlocks.PRF, b"", sealing_pair(secret).public
    phrase = fields_of(request).one("passphrase", _PHRASE_LIMIT)
    if not _needs_key(person) or len(phrase.strip()) < SHORTEST_PHRASE:
        return Unlocks.PRF, b"", b""
    salt = new_salt()
    pair = await asyncio.to_thread(pair_of_passphrase, phrase, salt)
    return Unlocks.PASSPHRASE, salt, pair.public


def _needs_key(person: Person) -> bool:
    return bool(person.node) and bool(person.roles & AT_THE_DESK)
