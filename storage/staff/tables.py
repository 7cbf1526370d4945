"""The tables of the staff and their keys. What each column would tell a thief stands beside it.

Nothing here is about a woman. Who works at a node, and when, stays readable: the service must
know it while nobody is signed in (`docs/threats.md`). Moments are to the minute.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from storage.metadata import METADATA

#: A person's id: 32 hexadecimal digits that mean nothing.
_PERSON = String(32)
#: A node's id, as the network's folder writes it: public.
_NODE = String(64)

PEOPLE = Table(
    "people",
    METADATA,
    Column("id", _PERSON, primary_key=True),
    # What colleagues call her: a thief reads it.
    Column("name", String(80), nullable=False),
    # Where she works; empty for those who serve the whole network.
    Column("node", _NODE, nullable=False),
    # What she may do, by commas.
    Column("roles", String(64), nullable=False),
    # What she speaks, by commas.
    Column("languages", String(200), nullable=False),
    # invited, pending, active or removed.
    Column("state", String(16), nullable=False),
    # Sessions begun up to then are over: the last time somebody locked her out.
    Column("locked_at", DateTime, nullable=True),
    # The day she was removed; a year later the row goes.
    Column("left_on", Date, nullable=True),
    Index("people_of_node", "node"),
)

CREDENTIALS = Table(
    "credentials",
    METADATA,
    # The passkey's id: random, chosen by it for this site.
    Column("id", LargeBinary(1023), primary_key=True),
    Column("person", _PERSON, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    # The public half, as COSE: proves her signature, makes none.
    Column("public_key", LargeBinary, nullable=False),
    # How often the passkey signed, where it counts: how much she works, roughly.
    Column("sign_count", BigInteger, nullable=False),
    # What she calls it ("chiave blu").
    Column("label", String(80), nullable=False),
    # Whether "prf" or a "passphrase" opens her copy of the node key.
    Column("unlocks", String(16), nullable=False),
    # What the passkey or the passphrase is mixed with. A passphrase can be tried against
    # `node_key_copies` with it, at 64 MiB and three rounds a try.
    Column("salt", LargeBinary(32), nullable=False),
    # The public half to which node keys are wrapped for her.
    Column("sealing_key", LargeBinary(1216), nullable=False),
    Index("credentials_of_person", "person"),
)

INVITATIONS = Table(
    "invitations",
    METADATA,
    # SHA-256 of 32 random bytes: the link cannot be made from it.
    Column("digest", LargeBinary(32), primary_key=True),
    Column("person", _PERSON, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", DateTime, nullable=False),
    # Enrolled with it she is active at once: nobody is there who could admit her.
    Column("admits", Boolean, nullable=False),
)

#: Who said of whom that she lost her keys. Two make a new invitation.
CONFIRMATIONS = Table(
    "recovery_confirmations",
    METADATA,
    Column("person", _PERSON, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("by", _PERSON, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("at", DateTime, nullable=False),
)

#: Who is at the desk now; no row is off shift, and no past shift is kept.
SHIFTS = Table(
    "shifts",
    METADATA,
    Column("person", _PERSON, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    # on or pause.
    Column("state", String(8), nullable=False),
    # What she answers in today, by commas.
    Column("languages", String(200), nullable=False),
    Column("since", DateTime, nullable=False),
    Column("seen", DateTime, nullable=False),
)

NODE_KEYS = Table(
    "node_keys",
    METADATA,
    Column("node", _NODE, primary_key=True),
    # How often the key was changed: how often somebody left, roughly.
    Column("generation", Integer, primary_key=True),
    Column("public", LargeBinary(1216), nullable=False),
    # The private half, in one envelope inside another: two people, two keys kept elsewhere.
    Column("recovery", LargeBinary, nullable=True),
    Column("made_on", Date, nullable=False),
    # Somebody who held it is gone: a lead's next session makes the next one.
    Column("stale", Boolean, nullable=False),
)

NODE_KEY_COPIES = Table(
    "node_key_copies",
    METADATA,
    Column("node", _NODE, primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column(
        "credential",
        LargeBinary(1023),
        ForeignKey("credentials.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    # The private half, closed to that credential's sealing key.
    Column("wrapped", LargeBinary, nullable=False),
    Index("node_key_copies_of_credential", "credential"),
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    # To the minute.
    Column("at", DateTime, nullable=False),
    # A staff id, or "keeper" for a command in the terminal.
    Column("who", _PERSON, nullable=False),
    Column("what", String(32), nullable=False),
    # An opaque id: a handoff's, a person's, a node's. Leads to nobody once that is destroyed.
    Column("about", String(64), nullable=False),
    # From a list.
    Column("why", String(64), nullable=False),
    # SHA-256 over the entry and the one before.
    Column("digest", LargeBinary(32), nullable=False),
)

#: One row: where the chain begins, since older entries went, and where it ends.
AUDIT_ENDS = Table(
    "audit_ends",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("first", BigInteger, nullable=False),
    Column("anchor", LargeBinary(32), nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
)
