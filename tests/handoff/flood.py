"""A flood put straight into the store: a real one passes the limits of the door."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from flows.definition import Channel
from routing.handoff import Case, Handoff

if TYPE_CHECKING:
    from tests.handoff.world import World

#: They share a commit.
_TOGETHER = 64


async def flood(world: World, many: int, *, node: str, danger: bool) -> None:
    """Have so many false contacts wait at a node, each come a moment after the other."""
    keys = await world.node_keys.publics()
    case = Case(channel=Channel.WEB, language="it", danger=danger)
    now = world.clock()
    for first in range(0, many, _TOGETHER):
        await asyncio.gather(
            *(
                world.handoffs.open(
                    Handoff(
                        id=(number + 1).to_bytes(16, "big"),
                        case=case,
                        node=node,
                        opened_at=now + timedelta(milliseconds=number + 1),
                        queued_at=now,
                        keep_until=now + timedelta(hours=4),
                        address=f"web|false-{number}",
                    ),
                    {node: keys[node]},
                )
                for number in range(first, min(first + _TOGETHER, many))
            )
        )
