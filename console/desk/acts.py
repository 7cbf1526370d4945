"""What an operator does at the desk: applied, told to whoever looks, noted without content."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.desk.access import is_her_nodes
from console.desk.opening import key_of
from locales.phrase import N_
from routing import desk
from routing.desk import Mark, read_mark
from routing.errors import HandoffError, NotAgreedError
from routing.ports import By
from storage.handoffs.keys import wrap_for
from storage.staff.audit import Deed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from console.parts import Parts
    from console.sessions import Session
    from routing.desk import Upward
    from routing.handoff import Ending, Handoff, Proposal
    from routing.ports import Change, Line

#: A long letter; what is longer is refused with a word, never cut.
LONGEST = 4_000
#: What was proposed before and what she said to it stays at the node that proposed it.
_BETWEEN_US = frozenset({Mark.PROPOSED, Mark.REFUSED, Mark.PROPOSAL_WITHDRAWN})


class NotHereError(HandoffError):
    """It is not at her node any more, or not for her."""

    sentence = N_("Questo contatto non è più qui.")


class NotShownYetError(HandoffError):
    """There are replies that she has not seen, and the operator did not say she knows."""

    sentence = N_("Ci sono risposte che lei non ha ancora visto: segna la casella per chiudere.")


class NothingWrittenError(HandoffError):
    """The box was empty."""

    sentence = N_("Non c'è scritto niente.")


class TooLongError(HandoffError):
    """More than one line holds."""

    sentence = N_("È troppo lungo: dividilo in più messaggi.")


class LockedError(HandoffError):
    """No key of this session opens the conversation."""

    sentence = N_("in questa sessione la chiave non lo apre.")


class NoDeskError(HandoffError):
    """The node she said yes to can take nobody any more."""

    sentence = N_("quel centro adesso non può rispondere. Puoi ritirare la proposta.")


class Acts:
    """One operator's acts. Each raises `HandoffError`, whose sentence the page shows."""

    def __init__(self, parts: Parts, session: Session) -> None:
        self._parts = parts
        self._session = session
        self._me = session.person.id

    async def claim(self, handoff: bytes) -> None:
        """Take it. Of two at once one gets it, the other is told."""
        now = self._parts.clock()
        await self._do(handoff, lambda each: desk.claim(each, self._me, now), Deed.CLAIMED)

    async def reply(self, handoff: bytes, text: str, once: str) -> None:
        """Write to her. The same reply sent again is one line."""
        words, now = _words(text), self._parts.clock()
        source = f"{self._me}|{once}"
        await self._do(handoff, lambda each: desk.answer(each, self._me, words, source, now))

    async def note(self, handoff: bytes, text: str, once: str) -> None:
        """Write a private note."""
        words, now = _words(text), self._parts.clock()
        source = f"{self._me}|{once}"
        await self._do(handoff, lambda each: desk.note(each, self._me, words, source, now))

    async def attend(self, handoff: bytes) -> None:
        """She is typing: her claim does not lapse meanwhile."""
        now = self._parts.clock()
        await self._do(handoff, lambda each: desk.attended(each, self._me, now))

    async def hand_back(self, handoff: bytes) -> None:
        """Put it back into the queue."""
        now, book = self._parts.clock(), self._parts.book
        await self._do(
            handoff, lambda each: desk.hand_back(each, self._me, now, book), Deed.HANDED_BACK
        )

    async def conflict(self, handoff: bytes) -> None:
        """Never see it again."""
        now, book = self._parts.clock(), self._parts.book
        await self._do(
            handoff, lambda each: desk.conflict(each, self._me, now, book), Deed.EXCLUDED
        )

    async def move_up(self, handoff: bytes, reason: Upward) -> None:
        """Put somebody beside those who declared danger (RK-5)."""
        now = self._parts.clock()
        await self._do(
            handoff, lambda each: desk.move_up(each, self._me, reason, now), Deed.MOVED_UP, reason
        )

    async def close(self, handoff: bytes, ending: Ending, *, knows: bool) -> None:
        """End it. `knows`: she saw the warning that replies were not shown yet."""
        if not knows and any(not line.shown for line in await self._parts.handoffs.held(handoff)):
            raise NotShownYetError
        now = self._parts.clock()
        await self._do(handoff, lambda each: desk.close(each, self._me, ending, now), Deed.CLOSED,
                       ending)  # fmt: skip

    async def show_112(self, handoff: bytes, *, shows: bool) -> None:
        """Put 112 before her, or take it away."""
        now = self._parts.clock()
        act = desk.show_112 if shows else desk.hide_112
        await self._do(
            handoff,
            lambda each: act(each, self._me, now),
            Deed.EMERGENCY,
            "112" if shows else "112-off",
        )

    async def propose(self, handoff: bytes, node: str, lines: Iterable[int]) -> None:
        """Offer her another node; nothing is passed on before her yes."""
        now, going = self._parts.clock(), tuple(lines)
        await self._do(handoff, lambda each: desk.propose(each, self._me, node, going, now))

    async def withdraw_proposal(self, handoff: bytes) -> None:
        """Think better of it."""
        now = self._parts.clock()
        await self._do(handoff, lambda each: desk.withdraw_proposal(each, self._me, now))

    async def pass_on(self, handoff: Handoff) -> None:
        """She said yes: give the other node the key, made here where this one's lies open."""
        proposal = handoff.proposal
        if proposal is None or not proposal.agreed:
            raise NotAgreedError
        there = (await self._parts.desks.now()).get(proposal.node)
        pair = await key_of(self._parts.handoffs, self._session, handoff)
        if there is None:
            raise NoDeskError
        if pair is None:
            raise LockedError
        lines = await self._parts.handoffs.read(handoff.id, pair)
        left_out = tuple(line.number for line in lines if not _goes_along(line, proposal))
        wrapped = wrap_for(there.public_key, pair, handoff.id, there.node)
        now, book = self._parts.clock(), self._parts.book

        def refer(each: Handoff) -> Change:
            if each.proposal != proposal:
                raise NotAgreedError
            change = desk.refer(each, self._me, {there.node: wrapped}, now, book)
            return replace(change, emptied=left_out)

        await self._do(handoff.id, refer, Deed.REFERRED, there.node)

    async def _do(
        self,
        handoff: bytes,
        act: Callable[[Handoff], Change],
        what: Deed | None = None,
        why: str = "",
    ) -> None:
        def guarded(each: Handoff) -> Change:
            if not is_her_nodes(each, self._session.person):
                raise NotHereError
            return act(each)

        changed = await self._parts.handoffs.change(handoff, guarded)
        if changed is None:
            raise NotHereError
        if what:
            await self._parts.audit.note(self._me, what, about=handoff.hex(), why=why)


def _goes_along(line: Line, proposal: Proposal) -> bool:
    """Whether the other node may read it: what she agreed to, and what happened.

    Not the notes, nor to which nodes she said no before.
    """
    if line.by is By.MARK:
        # Without text it was left out once before.
        return not line.text or read_mark(line.text)[0] not in _BETWEEN_US
    return line.by is not By.NOTE and line.number in proposal.lines


def _words(text: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise NothingWrittenError
    # As Telegram counts, where an emoji is two: a line is never cut, so it has to fit a message.
    if len(words.encode("utf-16-le")) // 2 > LONGEST:
        raise TooLongError
    return words
