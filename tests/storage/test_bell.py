"""The bell: who listens is woken, who does not is forgotten."""

from __future__ import annotations

import asyncio
import gc

import pytest

from storage.bell import LocalBell


async def test_ring_between_looks_is_heard_once() -> None:
    """From the moment she listens no ring is missed; several while nobody looks are one."""
    bell = LocalBell()
    ear = bell.listen("a", "b")
    bell.ring("a", "c")
    bell.ring("a")
    bell.ring("b")

    async with asyncio.timeout(5):
        assert ["a", "b"] == [await anext(ear), await anext(ear)]


async def test_listener_without_topics_hears_all() -> None:
    """Who names no topic hears each."""
    bell = LocalBell()
    ear = bell.listen()
    bell.ring("a", "b")

    async with asyncio.timeout(5):
        assert ["a", "b"] == [await anext(ear), await anext(ear)]


async def test_waiting_listener_is_woken() -> None:
    """A ring wakes everybody who waits for it and nobody else."""
    bell = LocalBell()
    waits = [asyncio.create_task(anext(bell.listen(topic))) for topic in ("a", "a", "b")]
    await asyncio.sleep(0)
    bell.ring("a")
    done, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED, timeout=5)
    done |= (await asyncio.wait(pending, timeout=0))[0]

    assert {*waits[:2]} == done
    waits[2].cancel()


async def test_closed_listener_ends() -> None:
    """Who closes is let go, also out of the middle of waiting."""
    ear = LocalBell().listen("a")
    heard = asyncio.create_task(anext(ear))
    await asyncio.sleep(0)
    await ear.aclose()

    async with asyncio.timeout(5):
        with pytest.raises(StopAsyncIteration):
            await heard
        assert [] == [topic async for topic in ear]


async def test_nobody_is_remembered() -> None:
    """Topics without listeners leave nothing behind, however many come and go."""
    bell = LocalBell()
    for number in range(100):
        bell.listen(str(number), "all")
    gc.collect()

    assert {} == bell._ears
