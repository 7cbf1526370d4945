"""What the flow language says, in a coordinator's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flows.definition import Act, AskKind, Channel, Only, ShowKind, Wish
from flows.remembered import NODE_KIND, NODES_KIND, PLACE_KIND, SAID
from locales.phrase import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.editions.phone import Where
    from flows.definition import Ask, Bubble, Choice, Library, Show
    from flows.remembered import Remembered

ACTS: Final[Mapping[Act, str]] = {
    Act.OPEN: N_("Acconsente: il contatto con una persona comincia qui"),
    Act.WINDOW: N_("Dice fino a quando è sicuro risponderle"),
    Act.RETURN: N_("Torna con il suo segno"),
    Act.WITHDRAW: N_("Quello che ha scritto viene distrutto subito"),
    Act.FINISH: N_("Chiude il contatto"),
    Act.AGREE: N_("Dice sì a quello che l'operatrice propone"),
    Act.REFUSE: N_("Dice no a quello che l'operatrice propone"),
    Act.LOOK: N_("Guarda se c'è qualcosa di nuovo"),
}
_ASKS: Final[Mapping[AskKind, str]] = {
    AskKind.PLACE: N_("Qui può scrivere un luogo"),
    AskKind.WORDS: N_("Qui scrive a una persona"),
    AskKind.CODE: N_("Qui scrive il codice per tornare"),
}
_FOUND: Final[Mapping[AskKind, str]] = {
    AskKind.PLACE: N_("Se il luogo si capisce"),
    AskKind.WORDS: N_("Quando le parole sono conservate"),
    AskKind.CODE: N_("Se il codice e il segno sono giusti"),
}
_UNKNOWN: Final[Mapping[AskKind, str]] = {
    AskKind.PLACE: N_("Se il luogo non si conosce"),
    AskKind.WORDS: N_("Se non si sono potute conservare"),
    AskKind.CODE: N_("Altrimenti"),
}
_SHOWS: Final[Mapping[ShowKind, str]] = {
    ShowKind.CENTRES: N_("Qui compaiono i centri più vicini"),
    ShowKind.CENTRE: N_("Qui compare il centro scelto: contatti, orari, servizi, lingue"),
    ShowKind.ADDRESS: N_("Qui compare anche l'indirizzo pubblico del centro scelto"),
    ShowKind.SOURCES: N_("Qui compare da dove vengono i dati"),
    ShowKind.OFFER: N_("Qui compare chi le risponderebbe, quando, e fino a quando si conserva"),
    ShowKind.WAITING: N_("Qui compare il suo posto nell'attesa"),
    ShowKind.TALK: N_("Qui compare la conversazione con una persona"),
    ShowKind.PROPOSAL: N_("Qui compare quello che l'operatrice propone"),
    ShowKind.CODE: N_("Qui compare il codice per tornare"),
}
_FAR: Final = N_("Qui compaiono centri lontani dal luogo")
_WISHES: Final[Mapping[Wish, str]] = {
    Wish.SEXUAL_VIOLENCE: N_("prima chi si occupa di violenza sessuale"),
    Wish.LISTENING: N_("prima chi ascolta"),
    Wish.LEGAL: N_("prima chi dà consulenza legale"),
    Wish.PSYCHOLOGICAL: N_("prima chi dà sostegno psicologico"),
    Wish.FOREIGNERS: N_("prima chi lavora con donne straniere"),
    Wish.WORK: N_("prima chi aiuta con il lavoro"),
    Wish.HOUSING: N_("prima chi aiuta con la casa"),
    Wish.CHILDREN: N_("prima chi lavora con i figli"),
}
_CHANNELS: Final[Mapping[Channel, str]] = {
    Channel.TELEGRAM: N_("solo su Telegram"),
    Channel.WEB: N_("solo nella chat web"),
}
_DESKS: Final[Mapping[Only, str]] = {
    Only.DESK: N_("solo se un centro può rispondere qui"),
    Only.NO_DESK: N_("solo se nessun centro può rispondere qui"),
}
_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    PLACE_KIND: (N_("solo se ha detto un luogo"), N_("solo se non ha detto un luogo")),
    NODE_KIND: (N_("solo se ha scelto un centro"), N_("solo se non ha scelto un centro")),
    NODES_KIND: (N_("solo se ha scartato un centro"), N_("solo se non ha scartato centri")),
}
_IF_CHOSE: Final = N_("solo se ha scelto {words}")
_OR: Final = N_("{some} o {other}")
_QUOTED: Final = "«{}»"

#: What the program fills in, as it stands in a sentence that is looked at.
PLACES: Final[Mapping[str, str]] = {
    "web_address": N_("[l'indirizzo della chat web]"),
    "sign_first": N_("[la prima parola del segno]"),
    "sign_second": N_("[la seconda parola del segno]"),
}

STATUSES: Final[Mapping[str, str]] = {
    "missing": N_("manca"),
    "outdated": N_("superata"),
    "draft": N_("bozza"),
    "reviewed": N_("riletta"),
}

_REASONS: Final[Mapping[str, str]] = {
    "a fresh start": N_("comincia da capo"),
    "begun here": N_("cominciata da questo passo"),
    "a place that is known": N_("il luogo scritto si capisce"),
    "several places of this name": N_("ci sono più luoghi con questo nome: si chiede quale"),
    "no place of this name": N_("nessun luogo ha questo nome"),
    "the place she meant": N_("ha scelto il luogo che intendeva"),
    "the centre she picked": N_("ha scelto questo centro"),
    "another centre than this one": N_("vuole un altro centro"),
    "home": N_("è tornata all'inizio"),
    "112": N_("ha chiesto il 112"),
    "words for a person": N_("quello che ha scritto è per una persona"),
    "a code to come back with": N_("ha scritto il codice per tornare"),
    "which language": N_("si chiede la lingua"),
    "nothing here answers that": N_("qui non vuol dire niente: resta dov'era"),
    "not offered now": N_("questa scelta adesso non c'è: resta dov'era"),
    "an older revision": N_("il bottone era di una versione passata"),
    "she leaves": N_("è uscita"),
}
_CHOSE: Final = N_("ha premuto «{label}»")


class Told:
    """Says a library's conditions in words: a value is called as its button calls it."""

    def __init__(self, library: Library) -> None:
        self._remembered = {fact.name: fact for fact in library.remembered}
        self._labels: dict[tuple[str, str], str] = {}
        for step in library.steps.values():
            for choice in step.choices:
                for pair in choice.remember.items():
                    self._labels.setdefault(pair, choice.label.source)

    def value(self, name: str, value: str) -> str:
        """A remembered value, as the first button that sets it calls it."""
        return _QUOTED.format(self._labels.get((name, value), value))

    def conditions(self, part: Bubble | Choice) -> list[Phrase]:
        """When a bubble or a choice is shown; nothing where it always is."""
        told = []
        if part.channel:
            told.append(Phrase(_CHANNELS[part.channel]))
        if part.only:
            told.append(Phrase(_DESKS[part.only]))
        for name, values in part.when.items():
            told += self._condition(self._remembered.get(name), name, values)
        return told

    def _condition(
        self, fact: Remembered | None, name: str, values: frozenset[str]
    ) -> Iterator[Phrase]:
        if fact is not None and fact.kind in _KINDS:
            said, unsaid = _KINDS[fact.kind]
            for value in sorted(values):
                yield Phrase(said if value == SAID else unsaid)
            return
        order = fact.values if fact else ()
        names = [self.value(name, value) for value in order if value in values]
        words = Phrase("{words}", {"words": names[0] if names else name})
        for other in names[1:]:
            words = Phrase(_OR, {"some": words, "other": other})
        yield Phrase(_IF_CHOSE, {"words": words})


def kind_of(kind: str) -> tuple[str, str]:
    """What is asked of a remembered place or centre: that it was said, and that it was not."""
    return _KINDS[kind]


def asks(ask: Ask) -> tuple[str, str, str]:
    """What is typed at a step, and when each of its two ways is taken."""
    return _ASKS[ask.kind], _FOUND[ask.kind], _UNKNOWN[ask.kind]


def shows(show: Show) -> list[str]:
    """What is filled in at a step."""
    first = _FAR if show.far else _SHOWS[show.kind]
    return [first, *([_WISHES[show.wish]] if show.wish in _WISHES else [])]


def why(where: Where) -> list[Phrase]:
    """Why the phone shows what it shows."""
    told = [Phrase(_CHOSE, {"label": where.pressed})] if where.pressed else []
    return told + [Phrase(_REASONS[each]) for each in where.reasons if each in _REASONS]


def with_places(text: str, values: Mapping[str, str]) -> str:
    """A sentence with what it has places for; what is not known stands in its braces."""
    return re.sub(r"\{([^{}]*)\}", lambda place: values.get(place[1], place[0]), text)
