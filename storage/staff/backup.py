"""The only part of the database that a backup carries: the staff, their keys and log, the studio.

Of a conversation nothing is in it: no handoff, no line, no wrap, no ledger row. Shifts and open
links are left out too. The copies of node keys open for their passkeys alone, as in the database.
What the staff published and drafted lies nowhere else.
"""

from __future__ import annotations

import base64
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, DateTime, LargeBinary, exists, insert, select

from storage.editions.tables import BODIES, DRAFT_STEPS, DRAFTS, EDITIONS
from storage.errors import NotABackupError, StaffAlreadyThereError
from storage.staff.tables import (
    AUDIT,
    AUDIT_ENDS,
    CREDENTIALS,
    NODE_KEY_COPIES,
    NODE_KEYS,
    PEOPLE,
)

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

    from storage.database import Database

#: In the order in which they can be filled.
_STAFF = (PEOPLE, CREDENTIALS, NODE_KEYS, NODE_KEY_COPIES, AUDIT, AUDIT_ENDS)
#: A backup made before there was a studio has none of these.
_STUDIO = (BODIES, EDITIONS, DRAFTS, DRAFT_STEPS)
_SAVED = (*_STAFF, *_STUDIO)

#: What each table held, row by row, as JSON can say it.
Rows = dict[str, list[dict[str, Any]]]


async def save(database: Database) -> Rows:
    """Return everything of the staff and the studio that a restore needs, as of one moment."""
    async with database.reading() as connection:
        return {
            str(table.name): [
                {str(name): _to_json(value) for name, value in row.items()}
                for row in (await connection.execute(select(table))).mappings()
            ]
            for table in _SAVED
        }


async def restore(database: Database, rows: Rows) -> None:
    """Put back what `save` returned, whole or not at all.

    Every node's key counts as stale afterwards: a lead's next session makes another, so that
    who was removed since the backup holds nothing that is still in use.

    Raises:
        StaffAlreadyThereError: when the database has staff or editions already.
        NotABackupError: when that is something else.
    """
    found = {table: [_understood(table, row) for row in _rows_of(rows, table)] for table in _SAVED}
    for key in found[NODE_KEYS]:
        key["stale"] = True
    # A backup without editions may come into a service that has begun its first.
    alone = (PEOPLE, AUDIT, EDITIONS) if found[EDITIONS] else (PEOPLE, AUDIT)
    async with database.writing() as connection:
        for table in alone:
            if (await connection.execute(select(exists(select(table))))).scalar():
                raise StaffAlreadyThereError
        for table, values in found.items():
            if values:
                await connection.execute(insert(table), values)


def _rows_of(rows: Rows, table: Table) -> list[dict[str, Any]]:
    found = rows.get(table.name, [] if table in _STUDIO else None)
    if not isinstance(found, list):
        raise NotABackupError
    return found


def _to_json(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _understood(table: Table, row: object) -> dict[str, Any]:
    if not isinstance(row, dict) or row.keys() != {column.name for column in table.columns}:
        raise NotABackupError
    try:
        return {column.name: _from_json(column, row[column.name]) for column in table.columns}
    except (ValueError, TypeError) as exc:
        raise NotABackupError from exc


def _from_json(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value, validate=True)
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return value
