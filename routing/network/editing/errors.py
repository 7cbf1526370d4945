"""Why a network's data cannot be changed so, each error writing its own sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locales.phrase import S_, Phrase
from routing.errors import RoutingError

if TYPE_CHECKING:
    from collections.abc import Sequence


class NetworkEditError(RoutingError):
    """A change of the network's data that cannot be made as it is asked for."""

    def __init__(self, text: str, **values: object) -> None:
        self.phrase = Phrase(text, values)
        # Without the values: they may be what somebody typed.
        super().__init__(text)


class UnknownNodeError(NetworkEditError):
    """The network has no such node."""

    def __init__(self) -> None:
        super().__init__(S_("Questo centro non c'è. Forse qualcuna l'ha tolto."))


class UnknownRowError(NetworkEditError):
    """The node, or the network, has no such row any more."""

    def __init__(self) -> None:
        super().__init__(S_("Questa riga non c'è più. Forse qualcuna l'ha tolta."))


class LayoutError(NetworkEditError):
    """The file is written in so unusual a way that a change could damage what stands by."""

    def __init__(self, file: str) -> None:
        super().__init__(
            S_("{file} è scritto in un modo insolito: si può cambiare solo a mano."), file=file
        )


class UnreadableError(NetworkEditError):
    """The file is no TOML."""

    def __init__(self, file: str) -> None:
        super().__init__(S_("{file} non si legge: va corretto a mano."), file=file)


class NoWordsError(NetworkEditError):
    """Words are needed and none are given."""

    def __init__(self, field: str) -> None:
        super().__init__(S_("Scrivi qualcosa in «{field}»."), field=Phrase(field))


class UnwritableError(NetworkEditError):
    """Characters that nobody types and no screen shows, or too many."""

    def __init__(self, field: str) -> None:
        super().__init__(
            S_(
                "In «{field}» c'è un carattere invisibile, o più di 500 lettere. Riscrivilo a mano."
            ),
            field=Phrase(field),
        )


class ShelterError(NetworkEditError):
    """An address that could be a shelter's."""

    def __init__(self) -> None:
        super().__init__(
            S_(
                "Qui non si può scrivere un indirizzo. Chi ospita si raggiunge da un centro: se "
                "l'indirizzo fosse noto, chi cerca una donna la troverebbe. Togli la via."
            )
        )


class PhoneOnlyError(NetworkEditError):
    """A node that gives its number only has no address here."""

    def __init__(self) -> None:
        super().__init__(
            S_(
                "Questo centro dà l'indirizzo solo al telefono: qui non si scrive. Se ora può "
                "essere noto, togli prima «solo al telefono»."
            )
        )


class BadNumberError(NetworkEditError):
    """No number that can be dialled."""

    def __init__(self) -> None:
        super().__init__(
            S_(
                "Questo numero non si può chiamare. Scrivilo con il prefisso, per esempio "
                "02 5501 5519, 339 218 2840 o 800 123 456."
            )
        )


class PersonalNumberError(NetworkEditError):
    """The mobile of a person, not of a centre."""

    def __init__(self) -> None:
        super().__init__(
            S_(
                "Questo sembra il cellulare di una persona. Chi lo legge potrebbe cercarla, e "
                "quando lei non c'è non risponde nessuna. Usa il numero del centro; se è un "
                "cellulare del centro, che passa a chi è in turno, segnalo nella casella."
            )
        )


class PersonalMailboxError(NetworkEditError):
    """One person's mailbox."""

    def __init__(self) -> None:
        super().__init__(
            S_("Questa sembra la casella di una persona. Usa quella del centro, o nessuna.")
        )


class BadMailboxError(NetworkEditError):
    """No mailbox."""

    def __init__(self) -> None:
        super().__init__(S_("Questo non è un indirizzo di posta. Scrivilo come info@centro.it."))


class OfficeMailboxError(NetworkEditError):
    """An office's mailbox that women would be shown."""

    def __init__(self) -> None:
        super().__init__(
            S_("Questa è la casella di un ufficio: si può tenere, ma solo per chi lavora qui.")
        )


class BadLinkError(NetworkEditError):
    """No address of a site, or one that hides where it leads."""

    def __init__(self) -> None:
        super().__init__(
            S_("Scrivi l'indirizzo intero del sito, come https://www.centro.it, non abbreviato.")
        )


class BadHoursError(NetworkEditError):
    """Hours nobody can read."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text, **values)


class BadDatesError(NetworkEditError):
    """Days the wrong way round, over, or too far away."""

    def __init__(self, text: str) -> None:
        super().__init__(text)


class BadPointError(NetworkEditError):
    """Coordinates that are none, or not in this country."""

    def __init__(self) -> None:
        super().__init__(
            S_(
                "Le coordinate sono due numeri, come 45.4490 e 9.2045. Se non le sai, lasciale "
                "vuote."
            )
        )


class StillUsedError(NetworkEditError):
    """Others rest on the node."""

    def __init__(self, where: Sequence[Phrase]) -> None:
        whole = where[0]
        for each in where[1:]:
            whole = Phrase(S_("{first}; {rest}"), {"first": whole, "rest": each})
        super().__init__(S_("Non si può togliere, perché serve ancora: {where}."), where=whole)


class NameTakenError(NetworkEditError):
    """Another has this name."""

    def __init__(self) -> None:
        super().__init__(S_("C'è già un centro con questo nome. Scegline un altro."))


class NotHersError(NetworkEditError):
    """A node's lead changes what belongs to others."""

    def __init__(self) -> None:
        super().__init__(S_("Puoi cambiare solo quello che riguarda il tuo centro."))


class ProblemsError(NetworkEditError):
    """The network could not be read any more."""

    def __init__(self, first: Phrase) -> None:
        super().__init__(S_("Così la rete non si legge più: {problem}"), problem=first)
