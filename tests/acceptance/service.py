"""The real program in a process of its own, with its own folders, port and bot server."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import ClientSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_STARTS_WITHIN = 20.0
_STOPS_WITHIN = 15.0
ROOT = Path(__file__).parents[2]


@dataclass
class Program:
    """A running service and everything it may leave behind."""

    folder: Path
    port: int
    process: asyncio.subprocess.Process
    #: Everything it has written to its two outputs, so far.
    output: bytearray = field(default_factory=bytearray)

    @property
    def address(self) -> str:
        """The web chat."""
        return f"http://127.0.0.1:{self.port}/"

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()

    async def stop(self) -> int:
        """End it as the system would; its exit code."""
        if self.process.returncode is None:
            self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), _STOPS_WITHIN)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def running(
    folder: Path,
    *,
    telegram: str = "",
    token: str = "",
    toml: str = "",
    port: int = 0,
    module: str = "bot",
    dies_at: str = "",
) -> AsyncIterator[Program]:
    """Start `soglia run` in a folder of its own and wait until its page answers.

    Args:
        folder: its settings, data and keys.
        telegram: a Bot API server's address.
        token: the bot's token there.
        toml: more settings.
        port: the web chat's.
        module: what is run; `tests.acceptance.mortal` is the program that dies where told.
        dies_at: where that is.
    """
    port = port or free_port()
    (folder / "tmp").mkdir(parents=True, exist_ok=True)
    config = folder / "config.toml"
    if not config.exists():
        config.write_text(
            f'[folders]\ndata = "{folder}/data"\nkeys = "{folder}/keys"\n'
            f"[webchat]\nport = {port}\n{toml}",
            encoding="utf-8",
        )
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SOGLIA_")},
        "SOGLIA_CONSOLE_PORT": str(free_port()),
        "SOGLIA_WEBCHAT_PORT": str(port),
        "TMPDIR": str(folder / "tmp"),
        "PYTHONPATH": str(ROOT),
    }
    if dies_at:
        environment["DIES_AT"] = dies_at
    if telegram:
        environment |= {"SOGLIA_TELEGRAM_API_BASE": telegram, "SOGLIA_TELEGRAM_TOKEN": token}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, "run", "--config", str(config),
        cwd=folder, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    program = Program(folder, port, process)
    reading = asyncio.create_task(_read(process, program.output))
    try:
        await asyncio.wait_for(_answers(program), _STARTS_WITHIN)
        yield program
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


async def _read(process: asyncio.subprocess.Process, output: bytearray) -> None:
    assert process.stdout is not None
    while chunk := await process.stdout.read(4096):
        output += chunk


async def _answers(program: Program) -> None:
    async with ClientSession() as client:
        while True:
            assert program.process.returncode is None, program.output.decode()
            try:
                async with client.get(program.address) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                await asyncio.sleep(0.02)
