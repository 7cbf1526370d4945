"""One phone, or one browser: buttons, a place for words, and whoever holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from flows.definition import Channel
from tests.handoff.faults import CrashError

if TYPE_CHECKING:
    from bot.conversation import Address
    from bot.view import Answer, Button, View
    from tests.handoff.world import World

#: Where she may write, and sees how her handoff stands.
LIVING = frozenset(f"handoff.{step}" for step in ("waiting", "talk", "proposal", "emergency"))
_WINDOWS = {
    "later": "Torno io, quando posso",
    "now": "Resto qui adesso",
    "until_1": "Per un'ora da adesso",
    "until_4": "Per quattro ore da adesso",
}
WINDOWS = tuple(_WINDOWS)


class Saw(Protocol):
    """Is told what stands on a screen, and again once the program knows that it does."""

    def __call__(self, phone: Phone, answer: Answer, *, is_kept: bool) -> None:
        """See it."""


class Phone:
    """What stands on a screen, at one address, and what can be done with it."""

    def __init__(self, world: World, address: Address, saw: Saw) -> None:
        self._world = world
        self._saw = saw
        self.address = address
        self.answer: Answer = world.conversation.begin(address)
        #: The screen as it was when words of a handoff could last be written there.
        self.living: Answer | None = None

    @property
    def view(self) -> View:
        """The screen."""
        assert self.answer.view is not None, "the screen is empty"
        return self.answer.view

    @property
    def step(self) -> str:
        """The step it shows; empty where its buttons open no more."""
        return self.step_of(self.answer)

    def step_of(self, answer: Answer) -> str:
        """The step an answer shows."""
        opened = self._world.conversation.opened(self.address, answer.position)
        return opened[1].step if opened else ""

    def has(self, label: str) -> bool:
        """Whether there is such a button."""
        return any(button.label.startswith(label) for button in self._buttons())

    async def press(self, *labels: str) -> None:
        """Press buttons whose labels begin so, one after the other."""
        for label in labels:
            token = next(
                (each.token for each in self._buttons() if each.label.startswith(label)), None
            )
            assert token is not None, (label, self.step, [b.label for b in self._buttons()])
            await self._see(self._world.conversation.press(self.address, token))

    async def type(self, words: str, source: str = "") -> Answer:
        """Type words; the position is the ledger's or the form's."""
        answer = self._world.conversation.typed(self.address, words, position=self.answer.position)
        return await self._see(answer, source)

    async def begin(self) -> None:
        """Open the chat anew, up to where "Sono già stata qui" stands."""
        self.answer = self._world.conversation.begin(self.address)
        await self.press("Italiano")

    async def ask_for_a_person(self, *, danger: bool) -> None:
        """Go to the offer."""
        await self.begin()
        await self.press("Ho capito", "Sì, posso", "Avanti", "Voglio parlare con una persona")
        await self.press("Scrivo qui a un'operatrice", "No, nessuno", "Avanti", "Avanti", "Avanti")
        await self.press("Parlare con chi ascolta")
        if danger:
            await self.press("Sì, adesso", "Continuo qui")
        else:
            await self.press("No, adesso no")
        await self.press("Preferisco non dirlo")

    async def consent(self, first: str, second: str) -> None:
        """Say yes and choose a sign; what opens it is pressed next."""
        await self.press("Sì, voglio scrivere", first, second, "Ho capito")

    async def choose_window(self, window: str) -> None:
        """Press when it is safe to answer, wherever that is asked."""
        await self.press(_WINDOWS[window])

    async def give_sign(self, first: str, second: str, code: str) -> None:
        """Say that she has been here. With a code where there is one."""
        await self.begin()
        await self.press("Sono già stata qui", "No, nessuno", first, second)
        if code:
            await self.type(code)
        else:
            await self.press("Non ho un codice")

    async def to_chat(self) -> bool:
        """Go to the screen where she writes; whether that can be reached from here."""
        if self.step in LIVING:
            return True
        for label in ("Torno alla chat", "No, torno alla chat", "Avanti"):
            if self.step.startswith("handoff.") and self.has(label):
                await self.press(label)
                break
        return self.step in LIVING

    async def look(self) -> None:
        """Look again."""
        await self.press("Torno alla chat" if self.step == "handoff.emergency" else "Guardo")

    async def leave(self, *, in_a_hurry: bool) -> None:
        """The way out, or the sweep."""
        await self._world.contact.left(self.address, in_a_hurry=in_a_hurry)
        self.answer = self._world.conversation.begin(self.address)

    async def redrawn(self) -> Answer | None:
        """What the screen would show if it were brought up to date now."""
        if self.living is None:
            return None
        return await self._world.contact.redraw(self.address, self.living.position)

    async def show(self, answer: Answer) -> None:
        """Put an answer on the screen, as a channel does."""
        before, self.answer = self.answer, answer
        self._saw(self, answer, is_kept=False)
        try:
            await self._world.contact.shown(self.address, answer)
        except CrashError:
            # Nobody was told that the press was heard: the same one comes again.
            self.answer = before
            raise
        self._saw(self, answer, is_kept=True)

    def _buttons(self) -> list[Button]:
        view = self.view
        return [*view.buttons, *(each for each in (view.home, view.exit) if each)]

    async def _see(self, answer: Answer, source: str = "") -> Answer:
        if answer.errand is not None:
            answer = await self._world.contact.carry_out(
                self.address, answer.errand, source=source or "a press"
            )
            if answer.view is None:
                return answer
            if self.step_of(answer) in LIVING:
                self.living = answer
            await self.show(answer)
        self.answer = answer
        return answer


def is_telegram(address: Address) -> bool:
    """Whether the chat is found without a code."""
    return address.channel is Channel.TELEGRAM
