"""Both sides of a handoff over one store, in a process that may die and begin anew.

Her side is `bot.contact` as the channels use it, the operators' is `console.desk` as its
pages do. What a disk keeps outlives the process; everything else is built again.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from bot.assembly import build_contact, build_conversation, desk_book
from bot.contact.known_desks import KnownDesks
from bot.content import offered
from bot.settings import Mode, Settings
from console.desk.acts import Acts
from console.desk.desk import Reading
from console.desk.looking import Looking
from console.desk.memory import DeskMemory
from console.parts import Parts
from console.sessions import Sessions
from storage.bell import LocalBell
from storage.database import Database, sqlite_address
from storage.handoffs.store import SqlHandoffs
from storage.keyring import Keyring
from storage.memory.handoffs import MemoryHandoffs
from storage.memory.keys import MemoryAudit, MemoryNodeKeys
from storage.memory.shifts import MemoryShifts
from storage.memory.staff import MemoryStaff, Office
from storage.retention import Retention
from storage.staff.desks import KeptDesks
from storage.staff.node_keys import open_copy
from storage.staff.people import NewPerson, Role
from storage.vault import Vault
from tests.contract.bureaus import FIRST, SECOND, passkey, unlocked
from tests.dialogue import Clock, shipped_content
from tests.handoff.faults import MortalHandoffs

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from bot.contact import Contact
    from bot.contact.limits import Limits
    from bot.conversation import Conversation
    from console.sessions import Session
    from routing.ports import Handoffs
    from storage.staff.node_keys import HeldKey
    from storage.staff.people import Person

#: Open every day from eight to ten in the evening; the other on weekdays from ten to six.
NODES = ("svsed-mangiagalli", "cadmi")
#: Who works where.
OPERATORS = {"anna": NODES[0], "bianca": NODES[0], "carla": NODES[1]}


class World:
    """Everything that outlives a process, and the process that runs now."""

    conversation: Conversation
    contact: Contact
    handoffs: MortalHandoffs
    retention: Retention

    def __init__(self, folder: Path, *, on_disk: bool, limits: Limits | None = None) -> None:
        self.clock = Clock()
        #: What a watch would say that nobody puts wrong.
        self.watch = self.clock.now
        self._folder = folder
        self._limits = limits
        settings = Settings(mode=Mode.DEMO)
        content = shipped_content(settings)
        # A translation that lags behind must not hide what is tested here.
        languages = offered(settings, content.library, content.catalogues, incomplete=True)
        self._settings, self.content = settings, replace(content, languages=languages)
        self.book = desk_book(settings, content)
        office = Office()
        self.staff, self.shifts = MemoryStaff(office), MemoryShifts(office)
        self.node_keys = MemoryNodeKeys(office, (FIRST.public, SECOND.public))
        self._audit = MemoryAudit(self.clock)
        self._in_memory = None if on_disk else MemoryHandoffs()
        self._database: Database | None = None
        self._keyring = Keyring.open(folder / "keys", self._utc)
        self.people: dict[str, Person] = {}
        self.on_shift: set[str] = set()
        self._kept: SqlHandoffs | None = None

    async def open(self) -> None:
        """Hire an operator for each node, and begin."""
        for name, node in OPERATORS.items():
            new = NewPerson(
                name=name, node=node, roles=frozenset({Role.OPERATOR}), languages=("it",)
            )
            link = await self.staff.invite(new, self.clock(), admits=True)
            person = await self.staff.enrol(link.secret, passkey(name), self.clock())
            assert person is not None
            if await self.node_keys.found(node, self.clock()) is None:
                colleague = next(each for each in self.people.values() if each.node == node)
                await self.node_keys.give(await self._keys_of(colleague.name), person.id)
            self.people[name] = person
            self.on_shift.add(name)
        await self.start()

    async def start(self) -> None:
        """Build the process over what is kept: at first, and after each crash."""
        await self.stop()
        self._keyring = Keyring.open(self._folder / "keys", self._utc)
        vault, bell = Vault(self._keyring), LocalBell()
        handoffs = self.handoffs = MortalHandoffs(await self._store(vault, bell))
        desks = KeptDesks(self.node_keys, self.shifts, handoffs, self.clock)
        self.known_desks = KnownDesks(desks, self.book)
        self.conversation = build_conversation(
            self._settings, self.content, vault, now=self.clock, has_desk=self.known_desks.is_any
        )
        self.contact = build_contact(
            self.content,
            self.conversation,
            handoffs=handoffs,
            desks=self.known_desks,
            bell=bell,
            book=self.book,
            limits=self._limits,
            now=self.clock,
        )
        self.retention = Retention(handoffs, desks, self.book)
        self._parts = self._console(bell, desks)
        self._sessions: dict[str, Session] = {}
        self._memories = {name: DeskMemory() for name in OPERATORS}
        await self.keep_shifts()
        await self.contact.start()

    async def stop(self) -> None:
        """Let go of the disk, once what was on its way to it is there or is not."""
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)
        if self._database is not None:
            await self._database.close()

    async def time_passes(self, step: timedelta) -> None:
        """Let real time pass; the program looks after its keys every so often."""
        while step:
            some = min(step, timedelta(hours=6))
            step -= some
            self.clock.now += some
            self.watch += some
            await self.look_after_keys()
        await self.keep_shifts()

    async def look_after_keys(self) -> None:
        """Do what the program does each minute."""
        self._keyring.tend(self._utc)
        if self._kept is not None:
            assert 0 == await self._kept.tend(), "a handoff's key was gone before its time"

    async def keep_shifts(self) -> None:
        """Who is on shift has her page open."""
        for name, person in self.people.items():
            if name in self.on_shift:
                await self.shifts.begin(person.id, ["it"], self.clock())
            else:
                await self.shifts.end(person.id)
        await self.known_desks.refresh()

    async def acts(self, name: str) -> Acts:
        """What an operator can do."""
        return Acts(self._parts, await self.session(name))

    async def desk(self, name: str) -> Reading:
        """What an operator's page shows."""
        return Reading(self._parts, await self.session(name), self._memories[name], Looking())

    def number(self, name: str, handoff: bytes) -> int:
        """The number that stands for a handoff in an operator's page."""
        return self._memories[name].number(handoff)

    async def session(self, name: str) -> Session:
        """An operator who is signed in, her node's key unlocked."""
        if name not in self._sessions:
            credential = passkey(name).id
            session = Sessions(self.clock).begin(self.people[name], credential, "it")
            session.node_keys = await self._keys_of(name)
            self._sessions[name] = session
        return self._sessions[name]

    async def _keys_of(self, name: str) -> tuple[HeldKey, ...]:
        copies = await self.node_keys.copies_for(passkey(name).id)
        opened = (open_copy(copy, unlocked(name)) for copy in copies)
        return tuple(held for held in opened if held is not None)

    async def _store(self, vault: Vault, bell: LocalBell) -> Handoffs:
        if self._in_memory is not None:
            return self._in_memory
        self._database = Database(sqlite_address(self._folder / "data" / "soglia.sqlite"))
        await self._database.open()
        self._kept = SqlHandoffs(self._database, vault, bell)
        return self._kept

    def _console(self, bell: LocalBell, desks: KeptDesks) -> Parts:
        return Parts(
            origin="http://localhost",
            handoffs=self.handoffs,
            desks=desks,
            bell=bell,
            staff=self.staff,
            shifts=self.shifts,
            node_keys=self.node_keys,
            audit=self._audit,
            directory=self.content.network.directory,
            book=self.book,
            gazetteer=self.content.gazetteer,
            say=self.content.catalogues.say_to_staff,
            clock=self.clock,
        )

    @property
    def _utc(self) -> datetime:
        return self.clock().astimezone(UTC)
