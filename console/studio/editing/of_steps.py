"""Operations on whole steps and flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.studio.editing.of_choices import LAST, new_choice
from console.studio.editing.operation import Operation, Outcome
from flows.editing import (
    add_choice,
    add_flow,
    add_step,
    applied,
    copy_step,
    copy_steps,
    free_step,
    move_step,
    move_steps,
    name_for,
    remove_step,
    rename_step,
    set_end,
    set_numbers,
    set_owner,
    set_start,
)
from flows.editing.draft import Draft
from flows.editing.errors import LedToError, NoWordsError
from flows.editing.references import leading_to
from locales.phrase import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.studio.editing.operation import Asked, Sources
    from flows.editing import Changed


def _shorts(sources: Sources, flow: str) -> list[str]:
    return list(Draft(sources).names(flow))


def _add(sources: Sources, asked: Asked) -> Outcome:
    """A step after this one, that a new choice leads to, with as many choices as have words."""
    flow, _, short = asked.step.partition(".")
    words, label = asked.words(), asked.words("label")
    name = free_step(sources, flow, words)
    step = f"{flow}.{name}"
    place = _shorts(sources, flow).index(short) + 2
    changed = add_step(sources, flow, name, place, words)
    if label.strip():
        changed = _with_choice(sources, changed, asked.step, label, step)
    for number in ("1", "2"):
        if (told := asked.words(f"label{number}")).strip():
            changed = _with_choice(sources, changed, step, told, asked.name(f"go{number}"))
    return Outcome(changed, step)


def _with_choice(sources: Sources, changed: Changed, step: str, label: str, go: str) -> Changed:
    now = applied(sources, changed)
    return {**changed, **add_choice(now, step, LAST, new_choice(now, step, label, go))}


def _copy(sources: Sources, asked: Asked) -> Outcome:
    flow, _, short = asked.step.partition(".")
    name = free_step(sources, flow, short.replace("_", " "))
    return Outcome(copy_step(sources, asked.step, name), f"{flow}.{name}")


def _move(sources: Sources, asked: Asked) -> Outcome:
    flow, _, short = asked.step.partition(".")
    places = _shorts(sources, flow)
    step = -1 if asked.name("to") == "up" else 1
    return Outcome(move_step(sources, asked.step, places.index(short) + 1 + step), asked.step)


def _remove(sources: Sources, asked: Asked) -> Outcome:
    instead = asked.name("instead")
    if not instead and leading_to(Draft(sources), asked.step):
        raise LedToError(asked.step)
    there = instead if instead.startswith(f"{asked.flow}.") else ""
    return Outcome(remove_step(sources, asked.step, instead), there)


def _rename(sources: Sources, asked: Asked) -> Outcome:
    name = asked.name("name")
    changed = rename_step(sources, asked.step, name)
    return Outcome(changed, f"{asked.step.partition('.')[0]}.{name}")


def _end(sources: Sources, asked: Asked) -> Outcome:
    return Outcome(set_end(sources, asked.step, ends=asked.name("end") == "yes"), asked.step)


def _numbers(sources: Sources, asked: Asked) -> Outcome:
    return Outcome(set_numbers(sources, asked.step, asked.all("number")), asked.step)


def _flow_name(sources: Sources, asked: Asked) -> str:
    """The flow that a group goes to: one that is there, or a new one of that name."""
    told = asked.name("flow")
    if told and told != "+":
        return told
    words = asked.words("name")
    if not words.strip():
        raise NoWordsError
    return name_for(words, {"library", "facts", "words", *Draft(sources).flows()}, "percorso")


def _move_group(sources: Sources, asked: Asked) -> Outcome:
    steps = asked.all("steps")
    flow = _flow_name(sources, asked)
    changed = move_steps(sources, steps, flow)
    return Outcome(changed, f"{flow}.{steps[0].partition('.')[2]}")


def _copy_group(sources: Sources, asked: Asked) -> Outcome:
    steps = asked.all("steps")
    flow = _flow_name(sources, asked)
    return Outcome(copy_steps(sources, steps, flow), f"{flow}.{steps[0].partition('.')[2]}")


def _add_flow(sources: Sources, asked: Asked) -> Outcome:
    flow, words = _flow_name(sources, asked), asked.words()
    first = name_for(words, (), "inizio")
    return Outcome(add_flow(sources, flow, asked.name("owner"), first, words), f"{flow}.{first}")


def _owner(sources: Sources, asked: Asked) -> Outcome:
    return Outcome(set_owner(sources, asked.flow, asked.name("owner")))


def _start(sources: Sources, asked: Asked) -> Outcome:
    return Outcome(set_start(sources, asked.name("start"), asked.step), asked.step)


OPERATIONS: Mapping[str, Operation] = {
    "step-add": Operation(_add, N_("Un passo nuovo dopo «{step}»")),
    "step-copy": Operation(_copy, N_("Copiato il passo «{step}»")),
    "step-move": Operation(_move, N_("Spostato il passo «{step}»")),
    "step-remove": Operation(_remove, N_("Tolto il passo «{step}»"), "step"),
    "step-rename": Operation(_rename, N_("Cambiato il nome breve di «{step}»")),
    "step-end": Operation(_end, N_("Se «{step}» finisce di proposito"), "end"),
    "step-numbers": Operation(_numbers, N_("I numeri da chiamare di «{step}»"), "numbers"),
    "steps-move": Operation(_move_group, N_("Passi spostati in un altro percorso")),
    "steps-copy": Operation(_copy_group, N_("Passi copiati in un altro percorso")),
    "flow-add": Operation(_add_flow, N_("Un percorso nuovo")),
    "flow-owner": Operation(_owner, N_("Chi risponde di un percorso")),
    "start": Operation(_start, N_("Da dove si comincia")),
}
