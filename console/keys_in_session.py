"""A node's keys while somebody is signed in: unlocked, brought up to date, changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from routing.ports import Change
from storage.handoffs.keys import unwrap_for, wrap_for
from storage.staff.audit import Deed
from storage.staff.node_keys import open_copy
from storage.staff.people import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.here import Console
    from console.parts import Parts
    from console.sessions import Session
    from routing.handoff import Handoff
    from storage.envelopes import Pair
    from storage.staff.node_keys import HeldKey


#: Longer than anything takes that has just read a node's public key and closes something to it.
_SETTLES_AFTER = timedelta(minutes=1)


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
    now = console.parts.clock()
    if len(session.node_keys) > 1:
        session.settles_at = now + _SETTLES_AFTER
    state = next((s for s in await console.parts.node_keys.states() if s.node == person.node), None)
    if state is not None and state.is_due(now.date()):
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
    """Make her node's next key and wrap every open handoff to it; whether that was done.

    The older keys stay for a minute: what was being closed to them meanwhile is found then.
    """
    parts = console.parts
    if not session.node_keys:
        return False
    made = await parts.node_keys.rotate(session.node_keys[0], parts.clock())
    if made is None:
        return False
    session.node_keys = (made, *session.node_keys)
    await _wrap_all_anew(parts, session)
    session.settles_at = parts.clock() + _SETTLES_AFTER
    await parts.audit.note(session.person.id, Deed.NODE_KEY_CHANGED, about=made.node)
    await renew_all(console, made.node)
    return True


async def settle(console: Console, session: Session) -> None:
    """Wrap what is still closed to an older key of her node, and destroy the older ones."""
    session.settles_at = None
    if len(session.node_keys) < 2:  # noqa: PLR2004 (the newest and an older one)
        return
    newest = session.node_keys[0]
    await _wrap_all_anew(console.parts, session)
    await console.parts.node_keys.retire_older(newest)
    await renew_all(console, newest.node)


async def renew_all(console: Console, node: str) -> None:
    """Bring the keys in every session of a node up to date."""
    for each in console.sessions:
        if each.person.node == node:
            await renew(console.parts, each)


async def renew_stale(console: Console) -> None:
    """Bring sessions up to date whose node got another key elsewhere."""
    unlocked = [each for each in console.sessions if each.is_unlocked]
    if not unlocked:
        return
    newest = {key.node: key.generation for key in await console.parts.node_keys.states()}
    for each in unlocked:
        held = each.node_keys[0].generation if each.node_keys else 0
        if newest.get(each.person.node, 0) > held:
            await renew(console.parts, each)


async def _found(console: Console, session: Session) -> None:
    parts = console.parts
    made = await parts.node_keys.found(session.person.node, parts.clock())
    if made is not None:
        session.node_keys = (made,)
        await parts.audit.note(session.person.id, Deed.NODE_KEY_MADE, about=made.node)


async def _wrap_all_anew(parts: Parts, session: Session) -> None:
    newest, *older = session.node_keys
    for handoff in await parts.handoffs.all():
        await _wrap_anew(parts, handoff, older, newest)


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
        await parts.handoffs.change(handoff.id, lambda now: _wrapped(now, new.node, wraps))


def _wrapped(now: Handoff, node: str, wraps: Mapping[str, bytes]) -> Change | None:
    """The change that gives the node its new wrap, if it may still open the handoff.

    Another node may have answered meanwhile: then this one's key to it is gone, for good.
    """
    is_theirs = now.node == node or (node in now.ladder and not now.answered)
    return Change(handoff=now, wraps=wraps) if is_theirs else None
