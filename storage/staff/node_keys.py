"""The keys of the nodes: who holds a copy, how they change, how they come back.

A node's key pair is made inside a lead's session and lies here only as copies, each closed to
one passkey's sealing key, and once more for two people outside. With the database alone, or
with the service keys beside it, nobody opens one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from storage import envelopes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from storage.envelopes import Pair

#: A key is changed at the latest after that.
CHANGED_EVERY = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldKey:
    """A node's key as it lies open in the session of somebody who holds it."""

    node: str
    generation: int
    pair: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCopy:
    """A node's private half, closed to one passkey."""

    node: str
    generation: int
    credential: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCopy:
    """A node's private half, closed to two keys that two people keep elsewhere."""

    node: str
    generation: int
    #: Of the node: what comes out of the envelopes must have this public half.
    public: bytes
    nested: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeKeyState:
    """What the desk and the keeper are told of a node's key."""

    node: str
    generation: int
    made_on: date
    #: Passkeys of active people that open it.
    copies: int
    #: Somebody who held it is gone.
    is_stale: bool
    is_recoverable: bool

    def is_due(self, today: date) -> bool:
        """Whether a lead's next session should make another."""
        return self.is_stale or self.made_on <= today - CHANGED_EVERY


class NodeKeys(Protocol):
    """The keys of every node. Raises `storage.errors.StorageUnavailableError` from each method."""

    async def publics(self) -> Mapping[str, bytes]:
        """Return the public key of each node that somebody active can open, by node."""

    async def states(self) -> list[NodeKeyState]:
        """Return the newest key of each node, by node."""

    async def found(self, node: str, now: datetime) -> HeldKey | None:
        """Make a node's first key, closed to everybody active there.

        Returns:
            The key, for the session that asked; `None` where there is one already that
            somebody holds or two people can bring back, and where nobody active could hold it.
        """

    async def copies_for(self, credential: bytes) -> list[KeyCopy]:
        """Return what a passkey opens: newest first, older ones until all is re-wrapped."""

    async def give(self, held: Iterable[HeldKey], person: str) -> int:
        """Close these keys to every passkey of somebody of that node; return to how many.

        She may still wait to be admitted. Keys that are no longer the node's are passed over.
        """

    async def rotate(self, held: HeldKey, now: datetime) -> HeldKey | None:
        """Make the next key, closed to everybody who stays; `None` if another was faster.

        From now on what comes is closed to the new one. Who asked re-wraps the open handoffs
        (`routing.ports.Change.wraps`) and then retires the older keys.
        """

    async def retire_older(self, held: HeldKey) -> None:
        """Destroy the keys before this one: nothing is closed to them any more."""

    async def recovery_copy(self, node: str) -> RecoveryCopy | None:
        """Return the newest key's copy for the two people outside, if there is one."""

    async def restore(self, copy: KeyCopy) -> bool:
        """Keep a copy made outside for a passkey of somebody active of that node."""


def open_copy(copy: KeyCopy, pair: Pair) -> HeldKey | None:
    """Open a copy with what a passkey or a passphrase unlocked."""
    opened = envelopes.unwrap(pair, copy.wrapped, copy_info(copy))
    if opened is None:
        return None
    return HeldKey(node=copy.node, generation=copy.generation, pair=opened)


def close_copy(held: HeldKey, credential: bytes, sealing_key: bytes) -> KeyCopy:
    """Close a held key to one passkey."""
    blank = KeyCopy(node=held.node, generation=held.generation, credential=credential, wrapped=b"")
    return KeyCopy(
        node=held.node,
        generation=held.generation,
        credential=credential,
        wrapped=envelopes.wrap(sealing_key, held.pair, copy_info(blank)),
    )


def close_for_recovery(held: HeldKey, keys: tuple[bytes, bytes]) -> bytes:
    """Close a held key to the two people outside."""
    return envelopes.wrap_nested(*keys, held.pair, recovery_info(held.node, held.generation))


def copy_info(copy: KeyCopy) -> bytes:
    """Name the row a copy is bound to."""
    return f"soglia/1|node_key_copies|wrapped|{copy.node}|{copy.generation}|".encode() + (
        copy.credential
    )


def recovery_info(node: str, generation: int) -> bytes:
    """Name the row a recovery copy is bound to."""
    return f"soglia/1|node_keys|recovery|{node}|{generation}".encode()
