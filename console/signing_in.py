"""In and out: the passkey, the passphrase that unlocks, the lock."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from console.errors import PasskeyRefusedError
from console.here import (
    arrival_of,
    console_of,
    ended,
    fields_of,
    language_of,
    lead_to,
    page,
    parts_of,
    session_of,
    session_or_none,
)
from console.keys_in_session import unlock
from console.passkeys import ANSWER_LIMIT, credential_id, read_answer, secret_of
from console.words import LANGUAGES
from locales.phrase import N_
from storage.envelopes import pair_of_passphrase, pair_of_secret
from storage.staff.audit import Deed
from storage.staff.people import Role, Unlocks

if TYPE_CHECKING:
    from console.sessions import Session
    from storage.envelopes import Pair
    from storage.staff.people import Credential, Person

#: What her sealing key is derived for (`envelopes.pair_of_secret`).
SEALING = "console"
_SIGN_IN = "sign-in"
#: The same words for everybody who does not get in: nothing tells who is known here.
_NOT_IN = N_("Con questa passkey non si entra. Se sei nuova, la tua responsabile deve ammetterti.")
_TOO_OFTEN = N_("Troppi tentativi da qui. Riprova tra cinque minuti.")


async def show_sign_in(request: web.Request) -> web.Response:
    """Show the door."""
    if session_or_none(request) is not None:
        return lead_to("/")
    people = parts_of(request).demonstration
    entrances = people.entrances if people is not None and people.is_open_to(request) else ()
    return page(request, "sign_in.html", entrances=entrances)


async def ask(request: web.Request) -> web.Response:
    """Tell the browser what to ask of a passkey."""
    console = console_of(request)
    console.tries.check(arrival_of(request))
    return web.json_response(console.ceremonies.ask_to_sign(_SIGN_IN))


async def sign_in(request: web.Request) -> web.Response:
    """Let somebody in whose passkey proves who she is."""
    console = console_of(request)
    console.tries.check(arrival_of(request))
    try:
        credential, person = await _prove(request, _SIGN_IN)
    except PasskeyRefusedError:
        console.tries.failed(arrival_of(request))
        return refused(request, _NOT_IN)
    before = session_or_none(request)
    if before is not None:
        console.sessions.end(before)
    session = console.sessions.begin(person, credential.id, language_of(request))
    await _use_secret(request, session, credential)
    await console.parts.audit.note(person.id, Deed.SIGNED_IN)
    response = web.json_response({"next": "/" if _has_all(session) else "/unlock"})
    console.cookie.give(response.headers, session.value)
    return response


async def ask_again(request: web.Request) -> web.Response:
    """Tell the browser what to ask of the passkey that signed in."""
    session = session_of(request)
    console = console_of(request)
    return web.json_response(
        console.ceremonies.ask_to_sign(_again(session), only=session.credential)
    )


async def prove_again(request: web.Request) -> web.Response:
    """Note that it is still she."""
    console, session = console_of(request), session_of(request)
    console.tries.check(arrival_of(request))
    try:
        credential, _ = await _prove(request, _again(session), session.person.id)
    except PasskeyRefusedError:
        console.tries.failed(arrival_of(request))
        return refused(request, _NOT_IN)
    session.proven = console.parts.clock()
    if not session.is_unlocked and credential.id == session.credential:
        await _use_secret(request, session, credential)
    return web.json_response({})


async def show_unlock(request: web.Request) -> web.Response:
    """Ask for the passphrase that opens the node's key."""
    session = session_of(request)
    if _has_all(session):
        return lead_to("/")
    return page(request, "unlock.html", wrong=False, has_phrase=await _has_phrase(request))


async def unlock_with_phrase(request: web.Request) -> web.Response:
    """Open her copy of the node's key with her passphrase. It signs nobody in."""
    console, session = console_of(request), session_of(request)
    found = await console.parts.staff.credential(session.credential)
    if found is None or found[0].unlocks is not Unlocks.PASSPHRASE:
        return lead_to("/unlock")
    credential, _ = found
    phrase = fields_of(request).one("phrase", 1000)
    pair = await asyncio.to_thread(pair_of_passphrase, phrase, credential.salt)
    if pair.public != credential.sealing_key:
        if session.mistyped():
            console.sessions.end(session)
            return ended(request, lead_to("/sign-in"))
        return page(request, "unlock.html", status=403, wrong=True, has_phrase=True)
    await unlock(console, session, pair)
    await console.parts.audit.note(session.person.id, Deed.UNLOCKED)
    return lead_to("/")


