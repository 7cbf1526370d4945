"""A network whose desk is tried: handoffs in memory, and in an SQLite file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio
from aiohttp.test_utils import TestClient

from storage.bell import LocalBell
from storage.database import Database, sqlite_address
from storage.handoffs.store import SqlHandoffs
from storage.keyring import Keyring
from storage.memory.handoffs import MemoryHandoffs
from storage.vault import Vault
from tests.console.desks import NOON, Desk, Network, serve
from tests.handoffs import FailingHandoffs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    import pytest


@pytest_asyncio.fixture(params=["memory", "sqlite"])
async def network(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Network]:
    """A network, its handoffs in one of two homes."""
    bell = LocalBell()
    if request.param == "memory":
        yield Network(MemoryHandoffs(bell), bell)
        return
    async with Database(sqlite_address(tmp_path / "db" / "x")) as database:
        vault = Vault(Keyring.open(tmp_path / "keys", NOON))
        yield Network(SqlHandoffs(database, vault, bell), bell)


@pytest_asyncio.fixture
async def failing() -> AsyncIterator[tuple[FailingHandoffs, Desk]]:
    """A desk whose database can be stopped."""
    bell = LocalBell()
    handoffs = FailingHandoffs(bell)
    network = Network(handoffs, bell)
    server, app = await serve(network)
    client = TestClient(server)
    person = await network.hire("Anna")
    yield handoffs, Desk(network, client, await network.session(app, person))
    await client.close()


@pytest_asyncio.fixture
async def sits(network: Network) -> AsyncIterator[Callable[..., Awaitable[Desk]]]:
    """Puts somebody at a desk of the network, signed in and on shift."""
    server, app = await serve(network)
    client = TestClient(server)
    await client.start_server()

    async def sit(name: str, *roles: object, **where: str) -> Desk:
        person = await network.hire(name, *roles, **where)
        return Desk(network, client, await network.session(app, person))

    yield sit
    await client.close()
