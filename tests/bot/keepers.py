"""The keeper at her terminal, and what the others do meanwhile."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from typer.testing import CliRunner, Result

from bot.bureau import Bureau, opened
from bot.cli import app
from bot.configuration import read_settings
from tests.contract.bureaus import passkey

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from storage.staff.people import Person

#: Two nodes of the network that is shipped.
NODE, OTHER_NODE = "cav-001", "cav-002"

_Told = TypeVar("_Told")


@dataclass(frozen=True)
class Keeper:
    """Somebody who runs a service in that folder."""

    folder: Path

    @property
    def config(self) -> Path:
        """Her settings, written at first need."""
        file = self.folder / "config.toml"
        if not file.exists():
            self.configure()
        return file

    def configure(self, more: str = "") -> None:
        """Write her settings."""
        (self.folder / "config.toml").write_text(
            f'[folders]\ndata = "{self.folder}/data"\nkeys = "{self.folder}/keys"\n'
            f'[console]\npublic_url = "http://localhost:8123/"\n{more}',
            encoding="utf-8",
        )

    def types(self, *words: str, answers: str = "") -> Result:
        """Run a command of the service's."""
        return CliRunner().invoke(app, [*words, "--config", str(self.config)], input=answers)

    def invites(self, name: str, *roles: str, node: str = NODE) -> str:
        """Invite somebody and return the secret of her link."""
        done = self.types("staff", "invite", "--name", name, "--node", node, *roles)
        assert 0 == done.exit_code, done.output
        return link_in(done)

    def meanwhile(self, act: Callable[[Bureau], Awaitable[_Told]]) -> _Told:
        """Do something in the same database, as the running service would."""

        async def doing() -> _Told:
            async with opened(read_settings(self.config, {})) as bureau:
                return await act(bureau)

        return asyncio.run(doing())

    def enrols(self, name: str, secret: str) -> Person:
        """Somebody opens her link with a passkey of that name."""
        person = self.meanwhile(
            lambda bureau: bureau.staff.enrol(secret, passkey(name), datetime.now(UTC))
        )
        assert person is not None
        return person


def link_in(done: Result) -> str:
    """The secret of the link that a command printed."""
    found = re.search(r"^http://localhost:8123/enrol#(\S{43})$", done.output, re.MULTILINE)
    assert found is not None, done.output
    return found[1]


def refusal(done: Result) -> str:
    """The sentence with which a command was refused."""
    assert 0 != done.exit_code, done.output
    return str(done.exception)
