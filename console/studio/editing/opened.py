"""An open card: every part of a step with what its form needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from bot.editions.paths import seen
from console.studio import words
from console.studio.flow_order import by_flow, flow_of
from console.studio.script import state_of
from flows.definition import OF_HANDOFF, Channel, Only
from flows.editing import Written
from flows.editing.draft import Draft
from flows.editing.references import leading_to
from flows.remembered import NUMBER_KINDS, SAID
from locales.phrase import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from console.studio.script import Script
    from flows.definition import Ask, Bubble, Choice, Library, Show, Step, Text
    from locales.phrase import Phrase

    Say = Callable[[Phrase | str], str]

CHANNELS: Final[Mapping[str, str]] = {
    "": N_("dappertutto"),
    Channel.TELEGRAM: N_("solo su Telegram"),
    Channel.WEB: N_("solo nella chat web"),
}
DESKS: Final[Mapping[str, str]] = {
    "": N_("sempre"),
    Only.DESK: N_("solo se un centro può rispondere qui"),
    Only.NO_DESK: N_("solo se nessun centro può rispondere qui"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to be changed."""

    key: str
    text: str
    note: str
    seen: str
    note_seen: str
    #: What it is on the screen.
    label: str


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick: what is set, or could be."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Shown:
    """When a part is shown."""

    on: str
    only: str
    when: Sequence[Box]


@dataclass(frozen=True, slots=True)
class OpenBubble:
    """One bubble of the open card."""

    number: int
    said: Sentence
    shown: Shown
    facts: Sequence[Box]


@dataclass(frozen=True, slots=True)
class OpenChoice:
    """One choice of the open card."""

    id: str
    number: int
    said: Sentence
    go: str
    #: The first option of its select: where it leads now.
    goes: Markup
    shown: Shown
    remember: Sequence[Box]
    act: str
    otherwise: str
    otherwise_goes: Markup
    seen: str


@dataclass(frozen=True, slots=True)
class OpenWay:
    """Where what is typed leads, or a picked centre."""

    way: str
    label: str
    goes: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCard:
    """The step that is being changed."""

    step: str
    title: Sentence
    bubbles: Sequence[OpenBubble]
    #: Beside the box, when nothing is found…
    others: Sequence[Sentence]
    ways: Sequence[OpenWay]
    choices: Sequence[OpenChoice]
    numbers: Sequence[Box]
    #: What each select of steps goes on with.
    targets: Markup
    #: What each list goes on with.
    conditions: Sequence[Box]
    memories: Sequence[Box]
    facts: Sequence[Box]
    callable: Sequence[Box]
    #: Names of steps that lead here; the conversation itself may.
    led_from: Sequence[str]
    is_first: bool
    is_last: bool
    ends: bool
    #: By part: what its form was drawn from.
    seen: Mapping[str, str]


