"""Whether a handoff's steps are what the program counts on, and P13 holds in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.checks.facts import PERMANENT
from flows.checks.texts import Role
from flows.definition import (
    OF_HANDOFF,
    PROGRAM_PLACES,
    SIGN_PLACES,
    Act,
    AskKind,
    ShowKind,
)
from flows.issues import error
from flows.remembered import NODES_KIND, SIGN_KIND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flows.checks.texts import Line
    from flows.definition import Choice, HandoffSteps, Library, Place, Step
    from flows.issues import Issue

#: What each step that the program puts her on shows, where it shows something.
SHOWS: Mapping[str, ShowKind] = {
    "offer": ShowKind.OFFER,
    "waiting": ShowKind.WAITING,
    "talk": ShowKind.TALK,
    "code": ShowKind.CODE,
    "proposal": ShowKind.PROPOSAL,
}
#: Where what she types goes to the person: on Telegram nothing tells her box from another.
HEARS_WORDS = ("waiting", "talk", "proposal", "emergency")
#: Where what she wrote can be taken back (P13).
TAKES_BACK = ("waiting", "talk", "proposal")
#: What the program understands of what she says on her way: other values would be lost.
REMEMBERED: Mapping[str, frozenset[str]] = {
    "want": frozenset({"listening", "shelter", "health", "legal", "foreigners", "other"}),
    "danger": frozenset({"yes", "no"}),
    "far": frozenset({"yes", "no"}),
    "window": frozenset({"now", "until_1", "until_2", "until_4", "later"}),
}
#: Of fewer words a sign is guessed too soon.
FEWEST_SIGN_WORDS = 8

_EMERGENCY, _HELPLINE = PERMANENT


def check_handoff(library: Library) -> Iterator[Issue]:
    """Everything that is wrong with the handoff of a library, or with its having none."""
    steps = library.handoff
    if steps is None:
        yield from _without_section(library)
        return
    yield from _steps(library, steps)
    yield from _memory(library)
    for step in library.steps.values():
        for choice in step.choices:
            if len(choice.remember.keys() & set(SIGN_PLACES)) > 1:
                yield _two_words(step, choice)


def check_line(line: Line) -> Iterator[Issue]:
    """What the program fills in can be left out with its bubble, and nowhere else."""
    told = PROGRAM_PLACES.intersection(line.text.places)
    if told and not (line.bubble and line.role is Role.BUBBLE):
        yield _place_elsewhere(line, min(told))


def _without_section(library: Library) -> Iterator[Issue]:
    for step in library.steps.values():
        is_filled = step.show is not None and step.show.kind in OF_HANDOFF
        is_typed = step.ask is not None and step.ask.kind is not AskKind.PLACE
        if is_filled or is_typed or any(choice.act for choice in step.choices):
            yield _no_section(step)


def _steps(library: Library, steps: HandoffSteps) -> Iterator[Issue]:
    for name, kind in SHOWS.items():
        step = library.steps[getattr(steps, name)]
        if step.show is None or step.show.kind is not kind:
            yield _shows_other(step, name, kind)
    for name in HEARS_WORDS:
        step = library.steps[getattr(steps, name)]
        if not _asks(step, AskKind.WORDS):
            yield _hears_nothing(step, name)
    for name in TAKES_BACK:
        step = library.steps[getattr(steps, name)]
        if not _takes_back(library, step):
            yield _keeps_all(step)
    for name, number in (("emergency", _EMERGENCY), ("nobody", _HELPLINE)):
        step = library.steps[getattr(steps, name)]
        if number not in step.numbers:
            yield _no_number_first(step, name, number)


def _memory(library: Library) -> Iterator[Issue]:
    remembered = {fact.name: fact for fact in library.remembered}
    place = library.controls.exit.place
    for name, values in REMEMBERED.items():
        known = frozenset(remembered[name].values) if name in remembered else frozenset()
        if known != values:
            yield _other_values(remembered[name].place if name in remembered else place, name)
    for name in SIGN_PLACES:
        fact = remembered.get(name)
        if fact is None or fact.kind != SIGN_KIND or len(fact.values) < FEWEST_SIGN_WORDS:
            yield _no_sign(fact.place if fact else place, name)
    signs = {remembered[name].values for name in SIGN_PLACES if name in remembered}
    if len(signs) > 1:
        yield _signs_differ(remembered[SIGN_PLACES[-1]].place)
    if not any(fact.kind == NODES_KIND for fact in library.remembered):
        yield _avoids_nothing(place)


def _takes_back(library: Library, step: Step) -> bool:
    """Whether a choice that is always there takes back, or asks once whether she means it."""
    always = [choice for choice in step.choices if not choice.when and not choice.channel]
    ahead = [library.steps[choice.go] for choice in always if choice.act is None]
    sure = (choice for each in ahead for choice in each.choices)
    return any(choice.act is Act.WITHDRAW for choice in (*always, *sure))


def _asks(step: Step, kind: AskKind) -> bool:
    return step.ask is not None and step.ask.kind is kind


def _no_section(step: Step) -> Issue:
    return error(
        step.place,
        f"step '{step.name}' belongs to a handoff, and the library has none",
        "Add 'handoff:' to library.yaml; docs/flows.md shows it",
    )


def _shows_other(step: Step, name: str, kind: ShowKind) -> Issue:
    return error(
        step.place,
        f"step '{step.name}' is the handoff's '{name}' and does not show it",
        f"Add 'show: {kind}'",
    )


def _hears_nothing(step: Step, name: str) -> Issue:
    return error(
        step.place,
        f"step '{step.name}' is the handoff's '{name}', and what she types there is taken "
        "for a place",
        "Add 'ask: words'",
    )


def _keeps_all(step: Step) -> Issue:
    return error(
        step.place,
        f"from step '{step.name}' she cannot take back what she wrote (P13)",
        "Add a choice with 'act: withdraw', or one that leads to a step which has it",
    )


def _no_number_first(step: Step, name: str, number: str) -> Issue:
    return error(
        step.place,
        f"step '{step.name}' is the handoff's '{name}' and does not begin with {number}",
        f"Add {number} to its 'numbers:'",
    )


def _other_values(place: Place, name: str) -> Issue:
    values = ", ".join(sorted(REMEMBERED[name]))
    return error(
        place,
        f"'{name}' does not remember what a handoff is made of",
        f"Write {name}: [{values}] under 'remembers'",
    )


def _no_sign(place: Place, name: str) -> Issue:
    return error(
        place,
        f"'{name}' is no word of a sign, or one of too few",
        f"Write {name}: {{sign: [...]}} under 'remembers', with {FEWEST_SIGN_WORDS} words or more",
    )


def _two_words(step: Step, choice: Choice) -> Issue:
    return error(
        choice.place,
        f"one choice of step '{step.name}' is both words of a sign",
        "Let each button be one word: she is told them by their labels",
    )


def _signs_differ(place: Place) -> Issue:
    return error(
        place,
        "the two words of a sign are chosen from different lists",
        "Write the same words in both: turned round, a sign must be one too",
    )


def _avoids_nothing(place: Place) -> Issue:
    return error(
        place,
        "she cannot say which centre she does not want",
        f"Add a fact of kind '{NODES_KIND}' to 'remembers'",
    )


def _place_elsewhere(line: Line, place: str) -> Issue:
    return error(
        line.text.place,
        f"{line.name} has a place for '{place}', and cannot be left out where it is empty",
        "Write it in a bubble of 'say'",
    )
