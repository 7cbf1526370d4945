"""The bell between replicas: PostgreSQL's NOTIFY, with topics sealed under the service key.

PostgreSQL keeps what is notified on its disk for a while: a node's name must not lie there.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self

import asyncpg
import structlog
from sqlalchemy.engine import make_url

from storage.bell import LocalBell

if TYPE_CHECKING:
    from types import TracebackType

    from storage.bell import Ear
    from storage.vault import Vault

_CHANNEL: Final = "soglia"
_CONTEXT: Final = b"bell|topic"
_RETRY_SECONDS: Final = 2.0
_TOPICS_AT_ONCE: Final = 200

log = structlog.get_logger()


class SharedBell:
    """`routing.ports.Bell` for every process that uses the same PostgreSQL. Used as a context."""

    def __init__(self, address: str, vault: Vault) -> None:
        """Prepare it.

        Args:
            address: the database's, as `Database` takes it.
            vault: of the key folder that the replicas share.
        """
        url = make_url(address).set(drivername="postgresql")
        self._address = url.render_as_string(hide_password=False)
        self._vault = vault
        self._local = LocalBell()
        self._to_tell: dict[str, None] = {}
        self._changed = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._healthy = True

    def ring(self, *topics: str) -> None:
        """Wake everybody who listens to one of these, here at once, elsewhere in a moment."""
        self._local.ring(*topics)
        self._to_tell |= dict.fromkeys(topics)
        self._changed.set()

    def listen(self, *topics: str) -> Ear:
        """Yield a topic each time it rings, from now on; without topics, each one that rings."""
        return self._local.listen(*topics)

    async def __aenter__(self) -> Self:
        self._keeper = asyncio.create_task(self._keep())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper

    async def _keep(self) -> None:
        while True:
            try:
                await self._talk()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                self._report(healthy=False)
            await asyncio.sleep(_RETRY_SECONDS)

    async def _talk(self) -> None:
        """Hear the others and tell them, until the connection is lost."""
        connection = await asyncpg.connect(self._address)
        connection.add_termination_listener(self._lost)
        try:
            await connection.add_listener(_CHANNEL, self._heard)
            # While nobody listened something may have rung.
            self._local.ring_all()
            self._report(healthy=True)
            while not connection.is_closed():
                await self._changed.wait()
                self._changed.clear()
                await self._tell(connection)
        finally:
            connection.remove_termination_listener(self._lost)
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.close(timeout=_RETRY_SECONDS)

    async def _tell(self, connection: Any) -> None:
        while self._to_tell and not connection.is_closed():
            topics = [*self._to_tell][:_TOPICS_AT_ONCE]
            sealed = [(_CHANNEL, self._sealed(topic)) for topic in topics]
            await connection.executemany("SELECT pg_notify($1, $2)", sealed)
            for topic in topics:
                self._to_tell.pop(topic, None)

    def _heard(self, connection: Any, sender: int, _channel: str, payload: object) -> None:
        if sender == connection.get_server_pid():
            return
        with suppress(binascii.Error, ValueError):
            sealed = base64.b64decode(str(payload), validate=True)
            topic = self._vault.open_row(sealed, _CONTEXT)
            if topic is not None:
                self._local.ring(topic.decode())

    def _sealed(self, topic: str) -> str:
        return base64.b64encode(self._vault.seal_row(topic.encode(), _CONTEXT)).decode()

    def _lost(self, _connection: Any) -> None:
        self._changed.set()

    def _report(self, *, healthy: bool) -> None:
        if healthy != self._healthy:
            self._healthy = healthy
            if healthy:
                log.info("Replicas hear each other again.")
            else:
                log.error("Replicas do not hear each other; it is tried again.")
