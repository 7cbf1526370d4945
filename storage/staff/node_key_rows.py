"""The keys of the nodes in the database."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select

from storage.envelopes import new_pair
from storage.errors import StorageUnavailableError
from storage.moments import utc
from storage.staff.node_keys import (
    HeldKey,
    KeyCopy,
    NodeKeyState,
    RecoveryCopy,
    close_copy,
    close_for_recovery,
)
from storage.staff.people import AT_THE_DESK, State
from storage.staff.people_rows import person_of
from storage.staff.tables import CREDENTIALS, NODE_KEY_COPIES, NODE_KEYS, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.database import Database


class SqlNodeKeys:
    """`NodeKeys` in the database."""

    def __init__(self, database: Database, recovery: tuple[bytes, bytes] | None = None) -> None:
        """Prepare the keys.

        Args:
            database: where they lie.
            recovery: public keys of the two people who together bring a node's key back.
        """
        self._database = database
        self._recovery = recovery

    async def publics(self) -> Mapping[str, bytes]:
        """Return the public key of each node that somebody active can open, by node."""
        async with self._database.reading() as connection:
            return {
                row.node: bytes(row.public)
                for row in await connection.execute(_newest())
                if row.copies
            }

    async def states(self) -> list[NodeKeyState]:
        """Return the newest key of each node, by node."""
        async with self._database.reading() as connection:
            return [_state_of(row) for row in await connection.execute(_newest())]

    async def found(self, node: str, now: datetime) -> HeldKey | None:
        """Make a node's first key, closed to everybody active there."""
        async with self._database.writing() as connection:
            before = await _newest_of(connection, node)
            if before is not None and (before.copies or before.recovery is not None):
                return None
            generation = 1 if before is None else before.generation + 1
            return await self._make(connection, node, generation, now)

    async def copies_for(self, credential: bytes) -> list[KeyCopy]:
        """Return what a passkey opens: newest first, older ones until all is re-wrapped."""
        wanted = select(NODE_KEY_COPIES).where(NODE_KEY_COPIES.c.credential == credential)
        async with self._database.reading() as connection:
            rows = await connection.execute(wanted.order_by(NODE_KEY_COPIES.c.generation.desc()))
            return [_copy_of(row) for row in rows]

    async def give(self, held: Iterable[HeldKey], person: str) -> int:
        """Close these keys to every passkey of somebody of that node; return to how many."""
        async with self._database.writing() as connection:
            who = select(PEOPLE).where(PEOPLE.c.id == person).with_for_update()
            row = (await connection.execute(who)).one_or_none()
            if row is None or row.state not in {State.PENDING, State.ACTIVE}:
                return 0
            known = person_of(row)
            if not known.roles & AT_THE_DESK:
                return 0
            passkeys = await connection.execute(
                select(CREDENTIALS.c.id, CREDENTIALS.c.sealing_key).where(
                    CREDENTIALS.c.person == person
                )
            )
            kept = [key for key in held if await _is_kept(connection, key, known.node)]
            for passkey in (given := passkeys.all()):
                for key in kept:
                    await _keep(connection, close_copy(key, passkey.id, passkey.sealing_key))
            return len(given) if kept else 0

    async def rotate(self, held: HeldKey, now: datetime) -> HeldKey | None:
        """Make the next key, closed to everybody who stays; `None` if another was faster."""
        async with self._database.writing() as connection:
            before = await _newest_of(connection, held.node)
            if before is None or bytes(before.public) != held.pair.public:
                return None
            return await self._make(connection, held.node, before.generation + 1, now)

    async def retire_older(self, held: HeldKey) -> None:
        """Destroy the keys before this one: nothing is closed to them any more."""
        async with self._database.writing() as connection:
            for table in (NODE_KEY_COPIES, NODE_KEYS):
                older = (table.c.node == held.node) & (table.c.generation < held.generation)
                await connection.execute(delete(table).where(older))
        # Deleted they are; a log that could not be emptied now is with the ledger's next write.
        with suppress(StorageUnavailableError):
            await self._database.leave_no_copy()

    async def recovery_copy(self, node: str) -> RecoveryCopy | None:
        """Return the newest key's copy for the two people outside, if there is one."""
        async with self._database.reading() as connection:
            row = await _newest_of(connection, node)
        if row is None or row.recovery is None:
            return None
        return RecoveryCopy(
            node=node,
            generation=row.generation,
            public=bytes(row.public),
            nested=bytes(row.recovery),
        )

    async def restore(self, copy: KeyCopy) -> bool:
        """Keep a copy made outside for a passkey of somebody active of that node."""
        async with self._database.writing() as connection:
            newest = await _newest_of(connection, copy.node)
            holders = await connection.execute(_holders(copy.node))
            if newest is None or newest.generation != copy.generation:
                return False
            if copy.credential not in {bytes(row.id) for row in holders}:
                return False
            await _keep(connection, copy)
            return True

    async def _make(
        self, connection: AsyncConnection, node: str, generation: int, now: datetime
    ) -> HeldKey | None:
        held = HeldKey(node=node, generation=generation, pair=new_pair())
        copies = [
            close_copy(held, bytes(row.id), bytes(row.sealing_key))
            for row in await connection.execute(_holders(node))
        ]
        if not copies:
            return None
        row = {
            "node": node,
            "generation": generation,
            "public": held.pair.public,
            "recovery": close_for_recovery(held, self._recovery) if self._recovery else None,
            "made_on": utc(now).date(),
            "stale": False,
        }
        await connection.execute(insert(NODE_KEYS).values(row))
        for copy in copies:
            await _keep(connection, copy)
        return held


