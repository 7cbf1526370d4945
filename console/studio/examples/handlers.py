"""The saved examples: their list with what came of each, one recorded, changed, taken out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from bot.editions.errors import WorkError
from bot.editions.examples import (
    CannotWriteError,
    CaseExample,
    Holds,
    coverage_of,
    holds_now,
    read_examples,
    with_example,
)
from bot.editions.examples.names import Names
from bot.editions.paths import EXAMPLES
from bot.editions.phone import CannotPlayError
from console.here import fields_of, lead_to, page, parts_of, session_of
from console.here import language_of as tongue_of
from console.studio.at import At, at_of, back_to, bench_of
from console.studio.examples.told import aspects, chosen, key_of, name_for, row_of
from console.studio.handsets import held, outcome_of, taken
from locales.phrase import N_, Phrase
from storage.editions.records import What
from storage.errors import EditionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.editions.examples import Outcome, Played, WalkExample
    from console.studio.handsets import Handset

_ADDED: Final = N_("Esempio salvato: {name}")
_NO_PHONE: Final = N_("Il telefono di questa camminata non c'è più. Rifalla, poi salvala.")
_CLOSED: Final = N_("Questa bozza non si può cambiare adesso. Niente è stato cambiato.")
LONGEST_NAME: Final = 120


async def show_examples(request: web.Request) -> web.StreamResponse:
    """Show every example with what came of it, and what no example walks."""
    at = await at_of(request)
    return await draw_list(request, at)


async def draw_list(
    request: web.Request, at: At, *, refused: Phrase | None = None
) -> web.StreamResponse:
    """Draw the list; `refused` is why something could not be done."""
    played = await bench_of(request).played(at.reading)
    names = names_in(at)
    library = at.reading.library
    status = 200 if refused is None else 409
    if names is None and played.outcomes and refused is None:
        refused = played.outcomes[0].differs[0]
    return page(
        request,
        "examples.html",
        status=status,
        at=at,
        rows=_rows(played, names),
        flaws=played.flaws,
        covers=coverage_of(library, played.outcomes) if library else None,
        step_name=names.step if names else None,
        may=at.may_change(EXAMPLES),
        may_begin=at.may_begin(EXAMPLES),
        refused=refused,
    )


def _rows(played: Played, names: Names | None) -> list[Any]:
    """Those that fail first."""
    if names is None:
        return []
    rows = [row_of(outcome, names) for outcome in played.outcomes]
    return sorted(rows, key=lambda row: row.state != "fails")


async def show_new(request: web.Request) -> web.StreamResponse:
    """Show what was walked on a phone, to be saved."""
    at = await at_of(request)
    return await _draw_new(request, at, request.query.get("phone", ""))


async def save_new(request: web.Request) -> web.StreamResponse:
    """Save what was walked."""
    at, fields = await at_of(request), fields_of(request)
    try:
        handset = await held(request, at, fields.one("phone"))
        if handset is None:
            return await _draw_new(request, at, "")
        outcome = await outcome_of(request, at.reading, _of(request, at, handset))
        example = replace(
            _example(outcome),
            name=fields.one("name", LONGEST_NAME).strip(),
            holds=chosen(_now(outcome), fields.all("hold")),
            is_demo=bool(fields.one("demo")),
        )
        what = What(_ADDED, {"name": example.name})
        await change(request, at, what, lambda text: with_example(text, example))
    except (CannotWriteError, CannotPlayError) as problem:
        return await _draw_new(request, at, fields.one("phone"), refused=problem.why)
    return back_to(at, "examples", fragment=f"e-{key_of(example.name)}")


async def _draw_new(
    request: web.Request, at: At, phone: str, *, refused: Phrase | None = None
) -> web.StreamResponse:
    fields = fields_of(request) if request.method == "POST" else None
    values: dict[str, Any] = {"outcome": None, "walk": [], "boxes": [], "name": "", "about": []}
    try:
        handset = await held(request, at, phone)
        if handset is None:
            refused = Phrase(_NO_PHONE)
        else:
            values |= await _walked(request, at, handset)
    except CannotPlayError as problem:
        refused = problem.why
    if fields is not None:
        ticked = fields.all("hold")
        values["boxes"] = [(key, words, key in ticked) for key, words, _ in values["boxes"]]
        values["name"] = fields.one("name", LONGEST_NAME)
    return page(
        request,
        "examples_new.html",
        status=409 if refused is not None and fields is not None else 200,
        at=at,
        phone=phone,
        may=at.may_change(EXAMPLES),
        refused=refused,
        **values,
    )


async def _walked(request: web.Request, at: At, handset: Handset) -> dict[str, Any]:
    outcome = await outcome_of(request, at.reading, _of(request, at, handset))
    names = names_in(at)
    assert names is not None, "It was played."
    row = row_of(outcome, names)
    boxes = [
        (key, words, not key.startswith("says")) for key, words in aspects(_now(outcome), names)
    ]
    say, tongue = parts_of(request).say, tongue_of(request)
    parts = (say(each, tongue) for each in name_for(_example(outcome), names))
    shown = [seen.shown for seen in outcome.screens]
    return {
        "outcome": outcome,
        "about": row.about,
        "walk": row.walk,
        "boxes": boxes,
        "name": ", ".join(parts)[:LONGEST_NAME],
        "rests_on_samples": _is_demo(request) and any(each.offer or each.centres for each in shown),
    }


async def walk_example(request: web.Request) -> web.StreamResponse:
    """Put an example on a phone, to be walked step by step."""
    at = await at_of(request)
    example = find(at, request.match_info["key"])
    if isinstance(example, CaseExample) or at.reading.library is None:
        raise web.HTTPNotFound
    try:
        handset = await taken(request, at, replace(example, walk=()))
    except CannotPlayError as problem:
        return await draw_list(request, at, refused=problem.why)
    handset.plan = list(example.walk)
    flow = (handset.seen.where.step or at.reading.library.first).partition(".")[0]
    query = f"language={handset.language}&channel={handset.channel}&phone={handset.id}"
    return lead_to(f"{at.path('flows', flow)}?{query}#phone")


def find(at: At, key: str) -> Any:
    """The example that an address names.

    Raises:
        web.HTTPNotFound: there is none.
    """
    for each in read_examples(at.reading.files.get(EXAMPLES, "")).examples:
        if key_of(each.name) == key:
            return each
    raise web.HTTPNotFound


def names_in(at: At) -> Names | None:
    """What steps and centres are called; `None` where nothing can be understood."""
    library, network = at.reading.sketch, at.reading.network
    return Names(library, network.directory) if library and network else None


async def change(request: web.Request, at: At, what: What, make: Callable[[str], str]) -> None:
    """Change the file of a draft's examples: one step that can be undone.

    Raises:
        CannotWriteError: it could not be; the phrase says why.
    """
    if at.draft is None or not at.may_change(EXAMPLES):
        raise CannotWriteError(Phrase(_CLOSED))

    def made(files: dict[str, str]) -> dict[str, str | None]:
        return {EXAMPLES: make(files.get(EXAMPLES, ""))}

    who = session_of(request).person
    try:
        await bench_of(request).change(at.draft.id, who, what, made, only=(EXAMPLES,))
    except CannotWriteError:
        raise
    except (WorkError, EditionError):
        raise CannotWriteError(Phrase(_CLOSED)) from None


def _of(request: web.Request, at: At, handset: Handset) -> WalkExample:
    """The walk on a phone; of one that shows what is now, at the moment it is."""
    example = handset.example
    if example.setting.at is not None or at.reading.network is None:
        return example
    zone = at.reading.network.directory.zone
    now = bench_of(request).clock().astimezone(zone).replace(second=0, microsecond=0, tzinfo=None)
    return replace(example, setting=replace(example.setting, at=now))


def _example(outcome: Outcome) -> WalkExample:
    assert not isinstance(outcome.example, CaseExample), "A phone walks."
    return outcome.example


def _now(outcome: Outcome) -> Holds:
    return holds_now(outcome.screens[-1]) if outcome.screens else Holds()


def _is_demo(request: web.Request) -> bool:
    return parts_of(request).demonstration is not None
