"""One flow as cards: each step whole, in the order a woman meets them."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from console.studio import words
from console.studio.flow_order import flow_of, in_order
from flows.checks.graph import leads_to
from locales.languages import SOURCE
from locales.phrase import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from console.studio.here import Studio
    from console.studio.problems import Problem
    from flows.definition import Step, Text
    from flows.registered import Fact

#: How long before its end a fact is said to end soon.
SOON: Final = timedelta(days=30)

_LONGEST_NAME: Final = 60

_NOTHING: Final = N_("Se non c'è niente da mostrare")
_PICKED: Final = N_("Un centro scelto porta a")
_ANOTHER: Final = N_("Il bottone per un altro centro")
_UNCLEAR: Final = N_("Se i luoghi possono essere più d'uno")
_BOX: Final = N_("Accanto alla casella")
_SEND: Final = N_("Il bottone per inviare")


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence, beside what it is in another language."""

    text: str
    #: `None` where nobody looks at another language.
    beside: str | None
    status: str
    note: str
    conditions: Sequence[Phrase] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """A step that something leads to."""

    step: str
    #: The flow it is in, where that is another one.
    elsewhere: str
    title: str
    exists: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """A choice, or another way on."""

    label: Said | None
    #: What it is, where it is no button of the step.
    what: str
    goal: Goal | None
    #: What it remembers: a name, and the value as its button calls it.
    remembers: Sequence[tuple[str, str]] = ()
    act: str = ""
    otherwise: Goal | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """A fact a step rests on."""

    name: str
    #: `None` where the registry does not hold it.
    fact: Fact | None
    #: `draft`, `expired`, `soon` or empty.
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One step."""

    step: Step
    number: int
    #: How far it is from where the flow is entered.
    depth: int
    #: What the map and links call it.
    name: str
    title: Said | None
    bubbles: Sequence[Said]
    #: What is asked and filled in, each in words.
    does: Sequence[str]
    ways: Sequence[Way]
    facts: Sequence[Used]
    problems: Sequence[Problem]
    #: Other flows it leads to.
    leads_out: Sequence[str] = field(default=())

    @property
    def looks(self) -> object:
        """Equal for two cards that look the same, wherever in their files the steps stand."""
        ways = [(way.label, way.what, way.goal, way.remembers, way.act) for way in self.ways]
        return (
            self.number, self.name, self.title, self.bubbles, self.does, ways, self.facts,
            self.problems, self.step.end, self.step.numbers,
            [choice.id for choice in self.step.choices],
        )  # fmt: skip

    @property
    def short(self) -> str:
        """The step's name within its flow."""
        return self.step.name.partition(".")[2]


def state_of(fact: Fact, today: date) -> str:
    """Whether a fact is a draft, has expired or soon will; empty where all is well."""
    if fact.is_expired(today):
        return "expired"
    if fact.status != "confirmed":
        return "draft"
    ends_soon = fact.expires_on is not None and fact.expires_on - today <= SOON
    return "soon" if ends_soon else ""


class Script:
    """Makes the cards of one library, beside one language."""

    def __init__(
        self, studio: Studio, beside: str, today: date, say: Callable[[Phrase | str], str]
    ) -> None:
        """`beside` is a language's tag, the Italian for none; `say` speaks the page's language."""
        self._library = studio.library
        self._catalogues = studio.catalogues
        self._beside = beside
        self._today = today
        self.told = words.Told(studio.library)
        self._values = {
            **{name: fact.value for name, fact in studio.library.facts.items() if fact.value},
            **{name: say(sentence) for name, sentence in words.PLACES.items()},
        }

    def cards(self, steps: Iterable[Step], problems: Mapping[str, Sequence[Problem]]) -> list[Card]:
        """The cards of these steps, in order."""
        ordered = in_order(self._library, steps)
        return [
            self._card(step, number, depth, problems.get(step.name, ()))
            for number, (step, depth) in enumerate(ordered, start=1)
        ]

    def name(self, step: Step) -> str:
        """What people call a step: its title, or how it begins."""
        said = [step.title] if step.title else [bubble.text for bubble in step.say[:1]]
        words = self._filled(said[0].source) if said else step.name
        return textwrap.shorten(words, _LONGEST_NAME, placeholder="…")

    def said(self, text: Text, conditions: Sequence[Phrase] = ()) -> Said:
        """A sentence with its translation."""
        beside, status = None, ""
        if self._beside != SOURCE:
            key = text.context, text.source, self._beside
            beside = self._filled(self._catalogues.translation(*key) or "")
            status = self._catalogues.status(*key)
        return Said(self._filled(text.source), beside, status, text.note, conditions)

    def _card(self, step: Step, number: int, depth: int, problems: Sequence[Problem]) -> Card:
        flow = flow_of(step.name)
        outside = (flow_of(to) for to in leads_to(step) if to in self._library.steps)
        asked = [words.asks(step.ask)[0]] if step.ask else []
        return Card(
            step=step,
            number=number,
            depth=depth,
            name=self.name(step),
            title=self.said(step.title) if step.title else None,
            bubbles=[self.said(b.text, self.told.conditions(b)) for b in step.say],
            does=[*asked, *(words.shows(step.show) if step.show else [])],
            ways=[*self._choices(step), *self._asked(step), *self._shown(step)],
            facts=self._used(step),
            problems=problems,
            leads_out=[each for each in dict.fromkeys(outside) if each != flow],
        )

    def _choices(self, step: Step) -> Iterable[Way]:
        for choice in step.choices:
            yield Way(
                self.said(choice.label, self.told.conditions(choice)),
                "",
                self._goal(step, choice.go),
                [(name, self.told.value(name, value)) for name, value in choice.remember.items()],
                words.ACTS[choice.act] if choice.act else "",
                self._goal(step, choice.otherwise) if choice.otherwise else None,
            )

    def _asked(self, step: Step) -> Iterable[Way]:
        ask = step.ask
        if ask is None:
            return
        _, found, unknown = words.asks(ask)
        yield Way(self.said(ask.label), _BOX, None)
        yield Way(self.said(ask.send), _SEND, None)
        yield Way(None, found, self._goal(step, ask.found))
        if ask.unclear:
            yield Way(self.said(ask.unclear), _UNCLEAR, None)
        yield Way(None, unknown, self._goal(step, ask.unknown))

    def _shown(self, step: Step) -> Iterable[Way]:
        show = step.show
        if show is None:
            return
        if show.pick:
            yield Way(None, _PICKED, self._goal(step, show.pick))
        if show.another:
            yield Way(self.said(show.another), _ANOTHER, None)
        if show.nothing:
            yield Way(self.said(show.nothing), _NOTHING, None)

    def _goal(self, step: Step, to: str) -> Goal:
        there = self._library.steps.get(to)
        flow = flow_of(to)
        elsewhere = flow if flow != flow_of(step.name) else ""
        return Goal(to, elsewhere, self.name(there) if there else to, exists=there is not None)

    def _used(self, step: Step) -> list[Used]:
        named = [name for bubble in step.say for name in bubble.facts]
        told = [name for text in step.texts() for name in text.facts]
        used = []
        for name in dict.fromkeys((*step.numbers, *named, *told)):
            fact = self._library.facts.get(name)
            used.append(Used(name, fact, state_of(fact, self._today) if fact else "missing"))
        return used

    def _filled(self, text: str) -> str:
        return words.with_places(text, self._values) if "{" in text else text
