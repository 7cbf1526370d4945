"""The studio's pages over the conversation: the flows, one flow with its map and a phone."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from bot.editions.paths import FLOWS, seen
from bot.editions.phone import CannotPlayError
from console.here import language_of, page, parts_of
from console.studio import words
from console.studio.at import at_of, bench_of
from console.studio.drawing import draw_map
from console.studio.editing.doing import memory_unit
from console.studio.editing.mending import Mender
from console.studio.editing.opened import CHANNELS, DESKS, Opener, option, options
from console.studio.editing.whole import controls_of, starts_of
from console.studio.flow_order import by_flow, flow_of, owner_of
from console.studio.here import STUDIO, problems_here, studio_of
from console.studio.overview import facts_to_mind, rows_of
from console.studio.phoning import channel_in, phone_facts, phone_on, tag_in
from console.studio.script import Script
from console.studio.underway import underway
from flows.editing import EditError
from flows.remembered import NUMBER_KINDS
from locales.languages import SOURCE, language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.studio.at import At
    from console.studio.editing.opened import OpenCard
    from console.studio.here import Studio
    from console.studio.script import Card
    from flows.definition import Channel, Step
    from locales.languages import Language
    from locales.phrase import Phrase

#: What a script of ours asks for.
_PART: Final = "script"


async def show_flows(request: web.Request) -> web.StreamResponse:
    """Show every flow, what is remembered, and the facts somebody has to look after."""
    at = await at_of(request)
    studio = await studio_of(request, at)
    problems = await problems_here(request, at, studio)
    script = script_of(request, studio, SOURCE, at)
    return page(
        request,
        "studio_flows.html",
        at=at,
        may=at.may_change(FLOWS),
        rows=rows_of(studio, problems, script.name),
        underway=await underway(bench_of(request), at),
        others=problems.others,
        mends=Mender(at, studio.library).mends,
        languages=_others(studio),
        facts=facts_to_mind(studio.library, at.today),
        remembered=[
            (fact, seen(memory_unit(studio.library.sources, fact.name)))
            for fact in studio.library.remembered
        ],
        number_kinds=NUMBER_KINDS,
        controls=controls_of(studio.library),
        starts=starts_of(studio.library, script),
        targets=cache(partial(options, studio.library, script)),
        told=script.told,
    )


async def show_flow(request: web.Request) -> web.StreamResponse:
    """Show one flow: script, map, and the phone at the step that was chosen.

    A script of ours asks for what is others now of script and map; the phone answers for itself.
    """
    at = await at_of(request)
    view = await _view(request, at)
    if request.headers.get("X-Part") == _PART:
        values = await _drawn(request, at, view, view.lit)
        return page(request, "studio_part.html", at=at, flow=view.flow, tag=view.tag, **values)
    phone = await _phone(request, at, view)
    seen_now = phone["seen"]
    lit = seen_now.where.step if seen_now and seen_now.where.step else view.lit
    values = await _drawn(request, at, view, lit)
    return page(request, "studio_flow.html", **values | phone)


@dataclass(frozen=True, slots=True)
class _View:
    """What of a flow is looked at."""

    studio: Studio
    flow: str
    steps: Sequence[Step]
    #: The language beside the Italian.
    tag: str
    channel: Channel
    #: The step whose card is open.
    opened: Step | None
    #: The step that is lit, in full.
    lit: str


async def _view(request: web.Request, at: At) -> _View:
    studio, query = await studio_of(request, at), request.query
    steps = steps_of(request, studio)
    opened = _named(steps, query.get("edit", "")) if at.may_change(FLOWS) else None
    step = opened or _named(steps, query.get("step", "")) or steps[0]
    return _View(
        studio=studio,
        flow=request.match_info["flow"],
        steps=steps,
        tag=tag_in(at, query.get("language", "")),
        channel=channel_in(query.get("channel", "")),
        opened=opened,
        lit=step.name,
    )


async def _phone(request: web.Request, at: At, view: _View) -> dict[str, Any]:
    try:
        handset = await phone_on(request, at, view.lit, view.tag, view.channel)
    except CannotPlayError as trouble:
        facts = phone_facts(request, at, None, view.flow, view.tag)
        return facts | {"why_not": trouble.why}
    return phone_facts(request, at, handset, view.flow, view.tag)


async def _drawn(request: web.Request, at: At, view: _View, lit: str) -> dict[str, Any]:
    """What script and map need."""
    studio, problems = view.studio, await problems_here(request, at, view.studio)
    script = script_of(request, studio, view.tag, at)
    cards = await asyncio.to_thread(script.cards, view.steps, problems.by_step)
    return {
        "may": at.may_change(FLOWS),
        "owner": owner_of(studio.library, view.flow),
        "cards": cards,
        "fresh": _fresh(request, at, view, cards),
        "opened": _opened(request, at, view, script),
        "map": await asyncio.to_thread(draw_map, cards, lit),
        "lit": lit,
        "problems": problems.of_flow(view.flow),
        "mends": Mender(at, studio.library).mends,
        "statuses": words.STATUSES,
        "languages": studio.languages,
        "beside": language(view.tag),
        "flows": list(by_flow(studio.library)),
        "card_acts": words.ACTS,
        "home": option(studio.library, script, studio.library.home),
        "steps_count": len(studio.library.steps),
        "targets": cache(partial(options, studio.library, script)),
        "channels": CHANNELS,
        "desk_words": DESKS,
        "channel": view.channel,
    }


def sayer(request: web.Request) -> Callable[[Phrase | str], str]:
    """What puts a sentence into the language of the page."""

    def say(sentence: Phrase | str) -> str:
        return parts_of(request).say(sentence, language_of(request))

    return say


def script_of(request: web.Request, studio: Studio, beside: str, at: At) -> Script:
    """What makes cards, in the language of the page."""
    return Script(studio, beside, at.today, sayer(request))


def steps_of(request: web.Request, studio: Studio) -> list[Step]:
    """The steps of the flow that the address names.

    Raises:
        web.HTTPNotFound: if there is none of this name.
    """
    steps = by_flow(studio.library).get(request.match_info["flow"])
    if steps is None:
        raise web.HTTPNotFound
    return steps


def _opened(request: web.Request, at: At, view: _View, script: Script) -> OpenCard | None:
    if view.opened is None:
        return None
    opener = Opener(view.studio.library, script, sayer(request), at.today)
    try:
        return opener.open(view.opened)
    except EditError:
        return None


def _fresh(request: web.Request, at: At, view: _View, cards: Sequence[Card]) -> set[str]:
    """The steps whose cards are to be drawn: for a script only those that are others now."""
    kept = request.app[STUDIO].drawn
    before = kept.before(request.headers.get("X-Seen", ""), view.flow, view.tag)
    kept.keep(at.reading.digest, view.flow, view.tag, cards)
    if before is None or request.headers.get("X-Part") != _PART:
        return {card.step.name for card in cards}
    known = {card.step.name: card.looks for card in before}
    also = f"{view.flow}.{request.headers.get('X-Also', '')}"
    wanted = {also, view.opened.name if view.opened else ""}
    return {
        card.step.name
        for card in cards
        if card.step.name in wanted or known.get(card.step.name) != card.looks
    }


def _named(steps: Sequence[Step], name: str) -> Step | None:
    """A step by its name, in full or short."""
    full = name if "." in name else f"{flow_of(steps[0].name)}.{name}"
    return next((step for step in steps if step.name == full), None)


def _others(studio: Studio) -> list[Language]:
    return [each for each in studio.languages if each.tag != SOURCE]
