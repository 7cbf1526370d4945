"""What the phone beside the script shows, and what makes it: `bot.simulator`, behind a contract.

The console knows no channel of hers. It draws what the phone says is on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

from bot.editions.errors import WorkError
from locales.phrase import S_

if TYPE_CHECKING:
    from datetime import datetime

    from bot.editions.reading import Reading
    from flows.definition import Channel
    from locales.phrase import Phrase
    from routing.handoff import Case

BlockKind = Literal["title", "number", "words", "said", "name", "line", "small", "plain", "bold"]
KeyKind = Literal["choice", "more", "exit", "danger", "home", "language", "copy"]


NO_PHONES: Final = S_("Qui la conversazione non si può provare.")


class CannotPlayError(WorkError):
    """No phone can play this reading; the phrase says why."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody made up, who is on shift at a desk."""

    node: str
    #: Tags of what she speaks.
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """When it is on the phone, and who is there."""

    #: On the network's clock, without a zone; `None`: now.
    at: datetime | None = None
    #: `None`: at each desk somebody who speaks its languages, in its hours.
    on_shift: tuple[Shift, ...] | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Who answers in writing, or would."""

    node: str
    #: The nodes after it, in order.
    ladder: tuple[str, ...]
    #: When it opens, on the network's clock; `None`: somebody answers now.
    opens: datetime | None


@dataclass(frozen=True, slots=True)
class Block:
    """Something to read. A text that is already markup comes from the web chat's own drawing."""

    kind: BlockKind
    text: str
    #: Said beside a number: what it is for, that nobody has confirmed it.
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """Something to press."""

    kind: KeyKind
    label: str
    #: Sealed as hers are; empty where pressing it leads nowhere (a number to copy).
    token: str = ""
    #: The language of the label, where it is not the screen's.
    language: str = ""
    #: What pressing it is, the same in every language and revision: its step, and a choice's id
    #: (`near.where:work`) or what is no choice of it (`near.where:@home`, `…:@centre=cadmi`).
    does: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """Where she types."""

    label: str
    send: str
    kind: str


@dataclass(frozen=True, slots=True)
class Where:
    """Where the phone is, for whoever asks why."""

    #: In full.
    step: str
    #: What is remembered: a fact's name, its value, and the value as people read it.
    facts: tuple[tuple[str, str, str], ...]
    #: What the machine said of it (`Turn.reasons`).
    reasons: tuple[str, ...] = ()
    #: The words of the button that was pressed.
    pressed: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a screen an example can ask for."""

    #: Title, paragraphs and lines, each as it is read.
    says: tuple[str, ...] = ()
    #: Numbers to call as they are read, in order.
    numbers: tuple[str, ...] = ()
    #: Ids of the centres on it, in order.
    centres: tuple[str, ...] = ()
    #: Who answers; `None` where nobody does, or nothing was asked of anybody.
    offer: Offer | None = None


_NOTHING_SHOWN = Shown()


@dataclass(frozen=True, slots=True)
class Seen:
    """One screen, as its channel lays it out."""

    channel: Channel
    #: Empty until she chose one.
    language: str
    direction: Literal["ltr", "rtl"]
    blocks: tuple[Block, ...]
    #: Rows of buttons, as they stand.
    rows: tuple[tuple[Key, ...], ...]
    box: Box | None
    where: Where
    #: Goes along with what is typed: the position the words belong to.
    at: str
    #: She left: the screen is empty.
    is_gone: bool = False
    shown: Shown = _NOTHING_SHOWN

    def keys(self, *kinds: KeyKind) -> list[Key]:
        """The buttons of these kinds, in order."""
        return [key for row in self.rows for key in row if key.kind in kinds]


class Phone(Protocol):
    """One phone, of one session. Nothing it does leaves the memory of this process."""

    def put(self, setting: Setting) -> None:
        """Have it be that moment, and those people there, from now on."""
        ...

    async def begin(self, channel: Channel, language: str, step: str) -> Seen:
        """Take a fresh one and begin at a step; empty: the first after the language."""
        ...

    async def press(self, channel: Channel, token: str) -> Seen:
        """Press a button of its screen."""
        ...

    async def write(self, channel: Channel, text: str, token: str) -> Seen:
        """Type something."""
        ...

    async def renew(self, reading: Reading) -> Seen | None:
        """Go on at the same step in another reading; `None` where nothing was begun.

        Raises:
            CannotPlayError: it cannot be played; the phone stays as it was.
        """
        ...

    async def route(self, case: Case, place: str = "") -> Offer | None:
        """Who would answer a made-up case, its place as she would type it; `None`: nobody.

        Raises:
            CannotPlayError: the place is none, or several.
        """
        ...


class MakesPhones(Protocol):
    """What makes phones: `bot.simulator.Phones`."""

    @property
    def is_demo(self) -> bool:
        """Whether they show what nobody confirmed."""
        ...

    def __call__(self, reading: Reading) -> Phone:
        """A phone nobody has used.

        Raises:
            CannotPlayError: it cannot be played.
        """
        ...
