"""Who may open a handoff: its private half, wrapped to each node, in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, insert, select

from storage.handoffs.keys import padded
from storage.handoffs.tables import HANDOFF_WRAPS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.handoffs.own_keys import OwnKeys
    from storage.vault import Vault

_WRAPS: Final = HANDOFF_WRAPS.c
#: Wrap and node fill the same steps whatever the node's id.
_STEP: Final = 512


class HandoffWraps:
    """Writes and reads wraps. Every method works in the transaction it is given."""

    def __init__(self, vault: Vault, own: OwnKeys) -> None:
        self._vault = vault
        self._own = own

    async def put(
        self, connection: AsyncConnection, handoff: bytes, wraps: Mapping[str, bytes]
    ) -> None:
        """Keep these wraps, in place of those the same nodes had."""
        if not wraps:
            return
        await self._drop(connection, handoff, self._names(handoff, wraps))
        rows = [self._row(handoff, node, wrapped) for node, wrapped in wraps.items()]
        await connection.execute(insert(HANDOFF_WRAPS), rows)

    async def keep_only(
        self, connection: AsyncConnection, handoff: bytes, nodes: Collection[str]
    ) -> None:
        """Destroy the wraps of every other node."""
        others = (_WRAPS.handoff == handoff) & _WRAPS.node.not_in(self._names(handoff, nodes))
        await connection.execute(delete(HANDOFF_WRAPS).where(others))

    async def get(self, connection: AsyncConnection, handoff: bytes, node: str) -> bytes | None:
        """Return a node's wrap."""
        its = (_WRAPS.handoff == handoff) & _WRAPS.node.in_(self._names(handoff, [node]))
        rows = (await connection.execute(select(HANDOFF_WRAPS).where(its))).all()
        opened = (self._open(handoff, bytes(row.node), bytes(row.body)) for row in rows)
        return next((found[1] for found in opened if found is not None), None)

    async def rewrap(self, connection: AsyncConnection, handoffs: Sequence[bytes]) -> None:
        """Put these handoffs' wraps under today's key; drop what opens no more."""
        these = _WRAPS.handoff.in_(handoffs)
        rows = (await connection.execute(select(HANDOFF_WRAPS).where(these))).all()
        await connection.execute(delete(HANDOFF_WRAPS).where(these))
        latest: dict[tuple[bytes, str], bytes] = {}
        for row in rows:
            found = self._open(bytes(row.handoff), bytes(row.node), bytes(row.body))
            if found is not None:
                latest[bytes(row.handoff), found[0]] = found[1]
        if latest:
            again = [self._row(handoff, node, body) for (handoff, node), body in latest.items()]
            await connection.execute(insert(HANDOFF_WRAPS), again)

    async def _drop(
        self, connection: AsyncConnection, handoff: bytes, names: Sequence[bytes]
    ) -> None:
        its = (_WRAPS.handoff == handoff) & _WRAPS.node.in_(names)
        await connection.execute(delete(HANDOFF_WRAPS).where(its))

    def _row(self, handoff: bytes, node: str, wrapped: bytes) -> dict[str, Any]:
        name = self._vault.blind_now(node, _purpose(handoff))
        spelt = node.encode()
        packed = padded(len(wrapped).to_bytes(4, "big") + wrapped + spelt, _STEP)
        sealed = self._own.seal(handoff, packed, _context(handoff, name))
        return {"handoff": handoff, "node": name, "body": sealed}

    def _open(self, handoff: bytes, name: bytes, body: bytes) -> tuple[str, bytes] | None:
        packed = self._own.open(handoff, body, _context(handoff, name))
        if packed is None:
            return None
        end = 4 + int.from_bytes(packed[:4], "big")
        return packed[end:].rstrip(b"\0").decode(), packed[4:end]

    def _names(self, handoff: bytes, nodes: Iterable[str]) -> list[bytes]:
        return [name for node in nodes for name in self._vault.blind(node, _purpose(handoff))]


def _purpose(handoff: bytes) -> str:
    # Of this handoff only: two rows of one node do not look alike here.
    return f"handoff_wraps|node|{handoff.hex()}"


def _context(handoff: bytes, name: bytes) -> bytes:
    return b"handoff_wraps|body|" + handoff + b"|" + name
