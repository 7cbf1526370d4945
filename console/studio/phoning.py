"""The phone beside the script: what its template needs, and what is done on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from bot.editions.examples import WalkExample
from bot.editions.examples.names import Names
from bot.editions.examples.reading import shift_of
from bot.editions.paths import EXAMPLES
from bot.editions.phone import CannotPlayError, Setting
from console.here import fields_of, lead_to, page
from console.studio import words
from console.studio.at import at_of, bench_of
from console.studio.handsets import held, put, taken
from console.studio.moments import said
from flows.definition import Channel
from locales.languages import NUMBERS, SOURCE
from locales.languages import language as language_of_tag

if TYPE_CHECKING:
    from aiohttp import web

    from console.forms import Fields
    from console.studio.at import At
    from console.studio.handsets import Handset
    from locales.phrase import Phrase

_MOST_TYPED: Final = 2000
_MOST_TOKEN: Final = 200
#: As a browser writes a moment.
_TYPED_MOMENT: Final = "%Y-%m-%dT%H:%M"


async def phone_on(request: web.Request, at: At, step: str, tag: str, channel: Channel) -> Handset:
    """The handset that the page's address names (`phone=`), else a fresh one at that step.

    Raises:
        CannotPlayError: what is looked at cannot be played; its `why` tells why.
    """
    found = await held(request, at, request.query.get("phone", ""))
    if found is not None:
        return found
    return await taken(request, at, WalkExample(name="", channel=channel, language=tag, start=step))


def phone_facts(
    request: web.Request, at: At, handset: Handset | None, flow: str, tag: str
) -> dict[str, Any]:
    """What `studio_phone.html` needs; the values are to be given to the page around it."""
    told = {"at": at, "flow": flow, "tag": tag, "phone": handset, "seen": None, "why_not": None}
    library, network = at.reading.library, at.reading.network
    if handset is None or library is None or network is None:
        return told
    where, names = handset.seen.where, Names(library, network.directory)
    values = words.Told(library)
    ticked = {
        f"{each.node}:{tag}" for each in handset.setting.on_shift or () for tag in each.languages
    }
    zone = network.directory.zone
    now = handset.setting.at or bench_of(request).clock().astimezone(zone).replace(tzinfo=None)
    return told | {
        "seen": handset.seen,
        "step_name": names.step(where.step),
        "remembered": [
            (name, shown or values.value(name, value)) for name, value, shown in where.facts
        ],
        "why": words.why(where),
        "now": said(now),
        "typed_now": now.strftime(_TYPED_MOMENT),
        "desks": [(node, names.node(node)) for node in network.book.desks],
        "ticked": ticked,
        "spoken": [language_of_tag(each) for each in at.reading.languages if each in NUMBERS],
        "did": [names.did(each) for each in handset.walk],
        "next": names.did(handset.plan[0]) if handset.plan else None,
        "may_save": at.may_change(EXAMPLES) or at.may_begin(EXAMPLES),
    }


async def play_phone(request: web.Request) -> web.StreamResponse:
    """Do on the phone what was done, and show what it shows then.

    A script of ours asks for the phone alone; without it the whole page comes.
    """
    at, fields = await at_of(request), fields_of(request)
    flow = request.match_info["flow"]
    tag = tag_in(at, fields.one("beside"))
    is_part = request.headers.get("X-Part") == "phone"
    try:
        handset = await _played(request, at, tag)
    except CannotPlayError as problem:
        return _cannot(request, at, flow, tag, problem.why, is_part=is_part)
    if is_part:
        return page(request, "studio_phone.html", **phone_facts(request, at, handset, flow, tag))
    query = f"language={tag}&channel={handset.channel}&phone={handset.id}"
    return lead_to(f"{at.path('flows', flow)}?{query}#phone")


def _cannot(
    request: web.Request, at: At, flow: str, tag: str, why: Phrase, *, is_part: bool
) -> web.StreamResponse:
    if not is_part:
        return lead_to(f"{at.path('flows', flow)}?language={tag}#phone")
    facts = phone_facts(request, at, None, flow, tag)
    return page(request, "studio_phone.html", **facts | {"why_not": why})


async def _played(request: web.Request, at: At, tag: str) -> Handset:
    fields = fields_of(request)
    handset = await held(request, at, fields.one("phone"))
    if handset is None or fields.one("step"):
        return await _begun(request, at, tag, handset)
    if fields.one("put"):
        return await put(request, at, handset, _put(at, handset, fields))
    if token := fields.one("go", _MOST_TOKEN):
        await handset.press(token)
    elif typed := fields.one("typed", _MOST_TYPED).strip():
        await handset.write(typed, fields.one("at", _MOST_TOKEN))
    elif fields.one("next"):
        await handset.follow()
    elif fields.one("back") and handset.walk:
        fewer = replace(handset.example, walk=handset.example.walk[:-1])
        return await put(request, at, handset, fewer)
    return handset


async def _begun(request: web.Request, at: At, tag: str, before: Handset | None) -> Handset:
    """A walk from a step on; at the moment and in the language that the phone was in."""
    steps = at.reading.library.steps if at.reading.library else {}
    fields, flow = fields_of(request), request.match_info["flow"]
    step = fields.one("step")
    if step not in steps:
        step = next((name for name in steps if name.startswith(f"{flow}.")), "")
    if before is None:
        channel = channel_in(fields.one("channel"))
        return await taken(
            request, at, WalkExample(name="", channel=channel, language=tag, start=step)
        )
    return await put(request, at, before, replace(before.example, start=step, walk=()))


def _put(at: At, handset: Handset, fields: Fields) -> WalkExample:
    """The walk so far at another moment, in another language, with other people there."""
    told = fields.one("language")
    return replace(
        handset.example,
        channel=channel_in(fields.one("channel")),
        language=told if told in at.reading.languages else handset.language,
        setting=setting_in(at, fields),
    )


def setting_in(at: At, fields: Fields) -> Setting:
    """The moment and the people that a form tells."""
    moment = _moment(fields.one("moment")) if fields.one("when") == "at" else None
    if fields.one("who") != "ticked":
        return Setting(moment)
    desks = at.reading.network.book.desks if at.reading.network else {}
    by_node: dict[str, list[str]] = {}
    for each in fields.all("shift"):
        shift = shift_of(each)
        if shift.node in desks and shift.languages[0] in NUMBERS:
            by_node.setdefault(shift.node, []).append(shift.languages[0])
    told = (shift_of(f"{node}:{','.join(tags)}") for node, tags in by_node.items())
    return Setting(moment, tuple(told))


def _moment(told: str) -> datetime | None:
    try:
        return datetime.strptime(told[:16], _TYPED_MOMENT)  # noqa: DTZ007 (the network's own)
    except ValueError:
        return None


def channel_in(told: str) -> Channel:
    """A channel by its name; the web chat for any other."""
    return Channel(told) if told in set(Channel) else Channel.WEB


def tag_in(at: At, told: str) -> str:
    """A language's tag; the Italian's for one that is not there."""
    return told if told in at.reading.languages else SOURCE
