"""One turn of hers: what she pressed or wrote, and the screen that answers it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.channels.webchat.door import DOOR, wants_part
from bot.channels.webchat.forms import WORDS_LIMIT, read_fields, short, source_of, words_in
from bot.channels.webchat.proofs import Verdict
from flows.definition import Act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from bot.channels.webchat.door import Door
    from bot.conversation import Address
    from bot.view import Answer, Errand


async def answer(request: web.Request) -> web.StreamResponse:
    """Answer what she pressed or typed with the next screen."""
    door = request.app[DOOR]
    fields = await read_fields(request)
    address = door.address(request)
    if address is None:
        return door.open(request)
    words = words_in(fields)
    if "at" in fields and words is not None and len(words) > WORDS_LIMIT:
        return await _give_back(request, door, address, fields, words)
    heard = _hear(door, address, fields, words)
    if heard is None:
        return door.open(request)
    if heard.errand is not None:
        return await _carry_out(request, door, address, fields, heard.errand)
    if heard.view is None:
        return _end(request, door, address)
    return door.show_common(request, heard.view)


async def leave(request: web.Request) -> web.Response:
    """End the visit of a browser without scripts and lead to the neutral site."""
    door = request.app[DOOR]
    door.leave(door.address(request))
    return door.replies.leave()


async def leave_quietly(request: web.Request) -> web.Response:
    """End the visit of a page that has covered itself and is leaving."""
    door = request.app[DOOR]
    door.leave(door.address(request))
    return door.replies.left()


async def listen(request: web.Request) -> web.StreamResponse:
    """Keep a screen that changes by itself as it should be, for the page's script."""
    door = request.app[DOOR]
    fields = await read_fields(request)
    address = door.address(request)
    if address is None:
        return door.replies.nothing()
    stream = door.replies.stream()
    await door.live.serve(request, stream, address, short(fields, "at"))
    return stream


def _hear(
    door: Door, address: Address, fields: Mapping[str, str], words: str | None
) -> Answer | None:
    if "at" in fields:
        typed = short(fields, "typed") if words is None else words
        return door.conversation.typed(address, typed, token=short(fields, "at"))
    if "go" in fields:
        return door.conversation.press(address, short(fields, "go"))
    return None


async def _carry_out(
    request: web.Request,
    door: Door,
    address: Address,
    fields: Mapping[str, str],
    errand: Errand,
) -> web.Response:
    """Do what concerns a handoff and draw what came of it, or end the visit."""
    work = _work_first(request, door, address, fields, errand)
    if work is not None:
        return work
    done = await door.contact.carry_out(address, errand, source=source_of(fields))
    if done.exits or done.view is None:
        return _end(request, door, address)
    if done.kept:
        return await door.show(request, address, done)
    # Not kept, or not sent at all (another button was pressed): her words go back into the box.
    words = words_in(fields) or ""
    return await door.show(request, address, done, words, short(fields, "once") if words else "")


def _end(request: web.Request, door: Door, address: Address) -> web.Response:
    door.leave(address)
    if wants_part(request):
        return door.replies.left()
    return door.replies.leave_after_typing(door.pages.draw_leaving())


async def _give_back(
    request: web.Request, door: Door, address: Address, fields: Mapping[str, str], words: str
) -> web.StreamResponse:
    """Too long, where the browser did not hold her back: said, and not a word of it lost."""
    screen = await door.contact.redraw(address, token=short(fields, "at"))
    if screen is None or screen.view is None:
        return door.open(request)
    said = door.pages.too_long(screen.view.language)
    view = replace(screen.view, paragraphs=(said, *screen.view.paragraphs))
    return await door.show(request, address, replace(screen, view=view), words)


def _work_first(
    request: web.Request,
    door: Door,
    address: Address,
    fields: Mapping[str, str],
    errand: Errand,
) -> web.Response | None:
    """Return the page that asks for a little work before a handoff; `None` when it may begin."""
    position = errand.turn.position
    if errand.turn.act is not Act.OPEN or errand.walk.machine.said(position, "danger") == "yes":
        return None
    sent = short(fields, "proof")
    verdict = door.proofs.judge(address, sent, short(fields, "answer"))
    if verdict is Verdict.PASSED:
        return None
    is_early = verdict is Verdict.EARLY
    challenge = door.proofs.again(sent) if is_early else door.proofs.ask(address)
    around = door.conversation.at(address, position.language).view
    assert around is not None, "the first screen needs no errand"
    body = door.pages.draw_work(
        around, short(fields, "go"), challenge, is_early=is_early, is_part=wants_part(request)
    )
    return door.replies.page(request, body)
