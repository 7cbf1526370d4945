"""The commands that answer about the running service, where the studio put something live."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from bot.archive import opened
from bot.bureau import database_address
from bot.cli import app
from bot.commands.speaking import speaking
from bot.configuration import read_settings
from bot.content import load_files
from storage import envelopes
from storage.bell import LocalBell
from storage.database import Database
from storage.editions.records import NewEdition, Origin
from storage.handoffs.store import SqlHandoffs
from storage.keyring import Keyring
from storage.vault import Vault
from tests.living import revision_of
from tests.routing.handoffs import a_handoff

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings

#: A door that no installed file has, where she would find it.
NODE, PLACE = "porta-nuova", "Carpenedolo"
DOOR: Final = f"""
[[node]]
id = "{NODE}"
number = 900
name = "Porta nuova dello studio"
kind = "centre"
area = "C017039"
phone_only = true
services = ["listening"]
contacts = [{{kind = "phone", value = "+39030000900", use = "centre", source = "s01", \
checked_on = 2026-11-22, owner = "Porta nuova", expires_on = 2099-01-01}}]
"""
WITH_THE_DOOR: Final = {"network/porta.toml": DOOR}
AUCKLAND: Final = ZoneInfo("Pacific/Auckland")
HEAD, MENU = "network/network.toml", "flows/menu.yaml"
TOLD: Final = "Edition 2, published by the studio."
APART: Final = "These are the files. What is live is edition 2, published by the studio."


@dataclass(frozen=True)
class Terminal:
    """Where the keeper of a service types."""

    config: Path

    @property
    def settings(self) -> Settings:
        """Those of the service."""
        return read_settings(self.config, {})

    def types(self, *words: str, code: int = 0, answers: str = "") -> str:
        """Run a command; what it printed, and its refusal."""
        done = CliRunner().invoke(app, [*words, "--config", str(self.config)], input=answers)
        assert code == done.exit_code, done.output
        return done.output if done.exception is None else f"{done.output}{done.exception}"

    def publishes(self, changed: dict[str, str]) -> None:
        """The installed files go live, then the studio's edition with some of them changed."""
        files = load_files(self.settings)
        (self.config.parent / "data").mkdir(exist_ok=True)
        asyncio.run(self._begin(files, Origin.FILES))
        asyncio.run(self._begin({**files, **changed}, Origin.DRAFT))

    async def _begin(self, files: dict[str, str], origin: Origin) -> None:
        new = NewEdition(revision=revision_of(files), origin=origin, title="Una porta")
        async with opened(self.settings) as archive:
            await archive.editions.begin(new, files, datetime.now(UTC))


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A service that never ran."""
    file = tmp_path / "config.toml"
    file.write_text(
        f'[folders]\ndata = "{tmp_path}/data"\nkeys = "{tmp_path}/keys"\n', encoding="utf-8"
    )
    return Terminal(file)


@pytest.fixture
def with_a_door(terminal: Terminal) -> Terminal:
    """A service whose studio published a node that no file has."""
    terminal.publishes(WITH_THE_DOOR)
    return terminal


def test_a_node_of_the_studios_can_be_invited_to(with_a_door: Terminal) -> None:
    """Its first lead gets her link; a slip in the id is refused as ever."""
    words = "staff", "invite", "--name", "Lea", "--lead", "--node"
    told = with_a_door.types(*words, NODE)
    refused = with_a_door.types(*words, "porta-nuvoa", code=1)

    assert "/enrol#" in told
    assert TOLD in told
    assert "No node of the network has the id 'porta-nuvoa'" in refused


def test_where_tells_the_studios_door(with_a_door: Terminal) -> None:
    """What a woman who types that place is offered at this moment."""
    told = with_a_door.types("where", PLACE)

    assert TOLD in told
    assert "Porta nuova dello studio" in told


def test_route_knows_the_studios_node(with_a_door: Terminal) -> None:
    """In words and as data, which names the edition."""
    told = with_a_door.types("route", "--avoid", NODE)
    record = json.loads(with_a_door.types("route", "--avoid", NODE, "--json"))

    assert TOLD in told
    assert 2 == record["edition"]


def test_network_status_lists_what_the_studio_published(with_a_door: Terminal) -> None:
    """The new door's number waits to be confirmed; nobody would see that in the files."""
    told = with_a_door.types("network", "status")

    assert TOLD in told
    assert "+39030000900" in told


