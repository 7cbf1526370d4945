"""Cards: a handoff as one sealed row, and the blinded names it is found under."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter, ValidationError

from routing.handoff import Handoff
from storage.handoffs.keys import padded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Row

    from storage.handoffs.own_keys import OwnKeys
    from storage.vault import Vault

#: A card's size is rounded up to so many bytes: one with a code and one without look alike.
_STEP: Final = 2048
_BLINDED: Final = 16
_FORM: Final = TypeAdapter(Handoff)


class Cards:
    """Writes handoffs as rows of `tables_handoffs.HANDOFFS`, and reads them."""

    def __init__(self, vault: Vault, own: OwnKeys) -> None:
        self._vault = vault
        self._own = own
        # What was read stays read while its bytes are the same: a queue of thousands is looked
        # at again at every change of one.
        self._read: dict[bytes, tuple[bytes, Handoff]] = {}

    def row(self, card: Handoff, before: Handoff | None = None) -> dict[str, Any]:
        """Write the columns that hold the handoff; names only where they are others than before."""
        names = {"node": card.node, "address": card.address, "code": card.code}
        return {"id": card.id, "card": self._seal(card)} | {
            column: self.name(name, column)
            for column, name in names.items()
            if before is None or getattr(before, column) != name
        }

    def last(self, card: Handoff) -> dict[str, Any]:
        """Write what is left of one that is destroyed: its own key dies with this change."""
        return self.row(card) | {"card": self._vault.seal_row(_packed(card), _context(card.id))}

    def of(self, row: Row[*tuple[Any, ...]]) -> Handoff | None:
        """Read a row, or `None` for one whose key is gone."""
        handoff, sealed = bytes(row.id), bytes(row.card)
        known = self._read.get(handoff)
        if known is not None and known[0] == sealed:
            return known[1]
        packed = self._open(handoff, sealed)
        card = None if packed is None else _unpack(packed, handoff)
        if card is not None:
            self._read[handoff] = (sealed, card)
        return card

    def forget(self, handoff: bytes) -> None:
        """Drop what was read of it."""
        self._read.pop(handoff, None)

    def keep_only(self, handoffs: Iterable[bytes]) -> None:
        """Drop what was read of all others."""
        living = {*handoffs}
        self._read = {key: read for key, read in self._read.items() if key in living}

    def forget_all(self) -> None:
        """Drop whatever was read."""
        self._read.clear()

    def opens(self, row: Row[*tuple[Any, ...]]) -> bool:
        """Whether some living key opens the row, whatever is in it."""
        return self._open(bytes(row.id), bytes(row.card)) is not None

    def name(self, value: str, column: str) -> bytes:
        """Blind a value under today's key; nothing looks like anything."""
        if not value:
            return os.urandom(_BLINDED)
        return self._vault.blind_now(value, f"handoffs|{column}")

    def names(self, value: str, column: str) -> list[bytes]:
        """Every name the value may lie under."""
        return self._vault.blind(value, f"handoffs|{column}") if value else []

    def _seal(self, card: Handoff) -> bytes:
        return self._own.seal(card.id, _packed(card), _context(card.id))

    def _open(self, handoff: bytes, sealed: bytes) -> bytes | None:
        context = _context(handoff)
        packed = self._own.open(handoff, sealed, context)
        return self._vault.open_row(sealed, context) if packed is None else packed


def _packed(card: Handoff) -> bytes:
    return padded(_FORM.dump_json(replace(card, id=b"")), _STEP)


def _context(handoff: bytes) -> bytes:
    return b"handoffs|card|" + handoff


def _unpack(packed: bytes, handoff: bytes) -> Handoff | None:
    try:
        card = _FORM.validate_json(packed.rstrip(b"\0"))
    except ValidationError:
        # Of a later version, perhaps: it is left alone. What the library says would quote her.
        return None
    return replace(card, id=handoff)
