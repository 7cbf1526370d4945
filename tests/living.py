"""A service whose editions change while people talk to it: all of it real, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING

from bot.assembly import build_contact, build_conversation, desk_book
from bot.contact.known_desks import KnownDesks
from bot.content import offered_in
from bot.conversation import Address
from bot.editions.bench import Workbench
from bot.editions.reading import read
from bot.live import Live
from bot.renewing import speaking
from bot.settings import Settings
from flows.definition import Channel
from routing.places.finding import Gazetteer
from storage.bell import LocalBell
from storage.editions.records import NewEdition, Origin, applied
from storage.keyring import Keyring
from storage.memory.drafts import MemoryDrafts
from storage.memory.editions import MemoryEditions
from storage.memory.handoffs import MemoryHandoffs
from storage.memory.keys import MemoryAudit
from storage.memory.visits import MemoryRevisions
from storage.retention import Retention
from storage.vault import Vault
from tests.dialogue import Clock
from tests.editions import shipped_files
from tests.flows.libraries import sources
from tests.handoffs import StandingDesks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from bot.contact import Contact
    from bot.conversation import Conversation
    from bot.view import Answer, Button, View
    from storage.editions.records import Changed, Edition

GAZETTEER = Gazetteer.load()
SHE_PROPOSES, SHE_APPROVES = "a" * 32, "b" * 32


def small_files(**changed: str) -> dict[str, str]:
    """A small library with the network that is shipped, read in a twentieth of a second."""
    shipped = shipped_files()
    kept = [path for path in shipped if path.startswith("network/")]
    flows = {f"flows/{name}": text for name, text in sources(**changed).items()}
    return {**flows, **{path: shipped[path] for path in (*kept, "flows/words.yaml")}}


@dataclass
class Kept:
    """What outlives a process: editions, drafts, revisions, handoffs, keys, the log."""

    keys: Path
    clock: Clock = field(default_factory=Clock)
    editions: MemoryEditions = field(default_factory=MemoryEditions)
    revisions: MemoryRevisions = field(default_factory=MemoryRevisions)
    bell: LocalBell = field(default_factory=LocalBell)
    desks: StandingDesks = field(default_factory=StandingDesks)

    def __post_init__(self) -> None:
        self.drafts = MemoryDrafts(self.editions)
        self.audit = MemoryAudit(self.utc)
        self.handoffs = MemoryHandoffs(self.bell)
        self.vault = Vault(Keyring.open(self.keys, self.utc()))

    def utc(self) -> datetime:
        """The moment it is."""
        return self.clock().astimezone(UTC)

    async def begin(self, files: Mapping[str, str], origin: Origin = Origin.DRAFT) -> Edition:
        """Have the first edition live."""
        new = NewEdition(revision=revision_of(files), origin=origin, title="La prima")
        return await self.editions.begin(new, files, self.utc())

    async def approve(
        self,
        changed: Changed,
        live_from: datetime | None = None,
        *,
        hides: tuple[str, ...] = (),
        draft: str = "",
    ) -> Edition:
        """Have a change of what is live proposed by one and approved by another."""
        live = await self.editions.live()
        assert live is not None
        files = applied(await self.editions.files(live.number), changed)
        new = NewEdition(
            revision=revision_of(files),
            origin=Origin.DRAFT,
            title="Cambiata",
            base=live.number,
            proposed_by=SHE_PROPOSES,
            live_from=live_from,
            hides=hides,
            draft=draft,
        )
        proposed = await self.editions.propose(new, files, self.utc())
        return await self.editions.approve(proposed.number, SHE_APPROVES, self.utc())

    async def withdraw(self) -> Edition:
        """Have what is live taken back; what is live then."""
        live = await self.editions.live()
        assert live is not None
        return await self.editions.withdraw(live.number, SHE_APPROVES, self.utc())


class Process:
    """One process over it."""

    talk: Conversation
    contact: Contact
    live: Live

    def __init__(self, kept: Kept, settings: Settings | None = None) -> None:
        self.kept = kept
        self._settings = settings or Settings()
        self.bench = Workbench(
            kept.editions,
            kept.drafts,
            clock=kept.utc,
            zone=UTC,
            offered=lambda reading: offered_in(reading, self._settings),
        )

    async def start(self) -> Process:
        """Begin, as `bot.app` does."""
        kept, settings = self.kept, self._settings
        self.live = Live(settings, self.bench, kept.revisions, kept.audit, GAZETTEER)
        began = await self.live.open()
        book = desk_book(settings, began.content)
        desks = KnownDesks(kept.desks, book)
        await desks.refresh()
        self.talk = build_conversation(
            settings,
            began.content,
            kept.vault,
            older=began.older,
            withdrawn=began.withdrawn,
            now=kept.clock,
            has_desk=desks.is_any,
        )
        self.contact = build_contact(
            began.content,
            self.talk,
            handoffs=kept.handoffs,
            desks=desks,
            bell=kept.bell,
            book=book,
            now=kept.clock,
        )
        self.live.join(
            speaking(
                settings,
                kept.vault,
                conversation=self.talk,
                contact=self.contact,
                handoffs=kept.handoffs,
                desks=desks,
                retention=Retention(kept.handoffs, desks, book),
                now=kept.clock,
            )
        )
        return self

    def woman(self, key: str = "4711", channel: Channel = Channel.TELEGRAM) -> Visitor:
        """Somebody who opens the chat."""
        return Visitor(self, Address(channel, key))


class Visitor:
    """One woman and her phone, which keeps every button it was ever shown."""

    def __init__(self, process: Process, address: Address) -> None:
        self.process = process
        self.address = address
        self.answer: Answer = process.talk.begin(address)

    @property
    def view(self) -> View:
        """The screen she sees."""
        assert self.answer.view is not None, "the screen is empty"
        return self.answer.view

    async def presses(self, *labels: str) -> View:
        """Press the buttons whose labels begin so, one after the other."""
        for label in labels:
            await self.taps(self.button(label).token)
        return self.view

    async def taps(self, token: str) -> None:
        """Press a button by what it carries."""
        await self.see(self.process.talk.press(self.address, token))

    async def types(self, words: str) -> View:
        """Type, with the position that the ledger would hold."""
        await self.see(
            self.process.talk.typed(self.address, words, position=self.answer.position), words
        )
        return self.view

    async def see(self, answer: Answer, source: str = "tap") -> None:
        """Have an answer drawn, what concerns a handoff carried out first."""
        if answer.errand is not None:
            answer = await self.process.contact.carry_out(
                self.address, answer.errand, source=f"{self.address.key}|{source}"
            )
        self.answer = answer

    def button(self, label: str) -> Button:
        """A button of this screen by the beginning of its label."""
        view = self.view
        controls = (view.home, view.languages, view.danger, view.exit)
        for button in (*view.buttons, *(each for each in controls if each)):
            if button.label.startswith(label):
                return button
        raise AssertionError(f"no {label!r} among {[each.label for each in view.buttons]}")

    @property
    def reads(self) -> str:
        """Everything on the screen that she reads."""
        view = self.view
        numbers = [each.shown for each in view.numbers]
        items = [line for item in view.items for line in (item.name, *item.lines)]
        labels = [each.label for each in view.buttons]
        return "\n".join([view.title, *view.paragraphs, *numbers, *items, *labels])


def revision_of(files: Mapping[str, str]) -> bytes:
    """What her buttons carry of these files."""
    library = read(files).library
    return library.revision if library else b"\0\0\0\0"
