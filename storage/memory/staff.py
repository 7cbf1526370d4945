"""A twin of the staff's contract that keeps nothing: what tests and the terminal stand on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from storage.moments import aware, to_minute
from storage.staff.people import (
    CONFIRMATION_LIVES,
    INVITATION_LIVES,
    NAME_KEPT,
    Credential,
    Invited,
    NewPerson,
    Person,
    Role,
    State,
    by_name,
    is_confirmed,
    may_confirm,
    new_person,
    new_secret,
    secret_digest,
    with_roles,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.staff.node_keys import KeyCopy, NodeKeyState, RecoveryCopy
    from storage.staff.shifts import Shift


@dataclass(slots=True, kw_only=True)
class KeptKey:
    """A generation of a node's key, as a row would hold it."""

    state: NodeKeyState
    public: bytes
    recovery: RecoveryCopy | None
    copies: dict[bytes, KeyCopy] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    person: str
    expires_at: datetime
    admits: bool


class Office:
    """What the twins share, as tables would."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        #: Passkeys with whose they are.
        self.passkeys: dict[bytes, tuple[Credential, str]] = {}
        self.shifts: dict[str, Shift] = {}
        #: Generations by node, oldest first.
        self.keys: dict[str, list[KeptKey]] = {}

    def passkeys_of(self, person: str) -> list[Credential]:
        """Return somebody's passkeys."""
        return [passkey for passkey, whose in self.passkeys.values() if whose == person]

    def forget_passkeys(self, passkeys: Collection[bytes]) -> None:
        """Drop passkeys with their copies of node keys."""
        self.forget_copies(passkeys)
        for passkey in passkeys:
            del self.passkeys[passkey]

    def forget_copies(self, passkeys: Collection[bytes]) -> None:
        """Drop copies of node keys and mark those keys."""
        for kept in self.keys.values():
            held = [key for key in kept if not key.copies.keys().isdisjoint(passkeys)]
            for key in kept if held else ():
                key.state = replace(key.state, is_stale=True)
                for passkey in passkeys:
                    key.copies.pop(passkey, None)


