"""A flow's file: shown, sent, and brought back from an editor, merged with what was done here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.editions.errors import WorkError
from bot.editions.paths import FLOWS, part
from console.here import fields_of, language_of, lead_to, page, parts_of, session_of
from console.studio.at import at_of, bench_of
from console.studio.problems import Problem, problems_of
from flows.composing import LONGEST_FILE
from flows.editing import EditError
from flows.merging import merge
from flows.reader import FACTS_FILE, LIBRARY_FILE, WORDS_FILE, as_typed, read_library
from locales.phrase import N_, Phrase
from storage.editions.records import What

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from console.studio.at import At
    from flows.issues import Issue
    from flows.merging import Conflict, Where
    from flows.sentences import Sentence
    from storage.editions.records import Changed

#: More than a flow may be: what is too large is told so.
LONGEST_UPLOAD: Final = 12_000_000
_REFUSED: Final = 422
_DECIDE: Final = 409

_NOTHING: Final = N_("Scegli prima un file.")
_TOO_LARGE: Final = N_("Il file è più grande di un megabyte: un percorso è molto più piccolo.")
_NOT_TEXT: Final = N_("Il file non è un testo in UTF-8. Salvalo così dal tuo editor.")
_BROUGHT: Final = N_("Caricato il file di «{flow}»")
_NOT_FLOWS: Final = frozenset({LIBRARY_FILE, FACTS_FILE, WORDS_FILE})
_UNREAD: Final = "the file cannot be read: "
_NO_YAML: Final = N_("Il file non si legge: qui non è YAML. Guarda virgolette e spazi.")
#: Why a file cannot be read (`flows.composing`), for who never meant to know.
_WHY: Final[Mapping[str, str]] = {
    "it is larger than a megabyte": _TOO_LARGE,
    "it uses an anchor": N_("Il file non si legge: qui c'è un rimando (&nome). Ripeti le parole."),
    "it is nested too deeply": N_("Il file non si legge: è annidato troppo in profondità."),
    "it is empty": N_("Il file non si legge: è vuoto."),
    "a key is not a word": N_("Il file non si legge: qui serve un nome, e c'è altro."),
}
_TWICE: Final = N_("Il file non si legge: qui lo stesso nome è scritto due volte.")
#: What an editor may leave half done, as the studio may: it is told on its card.
_TO_BE_MENDED: Final = ("which is no step of any flow", "which is not remembered")


class UploadRefusedError(WorkError):
    """A file that cannot take the place of a flow's."""

    def __init__(self, problems: Collection[Issue]) -> None:
        super().__init__("The file cannot be understood.")
        self.problems = problems


class ToDecideError(WorkError):
    """Both changed the same thing."""

    def __init__(self, conflicts: Collection[Conflict]) -> None:
        super().__init__("Both changed the same.")
        self.conflicts = conflicts


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody uploads for a flow."""

    name: str
    text: str
    #: The file as it was when she took it.
    base: str
    as_theirs: Collection[Where]

    def merged(self, sources: Mapping[str, str]) -> str:
        """The flow's file with what she did to it.

        Raises:
            UploadRefusedError: if it cannot be understood.
            ToDecideError: if somebody changed the same thing here.
            EditError: if one of the files cannot be merged.
        """
        self._see_that_it_reads({**sources, self.name: self.text})
        before = {self.name: self.base}
        mine = {self.name: sources[self.name]}
        merged = merge(before, mine, {self.name: self.text}, as_theirs=self.as_theirs)
        if merged.conflicts:
            raise ToDecideError(merged.conflicts)
        self._see_that_it_reads({**sources, **merged.sources})
        return merged.sources[self.name]

    def _see_that_it_reads(self, sources: Mapping[str, str]) -> None:
        _, issues = read_library(sources)
        found = [
            issue
            for issue in issues
            if issue.is_error
            and issue.place.file == self.name
            and not issue.what.endswith(_TO_BE_MENDED)
        ]
        if found:
            raise UploadRefusedError(found)


async def show_file(request: web.Request) -> web.StreamResponse:
    """Show a flow's file, to be read or taken away."""
    at = await at_of(request)
    return _shown(request, at)


