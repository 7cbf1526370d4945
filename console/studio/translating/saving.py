"""The desk's forms: a translation is kept, held, signed; a language is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.editions.errors import NotYoursError, TooBusyError
from console.here import fields_of, lead_to, parts_of, session_of
from console.studio.at import at_of, bench_of
from console.studio.conflict import ChangedMeanwhileError
from console.studio.translating import acts, told
from console.studio.translating.handlers import languages_page, sentence_page, wrote_it
from console.studio.translating.here import ONLY, SHELF, changing, desk_of, sentence_of
from console.studio.translating.listing import Wanted, around
from locales.desk.library import DOMAINS, TAGS
from locales.errors import LocaleError, OwnWordsError, UnfitWordsError
from locales.phrase import N_, Phrase
from storage.errors import DraftClosedError, UnknownDraftError
from storage.staff.audit import Deed

if TYPE_CHECKING:
    from console.studio.translating.here import Desk
    from locales.desk.sentences import Sentence

_CLOSED = N_("Questa bozza è chiusa: non si può più cambiare. Le tue parole sono ancora qui sotto.")
_BUSY = N_("Altre persone stanno salvando nello stesso momento. Riprova: le tue parole sono qui.")
_ALREADY = N_("Questa lingua c'è già.")
_UNKNOWN = N_("Scegli una lingua dall'elenco.")
#: What a script of ours asks for while she types: the remarks alone.
_PART = "words"


async def save_sentence(request: web.Request) -> web.StreamResponse:
    """Do with a sentence what the button that was pressed says."""
    desk, fields = await desk_of(request), fields_of(request)
    sentence = sentence_of(request, desk.book)
    wanted = Wanted.of({name: fields.one(name) for name in ("status", "flow", "step")})
    if place := fields.one("insert"):
        words = f"{_typed(request)}{place}"
        return await sentence_page(request, desk, sentence, wanted, words=words)
    return await _Saving(request, desk, sentence, wanted).answer(fields.one("do"))


class _Saving:
    """One form about one sentence."""

    def __init__(
        self, request: web.Request, desk: Desk, sentence: Sentence, wanted: Wanted
    ) -> None:
        self._request = request
        self._desk = desk
        self._sentence = sentence
        self._wanted = wanted
        self._seen = fields_of(request).one("version")
        self._is_part = request.headers.get("X-Part") == _PART

    async def answer(self, do: str) -> web.StreamResponse:
        """Do it, and show the sentence as it is then; what was refused stays in the field."""
        try:
            await self._do(do)
        except ChangedMeanwhileError as both:
            return await self._again(409, words=both.mine, theirs=both.theirs)
        except UnfitWordsError as unfit:
            return await self._again(422, trouble=unfit.phrase, faults=unfit.faults)
        except LocaleError as problem:
            return await self._again(409, trouble=problem.phrase, faults=problem.faults)
        except DraftClosedError:
            return await self._again(409, trouble=Phrase(_CLOSED))
        except TooBusyError:
            return await self._again(409, trouble=Phrase(_BUSY))
        except NotYoursError:
            raise web.HTTPForbidden from None
        except UnknownDraftError:
            raise web.HTTPNotFound from None
        return await self._done(do)

    async def _do(self, do: str) -> None:
        key, seen = self._sentence.key, self._seen
        if do == "hold":
            await self._change(told.HELD, acts.holding(key, seen))
        elif do == "sign":
            if await wrote_it(self._request, self._desk, self._sentence):
                raise OwnWordsError(key)
            reader, day = self._desk.at.person.name, self._desk.at.today
            await self._change(told.SIGNED, acts.signing(key, reader, day, seen))
            await parts_of(self._request).audit.note(
                self._desk.at.person.id, Deed.WORDS_SIGNED, about=self._desk.book.language
            )
        elif do == "unsign":
            await self._change(told.UNSIGNED, acts.unsigning(key))
        else:
            words = _typed(self._request)
            await self._change(
                told.WROTE if words else told.CLEARED, acts.writing(key, words, seen)
            )

    async def _change(self, text: str, act: acts.Act) -> None:
        book = self._desk.book
        await bench_of(self._request).change(
            self._request.match_info["at"],
            session_of(self._request).person,
            told.what(text, book, [self._sentence]),
            changing(book.language, book.domain, act),
            only=ONLY,
        )

    async def _done(self, do: str) -> web.StreamResponse:
        if self._is_part:
            desk = await desk_of(self._request)
            sentence = sentence_of(self._request, desk.book)
            return await sentence_page(self._request, desk, sentence, self._wanted,
                                       template="words_remarks.html", saved=True)  # fmt: skip
        to = self._sentence
        if do == "next":
            to = around(self._desk.book, to, self._wanted).to_do or to
        return lead_to(self._desk.path(to.id) + self._wanted.address())

    async def _again(
        self, status: int, *, words: str | None = None, **others: object
    ) -> web.StreamResponse:
        desk = await desk_of(self._request)
        still = next((e for e in desk.book.sentences if e.key == self._sentence.key), None)
        typed = _typed(self._request) if fields_of(self._request).all("words") else None
        return await sentence_page(
            self._request,
            desk if still else self._desk,
            still or self._sentence,
            self._wanted,
            template="words_remarks.html" if self._is_part else "words_sentence.html",
            status=status,
            words=typed if words is None else words,
            **others,
        )


async def add_language(request: web.Request) -> web.StreamResponse:
    """Begin a language: every sentence of it is missing."""
    at, tag = await at_of(request), fields_of(request).one("tag")
    if tag not in TAGS:
        return await languages_page(request, at, (Phrase(_UNKNOWN),), status=422)
    if any(path.startswith(f"locales/{tag}/") for path in at.reading.files):
        return await languages_page(request, at, (Phrase(_ALREADY),), status=409)
    shelf, bench, person = request.app[SHELF], bench_of(request), session_of(request).person
    made = {}
    for domain in DOMAINS:
        book = await shelf.book(at.reading, tag, domain)
        made[domain] = changing(tag, domain, acts.adding())
    try:
        await bench.change(
            at.name,
            person,
            told.what(told.ADDED, book, ()),
            lambda files: {**made[DOMAINS[0]](files), **made[DOMAINS[1]](files)},
            only=ONLY,
        )
    except (DraftClosedError, TooBusyError):
        return await languages_page(request, at, (Phrase(_BUSY),), status=409)
    return lead_to(at.path("words", tag))


def _typed(request: web.Request) -> str:
    """What she typed, whole, its ends of line as in a catalogue."""
    typed = next(iter(fields_of(request).all("words")), "")
    return typed.replace("\r\n", "\n").replace("\r", "\n")
