"""The tables of the editions and drafts. What each column would tell a thief stands beside it.

What stands in an edition or a draft is public, or is to be: it is kept in the clear. Who of the
staff wrote, approved and withdrew it, and when, is not (`docs/threats.md`).
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from storage.metadata import METADATA

#: A person's id: 32 hexadecimal digits that mean nothing. Empty: the program itself.
_PERSON = String(32)
_IS_LIVE = text("state = 'live'")

#: The files themselves, each set of files once: an edition that goes back to another shares it.
BODIES = Table(
    "edition_bodies",
    METADATA,
    # `digest_of` the files.
    Column("digest", String(64), primary_key=True),
    # Packed: the conversation, its translations, the network. All of it public once it is live.
    Column("body", LargeBinary, nullable=False),
)

EDITIONS = Table(
    "editions",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), ForeignKey("edition_bodies.digest"), nullable=False),
    # What her buttons name it by.
    Column("revision", LargeBinary(4), nullable=False),
    # files, draft or back.
    Column("origin", String(16), nullable=False),
    # `records.State`.
    Column("state", String(16), nullable=False),
    # What its maker calls it: she should write nothing into it that is not to be read.
    Column("title", Text, nullable=False),
    # The number of the edition it was begun from.
    Column("base", Integer, nullable=False),
    # The draft it came from.
    Column("draft", String(12), nullable=False),
    # Tags, by commas, of the languages that it hides.
    Column("hides", Text, nullable=False),
    # When it is to go live.
    Column("live_from", DateTime, nullable=True),
    # Who of the staff proposed it, and decided about it last, and when.
    Column("proposed_by", _PERSON, nullable=False),
    Column("proposed_at", DateTime, nullable=False),
    Column("decided_by", _PERSON, nullable=False),
    Column("decided_at", DateTime, nullable=True),
    # From when until when it was live: whoever used the service could see that.
    Column("lived_at", DateTime, nullable=True),
    Column("replaced_at", DateTime, nullable=True),
    # Whatever the program does wrong, two are never live.
    Index(
        "editions_live",
        "state",
        unique=True,
        sqlite_where=_IS_LIVE,
        postgresql_where=_IS_LIVE,
    ),
)

DRAFTS = Table(
    "drafts",
    METADATA,
    # Random.
    Column("id", String(12), primary_key=True),
    Column("title", Text, nullable=False),
    Column("base", Integer, ForeignKey("editions.number"), nullable=False),
    # How often it was changed, and how many of its steps are not taken back.
    Column("version", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    # Who of the staff began it and changed it last, and when.
    Column("author", _PERSON, nullable=False),
    Column("begun_at", DateTime, nullable=False),
    Column("changed_by", _PERSON, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("closed", Boolean, nullable=False),
    # Packed: the files that are others than in its base. Not public yet.
    Column("body", LargeBinary, nullable=False),
)

#: One row a change, so that it can be taken back and done again.
DRAFT_STEPS = Table(
    "draft_steps",
    METADATA,
    Column("draft", String(12), ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    # Who of the staff did it, and when.
    Column("who", _PERSON, nullable=False),
    Column("at", DateTime, nullable=False),
    # What she did, as a sentence of the console's and its values.
    Column("what", Text, nullable=False),
    # The paths it touched.
    Column("paths", Text, nullable=False),
    # Packed: the way over this step, to the texts before it or, once taken back, after it.
    Column("body", LargeBinary, nullable=False),
)
