"""What she does with her handoff, each act kept before anything is drawn."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.contact.signs import Sign, Signs
from bot.contact.windows import written
from routing import desk
from routing.errors import HandoffError
from routing.handoff import Handoff, Stage, Window

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.contact.limits import Limits
    from bot.contact.windows import Windows
    from bot.conversation import Address
    from routing.handoff import Case
    from routing.policy import Route
    from routing.ports import Change, DeskNow, Handoffs

#: Her screen goes when it was untouched so long: who begins anew after that gives the sign.
_HERE_FOR: Final = timedelta(minutes=30)
_CODE_DIGITS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a handoff begins with."""

    case: Case
    route: Route
    desks: dict[str, DeskNow]
    #: Her sign and the other one.
    sign: tuple[str, str]
    #: When it is safe to answer, and for how many hours.
    window: tuple[Window, float]


class Acts:
    """Changes handoffs for her; the store rings for whoever looks at them.

    Raises `storage.errors.StorageError` while nothing can be kept.
    """

    def __init__(
        self,
        *,
        handoffs: Handoffs,
        windows: Windows,
        limits: Limits,
        now: Callable[[], datetime],
        signs: Signs | None = None,
    ) -> None:
        self._handoffs = handoffs
        self._windows = windows
        self._limits = limits
        self._now = now
        self._signs = signs or Signs()

    async def hers(self, address: Address) -> Handoff | None:
        """Return what she may act on there: begun there, or opened with her sign, and not left."""
        handoff = await self._handoffs.at(written(address))
        if handoff is None or not handoff.present or handoff.stage is Stage.CLOSED:
            return None
        self._windows.note(handoff)
        return handoff

    async def begun(
        self, address: Address, sign: str, window: tuple[Window, float]
    ) -> Handoff | None:
        """Return the one that goes on there when she begins anew, if one does.

        It goes on while she is still at it. Once she has left, only her sign tells her from
        whoever holds the phone: with other words it is a new one, and looks like one.
        """
        handoff = await self._handoffs.at(written(address))
        if handoff is None:
            return None
        if not self._is_here(handoff):
            is_hers = await self._signs.compare(handoff, sign) is Sign.HERS
            if not is_hers or desk.is_locked(handoff, self._now()):
                return None
            if await self._attach(handoff, address) is None:
                return None
        kind, hours = window
        return await self.do(
            handoff, lambda each: desk.set_window(each, kind, self._now(), hours=hours)
        )

    async def open(self, address: Address, beginning: Beginning) -> Handoff | None:
        """Begin a handoff; `None` when the desk cannot take more."""
        case, route, now = beginning.case, beginning.route, self._now()
        if not self._limits.take(written(address), route.node, now, danger=case.danger):
            return None
        sign, forced = await self._signs.digests(*beginning.sign)
        await self._detach(address, None)
        handoff = Handoff(
            id=secrets.token_bytes(16),
            case=case,
            node=route.node,
            ladder=route.ladder,
            reasons=route.reasons,
            opened_at=now,
            queued_at=now,
            keep_until=route.keep_until,
            address=written(address),
            code=new_code(),
            sign=sign,
            forced_sign=forced,
            hers_at=now,
        )
        keys = {
            node: beginning.desks[node].public_key
            for node in (route.node, *route.ladder)
            if node in beginning.desks
        }
        window, hours = beginning.window
        handoff = desk.set_window(handoff, window, now, hours=hours).handoff
        await self._handoffs.open(handoff, keys)
        self._windows.note(handoff)
        return handoff

    async def come_back(self, address: Address, given: str, code: str | None) -> Handoff | None:
        """Open hers with her sign, here. Everything else looks and costs alike: `None`.

        On Telegram it is found by the chat, with a code by the code alone.
        """
        found = (
            await self._handoffs.at(written(address))
            if code is None
            else await self._handoffs.coded(code)
        )
        sign = await self._signs.compare(found, given)
        if found is None or found.stage is Stage.CLOSED:
            return None
        if sign is Sign.HERS:
            if desk.is_locked(found, self._now()):
                return None
            return await self._attach(found, address)
        alarm = desk.forced_sign if sign is Sign.FORCED else desk.wrong_sign
        await self.do(found, lambda each: alarm(each, self._now()))
        return None

    async def write(self, handoff: Handoff, words: str, source: str) -> Handoff | None:
        """Keep what she wrote; return how it stands then, `None` if it could not be kept."""
        try:
            kept = await self._handoffs.change(
                handoff.id, lambda each: desk.wrote(each, words, source, self._now())
            )
        except HandoffError:
            return None
        if kept is not None:
            self._windows.note(kept)
        return kept

    async def do(self, handoff: Handoff, act: Callable[[Handoff], Change]) -> Handoff | None:
        """Do something to it; return how it stands then, also when it could not be done."""
        try:
            kept = await self._handoffs.change(handoff.id, act)
        except HandoffError:
            return await self._handoffs.get(handoff.id)
        if kept is not None:
            self._windows.note(kept)
        return kept

    async def leave(self, address: Address, *, in_a_hurry: bool) -> None:
        """Keep that she left; nothing to keep is well, too."""
        handoff = await self._handoffs.at(written(address))
        if handoff is None:
            self._windows.found_none(address)
            return
        if not handoff.present:
            return

        def left(each: Handoff) -> Change:
            now = self._now()
            return desk.left(each, now) if in_a_hurry else desk.went_quiet(each, now)

        await self.do(handoff, left)

    def _is_here(self, handoff: Handoff) -> bool:
        now = self._now()
        if not handoff.present or desk.has_run_out(handoff, now):
            return False
        touched = handoff.hers_at or handoff.opened_at
        return handoff.may_be_answered(now) or now - touched < _HERE_FOR

    async def _attach(self, handoff: Handoff, address: Address) -> Handoff | None:
        """She gave her sign here: it is hers here, and nowhere else."""
        await self._detach(address, handoff.id)
        back = await self.do(
            handoff, lambda each: desk.came_back(each, written(address), self._now())
        )
        return back if back is not None and back.present else None

    async def _detach(self, address: Address, but: bytes | None) -> None:
        """Another one that was begun here is no longer found by this chat or session."""
        other = await self._handoffs.at(written(address))
        if other is None or other.id == but:
            return

        def gone(each: Handoff) -> Change:
            change = desk.went_quiet(each, self._now())
            return replace(change, handoff=replace(change.handoff, address=""))

        await self.do(other, gone)


def new_code() -> str:
    """Make what she writes to come back; it reads like a customer number."""
    first = secrets.choice("123456789")
    return first + "".join(secrets.choice("0123456789") for _ in range(_CODE_DIGITS - 1))
