"""A handoff as the service knows it: what she needs and where it stands, never who she is.

What she writes is not here: that is sealed (`routing.ports.Handoffs`), and only an
operator of the node that serves her can open it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flows.definition import Channel  # noqa: TC001 (the types are read when a card is kept)

#: "I stay here now" lasts so long from her last tap (PRODUCT.md, reply window).
STAYS_FOR = timedelta(minutes=10)
#: A clock put right by no more than this ends no window.
CLOCK_SLACK = timedelta(minutes=1)
#: "Until …" is never longer.
LONGEST_WINDOW = timedelta(hours=4)


class Want(StrEnum):
    """What she wants from a person, as she chose it from a list."""

    LISTENING = "listening"
    SHELTER = "shelter"
    HEALTH = "health"
    LEGAL = "legal"
    FOREIGNERS = "foreigners"
    OTHER = "other"


class Window(StrEnum):
    """When she said it is safe to answer."""

    #: Ten minutes, renewed by each tap of hers.
    NOW = "now"
    #: Until a moment she chose, four hours away at most.
    UNTIL = "until"
    #: She comes back by herself.
    LATER = "later"


class Stage(StrEnum):
    """Where a handoff is in its life (`routing.desk` moves it)."""

    WAITING = "waiting"
    TALKING = "talking"
    CLOSED = "closed"


class Ending(StrEnum):
    """How a handoff ended: the operator's list, and what happens by itself."""

    ANSWERED = "answered"
    REFERRED_OUTSIDE = "referred_outside"
    SENT_TO_1522 = "sent_to_1522"
    SENT_TO_112 = "sent_to_112"
    WENT_AWAY = "went_away"
    NOT_SEEKING_HELP = "not_seeking_help"
    FINISHED = "finished"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    IDLE = "idle"


class Reason(StrEnum):
    """Why a handoff came to a node; the desk puts it into words."""

    TERRITORY = "territory"
    FAR = "far"
    WANT = "want"
    LANGUAGE = "language"
    ON_SHIFT = "on_shift"
    OPEN = "open"
    OPENS_FIRST = "opens_first"
    LOAD = "load"
    AVOIDED = "avoided"
    LADDER = "ladder"
    REFERRED = "referred"
    ONLY = "only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What she said she needs: all that routing goes by."""

    channel: Channel
    #: Tag of the language she reads.
    language: str
    #: `routing.areas` number of the place she named; nought is none.
    area: int = 0
    want: Want = Want.OTHER
    #: She would rather be far from where she lives.
    far: bool = False
    #: Ids of the nodes she does not want.
    avoid: tuple[str, ...] = ()
    #: She said the danger is now. It can only move her up (P8).
    danger: bool = False
    #: A rehearsal of the staff: marked everywhere, in no count.
    rehearsal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A referral an operator offered her, until she says yes or no."""

    node: str
    at: datetime
    #: Numbers of the lines that go along, if she agrees.
    lines: tuple[int, ...] = ()
    agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """One handoff. Moments are aware. Kept under the service key (`docs/threats.md`)."""

    #: 16 random bytes that mean nothing.
    id: bytes
    case: Case
    #: The node in whose queue it is, or that serves it.
    node: str
    #: The nodes after it, in order: she was told of them at consent.
    ladder: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    stage: Stage = Stage.WAITING
    opened_at: datetime
    #: When it came into this node's queue.
    queued_at: datetime
    #: Unanswered it is kept until then; she was told at consent.
    keep_until: datetime
    #: Where she began or came back last ("telegram|123", "web|…": `Address.context` as text);
    #: forgotten at the close.
    address: str = ""
    #: She began it there or gave her sign there, and has not left since.
    present: bool = True
    #: What she writes on the web to come back; reads like a customer number.
    code: str = ""
    #: Her sign and the forced one, as digests (`storage.envelopes`).
    sign: str = ""
    forced_sign: str = ""
    window: Window = Window.LATER
    window_until: datetime | None = None
    #: When she said so, or tapped last while it was open.
    window_from: datetime | None = None
    #: She used the way out then; nothing is shown until she comes back.
    left_at: datetime | None = None
    #: Her last tap or words in it.
    hers_at: datetime | None = None
    #: Staff id of who answers; empty in the queue.
    operator: str = ""
    claimed_at: datetime | None = None
    #: The operator's last act in it.
    operators_at: datetime | None = None
    #: Her first words that nobody has answered yet, or the claim nobody has acted on.
    unanswered_since: datetime | None = None
    #: Somebody has answered at least once: the other nodes' keys are gone.
    answered: bool = False
    #: How many messages she wrote; the service can count them and never read them.
    written: int = 0
    wrong_signs: int = 0
    #: The other sign was used, or three wrong ones: the operator is told.
    forced_at: datetime | None = None
    proposal: Proposal | None = None
    #: The operator put 112 before her, inside her window.
    emergency: bool = False
    #: An operator moved it up by hand (RK-5).
    moved_up: bool = False
    #: Who must not see it any more (conflict of interest): staff ids.
    not_for: tuple[str, ...] = ()
    ending: Ending | None = None
    closed_at: datetime | None = None
    #: Grows with every change; a change of an older state is refused.
    version: int = 0

    def __repr__(self) -> str:
        # Whatever prints a handoff by mistake, a log or a traceback, prints nothing of her.
        return "Handoff(…)"

    def may_be_answered(self, now: datetime) -> bool:
        """Whether words may appear on her screen at this moment (P3, P4)."""
        return self.stage is not Stage.CLOSED and self.present and self.is_window_open(now)

    def is_window_open(self, now: datetime) -> bool:
        """Whether this moment is within the time she chose."""
        if self.window_until is None or now >= self.window_until:
            return False
        # A clock that jumped back to before her own tap would keep her window open for hours.
        return self.window_from is None or now >= self.window_from - CLOCK_SLACK
