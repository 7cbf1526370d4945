"""The promises a flow can break: help near (P1), no score (P8), no shelter's address (P9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.checks.facts import PERMANENT
from flows.checks.matching import fold, words_of
from flows.checks.words import sentence_of
from flows.definition import FACT_PLACE
from flows.issues import error

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flows.checks.catalogues import Tongue
    from flows.checks.matching import Found
    from flows.checks.screens import Screens, Way
    from flows.checks.texts import Line
    from flows.checks.words import Vocabulary
    from flows.definition import Library, Step
    from flows.issues import Issue
    from flows.remembered import Remembered

#: Actions to a person or to 1522, at most.
MOST_ACTIONS = 2

_EMERGENCY, _HELPLINE = PERMANENT
_OF_A_SCORE = frozenset({"risk", "rischio", "score", "punteggio", "severity", "gravita"})
_LEVEL_NAMES = frozenset({"low", "basso", "medium", "medio", "high", "alto"})


def check_help_is_near(library: Library, screens: Screens) -> Iterator[Issue]:
    """P1: 112 in one action from every step, a person or 1522 in two.

    The machine's own buttons are counted as what they are: one that leads to
    the danger step, one that leads home.
    """
    danger = library.steps.get(library.danger)
    for number in PERMANENT:
        if danger is not None and not _always_tells(danger, screens, number):
            yield _danger_without(danger, number)
    near = _near(library, screens)
    for step in library.steps.values():
        if step.name not in near:
            yield _help_is_far(step)


def check_nothing_is_scored(library: Library) -> Iterator[Issue]:
    """P8: nothing remembered is a score or a level."""
    for fact in library.remembered:
        named = set(fold(fact.name).split("_"))
        if named & _OF_A_SCORE or {fold(value) for value in fact.values} & _LEVEL_NAMES:
            yield _remembers_a_score(fact)


def check_line(line: Line, vocabulary: Vocabulary, found: Sequence[Found]) -> Iterator[Issue]:
    """P8 and P9 in one sentence."""
    words = vocabulary.words(line.text)
    for each in found:
        denied = each.list_name == "scores" and vocabulary.denies(sentence_of(fold(words), each))
        if each.list_name in {"levels", "scores"} and not denied:
            yield _tells_a_score(line, vocabulary.tongue, each)
    if {"shelter", "address"} <= {each.list_name for each in found}:
        rest = vocabulary.find_in(vocabulary.without_names(words))
        if {"shelter", "address"} <= {each.list_name for each in rest}:
            yield _places_a_shelter(line, vocabulary.tongue, rest)


def _near(library: Library, screens: Screens) -> set[str]:
    """The steps from which a person or 1522 is at most two actions away."""
    near = {
        step.name
        for step in library.steps.values()
        if step.name == library.person or _always_tells(step, screens, _HELPLINE)
    }
    for _ in range(MOST_ACTIONS):
        near |= {
            step.name
            for step in library.steps.values()
            if any(target in near for target in _one_action(library, step, screens))
        }
    return near


def _one_action(library: Library, step: Step, screens: Screens) -> Iterator[str]:
    """Where one press leads that is there in every way the step can look."""
    yield library.danger
    yield library.home
    ways = screens.ways(step)
    for choice in step.choices:
        if all(choice in way.choices for way in ways):
            yield choice.go


def _always_tells(step: Step, screens: Screens, number: str) -> bool:
    if number in step.numbers:
        return True
    return all(_tells(way, number) for way in screens.ways(step))


def _tells(way: Way, number: str) -> bool:
    return any(
        number in text.facts or number in words_of(FACT_PLACE.sub(" ", text.source))
        for text in way.texts
    )


def _danger_without(step: Step, number: str) -> Issue:
    return error(
        step.place,
        f"step '{step.name}' is one press from everywhere and does not always tell {number}",
        f"Add it to 'numbers:', or write {{{number}}} in a bubble without 'if:' and 'on:'",
    )


def _help_is_far(step: Step) -> Issue:
    return error(
        step.place,
        f"from step '{step.name}' a person or {_HELPLINE} is more than {MOST_ACTIONS} actions away",
        f"Add a choice that leads there, or tell {{{_HELPLINE}}}",
    )


def _remembers_a_score(fact: Remembered) -> Issue:
    return error(
        fact.place,
        f"the conversation remembers '{fact.name}', a score or a level",
        "Nobody is scored here: remember what she chose, in her own words",
    )


def _tells_a_score(line: Line, tongue: Tongue, found: Found) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} tells a score or a level of risk: '{found.phrase}'"),
        "Take it out: a woman who reads 'low' may stop looking for help",
    )


def _places_a_shelter(line: Line, tongue: Tongue, found: Sequence[Found]) -> Issue:
    said = {each.list_name: each.phrase for each in reversed(found)}
    return error(
        line.text.place,
        tongue.named(
            f"{line.name} says '{said['shelter']}' beside '{said['address']}', "
            "as if a shelter had an address"
        ),
        "Never write where a shelter is; name the centre that leads to it",
    )
