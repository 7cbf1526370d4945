"""The console with the studio in it, and a coordinator in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.staff.people import Role
from tests.console.studio.stage import draft_in, open_studio_house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.console.door.office import Browser, House


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """A console that shows the shipped conversation."""
    async with open_studio_house() as each:
        yield each


@pytest.fixture
async def coordinator(house: House) -> Browser:
    """Somebody who looks after the words."""
    return await house.made("Carla", Role.COORDINATOR)


@pytest.fixture
async def draft(house: House, coordinator: Browser) -> str:
    """A draft of hers; its id."""
    assert coordinator.cookie
    return await draft_in(house)
