"""The people who answer: who they are, what they may do, with which keys they come in.

The records, the rules that every home keeps, and the contract. In the database: `staff_rows`.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

#: A link that nobody used is worth nothing after that.
INVITATION_LIVES = timedelta(hours=48)
#: So is a confirmation that she lost her keys.
CONFIRMATION_LIVES = timedelta(hours=48)
#: The name of somebody who left is kept as long as the audit log names her.
NAME_KEPT = timedelta(days=365)


class Role(StrEnum):
    """What somebody may do."""

    #: Answers at the desk of her node.
    OPERATOR = "operator"
    #: Also invites, admits and removes the operators of her node.
    LEAD = "lead"
    #: Keeps what the whole network says: flows, texts, nodes.
    COORDINATOR = "coordinator"
    #: Keeps its words in other languages, and nothing else.
    TRANSLATOR = "translator"
    #: Keeps the service running.
    KEEPER = "keeper"


#: Those who read conversations, and so hold their node's key.
AT_THE_DESK = frozenset({Role.OPERATOR, Role.LEAD})


class State(StrEnum):
    """How far somebody's enrolment is."""

    #: A link was made for her.
    INVITED = "invited"
    #: She has a passkey; a lead has yet to let her in.
    PENDING = "pending"
    ACTIVE = "active"
    REMOVED = "removed"


