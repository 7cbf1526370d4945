"""The desk's pages and forms. Without scripts each form leads back to the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import orjson
from aiohttp import web

from console.desk import practice
from console.desk.acts import Acts, NotHereError
from console.desk.drawing import drawn, values
from console.desk.here import memory_of, number_of, reading_of
from console.here import fields_of, lead_to, page, parts_of, session_of
from locales.languages import NUMBERS
from locales.phrase import N_, Phrase
from routing.desk import Upward
from routing.errors import HandoffError
from routing.handoff import Ending
from storage.staff.audit import Deed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.forms import Fields

_ONCE = re.compile(r"[0-9a-z-]{16,64}")
_LIMIT = 20_000
_CHOOSE = N_("Scegli dalla lista.")
_NO_LANGUAGE = N_("Segna almeno una lingua che parli in questo turno.")
_NO_SHIFT = N_("Il turno non è cominciato: il tuo nodo non ha ancora una chiave per te.")


async def show(request: web.Request) -> web.StreamResponse:
    """Show her desk, with a conversation if the address names one that is hers to open."""
    await _is_seen(request)
    desk = await reading_of(request).now(number_of(request))
    facts = dict(values(request, desk))
    wished = request.query.get("words", "")
    talk = desk.talk
    if wished and talk:
        # Without scripts a ready-made reply comes into the box by a link.
        chosen = [each.put(talk.facts.tag) for each in facts["replies"] if each.id == wished]
        facts["suggested"] = chosen[0] if chosen else facts["suggested"]
    return page(request, "desk.html", **facts)


async def shift(request: web.Request) -> web.StreamResponse:
    """Begin, pause or end her shift."""
    fields, parts, me = fields_of(request), parts_of(request), session_of(request).person
    now = parts.clock()
    if fields.one("state") == "on":
        spoken = [tag for tag in NUMBERS if tag in fields.all("language")]
        if not spoken:
            memory_of(request).tell(Phrase(_NO_LANGUAGE))
        elif await parts.shifts.begin(me.id, spoken, now) is None:
            memory_of(request).tell(Phrase(_NO_SHIFT))
        else:
            await parts.audit.note(me.id, Deed.SHIFT_BEGUN, about=me.node)
    elif fields.one("state") == "pause":
        await parts.shifts.pause(me.id, now)
    else:
        await parts.shifts.end(me.id)
        await parts.audit.note(me.id, Deed.SHIFT_ENDED, about=me.node)
    return await _answer(request)


async def sound(request: web.Request) -> web.StreamResponse:
    """Keep her choice about the soft tone while the session lasts."""
    memory_of(request).sound = fields_of(request).one("sound") == "on"
    return await _answer(request)


async def rehearse(request: web.Request) -> web.StreamResponse:
    """Put a rehearsed contact into her own queue."""
    memory_of(request).rehearsed = await practice.begin(parts_of(request), session_of(request))
    return await _answer(request)


async def rehearsed(request: web.Request) -> web.StreamResponse:
    """Put away the sign and the code of her rehearsal."""
    memory_of(request).rehearsed = None
    return await _answer(request)


async def claim(request: web.Request) -> web.StreamResponse:
    """Take a conversation."""
    return await _act(request, lambda acts, handoff, _: acts.claim(handoff))


async def reply(request: web.Request) -> web.StreamResponse:
    """Write to her."""
    return await _act(
        request,
        lambda acts, handoff, fields: acts.reply(
            handoff, fields.one("text", _LIMIT), _once(fields)
        ),
    )


async def note(request: web.Request) -> web.StreamResponse:
    """Write a private note."""
    return await _act(
        request,
        lambda acts, handoff, fields: acts.note(handoff, fields.one("text", _LIMIT), _once(fields)),
    )


async def attend(request: web.Request) -> web.StreamResponse:
    """She types: her claim holds, and she is at the desk."""
    await _is_seen(request)
    known = memory_of(request).handoff(number_of(request))
    if known is not None:
        try:
            await Acts(parts_of(request), session_of(request)).attend(known)
        except HandoffError:
            # What became of it stands on the page already.
            return web.Response(status=204)
    return web.Response(status=204)


async def alive(_: web.Request) -> web.StreamResponse:
    """Say to a page that lost its connection whether the session still is."""
    return web.Response(status=204)


async def hand_back(request: web.Request) -> web.StreamResponse:
    """Put it back into the queue."""
    return await _act(request, lambda acts, handoff, _: acts.hand_back(handoff), lets_go=True)


async def conflict(request: web.Request) -> web.StreamResponse:
    """Never see it again."""
    return await _act(request, lambda acts, handoff, _: acts.conflict(handoff), lets_go=True)


async def move_up(request: web.Request) -> web.StreamResponse:
    """Move somebody up, with a reason from the list."""
    reason = fields_of(request).one("reason")
    if reason not in set(Upward):
        return await _answer(request, Phrase(_CHOOSE))
    return await _act(request, lambda acts, handoff, _: acts.move_up(handoff, Upward(reason)))


async def close(request: web.Request) -> web.StreamResponse:
    """End it, with an outcome from the list."""
    ending, knows = fields_of(request).one("outcome"), bool(fields_of(request).one("knows"))
    chosen = next((each for each in _OPERATORS if each == ending), None)
    if chosen is None:
        return await _answer(request, Phrase(_CHOOSE))
    return await _act(
        request,
        lambda acts, handoff, _: acts.close(handoff, chosen, knows=knows),
        lets_go=True,
    )


async def emergency(request: web.Request) -> web.StreamResponse:
    """Put 112 on her screen, inside her window, or take it away."""
    shows = fields_of(request).one("shows") == "yes"
    return await _act(request, lambda acts, handoff, _: acts.show_112(handoff, shows=shows))


async def propose(request: web.Request) -> web.StreamResponse:
    """Offer her another node, with a sentence and the lines that would go along."""
    fields = fields_of(request)
    node, text = fields.one("node"), fields.one("text", _LIMIT)
    lines = [int(each) for each in fields.all("line") if each.isascii() and each.isdigit()]
    if not node:
        return await _answer(request, Phrase(_CHOOSE))

    async def offer(acts: Acts, handoff: bytes, fields: Fields) -> None:
        if text.strip():
            # First, so that she reads it above the question.
            await acts.reply(handoff, text, _once(fields))
        await acts.propose(handoff, node, lines)

    return await _act(request, offer)


async def withdraw_proposal(request: web.Request) -> web.StreamResponse:
    """Think better of the other node."""
    return await _act(request, lambda acts, handoff, _: acts.withdraw_proposal(handoff))


_OPERATORS = (
    Ending.ANSWERED,
    Ending.REFERRED_OUTSIDE,
    Ending.SENT_TO_1522,
    Ending.SENT_TO_112,
    Ending.WENT_AWAY,
    Ending.NOT_SEEKING_HELP,
)

if TYPE_CHECKING:
    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
    _Act = Callable[[Acts, bytes, Fields], Awaitable[None]]


async def _act(request: web.Request, act: _Act, *, lets_go: bool = False) -> web.StreamResponse:
    """Do something to the conversation of the address, and show what came of it.

    `lets_go`: it is no longer hers after that, and nobody needs to be told that she lost it.
    """
    await _is_seen(request)
    known = await reading_of(request).may_act(number_of(request))
    if known is None:
        return await _answer(request, Phrase(NotHereError.sentence))
    acts = Acts(parts_of(request), session_of(request))
    try:
        await act(acts, known, fields_of(request))
    except HandoffError as refusal:
        return await _answer(request, Phrase(refusal.sentence))
    if lets_go:
        memory_of(request).mine.discard(known)
    return await _answer(request)


async def _answer(request: web.Request, refused: Phrase | None = None) -> web.StreamResponse:
    """Answer a form: to the script the parts as they stand now, to a browser the page."""
    if refused is not None:
        memory_of(request).tell(refused)
    number = number_of(request)
    if request.headers.get("X-Part") != "1":
        return lead_to(f"/desk/{number}" if number else "/desk")
    if not number:
        # The script asks for the page it stands on: what was told waits for that.
        return web.json_response({"done": refused is None})
    desk = await reading_of(request).now(number)
    told = {"done": refused is None, "parts": dict(drawn(request, desk))}
    return web.Response(body=orjson.dumps(told), content_type="application/json")


async def _is_seen(request: web.Request) -> None:
    parts = parts_of(request)
    await parts.shifts.seen(session_of(request).person.id, parts.clock())


def _once(fields: Fields) -> str:
    """What makes a form sent twice one line."""
    once = fields.one("once")
    if _ONCE.fullmatch(once):
        return once
    raise web.HTTPBadRequest
