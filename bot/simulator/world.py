"""What a simulated phone stands in: one content's conversation, a clock, desks, handoffs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.assembly import build_contact
from bot.contact.signs import Sign, Signs
from bot.contact.told import case_of
from bot.contact.windows import written
from bot.conversation import Conversation
from bot.editions.phone import Offer, Setting
from bot.simulator.desks import MadeUpDesks
from flows.definition import ShowKind
from routing.policy import route
from storage.bell import LocalBell
from storage.memory.handoffs import MemoryHandoffs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.assembly import Tokens
    from bot.contact import Contact
    from bot.content import Content
    from bot.conversation import Address, Voice
    from bot.walks import Walk
    from flows.turn import Position
    from routing.desks import DeskBook
    from routing.handoff import Case, Handoff


class World:
    """One content, ready to be tried."""

    def __init__(
        self,
        content: Content,
        voice: Voice,
        tokens: Tokens,
        book: DeskBook,
        *,
        clock: Callable[[], datetime],
        before: World | None = None,
    ) -> None:
        """`before` is the one it takes the place of: what was begun there goes on here."""
        self.content = content
        self._clock = clock
        self.setting = Setting()
        self._desks = MadeUpDesks(book, self.now)
        self.talk = Conversation(replace(voice, now=self.now), tokens)
        self.bell: LocalBell = before.bell if before else LocalBell()
        self.handoffs: MemoryHandoffs = before.handoffs if before else MemoryHandoffs(self.bell)
        self.contact = self._contact()
        if before is not None:
            self.put(before.setting)

    def clear(self) -> None:
        """Forget every handoff; a visit itself is nowhere kept."""
        self.bell = LocalBell()
        self.handoffs = MemoryHandoffs(self.bell)
        self.contact = self._contact()

    def put(self, setting: Setting) -> None:
        """Have it be that moment, and those people there."""
        self.setting = setting
        self._desks.on_shift = setting.on_shift

    def now(self) -> datetime:
        """The moment it is here, in the network's own time."""
        zone = self.content.network.directory.zone
        at = self.setting.at
        return at.replace(tzinfo=zone) if at else self._clock().astimezone(zone)

    def route(self, case: Case) -> Offer | None:
        """Who would answer a case now."""
        now, book = self.now(), self._desks.book
        directory, points = self.content.network.directory, self.content.gazetteer
        found = route(case, self._desks.at_once(), book, directory, points, now)
        return Offer(found.node, found.ladder, self._local(found.opens_at)) if found else None

    async def offer(self, address: Address, opened: tuple[Walk, Position]) -> Offer | None:
        """Who answers at this address, or is offered on this screen."""
        handoff = await self.handoffs.at(written(address))
        if handoff is not None and handoff.present:
            return self._standing(handoff)
        walk, position = opened
        show = walk.machine.library.steps[position.step].show
        if show is None or show.kind is not ShowKind.OFFER:
            return None
        return self.route(case_of(walk, position, address, self.content.network.directory))

    def _contact(self) -> Contact:
        return build_contact(
            self.content,
            self.talk,
            handoffs=self.handoffs,
            desks=self._desks,
            bell=self.bell,
            book=self._desks.book,
            now=self.now,
            signs=PlainSigns(),
        )

    def _standing(self, handoff: Handoff) -> Offer:
        desk, now = self._desks.at_once().get(handoff.node), self.now()
        opens = None if desk and desk.on_shift else self._desks.book.opens_at(handoff.node, now)
        is_open = opens is None or opens <= now
        return Offer(handoff.node, handoff.ladder, None if is_open else self._local(opens))

    def _local(self, moment: datetime | None) -> datetime | None:
        zone = self.content.network.directory.zone
        return moment.astimezone(zone).replace(tzinfo=None) if moment else None


class PlainSigns(Signs):
    """Signs as they were given: what is tried here is nobody's, and nothing is to be slow."""

    async def digests(self, sign: str, forced: str) -> tuple[str, str]:
        """Return both as they are."""
        return sign, forced

    async def compare(self, handoff: Handoff | None, given: str) -> Sign:
        """Tell what the words are."""
        if handoff is None or not given:
            return Sign.WRONG
        if given == handoff.sign:
            return Sign.HERS
        return Sign.FORCED if given == handoff.forced_sign else Sign.WRONG
