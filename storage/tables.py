"""The tables of the database. What each column would tell a thief stands beside it."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, LargeBinary, Table

from storage.editions import tables as tables_editions
from storage.handoffs import tables as tables_handoffs
from storage.metadata import METADATA
from storage.staff import tables as tables_staff

__all__ = [
    "LEDGER",
    "METADATA",
    "REVISIONS",
    "tables_editions",
    "tables_handoffs",
    "tables_staff",
]

#: One sealed row a chat, while a message of ours is on her phone and a day after exit.
LEDGER = Table(
    "ledger",
    METADATA,
    # A chat's blinded number. Says nothing once that day's key is destroyed.
    Column("id", LargeBinary(16), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    # In the order of the random ids: a rowid would tell who came first.
    sqlite_with_rowid=False,
)

#: The flows themselves: public.
REVISIONS = Table(
    "revisions",
    METADATA,
    Column("revision", LargeBinary(4), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("replaced_at", DateTime, nullable=True),
)
