"""What is another in one step, each thing said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.comparing.audience import audience
from flows.comparing.matching import matched
from flows.sentences import S_, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.definition import Bubble, Choice, Library, Step, Text

_GONE = S_("Non c'è più: chi è lì finisce la versione che ha.")
_NEW = S_("È nuovo: {words}")
_ALWAYS = Sentence(S_("sempre"))


def gone(_step: Step) -> Iterator[Sentence]:
    """What is said of a step that is no more."""
    yield Sentence(_GONE)


def new(step: Step) -> Iterator[Sentence]:
    """What is said of a step that was not there."""
    text = step.title or next((bubble.text for bubble in step.say), None)
    yield Sentence(_NEW, {"words": f"«{text.source}»" if text else "…"})


def changed(before: Step, step: Step, after: Library) -> Iterator[Sentence]:
    """What is said of a step that was there: nothing, if it is what it was."""
    if before.name != step.name:
        yield _told(S_("Si chiamava '{name}': chi è lì ci resta."), name=before.name)
    yield from _title(before.title, step.title)
    yield from _bubbles(before.say, step.say)
    yield from _choices(before, step, after)
    yield from _rest(before, step, after)


def _told(text: str, **values: object) -> Sentence:
    return Sentence(text, values)


def _title(old: Text | None, text: Text | None) -> Iterator[Sentence]:
    then, now = old.source if old else "", text.source if text else ""
    if then == now:
        return
    if not then:
        yield _told(S_("Ha un titolo: «{now}»."), now=now)
    elif not now:
        yield _told(S_("Non ha più il titolo «{then}»."), then=then)
    else:
        yield _told(S_("Il titolo dice «{now}» invece di «{then}»."), now=now, then=then)


def _bubbles(old: tuple[Bubble, ...], bubbles: tuple[Bubble, ...]) -> Iterator[Sentence]:
    pairs = matched([each.text.source for each in old], [each.text.source for each in bubbles])
    for then, now in pairs:
        if then is None and now is not None:
            yield _added(bubbles[now])
        elif now is None and then is not None:
            yield _told(S_("Non dice più «{then}»."), then=old[then].text.source)
        elif then is not None and now is not None:
            yield from _bubble(old[then], bubbles[now])
    stayed = [then for then, now in pairs if then is not None and now is not None]
    if stayed != sorted(stayed):
        yield _told(S_("Le frasi hanno un altro ordine."))


def _added(bubble: Bubble) -> Sentence:
    words, who = bubble.text.source, audience(bubble)
    if who is None:
        return _told(S_("Dice anche «{now}»."), now=words)
    return _told(S_("Dice anche, {who}: «{now}»."), now=words, who=who)


def _bubble(old: Bubble, bubble: Bubble) -> Iterator[Sentence]:
    then, now = old.text.source, bubble.text.source
    if then != now:
        yield _told(S_("Dice «{now}» invece di «{then}»."), now=now, then=then)
    if _when(old) != _when(bubble):
        yield _told(S_("«{now}» si vede {who}."), now=now, who=audience(bubble) or _ALWAYS)
    if then == now and set(old.facts) != set(bubble.facts):
        facts = ", ".join(bubble.facts) or "–"
        yield _told(S_("«{now}» si regge su questi dati: {facts}."), now=now, facts=facts)


def _when(part: Bubble | Choice) -> tuple[object, ...]:
    return part.channel, part.only, dict(part.when)


def _choices(before: Step, step: Step, after: Library) -> Iterator[Sentence]:
    then = {choice.id: choice for choice in before.choices}
    now = {choice.id: choice for choice in step.choices}
    for choice in before.choices:
        if choice.id not in now:
            yield _told(S_("Una scelta in meno: «{label}»."), label=choice.label.source)
    for choice in step.choices:
        if choice.id in then:
            yield from _choice(then[choice.id], choice, after)
        else:
            yield _choice_added(choice)
    if [name for name in then if name in now] != [name for name in now if name in then]:
        yield _told(S_("Le scelte hanno un altro ordine."))


def _choice_added(choice: Choice) -> Sentence:
    label, go, who = choice.label.source, choice.go, audience(choice)
    if who is None:
        return _told(S_("Una scelta in più: «{label}», porta a '{go}'."), label=label, go=go)
    return _told(
        S_("Una scelta in più, {who}: «{label}», porta a '{go}'."), label=label, go=go, who=who
    )


def _choice(old: Choice, choice: Choice, after: Library) -> Iterator[Sentence]:
    label = choice.label.source
    if old.label.source != label:
        then = old.label.source
        yield _told(S_("La scelta «{then}» ora dice «{label}»."), then=then, label=label)
    if after.called_now(old.go) != choice.go:
        go, was = choice.go, old.go
        yield _told(
            S_("La scelta «{label}» porta a '{go}' invece che a '{was}'."),
            label=label,
            go=go,
            was=was,
        )
    if _when(old) != _when(choice):
        who = audience(choice) or _ALWAYS
        yield _told(S_("La scelta «{label}» si vede {who}."), label=label, who=who)
    if old.remember != choice.remember:
        kept = ", ".join(f"{name}: {value}" for name, value in choice.remember.items()) or "–"
        yield _told(S_("La scelta «{label}» fa ricordare: {kept}."), label=label, kept=kept)
    if (old.act, _now(old.otherwise, after)) != (choice.act, choice.otherwise):
        act = choice.act or "–"
        yield _told(S_("La scelta «{label}» fa un'altra cosa: {act}."), label=label, act=act)


def _now(step: str, after: Library) -> str:
    return after.called_now(step) or step


def _rest(before: Step, step: Step, after: Library) -> Iterator[Sentence]:
    if before.numbers != step.numbers:
        numbers = ", ".join(step.numbers) or "–"
        yield _told(S_("I numeri da chiamare sono: {numbers}."), numbers=numbers)
    yield from _box(before, step, after)
    yield from _filled(before, step, after)
    if before.end != step.end:
        yield _told(S_("Ora finisce qui.") if step.end else S_("Non finisce più qui."))


def _box(before: Step, step: Step, after: Library) -> Iterator[Sentence]:
    old, ask = before.ask, step.ask
    if old is None or ask is None:
        if ask is not None:
            yield _told(S_("Ora si può scrivere: «{label}»."), label=ask.label.source)
        elif old is not None:
            yield _told(S_("Non si può più scrivere."))
        return
    for then, now in ((old.label, ask.label), (old.send, ask.send), (old.unclear, ask.unclear)):
        yield from _words(then, now)
    if old.kind != ask.kind:
        yield _told(S_("Quello che si scrive vale come: {kind}."), kind=ask.kind)
    if (_now(old.found, after), _now(old.unknown, after)) != (ask.found, ask.unknown):
        yield _told(
            S_("Quello che si scrive porta a '{found}', o a '{unknown}' se non va."),
            found=ask.found,
            unknown=ask.unknown,
        )


def _filled(before: Step, step: Step, after: Library) -> Iterator[Sentence]:
    old, show = before.show, step.show
    if old is None or show is None:
        if show is not None:
            yield _told(S_("Ora mostra: {kind}."), kind=show.kind)
        elif old is not None:
            yield _told(S_("Non mostra più: {kind}."), kind=old.kind)
        return
    if (old.kind, old.wish, old.far) != (show.kind, show.wish, show.far):
        yield _told(S_("Mostra altro: {kind}, {wish}."), kind=show.kind, wish=show.wish)
    if _now(old.pick, after) != show.pick:
        yield _told(S_("Il centro scelto porta a '{pick}'."), pick=show.pick)
    yield from _words(old.nothing, show.nothing)
    yield from _words(old.another, show.another)


def _words(old: Text | None, text: Text | None) -> Iterator[Sentence]:
    then, now = old.source if old else "", text.source if text else ""
    if then and now and then != now:
        yield _told(S_("Dice «{now}» invece di «{then}»."), now=now, then=then)
    elif now and not then:
        yield _told(S_("Dice anche «{now}»."), now=now)
    elif then and not now:
        yield _told(S_("Non dice più «{then}»."), then=then)
