"""Every way a step can look: on each channel, with each thing she may have said."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from flows.definition import WEB_PLACE, Bubble, Channel, Only
from flows.issues import error
from flows.remembered import NUMBER_KINDS, SAID, UNSAID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flows.definition import Choice, Library, Step, Text
    from flows.issues import Issue

#: A step with more ways to look is refused: nobody could have read them all.
MOST_WAYS = 300

_NOT_SAID = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way a step can look."""

    step: Step
    #: `None` where it looks the same everywhere.
    channel: Channel | None
    texts: tuple[Text, ...]
    choices: tuple[Choice, ...]
    #: Whether every fact that may lapse has lapsed.
    is_lapsed: bool = False

    @property
    def looks(self) -> object:
        """Equal for two ways that look the same."""
        labels = tuple(choice.id for choice in self.choices)
        return self.channel, self.texts, labels, self.is_lapsed

    @property
    def has_way_out(self) -> bool:
        """Whether something of the step itself leads on."""
        return bool(self.choices or self.step.ask or (self.step.show and self.step.show.pick))


class _Around(NamedTuple):
    """What a screen depends on beside what she said."""

    channel: Channel | None
    only: Only | None
    #: Whether the network has a web chat to name.
    has_web: bool


class Screens:
    """The ways of all steps of a library, worked out once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._ways: dict[str, tuple[Way, ...]] = {}
        self.issues: list[Issue] = []
        for step in library.steps.values():
            self._ways[step.name] = self._all_ways(step)

    def ways(self, step: Step) -> tuple[Way, ...]:
        """Every way the step can look."""
        return self._ways[step.name]

    def _all_ways(self, step: Step) -> tuple[Way, ...]:
        values = self._values_that_matter(step)
        around = list(_surroundings_that_matter(step))
        count = len(around)
        for each in values.values():
            count *= len(each)
        if count > MOST_WAYS:
            self.issues.append(_too_many_ways(step, count))
            # Its checks go on with what is always there.
            values = dict.fromkeys(values, (_NOT_SAID,))
        ways: dict[object, Way] = {}
        for seen in around:
            for said in product(*values.values()):
                for way in self._way(step, seen, dict(zip(values, said, strict=True))):
                    ways.setdefault(way.looks, way)
        return tuple(ways.values())

    def _way(self, step: Step, seen: _Around, said: Mapping[str, str]) -> Iterator[Way]:
        bubbles = [each for each in step.say if _is_shown(each, seen, said)]
        choices = tuple(each for each in step.choices if _is_shown(each, seen, said))
        yield Way(step, seen.channel, tuple(each.text for each in bubbles), choices)
        if any(self._may_lapse(each) for each in bubbles):
            yield Way(step, seen.channel, self._lapsed(bubbles), choices, is_lapsed=True)

    def _values_that_matter(self, step: Step) -> dict[str, tuple[str, ...]]:
        """The remembered facts its conditions name, with the values they tell apart."""
        values: dict[str, set[str]] = {}
        for each in _parts(step):
            for name, wanted in each.when.items():
                values.setdefault(name, set()).update(wanted)
        numbers = {fact.name for fact in self._library.remembered if fact.kind in NUMBER_KINDS}
        return {
            name: (SAID, UNSAID) if name in numbers else (_NOT_SAID, *sorted(wanted))
            for name, wanted in values.items()
        }

    def _lapsed(self, bubbles: list[Bubble]) -> tuple[Text, ...]:
        fallback = self._library.controls.fallback
        shown = (fallback if self._may_lapse(each) else each.text for each in bubbles)
        return tuple(dict.fromkeys(shown))

    def _may_lapse(self, bubble: Bubble) -> bool:
        facts = (self._library.facts.get(name) for name in bubble.facts)
        return any(fact is None or not fact.permanent for fact in facts)


def _parts(step: Step) -> list[Bubble | Choice]:
    return [*step.say, *step.choices]


def _is_shown(each: Bubble | Choice, seen: _Around, said: Mapping[str, str]) -> bool:
    if each.channel not in {None, seen.channel} or each.only not in {None, seen.only}:
        return False
    if not seen.has_web and isinstance(each, Bubble) and WEB_PLACE in each.text.places:
        return False
    return all(said[name] in wanted for name, wanted in each.when.items())


def _surroundings_that_matter(step: Step) -> Iterator[_Around]:
    parts = _parts(step)
    channels = tuple(Channel) if any(each.channel for each in parts) else (None,)
    onlys = tuple(Only) if any(each.only for each in parts) else (None,)
    tells_web = any(WEB_PLACE in each.text.places for each in step.say)
    for channel, only, has_web in product(channels, onlys, (True, False) if tells_web else (True,)):
        yield _Around(channel, only, has_web)


def _too_many_ways(step: Step, count: int) -> Issue:
    return error(
        step.place,
        f"step '{step.name}' can look in {count} ways, more than anybody can read",
        "Use fewer 'if:', or split the step",
    )
