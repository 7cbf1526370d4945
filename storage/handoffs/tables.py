"""The tables of the handoffs. What each column would tell a thief stands beside it.

No column is a clock, a name, or a word of anybody's. "Blinded" is a name under a day's service
key: without that key it says nothing, and once the key is destroyed nobody can say whose it was.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, SmallInteger, Table

from storage.metadata import METADATA

_BLINDED = LargeBinary(16)

#: One row a handoff, until a day after its close.
HANDOFFS = Table(
    "handoffs",
    METADATA,
    # Random.
    Column("id", LargeBinary(16), primary_key=True),
    # `routing.handoff.Handoff`, sealed under the service key; filled up to 2 kB.
    Column("card", LargeBinary, nullable=False),
    # Blinded node: which rows belong to the same desk, and never which desk.
    Column("node", _BLINDED, nullable=False),
    # Blinded address: two rows of one chat look alike. Random where there is none.
    Column("address", _BLINDED, nullable=False),
    # Blinded return code. Random where there is none.
    Column("code", _BLINDED, nullable=False),
    # The public half of its own key. None: she took everything back.
    Column("public", LargeBinary(1216), nullable=True),
    Index("handoffs_of_node", "node"),
    Index("handoffs_of_address", "address"),
    Index("handoffs_of_code", "code"),
    sqlite_with_rowid=False,
)

#: What was written in it, hers and theirs, notes and marks: in order, without a moment.
HANDOFF_LINES = Table(
    "handoff_lines",
    METADATA,
    Column(
        "handoff", LargeBinary(16), ForeignKey("handoffs.id", ondelete="CASCADE"), primary_key=True
    ),
    # Which line it is: how many there are.
    Column("number", Integer, primary_key=True, autoincrement=False),
    # Whether an operator's answer is held, shown or undeliverable; one number for all other lines.
    Column("state", SmallInteger, nullable=False),
    # Blinded, so that a line sent twice is kept once.
    Column("source", _BLINDED, nullable=False),
    # Whose, when and what, sealed to the handoff's key; a long line shows in whole kilobytes.
    Column("body", LargeBinary, nullable=False),
    # The copy of an operator's answer for her screen, under the service key.
    Column("held", LargeBinary, nullable=True),
    sqlite_with_rowid=False,
)

#: The private half of a handoff's key, for each node that may open it.
HANDOFF_WRAPS = Table(
    "handoff_wraps",
    METADATA,
    Column(
        "handoff", LargeBinary(16), ForeignKey("handoffs.id", ondelete="CASCADE"), primary_key=True
    ),
    # Blinded node: how many nodes may open it.
    Column("node", _BLINDED, primary_key=True),
    # Wrapped to the node's key, and that under the service key.
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
