"""The rules in words: what each criterion, number, rule and desk means for a woman who writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from console.desk.words import WANTS
from console.studio.network.words import SERVICES
from locales.languages import language
from locales.phrase import N_, Phrase
from routing.desks import Criterion
from routing.network.hours_said import days_said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from console.studio.rules.cases import Came

#: By criterion: its name, and who goes first by it.
CRITERIA: Final[Mapping[str, tuple[str, str]]] = {
    Criterion.LANGUAGE: (
        N_("La sua lingua"),
        N_("Prima dove chi è in turno parla la sua lingua; poi dove di solito si parla."),
    ),
    Criterion.WANT: (
        N_("Quello che cerca"),
        N_("Prima chi una regola qui sotto mette prima; poi chi si occupa di quello che cerca."),
    ),
    Criterion.ON_SHIFT: (N_("Chi è in turno"), N_("Prima dove adesso c'è qualcuna in turno.")),
    Criterion.OPEN: (N_("L'orario"), N_("Prima chi è aperto adesso; poi chi apre prima.")),
    Criterion.TERRITORY: (
        N_("Il territorio"),
        N_(
            "Prima chi serve la sua zona; poi il più vicino. Al contrario, se vuole andare lontano."
        ),
    ),
    Criterion.LOAD: (
        N_("Chi è più libera"),
        N_("Prima dove meno donne aspettano o parlano per ogni operatrice."),
    ),
}
#: By number: what the form calls it, and what happens.
TIMES: Final[Mapping[str, tuple[str, str]]] = {
    "ladder": (
        N_("Altri centri dopo il primo"),
        N_("Prima del suo sì le si dice quali centri vengono dopo, se il primo non risponde."),
    ),
    "claim_minutes": (
        N_("Minuti di silenzio di chi l'ha presa"),
        N_("Un'operatrice prende il contatto e non scrive: dopo questi minuti torna in coda."),
    ),
    "widen_minutes": (
        N_("Minuti prima di passare al centro dopo"),
        N_("In quel centro nessuna risponde: dopo questi minuti passa al centro seguente."),
    ),
    "ageing_minutes": (
        N_("Minuti dopo cui l'attesa conta di più"),
        N_("Chi aspetta da più di così ha un posto ogni tre, anche se altre sono in pericolo."),
    ),
}

# What the history of a draft says was done.
ORDERED: Final = N_("ordine di che cosa conta")
TIMED: Final = N_("tempi delle risposte")
RULE_ADDED: Final = N_("regola nuova")
RULE_CHANGED: Final = N_("regola cambiata")
RULE_REMOVED: Final = N_("regola tolta")
DESK_ADDED: Final = N_("risponde per iscritto: {node}")
DESK_CHANGED: Final = N_("risposte scritte cambiate: {node}")
DESK_REMOVED: Final = N_("non risponde più per iscritto: {node}")
SAVED: Final = N_("esempio salvato: {name}")

_MOMENT: Final = N_("{day} alle {clock}")
_NOWHERE: Final = N_("Nessun centro può risponderle per iscritto: le si dà il 1522.")
_GOES: Final = N_("Va a {node}.")
_THEN: Final = N_("Se lì nessuna risponde: {ladder}. Poi il 1522.")
_THEN_NONE: Final = N_("Se lì nessuna risponde, il 1522.")
_ANSWERS_NOW: Final = N_("Qualcuna può risponderle adesso.")
_OPENS: Final = N_("Apre {moment}: le si dice prima del suo sì.")
_ERASED: Final = N_("Se nessuna risponde, quello che ha scritto si cancella {moment}.")
_NOT_SPOKEN: Final = N_("In turno lì nessuna parla la sua lingua: le viene detto.")
_NEXT: Final = N_("{first}, poi {rest}")
_WHEN: Final = {
    (False, False): N_("Sempre: prima {who}."),
    (True, False): N_("Se cerca {wants}: prima {who}."),
    (False, True): N_("Se parla {languages}: prima {who}."),
    (True, True): N_("Se cerca {wants} e parla {languages}: prima {who}."),
}
_OR: Final = N_("{first} o {rest}")
_NOBODY: Final = N_("nessuno")
_DOES: Final = N_("chi offre {services}")


def rule_said(rule: Mapping[str, Any], names: Mapping[str, str]) -> Phrase:
    """A rule as one sentence; `names` are the nodes' by their ids."""
    when, prefer = rule.get("when", {}), rule.get("prefer", {})
    wants = _either(WANTS.get(each, each) for each in when.get("want", ()))
    languages = _either(tongue(each) for each in when.get("language", ()))
    services = _either(SERVICES.get(each, each) for each in prefer.get("services", ()))
    nodes = [names.get(each, each) for each in prefer.get("nodes", ())]
    who: list[Phrase | str] = [*nodes]
    if services is not None:
        who.insert(0, Phrase(_DOES, {"services": services}))
    return Phrase(
        _WHEN[wants is not None, languages is not None],
        {"wants": wants, "languages": languages, "who": _either(who) or Phrase(_NOBODY)},
    )


def outcome(came: Came) -> Iterator[Phrase]:
    """Where a case goes, in sentences."""
    found = came.found
    if found is None:
        yield Phrase(_NOWHERE)
        return
    yield Phrase(_GOES, {"node": came.names.get(found.node, found.node)})
    after = None
    for node in reversed(found.ladder):
        name = Phrase(came.names.get(node, node))
        after = name if after is None else Phrase(_NEXT, {"first": name, "rest": after})
    yield Phrase(_THEN, {"ladder": after}) if after else Phrase(_THEN_NONE)
    if found.opens_at is None:
        yield Phrase(_ANSWERS_NOW)
    else:
        yield Phrase(_OPENS, {"moment": _moment(found.opens_at.astimezone(came.zone))})
    yield Phrase(_ERASED, {"moment": _moment(found.keep_until.astimezone(came.zone))})
    if not found.is_spoken:
        yield Phrase(_NOT_SPOKEN)


def _moment(at: datetime) -> Phrase:
    return Phrase(_MOMENT, {"day": days_said(at.date(), at.date()), "clock": f"{at:%H:%M}"})


def tongue(tag: str) -> str:
    """A language as its speakers write it; a tag we have no name for stays as it is."""
    try:
        return language(tag).name
    except KeyError:
        return tag


def _either(said: Iterable[Phrase | str]) -> Phrase | None:
    """One or another of several, as one phrase."""
    phrases = [each if isinstance(each, Phrase) else Phrase(each) for each in said]
    joined = None
    for each in reversed(phrases):
        joined = each if joined is None else Phrase(_OR, {"first": each, "rest": joined})
    return joined
