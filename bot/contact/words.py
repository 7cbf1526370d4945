"""The few sentences of a handoff that the program fills in; the flows hold all others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_skeleton, format_time, get_day_names

from locales.languages import SOURCE
from locales.languages import language as language_of
from locales.phrase import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from locales.catalogues import Catalogues

# Translators: {node} is the name of a centre. All operators are women.
ANSWERS = N_("Ti risponde un'operatrice di {node}.")
# Translators: {nodes} is a list of centres, asked one after the other.
THEN = N_("Se lì nessuna può rispondere, chiediamo a: {nodes}.")
OPEN_NOW = N_("Adesso è aperto.")
# Translators: {moment} is a day and an hour.
OPENS = N_("Adesso è chiuso. Apre {moment}.")
NOBODY_ON_SHIFT = N_("Adesso nessuna operatrice di {node} è in turno.")
# Translators: nobody will come here; 1522 stands above, on the same screen.
NOBODY_HERE = N_("In questa chat adesso non può rispondere nessuna operatrice.")
ON_SHIFT = N_("Operatrici di {node} in turno adesso: {count}.")
# Translators: the centre was named just before.
THERE = N_("Operatrici in turno adesso: {count}.")
# Translators: one operator is there.
ONE_ON_SHIFT = N_("In turno adesso: un'operatrice di {node}.")
FIRST = N_("Nessuna persona prima di te.")
BEFORE = N_("Persone prima di te: {count}.")
SPEAKS = N_("In turno c'è chi parla questa lingua: {language}.")
# Translators: honest, and no reason to give up: she may write all the same.
SPEAKS_NOT = N_("Adesso in turno nessuna parla questa lingua: {language}. Puoi scrivere lo stesso.")
# Translators: {number} is a phone number, {language} the name of her language.
LINE_SPEAKS = N_("Il {number} risponde anche in questa lingua: {language}.")
KEPT_UNTIL = N_("Se nessuna risponde, teniamo tutto fino a {moment}. Poi si cancella.")

ANSWERS_NOW = N_("Un'operatrice di {node} risponde adesso.")
PROGRAM = N_("Adesso su questo schermo risponde il programma.")
# Translators: messages she wrote; "arrived" means they are kept safe for the operator.
WROTE = N_("Messaggi che hai scritto: {count}. Sono arrivati.")
MORE = N_("Altre risposte da leggere: {count}.")
# Translators: a person has answered; the words stay hidden until she says she is alone.
REPLIES_WAIT = N_("Le risposte aspettano. Qui non appare niente finché non lo scegli tu.")
# Translators: {time} is an hour such as 16:40.
SHOWN_UNTIL = N_("Le risposte appaiono qui fino alle {time}.")
HIDDEN = N_("Adesso qui non appare nessuna risposta.")
# Translators: the time she chose for answers is over; after the colon, the button's own words.
SIGN_AGAIN = N_("Il tempo scelto è finito. Per leggere, dal menu: Sono già stata qui.")

PROPOSED = N_("Un'operatrice di {node} propone di passare a: {other}.")
# Translators: messages that the new centre may read, if she agrees.
GOES_ALONG = N_("Passano anche i messaggi scelti: {count}. Così non devi ripetere.")

# Translators: in place of the name of a centre that left the network.
ANOTHER = N_("un altro centro")
TROUBLE = N_("Adesso non è riuscito. Puoi riprovare tra poco.")


@dataclass(frozen=True, slots=True)
class Speech:
    """Says the program's sentences in one language and in the network's own time."""

    catalogues: Catalogues
    zone: ZoneInfo
    language: str

    def __call__(self, text: str, **values: object) -> str:
        """Return a sentence with its places filled."""
        return self.catalogues.say(Phrase(text, values), self.language)

    def moment(self, moment: datetime) -> str:
        """Return a day and an hour: "lunedì, 23 novembre, 09:00"."""
        locale, local = _locale(self.language or SOURCE), moment.astimezone(self.zone)
        day = get_day_names("wide", locale=locale)[local.weekday()]
        return self.listed((day, format_skeleton("MMMMd", local, locale=locale), self.time(moment)))

    def time(self, moment: datetime) -> str:
        """Return an hour: "16:40"."""
        locale = _locale(self.language or SOURCE)
        return format_time(moment, "short", tzinfo=self.zone, locale=locale)

    def listed(self, names: Iterable[str]) -> str:
        """Return a list as her language writes it."""
        return language_of(self.language or SOURCE).comma.join(names)

    def own_name(self) -> str:
        """Return the name of her language, in its own letters."""
        return language_of(self.language or SOURCE).name


@lru_cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag, sep="-")
