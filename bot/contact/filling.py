"""What the program fills into the screens of a handoff: true at this moment, in her language."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.contact import words
from bot.contact.pages import page
from bot.view import Filled
from locales.languages import SOURCE
from routing.desk import Orders, before, has_run_out
from routing.desks import speaks
from routing.handoff import Handoff, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.contact.words import Speech
    from routing.desks import DeskBook
    from routing.directory import Directory
    from routing.handoff import Case
    from routing.policy import Route
    from routing.ports import DeskNow, Handoffs

#: The national number that answers day and night; it may speak her language when no desk does.
_LINE: Final = "1522"
_CODE_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class Filling:
    """Looks up what is true of a handoff and says it."""

    directory: Directory
    book: DeskBook
    handoffs: Handoffs
    orders: Orders

    async def offer(
        self, say: Speech, case: Case, route: Route, desk: DeskNow, now: datetime
    ) -> Filled:
        """Who would answer her, when, after whom, who comes next, and how long it is kept."""
        if_she_began = Handoff(
            id=secrets.token_bytes(16),
            case=case,
            node=route.node,
            opened_at=now,
            queued_at=now,
            keep_until=route.keep_until,
        )
        return Filled(
            (
                say(words.ANSWERS, node=self._name(say, route.node)),
                " ".join(
                    (
                        *self._opens(say, route.node, now, desk),
                        say(words.THERE, count=desk.on_shift),
                        await self._before(say, if_she_began, now),
                    )
                ),
                *self._then(say, route.ladder),
                *self._spoken(say, case, desk),
                say(words.KEPT_UNTIL, moment=say.moment(route.keep_until)),
            ),
            offered=node.number if (node := self.directory.by_id(route.node)) else 0,
        )

    async def waiting(
        self, say: Speech, handoff: Handoff, desk: DeskNow | None, now: datetime
    ) -> Filled:
        """How many before her, who is there, when it opens, and how long it is kept (P5)."""
        return Filled(
            (
                *await self._in_queue(say, handoff, desk, now),
                *self._wrote(say, handoff),
                *self._shown_until(say, handoff, now),
            ),
            is_live=True,
        )

    async def talk(
        self,
        say: Speech,
        handoff: Handoff,
        desk: DeskNow | None,
        now: datetime,
        unread: frozenset[int] = frozenset(),
    ) -> Filled:
        """Who answers now, and the lines that may be read at this moment (P4).

        One that came back into a queue is told her place there, as any who waits (P5).
        """
        held = await self.handoffs.held(handoff.id)
        who = (
            (say(words.ANSWERS_NOW, node=self._name(say, handoff.node)),)
            if handoff.stage is Stage.TALKING
            else (say(words.PROGRAM), *await self._in_queue(say, handoff, desk, now))
        )
        if not handoff.may_be_answered(now):
            # Shown lines go when the window closes; those that wait are only said to wait.
            waits = words.REPLIES_WAIT if any(not line.shown for line in held) else words.HIDDEN
            over = (say(words.SIGN_AGAIN),) if has_run_out(handoff, now) else ()
            return Filled((*who, *self._wrote(say, handoff), say(waits), *over), is_live=True)
        on_screen, left = page(held, handoff.case.channel, unread)
        return Filled(
            (
                *who,
                *self._wrote(say, handoff),
                *((say(words.MORE, count=left),) if left else ()),
                *self._shown_until(say, handoff, now),
            ),
            said=tuple(line.text for line in on_screen),
            lines=tuple(line.number for line in on_screen if not line.shown),
            is_live=True,
        )

    def proposal(self, say: Speech, handoff: Handoff, now: datetime) -> Filled:
        """To which node she could go, when it opens, and what would go along."""
        proposal = handoff.proposal
        if proposal is None:
            return Filled(is_live=True)
        node, other = (self._name(say, each) for each in (handoff.node, proposal.node))
        along = len(proposal.lines)
        return Filled(
            (
                say(words.PROPOSED, node=node, other=other),
                *self._opens(say, proposal.node, now),
                *((say(words.GOES_ALONG, count=along),) if along else ()),
            ),
            is_live=True,
        )

    def code(self, handoff: Handoff) -> Filled:
        """The number to come back with: "4417 9023 5518"."""
        return Filled((" ".join(_groups(handoff.code)),))

    async def _in_queue(
        self, say: Speech, handoff: Handoff, desk: DeskNow | None, now: datetime
    ) -> tuple[str, ...]:
        # Somebody from whom it is kept is there for others only.
        there = replace(desk, on_shift=desk.there_for(handoff)) if desk else None
        return (
            await self._before(say, handoff, now),
            " ".join(self._who_is_there(say, handoff.node, there, now)),
            say(words.KEPT_UNTIL, moment=say.moment(handoff.keep_until)),
        )

    async def _before(self, say: Speech, handoff: Handoff, now: datetime) -> str:
        queue = await self.handoffs.of_node(handoff.node)
        count = self.orders.of(handoff.node, queue, now).before.get(handoff.id)
        if count is None:
            # She has not begun, or was not in this queue a moment ago.
            count = before(handoff, queue, now, self.book)
        return say(words.BEFORE, count=count) if count else say(words.FIRST)

    def _who_is_there(
        self, say: Speech, node: str, desk: DeskNow | None, now: datetime
    ) -> Iterator[str]:
        if desk is None:
            # Its node was taken out of the network, and no other she was told of is left.
            yield say(words.NOBODY_HERE)
            return
        yield from self._on_shift(say, node, desk)
        yield from self._opens(say, node, now, desk)

    def _on_shift(self, say: Speech, node: str, desk: DeskNow) -> Iterator[str]:
        count, name = desk.on_shift, self._name(say, node)
        if count > 1:
            yield say(words.ON_SHIFT, node=name, count=count)
        else:
            yield say(words.ONE_ON_SHIFT if count else words.NOBODY_ON_SHIFT, node=name)

    def _opens(
        self, say: Speech, node: str, now: datetime, desk: DeskNow | None = None
    ) -> Iterator[str]:
        """When it opens; somebody who is there has opened it, whatever the hours say."""
        is_there = desk is not None and desk.on_shift > 0
        opens = now if is_there else self.book.opens_at(node, now)
        if opens is not None:
            yield say(words.OPENS, moment=say.moment(opens)) if opens > now else say(words.OPEN_NOW)

    def _then(self, say: Speech, ladder: Sequence[str]) -> Iterator[str]:
        if ladder:
            yield say(words.THEN, nodes=say.listed(self._name(say, node) for node in ladder))

    def _spoken(self, say: Speech, case: Case, desk: DeskNow) -> Iterator[str]:
        """Whether somebody there speaks her language; else who does (LA-2)."""
        if case.language == SOURCE:
            return
        own = say.own_name()
        if desk.on_shift and speaks(case.language, desk.languages):
            yield say(words.SPEAKS, language=own)
            return
        yield say(words.SPEAKS_NOT, language=own)
        line = self.directory.line(_LINE)
        if line and speaks(case.language, frozenset(line.languages)):
            yield say(words.LINE_SPEAKS, number=line.number, language=own)

    def _shown_until(self, say: Speech, handoff: Handoff, now: datetime) -> Iterator[str]:
        if handoff.window_until and handoff.may_be_answered(now):
            yield say(words.SHOWN_UNTIL, time=say.time(handoff.window_until))

    def _wrote(self, say: Speech, handoff: Handoff) -> Iterator[str]:
        if handoff.written:
            yield say(words.WROTE, count=handoff.written)

    def _name(self, say: Speech, node: str) -> str:
        found = self.directory.by_id(node)
        # A node may leave the network while somebody waits for it: its id is no word for her.
        return found.name if found else say(words.ANOTHER)


def _groups(code: str) -> list[str]:
    return [code[at : at + _CODE_GROUP] for at in range(0, len(code), _CODE_GROUP)]
