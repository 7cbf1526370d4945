"""The studio's pages over the conversation: the flows, one flow with its map and a phone."""

from __future__ import annotations

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
from console.studio.editing.opened import CHANNELS, DESKS, Opener, options
from console.studio.flow_order import by_flow, flow_of, owner_of
from console.studio.here import STUDIO, phone_of, problems_here, studio_of
from console.studio.overview import facts_to_mind, rows_of
from console.studio.script import Script
from flows.definition import Channel
from flows.editing import EditError
from flows.remembered import NUMBER_KINDS
from locales.languages import SOURCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.editions.phone import Seen
    from console.studio.at import At
    from console.studio.editing.opened import OpenCard
    from console.studio.here import Studio
    from console.studio.script import Card
    from flows.definition import Step
    from locales.languages import Language
    from locales.phrase import Phrase

#: Of a flow longer than this a script gets the cards that are others, not all.
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
        others=problems.others,
        mends=Mender(at, studio.library).mends,
        languages=_others(studio),
        facts=facts_to_mind(studio.library, at.today),
        remembered=[
            (fact, seen(memory_unit(studio.library.sources, fact.name)))
            for fact in studio.library.remembered
        ],
        number_kinds=NUMBER_KINDS,
        told=script.told,
    )


async def show_flow(request: web.Request) -> web.StreamResponse:
    """Show one flow: script, map, and the phone at the step that was chosen."""
    at = await at_of(request)
    studio = await studio_of(request, at)
    steps = steps_of(request, studio)
    tag = tag_of(studio, request.query.get("language", ""))
    channel = channel_of(request.query.get("channel", ""))
    opened = _named(steps, request.query.get("edit", ""))
    step = opened or _named(steps, request.query.get("step", "")) or steps[0]
    if request.headers.get("X-Part") == _PART:
        return await draw_flow(request, at, studio, None, tag, channel, opened, step.name)
    try:
        seen_now = await (await phone_of(request, at)).begin(channel, tag, step.name)
    except CannotPlayError as trouble:
        return await draw_flow(
            request, at, studio, None, tag, channel, opened, step.name, why_not=trouble.why
        )
    return await draw_flow(request, at, studio, seen_now, tag, channel, opened, step.name)


async def draw_flow(
    request: web.Request,
    at: At,
    studio: Studio,
    seen_now: Seen | None,
    tag: str,
    channel: Channel,
    opened: Step | None,
    lit: str,
    *,
    why_not: Phrase | None = None,
) -> web.StreamResponse:
    """Draw a flow's page, or what of it a script of ours asks for."""
    flow = request.match_info["flow"]
    problems = await problems_here(request, at, studio)
    script = script_of(request, studio, tag, at)
    cards = script.cards(steps_of(request, studio), problems.by_step)
    is_part = request.headers.get("X-Part") == _PART
    kept = request.app[STUDIO].drawn
    before = kept.before(request.headers.get("X-Seen", ""), flow, tag) if is_part else None
    kept.keep(at.reading.digest, flow, tag, cards)
    return page(
        request,
        "studio_part.html" if is_part else "studio_flow.html",
        may=at.may_change(FLOWS),
        owner=owner_of(studio.library, flow),
        cards=cards,
        fresh=_fresh(cards, before, opened),
        opened=_opened(request, studio, script, opened, at),
        map=draw_map(cards, seen_now.where.step if seen_now and seen_now.where.step else lit),
        lit=seen_now.where.step if seen_now and seen_now.where.step else lit,
        problems=problems.of_flow(flow),
        mends=Mender(at, studio.library).mends,
        statuses=words.STATUSES,
        languages=studio.languages,
        beside=next(each for each in studio.languages if each.tag == tag),
        flows=list(by_flow(studio.library)),
        card_acts=words.ACTS,
        targets=cache(partial(options, studio.library, script)),
        channels=CHANNELS,
        desks=DESKS,
        channel=channel,
        others=_others_here(request, at),
        why_not=why_not,
        **phone_facts(request, at, studio, seen_now, tag),
    )


def phone_facts(
    request: web.Request, at: At, studio: Studio, seen_now: Seen | None, tag: str
) -> dict[str, Any]:
    """What the phone's own template needs."""
    if seen_now is None:
        return {"at": at, "seen": None, "tag": tag, "flow": request.match_info["flow"]}
    told = words.Told(studio.library)
    where, step = seen_now.where, studio.library.steps.get(seen_now.where.step)
    return {
        "at": at,
        "flow": request.match_info["flow"],
        "seen": seen_now,
        "tag": tag,
        "step_name": script_of(request, studio, SOURCE, at).name(step) if step else "",
        "remembered": [
            (name, shown or told.value(name, value)) for name, value, shown in where.facts
        ],
        "why": words.why(where),
    }


def script_of(request: web.Request, studio: Studio, beside: str, at: At) -> Script:
    """What makes cards, in the language of the page."""

    def say(sentence: Phrase | str) -> str:
        return parts_of(request).say(sentence, language_of(request))

    return Script(studio, beside, at.today, say)


def steps_of(request: web.Request, studio: Studio) -> list[Step]:
    """The steps of the flow that the address names.

    Raises:
        web.HTTPNotFound: if there is none of this name.
    """
    steps = by_flow(studio.library).get(request.match_info["flow"])
    if steps is None:
        raise web.HTTPNotFound
    return steps


def channel_of(told: str) -> Channel:
    """A channel by its name; the web chat for any other."""
    return Channel(told) if told in set(Channel) else Channel.WEB


def tag_of(studio: Studio, told: str) -> str:
    """A language's tag; the Italian's for one that is not there."""
    return told if told in {each.tag for each in studio.languages} else SOURCE


def _opened(
    request: web.Request, studio: Studio, script: Script, step: Step | None, at: At
) -> OpenCard | None:
    if step is None or not at.may_change(FLOWS):
        return None

    def say(sentence: Phrase | str) -> str:
        return parts_of(request).say(sentence, language_of(request))

    try:
        return Opener(studio.library, script, say, at.today).open(step)
    except EditError:
        return None


def _fresh(cards: Sequence[Card], before: Sequence[Card] | None, opened: Step | None) -> set[str]:
    """The steps whose cards are others than when they were drawn last."""
    if before is None:
        return {card.step.name for card in cards}
    known = {card.step.name: card for card in before}
    return {
        card.step.name
        for card in cards
        if not _alike(known.get(card.step.name), card) or card.step == opened
    }


def _alike(one: Card | None, other: Card) -> bool:
    # Its place in the file moves with whatever is typed above it; nobody sees it.
    return one is not None and one.looks == other.looks


def _others_here(request: web.Request, at: At) -> list[Any]:
    if at.draft is None:
        return []
    writing = request.app[STUDIO].writing
    return writing.others(at.draft.id, at.person, bench_of(request).clock())


def _named(steps: Sequence[Step], name: str) -> Step | None:
    """A step by its name, in full or short."""
    full = name if "." in name else f"{flow_of(steps[0].name)}.{name}"
    return next((step for step in steps if step.name == full), None)


def _others(studio: Studio) -> list[Language]:
    return [each for each in studio.languages if each.tag != SOURCE]