class MemoryStaff:
    """`Staff` without a disk."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._links: dict[bytes, _Link] = {}
        self._confirmed: dict[str, dict[str, datetime]] = {}

    async def person(self, person: str) -> Person | None:
        """Return somebody by id; the removed too, as long as the audit log names them."""
        return self._office.people.get(person)

    async def everybody(self, node: str | None = None) -> list[Person]:
        """Return all who are not removed, of one node or of every one, by name."""
        return by_name(
            person
            for person in self._office.people.values()
            if person.state is not State.REMOVED and node in {None, person.node}
        )

    async def invite(self, new: NewPerson, now: datetime, *, admits: bool = False) -> Invited:
        """Note somebody as invited and make her link."""
        return self._link(self._put(new_person(new)), now, admits=admits)

    async def invite_again(self, person: str, now: datetime) -> Invited | None:
        """Make a new link for somebody still invited; the older one is void."""
        known = self._office.people.get(person)
        if known is None or known.state is not State.INVITED:
            return None
        admits = any(link.admits for link in self._links.values() if link.person == person)
        self._void_links(person)
        return self._link(known, now, admits=admits)

    async def invited(self, secret: str, now: datetime) -> Person | None:
        """Tell whom a link is for, without using it."""
        link = self._links.get(secret_digest(secret))
        return None if link is None or link.expires_at <= now else self._office.people[link.person]

    async def enrol(self, secret: str, credential: Credential, now: datetime) -> Person | None:
        """Use a link up: this is her passkey. She waits for a lead, or is active."""
        person = await self.invited(secret, now)
        if person is None or credential.id in self._office.passkeys:
            return None
        admits = self._links[secret_digest(secret)].admits
        self._forget_all_of(person.id)
        self._office.passkeys[credential.id] = (credential, person.id)
        return self._put(replace(person, state=State.ACTIVE if admits else State.PENDING))

    async def admit(self, person: str) -> Person | None:
        """Let in somebody who waits; her copies of the node key are kept before (`NodeKeys`)."""
        known = self._office.people.get(person)
        if known is None or known.state is not State.PENDING:
            return None
        return self._put(replace(known, state=State.ACTIVE))

    async def remove(self, person: str, now: datetime) -> Person | None:
        """Take everything from her: passkeys, links, copies of keys, shift."""
        known = self._not_removed(person)
        if known is None:
            return None
        self._forget_all_of(person)
        self._office.shifts.pop(person, None)
        for confirmed in self._confirmed.values():
            confirmed.pop(person, None)
        day = to_minute(now).date()
        return self._put(replace(known, state=State.REMOVED, left_on=day, locked_at=now))

    async def set_roles(self, person: str, roles: Collection[Role]) -> Person | None:
        """Change what somebody may do."""
        known = self._not_removed(person)
        if known is None:
            return None
        changed = self._put(with_roles(known, roles))
        if known.holds_keys and not changed.holds_keys:
            self._office.forget_copies({key.id for key in self._office.passkeys_of(person)})
            self._office.shifts.pop(person, None)
        return changed

    async def credential(self, credential: bytes) -> tuple[Credential, Person] | None:
        """Return a passkey and whose it is."""
        found = self._office.passkeys.get(credential)
        return None if found is None else (found[0], self._office.people[found[1]])

    async def credentials(self, person: str) -> list[Credential]:
        """Return somebody's passkeys."""
        return sorted(self._office.passkeys_of(person), key=lambda key: (key.label, key.id))

    async def add_credential(self, person: str, credential: Credential) -> bool:
        """Keep a further passkey of somebody active."""
        known = self._office.people.get(person)
        if known is None or not known.is_active or credential.id in self._office.passkeys:
            return False
        self._office.passkeys[credential.id] = (credential, person)
        return True

    async def drop_credential(self, person: str, credential: bytes) -> bool:
        """Forget a passkey of hers, but never her last; the node's key is marked, as above."""
        hers = {key.id for key in self._office.passkeys_of(person)}
        if credential not in hers or len(hers) == 1:
            return False
        self._office.forget_passkeys({credential})
        return True

    async def used(self, credential: bytes, sign_count: int) -> None:
        """Note how often the passkey has signed."""
        found = self._office.passkeys.get(credential)
        if found is not None:
            self._office.passkeys[credential] = (
                replace(found[0], sign_count=sign_count),
                found[1],
            )

    async def confirm_loss(self, person: str, by: str, now: datetime) -> Invited | None:
        """Note that somebody of her node confirms she lost her keys."""
        known, witness = self._office.people.get(person), self._office.people.get(by)
        if known is None or witness is None or not may_confirm(known, witness):
            return None
        confirmed = self._confirmed.setdefault(person, {})
        confirmed[by] = aware(to_minute(now))
        if not is_confirmed(known, self._witnesses(person, now)):
            return None
        del self._confirmed[person]
        self._void_links(person)
        return self._link(known, now, admits=False)

    async def confirmed_by(self, person: str, now: datetime) -> list[str]:
        """Return who has confirmed that she lost her keys."""
        return sorted(witness.id for witness in self._witnesses(person, now))

    async def lock(self, now: datetime, person: str | None = None) -> None:
        """End the sessions of somebody, or of everybody."""
        for known in list(self._office.people.values()):
            if person in {None, known.id}:
                self._put(replace(known, locked_at=now))

    async def forget(self, now: datetime) -> int:
        """Drop links that are over and people who left a year ago; return how many people."""
        self._links = {
            digest: link for digest, link in self._links.items() if link.expires_at > now
        }
        day = to_minute(now - NAME_KEPT).date()
        gone = [
            person.id
            for person in self._office.people.values()
            if person.left_on is not None and person.left_on < day
        ]
        for person in gone:
            del self._office.people[person]
        return len(gone)

    def _put(self, person: Person) -> Person:
        self._office.people[person.id] = person
        return person

    def _not_removed(self, person: str) -> Person | None:
        known = self._office.people.get(person)
        return None if known is None or known.state is State.REMOVED else known

    def _link(self, person: Person, now: datetime, *, admits: bool) -> Invited:
        secret, expires_at = new_secret(), now + INVITATION_LIVES
        self._links[secret_digest(secret)] = _Link(
            person=person.id, expires_at=expires_at, admits=admits
        )
        return Invited(person=person, secret=secret, expires_at=expires_at)

    def _void_links(self, person: str) -> None:
        self._links = {
            digest: link for digest, link in self._links.items() if link.person != person
        }

    def _forget_all_of(self, person: str) -> None:
        self._office.forget_passkeys({key.id for key in self._office.passkeys_of(person)})
        self._void_links(person)
        self._confirmed.pop(person, None)

    def _witnesses(self, person: str, now: datetime) -> list[Person]:
        return [
            self._office.people[by]
            for by, at in self._confirmed.get(person, {}).items()
            if at > now - CONFIRMATION_LIVES
        ]
