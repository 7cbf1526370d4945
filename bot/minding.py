"""What is looked after every few seconds while the service runs."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.contact import Contact
    from bot.contact.known_desks import KnownDesks
    from bot.keeping import Keeping

#: A claim that went silent, a desk that opened: nobody notices five seconds.
_SECONDS: Final = 5.0


async def mind(kept: Keeping, contact: Contact, desks: KnownDesks) -> None:
    """Keep what could not be kept at once, and keep up with the desks."""
    while True:
        # One thing that cannot be done now must not keep the others from being done.
        await contact.tend()
        await desks.refresh()
        with suppress(StorageError):
            await kept.handoffs.tend()
        with suppress(StorageError):
            await kept.bureau.shifts.sweep(datetime.now(UTC))
        await asyncio.sleep(_SECONDS)
