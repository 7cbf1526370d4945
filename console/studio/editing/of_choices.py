"""Operations on a step's choices: words, where each leads, what it remembers, when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.studio.editing.of_words import channel_of, only_of
from console.studio.editing.operation import Operation, Outcome
from flows.definition import Act, AskKind, ShowKind, Wish
from flows.editing import (
    NewChoice,
    add_choice,
    add_step,
    applied,
    copy_choice,
    free_step,
    move_choice,
    name_for,
    remove_choice,
    set_act,
    set_ask,
    set_choice_shown,
    set_go,
    set_remember,
    set_show,
    step_as_written,
)
from flows.editing.draft import Draft
from flows.editing.errors import UnknownPartError
from locales.phrase import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.studio.editing.operation import Asked, Sources
    from flows.editing import Changed

#: What a select of steps says for one that is not there yet.
NEW: Final = "+"
LAST: Final = 999


def led_to(sources: Sources, asked: Asked, field: str = "go") -> tuple[Sources, Changed, str]:
    """The files with the step that something is to lead to, what was changed, and its name."""
    told = asked.name(field)
    if told != NEW:
        return sources, {}, told
    flow, _, short = asked.step.partition(".")
    words = asked.words("new")
    name = free_step(sources, flow, words)
    changed = add_step(sources, flow, name, _after(sources, asked.step, short), words)
    return applied(sources, changed), changed, f"{flow}.{name}"


def ids_of(sources: Sources, step: str) -> list[str]:
    """The ids of a step's choices, in order."""
    told = step_as_written(sources, step).get("choices")
    entries = told if isinstance(told, list) else [told]
    return [str(each.get("id")) for each in entries if isinstance(each, dict)]


def _after(sources: Sources, step: str, short: str) -> int:
    """The place behind a step in its flow's file."""
    return list(Draft(sources).names(step.partition(".")[0])).index(short) + 2


def new_choice(sources: Sources, step: str, label: str, go: str) -> NewChoice:
    """A choice that a step does not have yet, with an id made of its words."""
    return NewChoice(id=name_for(label, ids_of(sources, step), "scelta"), label=label, go=go)


def _add(sources: Sources, asked: Asked) -> Outcome:
    after, changed, go = led_to(sources, asked)
    choice = new_choice(after, asked.step, asked.words(), go)
    return Outcome({**changed, **add_choice(after, asked.step, LAST, choice)}, asked.step)


def _from(sources: Sources, asked: Asked) -> Outcome:
    """A choice of the step that was chosen, which leads to the one that nothing leads to."""
    step = asked.name("target")
    choice = new_choice(sources, step, asked.words(), asked.name("go"))
    return Outcome(add_choice(sources, step, LAST, choice), asked.name("go"))


def _copy(sources: Sources, asked: Asked) -> Outcome:
    new = name_for(asked.choice, ids_of(sources, asked.step), "scelta")
    return Outcome(copy_choice(sources, asked.step, asked.choice, new), asked.step)


def _move(sources: Sources, asked: Asked) -> Outcome:
    return Outcome(move_choice(sources, asked.step, asked.choice, asked.number("to")), asked.step)


def _remove(sources: Sources, asked: Asked) -> Outcome:
    return Outcome(remove_choice(sources, asked.step, asked.choice), asked.step)


def _go(sources: Sources, asked: Asked) -> Outcome:
    after, changed, go = led_to(sources, asked)
    return Outcome({**changed, **set_go(after, asked.step, asked.choice, go)}, asked.step)


def _otherwise(sources: Sources, asked: Asked) -> Outcome:
    act = asked.name("act")
    if act not in set(Act):
        raise UnknownPartError(asked.step, "act")
    changed = set_act(sources, asked.step, asked.choice, Act(act), asked.name("go"))
    return Outcome(changed, asked.step)


def _shown(sources: Sources, asked: Asked) -> Outcome:
    changed = set_choice_shown(
        sources,
        asked.step,
        asked.choice,
        when=asked.pairs("when"),
        on=channel_of(asked),
        only=only_of(asked),
    )
    return Outcome(changed, asked.step)


def _remember(sources: Sources, asked: Asked) -> Outcome:
    told = {name: values[-1] for name, values in asked.pairs("remember").items()}
    return Outcome(set_remember(sources, asked.step, asked.choice, told), asked.step)


def _goes(sources: Sources, asked: Asked) -> Outcome:
    """Where what is typed at a step leads, or a centre that is picked there."""
    told = step_as_written(sources, asked.step)
    way = asked.name("way")
    if ("show" if way == "pick" else "ask") not in told:
        raise UnknownPartError(asked.step, way)
    after, changed, go = led_to(sources, asked)
    if way == "pick":
        led = set_show(
            after,
            asked.step,
            ShowKind(str(told["show"])),
            wish=Wish(str(told["wish"])) if "wish" in told else None,
            far=told.get("far") == "true",
            pick=go,
        )
    else:
        ways = {key: _full(str(told.get(key, "")), asked.flow) for key in ("found", "unknown")}
        ways[way if way in ways else "found"] = go
        led = set_ask(after, asked.step, AskKind(str(told["ask"])), **ways)
    return Outcome({**changed, **led}, asked.step)


def _full(written: str, flow: str) -> str:
    return written if "." in written else f"{flow}.{written}"


OPERATIONS: Mapping[str, Operation] = {
    "choice-add": Operation(_add, N_("Una scelta in più in «{step}»"), "choices"),
    "choice-from": Operation(_from, N_("Una scelta in più verso un passo")),
    "choice-copy": Operation(_copy, N_("Una scelta copiata in «{step}»"), "choices"),
    "choice-move": Operation(_move, N_("Una scelta spostata in «{step}»"), "choices"),
    "choice-remove": Operation(_remove, N_("Una scelta tolta da «{step}»"), "choice"),
    "choice-go": Operation(_go, N_("Dove porta una scelta di «{step}»"), "choice"),
    "choice-otherwise": Operation(_otherwise, N_("Dove porta una scelta di «{step}»"), "choice"),
    "choice-shown": Operation(_shown, N_("Quando si vede una scelta di «{step}»"), "choice"),
    "choice-remember": Operation(
        _remember, N_("Che cosa ricorda una scelta di «{step}»"), "choice"
    ),
    "goes": Operation(_goes, N_("Dove porta «{step}»"), "step"),
}
