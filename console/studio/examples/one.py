"""One saved example: its name, what must hold, brought up to date, taken out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.editions.examples import (
    CannotWriteError,
    CaseExample,
    Holds,
    holds_now,
    read_examples,
    with_holds,
    with_name,
    without,
)
from bot.editions.examples.records import NOBODY, moment
from bot.editions.paths import EXAMPLES
from console.here import fields_of, page
from console.studio.at import At, at_of, back_to, bench_of
from console.studio.examples.handlers import LONGEST_NAME, change, draw_list, find, names_in
from console.studio.examples.told import aspects, chosen, key_of, renewed, row_of, seen_of
from locales.phrase import N_, Phrase
from storage.editions.records import What

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.editions.examples import Example, Outcome

_CHANGED: Final = N_("Esempio cambiato: {name}")
_ACCEPTED: Final = N_("Esempio aggiornato a com'è adesso: {name}")
_REMOVED: Final = N_("Esempio tolto: {name}")
_MEANWHILE: Final = N_("Qualcuna ha cambiato questo esempio mentre lo guardavi: ecco com'è adesso.")
_NOT_TO_THE_END: Final = N_(
    "La camminata non arriva alla fine, quindi non si può aggiornare. Registrala di nuovo, "
    "oppure toglila."
)


async def show_one(request: web.Request) -> web.StreamResponse:
    """Show one example with everything that could hold for it."""
    at = await at_of(request)
    return await _draw_one(request, at, find(at, request.match_info["key"]))


async def change_one(request: web.Request) -> web.StreamResponse:
    """Rename it, change what must hold, bring it up to date or take it out."""
    at, fields = await at_of(request), fields_of(request)
    example = find(at, request.match_info["key"])
    name = example.name
    try:
        if fields.one("act") == "remove":
            what = What(_REMOVED, {"name": name})
            await change(request, at, what, _unchanged(request, name, lambda t: without(t, name)))
        elif fields.one("act") == "accept":
            await _accept(request, at, example)
        else:
            name = await _save(request, at, example)
    except CannotWriteError as problem:
        if fields.one("from") == "list":
            return await draw_list(request, at, refused=problem.why)
        return await _draw_one(request, at, example, refused=problem.why)
    return back_to(at, "examples", fragment=f"e-{key_of(name)}")


async def _accept(request: web.Request, at: At, example: Example) -> None:
    outcome = await _outcome(request, at, example)
    now = _now(outcome)
    if now is None:
        raise CannotWriteError(Phrase(_NOT_TO_THE_END))
    holds = renewed(example.holds, now)
    what = What(_ACCEPTED, {"name": example.name})
    make = _unchanged(request, example.name, lambda text: with_holds(text, example.name, holds))
    await change(request, at, what, make)


async def _save(request: web.Request, at: At, example: Example) -> str:
    fields = fields_of(request)
    name = fields.one("name", LONGEST_NAME).strip()
    outcome = await _outcome(request, at, example)
    every = _every(example, _now(outcome) or Holds())
    holds = chosen(every, fields.all("hold"))

    def make(text: str) -> str:
        changed = text if holds == example.holds else with_holds(text, example.name, holds)
        return with_name(changed, example.name, name)

    what = What(_CHANGED, {"name": name})
    await change(request, at, what, _unchanged(request, example.name, make))
    return name


def _unchanged(request: web.Request, name: str, make: Callable[[str], str]) -> Callable[[str], str]:
    """`make`, after it was seen that the example still is what she had before her."""
    before = fields_of(request).one("seen")

    def made(text: str) -> str:
        stands = read_examples(text).named(name)
        if stands is not None and seen_of(stands) != before:
            raise CannotWriteError(Phrase(_MEANWHILE))
        return make(text)

    return made


async def _draw_one(
    request: web.Request, at: At, example: Example, *, refused: Phrase | None = None
) -> web.StreamResponse:
    names = names_in(at)
    if names is None:
        raise web.HTTPNotFound
    outcome = await _outcome(request, at, example)
    every = _every(example, _now(outcome) or Holds())
    asked = {key for key, _ in aspects(example.holds, names)}
    posted = fields_of(request) if refused is not None else None
    ticked = set(posted.all("hold")) if posted is not None and posted.all("hold") else asked
    return page(
        request,
        "examples_one.html",
        status=200 if refused is None else 409,
        at=at,
        row=row_of(outcome, names),
        boxes=[(key, words, key in ticked) for key, words in aspects(every, names)],
        name=(posted.one("name", LONGEST_NAME) if posted else "") or example.name,
        may=at.may_change(EXAMPLES),
        refused=refused,
    )


async def _outcome(request: web.Request, at: At, example: Example) -> Outcome:
    played = await bench_of(request).played(at.reading)
    return next(each for each in played.outcomes if each.example.name == example.name)


def _now(outcome: Outcome) -> Holds | None:
    """Everything that could be asked of it as it is; `None` where it does not get to its end."""
    example = outcome.example
    if isinstance(example, CaseExample):
        offer = outcome.offer
        if offer is None:
            return Holds(node=NOBODY)
        return Holds(node=offer.node, ladder=offer.ladder, opens=moment(offer.opens))
    is_whole = len(outcome.screens) == len(example.walk) + 1
    return holds_now(outcome.screens[-1]) if is_whole else None


def _every(example: Example, now: Holds) -> Holds:
    """What must hold, and beside it everything else that could."""
    asked = example.holds
    return replace(
        now,
        step=asked.step or now.step,
        is_gone=asked.is_gone or now.is_gone,
        numbers=tuple(dict.fromkeys((*asked.numbers, *now.numbers))),
        centres=now.centres if asked.centres is None else asked.centres,
        node=asked.node or now.node,
        ladder=now.ladder if asked.ladder is None else asked.ladder,
        opens=asked.opens or now.opens,
        says=tuple(dict.fromkeys((*asked.says, *now.says))),
    )
