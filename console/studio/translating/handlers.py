"""The desk's pages: the languages, one of them, one sentence."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from console.here import fields_of, lead_to, page, parts_of
from console.studio.at import at_of, bench_of
from console.studio.translating import told
from console.studio.translating.here import (
    SHELF,
    desk_of,
    glossary,
    library_of,
    sentence_of,
)
from console.studio.translating.listing import Wanted, around, page_of
from console.studio.translating.looking import counted, look
from console.studio.translating.progress import Bar, row_of
from locales.catalogues import Status
from locales.desk.library import DOMAINS, TAGS
from locales.desk.progress import progress, progress_by_flow
from locales.errors import UnreadableCatalogueError
from locales.languages import language
from locales.phrase import Phrase

if TYPE_CHECKING:
    from console.studio.at import At
    from console.studio.translating.here import Desk
    from console.studio.translating.progress import Row
    from locales.desk.sentences import Sentence

_SHOWN: Final[dict[str, Any]] = {
    "statuses": told.STATUSES,
    "shapes": told.SHAPES,
    "domains": told.DOMAINS,
}


async def show_languages(request: web.Request) -> web.StreamResponse:
    """Show every language, how far it is, and whether women may choose it."""
    return await languages_page(request, await at_of(request))


async def languages_page(
    request: web.Request, at: At, trouble: tuple[Phrase, ...] = (), status: int = 200
) -> web.StreamResponse:
    """The languages, with what was wrong with a file that somebody brought."""
    rows, unreadable = await _rows(request, at)
    known = {row.language.tag for row in rows} | set(unreadable)
    return page(
        request,
        "words_languages.html",
        status=status,
        at=at,
        rows=rows,
        unreadable=[language(tag) for tag in unreadable],
        others=[language(tag) for tag in TAGS if tag not in known],
        trouble=trouble,
        **_SHOWN,
    )


async def show_language(request: web.Request) -> web.StreamResponse:
    """Show the sentences of one language that an address asks for."""
    desk = await desk_of(request)
    # A problem of a translation leads here by the sentence's key.
    named = desk.book.by_key().get(request.query.get("key", ""))
    if named is not None:
        return lead_to(desk.path(named.id))
    return _list(request, desk, Wanted.of(request.query))


async def find_sentences(request: web.Request) -> web.StreamResponse:
    """Show those with some words in them, in Italian or in the translation."""
    desk, fields = await desk_of(request), fields_of(request)
    asked = {"status": fields.one("status"), "flow": fields.one("flow")}
    return _list(request, desk, Wanted.of(asked, fields.one("text").strip()))


async def show_sentence(request: web.Request) -> web.StreamResponse:
    """Show one sentence, to be translated or read again."""
    desk = await desk_of(request)
    sentence = sentence_of(request, desk.book)
    return await sentence_page(request, desk, sentence, Wanted.of(request.query))


async def sentence_page(
    request: web.Request,
    desk: Desk,
    sentence: Sentence,
    wanted: Wanted,
    *,
    template: str = "words_sentence.html",
    status: int = 200,
    words: str | None = None,
    **others: Any,
) -> web.StreamResponse:
    """One sentence; `words` are what somebody typed and is still in the field."""
    library = await library_of(request, desk.at.reading)
    if library is None:
        raise web.HTTPNotFound
    facts: dict[str, Any] = {"trouble": None, "faults": (), "theirs": None, "saved": False}
    return page(
        request,
        template,
        status=status,
        at=desk.at,
        desk=desk,
        has_step=sentence.step in library.steps,
        seen=sentence.version,
        looked=look(desk.book, sentence, library, glossary(), words),
        wanted=wanted,
        around=around(desk.book, sentence, wanted),
        is_hers=await wrote_it(request, desk, sentence),
        since=await outdated_since(request, desk, sentence),
        parts=told.PARTS,
        **_SHOWN,
        **facts | others,
    )


async def wrote_it(request: web.Request, desk: Desk, sentence: Sentence) -> bool:
    """Whether the translation is in her words, so that somebody else has to read it."""
    if desk.at.draft is None or sentence.status is not Status.DRAFT:
        return False
    draft, bench = desk.at.draft, bench_of(request)
    wrote = told.writer(await bench.drafts.history(draft.id), desk.book, sentence)
    if not wrote and await _is_of_draft(request, desk, sentence):
        # A history that began anew, on another edition, does not tell any more whose it is.
        wrote = draft.author
    return wrote == desk.at.person.id


async def outdated_since(request: web.Request, desk: Desk, sentence: Sentence) -> Phrase | None:
    """Whether an outdated translation is so by this draft; nothing where it is not known."""
    if desk.at.draft is None or sentence.status is not Status.OUTDATED:
        return None
    stood = await _in_base(request, desk, sentence)
    if stood is not None and stood.status is Status.OUTDATED:
        return Phrase(told.OUTDATED_BEFORE, {"number": str(desk.at.edition.number)})
    return Phrase(told.OUTDATED_HERE)


async def _is_of_draft(request: web.Request, desk: Desk, sentence: Sentence) -> bool:
    stood = await _in_base(request, desk, sentence)
    return stood is None or stood.target != sentence.target


async def _in_base(request: web.Request, desk: Desk, sentence: Sentence) -> Sentence | None:
    """The sentence as it stands in the edition that the draft was begun from."""
    book = desk.book
    reading = await bench_of(request).reading(f"v{desk.at.edition.number}")
    base = await request.app[SHELF].book(reading, book.language, book.domain)
    return base.by_key().get(sentence.key)


def _list(request: web.Request, desk: Desk, wanted: Wanted) -> web.Response:
    book = desk.book
    in_flow = Wanted(flow=wanted.flow, text=wanted.text).found(book)
    return page(
        request,
        "words_language.html",
        at=desk.at,
        desk=desk,
        bar=Bar(progress(book)),
        flows={flow: Bar(each) for flow, each in progress_by_flow(book).items()},
        counts=counted(in_flow),
        total=len(in_flow),
        wanted=wanted,
        listed=page_of(wanted.found(book), request.query.get("page", "")),
        many=told.MANY,
        parts=told.PARTS,
        **_SHOWN,
    )


async def _rows(request: web.Request, at: At) -> tuple[list[Row], list[str]]:
    shelf = request.app[SHELF]
    present = {path.split("/")[1] for path in at.reading.files if path.startswith("locales/")}
    offered = bench_of(request).offered(at.reading)
    is_demo = parts_of(request).demonstration is not None
    rows, unreadable = [], []
    for tag in (each for each in TAGS if each in present):
        try:
            books = [await shelf.book(at.reading, tag, domain) for domain in DOMAINS]
        except UnreadableCatalogueError:
            unreadable.append(tag)
            continue
        rows.append(
            row_of(
                language(tag),
                dict(zip(DOMAINS, books, strict=True)),
                offered=tag in offered,
                hidden=tag in at.edition.hides and not at.is_draft,
                drafts=is_demo,
            )
        )
        await asyncio.sleep(0)
    return rows, unreadable
