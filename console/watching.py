"""What happens to sessions while nobody asks for anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.keys_in_session import renew_stale, settle

if TYPE_CHECKING:
    from console.here import Console


async def look_after(console: Console) -> None:
    """End what somebody ended elsewhere; bring keys up to date; destroy those that are over."""
    await _end_locked(console)
    await renew_stale(console)
    now = console.parts.clock()
    for session in console.sessions:
        if session.settles_at is not None and session.settles_at <= now:
            await settle(console, session)


async def _end_locked(console: Console) -> None:
    """End the sessions of those whom somebody removed or locked out, here or elsewhere."""
    for session in console.sessions:
        person = await console.parts.staff.person(session.person.id)
        if person is None or person.is_locked_out(session.began):
            console.sessions.end(session)