class Unlocks(StrEnum):
    """What opens her copies of the node key."""

    #: What the passkey itself computes (WebAuthn's PRF).
    PRF = "prf"
    #: Words she types, where the passkey computes nothing. They never sign anybody in.
    PASSPHRASE = "passphrase"  # noqa: S105 (the name of a way, not a secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody to invite."""

    #: What colleagues call her; no surname is asked for.
    name: str
    #: The node she works for; empty for coordinators and keepers.
    node: str = ""
    roles: frozenset[Role]
    #: Tags of the languages she speaks.
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(NewPerson):
    """One of the staff."""

    #: 32 hexadecimal digits that mean nothing: the audit log's "who".
    id: str
    state: State
    #: Sessions begun at that moment or before are over.
    locked_at: datetime | None = None
    #: The day she was removed.
    left_on: date | None = None

    @property
    def is_active(self) -> bool:
        """Whether she may sign in."""
        return self.state is State.ACTIVE

    @property
    def holds_keys(self) -> bool:
        """Whether conversations of her node are hers to read."""
        return self.is_active and bool(self.node) and bool(self.roles & AT_THE_DESK)

    def is_locked_out(self, begun_at: datetime) -> bool:
        """Whether a session begun then is over."""
        return not self.is_active or (self.locked_at is not None and begun_at <= self.locked_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """One passkey of somebody's."""

    #: The passkey's own id, as WebAuthn gives it.
    id: bytes
    #: Its public key, as COSE.
    public_key: bytes
    sign_count: int
    #: What she calls it.
    label: str
    unlocks: Unlocks
    #: What the passkey (PRF) or the passphrase is mixed with: at most 32 bytes.
    salt: bytes
    #: `envelopes.Pair.public` of what it unlocks.
    sealing_key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """A one-time link, made. Only here is its secret in the clear."""

    person: Person
    secret: str
    expires_at: datetime

    def __repr__(self) -> str:
        return "Invited(…)"


class Staff(Protocol):
    """Everybody of the staff, their keys and invitations. Committed when a method returns.

    A method that does what cannot be done (for somebody removed, with a used link) changes
    nothing and returns `None` or `False`. While the database cannot be used each raises
    `storage.errors.StorageUnavailableError`.
    """

    async def person(self, person: str) -> Person | None:
        """Return somebody by id; the removed too, as long as the audit log names them."""

    async def everybody(self, node: str | None = None) -> list[Person]:
        """Return all who are not removed, of one node or of every one, by name."""

    async def invite(self, new: NewPerson, now: datetime, *, admits: bool = False) -> Invited:
        """Note somebody as invited and make her link.

        Args:
            new: who she is to be.
            now: the link works for 48 hours from then.
            admits: she is active as soon as she enrolled. For those whom no lead
                can admit: a node's first lead, coordinators, keepers.
        """

    async def invite_again(self, person: str, now: datetime) -> Invited | None:
        """Make a new link for somebody still invited; the older one is void."""

    async def invited(self, secret: str, now: datetime) -> Person | None:
        """Tell whom a link is for, without using it."""

    async def enrol(self, secret: str, credential: Credential, now: datetime) -> Person | None:
        """Use a link up: this is her passkey. She waits for a lead, or is active.

        Passkeys she had before are gone: the link was made because she lost them.
        """

    async def admit(self, person: str) -> Person | None:
        """Let in somebody who waits; her copies of the node key are kept before (`NodeKeys`)."""

    async def remove(self, person: str, now: datetime) -> Person | None:
        """Take everything from her: passkeys, links, copies of keys, shift.

        Her node's key is marked: a lead's next session makes another.
        """

    async def set_roles(self, person: str, roles: Collection[Role]) -> Person | None:
        """Change what somebody may do.

        Who leaves the desk loses her copies of the key; who comes to it waits for a lead.
        """

    async def credential(self, credential: bytes) -> tuple[Credential, Person] | None:
        """Return a passkey and whose it is."""

    async def credentials(self, person: str) -> list[Credential]:
        """Return somebody's passkeys."""

    async def add_credential(self, person: str, credential: Credential) -> bool:
        """Keep a further passkey of somebody active."""

    async def drop_credential(self, person: str, credential: bytes) -> bool:
        """Forget a passkey of hers, but never her last; the node's key is marked, as above."""

    async def used(self, credential: bytes, sign_count: int) -> None:
        """Note how often the passkey has signed."""

    async def confirm_loss(self, person: str, by: str, now: datetime) -> Invited | None:
        """Note that somebody of her node confirms she lost her keys.

        Returns:
            A link for a new passkey, once two have confirmed, one of them a lead; until she
            uses it everything stays as it is. She waits to be admitted then.
        """

    async def confirmed_by(self, person: str, now: datetime) -> list[str]:
        """Return who has confirmed that she lost her keys."""

    async def lock(self, now: datetime, person: str | None = None) -> None:
        """End the sessions of somebody, or of everybody."""

    async def forget(self, now: datetime) -> int:
        """Drop links that are over and people who left a year ago; return how many people."""


def new_person(new: NewPerson) -> Person:
    """Give somebody an id."""
    return Person(
        id=secrets.token_hex(16),
        name=new.name,
        node=new.node,
        roles=new.roles,
        languages=new.languages,
        state=State.INVITED,
    )


def new_secret() -> str:
    """Make the secret of a link: 32 random bytes."""
    return secrets.token_urlsafe(32)


def secret_digest(secret: str) -> bytes:
    """Return what is kept of a link's secret."""
    return hashlib.sha256(b"soglia/1|invitation|" + secret.encode(errors="replace")).digest()


def with_roles(person: Person, roles: Collection[Role]) -> Person:
    """Say anew what somebody may do: to the desk nobody comes without its lead."""
    comes = bool(AT_THE_DESK & set(roles)) and not person.roles & AT_THE_DESK
    waits = comes and person.is_active
    return replace(person, roles=frozenset(roles), state=State.PENDING if waits else person.state)


def may_confirm(person: Person, by: Person) -> bool:
    """Whether the word of one counts that the other lost her keys."""
    return person.is_active and by.is_active and by.id != person.id and by.node == person.node != ""


def is_confirmed(person: Person, by: Iterable[Person]) -> bool:
    """Whether a lead and a second person of her node have said that she lost her keys."""
    counting = [other for other in by if may_confirm(person, other)]
    return len(counting) > 1 and any(Role.LEAD in other.roles for other in counting)


def by_name(people: Iterable[Person]) -> list[Person]:
    """Put people in the order in which lists show them."""
    return sorted(people, key=lambda person: (person.node, person.name.casefold(), person.id))


def joined(words: Iterable[str]) -> str:
    """Write tags or roles into one column."""
    return ",".join(words)


def parted(text: str) -> Sequence[str]:
    """Read what `joined` wrote."""
    return text.split(",") if text else []
