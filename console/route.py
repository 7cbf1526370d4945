"""One line of the console's table: what may be asked, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.forms import BODY_LIMIT, FIELDS_LIMIT
from storage.staff.people import Role

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import web

#: Whoever is signed in.
EVERYBODY = frozenset(Role)
#: Those who answer women: only they have a node's key.
DESK = frozenset({Role.OPERATOR, Role.LEAD})
LEADS = frozenset({Role.LEAD})
#: Those who look after people of any node.
KEEPERS = frozenset({Role.KEEPER})
#: Those who invite and remove people.
INVITERS = LEADS | KEEPERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What is asked, what answers, and who may ask. What is not in the table does not exist."""

    method: str
    path: str
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    #: `None`: also without a session.
    roles: frozenset[Role] | None
    #: Only when a passkey was given within the last five minutes.
    step_up: bool = False
    #: Whether it shows that she is there. A page that keeps itself fresh does not.
    touches: bool = True
    #: Only after her key is unlocked; else the page that asks for the passphrase.
    unlocked: bool = False
    #: How much its form may carry, uploads and all.
    most_bytes: int = BODY_LIMIT
    most_fields: int = FIELDS_LIMIT

    @property
    def name(self) -> str:
        """The path as the audit log writes it: `people.admit`, `desk.-.claim`."""
        parts = ("-" if part.startswith("{") else part for part in self.path.split("/") if part)
        return ".".join(parts) or "home"
