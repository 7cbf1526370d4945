"""An errand done: which act, where it leads, and how her handoff stands afterwards."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.contact.acts import Acts, Beginning
from bot.contact.screens import Screens, steps_of
from bot.contact.signs import on_the_beat
from bot.contact.told import case_of, sign_of, window_of
from flows.definition import Act
from routing import desk

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.conversation import Address
    from bot.view import Errand
    from flows.turn import Position
    from routing.handoff import Handoff
    from routing.ports import Change


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where she is now, and what is hers there."""

    position: Position
    handoff: Handoff | None = None
    is_done: bool = False


class Errands:
    """Does them one by one. Raises `storage.errors.StorageError`; nothing was done then."""

    def __init__(self, acts: Acts, screens: Screens, now: Callable[[], datetime]) -> None:
        self._acts = acts
        #: Draws what was done.
        self.screens = screens
        self._now = now

    def over(self, screens: Screens) -> Errands:
        """These, over the screens of another edition."""
        return Errands(self._acts, screens, self._now)

    async def done(self, address: Address, errand: Errand, source: str) -> Outcome:
        """Do what she asked."""
        match errand.turn.act:
            case Act.OPEN:
                return await self._open(address, errand)
            case Act.RETURN:
                return await self._come_back(address, errand)
            case Act.WRITE:
                return await self._write(address, errand, source)
            case Act.WINDOW | Act.WITHDRAW | Act.FINISH | Act.AGREE | Act.REFUSE:
                return await self._change(address, errand)
            case _:
                return await self._look(address, errand)

    async def _open(self, address: Address, errand: Errand) -> Outcome:
        walk, position = errand.walk, errand.turn.position
        sign = sign_of(walk, position)
        if sign is None:
            return Outcome(reached(errand, is_done=False))
        forgotten = walk.machine.without_sign(position)
        window = window_of(walk, position)
        begun = await self._acts.begun(address, sign[0], window)
        if begun is not None:
            waiting = walk.machine.moved(forgotten, steps_of(walk).waiting)
            return Outcome(waiting, begun, is_done=True)
        # Desks and their people may have changed since the offer was drawn.
        case = case_of(walk, position, address, self.screens.directory)
        found = await self.screens.route(case)
        if found is None:
            return Outcome(walk.machine.moved(forgotten, steps_of(walk).nobody))
        route, desks = found
        beginning = Beginning(case=case, route=route, desks=desks, sign=sign, window=window)
        opened = await self._acts.open(address, beginning)
        if opened is None:
            return Outcome(reached(errand, is_done=False))
        return Outcome(walk.machine.moved(forgotten, errand.turn.go), opened, is_done=True)

    async def _come_back(self, address: Address, errand: Errand) -> Outcome:
        began = asyncio.get_running_loop().time()
        machine = errand.walk.machine
        sign = sign_of(errand.walk, errand.turn.position)
        # Computed also without a sign: how long it takes must tell nothing.
        back = await self._acts.come_back(address, sign[0] if sign else "", errand.code)
        where = machine.without_sign(reached(errand, is_done=back is not None))
        if back is None:
            await on_the_beat(began)
            return Outcome(where)
        return Outcome(where, back, is_done=True)

    async def _write(self, address: Address, errand: Errand, source: str) -> Outcome:
        words, handoff = (errand.words or "").strip(), await self._acts.hers(address)
        if handoff is None:
            return Outcome(reached(errand, is_done=False))
        if not words:
            return Outcome(errand.turn.position, handoff)
        kept = await self._acts.write(handoff, words, source)
        # Nothing more is asked of the storage: once kept, her words are never denied.
        is_kept = kept is not None
        return Outcome(reached(errand, is_done=is_kept), kept or handoff, is_done=is_kept)

    async def _change(self, address: Address, errand: Errand) -> Outcome:
        handoff = await self._acts.hers(address)
        if handoff is None:
            machine = errand.walk.machine
            return Outcome(machine.moved(errand.turn.position, steps_of(errand.walk).ended))
        # When it is too late for it, the next screen says what is true instead.
        stands = await self._acts.do(handoff, self._change_of(errand))
        return Outcome(reached(errand, is_done=True), stands, is_done=True)

    def _change_of(self, errand: Errand) -> Callable[[Handoff], Change]:
        now = self._now()
        match errand.turn.act:
            case Act.WITHDRAW:
                return lambda each: desk.withdraw(each, now)
            case Act.FINISH:
                return lambda each: desk.finish(each, now)
            case Act.AGREE:
                return lambda each: desk.agree(each, now)
            case Act.REFUSE:
                return lambda each: desk.refuse(each, now)
            case _:
                window, hours = window_of(errand.walk, errand.turn.position)
                return lambda each: desk.set_window(each, window, now, hours=hours)

    async def _look(self, address: Address, errand: Errand) -> Outcome:
        where = reached(errand, is_done=True) if errand.turn.act else errand.turn.position
        handoff = await self._acts.hers(address)
        if handoff is None:
            return Outcome(where)
        was_emergency = errand.turn.position.step == steps_of(errand.walk).emergency

        def looked(each: Handoff) -> Change:
            change = desk.tapped(each, self._now())
            if not (was_emergency and errand.turn.act):
                return change
            # She has seen 112 and goes on: it would stand before her for ever.
            return replace(change, handoff=replace(change.handoff, emergency=False))

        return Outcome(where, await self._acts.do(handoff, looked), is_done=True)


def reached(errand: Errand, *, is_done: bool) -> Position:
    """Where the act leads: on, or where it cannot be done; she stays where nothing is said."""
    turn = errand.turn
    step = turn.go if is_done else turn.otherwise
    return errand.walk.machine.moved(turn.position, step or turn.position.step)
