"""The desks as routing sees them: which node has a key, who is there, how much waits."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from routing.handoff import Stage
from routing.ports import DeskNow
from storage.shifts import Presence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from routing.ports import Handoffs
    from storage.node_keys import NodeKeys
    from storage.shifts import Shifts


class KeptDesks:
    """`routing.ports.Desks` over the shifts, the nodes' keys and the handoffs that are kept."""

    def __init__(
        self,
        keys: NodeKeys,
        shifts: Shifts,
        handoffs: Handoffs,
        clock: Callable[[], datetime],
    ) -> None:
        self._keys = keys
        self._shifts = shifts
        self._handoffs = handoffs
        self._clock = clock

    async def now(self) -> Mapping[str, DeskNow]:
        """Return them by node: those whose node has a key, on shift or not."""
        publics = await self._keys.publics()
        if not publics:
            return {}
        there = [
            shift for shift in await self._shifts.now(self._clock()) if shift.state is Presence.ON
        ]
        # A rehearsal is nobody who waits.
        counts = Counter(
            (handoff.node, handoff.stage)
            for handoff in await self._handoffs.all()
            if not handoff.case.rehearsal
        )
        return {
            node: DeskNow(
                node=node,
                public_key=public,
                on_shift=sum(shift.node == node for shift in there),
                languages=frozenset(
                    tag for shift in there if shift.node == node for tag in shift.languages
                ),
                waiting=counts[node, Stage.WAITING],
                talking=counts[node, Stage.TALKING],
            )
            for node, public in publics.items()
        }
