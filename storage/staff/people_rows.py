"""People, passkeys and links as rows, and what becomes of the copies of keys with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, insert, select, update

from storage.moments import aware, utc
from storage.staff.people import (
    CONFIRMATION_LIVES,
    INVITATION_LIVES,
    Credential,
    Invited,
    Person,
    Role,
    State,
    Unlocks,
    joined,
    new_secret,
    parted,
    secret_digest,
)
from storage.staff.tables import (
    CONFIRMATIONS,
    CREDENTIALS,
    INVITATIONS,
    NODE_KEY_COPIES,
    NODE_KEYS,
    PEOPLE,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.ext.asyncio import AsyncConnection


def person_of(row: Row[Any]) -> Person:
    """Read a row of the people."""
    return Person(
        id=row.id,
        name=row.name,
        node=row.node,
        roles=frozenset(Role(role) for role in parted(row.roles)),
        languages=tuple(parted(row.languages)),
        state=State(row.state),
        locked_at=None if row.locked_at is None else aware(row.locked_at),
        left_on=row.left_on,
    )


def row_of(person: Person) -> dict[str, Any]:
    """Write somebody as a row."""
    return {
        "id": person.id,
        "name": person.name,
        "node": person.node,
        "roles": joined(sorted(person.roles)),
        "languages": joined(person.languages),
        "state": person.state,
    }


def credential_row(person: str, credential: Credential) -> dict[str, Any]:
    """Write a passkey as a row."""
    return {
        "id": credential.id,
        "person": person,
        "public_key": credential.public_key,
        "sign_count": credential.sign_count,
        "label": credential.label,
        "unlocks": credential.unlocks,
        "salt": credential.salt,
        "sealing_key": credential.sealing_key,
    }


def credential_of(row: Row[Any]) -> Credential:
    """Read a row of the passkeys."""
    return Credential(
        id=bytes(row.id),
        public_key=bytes(row.public_key),
        sign_count=row.sign_count,
        label=row.label,
        unlocks=Unlocks(row.unlocks),
        salt=bytes(row.salt),
        sealing_key=bytes(row.sealing_key),
    )


async def find_person(
    connection: AsyncConnection, person: str, *, locking: bool = False
) -> Person | None:
    """Return somebody; `locking` makes others who would change her wait."""
    wanted = select(PEOPLE).where(PEOPLE.c.id == person)
    # Whoever changes her waits here for whoever is changing her.
    row = (await connection.execute(wanted.with_for_update() if locking else wanted)).one_or_none()
    return None if row is None else person_of(row)


async def put_person(connection: AsyncConnection, person: str, **values: Any) -> Person | None:
    """Change columns of somebody and return what she is then."""
    await connection.execute(update(PEOPLE).where(PEOPLE.c.id == person).values(**values))
    return await find_person(connection, person)


async def make_link(
    connection: AsyncConnection, person: Person, now: datetime, *, admits: bool
) -> Invited:
    """Keep a link for somebody and return its secret."""
    secret, expires_at = new_secret(), now + INVITATION_LIVES
    await connection.execute(
        insert(INVITATIONS).values(
            digest=secret_digest(secret),
            person=person.id,
            expires_at=utc(expires_at),
            admits=admits,
        )
    )
    return Invited(person=person, secret=secret, expires_at=expires_at)


async def find_link(connection: AsyncConnection, secret: str, now: datetime) -> Row[Any] | None:
    """Return a link that still works."""
    its = INVITATIONS.c.digest == secret_digest(secret)
    alive = INVITATIONS.c.expires_at > utc(now)
    return (await connection.execute(select(INVITATIONS).where(its & alive))).one_or_none()


async def is_known(connection: AsyncConnection, credential: bytes) -> bool:
    """Whether a passkey is somebody's already."""
    its = exists().where(CREDENTIALS.c.id == credential)
    return bool((await connection.execute(select(its))).scalar())


async def witnesses(connection: AsyncConnection, person: str, now: datetime) -> dict[str, Person]:
    """Return who lately confirmed that she lost her keys, by id."""
    recent = CONFIRMATIONS.c.at > utc(now - CONFIRMATION_LIVES)
    wanted = (
        select(PEOPLE)
        .join(CONFIRMATIONS, CONFIRMATIONS.c.by == PEOPLE.c.id)
        .where(recent & (CONFIRMATIONS.c.person == person))
    )
    return {row.id: person_of(row) for row in await connection.execute(wanted)}


async def forget_keys(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    """Delete passkeys with their copies of node keys."""
    ids = select(CREDENTIALS.c.id).where(which)
    await forget_copies(connection, NODE_KEY_COPIES.c.credential.in_(ids))
    await connection.execute(delete(CREDENTIALS).where(which))


async def forget_copies(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    """Delete copies of node keys and mark those keys."""
    # What she has read of a key she may have copied: only another key shuts her out.
    nodes = select(NODE_KEY_COPIES.c.node).where(which)
    await connection.execute(
        update(NODE_KEYS).where(NODE_KEYS.c.node.in_(nodes)).values(stale=True)
    )
    await connection.execute(delete(NODE_KEY_COPIES).where(which))
