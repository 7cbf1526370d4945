"""PO files out to a translator's own editor and in again, each looked at before it counts."""

from __future__ import annotations

import asyncio
import io
import zipfile
from typing import TYPE_CHECKING

from aiohttp import web

from bot.editions.errors import TooBusyError
from console.here import fields_of, lead_to, page, session_of
from console.studio.at import at_of, bench_of
from console.studio.translating import told
from console.studio.translating.arrivals import (
    ArrivalMovedOnError,
    chosen,
    parcel_of,
    taking,
    waiting,
)
from console.studio.translating.handlers import languages_page
from console.studio.translating.here import ONLY, SHELF, changing, desk_of, glossary
from locales.desk.leaving import exported
from locales.desk.library import DOMAINS, TAGS
from locales.errors import UnfitFileError, UnreadableCatalogueError
from locales.languages import language
from locales.phrase import N_, Phrase
from storage.errors import DraftClosedError

if TYPE_CHECKING:
    from console.studio.at import At
    from console.studio.translating.arrivals import Waiting
    from locales.desk.sentences import Book

_GONE = N_("Il file non è più qui: sceglilo di nuovo.")
_BUSY = N_("La bozza è chiusa, o altre persone stanno salvando: il file non è stato importato.")
_MOVED_ON = N_(
    "Intanto qualcuno ha cambiato delle frasi di questa lingua. Guarda di nuovo che cosa cambia."
)
_OLD = (1980, 1, 1, 0, 0, 0)


async def send_book(request: web.Request) -> web.StreamResponse:
    """Send one catalogue of one language as a PO file."""
    desk = await desk_of(request)
    body = await _po(request, desk.book)
    return _file(
        body, f"soglia-{desk.book.language}-{desk.book.domain}.po", "text/x-gettext-translation"
    )


async def send_all(request: web.Request) -> web.StreamResponse:
    """Send every language as PO files in one ZIP file."""
    at, shelf = await at_of(request), request.app[SHELF]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for tag in TAGS:
            if not any(path.startswith(f"locales/{tag}/") for path in at.reading.files):
                continue
            for domain in DOMAINS:
                try:
                    body = await _po(request, await shelf.book(at.reading, tag, domain))
                except UnreadableCatalogueError:
                    continue
                # Always the same bytes for the same words: no day of today.
                archive.writestr(zipfile.ZipInfo(f"{tag}/{domain}.po", _OLD), body)
    return _file(packed.getvalue(), "soglia-traduzioni.zip", "application/zip")


async def look_at_file(request: web.Request) -> web.StreamResponse:
    """Show what a translator's file would change. Nothing is changed yet."""
    at = await at_of(request)
    try:
        waits = await _waiting(request, at)
    except UnfitFileError as unfit:
        return await languages_page(request, at, (unfit.phrase, *unfit.faults), status=422)
    request.app[SHELF].waiting[session_of(request)] = waits
    return _preview(request, at, waits)


async def take_file(request: web.Request) -> web.StreamResponse:
    """Take over what she looked at, and the signed sentences she ticked."""
    at, shelf, session = await at_of(request), request.app[SHELF], session_of(request)
    waits = shelf.waiting.get(session)
    if waits is None or waits.at != at.name:
        return await languages_page(request, at, (Phrase(_GONE),), status=409)
    ticked = set(fields_of(request).all("replace"))
    changed = [each.after for each in chosen(waits, ticked).changes]
    book = waits.book
    try:
        await bench_of(request).change(
            at.name,
            session.person,
            told.what(told.IMPORTED, book, changed),
            changing(book.language, book.domain, taking(waits, ticked)),
            only=ONLY,
        )
    except ArrivalMovedOnError:
        return await _look_again(request, at, waits)
    except (DraftClosedError, TooBusyError):
        return await languages_page(request, at, (Phrase(_BUSY),), status=409)
    del shelf.waiting[session]
    return lead_to(at.path("words", book.language, book.domain))


async def _look_again(request: web.Request, at: At, waits: Waiting) -> web.StreamResponse:
    book = await request.app[SHELF].book(at.reading, waits.book.language, waits.book.domain)
    try:
        again = waiting(at.name, waits.parcel, book)
    except UnfitFileError as unfit:
        return await languages_page(request, at, (unfit.phrase, *unfit.faults), status=422)
    request.app[SHELF].waiting[session_of(request)] = again
    return _preview(request, at, again, Phrase(_MOVED_ON), status=409)


async def _waiting(request: web.Request, at: At) -> Waiting:
    fields = fields_of(request)
    parcel = await asyncio.to_thread(parcel_of, fields.files.get("file", b""))
    if parcel.domain not in DOMAINS:
        known = ", ".join(DOMAINS)
        raise UnfitFileError(
            N_("«{domain}» cambia solo con una nuova versione del programma. Qui: {known}."),
            domain=parcel.domain,
            known=known,
        )
    expected = fields.one("tag")
    if expected and parcel.language != expected:
        raise UnfitFileError(
            N_("Il file dice di essere in «{language}», non in «{tag}»."),
            language=parcel.language,
            tag=expected,
        )
    book = await request.app[SHELF].book(at.reading, parcel.language, parcel.domain)
    return await asyncio.to_thread(waiting, at.name, parcel, book)


def _preview(
    request: web.Request,
    at: At,
    waits: Waiting,
    trouble: Phrase | None = None,
    status: int = 200,
) -> web.Response:
    return page(
        request,
        "words_import.html",
        status=status,
        at=at,
        waits=waits,
        to=language(waits.book.language),
        domains=told.DOMAINS,
        trouble=trouble,
    )


async def _po(request: web.Request, book: Book) -> bytes:
    now = bench_of(request).clock()
    return await asyncio.to_thread(exported, book, glossary(), now)


def _file(body: bytes, name: str, kind: str) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=body, content_type=kind, headers=headers)
