"""Who is in the game, and how an act is done by a process that may die in the middle of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation import Address
from flows.definition import Channel
from tests.handoff.faults import CrashError
from tests.handoff.phone import Phone
from tests.handoff.world import OPERATORS, World

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.view import Answer
    from tests.handoff.told import Told

#: The second woman writes on Telegram: one chat for ever. The others open browsers.
ON_TELEGRAM = 1


class Play:
    """The world, and everything that was told in it."""

    def __init__(self, folder: Path, *, on_disk: bool) -> None:
        self.world = World(folder, on_disk=on_disk)
        self.all: list[Told] = []
        #: What each woman is at, or was at last.
        self.now: dict[int, Told] = {}
        #: Every phone and browser there ever was.
        self.phones: list[Phone] = []

    def check_screen(self, phone: Phone, answer: Answer) -> None:
        """Hold a screen against the promises."""
        raise NotImplementedError

    async def live(self, act: Callable[[], Awaitable[None]], *, again: bool = True) -> bool:
        """Do it; after a crash begin a new process and do it again, as whoever asked does.

        Args:
            act: what is done.
            again: also if it was kept when the process died: nobody was told so.

        Returns:
            Whether it was done to its end.
        """
        try:
            await act()
        except CrashError as crash:
            await self.world.start()
            if crash.when == "after" and not again:
                return False
            await act()
        return True

    def phone_of(self, who: int) -> Phone:
        """The phone she takes up: on Telegram her one chat, else a new browser."""
        if who == ON_TELEGRAM:
            for phone in self.phones:
                if phone.address.channel is Channel.TELEGRAM:
                    return phone
        channel = Channel.TELEGRAM if who == ON_TELEGRAM else Channel.WEB
        phone = Phone(self.world, Address(channel, f"4{len(self.phones)}"), self._saw)
        self.phones.append(phone)
        return phone

    def hers_at(self, phone: Phone) -> Told | None:
        """What is open at a phone: begun or come back to there, and not left."""
        return next(
            (each for each in self.all if each.here and each.lives and each.phone is phone), None
        )

    def whoever_is_here(self, who: int) -> int:
        """That woman if she is at her screen, else another who is."""
        here = [each for each, told in self.now.items() if told.here]
        return who if who in here or not here else here[who % len(here)]

    def whoever_is_away(self, who: int) -> int:
        """That woman if nothing is open in front of her, else another who has nothing."""
        away = [each for each, told in self.now.items() if not (told.here and told.lives)]
        return who if who in away or not away else away[who % len(away)]

    def whoever_answers(self, name: str) -> str:
        """That operator if she answers somebody, else another who does."""
        busy = [each for each in OPERATORS if self.of_operator(each)]
        return name if name in busy or not busy else busy[len(name) % len(busy)]

    def whoever_may_claim(self, name: str) -> str:
        """That operator if somebody waits at her node, else another."""
        nodes = {told.node for told in self.all if told.waits}
        return next((each for each in (name, *OPERATORS) if OPERATORS[each] in nodes), name)

    def whose(self, told: Told | None) -> int:
        """The woman who is at it; any other if she began another since."""
        return next((each for each, hers in self.now.items() if hers is told), 0)

    def of_operator(self, name: str) -> Told | None:
        """The one she answers; the oldest, if there are several."""
        return next((each for each in self.all if each.operator == name and each.lives), None)

    def at_node_of(self, name: str) -> list[Told]:
        """Those that wait at her node."""
        return [each for each in self.all if each.waits and each.node == OPERATORS[name]]

    def _saw(self, phone: Phone, answer: Answer, *, is_kept: bool) -> None:
        self.check_screen(phone, answer)
        assert answer.view is not None
        for told in self.all:
            for said in told.replies:
                if said.text in answer.view.said:
                    said.in_flight = True
                    said.shown |= is_kept
