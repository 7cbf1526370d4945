"""The staff's door of the real program: opened beside the chat, by whoever tries it."""

from __future__ import annotations

import asyncio
import re
import socket
from typing import TYPE_CHECKING

from aiohttp import ClientSession

from tests.acceptance.service import free_port, running
from tests.acceptance.test_start import soglia

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.service import Program


async def welcomed(program: Program) -> str:
    """What the program has printed once everything is open."""
    async with asyncio.timeout(20):
        while b"Ctrl+C" not in program.output:  # noqa: ASYNC110 (a process tells by printing)
            await asyncio.sleep(0.02)
    return program.output.decode()


async def test_a_stranger_finds_the_desk_and_enters_without_a_passkey(tmp_path: Path) -> None:
    """The address and two one-time links are printed; a button leads to a desk that is open."""
    async with running(tmp_path) as program:
        told = await welcomed(program)
        address = re.search(r"http://localhost:\d+", told)
        assert address is not None, told
        async with ClientSession() as client:
            origin = {"Origin": address[0]}
            entered = await client.post(
                f"{address[0]}/demonstration", data={"as": 1}, headers=origin
            )

            assert (200, "/desk") == (entered.status, entered.url.path)
            assert "In turno" in await entered.text()
        assert 2 == len(re.findall(r"/enrol#[\w-]{43}", told))


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    """Which setting to change, and no traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ports = {
            "SOGLIA_CONSOLE_PORT": str(taken.getsockname()[1]),
            "SOGLIA_WEBCHAT_PORT": str(free_port()),
        }
        code, told = soglia("run", folder=tmp_path, **ports)

    assert 1 == code
    assert "console.port" in told
    assert "Traceback" not in told


async def test_the_secrets_of_the_demonstration_are_no_part_of_the_data(tmp_path: Path) -> None:
    """Neither the log nor the data folder holds what opens the demonstration's keys.

    A lead and an operator of two desks, two coordinators, a translator: each has one.
    """
    async with running(tmp_path) as program:
        await welcomed(program)
    secrets = re.findall(
        rb'"secret": "([0-9a-f]{64})"', (tmp_path / "keys" / "demonstration.json").read_bytes()
    )
    kept = [file.read_bytes() for file in (tmp_path / "data").rglob("*") if file.is_file()]

    assert 2 * 2 + 3 == len(set(secrets))
    assert not [
        each
        for secret in secrets
        for each in [*kept, bytes(program.output)]
        if secret in each or bytes.fromhex(secret.decode()) in each
    ]
