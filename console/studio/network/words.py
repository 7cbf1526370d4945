"""What the network's data are called on the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from locales.phrase import N_
from routing.directory import ContactKind, NodeKind, Service

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Final[Mapping[str, str]] = {
    NodeKind.CENTRE: N_("centro antiviolenza"),
    NodeKind.HOSPITAL: N_("ospedale"),
    NodeKind.HOSPITALITY: N_("ospitalità"),
    NodeKind.SERVICE: N_("servizio"),
}
SERVICES: Final[Mapping[str, str]] = {
    Service.LISTENING: N_("ascolto"),
    Service.LEGAL: N_("aiuto legale"),
    Service.PSYCHOLOGICAL: N_("aiuto psicologico"),
    Service.SEXUAL_VIOLENCE: N_("cure dopo violenza sessuale"),
    Service.HOSPITAL: N_("cure in ospedale"),
    Service.FOREIGNERS: N_("aiuto per i documenti"),
    Service.WORK: N_("aiuto per il lavoro"),
    Service.HOUSING: N_("aiuto per la casa"),
    Service.CHILDREN: N_("aiuto per i figli"),
}
CONTACTS: Final[Mapping[str, str]] = {
    ContactKind.PHONE: N_("telefono"),
    ContactKind.LINE24: N_("linea giorno e notte"),
    ContactKind.MOBILE: N_("cellulare del centro"),
    ContactKind.WEB: N_("sito"),
    ContactKind.EMAIL: N_("posta"),
}
#: What a fact waits for: the shape, the class of its mark, the words.
STATES: Final[Mapping[str, tuple[str, str, str]]] = {
    "problem": ("✕", "error", N_("non si legge")),
    "expired": ("✕", "error", N_("scaduto")),
    "conflict": ("▲", "warning", N_("fonti discordi")),
    "soon": ("▲", "warning", N_("scade entro 30 giorni")),
    "unconfirmed": ("○", "draft", N_("da confermare")),
    "fine": ("✓", "fine", N_("confermato")),
}
DAYS: Final = (
    (N_("lun"), N_("lunedì")),
    (N_("mar"), N_("martedì")),
    (N_("mer"), N_("mercoledì")),
    (N_("gio"), N_("giovedì")),
    (N_("ven"), N_("venerdì")),
    (N_("sab"), N_("sabato")),
    (N_("dom"), N_("domenica")),
)
WEEKS: Final = (
    ("", N_("ogni settimana")),
    ("1", N_("la prima volta del mese")),
    ("2", N_("la seconda")),
    ("3", N_("la terza")),
    ("4", N_("la quarta")),
    ("5", N_("la quinta")),
    ("1,3", N_("la prima e la terza")),
    ("2,4", N_("la seconda e la quarta")),
)
#: What stands under the word for a fact of a node.
FACTS: Final[Mapping[str, str]] = {
    "seat": N_("Sede"),
    "hours": N_("Orari"),
    "line": N_("Numero nazionale"),
}
#: A confirmation names the node, never a person: these data are public.
HER_WORD: Final = N_("la responsabile del centro")
