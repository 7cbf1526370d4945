"""What a home is: a place where things are kept, as a restarted process would find it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.ports import Handoffs
    from storage.bell import LocalBell
    from storage.ledger import LedgerStore
    from storage.revisions import Revisions


@dataclass(frozen=True)
class Home:
    """Where things are kept: each call of a field opens it anew."""

    ledger_store: Callable[[], LedgerStore]
    revisions: Callable[[], Revisions]
    handoffs: Callable[[], Handoffs]
    #: What `handoffs` rings.
    bell: LocalBell
