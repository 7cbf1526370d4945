"""Both sides of a handoff for tests: a woman with a screen, a desk that answers, a clock.

Everything but the storage is real. Her screen keeps what a phone keeps: buttons and,
for typed words, the packed position.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING

from bot.assembly import build_contact, build_conversation, desk_book
from bot.contact.known_desks import KnownDesks
from bot.content import offered
from bot.conversation import Address
from bot.settings import Mode, Settings
from flows.definition import Channel
from routing import desk
from routing.ports import DeskNow
from storage import envelopes
from storage.bell import LocalBell
from storage.errors import StorageUnavailableError
from storage.handoffs.keys import unwrap_for
from storage.keyring import Keyring
from storage.memory.handoffs import MemoryHandoffs
from storage.vault import Vault
from tests.dialogue import Clock, shipped_content

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.contact.limits import Limits
    from bot.view import Answer, Button, View
    from routing.handoff import Handoff
    from routing.ports import Act, Change, HeldLine, Line

#: Open every day from eight to ten in the evening, in the shipped sample desks.
NODE = "svsed-mangiagalli"
OPERATOR = "operator-1"


class FailingHandoffs(MemoryHandoffs):
    """Handoffs in memory, on a database that can be stopped."""

    is_down = False
    #: It stops as soon as the next change is kept.
    stops_after_change = False

    def _check(self) -> None:
        if self.is_down:
            raise StorageUnavailableError

    async def open(self, handoff: Handoff, nodes: Mapping[str, bytes]) -> None:
        """Keep a new one, unless stopped."""
        self._check()
        await super().open(handoff, nodes)

    async def at(self, address: str) -> Handoff | None:
        """Return the one at an address, unless stopped."""
        self._check()
        return await super().at(address)

    async def coded(self, code: str) -> Handoff | None:
        """Return the one with a code, unless stopped."""
        self._check()
        return await super().coded(code)

    async def of_node(self, node: str) -> list[Handoff]:
        """Return a node's, unless stopped."""
        self._check()
        return await super().of_node(node)

    async def all(self) -> list[Handoff]:
        """Return every one, unless stopped."""
        self._check()
        return await super().all()

    async def change(self, handoff: bytes, act: Act) -> Handoff | None:
        """Change one, unless stopped."""
        self._check()
        kept = await super().change(handoff, act)
        self.is_down = self.stops_after_change
        return kept

    async def held(self, handoff: bytes) -> list[HeldLine]:
        """Return held lines, unless stopped."""
        self._check()
        return await super().held(handoff)


class StandingDesks:
    """Desks that are as a test says."""

    def __init__(self) -> None:
        self.pair = envelopes.new_pair()
        self.by_node: dict[str, DeskNow] = {}

    def stand(self, node: str, on_shift: int = 1, languages: tuple[str, ...] = ("it",)) -> None:
        """Have a desk there."""
        self.by_node[node] = DeskNow(
            node=node,
            public_key=self.pair.public,
            on_shift=on_shift,
            languages=frozenset(languages),
        )

    async def now(self) -> Mapping[str, DeskNow]:
        """Return them."""
        return self.by_node


