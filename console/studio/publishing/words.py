"""What languages, states and the fields of the network's files are called on these pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from locales.phrase import N_
from storage.editions.records import State

if TYPE_CHECKING:
    from collections.abc import Mapping

#: With their article, as they stand in a sentence.
LANGUAGES: Final[Mapping[str, str]] = {
    "it": N_("l'italiano"),
    "en": N_("l'inglese"),
    "es": N_("lo spagnolo"),
    "ar": N_("l'arabo"),
    "zh-Hans": N_("il cinese"),
    "fil": N_("il filippino"),
    "ro": N_("il romeno"),
    "uk": N_("l'ucraino"),
    "fr": N_("il francese"),
    "sq": N_("l'albanese"),
    "ru": N_("il russo"),
    "pt": N_("il portoghese"),
    "si": N_("il singalese"),
    "bn": N_("il bengalese"),
    "fa": N_("il persiano"),
    "pl": N_("il polacco"),
}
#: The shape, the class of its mark, the words.
STATES: Final[Mapping[State, tuple[str, str, str]]] = {
    State.PROPOSED: ("○", "draft", N_("aspetta l'approvazione")),
    State.SCHEDULED: ("◷", "draft", N_("approvata, in programma")),
    State.LIVE: ("●", "fine", N_("pubblicata adesso")),
    State.PAST: ("■", "", N_("di prima")),
    State.WITHDRAWN: ("▲", "warning", N_("ritirata")),
    State.REFUSED: ("✕", "", N_("non approvata")),
    State.DROPPED: ("✕", "", N_("ripresa da chi l'ha proposta")),
}
#: Why an edition is not approved: what the log says of it, and what a colleague reads.
REASONS: Final[Mapping[str, str]] = {
    "words": N_("Una frase va scritta in un altro modo."),
    "data": N_("Un dato va controllato."),
    "later": N_("Non è il momento."),
    "other": N_("Parliamone."),
}
KINDS: Final[Mapping[str, str]] = {
    "": N_("In generale"),
    "node": N_("Centro"),
    "line": N_("Numero nazionale"),
    "territory": N_("Rete di comuni"),
    "local_holiday": N_("Festa"),
    "closure": N_("Chiusura"),
    "desk": N_("Chi risponde per iscritto"),
    "rule": N_("Regola"),
}
CHANGES: Final[Mapping[str, tuple[str, str]]] = {
    "new": ("+", N_("è nuovo")),
    "gone": ("✕", N_("non c'è più")),
    "changed": ("△", N_("cambia")),
}
#: By the names that the files have for them.
FIELDS: Final[Mapping[str, str]] = {
    "address": N_("indirizzo"),
    "ageing_minutes": N_("minuti dopo cui chi aspetta ha un posto ogni tre"),
    "area": N_("zona"),
    "areas": N_("zone"),
    "begins": N_("primo giorno"),
    "checked_on": N_("controllato il"),
    "claim_minutes": N_("minuti dopo cui un contatto torna in coda"),
    "closures": N_("chiusure"),
    "confirmed_by": N_("confermato da"),
    "conflict": N_("fonti discordi"),
    "contacts": N_("recapito"),
    "date": N_("data"),
    "day": N_("giorno"),
    "ends": N_("ultimo giorno"),
    "expires_on": N_("vale fino al"),
    "hours": N_("orario"),
    "id": N_("nome nei dati"),
    "kind": N_("tipo"),
    "ladder": N_("altri centri che le vengono detti"),
    "languages": N_("lingue"),
    "name": N_("nome"),
    "nodes": N_("centri"),
    "note": N_("nota per noi"),
    "number": N_("numero"),
    "open": N_("apertura"),
    "order": N_("ordine in cui si sceglie il centro"),
    "owner": N_("chi lo conferma"),
    "part_of": N_("fa parte di"),
    "phone_only": N_("si dà solo il numero"),
    "point": N_("punto sulla mappa"),
    "prefer": N_("preferisce"),
    "sample": N_("di prova"),
    "seat": N_("sede"),
    "serves": N_("comuni"),
    "services": N_("che cosa fa"),
    "source": N_("fonte"),
    "sources": N_("fonti"),
    "staff_only": N_("solo per noi"),
    "title": N_("titolo"),
    "transport": N_("come si arriva"),
    "use": N_("a che cosa serve"),
    "value": N_("recapito"),
    "wants": N_("richieste"),
    "when": N_("quando"),
    "web": N_("sito"),
    "why": N_("perché"),
    "widen_minutes": N_("minuti dopo cui passa al centro seguente"),
    "written": N_("orario a parole"),
}
#: The parts of a version: the page, what it is called, and what one does there.
SECTIONS: Final = (
    (
        "flows",
        N_("Conversazione"),
        N_("Quello che una donna legge, passo per passo, e un telefono per provarlo come lei."),
    ),
    (
        "words",
        N_("Traduzioni"),
        N_("Ogni frase accanto alla sua traduzione: che cosa manca, che cosa va riletto."),
    ),
    (
        "network",
        N_("Rete"),
        N_("I centri: recapiti, orari, chiusure, lingue, e che cosa va confermato."),
    ),
    (
        "facts",
        N_("Dati"),
        N_("I numeri e le cifre che le frasi dicono: da dove vengono e fino a quando valgono."),
    ),
    ("rules", N_("Regole"), N_("A quale centro arriva chi vuole una persona, e perché.")),
    (
        "examples",
        N_("Esempi"),
        N_("Percorsi provati e salvati: devono riuscire a ogni pubblicazione."),
    ),
)
