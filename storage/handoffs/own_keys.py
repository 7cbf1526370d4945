"""A key of each handoff's own, a file in the key directory: with it dies every copy of its rows.

A day's service key lives two days more, so that a copy of the database made before a handoff
was destroyed would open for so long. Whatever is kept of a handoff is therefore sealed under
its own key as well, and that is overwritten the moment the handoff is destroyed (P13).
"""

from __future__ import annotations

import asyncio
import secrets
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from storage import key_files
from storage.errors import StorageUnavailableError
from storage.key_files import KEY_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from storage.vault import Vault

_FOLDER: Final = "handoffs"
#: A replica makes the key a moment before it keeps the handoff: no younger key is a stray.
_YOUNG_SECONDS: Final = 3600.0


class OwnKeys:
    """Seals what is kept of a handoff under the service key and its own."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._folder = vault.folder / _FOLDER
        self._known: dict[bytes, bytes] = {}

    async def make(self, handoff: bytes) -> bool:
        """Make the key of a new one; whether there was none.

        Raises:
            StorageUnavailableError: the key directory cannot be written: nothing may begin.
        """
        if self._of(handoff):
            return False
        try:
            self._known[handoff] = await asyncio.to_thread(self._write, handoff)
        except OSError as problem:
            raise StorageUnavailableError from problem
        return True

    async def destroy(self, handoffs: Iterable[bytes]) -> None:
        """Overwrite the keys of these, for good. What a disk refuses is a stray: `sweep`."""
        for handoff in handoffs:
            self._known.pop(handoff, None)
            await asyncio.to_thread(key_files.destroy, self._path(handoff))

    async def sweep(self, living: Collection[bytes], *, is_shared: bool) -> None:
        """Destroy the keys of those that are no more, which a crash left behind.

        Args:
            living: ids of those whose key is still needed.
            is_shared: whether other processes make keys here, too.
        """
        # Also what is being begun at this moment and is not in the database yet.
        names = {handoff.hex() for handoff in (*living, *self._known)}
        await asyncio.to_thread(self._sweep, names, _YOUNG_SECONDS if is_shared else 0.0)

    def seal(self, handoff: bytes, body: bytes, context: bytes) -> bytes:
        """Seal a piece of it, as `Vault.seal_row` does."""
        return self._vault.seal_row(body, context, self._of(handoff))

    def open(self, handoff: bytes, sealed: bytes, context: bytes) -> bytes | None:
        """Return what was sealed, or `None`: its own key is gone, or the day's."""
        return self._vault.open_row(sealed, context, self._of(handoff))

    def _of(self, handoff: bytes) -> bytes:
        known = self._known.get(handoff)
        if known is None:
            # Another process may have made it. One that is not there opens nothing.
            with suppress(OSError):
                known = key_files.read(self._path(handoff))
            if known is None or len(known) != KEY_BYTES:
                return b""
            self._known[handoff] = known
        return known

    def _path(self, handoff: bytes) -> Path:
        return self._folder / handoff.hex()

    def _write(self, handoff: bytes) -> bytes:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        return key_files.write_once(self._path(handoff), secrets.token_bytes(KEY_BYTES))

    def _sweep(self, living: Collection[str], young: float) -> None:
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            if path.name not in living and time.time() - path.lstat().st_mtime >= young:
                key_files.destroy(path)