class House:
    """The service as women and operators meet it, on one clock."""

    def __init__(
        self,
        keys: Path,
        clock: Clock | None = None,
        limits: Limits | None = None,
        handoffs: FailingHandoffs | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self._keys = keys
        settings = Settings(mode=Mode.DEMO)
        content = shipped_content(settings)
        # A translation that lags behind must not hide what is tested here.
        languages = offered(settings, content.library, content.catalogues, incomplete=True)
        content = replace(content, languages=languages)
        self.bell = LocalBell()
        self.handoffs = handoffs or FailingHandoffs(self.bell)
        self.desks = StandingDesks()
        self.desks.stand(NODE)
        book = desk_book(settings, content)
        vault = Vault(Keyring.open(keys, self.clock.now.astimezone(UTC)))
        known = KnownDesks(self.desks, book)
        self.talk = build_conversation(
            settings, content, vault, now=self.clock, has_desk=known.is_any
        )
        self.contact = build_contact(
            content,
            self.talk,
            handoffs=self.handoffs,
            desks=known,
            bell=self.bell,
            book=book,
            limits=limits,
            now=self.clock,
        )
        self.book = book
        self._known = known

    @classmethod
    def over(cls, house: House) -> House:
        """Another process over what the first one kept."""
        return cls(house._keys, house.clock, handoffs=house.handoffs)

    async def woman(self, channel: Channel = Channel.WEB, key: str = "one") -> Woman:
        """Somebody who opens the chat."""
        await self._known.refresh()
        return Woman(self, Address(channel, key))

    async def only(self) -> Handoff:
        """The one handoff there is."""
        (handoff,) = await self.handoffs.all()
        return handoff

    async def claims(self, handoff: Handoff) -> Handoff:
        """Have the operator take it."""
        return await self._do(handoff, lambda each: desk.claim(each, OPERATOR, self.clock()))

    async def answers(self, handoff: Handoff, *texts: str) -> Handoff:
        """Have the operator take it and write."""
        handoff = await self.claims(handoff)
        for text in texts:
            handoff = await self._do(handoff, partial(self._answer, text=text))
        return handoff

    async def does(self, handoff: Handoff, act: Act) -> Handoff:
        """Have the operator do something to it."""
        return await self._do(handoff, act)

    async def read(self, handoff: Handoff) -> list[Line]:
        """What the operator reads, her node's key in hand."""
        wrapped = await self.handoffs.wrap(handoff.id, handoff.node)
        assert wrapped is not None, "that node has no key to it"
        key = unwrap_for(self.desks.pair, wrapped, handoff.id, handoff.node)
        assert key is not None
        return await self.handoffs.read(handoff.id, key)

    def _answer(self, handoff: Handoff, text: str) -> Change:
        return desk.answer(handoff, OPERATOR, text, f"desk|{text}", self.clock())

    async def _do(self, handoff: Handoff, act: Act) -> Handoff:
        kept = await self.handoffs.change(handoff.id, act)
        assert kept is not None, "nothing was changed"
        return kept


class Woman:
    """One woman and her screen."""

    def __init__(self, house: House, address: Address) -> None:
        self._house = house
        self.address = address
        self._sent = 0
        self.answer: Answer = house.talk.begin(address)

    @property
    def view(self) -> View:
        """The screen she sees."""
        assert self.answer.view is not None, "the screen is empty"
        return self.answer.view

    @property
    def step(self) -> str:
        """The step she is at."""
        opened = self._house.talk.opened(self.address, self.answer.position)
        assert opened is not None
        return opened[1].step

    async def presses(self, *labels: str) -> View:
        """Press the buttons whose labels begin so, one after the other."""
        for label in labels:
            token = self.button(label).token
            await self._see(self._house.talk.press(self.address, token))
        return self.view

    async def types(self, words: str, source: str = "") -> View:
        """Type, with the position that the ledger would hold."""
        self._sent += 1
        answer = self._house.talk.typed(self.address, words, position=self.answer.position)
        await self._see(answer, source or f"source-{self.address.key}-{self._sent}")
        return self.view

    async def leaves(self, *, in_a_hurry: bool = True) -> None:
        """Use the way out."""
        await self._house.contact.left(self.address, in_a_hurry=in_a_hurry)
        self.answer = self._house.talk.begin(self.address)

    async def is_redrawn(self) -> bool:
        """Have her screen brought up to date, as a channel would; whether anything may be shown."""
        answer = await self._house.contact.redraw(self.address, self.answer.position)
        if answer is None:
            return False
        await self._house.contact.shown(self.address, answer)
        self.answer = answer
        return True

    async def reaches_the_offer(self, *, danger: str = "No, adesso no") -> View:
        """Go from the first screen to the offer, saying no place."""
        await self.presses("Italiano", "Ho capito", "Sì, posso", "Avanti")
        await self.presses("Voglio parlare con una persona", "Scrivo qui a un'operatrice")
        await self.presses("No, nessuno", "Avanti", "Avanti", "Avanti")
        await self.presses("Parlare con chi ascolta", danger)
        if danger.startswith("Sì"):
            await self.presses("Continuo qui")
        return await self.presses("Preferisco non dirlo")

    async def chooses(self, first: str = "Mare", second: str = "Pane") -> View:
        """Consent and choose a sign."""
        return await self.presses("Sì, voglio scrivere", first, second, "Ho capito")

    async def begins(self, window: str = "Resto qui adesso") -> View:
        """Go all the way to her place in the queue."""
        await self.reaches_the_offer()
        await self.chooses()
        await self.presses(window)
        if self.address.channel is Channel.WEB:
            await self.presses("Avanti")
        return self.view

    async def comes_back(
        self, first: str = "Mare", second: str = "Pane", code: str | None = None
    ) -> View:
        """Say that she has been here, from the first screen on."""
        self.answer = self._house.talk.begin(self.address)
        await self.presses("Italiano", "Sono già stata qui", "No, nessuno", first, second)
        return await (self.presses("Non ho un codice") if code is None else self.types(code))

    def button(self, label: str) -> Button:
        """A button of this screen by the beginning of its label."""
        view = self.view
        controls = (view.home, view.languages, view.danger, view.exit)
        for button in (*view.buttons, *(each for each in controls if each)):
            if button.label.startswith(label):
                return button
        shown = [button.label for button in view.buttons]
        raise AssertionError(f"no button begins with {label!r}; there are {shown}")

    def shown(self) -> str:
        """Everything on the screen, as one text."""
        view = self.view
        numbers = [f"{number.shown} {number.label}" for number in view.numbers]
        return "\n".join((view.title, *view.paragraphs, *view.said, *numbers))

    async def _see(self, answer: Answer, source: str = "") -> None:
        if answer.errand is not None:
            answer = await self._house.contact.carry_out(self.address, answer.errand, source=source)
            await self._house.contact.shown(self.address, answer)
        self.answer = answer