def _active_at_the_desk() -> Any:
    # Roles lie in one column, by commas: no role's name is part of another's.
    may = PEOPLE.c.roles.contains(next(iter(AT_THE_DESK)))
    for role in AT_THE_DESK:
        may |= PEOPLE.c.roles.contains(role)
    return (PEOPLE.c.state == State.ACTIVE) & may


def _holders(node: str) -> Select[Any]:
    """The passkeys of those who read a node's conversations."""
    return (
        select(CREDENTIALS.c.id, CREDENTIALS.c.sealing_key)
        .join(PEOPLE, PEOPLE.c.id == CREDENTIALS.c.person)
        .where((PEOPLE.c.node == node) & _active_at_the_desk())
    )


def _newest() -> Select[Any]:
    """The newest key of each node, with how many passkeys of active people open it."""
    newest = (
        select(NODE_KEYS.c.node, func.max(NODE_KEYS.c.generation).label("generation"))
        .group_by(NODE_KEYS.c.node)
        .subquery()
    )
    copies = (
        select(func.count())
        .select_from(NODE_KEY_COPIES)
        .join(CREDENTIALS, CREDENTIALS.c.id == NODE_KEY_COPIES.c.credential)
        .join(PEOPLE, PEOPLE.c.id == CREDENTIALS.c.person)
        .where(
            (NODE_KEY_COPIES.c.node == NODE_KEYS.c.node)
            & (NODE_KEY_COPIES.c.generation == NODE_KEYS.c.generation)
            & _active_at_the_desk()
        )
        .correlate(NODE_KEYS)
        .scalar_subquery()
    )
    return (
        select(NODE_KEYS, copies.label("copies"))
        .join(
            newest,
            (newest.c.node == NODE_KEYS.c.node) & (newest.c.generation == NODE_KEYS.c.generation),
        )
        .order_by(NODE_KEYS.c.node)
    )


async def _newest_of(connection: AsyncConnection, node: str) -> Row[Any] | None:
    found: Row[Any] | None = (
        await connection.execute(_newest().where(NODE_KEYS.c.node == node))
    ).one_or_none()
    return found


async def _is_kept(connection: AsyncConnection, held: HeldKey, node: str) -> bool:
    its = (NODE_KEYS.c.node == held.node) & (NODE_KEYS.c.generation == held.generation)
    public = (await connection.execute(select(NODE_KEYS.c.public).where(its))).scalar()
    return held.node == node and public is not None and bytes(public) == held.pair.public


async def _keep(connection: AsyncConnection, copy: KeyCopy) -> None:
    its = (
        (NODE_KEY_COPIES.c.node == copy.node)
        & (NODE_KEY_COPIES.c.generation == copy.generation)
        & (NODE_KEY_COPIES.c.credential == copy.credential)
    )
    await connection.execute(delete(NODE_KEY_COPIES).where(its))
    await connection.execute(
        insert(NODE_KEY_COPIES).values(
            node=copy.node,
            generation=copy.generation,
            credential=copy.credential,
            wrapped=copy.wrapped,
        )
    )


def _copy_of(row: Row[Any]) -> KeyCopy:
    return KeyCopy(
        node=row.node,
        generation=row.generation,
        credential=bytes(row.credential),
        wrapped=bytes(row.wrapped),
    )


def _state_of(row: Row[Any]) -> NodeKeyState:
    return NodeKeyState(
        node=row.node,
        generation=row.generation,
        made_on=row.made_on,
        copies=row.copies,
        is_stale=row.stale,
        is_recoverable=row.recovery is not None,
    )
