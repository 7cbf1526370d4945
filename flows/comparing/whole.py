"""What is another in a library beyond its steps: every screen's words, facts, memory, languages."""

from __future__ import annotations

from dataclasses import astuple, fields
from typing import TYPE_CHECKING

from flows.comparing.matching import followed
from flows.definition import Controls
from flows.sentences import S_, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flows.definition import Library, Text
    from flows.registered import Fact


_TO_DO = frozenset({"missing", "outdated"})


def everywhere(before: Library, after: Library) -> Iterator[Sentence]:
    """What is another on every screen, or for the whole conversation."""
    for name in (each.name for each in fields(Controls)):
        then, now = getattr(before.controls, name).source, getattr(after.controls, name).source
        if then != now:
            yield Sentence(
                S_("Su ogni schermata: «{now}» invece di «{then}»."), {"now": now, "then": then}
            )
    yield from _beginnings(before, after)
    then_kept = {each.name: (each.kind, each.values) for each in before.remembered}
    now_kept = {each.name: (each.kind, each.values) for each in after.remembered}
    for name in now_kept.keys() - then_kept.keys():
        yield Sentence(S_("La conversazione ricorda anche '{name}'."), {"name": name})
    for name in then_kept.keys() - now_kept.keys():
        yield Sentence(S_("La conversazione non ricorda più '{name}'."), {"name": name})
    for name in then_kept.keys() & now_kept.keys():
        if then_kept[name] != now_kept[name]:
            yield Sentence(S_("Quello che si ricorda di '{name}' è altro."), {"name": name})


def _beginnings(before: Library, after: Library) -> Iterator[Sentence]:
    names = {
        "first": S_("La conversazione comincia da '{step}'."),
        "home": S_("«Torna all'inizio» porta a '{step}'."),
        "danger": S_("Il 112 porta a '{step}'."),
        "place": S_("Un posto scritto si cerca come in '{step}'."),
        "person": S_("Chi vuole una persona arriva a '{step}'."),
    }
    for name, text in names.items():
        step = getattr(after, name)
        if after.called_now(getattr(before, name)) != step:
            yield Sentence(text, {"step": step})
    then = [after.called_now(each) for each in astuple(before.handoff)] if before.handoff else []
    now = list(astuple(after.handoff)) if after.handoff else []
    if then != now:
        yield Sentence(S_("Il colloquio con una persona passa per altri passi."))


def facts(before: Library, after: Library) -> Iterator[Sentence]:
    """What is another in the registry of facts and in the lists of words."""
    for name in dict.fromkeys([*before.facts, *after.facts]):
        then, now = before.facts.get(name), after.facts.get(name)
        if now is None:
            yield Sentence(S_("Il dato '{name}' non c'è più."), {"name": name})
        elif then is None:
            yield Sentence(S_("Un dato nuovo, '{name}': {says}"), {"name": name, "says": now.says})
        else:
            yield from _fact(then, now)
    if before.words != after.words:
        yield Sentence(S_("Gli elenchi di parole sono altri."))


def _fact(then: Fact, now: Fact) -> Iterator[Sentence]:
    if then.value != now.value:
        yield Sentence(
            S_("Il dato '{name}' vale «{now}» invece di «{then}»."),
            {"name": now.id, "now": now.value, "then": then.value},
        )
    if then.says != now.says:
        yield Sentence(S_("Il dato '{name}' dice: {says}"), {"name": now.id, "says": now.says})
    if then.status != now.status:
        yield Sentence(
            S_("Il dato '{name}' è confermato.")
            if now.status == "confirmed"
            else S_("Il dato '{name}' torna in bozza: non si mostra."),
            {"name": now.id},
        )
    if (then.expires_on, then.checked_on) != (now.expires_on, now.checked_on):
        day = now.expires_on.isoformat() if now.expires_on else "–"
        yield Sentence(S_("Il dato '{name}' vale fino al {day}."), {"name": now.id, "day": day})


def languages(
    before: Library,
    after: Library,
    names: Mapping[str, str],
    status: Callable[[str, str, str], str],
) -> Iterator[Sentence]:
    """Which languages have to be looked at again: those with as much to do together."""
    came_from = followed(before, after)
    stood = {(text.context, text.source) for text in before.texts()}
    left: dict[int, list[str]] = {}
    for tag, name in names.items():
        count = sum(_is_left(text, came_from, stood, tag, status) for text in after.texts())
        if count:
            left.setdefault(count, []).append(name)
    for count, told in left.items():
        values: dict[str, object] = {"names": _and(told), "count": count}
        if len(told) > 1:
            text = S_("{names} diventano da rivedere (frasi: {count}).")
        else:
            text = S_("{names} diventa da rivedere (frasi: {count}).")
        yield Sentence(text, values)


def _is_left(
    text: Text,
    came_from: Mapping[str, str],
    stood: set[tuple[str, str]],
    tag: str,
    status: Callable[[str, str, str], str],
) -> bool:
    context = came_from.get(text.context, text.context)
    # What stood there word for word is no more to do than it was.
    return (context, text.source) not in stood and status(context, text.source, tag) in _TO_DO


def _and(names: list[str]) -> Sentence | str:
    whole: Sentence | str = names[0]
    for each in names[1:-1]:
        whole = Sentence(S_("{one}, {other}"), {"one": whole, "other": each})
    if names[1:]:
        whole = Sentence(S_("{one} e {other}"), {"one": whole, "other": names[-1]})
    return whole
