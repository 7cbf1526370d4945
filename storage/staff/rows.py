"""The staff in the database."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from storage.errors import StorageUnavailableError
from storage.moments import to_minute, utc
from storage.staff.people import (
    NAME_KEPT,
    State,
    by_name,
    is_confirmed,
    joined,
    may_confirm,
    new_person,
    with_roles,
)
from storage.staff.people_rows import (
    credential_of,
    credential_row,
    find_link,
    find_person,
    forget_copies,
    forget_keys,
    is_known,
    make_link,
    person_of,
    put_person,
    row_of,
    witnesses,
)
from storage.staff.tables import (
    CONFIRMATIONS,
    CREDENTIALS,
    INVITATIONS,
    NODE_KEY_COPIES,
    PEOPLE,
    SHIFTS,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.database import Database
    from storage.staff.people import Credential, Invited, NewPerson, Person, Role


class SqlStaff:
    """`Staff` in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def person(self, person: str) -> Person | None:
        """Return somebody by id; the removed too, as long as the audit log names them."""
        async with self._database.reading() as connection:
            return await find_person(connection, person)

    async def everybody(self, node: str | None = None) -> list[Person]:
        """Return all who are not removed, of one node or of every one, by name."""
        wanted = select(PEOPLE).where(PEOPLE.c.state != State.REMOVED)
        if node is not None:
            wanted = wanted.where(PEOPLE.c.node == node)
        async with self._database.reading() as connection:
            return by_name(person_of(row) for row in await connection.execute(wanted))

    async def invite(self, new: NewPerson, now: datetime, *, admits: bool = False) -> Invited:
        """Note somebody as invited and make her link."""
        person = new_person(new)
        async with self._database.writing() as connection:
            await connection.execute(insert(PEOPLE).values(row_of(person)))
            return await make_link(connection, person, now, admits=admits)

    async def invite_again(self, person: str, now: datetime) -> Invited | None:
        """Make a new link for somebody still invited; the older one is void."""
        theirs = INVITATIONS.c.person == person
        async with self._database.writing() as connection:
            known = await find_person(connection, person, locking=True)
            if known is None or known.state is not State.INVITED:
                return None
            older = await connection.execute(select(INVITATIONS.c.admits).where(theirs))
            admits = any(older.scalars())
            await connection.execute(delete(INVITATIONS).where(theirs))
            return await make_link(connection, known, now, admits=admits)

    async def invited(self, secret: str, now: datetime) -> Person | None:
        """Tell whom a link is for, without using it."""
        async with self._database.reading() as connection:
            found = await find_link(connection, secret, now)
            return None if found is None else await find_person(connection, found.person)

    async def enrol(self, secret: str, credential: Credential, now: datetime) -> Person | None:
        """Use a link up: this is her passkey. She waits for a lead, or is active."""
        async with self._database.writing() as connection:
            found = await find_link(connection, secret, now)
            if found is None or await is_known(connection, credential.id):
                return None
            person = found.person
            spent = await connection.execute(
                delete(INVITATIONS).where(INVITATIONS.c.digest == found.digest)
            )
            if spent.rowcount != 1:  # Another request was faster: a link works once.
                return None
            await forget_keys(connection, CREDENTIALS.c.person == person)
            for table in (INVITATIONS, CONFIRMATIONS):
                await connection.execute(delete(table).where(table.c.person == person))
            await connection.execute(insert(CREDENTIALS).values(credential_row(person, credential)))
            state = State.ACTIVE if found.admits else State.PENDING
            enrolled = await put_person(connection, person, state=state)
        await self._leave_no_copy()
        return enrolled

    async def admit(self, person: str) -> Person | None:
        """Let in somebody who waits; her copies of the node key are kept before (`NodeKeys`)."""
        waits = (PEOPLE.c.id == person) & (PEOPLE.c.state == State.PENDING)
        async with self._database.writing() as connection:
            changed = await connection.execute(
                update(PEOPLE).where(waits).values(state=State.ACTIVE)
            )
            return await find_person(connection, person) if changed.rowcount else None

    async def remove(self, person: str, now: datetime) -> Person | None:
        """Take everything from her: passkeys, links, copies of keys, shift."""
        async with self._database.writing() as connection:
            known = await find_person(connection, person, locking=True)
            if known is None or known.state is State.REMOVED:
                return None
            await forget_keys(connection, CREDENTIALS.c.person == person)
            for table in (INVITATIONS, CONFIRMATIONS, SHIFTS):
                await connection.execute(delete(table).where(table.c.person == person))
            await connection.execute(delete(CONFIRMATIONS).where(CONFIRMATIONS.c.by == person))
            removed = await put_person(
                connection, person, state=State.REMOVED, left_on=utc(now).date(), locked_at=utc(now)
            )
        await self._leave_no_copy()
        return removed

    async def set_roles(self, person: str, roles: Collection[Role]) -> Person | None:
        """Change what somebody may do."""
        async with self._database.writing() as connection:
            known = await find_person(connection, person, locking=True)
            if known is None or known.state is State.REMOVED:
                return None
            changed = with_roles(known, roles)
            row = {"roles": joined(sorted(roles)), "state": changed.state}
            await put_person(connection, person, **row)
            if known.holds_keys and not changed.holds_keys:
                hers = select(CREDENTIALS.c.id).where(CREDENTIALS.c.person == person)
                await forget_copies(connection, NODE_KEY_COPIES.c.credential.in_(hers))
                await connection.execute(delete(SHIFTS).where(SHIFTS.c.person == person))
        await self._leave_no_copy()
        return changed

    async def credential(self, credential: bytes) -> tuple[Credential, Person] | None:
        """Return a passkey and whose it is."""
        async with self._database.reading() as connection:
            wanted = select(CREDENTIALS).where(CREDENTIALS.c.id == credential)
            row = (await connection.execute(wanted)).one_or_none()
            person = None if row is None else await find_person(connection, row.person)
        return None if row is None or person is None else (credential_of(row), person)

    async def credentials(self, person: str) -> list[Credential]:
        """Return somebody's passkeys."""
        wanted = select(CREDENTIALS).where(CREDENTIALS.c.person == person)
        async with self._database.reading() as connection:
            rows = await connection.execute(wanted.order_by(CREDENTIALS.c.label, CREDENTIALS.c.id))
            return [credential_of(row) for row in rows]

    async def add_credential(self, person: str, credential: Credential) -> bool:
        """Keep a further passkey of somebody active."""
        async with self._database.writing() as connection:
            known = await find_person(connection, person, locking=True)
            if known is None or not known.is_active or await is_known(connection, credential.id):
                return False
            await connection.execute(insert(CREDENTIALS).values(credential_row(person, credential)))
            return True

    async def drop_credential(self, person: str, credential: bytes) -> bool:
        """Forget a passkey of hers, but never her last; the node's key is marked, as above."""
        theirs = CREDENTIALS.c.person == person
        async with self._database.writing() as connection:
            await find_person(connection, person, locking=True)
            ids = (await connection.execute(select(CREDENTIALS.c.id).where(theirs))).scalars().all()
            if credential not in ids or len(ids) == 1:
                return False
            await forget_keys(connection, CREDENTIALS.c.id == credential)
        await self._leave_no_copy()
        return True

    async def used(self, credential: bytes, sign_count: int) -> None:
        """Note how often the passkey has signed."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(CREDENTIALS)
                .where(CREDENTIALS.c.id == credential)
                .values(sign_count=sign_count)
            )

    async def confirm_loss(self, person: str, by: str, now: datetime) -> Invited | None:
        """Note that somebody of her node confirms she lost her keys."""
        async with self._database.writing() as connection:
            known = await find_person(connection, person, locking=True)
            witness = await find_person(connection, by)
            if known is None or witness is None or not may_confirm(known, witness):
                return None
            before = await witnesses(connection, person, now)
            hers = CONFIRMATIONS.c.person == person
            await connection.execute(delete(CONFIRMATIONS).where(hers & (CONFIRMATIONS.c.by == by)))
            if not is_confirmed(known, {witness.id: witness, **before}.values()):
                row = {"person": person, "by": by, "at": to_minute(now)}
                await connection.execute(insert(CONFIRMATIONS).values(row))
                return None
            await connection.execute(delete(CONFIRMATIONS).where(hers))
            await connection.execute(delete(INVITATIONS).where(INVITATIONS.c.person == person))
            return await make_link(connection, known, now, admits=False)

    async def confirmed_by(self, person: str, now: datetime) -> list[str]:
        """Return who has confirmed that she lost her keys."""
        async with self._database.reading() as connection:
            return sorted(await witnesses(connection, person, now))

    async def lock(self, now: datetime, person: str | None = None) -> None:
        """End the sessions of somebody, or of everybody."""
        change = update(PEOPLE).values(locked_at=utc(now))
        async with self._database.writing() as connection:
            await connection.execute(
                change if person is None else change.where(PEOPLE.c.id == person)
            )

    async def forget(self, now: datetime) -> int:
        """Drop links that are over and people who left a year ago; return how many people."""
        async with self._database.writing() as connection:
            await connection.execute(
                delete(INVITATIONS).where(INVITATIONS.c.expires_at <= utc(now))
            )
            gone = await connection.execute(
                delete(PEOPLE).where(PEOPLE.c.left_on < utc(now - NAME_KEPT).date())
            )
            return gone.rowcount

    async def _leave_no_copy(self) -> None:
        # What was to be deleted is deleted: a log that could not be emptied now is with the
        # next write of the ledger, which empties it as well.
        with suppress(StorageUnavailableError):
            await self._database.leave_no_copy()
