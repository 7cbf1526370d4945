"""What the two sides know themselves: the model that the program is held against.

Nothing here asks the program. It knows what each side did, what she saw, and the promises.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.conversation import Address
    from routing.handoff import Handoff
    from storage.envelopes import Pair
    from tests.handoff.phone import Phone

TEN_MINUTES = timedelta(minutes=10)
HOUR = timedelta(hours=1)
#: What a clock may be put right by without a window being over.
SLACK = timedelta(minutes=2)
#: The twelve words of the library, in its order.
WORDS = (
    *("Mare", "Pane", "Luna", "Fiore", "Gatto", "Albero"),
    *("Libro", "Neve", "Stella", "Ponte", "Pesce", "Treno"),
)


@dataclass
class Said:
    """A line of an operator, and what became of it as far as both sides saw."""

    text: str
    #: It stood on a screen of hers, and the program was told so.
    shown: bool = False
    #: It stood there and the process died before it was told.
    in_flight: bool = False


@dataclass
class Window:
    """When she said it is safe to answer."""

    kind: str = "later"
    until: datetime | None = None
    #: When she said so, or tapped last while it was open.
    since: datetime | None = None
    #: It was over when the program looked after it: only her sign opens another.
    is_over: bool = False

    def is_open(self, now: datetime) -> bool:
        """Whether words may appear. A clock before her own act tells nothing: then they may not."""
        if self.until is None or self.since is None or self.is_over:
            return False
        return self.since - SLACK <= now < self.until

    def is_surely_open(self, now: datetime) -> bool:
        """Whether words have to appear, no clock having jumped."""
        return self.is_open(now) and self.since is not None and self.since <= now

    def choose(self, kind: str, now: datetime) -> None:
        """Say when it is safe."""
        hours = {"until_1": HOUR, "until_4": 4 * HOUR, "now": TEN_MINUTES}.get(kind)
        self.kind, self.is_over = kind, False
        self.since, self.until = (now, now + hours) if hours else (None, None)

    def tap(self, now: datetime) -> None:
        """Ten minutes from now, if it is not over."""
        if self.kind == "now" and self.is_open(now):
            self.since, self.until = now, now + TEN_MINUTES


@dataclass
class Told:
    """One handoff as both sides would tell it."""

    number: int
    phone: Phone
    danger: bool
    opened_at: datetime
    #: Until when it is kept unanswered, as she was told last.
    kept_until: datetime
    id: bytes = b""
    code: str = ""
    node: str = ""
    #: The nodes after it, as she was told at consent.
    ladder: tuple[str, ...] = ()
    #: Her words that the program said it has.
    hers: list[str] = field(default_factory=list)
    replies: list[Said] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: She is at it: began it, or gave her sign, and has not left.
    here: bool = True
    window: Window = field(default_factory=Window)
    operator: str = ""
    not_for: set[str] = field(default_factory=set)
    #: Since when somebody waits for the operator.
    waits_since: datetime | None = None
    operator_at: datetime | None = None
    hers_at: datetime | None = None
    queued_at: datetime | None = None
    moved_up: bool = False
    proposal: tuple[str, frozenset[str]] | None = None
    agreed: bool = False
    emergency: bool = False
    #: What did not go along to another centre.
    left_out: set[str] = field(default_factory=set)
    wrong_signs: int = 0
    alarmed_at: datetime | None = None
    closed_at: datetime | None = None
    withdrawn: bool = False
    #: What opened it last.
    key: Pair | None = None

    @classmethod
    def begins(cls, number: int, phone: Phone, now: datetime, *, danger: bool) -> Told:
        """One that she is about to begin."""
        return cls(number=number, phone=phone, danger=danger, opened_at=now, kept_until=now)

    def kept(self, card: Handoff) -> None:
        """It began: what she reads of it on her screen."""
        self.id, self.code, self.node, self.ladder = card.id, card.code, card.node, card.ladder
        self.hers_at, self.kept_until = self.opened_at, card.keep_until

    @property
    def sign(self) -> tuple[str, str]:
        """Her two words."""
        first = self.number % len(WORDS)
        return WORDS[first], WORDS[(first + 1 + self.number // len(WORDS)) % len(WORDS)]

    @property
    def lives(self) -> bool:
        """Whether it is not closed."""
        return self.closed_at is None

    @property
    def waits(self) -> bool:
        """Whether it is in a queue."""
        return self.lives and not self.operator

    @property
    def address(self) -> Address:
        """Where she is at it, or was last."""
        return self.phone.address

    def is_urgent(self) -> bool:
        """Whether she declared danger, or was moved up."""
        return self.danger or self.moved_up

    def is_locked(self, now: datetime) -> bool:
        """Whether even the right sign opens nothing."""
        if self.wrong_signs < 3 or self.alarmed_at is None:
            return False
        return now < self.alarmed_at + HOUR

    def may_show(self, now: datetime) -> bool:
        """Whether anything of an operator may stand on her screen now (P3, P4)."""
        return self.lives and self.here and self.window.is_open(now)

    def tapped(self, now: datetime) -> None:
        """She did something at it."""
        self.window.tap(now)
        self.hers_at = now

    def alarms(self, now: datetime, *, is_wrong: bool) -> None:
        """A sign that is not hers was given, or the forced one."""
        was_locked = self.is_locked(now)
        self.wrong_signs += is_wrong
        if not is_wrong or (self.wrong_signs >= 3 and not was_locked):
            self.alarmed_at = now

    def left(self) -> None:
        """She used the way out, or her screen was taken away."""
        self.here = False
        self.window = Window()
        self.emergency = False

    def came_back(self, phone: Phone, now: datetime) -> None:
        """She gave her sign there."""
        self.phone, self.here, self.wrong_signs = phone, True, 0
        self.window.choose("now", now)
        self.hers_at = now

    def counts_from(self, watch: datetime, now: datetime) -> None:
        """The clock jumped back: whatever is waited for is counted from now on."""
        self.queued_at = watch
        self.waits_since = watch if self.waits_since else None
        self.hers_at = min(self.hers_at or now, now)

    def queued(self, now: datetime) -> None:
        """It is in a queue again."""
        self.operator, self.emergency, self.queued_at = "", False, now
        self.proposal, self.agreed = None, False

    def passed_on_to(self, node: str, lines: frozenset[str]) -> None:
        """She said yes: only those lines go along."""
        known = {*self.hers, *self.notes, *(said.text for said in self.replies)}
        self.left_out |= known - lines
        self.node, self.ladder = node, ()

    def closed(self, now: datetime) -> None:
        """It is over."""
        self.closed_at, self.here, self.window = now, False, Window()
        self.operator, self.emergency, self.proposal = "", False, None
