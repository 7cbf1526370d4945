"""The screens of a handoff: which step fits it now, filled in and drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.contact import words
from bot.contact.told import case_of
from bot.contact.words import Speech
from bot.view import Answer, Filled
from flows.definition import ShowKind
from flows.turn import Pressed
from routing.handoff import Handoff, Stage
from routing.policy import Route, route

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.contact.filling import Filling
    from bot.conversation import Address
    from bot.drawing import Drawing
    from bot.walks import Walk
    from flows.definition import HandoffSteps
    from flows.turn import Position
    from locales.catalogues import Catalogues
    from routing.directory import Directory
    from routing.handoff import Case
    from routing.places.finding import Gazetteer
    from routing.ports import DeskNow, Desks


@dataclass(frozen=True, slots=True)
class Screens:
    """Draws what is true now. Changes nothing."""

    drawing: Drawing
    catalogues: Catalogues
    directory: Directory
    gazetteer: Gazetteer
    desks: Desks
    filling: Filling
    now: Callable[[], datetime]

    async def draw(
        self,
        address: Address,
        walk: Walk,
        position: Position,
        handoff: Handoff | None,
        *,
        notice: str = "",
        unread: frozenset[int] = frozenset(),
    ) -> Answer:
        """Draw the step she is at, or the one that fits her handoff better.

        Args:
            address: where she is.
            walk: the revision she walks.
            position: where she would be.
            handoff: hers, if she may act on it here.
            notice: a control of the library said before everything else.
            unread: lines that came onto her screen since she last did something.
        """
        say = self.speech(position.language)
        position, filled = await self._filled(say, address, walk, position, handoff, unread=unread)
        return self.plain(address, walk, position, filled, handoff=handoff, notice=notice)

    def plain(
        self,
        address: Address,
        walk: Walk,
        position: Position,
        filled: Filled,
        *,
        handoff: Handoff | None = None,
        notice: str = "",
    ) -> Answer:
        """Draw a step with what is given, nothing looked up."""
        now = self.now()
        turn = walk.machine.look(position, address.channel, now.date(), "as the handoff stands")
        view = self.drawing.view(address.context, walk, turn, now, notice=notice, filled=filled)
        return Answer(
            view=view,
            position=walk.packer.pack(position, Pressed(0)),
            reasons=turn.reasons,
            handoff=handoff.id if handoff else b"",
            lines=filled.lines,
        )

    def trouble(self, address: Address, walk: Walk, position: Position, *, is_done: bool) -> Answer:
        """Say calmly if it could not be done; nothing is looked up, for nothing can be."""
        said = () if is_done else (self.speech(position.language)(words.TROUBLE),)
        return self.plain(address, walk, position, Filled(said))

    def speech(self, language: str) -> Speech:
        """What says the program's sentences in her language."""
        return Speech(self.catalogues, self.directory.zone, language)

    async def route(self, case: Case) -> tuple[Route, dict[str, DeskNow]] | None:
        """Return who would answer her at this moment, and the desks by node."""
        desks = dict(await self.desks.now())
        book = self.filling.book
        found = route(case, desks, book, self.directory, self.gazetteer, self.now())
        return (found, desks) if found else None

    def fits(self, walk: Walk, step: str, handoff: Handoff | None) -> str:
        """Return the step that fits how the handoff stands; other steps stay as they are."""
        steps = steps_of(walk)
        if step not in living_steps(walk):
            return steps.ended if step == steps.code and handoff is None else step
        if handoff is None or handoff.stage is Stage.CLOSED:
            return steps.ended
        if handoff.may_be_answered(self.now()):
            # Both come from an operator: outside her window nothing of it is shown (P4).
            if handoff.emergency:
                return steps.emergency
            if handoff.proposal is not None and not handoff.proposal.agreed:
                return steps.proposal
        is_talk = handoff.answered or handoff.stage is Stage.TALKING
        return steps.talk if is_talk else steps.waiting

    async def _filled(
        self,
        say: Speech,
        address: Address,
        walk: Walk,
        position: Position,
        handoff: Handoff | None,
        *,
        unread: frozenset[int],
    ) -> tuple[Position, Filled]:
        position = replace(position, step=self.fits(walk, position.step, handoff))
        step = walk.machine.library.steps[position.step]
        kind = step.show.kind if step.show else None
        if kind is ShowKind.OFFER:
            return await self._offered(say, address, walk, position)
        if handoff is None:
            return position, Filled()
        return position, await self._stands(say, kind, walk, position.step, handoff, unread=unread)

    async def _stands(
        self,
        say: Speech,
        kind: ShowKind | None,
        walk: Walk,
        step: str,
        handoff: Handoff,
        *,
        unread: frozenset[int],
    ) -> Filled:
        now = self.now()
        if kind in {ShowKind.WAITING, ShowKind.TALK}:
            waits = handoff.stage is Stage.WAITING
            desk = (await self.desks.now()).get(handoff.node) if waits else None
            if kind is ShowKind.WAITING:
                return await self.filling.waiting(say, handoff, desk, now)
            return await self.filling.talk(say, handoff, desk, now, unread)
        if kind is ShowKind.CODE:
            return self.filling.code(handoff)
        if kind is ShowKind.PROPOSAL:
            return self.filling.proposal(say, handoff, now)
        return Filled(is_live=step == steps_of(walk).emergency)

    async def _offered(
        self, say: Speech, address: Address, walk: Walk, position: Position
    ) -> tuple[Position, Filled]:
        case = case_of(walk, position, address, self.directory)
        found = await self.route(case)
        if found is None:
            return replace(position, step=steps_of(walk).nobody), Filled()
        route_, desks = found
        return position, await self.filling.offer(say, case, route_, desks[route_.node], self.now())


def steps_of(walk: Walk) -> HandoffSteps:
    """The steps of a handoff in this revision."""
    steps = walk.machine.library.handoff
    assert steps is not None, "Only a library with a handoff makes errands."
    return steps


def living_steps(walk: Walk) -> frozenset[str]:
    """The steps that show a handoff as it stands, and change with it."""
    steps = steps_of(walk)
    return frozenset({steps.waiting, steps.talk, steps.proposal, steps.emergency})