class Opener:
    """Makes an open card."""

    def __init__(self, library: Library, script: Script, say: Say, today: date) -> None:
        self._library = library
        self._sources = library.sources
        self._written = Written(library.sources)
        self._script = script
        self._say = say
        self._today = today

    def open(self, step: Step) -> OpenCard:
        """The card of a step, to be changed.

        Raises:
            EditError: if its file is too unusual to be changed here.
        """
        names = list(Draft(self._sources).names(flow_of(step.name)))
        place = names.index(step.name.partition(".")[2])
        return OpenCard(
            step=step.name,
            title=self._sentence(step.title, f"{step.name}.title", N_("Titolo")),
            bubbles=[self._bubble(*each) for each in enumerate(step.say, start=1)],
            others=[*self._asked(step.ask), *self._filled(step.show)],
            ways=list(self._ways(step)),
            choices=[self._choice(step, *each) for each in enumerate(step.choices, start=1)],
            numbers=[self._fact(name) for name in step.numbers],
            targets=options(self._library, self._script),
            conditions=list(self._values(conditions=True)),
            memories=list(self._values(conditions=False)),
            facts=[self._fact(name) for name in self._library.facts],
            callable=[
                self._fact(name)
                for name, fact in self._library.facts.items()
                if fact.kind == "number" and name not in step.numbers
            ],
            led_from=self._led_from(step),
            is_first=not place,
            is_last=place == len(names) - 1,
            ends=step.end,
            seen={
                part: seen(self._written.part(step.name, part))
                for part in ("say", "choices", "numbers", "end", "step")
            },
        )

    def _sentence(self, text: Text | None, key: str, label: str) -> Sentence:
        told, note = (text.source, text.note) if text else ("", "")
        return Sentence(key, told, note, seen(told), seen(note), label)

    def _bubble(self, number: int, bubble: Bubble) -> OpenBubble:
        told = set(bubble.text.facts)
        return OpenBubble(
            number,
            self._sentence(bubble.text, bubble.text.context, N_("Messaggio")),
            self._shown(bubble),
            [self._fact(name) for name in bubble.facts if name not in told],
        )

    def _choice(self, step: Step, number: int, choice: Choice) -> OpenChoice:
        told = self._script.told
        return OpenChoice(
            id=choice.id,
            number=number,
            said=self._sentence(choice.label, choice.label.context, N_("Scelta")),
            go=choice.go,
            goes=self._goes(choice.go),
            shown=self._shown(choice),
            remember=[
                Box(f"{name}={value}", f"{name}: {told.value(name, value)}")
                for name, value in choice.remember.items()
            ],
            act=choice.act or "",
            otherwise=choice.otherwise,
            otherwise_goes=self._goes(choice.otherwise) if choice.otherwise else Markup(),
            seen=seen(self._written.part(step.name, f"choices.{choice.id}")),
        )

    def _shown(self, part: Bubble | Choice) -> Shown:
        pairs = [(name, value) for name in part.when for value in sorted(part.when[name])]
        boxes = [Box(f"{name}={value}", self._condition(name, value)) for name, value in pairs]
        return Shown(part.channel or "", part.only or "", boxes)

    def _condition(self, name: str, value: str) -> str:
        known = {fact.name: fact for fact in self._library.remembered}.get(name)
        if known is not None and known.kind in NUMBER_KINDS:
            said, unsaid = words.kind_of(known.kind)
            return self._say(said if value == SAID else unsaid)
        return f"{name}: {self._script.told.value(name, value)}"

    def _values(self, *, conditions: bool) -> Iterable[Box]:
        for fact in self._library.remembered:
            values = fact.conditions if conditions and fact.kind in NUMBER_KINDS else fact.values
            for value in values:
                yield Box(f"{fact.name}={value}", self._condition(fact.name, value))

    def _fact(self, name: str) -> Box:
        fact = self._library.facts.get(name)
        told = f"{fact.value or name} · {fact.says}" if fact else name
        is_well = fact is not None and state_of(fact, self._today) in {"", "soon"}
        return Box(name, told if is_well else f"▲ {told}")

    def _asked(self, ask: Ask | None) -> Iterable[Sentence]:
        if ask is None:
            return
        yield self._sentence(ask.label, ask.label.context, N_("Accanto alla casella"))
        yield self._sentence(ask.send, ask.send.context, N_("Il bottone per inviare"))
        if ask.unclear:
            yield self._sentence(
                ask.unclear, ask.unclear.context, N_("Se i luoghi possono essere più d'uno")
            )

    def _filled(self, show: Show | None) -> Iterable[Sentence]:
        if show and show.nothing:
            yield self._sentence(
                show.nothing, show.nothing.context, N_("Se non c'è niente da mostrare")
            )
        if show and show.another:
            yield self._sentence(
                show.another, show.another.context, N_("Il bottone per un altro centro")
            )

    def _ways(self, step: Step) -> Iterable[OpenWay]:
        if step.ask:
            _, found, unknown = words.asks(step.ask)
            yield OpenWay("found", found, self._goes(step.ask.found))
            yield OpenWay("unknown", unknown, self._goes(step.ask.unknown))
        if step.show and step.show.pick and step.show.kind not in OF_HANDOFF:
            yield OpenWay("pick", N_("Un centro scelto porta a"), self._goes(step.show.pick))

    def _goes(self, name: str) -> Markup:
        return option(self._library, self._script, name)

    def _led_from(self, step: Step) -> list[str]:
        names = leading_to(Draft(self._sources), step.name)
        steps = self._library.steps
        return [self._script.name(steps[each]) if each in steps else "" for each in names]


def option(library: Library, script: Script, name: str) -> Markup:
    """The first option of a select: the step that it leads to now."""
    step = library.steps.get(name)
    told = script.name(step) if step else f"✕ {name}"
    return Markup('<option value="{}" selected>{} ({})</option>').format(name, told, flow_of(name))


def options(library: Library, script: Script) -> Markup:
    """The steps of every flow, as a select goes on; drawn once for all selects of a page."""
    parts = []
    for flow, steps in by_flow(library).items():
        rows = "".join(
            f'<option value="{escape(each.name)}">{escape(script.name(each))}</option>'
            for each in steps
        )
        parts.append(f'<optgroup label="{escape(flow)}">{rows}</optgroup>')
    return Markup("".join(parts))  # noqa: S704 (each value is escaped above)