def test_the_map_has_the_studios_door(with_a_door: Terminal, tmp_path: Path) -> None:
    """Around the new node, which no file has."""
    svg = tmp_path / "map.svg"
    told = with_a_door.types("network", "map", str(svg), "--around", "900", "--km", "2")

    assert TOLD in told
    assert svg.is_file()


def test_retention_is_told_in_the_live_networks_time(terminal: Terminal) -> None:
    """The hours are those that the desks read on their walls."""
    head = load_files(terminal.settings)[HEAD]
    terminal.publishes({HEAD: head.replace('"Europe/Rome"', f'"{AUCKLAND.key}"')})
    until = asyncio.run(_one_waits(terminal.settings))
    told = terminal.types("retention")

    assert TOLD in told
    assert f"{until.astimezone(AUCKLAND):%a %d %B %Y, %H:00}" in told


async def _one_waits(settings: Settings) -> datetime:
    now = datetime.now(UTC)
    until = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=4)
    keys = Keyring.open(settings.folders.keys, now)
    async with Database(database_address(settings)) as database:
        handoffs = SqlHandoffs(database, Vault(keys), LocalBell())
        card = a_handoff(1, opened_at=now, keep_until=until)
        await handoffs.open(card, {"one": envelopes.new_pair().public})
    return until


def test_talk_walks_what_is_live(terminal: Terminal, tmp_path: Path) -> None:
    """Without a folder it is the studio's words; a folder that is named is walked as it is."""
    menu = load_files(terminal.settings)[MENU]
    assert "Che cosa ti serve?" in menu
    terminal.types("flow", "export", str(tmp_path / "files"))
    terminal.publishes({MENU: menu.replace("Che cosa ti serve?", "Che cosa cerchi oggi?")})
    walk = "--language", "it", "--step", "menu.menu"
    live = terminal.types("talk", *walk, answers=":q\n")
    own = terminal.types("talk", str(tmp_path / "files"), *walk, answers=":q\n")

    assert TOLD in live
    assert "Che cosa cerchi oggi?" in live
    assert "Che cosa ti serve?" in own
    assert TOLD not in own


def test_what_works_on_files_says_so(with_a_door: Terminal, tmp_path: Path) -> None:
    """Translations and registers go into files: who brings them learns that others are live."""
    register = tmp_path / "register.csv"
    register.write_text("nome,comune,telefoni\n", encoding="utf-8")

    assert APART in with_a_door.types("words", "status")
    assert APART in with_a_door.types("network", "import", str(register))


def test_the_same_files_need_no_word(terminal: Terminal) -> None:
    """What the studio published and what is installed are the same: nothing is to be told."""
    terminal.publishes({})

    assert "Edition" not in terminal.types("where", PLACE)


def test_files_that_nobody_can_read_are_others(with_a_door: Terminal, tmp_path: Path) -> None:
    """What is live answers, even where the settings name a folder that went away."""
    with with_a_door.config.open("a", encoding="utf-8") as file:
        file.write(f'[content]\nnetwork = "{tmp_path}/gone"\n')
    told = with_a_door.types("where", PLACE)

    assert TOLD in told
    assert "Porta nuova dello studio" in told


@pytest.mark.parametrize(
    "words",
    [["where", PLACE], ["route"], ["network", "status"], ["talk"], ["words", "status"]],
)
def test_a_look_makes_no_database(terminal: Terminal, words: list[str]) -> None:
    """Where no service ever ran the files answer, and nothing is left behind."""
    terminal.types(*words, answers=":q\n")

    assert not (terminal.config.parent / "data").exists()
    assert None is speaking(terminal.settings).edition