async def send_file(request: web.Request) -> web.StreamResponse:
    """Send a flow's file."""
    at = await at_of(request)
    name, text = _file(request, at)
    if request.match_info["name"] != name:
        raise web.HTTPNotFound
    return web.Response(
        body=text.encode(errors="surrogatepass"),
        content_type="application/yaml",
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def bring_file(request: web.Request) -> web.StreamResponse:
    """Take a flow's file as somebody made it elsewhere, with what was done here meanwhile."""
    at, bench = await at_of(request), bench_of(request)
    name, _ = _file(request, at)
    fields = fields_of(request)
    text, why = _text(fields.files.get("file"), fields.one("text", LONGEST_FILE + 1))
    if why is not None:
        return _shown(request, at, status=_REFUSED, why=why)
    before, _ = _text(fields.files.get("base"), fields.one("before", LONGEST_FILE + 1))
    if not before:
        base = await bench.files(f"v{at.edition.number}")
        before = base.get(FLOWS + name, part(at.reading.files, FLOWS)[name])
    wanted = [tuple(each.split("\n")) for each in fields.all("theirs")]
    brought = Brought(name, text, before, wanted)

    def make(files: dict[str, str]) -> Changed:
        return {FLOWS + name: brought.merged(part(files, FLOWS))}

    what = What(_BROUGHT, {"flow": request.match_info["flow"]})
    try:
        await bench.change(at.name, session_of(request).person, what, make)
    except UploadRefusedError as problem:
        return _shown(
            request, at, status=_REFUSED, problems=_in_words(request, at, problem.problems)
        )
    except ToDecideError as problem:
        return _shown(
            request, at, status=_DECIDE, conflicts=problem.conflicts, text=text, before=before,
            theirs=wanted,
        )  # fmt: skip
    except EditError as problem:
        return _shown(request, at, status=_REFUSED, why=_phrase(problem.sentence))
    return lead_to(at.path("flows", request.match_info["flow"]))


def _text(upload: bytes | None, typed: str) -> tuple[str, Phrase | None]:
    """The words of an upload, or why they cannot be had."""
    if upload is None:
        return typed, None if typed else Phrase(_NOTHING)
    if not upload:
        return "", Phrase(_NOTHING)
    if len(upload) > LONGEST_FILE:
        return "", Phrase(_TOO_LARGE)
    try:
        return upload.decode("utf-8-sig").replace("\r\n", "\n"), None
    except UnicodeDecodeError:
        return "", Phrase(_NOT_TEXT)


def _file(request: web.Request, at: At) -> tuple[str, str]:
    """A flow's file and its name.

    Raises:
        web.HTTPNotFound: if there is none.
    """
    sources = part(at.reading.files, FLOWS)
    for ending in ("yaml", "yml"):
        name = f"{request.match_info['flow']}.{ending}"
        if name in sources and name not in _NOT_FLOWS:
            return name, sources[name]
    raise web.HTTPNotFound


def _in_words(request: web.Request, at: At, issues: Collection[Issue]) -> list[tuple[int, Problem]]:
    """Each problem with its line, in the language of the page."""
    library = as_typed(part(at.reading.files, FLOWS))
    told: list[tuple[int, Problem]] = []
    for issue in issues:
        if issue.what.startswith(_UNREAD):
            why = parts_of(request).say(_why(issue), language_of(request))
            told.append((issue.place.line, Problem(is_error=True, what=why, mend="")))
        elif library is not None:
            found = problems_of(library, [issue], language_of(request))
            each = [*found.others, *(p for step in found.by_step.values() for p in step)]
            told += [(issue.place.line, problem) for problem in each]
    return told


def _why(issue: Issue) -> str:
    why = issue.what.removeprefix(_UNREAD)
    known = next((told for begins, told in _WHY.items() if why.startswith(begins)), "")
    return known or (_TWICE if why.endswith("twice in one place") else _NO_YAML)


def _shown(request: web.Request, at: At, *, status: int = 200, **values: object) -> web.Response:
    name, text = _file(request, at)
    told = {
        "why": None, "problems": [], "conflicts": [], "text": "", "before": "", "theirs": [],
        **values,
    }  # fmt: skip
    return page(
        request,
        "studio_file.html",
        status=status,
        at=at,
        flow=request.match_info["flow"],
        name=name,
        shown=text,
        may=at.may_change(FLOWS),
        phrase=_phrase,
        **told,
    )


def _phrase(sentence: Sentence) -> Phrase:
    return Phrase(sentence.text, sentence.values)
