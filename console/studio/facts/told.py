"""What the registry's facts are called on the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flows.registered import FactKind
from locales.phrase import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Final[Mapping[str, str]] = {
    FactKind.NUMBER: N_("numero da chiamare"),
    FactKind.LAW: N_("legge"),
    FactKind.MONEY: N_("soldi"),
    FactKind.HEALTH: N_("salute"),
    FactKind.OTHER: N_("altro"),
}
#: How long a check of each kind is trusted.
LIVES: Final[Mapping[str, str]] = {
    FactKind.NUMBER: N_("Un numero vale tre mesi da quando è verificato."),
    FactKind.LAW: N_("Una legge vale sei mesi da quando è verificata."),
    FactKind.MONEY: N_("Una somma vale sei mesi da quando è verificata."),
    FactKind.HEALTH: N_("Un dato sulla salute vale un anno da quando è verificato."),
    FactKind.OTHER: N_("Questo dato vale un anno da quando è verificato."),
}
#: By state: the shape, the class of its mark, one word, and what it means for her.
STATES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "expired": (
        "✕",
        "error",
        N_("scaduto"),
        N_("Scaduto il {day}: le sue frasi sono nascoste, al suo posto c'è il 1522."),
    ),
    "overdue": (
        "✕",
        "error",
        N_("da richiamare"),
        N_("Andava verificato entro il {day}. Si mostra sempre: chiamalo oggi."),
    ),
    "draft": (
        "○",
        "draft",
        N_("da confermare"),
        N_("Nel servizio le sue frasi sono nascoste: al suo posto c'è il 1522."),
    ),
    "soon": (
        "▲",
        "warning",
        N_("scade presto"),
        N_("Scade il {day}: dopo, le sue frasi si nascondono."),
    ),
    "fine": ("✓", "fine", N_("confermato"), N_("Vale fino al {day}.")),
    "always": (
        "✓",
        "fine",
        N_("sempre mostrato"),
        N_("Non si nasconde mai. Va verificato di nuovo entro il {day}."),
    ),
}

# What the history of a draft says was done.
CHANGED: Final = N_("dato cambiato: {fact}")
CONFIRMED: Final = N_("dato verificato: {fact}")
ADDED: Final = N_("dato nuovo: {fact}")
REMOVED: Final = N_("dato tolto: {fact}")
