"""Opens a conversation inside an operator's session, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.handoffs.keys import unwrap_for

if TYPE_CHECKING:
    from console.sessions import Session
    from routing.handoff import Handoff
    from routing.ports import Handoffs
    from storage.envelopes import Pair


async def key_of(handoffs: Handoffs, session: Session, handoff: Handoff) -> Pair | None:
    """Return what reads a handoff's lines, if a key of this session opens it."""
    if handoff.node != session.person.node:
        return None
    wrapped = await handoffs.wrap(handoff.id, handoff.node)
    if wrapped is None:
        return None
    # Newest first: an older one opens what was wrapped before the node's key was changed.
    opened = (
        unwrap_for(held.pair, wrapped, handoff.id, handoff.node) for held in session.node_keys
    )
    return next((pair for pair in opened if pair is not None), None)
