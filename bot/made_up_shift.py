"""The demonstration's shift: somebody at each desk, so that a stranger can try both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.staff.people import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.bureau import Bureau


async def make_up(bureau: Bureau, nodes: Iterable[str], now: datetime) -> tuple[str, ...]:
    """Put one operator of each node on shift; return their ids."""
    begun = []
    for node in nodes:
        for person in await bureau.staff.everybody(node):
            if person.is_active and Role.OPERATOR in person.roles:
                if await bureau.shifts.begin(person.id, person.languages, now) is not None:
                    begun.append(person.id)
                break
    return tuple(begun)
