"""What every test of the checks is given."""

from __future__ import annotations

import pytest
from small_library import Checked


@pytest.fixture
def checked() -> Checked:
    return Checked()