async def sign_out(request: web.Request) -> web.Response:
    """End her session, by her button, and her shift: nobody may count on her now."""
    await _end(request)
    await parts_of(request).shifts.end(session_of(request).person.id)
    return ended(request, lead_to("/sign-in"))


async def lock(request: web.Request) -> web.Response:
    """End her session, for a page that has emptied itself already; her shift pauses."""
    await _end(request)
    parts = parts_of(request)
    await parts.shifts.pause(session_of(request).person.id, parts.clock())
    return ended(request, web.Response(status=204))


async def note_her(request: web.Request) -> web.Response:
    """Note that she is there: a key or a tap of hers on a page that asks for nothing else."""
    parts = parts_of(request)
    await parts.shifts.seen(session_of(request).person.id, parts.clock())
    return web.Response(status=204)


async def go_home(request: web.Request) -> web.Response:
    """Lead to what she came for."""
    person = session_of(request).person
    if person.holds_keys:
        return lead_to("/desk")
    if person.roles & {Role.COORDINATOR, Role.TRANSLATOR}:
        return lead_to("/studio")
    return lead_to("/people" if Role.KEEPER in person.roles else "/account")


async def set_language(request: web.Request) -> web.Response:
    """Put the pages into another language, for this session."""
    session, tag = session_of(request), fields_of(request).one("language")
    if tag in LANGUAGES:
        session.language = tag
    return lead_to("/account")


def refused(request: web.Request, sentence: str, status: int = 403) -> web.Response:
    """Answer a ceremony that did not work, in her language."""
    words = parts_of(request).say(sentence, language_of(request))
    return web.json_response({"sentence": words}, status=status)


def too_often(request: web.Request) -> web.Response:
    """Answer somebody who tries too often."""
    return refused(request, _TOO_OFTEN, status=429)


async def _prove(request: web.Request, purpose: str, only: str = "") -> tuple[Credential, Person]:
    """Whose passkey answered, somebody active; `only` one person, where it must be she.

    Raises:
        PasskeyRefusedError: whatever was wrong.
    """
    console = console_of(request)
    answer = read_answer(fields_of(request).one("answer", ANSWER_LIMIT))
    found = await console.parts.staff.credential(credential_id(answer))
    if found is None:
        raise PasskeyRefusedError("unknown")
    credential, person = found
    count = console.ceremonies.signed(answer, credential, purpose)
    if not person.is_active or (only and person.id != only):
        raise PasskeyRefusedError("person")
    await console.parts.staff.used(credential.id, count)
    return found


async def _use_secret(request: web.Request, session: Session, credential: Credential) -> None:
    """Unlock with what the passkey computed, if it is what she registered with."""
    secret = secret_of(fields_of(request).one("secret"))
    if secret is None or credential.unlocks is not Unlocks.PRF:
        return
    pair = sealing_pair(secret)
    if pair.public == credential.sealing_key:
        await unlock(console_of(request), session, pair)


def sealing_pair(secret: bytes) -> Pair:
    """The sealing key of a passkey's secret."""
    return pair_of_secret(secret, SEALING)


async def _has_phrase(request: web.Request) -> bool:
    found = await parts_of(request).staff.credential(session_of(request).credential)
    return found is not None and found[0].unlocks is Unlocks.PASSPHRASE


async def _end(request: web.Request) -> None:
    console, session = console_of(request), session_of(request)
    console.sessions.end(session)
    await console.parts.audit.note(session.person.id, Deed.SIGNED_OUT)


def _has_all(session: Session) -> bool:
    return session.is_unlocked or not session.person.holds_keys


def _again(session: Session) -> str:
    return f"again|{session.value}"
