"""`soglia retention`: what would go when, told to the keeper in hours and counts."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.bureau import database_address
from bot.configuration import read_settings
from routing import desk
from storage import envelopes
from storage.bell import LocalBell
from storage.database import Database
from storage.handoffs.store import SqlHandoffs
from storage.keyring import Keyring
from storage.vault import Vault
from tests.bot.keepers import Keeper
from tests.routing.handoffs import a_handoff

if TYPE_CHECKING:
    from pathlib import Path

HOUR = timedelta(hours=1)


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(tmp_path)


def test_empty_service_keeps_nothing(keeper: Keeper) -> None:
    """A service nobody has spoken with says so."""
    told = keeper.types("retention")

    assert 0 == told.exit_code, told.output
    assert "No handoff is kept." in told.output


def test_handoffs_are_told_by_the_hour(keeper: Keeper) -> None:
    """Two that wait and one closed: when each goes, and no word of whose it is."""
    asyncio.run(_three(keeper))
    told = keeper.types("retention")
    rows = [line.split()[-2:] for line in told.output.replace("│", " ").splitlines()]

    assert 0 == told.exit_code, told.output
    assert ["closed", "2"] in rows
    assert [["destroyed", "1"], ["destroyed", "2"]] == [
        row for row in rows if row[:1] == ["destroyed"]
    ]
    assert "abc" not in told.output


async def _three(keeper: Keeper) -> None:
    settings, now = read_settings(keeper.config), datetime.now(UTC)
    keys = Keyring.open(settings.folders.keys, now)
    async with Database(database_address(settings)) as database:
        handoffs = SqlHandoffs(database, Vault(keys), LocalBell())
        for number in range(3):
            card = a_handoff(number, opened_at=now, keep_until=now + 4 * HOUR)
            await handoffs.open(card, {"one": envelopes.new_pair().public})
        await handoffs.change(card.id, lambda card: desk.finish(card, now))
