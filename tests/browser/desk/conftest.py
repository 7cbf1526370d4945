"""The staff's door in real browsers: a network served from a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.desk.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def town() -> Iterator[Town]:
    """A network with desks, and women who write to it."""
    with Town() as each:
        yield each
