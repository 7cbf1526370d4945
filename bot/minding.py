"""What is looked after every few seconds while the service runs."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.contact import Contact
    from bot.contact.known_desks import KnownDesks
    from bot.keeping import Keeping
    from bot.live import Live
    from storage.retention import Retention

#: A claim that went silent, a desk that opened: nobody notices five seconds.
_SECONDS: Final = 5.0


async def mind(
    kept: Keeping,
    *,
    contact: Contact,
    desks: KnownDesks,
    retention: Retention,
    live: Live,
    there: Sequence[str],
) -> None:
    """Do what time alone does, and keep what could not be kept at once.

    `there` are the demonstration's people: their made-up shift goes on until they end it.
    """
    bureau = kept.bureau
    while True:
        now = datetime.now(UTC)
        # One thing that cannot be done now must not keep the others from being done.
        await live.tend()
        await contact.tend()
        await desks.refresh()
        with suppress(StorageError):
            await retention.run(now)
        with suppress(StorageError):
            await kept.handoffs.tend()
        with suppress(StorageError):
            for person in there:
                await bureau.shifts.seen(person, now)
            await bureau.tend(now)
        await asyncio.sleep(_SECONDS)
