"""The real program, killed at a named point of its own work: `python -m …mortal run …`.

The environment's DIES_AT names the point and its passage ("after commit 2"). Passages count from
the moment the process is told so by SIGUSR1. Nothing of this is in the product's code.
"""

from __future__ import annotations

import functools
import os
import signal
from typing import TYPE_CHECKING, Any

from bot.channels.telegram.calls import BotApi
from bot.cli import app
from storage.editions.store import SqlEditions
from storage.groups import Groups
from storage.ledger import Ledger
from storage.revisions import SqlRevisions

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

#: What dies: the commit of handoff changes, each call of the Bot API, the ledger's writing.
_WORK: dict[str, tuple[type, str]] = {
    "commit": (Groups, "_commit"),
    "edit": (BotApi, "edit"),
    "send": (BotApi, "send"),
    "delete": (BotApi, "delete"),
    # Asking for the next updates acknowledges the ones before.
    "acknowledgement": (BotApi, "updates"),
    "flush": (Ledger, "flush"),
    # An edition going live, and its revision being kept for the buttons that will name it.
    "going_live": (SqlEditions, "put_live"),
    "keeping": (SqlRevisions, "keep"),
}


class _Death:
    """Waits for its moment."""

    def __init__(self, when: str, what: str, passage: str) -> None:
        self.when = when
        self.what = what
        self._left = int(passage)
        self._is_armed = False

    def arm(self, *_: object) -> None:
        """Count from now on."""
        self._is_armed = True

    def passes(self, when: str) -> None:
        """Die, if this is the moment."""
        if not self._is_armed or when != self.when:
            return
        self._left -= 1
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _mortal(death: _Death, work: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(work)
    async def does(*words: Any, **named: Any) -> Any:
        death.passes("before")
        result = await work(*words, **named)
        death.passes("after")
        return result

    return does


def main() -> None:
    """Run the program, mortal at one point."""
    death = _Death(*os.environ["DIES_AT"].split())
    signal.signal(signal.SIGUSR1, death.arm)
    owner, name = _WORK[death.what]
    setattr(owner, name, _mortal(death, getattr(owner, name)))
    app()


if __name__ == "__main__":
    main()
