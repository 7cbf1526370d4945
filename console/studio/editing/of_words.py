"""Operations on what a step says: its sentences, their notes, its bubbles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.editions.paths import seen
from console.studio.editing.operation import Operation, Outcome
from flows.definition import Channel, Only
from flows.editing import (
    Shown,
    add_bubble,
    copy_bubble,
    move_bubble,
    remove_bubble,
    remove_text,
    set_bubble_shown,
    set_note,
    set_text,
    step_as_written,
)
from locales.phrase import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.studio.editing.operation import Asked, Sources

#: Sentences that go when nothing is left of them.
_OPTIONAL = (".title", ".nothing", ".another")


def key_now(sources: Mapping[str, str], asked: Asked) -> str:
    """Where the sentence is that she had before her: a colleague may have moved the bubble."""
    step, found, number = asked.key.partition(".say.")
    if not found or not asked.seen:
        return asked.key
    say = step_as_written(sources, step).get("say")
    told = [_said(each) for each in (say if isinstance(say, list) else [say])]
    alike = [place for place, words in enumerate(told, start=1) if seen(words) == asked.seen]
    if not alike or number in {str(place) for place in alike}:
        return asked.key
    return f"{step}.say.{alike[0]}"


def shown_of(asked: Asked) -> Shown:
    """When a bubble is shown, as the form has it."""
    return Shown(
        on=channel_of(asked),
        only=only_of(asked),
        when=asked.pairs("when"),
        facts=tuple(asked.all("fact")),
    )


def channel_of(asked: Asked) -> Channel | None:
    """The channel that something is shown on; `None`: everywhere."""
    told = asked.name("on")
    return Channel(told) if told in set(Channel) else None


def only_of(asked: Asked) -> Only | None:
    """Whether something is shown only with a desk, or only without one."""
    told = asked.name("only")
    return Only(told) if told in set(Only) else None


def _said(bubble: object) -> str:
    return str(bubble.get("say", "")) if isinstance(bubble, dict) else str(bubble or "")


def _text(sources: Sources, asked: Asked) -> Outcome:
    key, words = key_now(sources, asked), asked.words()
    if not words.strip() and key.endswith(_OPTIONAL):
        return Outcome(remove_text(sources, key), asked.step)
    return Outcome(set_text(sources, key, words), asked.step)


def _note(sources: Sources, asked: Asked) -> Outcome:
    return Outcome(set_note(sources, asked.key, asked.words()), asked.step)


def _add(sources: Sources, asked: Asked) -> Outcome:
    number = asked.number("number")
    return Outcome(add_bubble(sources, asked.step, number, asked.words()), asked.step)


def _copy(sources: Sources, asked: Asked) -> Outcome:
    number = asked.number("number")
    return Outcome(copy_bubble(sources, asked.step, number, asked.step, number + 1), asked.step)


def _move(sources: Sources, asked: Asked) -> Outcome:
    changed = move_bubble(sources, asked.step, asked.number("number"), asked.number("to"))
    return Outcome(changed, asked.step)


def _remove(sources: Sources, asked: Asked) -> Outcome:
    return Outcome(remove_bubble(sources, asked.step, asked.number("number")), asked.step)


def _shown(sources: Sources, asked: Asked) -> Outcome:
    number = asked.number("number")
    return Outcome(set_bubble_shown(sources, asked.step, number, shown_of(asked)), asked.step)


OPERATIONS: Mapping[str, Operation] = {
    "text": Operation(_text, N_("Parole cambiate in «{step}»"), "text"),
    "note": Operation(_note, N_("Nota per chi traduce in «{step}»"), "note"),
    "bubble-add": Operation(_add, N_("Un messaggio in più in «{step}»"), "say"),
    "bubble-copy": Operation(_copy, N_("Un messaggio copiato in «{step}»"), "say"),
    "bubble-move": Operation(_move, N_("Un messaggio spostato in «{step}»"), "say"),
    "bubble-remove": Operation(_remove, N_("Un messaggio tolto da «{step}»"), "say"),
    "bubble-shown": Operation(_shown, N_("Quando si vede un messaggio di «{step}»"), "say"),
}
