"""A node's keys while somebody is signed in: unlocked, brought up to date, changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.ports import Change
from storage.audit import Deed
from storage.handoff_keys import unwrap_for, wrap_for
from storage.node_keys import open_copy
from storage.staff import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.here import Console
    from console.parts import Parts
    from console.sessions import Session
    from routing.handoff import Handoff
    from storage.envelopes import Pair
    from storage.node_keys import HeldKey


async def unlock(console: Console, session: Session, own: Pair) -> None:
    """Put her sealing key into her session, and open with it what is kept for her.

    A lead's session also makes her node's first key, or the next one where it is due.
    """
    session.own = own
    await renew(console.parts, session)
    person = session.person
    if Role.LEAD not in person.roles or not person.holds_keys:
        return
    if not session.node_keys:
        await _found(console, session)
    state = next((s for s in await console.parts.node_keys.states() if s.node == person.node), None)
    if state is not None and session.node_keys and state.is_due(console.parts.clock().date()):
        await rotate(console, session)


async def renew(parts: Parts, session: Session) -> None:
    """Open again whatever is kept for her passkey: a lead may have changed the node's key."""
    own = session.own
    if own is None:
        return
    copies = await parts.node_keys.copies_for(session.credential)
    opened = (open_copy(copy, own) for copy in copies)
    mine = tuple(held for held in opened if held is not None and held.node == session.person.node)
    if session.own is not None:  # She may have left while the database answered.
        session.node_keys = mine


async def rotate(console: Console, session: Session) -> bool:
    """Make her node's next key and wrap every open handoff to it; whether that was done."""
    parts = console.parts
    if not session.node_keys:
        return False
    made = await parts.node_keys.rotate(session.node_keys[0], parts.clock())
    if made is None:
        return False
    older = session.node_keys
    session.node_keys = (made, *older)
    for handoff in await parts.handoffs.all():
        await _wrap_anew(parts, handoff, older, made)
    await parts.node_keys.retire_older(made)
    await parts.audit.note(session.person.id, Deed.NODE_KEY_CHANGED, about=made.node)
    for each in console.sessions:
        if each.person.node == made.node:
            await renew(parts, each)
    return True


async def _found(console: Console, session: Session) -> None:
    parts = console.parts
    made = await parts.node_keys.found(session.person.node, parts.clock())
    if made is not None:
        session.node_keys = (made,)
        await parts.audit.note(session.person.id, Deed.NODE_KEY_MADE, about=made.node)


async def _wrap_anew(
    parts: Parts, handoff: Handoff, older: Iterable[HeldKey], new: HeldKey
) -> None:
    wrapped = await parts.handoffs.wrap(handoff.id, new.node)
    if wrapped is None:
        return
    opened = (unwrap_for(held.pair, wrapped, handoff.id, new.node) for held in older)
    pair = next((each for each in opened if each is not None), None)
    if pair is not None:
        wraps = {new.node: wrap_for(new.pair.public, pair, handoff.id, new.node)}
        await parts.handoffs.change(handoff.id, lambda now: Change(handoff=now, wraps=wraps))
