"""Everything the console's handlers need. Made once, by whoever starts the program."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from routing.desk import Orders

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.editions.bench import Workbench
    from console.demo import Demonstration
    from console.words import Say
    from routing.desks import DeskBook
    from routing.directory import Directory
    from routing.places.finding import Gazetteer
    from routing.ports import Bell, Desks, Handoffs
    from storage.staff.audit import AuditLog
    from storage.staff.node_keys import NodeKeys
    from storage.staff.people import Staff
    from storage.staff.shifts import Shifts


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the console stands on: contracts, never a database, never a channel."""

    #: Scheme, host and port as browsers see them: "https://desk.example.org".
    origin: str
    handoffs: Handoffs
    desks: Desks
    bell: Bell
    staff: Staff
    shifts: Shifts
    node_keys: NodeKeys
    audit: AuditLog
    directory: Directory
    book: DeskBook
    gazetteer: Gazetteer
    #: Puts the console's Italian sentences into a language.
    say: Say
    #: Where her web chat answers, for the desk to tell; empty when it is off.
    web_address: str = ""
    #: The people of the demonstration; `None` in service mode.
    demonstration: Demonstration | None = None
    #: Where coordinators look at what is said and change it; without one the studio is closed.
    bench: Workbench | None = None
    clock: Callable[[], datetime] = _now
    #: In which order the queues are served, worked out once for every operator who looks.
    orders: Orders = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "orders", Orders(self.book))

    @property
    def host(self) -> str:
        """The host name passkeys are bound to."""
        return urlsplit(self.origin).hostname or ""

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach it by https."""
        return self.origin.startswith("https://")
