"""What somebody types about a fact, checked by the kind of fact it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flows.editing import EditError
from flows.registered import FactKind
from locales.phrase import S_
from routing.directory import ContactKind
from routing.network.editing.wording import plain, value
from routing.register.contacts_written import dialled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.forms import Fields

_LONG: Final = 600
_VALUE: Final = 60
_COUNT: Final = re.compile(r"\d{1,3}(?:\.?\d{3})*(?:,\d{1,2})?")
_COUNTED: Final = frozenset({FactKind.LAW, FactKind.MONEY})
#: The fields that are words, and what the form calls them.
_WORDS: Final[Mapping[str, str]] = {
    "says": S_("Che cosa dice"),
    "source": S_("Fonte"),
    "owner": S_("Chi ne risponde"),
}


class NotCountedError(EditError):
    """A term of law or a sum that is no number."""

    def __init__(self) -> None:
        super().__init__(
            S_(
                "Qui il valore è un numero da solo, per esempio 12 o 530. Se la frase dice tutto "
                "senza un numero, lascialo vuoto."
            )
        )


class NoKindError(EditError):
    """A kind of fact there is not."""

    def __init__(self) -> None:
        super().__init__(S_("Scegli che cos'è: un numero, una legge, dei soldi, la salute, altro."))


class LongValueError(EditError):
    """A value that is a sentence."""

    def __init__(self) -> None:
        super().__init__(
            S_("Il valore è breve: entra dentro una frase. Qui è più lungo di 60 lettere.")
        )


def fact_typed(fields: Fields) -> dict[str, str]:
    """The fields of a fact as the registry takes them.

    Raises:
        EditError, NetworkEditError: one of them cannot be so.
    """
    told = {key: plain(fields.one(key, _LONG), label) for key, label in _WORDS.items()}
    kind = fields.one("kind")
    if kind not in set(FactKind):
        raise NoKindError
    is_shared = bool(fields.one("shared"))
    typed = " ".join(fields.one("value", _LONG).split())
    return {
        **told,
        "kind": kind,
        "value": value_typed(typed, FactKind(kind), told["says"], is_shared=is_shared),
    }


def value_typed(typed: str, kind: FactKind, says: str, *, is_shared: bool) -> str:
    """A value as it is told: a number to dial, a count, or a few words.

    Raises:
        BadNumberError: nobody can dial it.
        PersonalNumberError: it is a person's mobile.
        EditError: it is no count, or too long.
    """
    if kind is FactKind.NUMBER:
        number = value(typed, ContactKind.PHONE, "", says, is_shared=is_shared, is_hidden=False)
        # As she spaced it, where that is how it is dialled: women read it.
        return typed if dialled(typed) else number
    if len(typed) > _VALUE:
        raise LongValueError
    if kind in _COUNTED and typed and not _COUNT.fullmatch(typed):
        raise NotCountedError
    return typed
