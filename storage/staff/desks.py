"""The desks as routing sees them: which node has a key, who is there, how much waits."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from routing.handoff import Stage
from routing.ports import DeskNow
from storage.staff.shifts import Presence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from routing.handoff import Handoff
    from routing.ports import Handoffs
    from storage.staff.node_keys import NodeKeys
    from storage.staff.shifts import Shifts


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
        self._counted: list[Handoff] = []
        self._counts: Counter[tuple[str, Stage]] = Counter()

    async def now(self) -> Mapping[str, DeskNow]:
        """Return them by node: those whose node has a key, on shift or not."""
        publics = await self._keys.publics()
        if not publics:
            return {}
        there = [
            shift for shift in await self._shifts.now(self._clock()) if shift.state is Presence.ON
        ]
        counts = self._count(await self._handoffs.all())
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
                people=frozenset(shift.person for shift in there if shift.node == node),
            )
            for node, public in publics.items()
        }

    def _count(self, handoffs: list[Handoff]) -> Counter[tuple[str, Stage]]:
        """Count them by node and stage, once for all who ask until something changes."""
        # The same objects, mostly: to find them unchanged takes a hundredth of counting them.
        if handoffs != self._counted:
            # A rehearsal is nobody who waits.
            self._counts = Counter(
                (each.node, each.stage) for each in handoffs if not each.case.rehearsal
            )
            self._counted = handoffs
        return self._counts
