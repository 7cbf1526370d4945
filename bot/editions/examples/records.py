"""An example as it is saved: what is done on the phone, and what must be true then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from bot.editions.phone import Setting
from flows.definition import Channel

if TYPE_CHECKING:
    from datetime import datetime

    from bot.editions.phone import Seen
    from routing.handoff import Case

#: In the place of a node: nobody can answer.
NOBODY: Final = "nobody"
#: In the place of a moment: somebody answers now.
NOW: Final = "now"
#: How a moment is written, on the network's clock.
MOMENT: Final = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Press:
    """A button was pressed: a step, and what the button is there (`Key.does`)."""

    step: str
    what: str

    def __str__(self) -> str:
        return f"{self.step}:{self.what}"


@dataclass(frozen=True, slots=True)
class Type:
    """Something was typed."""

    words: str


Did: TypeAlias = Press | Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """What must be true; what is empty or `None` is not asked."""

    #: The step she is at, in full.
    step: str = ""
    #: She left: the screen is empty.
    is_gone: bool = False
    #: Texts that are read on the screen, each whole.
    says: tuple[str, ...] = ()
    #: Numbers that are on it.
    numbers: tuple[str, ...] = ()
    #: The centres on it, all of them and in this order.
    centres: tuple[str, ...] | None = None
    #: Who answers in writing, or `nobody`.
    node: str = ""
    #: The nodes after it, all of them and in this order.
    ladder: tuple[str, ...] | None = None
    #: When it opens, or `now`.
    opens: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return self == Holds()


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkExample:
    """A walk on the phone."""

    name: str
    channel: Channel = Channel.WEB
    language: str = "it"
    setting: Setting = field(default_factory=Setting)
    #: The step it begins at; empty: the first after the language.
    start: str = ""
    walk: tuple[Did, ...] = ()
    holds: Holds = field(default_factory=Holds)
    #: It rests on what nobody confirmed: played only where that is shown.
    is_demo: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseExample:
    """A made-up case, and who answers it: routing alone."""

    name: str
    #: Without its place.
    case: Case
    #: As she would type it; empty: she named none.
    place: str = ""
    setting: Setting = field(default_factory=Setting)
    holds: Holds = field(default_factory=Holds)
    is_demo: bool = False
    line: int = 0


Example: TypeAlias = WalkExample | CaseExample


def moment(at: datetime | None) -> str:
    """When somebody answers, as it is written."""
    return at.strftime(MOMENT) if at else NOW


def holds_now(seen: Seen) -> Holds:
    """Everything that could be asked of a screen as it is now."""
    if seen.is_gone:
        return Holds(is_gone=True)
    shown, offer = seen.shown, seen.shown.offer
    return Holds(
        step=seen.where.step,
        says=shown.says,
        numbers=shown.numbers,
        centres=shown.centres or None,
        node=offer.node if offer else "",
        ladder=offer.ladder if offer and offer.ladder else None,
        opens=moment(offer.opens) if offer else "",
    )
