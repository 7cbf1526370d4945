"""The console over the storage's twins, on a free port of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.console.door.office import House, opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """A console without anybody in it."""
    async with opened() as each:
        yield each
