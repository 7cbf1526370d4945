"""What operators do, by the acts of the desk's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.opening import key_of
from routing.desk import Upward
from routing.errors import HandoffError
from routing.handoff import Ending
from routing.ports import By
from tests.handoff.play import Play
from tests.handoff.told import Said
from tests.handoff.world import NODES, OPERATORS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.desk.acts import Acts
    from routing.ports import Line
    from tests.handoff.told import Told


class DeskSide(Play):
    """Operators' acts."""

    async def operator_claims(self, name: str, which: int) -> None:
        """Take one that waits; a colleague who is a moment late is told."""
        waiting = [each for each in self.at_node_of(name) if name not in each.not_for]
        if not waiting:
            return
        told = waiting[which % len(waiting)]
        await self._act(name, lambda acts: acts.claim(told.id))
        told.operator, told.operator_at = name, self.world.watch
        told.waits_since = told.waits_since or self.world.watch
        for other in OPERATORS:
            if other != name and OPERATORS[other] == told.node:
                await self._is_refused(other, lambda acts: acts.claim(told.id))

    async def operator_writes(self, name: str) -> None:
        """Answer; her browser sends it again when the connection is lost."""
        told = self.of_operator(name)
        if told is None:
            return
        text = f"risposta-{told.number}-{len(told.replies)}"
        await self._act(name, lambda acts: acts.reply(told.id, text, once=text))
        await self._act(name, lambda acts: acts.reply(told.id, text, once=text))
        told.replies.append(Said(text))
        told.operator_at, told.waits_since = self.world.watch, None
        told.ladder = ()

    async def operator_does(self, name: str, what: str) -> None:
        """Do one of the other things."""
        match what:
            case "note":
                await self.operator_notes(name)
            case "hand_back" | "conflict":
                await self.operator_lets_go(name, conflict=what == "conflict")
            case "propose":
                await self.operator_proposes(name)
            case "112" | "no 112":
                await self.operator_shows_112(name, shows=what == "112")
            case _:
                await self.operator_closes(name)

    async def operator_notes(self, name: str) -> None:
        """Write a private note."""
        told = self.of_operator(name)
        if told is None:
            return
        text = f"nota-{told.number}-{len(told.notes)}"
        await self._act(name, lambda acts: acts.note(told.id, text, once=text))
        told.notes.append(text)
        told.operator_at = self.world.watch

    async def operator_lets_go(self, name: str, *, conflict: bool) -> None:
        """Back into the queue."""
        told = self.of_operator(name)
        if told is None:
            return
        if conflict:
            await self._act(name, lambda acts: acts.conflict(told.id))
            told.not_for.add(name)
        else:
            await self._act(name, lambda acts: acts.hand_back(told.id))
        told.queued(self.world.watch)

    async def operator_proposes(self, name: str) -> None:
        """Offer the other centre, with every second line; or take the offer back."""
        told = self.of_operator(name)
        if told is None:
            return
        if told.proposal is not None:
            await self._act(name, lambda acts: acts.withdraw_proposal(told.id))
            told.proposal, told.agreed = None, False
        else:
            node = next(each for each in NODES if each != told.node)
            lines = [
                line
                for line in await self.lines_of(told)
                if line.by in {By.HERS, By.OPERATOR} and line.text
            ]
            going = lines[::2]
            numbers = [line.number for line in going]
            await self._act(name, lambda acts: acts.propose(told.id, node, numbers))
            told.proposal = (node, frozenset(line.text for line in going))
        told.operator_at = self.world.watch

    async def operator_looks(self, name: str) -> None:
        """Load her page: whoever said yes goes to the other centre then."""
        told = self.of_operator(name)

        async def look() -> None:
            number = self.world.number(name, told.id) if told else 0
            desk = await (await self.world.desk(name)).now(number)
            assert told is None or told.agreed or desk.talk is not None

        await self.live(look)
        for each in self.all:
            if each.operator == name and each.lives and each.agreed and each.proposal:
                each.passed_on_to(*each.proposal)
                each.queued(self.world.watch)

    async def operator_moves_up(self, name: str, which: int) -> None:
        """Put one beside those who declared danger."""
        waiting = [each for each in self.at_node_of(name) if name not in each.not_for]
        if waiting:
            told = waiting[which % len(waiting)]
            await self._act(name, lambda acts: acts.move_up(told.id, Upward.CHILDREN))
            told.moved_up = True

    async def operator_shows_112(self, name: str, *, shows: bool) -> None:
        """Put 112 before her; outside her window it is refused."""
        told = self.of_operator(name)
        if told is None:
            return
        if shows and not told.may_show(self.world.clock()):
            await self._is_refused(name, lambda acts: acts.show_112(told.id, shows=True))
            return
        await self._act(name, lambda acts: acts.show_112(told.id, shows=shows))
        told.emergency, told.operator_at = shows, self.world.watch

    async def operator_closes(self, name: str) -> None:
        """Close; she is warned first where replies were not seen."""
        told = self.of_operator(name)
        if told is None:
            return
        if any(not said.in_flight and said.text not in told.left_out for said in told.replies):
            await self._is_refused(
                name, lambda acts: acts.close(told.id, Ending.ANSWERED, knows=False)
            )
        await self._act(name, lambda acts: acts.close(told.id, Ending.ANSWERED, knows=True))
        told.closed(self.world.clock())

    async def shift_changes(self, name: str) -> None:
        """On shift, or off."""
        self.world.on_shift ^= {name}
        await self.world.keep_shifts()

    async def lines_of(self, told: Told) -> list[Line]:
        """What its operator reads, her key in hand."""
        card = await self.world.handoffs.get(told.id)
        assert card is not None, "it is gone before its time"
        name = next(each for each, node in OPERATORS.items() if node == card.node)
        told.key = await key_of(self.world.handoffs, await self.world.session(name), card)
        assert told.key is not None, "nobody at its node holds a key to it"
        return await self.world.handoffs.read(told.id, told.key)

    async def _act(self, name: str, act: Callable[[Acts], Awaitable[None]]) -> None:
        """Do it, and again if the process died: then it may be refused as done already."""
        tried = False

        async def do() -> None:
            nonlocal tried
            was_tried, tried = tried, True
            try:
                await act(await self.world.acts(name))
            except HandoffError:
                if not was_tried:
                    raise

        await self.live(do)

    async def _is_refused(self, name: str, act: Callable[[Acts], Awaitable[None]]) -> None:
        async def do() -> None:
            try:
                await act(await self.world.acts(name))
            except HandoffError:
                return
            raise AssertionError("that must be refused")

        await self.live(do)
