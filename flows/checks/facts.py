"""Whether what is told as a fact is in the registry, and still holds (P10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.definition import FACT_PLACE
from flows.issues import error, warning
from flows.registered import FactKind, FactStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from flows.checks.texts import Line
    from flows.definition import Library, Place, Step
    from flows.issues import Issue
    from flows.registered import Fact

#: The two numbers that never disappear.
PERMANENT = ("112", "1522")

#: Days a check may be trusted: three months for numbers and hours, six for law
#: and money, twelve for the rest, each with a few days in hand.
_LIVES = {
    FactKind.NUMBER: 93,
    FactKind.LAW: 186,
    FactKind.MONEY: 186,
    FactKind.HEALTH: 372,
    FactKind.OTHER: 372,
}


def check_registry(library: Library, today: date) -> Iterator[Issue]:
    """The facts themselves: how long they may be trusted, and which are past it."""
    for name in PERMANENT:
        fact = library.facts.get(name)
        if not fact or not fact.permanent or fact.value != name or fact.kind != FactKind.NUMBER:
            yield _not_permanent(library, fact, name)
    for fact in library.facts.values():
        yield from _one_fact(fact, today)


def check_numbers(library: Library) -> Iterator[Issue]:
    """The numbers that steps show before everything else."""
    for step in library.steps.values():
        for name in step.numbers:
            fact = library.facts.get(name)
            if fact is None:
                yield _unknown(step.place, f"the numbers of step '{step.name}'", name)
            elif fact.kind is not FactKind.NUMBER:
                yield _no_number(step, fact)


def check_line(line: Line, library: Library) -> Iterator[Issue]:
    """The facts that a sentence has places for or names."""
    places = set(line.text.facts)
    for name in line.facts:
        fact = library.facts.get(name)
        if fact is None:
            yield _unknown(line.text.place, line.name, name)
        elif not line.bubble and not fact.permanent:
            yield _may_lapse(line, fact)
        elif name in places and not fact.value:
            yield _no_value(line, fact)
    if set("{}") & set(FACT_PLACE.sub("", line.text.source)):
        yield _open_brace(line)


def _one_fact(fact: Fact, today: date) -> Iterator[Issue]:
    if fact.permanent and fact.id not in PERMANENT:
        yield _wrongly_permanent(fact)
    if _is_number_to_dial(fact) and not any(letter.isdigit() for letter in fact.value):
        yield _number_without_digits(fact)
    if fact.checked_on > today:
        yield _checked_tomorrow(fact)
    if fact.expires_on is None:
        return
    if (fact.expires_on - fact.checked_on).days > _LIVES[fact.kind]:
        yield _trusted_too_long(fact)
    if fact.is_expired(today):
        yield _overdue(fact) if fact.permanent else _expired(fact)


def _is_number_to_dial(fact: Fact) -> bool:
    """A number somebody confirmed; a draft may still wait for its digits."""
    return fact.kind is FactKind.NUMBER and fact.status is FactStatus.CONFIRMED


def _not_permanent(library: Library, fact: Fact | None, name: str) -> Issue:
    place = fact.place if fact else library.controls.danger.place
    return error(
        place,
        f"the registry does not hold {name} as a permanent number",
        f"Write it in facts.yaml with 'kind: number', 'value: \"{name}\"' and 'permanent: true'",
    )


def _wrongly_permanent(fact: Fact) -> Issue:
    return error(
        fact.place,
        f"the fact '{fact.id}' is permanent",
        "Only 112 and 1522 are; give it 'expires_on' instead",
    )


def _number_without_digits(fact: Fact) -> Issue:
    return error(
        fact.place,
        f"the number '{fact.id}' has no digits",
        "Write the number to dial as its 'value'",
    )


def _checked_tomorrow(fact: Fact) -> Issue:
    return error(
        fact.place,
        f"the fact '{fact.id}' was checked on {fact.checked_on}, which is still to come",
        "Write the day on which somebody checked it",
    )


def _trusted_too_long(fact: Fact) -> Issue:
    return error(
        fact.place,
        f"the fact '{fact.id}' expires on {fact.expires_on}, "
        f"too long after it was checked on {fact.checked_on}",
        f"A fact of kind '{fact.kind}' holds for {_LIVES[fact.kind] // 31} months at most",
    )


def _expired(fact: Fact) -> Issue:
    return warning(
        fact.place,
        f"the fact '{fact.id}' expired on {fact.expires_on}: its sentences are hidden",
        "Check it at its source and write the new days",
    )


def _overdue(fact: Fact) -> Issue:
    return warning(
        fact.place,
        f"the fact '{fact.id}' had to be checked by {fact.expires_on} and is still told",
        "Call the number today, and write the new days",
    )


def _unknown(place: Place, where: str, name: str) -> Issue:
    return error(
        place,
        f"{where} uses the fact '{name}', which is not in the registry",
        "Add it to facts.yaml, or write the name of one that is there",
    )


def _no_number(step: Step, fact: Fact) -> Issue:
    return error(
        step.place,
        f"the numbers of step '{step.name}' name '{fact.id}', which is no number",
        "Name facts of kind 'number'",
    )


def _may_lapse(line: Line, fact: Fact) -> Issue:
    return error(
        line.text.place,
        f"{line.name} tells the fact '{fact.id}', which can expire, and it cannot be hidden",
        "Tell it in a bubble of 'say'; elsewhere only 112 and 1522 may stand",
    )


def _no_value(line: Line, fact: Fact) -> Issue:
    return error(
        line.text.place,
        f"{line.name} has a place for '{fact.id}', which has no value",
        "Give the fact a 'value', or state the rule in full and name it with 'fact:'",
    )


def _open_brace(line: Line) -> Issue:
    return error(
        line.text.place,
        f"{line.name} has a brace that is not closed, or not opened",
        "Write the place of a fact as {1522}",
    )
