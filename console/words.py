"""The console's words: Italian in the pages and in `N_`, other languages in the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from locales.phrase import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storage.staff.people import Role

#: The languages of the staff's pages; the first is the source.
LANGUAGES: Final = ("it", "en")


class Say(Protocol):
    """Puts an Italian sentence of the console into a language."""

    def __call__(self, what: Phrase | str, language: str, /) -> str:
        """Return the words."""
        ...


ROLES: Final[Mapping[str, str]] = {
    "operator": N_("operatrice"),
    "lead": N_("responsabile del nodo"),
    "coordinator": N_("coordinatrice"),
    "translator": N_("traduttrice"),
    "keeper": N_("custode del sistema"),
}

STATES: Final[Mapping[str, str]] = {
    "invited": N_("invitata: il link non è ancora stato usato"),
    "pending": N_("iscritta: aspetta di essere ammessa"),
    "active": N_("attiva"),
    "removed": N_("rimossa"),
}


def translator(say: Say, language: str) -> Callable[..., str]:
    """Return what templates call as `_("Ciao {name}", name=…)`."""

    def translate(text: str | Phrase, **values: object) -> str:
        if values and isinstance(text, str):
            text = Phrase(text, values)
        return say(text, language)

    return translate


def preferred(accepted: str) -> str:
    """The language of a page for somebody who has not signed in, from `Accept-Language`."""
    for wish in accepted.split(","):
        tag = wish.split(";")[0].strip().lower().partition("-")[0]
        if tag in LANGUAGES:
            return tag
    return LANGUAGES[0]


def roles_in_order(roles: frozenset[Role]) -> list[str]:
    """The words of somebody's roles, the usual one first."""
    return [words for role, words in ROLES.items() if role in roles]
