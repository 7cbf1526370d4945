"""What a bureau is: where the staff, their keys and the log of what they did are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage.envelopes import Pair
from storage.memory.keys import MemoryAudit, MemoryNodeKeys
from storage.memory.shifts import MemoryShifts
from storage.memory.staff import MemoryStaff, Office
from storage.staff.audit_rows import SqlAudit
from storage.staff.node_key_rows import SqlNodeKeys
from storage.staff.people import Credential, NewPerson, Person, Role, Unlocks
from storage.staff.rows import SqlStaff
from storage.staff.shifts import SqlShifts

if TYPE_CHECKING:
    from storage.database import Database
    from storage.staff.audit import AuditLog
    from storage.staff.node_keys import NodeKeys
    from storage.staff.people import Staff
    from storage.staff.shifts import Shifts

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
#: The two people outside who bring a node's key back together.
FIRST, SECOND = Pair(b"1" * 32), Pair(b"2" * 32)
NODE, OTHER_NODE = "cav-uno", "cav-due"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def forward(self, step: timedelta) -> datetime:
        """Move it."""
        self.now += step
        return self.now


@dataclass(frozen=True)
class Bureau:
    """Where the staff is kept."""

    staff: Staff
    shifts: Shifts
    keys: NodeKeys
    #: The same without two people outside.
    keys_without_recovery: NodeKeys
    audit: AuditLog
    clock: Clock

    async def active(self, name: str, *roles: Role, node: str = NODE, passkeys: int = 1) -> Person:
        """Somebody who is enrolled and let in; nothing is closed to her yet."""
        new = NewPerson(name=name, node=node, roles=frozenset(roles or {Role.OPERATOR}))
        link = await self.staff.invite(new, self.clock(), admits=True)
        person = await self.staff.enrol(link.secret, passkey(name), self.clock())
        assert person is not None
        for number in range(1, passkeys):
            assert await self.staff.add_credential(person.id, passkey(f"{name}{number}"))
        return person


def unlocked(name: str) -> Pair:
    """What somebody's passkey unlocks."""
    return Pair(name.encode().ljust(32, b"\0")[:32])


def passkey(name: str) -> Credential:
    """A passkey of that name."""
    return Credential(
        id=b"id of " + name.encode(),
        public_key=b"cose of " + name.encode(),
        sign_count=0,
        label=f"chiave {name}",
        unlocks=Unlocks.PRF,
        salt=b"s" * 32,
        sealing_key=unlocked(name).public,
    )


def bureau_in_memory() -> Bureau:
    office, clock = Office(), Clock()
    return Bureau(
        MemoryStaff(office),
        MemoryShifts(office),
        MemoryNodeKeys(office, (FIRST.public, SECOND.public)),
        MemoryNodeKeys(office),
        MemoryAudit(clock),
        clock,
    )


def bureau_in(database: Database) -> Bureau:
    clock = Clock()
    return Bureau(
        SqlStaff(database),
        SqlShifts(database),
        SqlNodeKeys(database, (FIRST.public, SECOND.public)),
        SqlNodeKeys(database),
        SqlAudit(database, clock),
        clock,
    )
