"""A library of flows as its authors wrote it, understood and frozen.

Made by `flows.reader`, judged by `flows.checks`, walked by `flows.machine`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.registered import Fact
    from flows.remembered import Remembered


#: `{112}` in a sentence: the place of a fact.
FACT_PLACE = re.compile(r"\{([^{}]*)\}")
#: `{web_address}`: where the web chat is; a bubble with it is left out where there is none.
WEB_PLACE = "web_address"
#: The two words of her sign, as she saw them on the buttons; also names of remembered facts.
SIGN_PLACES = ("sign_first", "sign_second")
#: Places that are no facts: the program fills them in, in bubbles only.
PROGRAM_PLACES = frozenset({WEB_PLACE, *SIGN_PLACES})


class Channel(StrEnum):
    """Where a conversation happens; a bubble may be meant for one of them."""

    TELEGRAM = "telegram"
    WEB = "web"


class Only(StrEnum):
    """Whether a bubble or a choice depends on there being a desk: a node that can answer here."""

    DESK = "desk"
    NO_DESK = "no_desk"


class Act(StrEnum):
    """What has to be done for her, beyond leading on (`bot.contact` does it)."""

    #: She consents: her handoff begins, from what the conversation remembers.
    OPEN = "open"
    #: She says until when it is safe to answer.
    WINDOW = "window"
    #: She comes back with her sign.
    RETURN = "return"
    #: What she wrote is destroyed at once (P13).
    WITHDRAW = "withdraw"
    #: She ends the talk.
    FINISH = "finish"
    #: Yes to what the operator proposes.
    AGREE = "agree"
    #: No to it.
    REFUSE = "refuse"
    #: She looks again; every tap renews her window.
    LOOK = "look"
    #: She typed words for the person: no choice has this act, `ask: words` does.
    WRITE = "write"


#: Acts of somebody whose handoff is under way.
INSIDE = frozenset(
    {Act.WINDOW, Act.WITHDRAW, Act.FINISH, Act.AGREE, Act.REFUSE, Act.LOOK, Act.WRITE}
)

#: Acts that may fail in a way of their own: their choices say where that leads.
FALLIBLE = frozenset({Act.OPEN, Act.RETURN})


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the authors' files something stands."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Text:
    """One Italian sentence or paragraph that a person will read."""

    #: Key in the catalogues: `flow.step.field`, for example `menu.menu.choices.danger`.
    context: str
    #: The Italian source, with `{112}`-like places for facts.
    source: str
    place: Place
    #: What the author tells the translators (the YAML comment `# Translators: ...`).
    note: str = ""

    @property
    def places(self) -> tuple[str, ...]:
        """Everything it has a place for, in order."""
        return tuple(dict.fromkeys(FACT_PLACE.findall(self.source)))

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it has places for, in order: "Chiama il {112}" → ("112",)."""
        return tuple(place for place in self.places if place not in PROGRAM_PLACES)


@dataclass(frozen=True, slots=True)
class Bubble:
    """One short paragraph of a step."""

    text: Text
    #: Facts that must be confirmed and unexpired for it to be shown: those in
    #: its places and those its author names with `fact:`.
    facts: tuple[str, ...] = ()
    #: Only on this channel; `None` is everywhere.
    channel: Channel | None = None
    #: Shown only if every named remembered fact has one of these values.
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Shown only with a desk, or only without one; `None` is always.
    only: Only | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of a step."""

    id: str
    label: Text
    #: The step it leads to, in full: `flow.step`.
    go: str
    place: Place
    #: Facts it sets: name to value.
    remember: Mapping[str, str] = field(default_factory=dict)
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Only on this channel; `None` is everywhere.
    channel: Channel | None = None
    #: Shown only with a desk, or only without one; `None` is always.
    only: Only | None = None
    #: What has to be done before `go` is where she is.
    act: Act | None = None
    #: The step it leads to when the act cannot be done, in full; empty: she stays.
    otherwise: str = ""


class AskKind(StrEnum):
    """What a step waits for."""

    #: A place: CAP, comune, neighbourhood, stop.
    PLACE = "place"
    #: Her words for a person.
    WORDS = "words"
    #: The code she was given to come back.
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Ask:
    """A step that waits for something typed."""

    #: What stands beside the box on the web: "Comune, quartiere o CAP".
    label: Text
    #: What the button beside the box says: "Cerca".
    send: Text
    #: Where a place that is understood leads, words that are kept, a code that is right; in full.
    found: str
    #: What is said above the choices when the place could be several; of a place only.
    unclear: Text | None
    #: Where a place that is not known leads, words that are not kept, a wrong code; in full.
    unknown: str
    kind: AskKind = AskKind.PLACE


class ShowKind(StrEnum):
    """What is filled in between a step's words and its buttons."""

    #: The nearest centres to the remembered place, each a button.
    CENTRES = "centres"
    #: One centre: contacts, hours, services, languages.
    CENTRE = "centre"
    #: The same centre's public address, asked for on purpose.
    ADDRESS = "address"
    #: Whose data the places and centres come from.
    SOURCES = "sources"
    #: Who would answer her, when, and until when it is kept: before she consents.
    OFFER = "offer"
    #: Her place in the queue, who is on shift, until when it is kept.
    WAITING = "waiting"
    #: The talk with a person.
    TALK = "talk"
    #: What an operator proposes: another centre, and what goes along.
    PROPOSAL = "proposal"
    #: The code to come back with.
    CODE = "code"


