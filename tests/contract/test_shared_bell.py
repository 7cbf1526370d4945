"""The bell between replicas, over a real PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import asyncpg

from storage.bell_postgresql import SharedBell
from storage.keyring import Keyring
from storage.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from tests.postgresql import Server

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def vault_in(folder: Path) -> Vault:
    return Vault(Keyring.open(folder / "keys", NOON))


async def connected(*bells: SharedBell) -> None:
    """Wait until each hears the other: connecting rings everything once."""
    ears = [bell.listen("ready") for bell in bells]
    for ear in ears:
        await anext(ear)


async def test_ring_is_heard_in_other_replica(server: Server, tmp_path: Path) -> None:
    """What changes in one process wakes who looks at it in another, and nobody else."""
    async with (
        asyncio.timeout(20),
        server.new_database() as address,
        SharedBell(address, vault_in(tmp_path)) as one,
        SharedBell(address, vault_in(tmp_path)) as two,
    ):
        await connected(one, two)
        ear, other = two.listen("node:a"), two.listen("node:b")
        one.ring("node:a")
        heard = await anext(ear)

        assert "node:a" == heard
        assert {} == other._rang


async def test_p7_topics_travel_sealed(server: Server, tmp_path: Path) -> None:
    """What the server is told to pass on names no node and no handoff."""
    payloads: asyncio.Queue[str] = asyncio.Queue()
    async with (
        asyncio.timeout(20),
        server.new_database() as address,
        SharedBell(address, vault_in(tmp_path)) as bell,
    ):
        await connected(bell)
        spy = await asyncpg.connect(address.replace("+asyncpg", ""))
        await spy.add_listener("soglia", lambda _c, _p, _n, told: payloads.put_nowait(told))
        bell.ring("node:svsed")
        told = await payloads.get()
        await spy.close()

    assert "svsed" not in told
    assert 128 == len(told)


async def test_lost_server_is_found_again(server: Server, tmp_path: Path) -> None:
    """After a stop of the server everybody is woken once, and what rang meanwhile is told."""
    async with (
        asyncio.timeout(30),
        server.new_database() as address,
        SharedBell(address, vault_in(tmp_path)) as one,
        SharedBell(address, vault_in(tmp_path)) as two,
    ):
        await connected(one, two)
        server.stop()
        ears = [one.listen("a"), two.listen("a")]
        one.ring("a")
        here = await anext(ears[0])
        server.start()

        assert "a" == here
        assert "a" == await anext(ears[1])
        one.ring("b")
        again = two.listen("b")
        assert "b" == await anext(again)
