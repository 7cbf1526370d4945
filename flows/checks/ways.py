"""Which ways lead to a person and back: consent first, the notice on Telegram, the sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.checks.graph import entrances
from flows.definition import WEB_PLACE, Act, AskKind, Channel
from flows.issues import error

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from flows.checks.screens import Screens
    from flows.definition import Library, Step
    from flows.issues import Issue


def check_ways(library: Library, screens: Screens) -> Iterator[Issue]:
    """The ways of a library with a handoff; nothing of one without."""
    if library.handoff is None:
        return
    yield from _ways_to_words(library)
    for name in dict.fromkeys((library.first, library.home)):
        if not _leads_back(library, library.steps[name], screens):
            yield _no_way_back(library.steps[name])


def _ways_to_words(library: Library) -> Iterator[Issue]:
    """Consent first, and on Telegram the notice (TG-9)."""
    for name in _reached_unless(library, frozenset(), {None}):
        if _asks(library.steps[name], AskKind.WORDS):
            yield _no_consent(library.steps[name])
    told = frozenset(step.name for step in library.steps.values() if _tells_web(step))
    for name in _reached_unless(library, told, {None, Act.OPEN, Act.RETURN}):
        if _asks(library.steps[name], AskKind.WORDS):
            yield _no_notice(library.steps[name])


def _reached_unless(
    library: Library, walls: Collection[str], acts: Collection[Act | None]
) -> list[str]:
    """Steps reached from the outside by choices with these acts alone, past none of the walls."""
    reached: dict[str, None] = {}
    ahead = [name for name in entrances(library) if name not in walls]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached[name] = None
            ways = _ways_on(library.steps[name], acts)
            ahead.extend(way for way in ways if way in library.steps and way not in walls)
    return list(reached)


def _ways_on(step: Step, acts: Collection[Act | None]) -> Iterator[str]:
    for choice in step.choices:
        if choice.act in acts:
            yield choice.go
        if choice.otherwise:
            yield choice.otherwise
    if step.ask:
        yield step.ask.unknown
        if step.ask.kind is AskKind.PLACE or Act.RETURN in acts:
            yield step.ask.found
    if step.show and step.show.pick:
        yield step.show.pick


def _tells_web(step: Step) -> bool:
    """Whether it always says on Telegram where the web chat is (TG-9)."""
    return any(
        WEB_PLACE in bubble.text.places
        and bubble.channel in {None, Channel.TELEGRAM}
        and not bubble.when
        and bubble.only is None
        for bubble in step.say
    )


def _leads_back(library: Library, step: Step, screens: Screens) -> bool:
    """Whether a choice that is always there leads to a flow where she gives her sign."""
    ways = screens.ways(step)
    flows = {_flow(each.name) for each in library.steps.values() if _returns(each)}
    return any(
        _flow(choice.go) in flows and all(choice in way.choices for way in ways)
        for choice in step.choices
    )


def _flow(name: str) -> str:
    return name.split(".", 1)[0]


def _returns(step: Step) -> bool:
    return _asks(step, AskKind.CODE) or any(choice.act is Act.RETURN for choice in step.choices)


def _asks(step: Step, kind: AskKind) -> bool:
    return step.ask is not None and step.ask.kind is kind


def _no_consent(step: Step) -> Issue:
    return error(
        step.place,
        f"step '{step.name}' takes words for a person, and can be reached without consent",
        "Lead to it with 'act: open' only",
    )


def _no_notice(step: Step) -> Issue:
    return error(
        step.place,
        f"step '{step.name}' takes words for a person, and can be reached on Telegram "
        "without the notice (TG-9)",
        f"Put a bubble with {{{WEB_PLACE}}} on every way to it",
    )


def _no_way_back(step: Step) -> Issue:
    return error(
        step.place,
        f"step '{step.name}' is a first screen and does not lead to 'Sono già stata qui'",
        "Add a choice to the flow that has 'act: return', without 'if:', 'on:' or 'only:'",
    )