#: What only `bot.contact` can fill in.
OF_HANDOFF = frozenset(
    {ShowKind.OFFER, ShowKind.WAITING, ShowKind.TALK, ShowKind.PROPOSAL, ShowKind.CODE}
)


class Wish(StrEnum):
    """What she is looking for: it decides which centres come first."""

    ANY = "any"
    SEXUAL_VIOLENCE = "sexual_violence"
    LISTENING = "listening"
    LEGAL = "legal"
    PSYCHOLOGICAL = "psychological"
    FOREIGNERS = "foreigners"
    WORK = "work"
    HOUSING = "housing"
    CHILDREN = "children"


@dataclass(frozen=True, slots=True)
class Show:
    """What is filled in in a step."""

    kind: ShowKind
    wish: Wish = Wish.ANY
    #: Centres far from the place she named, not near it.
    far: bool = False
    #: The step that a picked centre leads to, in full (`centres` only).
    pick: str = ""
    #: What is said when there is nothing to show.
    nothing: Text | None = None
    #: The button that asks for another centre than the offered one (`offer` only).
    another: Text | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of a flow."""

    #: In full: `flow.step`.
    name: str
    place: Place
    title: Text | None
    say: tuple[Bubble, ...]
    choices: tuple[Choice, ...] = ()
    #: Facts of kind `number` shown as numbers to call, largest first.
    numbers: tuple[str, ...] = ()
    ask: Ask | None = None
    show: Show | None = None
    #: Its author means it to have no way on but home, language, 112 and exit.
    end: bool = False
    #: What it was called before, in full: how other revisions and the translations know it.
    was: tuple[str, ...] = ()

    @property
    def is_inside(self) -> bool:
        """Whether a handoff is under way here: a choice acts on it."""
        return any(choice.act in INSIDE for choice in self.choices)

    def texts(self) -> Iterator[Text]:
        """Every sentence of the step, in the order a translator meets them."""
        if self.title:
            yield self.title
        yield from (bubble.text for bubble in self.say)
        if self.ask:
            yield from (self.ask.label, self.ask.send)
            if self.ask.unclear:
                yield self.ask.unclear
        if self.show:
            yield from (text for text in (self.show.nothing, self.show.another) if text)
        yield from (choice.label for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Controls:
    """The words of what the machine adds to every screen."""

    exit: Text
    danger: Text
    home: Text
    language: Text
    #: Above the list of languages.
    choose_language: Text
    #: What takes the place of a sentence whose fact is not current.
    fallback: Text
    #: What is added to a draft fact where drafts may be seen.
    draft: Text
    #: What is said to somebody whose buttons are too old or not ours.
    lost: Text
    #: What is said to a photo, a voice, a file.
    media: Text


@dataclass(frozen=True, slots=True)
class HandoffSteps:
    """The steps that `bot.contact` puts her on, each in full."""

    #: Who would answer; consent is given from here on.
    offer: str
    #: Nobody can answer here now: numbers, at once.
    nobody: str
    #: Nobody has answered yet.
    waiting: str
    #: Somebody has.
    talk: str
    #: The code to come back with.
    code: str
    #: An operator proposes another centre.
    proposal: str
    #: 112, put before her by the operator.
    emergency: str
    #: It is over, or is not hers.
    ended: str


#: By language, then by list: words and phrases that are watched for, and words that leave.
Words = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Library:
    """Every flow of a network, as one walkable whole."""

    steps: Mapping[str, Step]
    facts: Mapping[str, Fact]
    remembered: tuple[Remembered, ...]
    controls: Controls
    #: The first step after the language.
    first: str
    #: Where `home` leads and where somebody lost lands.
    home: str
    #: Where the 112 button leads where a number cannot be dialled.
    danger: str
    #: Where a typed place is understood at every step: a step with `ask`.
    place: str
    #: Where "I want a person" leads.
    person: str
    #: The steps of a handoff; `None` in a library that has none.
    handoff: HandoffSteps | None = None
    #: The lists of `words.yaml` by language; under no language ("") what holds in all.
    words: Words = field(default_factory=dict)
    #: Four bytes that change when anything of the library or its translations does.
    revision: bytes = b"\0\0\0\0"
    #: The authors' files, by name: what is kept so that old buttons go on working.
    sources: Mapping[str, str] = field(default_factory=dict)

    def called_now(self, step: str) -> str:
        """What a step of another revision is called in this one; empty if it is not there."""
        if step in self.steps:
            return step
        return next((name for name, each in self.steps.items() if step in each.was), "")

    def texts(self) -> Iterator[Text]:
        """Every sentence that a person may read, in the order of the files."""
        for step in self.steps.values():
            yield from step.texts()
        for name in Controls.__dataclass_fields__:
            yield getattr(self.controls, name)
