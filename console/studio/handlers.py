"""The studio's pages: the flows, one flow with its map, the phone beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from console.here import fields_of, language_of, page, parts_of
from console.studio import words
from console.studio.drawing import draw_map
from console.studio.flow_order import by_flow, owner_of
from console.studio.here import phone_of, problems_here, studio_of, today_of
from console.studio.overview import facts_to_mind, rows_of
from console.studio.script import Script
from flows.definition import Channel
from locales.languages import SOURCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.editions.phone import Seen
    from console.studio.here import Studio
    from flows.definition import Step
    from locales.languages import Language
    from locales.phrase import Phrase

_MOST_TYPED = 2000
_MOST_TOKEN = 200


async def show_flows(request: web.Request) -> web.StreamResponse:
    """Show every flow, and the facts somebody has to look after."""
    studio, today = studio_of(request), today_of(request)
    problems = await problems_here(request)
    return page(
        request,
        "studio_flows.html",
        rows=rows_of(studio, problems, _script(request, studio, SOURCE).name),
        others=problems.others,
        languages=_others(studio),
        facts=facts_to_mind(studio.library, today),
    )


async def show_flow(request: web.Request) -> web.StreamResponse:
    """Show one flow: script, map, and the phone at the step that was chosen."""
    studio, steps = _flow(request)
    step = _step(steps, request.query.get("step", ""))
    channel = _channel(request.query.get("channel", ""))
    tag = _tag(studio, request.query.get("language", ""))
    seen = await phone_of(request).begin(channel, tag, step.name)
    return await _flow_page(request, studio, steps, seen, tag)


async def play(request: web.Request) -> web.StreamResponse:
    """Do on the phone what was done, and show what it shows then.

    A script of ours asks for the phone alone; without it the whole page comes.
    """
    studio, steps = _flow(request)
    fields, phone = fields_of(request), phone_of(request)
    channel = _channel(fields.one("channel"))
    tag = _tag(studio, fields.one("beside"))
    token = fields.one("go", _MOST_TOKEN)
    if token:
        seen = await phone.press(channel, token)
    elif typed := fields.one("typed", _MOST_TYPED).strip():
        seen = await phone.write(channel, typed, fields.one("at", _MOST_TOKEN))
    else:
        seen = await phone.begin(channel, tag, _step(steps, fields.one("step")).name)
    if request.headers.get("X-Part") == "phone":
        return page(request, "studio_phone.html", **_phone_facts(request, studio, seen, tag))
    return await _flow_page(request, studio, steps, seen, tag)


async def _flow_page(
    request: web.Request, studio: Studio, steps: Sequence[Step], seen: Seen, tag: str
) -> web.StreamResponse:
    problems = await problems_here(request)
    cards = _script(request, studio, tag).cards(steps, problems.by_step)
    lit = seen.where.step or _step(steps, "").name
    return page(
        request,
        "studio_flow.html",
        owner=owner_of(studio.library, request.match_info["flow"]),
        cards=cards,
        map=draw_map(cards, lit),
        problems=problems.of_flow(request.match_info["flow"]),
        statuses=words.STATUSES,
        languages=studio.languages,
        beside=next(each for each in studio.languages if each.tag == tag),
        **_phone_facts(request, studio, seen, tag),
    )


def _phone_facts(request: web.Request, studio: Studio, seen: Seen, tag: str) -> dict[str, Any]:
    """What the phone's own template needs."""
    told = words.Told(studio.library)
    where, step = seen.where, studio.library.steps.get(seen.where.step)
    return {
        "flow": request.match_info["flow"],
        "seen": seen,
        "tag": tag,
        "step_name": _script(request, studio, SOURCE).name(step) if step else "",
        "remembered": [
            (name, shown or told.value(name, value)) for name, value, shown in where.facts
        ],
        "why": words.why(where),
    }


def _script(request: web.Request, studio: Studio, beside: str) -> Script:
    def say(sentence: Phrase | str) -> str:
        return parts_of(request).say(sentence, language_of(request))

    return Script(studio, beside, today_of(request), say)


def _flow(request: web.Request) -> tuple[Studio, list[Step]]:
    """The flow that the address names.

    Raises:
        web.HTTPNotFound: if there is none of this name.
    """
    studio = studio_of(request)
    steps = by_flow(studio.library).get(request.match_info["flow"])
    if steps is None:
        raise web.HTTPNotFound
    return studio, steps


def _step(steps: Sequence[Step], name: str) -> Step:
    """A step by its full name; the flow's first where it has none of this name."""
    return next((step for step in steps if step.name == name), steps[0])


def _channel(told: str) -> Channel:
    return Channel(told) if told in set(Channel) else Channel.WEB


def _tag(studio: Studio, told: str) -> str:
    return told if told in {each.tag for each in studio.languages} else SOURCE


def _others(studio: Studio) -> list[Language]:
    return [each for each in studio.languages if each.tag != SOURCE]
