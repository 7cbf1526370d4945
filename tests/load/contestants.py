"""Who is measured, and how each is started."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.load.machine import ROOT, Process, free_port
from tests.load.people import Crowd
from tests.load.standin import StandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_PEERS = ROOT / ".venv-peers"
_PINNED = ROOT / "requirements" / "peers.txt"
#: Ours begins with a list of languages and three screens before the menu.
_OPENING = 4


@dataclass(frozen=True)
class Peer:
    """Somebody else's way to write a bot."""

    name: str
    module: str
    #: Whether it needs the environment of the peers.
    is_library: bool = True


PEERS = (
    Peer("pyTelegramBotAPI", "telebot_bot"),
    Peer("aiogram", "aiogram_bot"),
    Peer("python-telegram-bot", "ptb_bot"),
)
#: The load side's own ceiling.
BARE = Peer("bare sockets", "bare_bot", is_library=False)


@dataclass(frozen=True)
class Contestant:
    """A running bot with its server and its people."""

    name: str
    process: Process
    standin: StandIn
    crowd: Crowd
    web_port: int = 0


class ContestantDiedError(Exception):
    """A bot ended by itself or never answered."""

    def __init__(self, name: str, last_words: str) -> None:
        super().__init__(f"{name} does not answer. It said last:\n{last_words or '(nothing)'}")


def make_peers_environment() -> None:
    """Make the peers' virtual environment, the first time."""
    python = _PEERS / "bin" / "python"
    mark = _PEERS / "made-from"
    pinned = _PINNED.read_text(encoding="utf-8")
    if python.exists() and mark.exists() and mark.read_text(encoding="utf-8") == pinned:
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", _PEERS], check=True)
    install = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes")
    subprocess.run([python, *install, "-r", _PINNED], check=True)
    mark.write_text(pinned, encoding="utf-8")


@asynccontextmanager
async def ours(folder: Path, core: int | None) -> AsyncIterator[Contestant]:
    """Run our service in folders of its own, as `make run` would with another Bot API."""
    settings, port = _settings(folder), free_port()
    standin, crowd, base = await _phones(_OPENING)
    process = Process(
        [sys.executable, "-m", "bot", "run", "--config", str(settings)],
        {
            "SOGLIA_TELEGRAM_TOKEN": "1:bench",
            "SOGLIA_TELEGRAM_API_BASE": base,
            "SOGLIA_WEBCHAT_PORT": str(port),
            "SOGLIA_CONSOLE_PORT": str(free_port()),
        },
        core,
        "Soglia",
    )
    try:
        yield Contestant("Soglia", process, standin, crowd, port)
    finally:
        process.stop()
        standin.close()


def _settings(folder: Path) -> Path:
    folder.mkdir()
    file = folder / "bench.toml"
    told = f'[folders]\ndata = "{folder / "data"}"\nkeys = "{folder / "keys"}"\n'
    file.write_text(told, encoding="utf-8")
    return file


@asynccontextmanager
async def peer(kind: Peer, screens: Path, core: int | None) -> AsyncIterator[Contestant]:
    """Run a peer that shows these screens."""
    standin, crowd, base = await _phones()
    crowd.script = _texts(screens)
    python = str(_PEERS / "bin" / "python") if kind.is_library else sys.executable
    process = Process(
        [python, "-m", f"tests.load.peers.{kind.module}", base, str(screens)], {}, core, kind.name
    )
    try:
        yield Contestant(kind.name, process, standin, crowd)
    finally:
        process.stop()
        standin.close()


async def welcome(contestant: Contestant, people: int) -> None:
    """Let people come to a bot.

    Raises:
        ContestantDiedError: When they are not all shown a screen.
    """
    try:
        await contestant.crowd.arrive(people)
    except TimeoutError:
        raise ContestantDiedError(contestant.name, contestant.process.last_words()) from None


def _texts(screens: Path) -> list[str]:
    return [screen["text"] for screen in json.loads(screens.read_bytes())]


def write_screens(messages: list[dict[str, Any]], file: Path) -> None:
    """Write our eight screens down for the peers: the same words, the same buttons."""
    screens = [
        {
            "text": message["text"],
            "rows": [
                labels
                for row in message["reply_markup"]["inline_keyboard"]
                if (labels := [one["text"] for one in row if "callback_data" in one])
            ],
        }
        for message in messages
    ]
    file.write_text(json.dumps(screens, ensure_ascii=False), encoding="utf-8")


async def _phones(opening: int = 0) -> tuple[StandIn, Crowd, str]:
    crowds: list[Crowd] = []

    def listener(standin: StandIn) -> Crowd:
        crowds.append(Crowd(standin, opening))
        return crowds[0]

    standin = StandIn(listener)
    return standin, crowds[0], await standin.open()
