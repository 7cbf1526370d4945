"""What is wrong with a register's row, for people who do not read the terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from locales.phrase import S_, Phrase

if TYPE_CHECKING:
    from routing.register.rows import Fault

#: The sentences of `rows.py`, `importer.py` and `contacts.py`, and how a coordinator reads them.
_TOLD: Final = (
    (r"There is no column '(?P<a>.*)'\.", S_("Manca la colonna «{a}»: senza non si importa.")),
    (
        r"The column '(?P<a>.*)' is about shelters",
        S_("La colonna «{a}» parla di case rifugio: è stata tolta, senza leggerla."),
    ),
    (
        r"it has (?P<a>\d+) cells under (?P<b>\d+) columns",
        S_("Ha {a} caselle e le colonne sono {b}: controlla virgole e virgolette."),
    ),
    (
        r"from here on it cannot be read",
        S_("Da qui in poi non si legge: forse manca una virgoletta di chiusura."),
    ),
    (
        r"it speaks of a shelter",
        S_("Parla di una casa rifugio: la riga è stata tolta. In questo file non ci deve essere."),
    ),
    (
        r"it stands where (?P<a>.*) stands and has its number",
        S_("È nello stesso posto di {a} e ha lo stesso numero: si mostrano come uno solo."),
    ),
    (
        r"it stands within 30 metres of (?P<a>.*): one",
        S_("È a meno di 30 metri da {a}: una delle due coordinate è sbagliata."),
    ),
    (r"another row has the same id", S_("Un'altra riga ha lo stesso «id»: cambiane uno.")),
    (
        r"the network has it already",
        S_("La rete ce l'ha già: resta com'è. Confronta a mano i due."),
    ),
    (
        r"'(?P<a>.*)' is no province",
        S_("«{a}» non è una provincia: scrivi le due lettere, per esempio MI."),
    ),
    (
        r"'(?P<a>.*)' is no comune, or more than one",
        S_("«{a}» non è un comune, o ce n'è più d'uno: scrivi anche il codice ISTAT."),
    ),
    (
        r"the ISTAT code is that of (?P<a>.*), the name is (?P<b>.*)\.",
        S_("Il codice ISTAT è di {a}, il nome è di {b}."),
    ),
    (
        r"it has no hours",
        S_("Non ha orari: si dirà «da confermare»."),
    ),
    (
        r"'(?P<a>.*)' is no schedule",
        S_("«{a}» non è un orario: si dirà «da confermare». Scrivi giorni e ore."),
    ),
    (r"(?P<a>.*) is in (?P<b>\w+), not in (?P<c>\w+)\.", S_("{a} è in provincia di {b}, non {c}.")),
    (
        r"(?P<a>\S+) is no CAP of (?P<b>.*)\.",
        S_("{a} non è un CAP di {b}."),
    ),
    (r"its coordinates are no numbers", S_("Le coordinate non sono numeri.")),
    (
        r"its coordinates lie outside (?P<a>.*), near (?P<b>.*)\. Correct",
        S_("Le coordinate sono fuori da {a}, vicino a {b}: correggile o lasciale vuote."),
    ),
    (r"its mailbox is not written as one", S_("La casella di posta non è scritta bene.")),
    (
        r"its mailbox looks like one person's",
        S_("La casella sembra di una persona: va tolta. Scrivi quella del centro, o lascia vuoto."),
    ),
    (
        r"its mailbox is an office's",
        S_("La casella è di un ufficio: le donne non la vedranno."),
    ),
    (
        r"its mailbox is with a free provider",
        S_("La casella è di un servizio gratuito: chiedi chi la legge."),
    ),
    (
        r"'(?P<a>.*)' is no telephone number",
        S_("«{a}» non è un numero di telefono: manca lo zero o una cifra?"),
    ),
    (r"it has no telephone number", S_("Non ha un numero di telefono.")),
    (
        r"(?P<a>\S+) has nine digits",
        S_("{a} ha nove cifre: resta in dubbio finché il centro non lo conferma."),
    ),
    (
        r"its hours promise a person day and night",
        S_("Gli orari promettono una persona giorno e notte: scrivi «si» in h24."),
    ),
    (r"'h24' is set", S_("h24 dice «si», ma gli orari no.")),
    (r"its site is a shortened link", S_("Il sito è un link abbreviato: è stato tolto.")),
)
_PATTERNS: Final = tuple((re.compile(pattern), said) for pattern, said in _TOLD)


def fault_said(fault: Fault) -> Phrase:
    """A fault in Italian."""
    for pattern, said in _PATTERNS:
        if found := pattern.match(fault.sentence):
            return Phrase(said, dict(found.groupdict()))
    return Phrase(S_("Qui c'è qualcosa che non va."))
