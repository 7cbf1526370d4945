"""What these pages share: who says yes, refusals in words, the way back after a form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.editions.errors import (
    MustBeRebasedError,
    NoMomentError,
    NotGreenError,
    NothingChangedError,
    NoTitleError,
    NotYoursError,
    TooBusyError,
    UndecidedError,
    WorkError,
)
from bot.editions.publishing import Publishing
from console.here import language_of, page, parts_of, session_of
from console.studio.at import bench_of
from console.studio.publishing.told import Teller
from locales.phrase import N_, Phrase
from storage.errors import (
    DraftClosedError,
    DraftMovedOnError,
    EditionError,
    EditionMovedOnError,
    NothingBeforeError,
    NotLiveError,
    NotWaitingError,
    SamePersonError,
)
from storage.staff.people import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from console.studio.publishing.told import Say
    from storage.staff.audit import Deed
    from storage.staff.people import Person

#: What a form may lead back to: a page of the studio, on this site.
_PLACE: Final = re.compile(
    r"/studio/(?:live|v[0-9]{1,9}|[0-9a-f]{12})((?!.*\.\.)/[\w./?=&#%-]*)?", re.ASCII
)

_WHY: Final[Mapping[type[Exception], str]] = {
    SamePersonError: N_("L'hai proposta tu: deve approvarla un'altra persona."),
    NotGreenError: N_("Adesso un controllo non lo permette. Guarda che cosa è segnato con ✕."),
    NothingChangedError: N_("Non cambia niente rispetto a quello che è pubblicato."),
    NoTitleError: N_("Scrivi un titolo: le altre lo leggono prima di approvare."),
    MustBeRebasedError: N_(
        "Nel frattempo è stata pubblicata un'altra versione. Prima porta la bozza su quella."
    ),
    EditionMovedOnError: N_(
        "Nel frattempo è stata pubblicata un'altra versione. "
        "Questa va ripresa: la sua bozza si porta sulla nuova."
    ),
    UndecidedError: N_("Scegli, per ogni punto che avete cambiato in due, quale versione resta."),
    NotYoursError: N_("Il tuo ruolo non arriva fin qui. Chiedi a una coordinatrice."),
    TooBusyError: N_("Altre stanno cambiando la stessa bozza proprio ora. Riprova tra un momento."),
    DraftMovedOnError: N_("Nel frattempo la bozza è cambiata. Guardala ancora e riprova."),
    DraftClosedError: N_("Questa bozza è chiusa: è stata proposta o messa via."),
    NotWaitingError: N_("Qualcuna ha già deciso su questa versione."),
    NotLiveError: N_("Questa versione non è più quella pubblicata."),
    NothingBeforeError: N_("Prima di questa non c'è nessuna versione a cui tornare."),
}
_GONE: Final = N_("Questa versione o bozza non c'è più.")


def say_of(request: web.Request) -> Say:
    """What puts a sentence into the language of the page."""
    parts, language = parts_of(request), language_of(request)
    return lambda what: parts.say(what, language)


def teller_of(request: web.Request) -> Teller:
    """What puts differences into words."""
    return Teller(say_of(request), bench_of(request).zone)


def publishing_of(request: web.Request) -> Publishing:
    """The way to being live."""
    return Publishing(bench_of(request))


def person_of(request: web.Request) -> Person:
    """Who asks."""
    return session_of(request).person


def approves(person: Person) -> bool:
    """Whether she may say the second yes, and take back."""
    return Role.COORDINATOR in person.roles


def begins(person: Person) -> bool:
    """Whether she may change anything at all."""
    return bool(person.roles & {Role.COORDINATOR, Role.TRANSLATOR, Role.LEAD})


def why(trouble: WorkError | EditionError) -> Phrase:
    """Why something cannot be done, for whoever tried."""
    if isinstance(trouble, NoMomentError):
        return Phrase(trouble.why)
    return Phrase(_WHY.get(type(trouble), _GONE))


def refused(request: web.Request, trouble: WorkError | EditionError, back: str) -> web.Response:
    """A page that says why not, and leads back to where she was."""
    return page(request, "publishing_refused.html", status=409, why=why(trouble), back=back)


async def note(request: web.Request, deed: Deed, number: int, reason: str = "") -> None:
    """Write in the log who did what to an edition."""
    audit = parts_of(request).audit
    await audit.note(person_of(request).id, deed, f"v{number}", reason)


def place_in(typed: str, draft: str, otherwise: str) -> str:
    """The page of a draft that a form leads to: the same one, wherever she was."""
    found = _PLACE.fullmatch(typed)
    return f"/studio/{draft}{(found and found[1]) or f'/{otherwise}'}"
