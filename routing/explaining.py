"""Why a desk is asked first, later or not at all, in sentences for coordinators."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from locales.phrase import S_, Phrase
from routing.desks import Criterion, speaks
from routing.policy import ELSEWHERE, Obstacle, judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.policy import Candidate, Question

_OBSTACLES = {
    Obstacle.NO_KEY: Phrase(S_("Nessuna operatrice iscritta: il nodo non ha ancora una chiave")),
    Obstacle.NO_DESK: Phrase(S_("Non ha un [[desk]] in desks.toml")),
    Obstacle.HOSPITALITY: Phrase(S_("Chi ospita si raggiunge attraverso un centro")),
    Obstacle.AVOIDED: Phrase(S_("Lei non vuole questo centro")),
    Obstacle.OPENS_TOO_LATE: Phrase(S_("Non apre entro 92 ore: aspetterebbe senza essere letta")),
    Obstacle.NEAREST: Phrase(S_("È il più vicino, e lei vuole andare lontano")),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """One desk, its place and why."""

    node: str
    name: str
    #: 1 is asked first; 0 is not asked.
    place: int
    why: tuple[Phrase, ...]


def explain(asked: Question) -> tuple[Explained, ...]:
    """Every desk: those that would be asked in order, then those that would not."""
    judged = judge(asked)
    told = [
        Explained(each.node.id, each.node.name, place, tuple(_why(each, asked, judged.order)))
        for place, each in enumerate(judged.candidates, start=1)
    ]
    for id_, obstacle in judged.obstacles.items():
        node = asked.directory.by_id(id_)
        told.append(Explained(id_, node.name if node else id_, 0, (_OBSTACLES[obstacle],)))
    return tuple(told)


def _why(each: Candidate, asked: Question, order: tuple[Criterion, ...]) -> Iterator[Phrase]:
    for criterion in order:
        yield _SENTENCES[criterion](each, asked)


def _language(each: Candidate, asked: Question) -> Phrase:
    if each.speaks_now:
        return Phrase(S_("Chi è in turno parla la sua lingua"))
    if speaks(asked.case.language, each.desk.languages):
        return Phrase(S_("Di solito si parla la sua lingua, ma adesso non c'è chi la parla"))
    return Phrase(S_("Non si parla la sua lingua"))


def _want(each: Candidate, asked: Question) -> Phrase:
    if each.is_preferred:
        return Phrase(S_("Una regola lo mette prima per quello che cerca"))
    if asked.case.want in each.desk.wants:
        return Phrase(S_("Fa quello che cerca"))
    return Phrase(S_("Non è fra le cose che fa, ma può passare il contatto"))


def _on_shift(each: Candidate, _: Question) -> Phrase:
    if each.staff.on_shift:
        return Phrase(S_("Operatrici in turno: {count}"), {"count": each.staff.on_shift})
    return Phrase(S_("Nessuna in turno adesso"))


def _open(each: Candidate, asked: Question) -> Phrase:
    if asked.book.is_open(each.node.id, asked.now) or not each.staff.on_shift:
        return each.desk.hours.status(asked.now)
    return Phrase(S_("Fuori orario, ma qualcuna è in turno"))


def _territory(each: Candidate, _: Question) -> Phrase:
    if each.kilometres is None:
        return Phrase(S_("La distanza non si sa"))
    km = {"km": max(1, math.floor(each.kilometres + 0.5))}
    if each.apart < ELSEWHERE:
        return Phrase(S_("La sua zona è fra quelle del desk, a circa {km} km"), km)
    return Phrase(S_("La sua zona non è fra quelle del desk; a circa {km} km"), km)


def _load(each: Candidate, _: Question) -> Phrase:
    count = each.staff.waiting + each.staff.talking
    return Phrase(S_("Persone in attesa o in conversazione: {count}"), {"count": count})


_SENTENCES = {
    Criterion.LANGUAGE: _language,
    Criterion.WANT: _want,
    Criterion.ON_SHIFT: _on_shift,
    Criterion.OPEN: _open,
    Criterion.TERRITORY: _territory,
    Criterion.LOAD: _load,
}
