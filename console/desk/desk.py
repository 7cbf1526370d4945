"""The desk of one operator at one moment: everything the page draws, read anew each time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from console.desk.access import may_act, may_open, sees_queue
from console.desk.acts import Acts, NotHereError
from console.desk.opening import key_of
from console.desk.rows import Drawer, Lists, node_names
from console.desk.talk import Reader, Talk, talk
from locales.phrase import N_, Phrase
from routing.desk import Life, life_of
from routing.errors import HandoffError, NotAgreedError
from routing.handoff import Stage
from storage.staff.audit import Deed
from storage.staff.shifts import Presence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from console.desk.looking import Looking
    from console.desk.memory import DeskMemory
    from console.parts import Parts
    from console.sessions import Session
    from routing.handoff import Handoff
    from storage.staff.shifts import Shift

_LAPSED = N_("Un contatto è tornato in coda: per troppo tempo non avevi scritto. Puoi riprenderlo.")
_TAKEN = N_("Il contatto adesso lo ha una collega: {who}.")
_OVER = N_("Un tuo contatto si è chiuso: guarda fra i chiusi.")
_WITHDRAWN = N_("Lei ha cancellato quello che aveva scritto: non c'è più niente.")
_PASSED_ON = N_("Ha detto di sì: il contatto è passato a {node}.")
_NOT_PASSED = N_("Ha detto di sì, ma il contatto non si può passare adesso: {why}")
_NOT_OPEN = N_("Le righe non si aprono: in questa sessione manca la chiave.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What an operator's page shows."""

    shift: Shift | None
    sees_queue: bool
    #: Colleagues on shift with her, and not pausing.
    colleagues_on_shift: int
    lists: Lists
    #: The conversation that is open, if it may be.
    talk: Talk | None
    #: What to tell her, once.
    told: tuple[Phrase, ...]
    #: Nodes that could be proposed to the woman of the open conversation.
    others: tuple[tuple[str, str], ...] = ()


class Reading:
    """Reads an operator's desk."""

    def __init__(
        self, parts: Parts, session: Session, memory: DeskMemory, looking: Looking
    ) -> None:
        self._parts = parts
        self._session = session
        self._memory = memory
        self._looking = looking
        self._me = session.person

    async def now(self, number: int = 0) -> Desk:
        """Return her desk, with the conversation of that number open."""
        now = self._parts.clock()
        await self._pass_on_agreed()
        shifts = await self._parts.shifts.now(now, self._me.node)
        shift = next((each for each in shifts if each.person == self._me.id), None)
        handoffs = await self._parts.handoffs.of_node(self._me.node)
        people = await self._parts.staff.everybody(self._me.node)
        names = {each.id: each.name for each in people}
        self._tell_what_was_lost(handoffs, names)
        drawer = Drawer(self._parts, now, self._memory.number, names)
        sees = sees_queue(self._me, shift)
        lists = drawer.lists(
            handoffs,
            self._me.node,
            self._me.id,
            sees_queue=sees,
            may_open=partial(may_open, person=self._me, shift=shift),
        )
        chosen = await self._chosen(number, shift)
        reader = Reader(person=self._me.id, names=names, nodes=node_names(self._parts))
        return Desk(
            shift=shift,
            sees_queue=sees,
            colleagues_on_shift=sum(
                each.state is Presence.ON and each.person != self._me.id for each in shifts
            ),
            lists=lists,
            talk=await self._talk(chosen, reader, now) if chosen else None,
            told=tuple(self._memory.heard()),
            others=await self._others(chosen, reader) if chosen else (),
        )

    async def may_act(self, number: int) -> bytes | None:
        """Return the handoff of that number, if she may do anything with it now."""
        shifts = await self._parts.shifts.now(self._parts.clock(), self._me.node)
        shift = next((each for each in shifts if each.person == self._me.id), None)
        known = self._memory.handoff(number)
        handoff = await self._parts.handoffs.get(known) if known else None
        if handoff is None or not may_act(handoff, self._me, shift):
            return None
        return handoff.id

    async def _chosen(self, number: int, shift: Shift | None) -> Handoff | None:
        known = self._memory.handoff(number)
        handoff = await self._parts.handoffs.get(known) if known else None
        if handoff is None or not may_open(handoff, self._me, shift):
            return None
        return handoff

    async def _talk(self, handoff: Handoff, reader: Reader, now: datetime) -> Talk:
        pair = await key_of(self._parts.handoffs, self._session, handoff)
        if pair is None:
            self._memory.tell(Phrase(_NOT_OPEN))
        elif handoff.id not in self._memory.opened:
            # Noted before anything is read, so that nothing is ever read unnoted.
            await self._parts.audit.note(self._me.id, Deed.OPENED, about=handoff.id.hex())
            self._memory.opened.add(handoff.id)
        lines = await self._parts.handoffs.read(handoff.id, pair) if pair else []
        return talk(
            handoff,
            lines,
            reader,
            self._looking.others(handoff.id, self._me.id),
            number=self._memory.number(handoff.id),
            parts=self._parts,
            now=now,
        )

    async def _others(self, handoff: Handoff, reader: Reader) -> tuple[tuple[str, str], ...]:
        closed = {handoff.node, *handoff.case.avoid}
        desks = await self._parts.desks.now()
        known = [(node, reader.nodes[node]) for node in desks if node in reader.nodes]
        return tuple(sorted((each for each in known if each[0] not in closed), key=_by_name))

    async def _pass_on_agreed(self) -> None:
        """Whoever said yes to another node goes there now that a session of hers is awake."""
        names = node_names(self._parts)
        for handoff in await self._parts.handoffs.of_node(self._me.node):
            if handoff.operator != self._me.id or life_of(handoff) is not Life.AGREED:
                continue
            try:
                await Acts(self._parts, self._session).pass_on(handoff)
            except (NotHereError, NotAgreedError):
                # Another page of hers was faster, or the woman thought better of it.
                continue
            except HandoffError as refusal:
                self._memory.tell(Phrase(_NOT_PASSED, {"why": Phrase(refusal.sentence)}))
            else:
                self._memory.mine.discard(handoff.id)
                node = handoff.proposal.node if handoff.proposal else ""
                self._memory.tell(Phrase(_PASSED_ON, {"node": names.get(node, node)}))

    def _tell_what_was_lost(self, handoffs: Sequence[Handoff], names: dict[str, str]) -> None:
        """Say once what became of those that were hers when she looked last."""
        by_id = {each.id: each for each in handoffs}
        mine = {
            each.id
            for each in handoffs
            if each.operator == self._me.id and each.stage is Stage.TALKING
        }
        for lost in self._memory.lost(mine):
            self._memory.tell(_what_became(by_id.get(lost), names))
        self._memory.mine |= mine


def _what_became(handoff: Handoff | None, names: dict[str, str]) -> Phrase:
    if handoff is None:
        return Phrase(_WITHDRAWN)
    if handoff.stage is Stage.WAITING:
        return Phrase(_LAPSED)
    if handoff.stage is Stage.TALKING:
        return Phrase(_TAKEN, {"who": names.get(handoff.operator, "")})
    return Phrase(_WITHDRAWN if life_of(handoff) is Life.GONE else _OVER)


def _by_name(node: tuple[str, str]) -> str:
    return node[1].casefold()
